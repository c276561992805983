/* SPDX-License-Identifier: MIT */
#include "stat/total.h"

#include <assert.h>
#include <math.h>

enum {
	DIGITS = 52,     /* of a double, behind the first */
	LEAST = -900,    /* exponents of two below and … */
	GREATEST = 1020, /* … above which there is no room for a grid */
};

/*
 * Between 2^e and 2^(e + 1) doubles lie 2^(e - 52) apart: that is the unit. A term no greater than
 * 2^(e - 1), added to 1.5 * 2^e, stays between the two and so is rounded to a multiple of it.
 */
static double large_of(int exponent)
{
	return ldexp(1.5, exponent);
}

/*
 * With a bound of at most 2^(e - 1), rounding included, sums stay below 2^53 units. The rests are
 * below half a unit each, and taken to be fewer than 2^40.
 */
struct total_grid total_grid_of(double bound)
{
	int exponent;

	assert(bound >= 0 && bound < INFINITY);
	frexp(bound, &exponent);
	exponent += 2;
	if (exponent < LEAST)
		exponent = LEAST;
	assert(exponent < GREATEST);
	return (struct total_grid){ large_of(exponent), large_of(exponent - DIGITS + 40) };
}
