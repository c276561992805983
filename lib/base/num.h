/* SPDX-License-Identifier: MIT */
#ifndef BASE_NUM_H
#define BASE_NUM_H

/*
 * num: whole numbers and plain floating numbers, to and from text.
 *
 * Reading is strict: the whole field is the number, without blanks, thousands marks or a plus
 * sign; hexadecimal, "inf" and "nan" are no numbers. Amounts of money are not read here but in
 * base/amount, exactly.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Read "-123". Returns false if `text` is anything else or does not fit. */
bool num_parse_int(struct slice text, int64_t *value);

enum { NUM_SHORT_DIGITS = 18 }; /* so many fit in 64 bits, whatever they are */

/*
 * Read what nearly every number is, in one go: "-1.25" is the units -125 with the scale 2. Returns
 * false if `text` is longer than NUM_SHORT_DIGITS, or anything else; it may be a number still.
 */
bool num_parse_short(struct slice text, int64_t *units, int *scale);

/* As num_parse_real, of any length. */
bool num_parse_any_real(struct slice text, double *value);

/*
 * Read "-1.25e3". Returns false if `text` is anything else, or not finite. Half of all fields are
 * "0" or another digit, which need no call.
 */
static inline bool num_parse_real(struct slice text, double *value)
{
	unsigned digit;

	if (text.length == 1 && (digit = (unsigned char)*text.at - (unsigned)'0') <= 9) {
		*value = (double)digit;
		return true;
	}
	return num_parse_any_real(text, value);
}

/* Read a size in bytes: "65536", "512K", "200M", "4G" (powers of 1024). */
bool num_parse_size(struct slice text, uint64_t *bytes);

/* Append a whole number. */
void num_put_int(struct buf *out, int64_t value);

/*
 * Append `units` / 10^`scale` in the shortest form: 1250 with scale 2 is 12.5. `scale` is 0 to 18.
 */
void num_put_scaled(struct buf *out, int64_t units, int scale);

/* Append a whole number for people: 1,234,567. */
void num_put_grouped(struct buf *out, int64_t value);

/*
 * Append `value` with at most `decimals` digits behind the point, rounded half away from zero,
 * trailing zeros cut: 3.14, 2, -0.5. Minus zero is written 0; what is not finite is written as the
 * empty field.
 */
void num_put_real(struct buf *out, double value, int decimals);

#endif
