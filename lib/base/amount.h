/* SPDX-License-Identifier: MIT */
#ifndef BASE_AMOUNT_H
#define BASE_AMOUNT_H

/*
 * amount: money, exactly.
 *
 * An amount is a whole number of micros (millionths of the currency unit) in 64 bits: 12.50 is
 * 12500000. Additions of whole numbers are exact and can be done in any order by any number of
 * threads, which is why totals are the same bytes everywhere. The range is ±9.2 million million
 * units; sums over a whole stream are kept in 128 bits.
 *
 * An amount with more than six decimals is refused, not rounded: round it in the expression that
 * makes it.
 */

#include <stdint.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/diag.h"

enum {
	AMOUNT_SCALE = 6,
	AMOUNT_UNIT = 1000000,
};

/* So much is a unit of so many decimals, up to AMOUNT_SCALE. */
static inline int64_t amount_unit(unsigned decimals)
{
	static const uint32_t unit[] = { 1000000, 100000, 10000, 1000, 100, 10, 1 };

	return unit[decimals];
}

/* As amount_parse, of any length. */
int amount_parse_any(struct slice text, int64_t *micros, struct diag *why);

/*
 * Read "-12.50". Returns 0, or -1 with the reason: not a number, too many decimals, too large. Half
 * of all fields are "0" or another digit, which need no call.
 */
static inline int amount_parse(struct slice text, int64_t *micros, struct diag *why)
{
	unsigned digit;

	if (text.length == 1 && (digit = (unsigned char)*text.at - (unsigned)'0') <= 9) {
		*micros = (int64_t)digit * AMOUNT_UNIT;
		return 0;
	}
	return amount_parse_any(text, micros, why);
}

/* The decimal as an amount, under the same rules. `why` names `value` in its message. */
int amount_of(struct decimal value, int64_t *micros, struct diag *why);

static inline struct decimal amount_decimal(int128 micros)
{
	return (struct decimal){ micros, AMOUNT_SCALE };
}

/* Append in the shortest exact form: 12.5, -0.01, 8300065.814. */
void amount_put(struct buf *out, int64_t micros);
void amount_put_total(struct buf *out, int128 micros);

/* Append for people, with `decimals` (0 … 6) behind the point, rounded: 8,300,065.81. */
void amount_put_grouped(struct buf *out, int128 micros, int decimals);

/* micros / count, rounded half away from zero to whole micros; count > 0. */
int64_t amount_mean(int128 micros, int64_t count);

#endif
