/* SPDX-License-Identifier: MIT */
#ifndef STAT_HYPER_H
#define STAT_HYPER_H

/*
 * hyper: hypergeometric functions of positive numbers, as the models of purchases need them.
 *
 *	hyper_log_2f1(1, 1, 2, 0.5)		ln(2 ln 2)
 *	hyper_log_u(1, 1, 2)			ln(e^2 E1(2))
 *	hyper_log_rise(0.25, 3, NULL)		ln(0.25 * 1.25 * 2.25)
 *
 * Values are logarithms, for they outgrow a double where somebody has bought a few hundred times.
 * Nothing is subtracted here that could cancel: every method is a sum of positive terms, or an
 * integral of a positive function.
 *
 * All are pure, safe to call from several threads, and tested against values of 30 digits that
 * were computed with mpmath.
 */

#include <stddef.h>

/*
 * ln of a (a + 1) … (a + n - 1) = gamma(a + n) / gamma(a), for a > 0 and a whole n >= 0: the rising
 * factorial, of which hypergeometric series are made. Exact also where a is so large that the
 * difference of two ln gamma would have no digits left. Its derivative with respect to a goes into
 * `slope` unless that is NULL.
 */
double hyper_log_rise(double a, double n, double *slope);

/*
 * ln 2F1(a, b; c; z), the hypergeometric function of Gauss, for a, b, c > 0 and 0 <= z < 1, where
 * it is at least 1. Parameters may go to many thousands, and z to the last double before 1.
 *
 * Returns NAN outside: for c <= 0 the function has poles and changes its sign, so that the
 * literature's formula of a BG/NBD customer's expected purchases breaks down where a + b < 1; use
 * hyper_stopped_mean, which has no such place.
 */
double hyper_log_2f1(double a, double b, double c, double z);

/*
 * The mean of (1 - (1 + p y)^-k) / p over a beta distribution (a, b) of p; k, a, b > 0, y >= 0.
 *
 * This many purchases are to be expected of somebody who buys at a rate of the gamma distribution
 * (k, 1 / y) in a unit of time, and stops for ever after each purchase with the probability p. In
 * the literature on BG/NBD it is
 *
 *	(a + b - 1) / (a - 1) * (1 - (1 + y)^-k 2F1(k, b; a + b - 1; y / (1 + y)))
 *
 * which divides by 0 at a = 1 and at a + b = 1, and cancels near them; the mean itself is smooth.
 */
double hyper_stopped_mean(double k, double y, double a, double b);

/* The same for several y, which takes less time than one after the other. */
void hyper_stopped_means(double k, const double *y, size_t count, double a, double b, double *mean);

/*
 * The mean of (1 + p y)^-k over the same distribution: the probability that the same person has
 * not stopped by then. In the literature, (1 + y)^-k 2F1(k, b; a + b; y / (1 + y)), which loses
 * digits where y is large.
 */
double hyper_stopped_share(double k, double y, double a, double b);

/* ln U(a, b, z), the confluent hypergeometric function of Tricomi, for a > 0 and z > 0, any b. */
double hyper_log_u(double a, double b, double z);

#endif
