/* SPDX-License-Identifier: MIT */
#ifndef STAT_DRAWS_H
#define STAT_DRAWS_H

/*
 * draws: random numbers of the usual distributions, the same on every machine.
 *
 * The C library's log and exp differ in their last bits between versions and processors, and one
 * last bit decides now and then whether a draw is rejected, after which everything is different.
 * So these functions use + - * / and the square root alone, which IEEE 754 fixes to the bit, and
 * are to be compiled without contraction into fused operations (-ffp-contract=off).
 *
 *	struct rng rng;
 *
 *	rng_start(&rng, 42);
 *	rate = draws_gamma(&rng, 0.5, 6.0);
 *	gap = draws_exponential(&rng, rate);
 */

#include <stdint.h>

#include "base/rng.h"

/* The natural logarithm of a positive, normal number, within 3 units in the last place. */
double draws_log(double x);

/* e to the power x, within 3 units in the last place; 0 below -708, infinite above 709. */
double draws_exp(double x);

/* ln(1 + e^x), also where e^x is out of range: the loss of a log-odds of x if nothing comes. */
double draws_log_one_plus_exp(double x);

/* Mean 1 / rate. A rate of 0 gives infinity: the event that never comes. */
double draws_exponential(struct rng *rng, double rate);

/* Mean 0, standard deviation 1. */
double draws_normal(struct rng *rng);

/* e to the power of a normal number: median exp(mu). */
double draws_lognormal(struct rng *rng, double mu, double sigma);

/* Mean shape / rate; both above 0. */
double draws_gamma(struct rng *rng, double shape, double rate);

/* Mean a / (a + b); both above 0. */
double draws_beta(struct rng *rng, double a, double b);

/* Whole numbers with the given mean, from 0. Takes time in proportion to the mean. */
uint32_t draws_poisson(struct rng *rng, double mean);

#endif
