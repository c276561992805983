/* SPDX-License-Identifier: MIT */
#ifndef STAT_SPECIAL_H
#define STAT_SPECIAL_H

/*
 * special: functions of mathematical statistics that the C library lacks, in logarithms where
 * values outgrow a double.
 *
 * All are pure, safe to call from several threads, and tested against values that were computed
 * with mpmath, over the whole range of their arguments. The most that they are off is said beside
 * each, in DBL_EPSILON (2.2e-16) of the value; for a logarithm, of the value or of 1, whichever is
 * larger, since its error is the relative one of what it stands for.
 */

/* ln |gamma(x)|; lgamma of the C library writes a variable that all threads share. Off by 2. */
double special_log_gamma(double x);

/* The derivative of ln gamma(x), for x > 0. Off by 4, of the value or of 1. */
double special_digamma(double x);

/* digamma(a + n) - digamma(a), for n >= 0, exact also where a is far above n. Off by 10 or 10 / a.
 */
double special_digamma_rise(double a, double n);

/* ln B(a, b) = ln gamma(a) + ln gamma(b) - ln gamma(a + b), exact also where b is far above a. Off
 * by 10. */
double special_log_beta(double a, double b);

/*
 * ln(e^a + e^b) and ln(e^a - e^b), a >= b, without overflow; -INFINITY is the logarithm of 0. Off
 * by 4, of the value or of a.
 */
double special_log_add(double a, double b);
double special_log_subtract(double a, double b);

/* The standard normal distribution: P(Z <= x), off by 2 or 2 x^2; the x of a probability, by 2. */
double special_normal_cdf(double x);
double special_normal_quantile(double p);

/* P(X > x) of the chi-square distribution. Off by 1e-12 of the value, for up to 10000 degrees. */
double special_chi_square_tail(double x, double degrees);

/*
 * P(X / (1 - X) <= odds) of the beta distribution (a, b): the incomplete beta function of
 * x = odds / (1 + odds), which is exact at both ends. The tails of the t, F, binomial and negative
 * binomial distributions are such: P(N >= n) = special_beta_cdf(n, r, p / (1 - p)) of the latter.
 *
 * Off by 100, a + b or |ln of the value|, whichever is most: of the value where the odds are below
 * (a + 1) / (b + 1), of 1 above.
 */
double special_beta_cdf(double a, double b, double odds);

#endif
