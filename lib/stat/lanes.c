/* SPDX-License-Identifier: MIT */
#include "stat/lanes.h"

#include <stdint.h>
#include <string.h>

#include "base/processor.h"

/* ln 2 in two parts, the first of 32 bits, so that it times an exponent is exact. */
static const double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;

/* Where the bits of a number lie: its exponent is above its fraction. */
enum { FRACTION = 52 };

static const uint64_t fraction_bits = 0x000fffffffffffff;
static const uint64_t bits_of_one = 0x3ff0000000000000, bits_of_root_half = 0x3fe6a09e667f3bcd;

/* 2^52: the bits of it plus a whole number below are those of both together. */
static const double two_52 = 0x1p52;
static const uint64_t bits_of_two_52 = 0x4330000000000000;

static inline uint64_t to_bits(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	return bits;
}

static inline double from_bits(uint64_t bits)
{
	double x;

	memcpy(&x, &bits, sizeof x);
	return x;
}

/*
 * x = 2^k m with m between sqrt(1/2) and sqrt(2); then ln m = 2 artanh(s), s = (m - 1) / (m + 1),
 * whose series s + s^3/3 + s^5/5 + … needs eleven terms, as s^2 is below 0.0295.
 */
static inline __attribute__((always_inline)) double one_log(double x)
{
	uint64_t above = to_bits(x) + (bits_of_one - bits_of_root_half);
	double k = from_bits((above >> FRACTION) | bits_of_two_52) - (two_52 + 1023);
	double m = from_bits((above & fraction_bits) + bits_of_root_half);
	double s = (m - 1) / (m + 1), square = s * s, series;

	series = 1.0 / 23;
	series = series * square + 1.0 / 21;
	series = series * square + 1.0 / 19;
	series = series * square + 1.0 / 17;
	series = series * square + 1.0 / 15;
	series = series * square + 1.0 / 13;
	series = series * square + 1.0 / 11;
	series = series * square + 1.0 / 9;
	series = series * square + 1.0 / 7;
	series = series * square + 1.0 / 5;
	series = series * square + 1.0 / 3;
	/* Small parts first: the large ones then round only once. */
	return k * ln2_high + (2 * s + (2 * s * (square * series) + k * ln2_low));
}

/* What 1 + x loses of x when it is rounded is added behind: ln(u + d) = ln u + d/u. */
static inline __attribute__((always_inline)) double one_log1p(double x)
{
	double u = 1 + x;

	return one_log(u) + (x - (u - 1)) / u;
}

/* x = k ln 2 + rest with the rest within 0.35; its power series needs fourteen terms. */
static inline __attribute__((always_inline)) double one_exp(double x)
{
	/* Its last bit counts ones, so that adding it rounds to a whole number. */
	static const double rounder = 0x1.8p52;
	double bound = x > -708 ? x : -708;
	double shifted = bound * 0x1.71547652b82fep+0 + rounder, k = shifted - rounder;
	double rest = (bound - k * ln2_high) - k * ln2_low, sum;

	sum = 1.0 / 6227020800;
	sum = sum * rest + 1.0 / 479001600;
	sum = sum * rest + 1.0 / 39916800;
	sum = sum * rest + 1.0 / 3628800;
	sum = sum * rest + 1.0 / 362880;
	sum = sum * rest + 1.0 / 40320;
	sum = sum * rest + 1.0 / 5040;
	sum = sum * rest + 1.0 / 720;
	sum = sum * rest + 1.0 / 120;
	sum = sum * rest + 1.0 / 24;
	sum = sum * rest + 1.0 / 6;
	sum = sum * rest + 1.0 / 2;
	sum = sum * rest + 1;
	sum = sum * rest + 1;
	return sum * from_bits((to_bits(shifted) + 1023) << FRACTION);
}

FOR_EACH_PROCESSOR void lanes_log(const double *x, double *y, size_t count)
{
	for (size_t i = 0; i < count; i++)
		y[i] = one_log(x[i]);
}

FOR_EACH_PROCESSOR void lanes_log1p(const double *x, double *y, size_t count)
{
	for (size_t i = 0; i < count; i++)
		y[i] = one_log1p(x[i]);
}

FOR_EACH_PROCESSOR void lanes_exp(const double *x, double *y, size_t count)
{
	for (size_t i = 0; i < count; i++)
		y[i] = one_exp(x[i]);
}
