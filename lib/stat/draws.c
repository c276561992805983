/* SPDX-License-Identifier: MIT */
#include "stat/draws.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* ln 2 in two parts, the first of 32 bits, so that it times an exponent is exact. */
static const double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;

/*
 * x = 2^k m with m between sqrt(1/2) and sqrt(2); then ln m = 2 artanh(s), s = (m - 1) / (m + 1),
 * whose series s + s^3/3 + s^5/5 + … needs eleven terms, as s^2 is below 0.0295.
 */
double draws_log(double x)
{
	static const double coefficient[] = { 1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15,
		1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3 };
	uint64_t bits;
	int exponent;
	double m, s, square, series = 0;

	memcpy(&bits, &x, sizeof bits);
	exponent = (int)(bits >> 52) - 1023;
	bits = (bits & 0x000fffffffffffff) | 0x3ff0000000000000;
	memcpy(&m, &bits, sizeof m);
	if (m > 0x1.6a09e667f3bcdp+0) {
		m *= 0.5;
		exponent++;
	}
	s = (m - 1) / (m + 1);
	square = s * s;
	for (size_t i = 0; i < sizeof coefficient / sizeof *coefficient; i++)
		series = series * square + coefficient[i];
	/* Small parts first: the large ones then round only once. */
	return exponent * ln2_high + (2 * s + (2 * s * (square * series) + exponent * ln2_low));
}

/*
 * x = k ln 2 + rest with the rest within 0.35; its power series needs fourteen terms. Those from
 * the square on are added up in pairs, pairs of pairs, and so on (Estrin), which need not wait for
 * each other; the two before them come last, as the large ones then round only once.
 */
double draws_exp(double x)
{
	static const double c[] = { 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040,
		1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600,
		1.0 / 6227020800 };
	double rest, square, fourth, first, middle, last, power;
	uint64_t bits;
	int k;

	if (x < -708)
		return 0;
	if (x > 709)
		return INFINITY;
	k = (int)(x * 0x1.71547652b82fep+0 + (x < 0 ? -0.5 : 0.5));
	rest = (x - k * ln2_high) - k * ln2_low;
	square = rest * rest;
	fourth = square * square;
	first = (c[0] + c[1] * rest) + (c[2] + c[3] * rest) * square;
	middle = (c[4] + c[5] * rest) + (c[6] + c[7] * rest) * square;
	last = (c[8] + c[9] * rest) + (c[10] + c[11] * rest) * square;
	bits = (uint64_t)(k + 1023) << 52;
	memcpy(&power, &bits, sizeof power);
	return (1 + (rest + square * (first + fourth * (middle + fourth * last)))) * power;
}

double draws_log_one_plus_exp(double x)
{
	return x > 0 ? x + draws_log(1 + draws_exp(-x)) : draws_log(1 + draws_exp(x));
}

double draws_exponential(struct rng *rng, double rate)
{
	return -draws_log(rng_unit(rng)) / rate;
}

/* The polar method: Marsaglia and Bray, 1964. Its second number is let go, to keep no state. */
double draws_normal(struct rng *rng)
{
	double x, y, square;

	do {
		x = 2 * rng_unit(rng) - 1;
		y = 2 * rng_unit(rng) - 1;
		square = x * x + y * y;
	} while (square >= 1 || square == 0);
	return x * sqrt(-2 * draws_log(square) / square);
}

double draws_lognormal(struct rng *rng, double mu, double sigma)
{
	return draws_exp(mu + sigma * draws_normal(rng));
}

/* Marsaglia and Tsang, "A simple method for generating gamma variables", 2000; shape >= 1. */
static double gamma_above_one(struct rng *rng, double shape)
{
	double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);

	for (;;) {
		double x = draws_normal(rng), v = 1 + c * x, u, square = x * x;

		if (v <= 0)
			continue;
		v = v * v * v;
		u = rng_unit(rng);
		if (u < 1 - 0.0331 * square * square)
			return d * v;
		if (draws_log(u) < 0.5 * square + d * (1 - v + draws_log(v)))
			return d * v;
	}
}

/*
 * The logarithm of a gamma number of rate 1. Shapes below 1 come from the next higher shape,
 * times u^(1/shape) (the same paper), which may be too small for anything but a logarithm.
 */
static double log_gamma_number(struct rng *rng, double shape)
{
	double raised;

	if (shape >= 1)
		return draws_log(gamma_above_one(rng, shape));
	raised = draws_log(gamma_above_one(rng, shape + 1));
	return raised + draws_log(rng_unit(rng)) / shape;
}

double draws_gamma(struct rng *rng, double shape, double rate)
{
	if (shape >= 1)
		return gamma_above_one(rng, shape) / rate;
	return draws_exp(log_gamma_number(rng, shape)) / rate;
}

/* x / (x + y) for two gamma numbers, in logarithms, so that 0 / 0 cannot come up. */
double draws_beta(struct rng *rng, double a, double b)
{
	double x = log_gamma_number(rng, a), y = log_gamma_number(rng, b);

	return 1 / (1 + draws_exp(y - x));
}

/* Counts uniform numbers until their product falls below exp(-mean), eight at a time. */
uint32_t draws_poisson(struct rng *rng, double mean)
{
	uint32_t count = 0;

	while (mean > 0) {
		double part = mean < 8 ? mean : 8, limit = draws_exp(-part), product = 1;

		while ((product *= rng_unit(rng)) > limit)
			count++;
		mean -= part;
	}
	return count;
}
