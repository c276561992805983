/* SPDX-License-Identifier: MIT */
#ifndef STAT_SPECIAL_H
#define STAT_SPECIAL_H

/*
 * special: functions of mathematical statistics that the C library lacks, in logarithms where
 * values outgrow a double.
 *
 * All are pure, safe to call from several threads, and tested against values of 30 digits that
 * were computed with mpmath.
 */

/* ln |gamma(x)|; lgamma of the C library writes a variable that all threads share. */
double special_log_gamma(double x);

/* The derivative of ln gamma(x), for x > 0. */
double special_digamma(double x);

/* ln B(a, b) = ln gamma(a) + ln gamma(b) - ln gamma(a + b), exact also where b is far above a. */
double special_log_beta(double a, double b);

/* ln(e^a + e^b) and ln(e^a - e^b), a >= b, without overflow; -INFINITY is the logarithm of 0. */
double special_log_add(double a, double b);
double special_log_subtract(double a, double b);

/* The standard normal distribution: P(Z <= x), and the x of a probability. */
double special_normal_cdf(double x);
double special_normal_quantile(double p);

/* P(X > x) of the chi-square distribution. */
double special_chi_square_tail(double x, double degrees);

/*
 * P(X / (1 - X) <= odds) of the beta distribution (a, b): the incomplete beta function of
 * x = odds / (1 + odds), which is exact at both ends. The tails of the t, F, binomial and negative
 * binomial distributions are such: P(N >= n) = special_beta_cdf(n, r, p / (1 - p)) of the latter.
 */
double special_beta_cdf(double a, double b, double odds);

#endif
