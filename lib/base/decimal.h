/* SPDX-License-Identifier: MIT */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

/*
 * decimal: decimal numbers as people write them, calculated exactly.
 *
 * A decimal is `units` / 10^`scale`: 12.50 is { 1250, 2 }. Sums, differences and products are
 * exact or fail; they are never rounded behind the user's back. Only division rounds, to
 * DECIMAL_DIVISION_SCALE places behind the point, half away from zero, which is the rounding of
 * decimal_round too.
 *
 *	6 × 2.55 = 15.30		{ 6, 0 } × { 255, 2 } = { 1530, 2 }
 *
 * There are 38 digits in all, at most DECIMAL_MAX_SCALE of them behind the point.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/num.h"

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

enum {
	DECIMAL_MAX_SCALE = 18,
	DECIMAL_DIVISION_SCALE = 12,
};

struct decimal {
	int128 units;
	int scale; /* 0 … DECIMAL_MAX_SCALE */
};

static inline struct decimal decimal_of(int64_t whole)
{
	return (struct decimal){ whole, 0 };
}

/*
 * Read "-12.50", ".5" or "1e3" (an exponent is taken as far as the digits reach).
 *
 * Returns false if `text` is anything else, or has too many digits.
 */
bool decimal_parse(struct slice text, struct decimal *value);

/* The nearest number with a binary fraction, or one beside it: for statistics, not for money. */
double decimal_real(struct decimal value);

/* Append in the shortest form: no exponent, no trailing zeros behind the point, no "-0". */
void decimal_put(struct buf *out, struct decimal value);

/* Return false, leaving `result` alone, if the exact result has too many digits. */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *result);
bool decimal_subtract(struct decimal a, struct decimal b, struct decimal *result);
bool decimal_multiply(struct decimal a, struct decimal b, struct decimal *result);

/* Returns false if `b` is zero, or if the result or a step towards it has too many digits. */
bool decimal_divide(struct decimal a, struct decimal b, struct decimal *result);

/* 10 to the power of 0 … NUM_SHORT_DIGITS. */
extern const int64_t decimal_power[NUM_SHORT_DIGITS + 1];

/* The same as decimal_compare, for all numbers. */
int decimal_compare_any(struct decimal a, struct decimal b);

/*
 * Below, equal or above 0. Exact, whatever the scales. What is short, as nearly all numbers are, is
 * compared where it stands: to hand two decimals on costs more than that.
 */
static inline int decimal_compare(struct decimal a, struct decimal b)
{
	int64_t x = (int64_t)a.units, y = (int64_t)b.units;
	int apart = a.scale - b.scale;

	if (x != a.units || y != b.units || apart > NUM_SHORT_DIGITS || apart < -NUM_SHORT_DIGITS ||
		(apart < 0 && __builtin_mul_overflow(x, decimal_power[-apart], &x)) ||
		(apart > 0 && __builtin_mul_overflow(y, decimal_power[apart], &y)))
		return decimal_compare_any(a, b);
	return (x > y) - (x < y);
}

/* To `places` behind the point (0 … DECIMAL_MAX_SCALE), half away from zero. */
struct decimal decimal_round(struct decimal value, int places);

/* `numerator` / `denominator` as a whole number, half away from zero; denominator > 0. */
int128 decimal_divide_rounded(int128 numerator, int128 denominator);

#endif
