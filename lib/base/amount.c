/* SPDX-License-Identifier: MIT */
#include "base/amount.h"

#include "base/digits.h"
#include "base/num.h"

/* `shown` is how the value was written. */
static int to_micros(struct decimal value, struct slice shown, int64_t *micros, struct diag *why)
{
	struct decimal rounded = decimal_round(value, AMOUNT_SCALE);

	if (decimal_compare(rounded, value) != 0) {
		diag_fail(why, "an amount has at most %d decimals: '" SLICE "'; round it first",
			AMOUNT_SCALE, SLICE_ARG(shown));
		return diag_code(why, "too-many-decimals");
	}
	for (; rounded.scale < AMOUNT_SCALE; rounded.scale++)
		if (__builtin_mul_overflow(rounded.units, 10, &rounded.units))
			break;
	if (rounded.scale < AMOUNT_SCALE || rounded.units > INT64_MAX ||
		rounded.units < -INT64_MAX) {
		diag_fail(why, "amount too large: '" SLICE "'", SLICE_ARG(shown));
		return diag_code(why, "too-large");
	}
	*micros = (int64_t)rounded.units;
	return 0;
}

int amount_of(struct decimal value, int64_t *micros, struct diag *why)
{
	struct buf text = BUF_EMPTY;
	int result;

	decimal_put(&text, value);
	result = to_micros(value, buf_slice(&text), micros, why);
	buf_release(&text);
	return result;
}

/* Any number that decimal knows, and the reasons for those that it or amount does not. */
static __attribute__((cold)) int parse_slowly(struct slice text, int64_t *micros, struct diag *why)
{
	struct decimal value;

	if (!decimal_parse(text, &value)) {
		diag_fail(why, "not a number: '" SLICE "'", SLICE_ARG(text));
		return diag_code(why, "not-a-number");
	}
	return to_micros(value, text, micros, why);
}

static const uint32_t fraction_unit[] = { 1000000, 100000, 10000, 1000, 100, 10, 1 };

/* Up to 12 digits before the point, one by one. Returns INT64_MIN for what looks otherwise. */
static int64_t parse_long(const char *at, size_t length)
{
	const char *end = at + length, *point = length > 12 ? at + 12 : end, *fraction;
	uint64_t sum = 0;

	for (; at < point && (unsigned char)(*at - '0') <= 9; at++)
		sum = sum * 10 + (uint64_t)(*at - '0');
	fraction = at;
	if (length == 0 || (at < end && (*at != '.' || ++fraction == end)))
		return INT64_MIN;
	if (end - fraction > AMOUNT_SCALE)
		return INT64_MIN;
	for (at = fraction; at < end; at++) {
		if ((unsigned char)(*at - '0') > 9)
			return INT64_MIN;
		sum = sum * 10 + (uint64_t)(*at - '0');
	}
	sum *= fraction_unit[end - fraction];
	return sum <= INT64_MAX ? (int64_t)sum : INT64_MIN;
}

/*
 * What nearly every field looks like, four to eight characters, at once: the digits before the
 * point move up to those behind it. Returns INT64_MIN for what is no such number.
 */
static inline int64_t parse_short(const char *at, size_t length)
{
	uint64_t digits = digits_load(at, length), other = digits ^ DIGITS_ALL('.' ^ '0');
	/* The lowest bit that is set is that of the first point. */
	uint64_t point = (other - DIGITS_ALL(1)) & ~other & DIGITS_ALL(0x80);
	unsigned fraction = 0;

	if (point != 0) {
		uint64_t behind = ~(point ^ (point - 1)); /* all bits above that one */

		fraction = (unsigned)__builtin_clzll(point & -point) / 8;
		if (fraction == 0 || fraction > AMOUNT_SCALE)
			return INT64_MIN;
		digits = (digits & behind) | (digits << 8 & ~behind);
	}
	if (!digits_are(digits))
		return INT64_MIN;
	return (int64_t)digits_value(digits) * fraction_unit[fraction];
}

/*
 * One to three digits: counts and days. The first, middle and last one; of fewer than three, some
 * are the same, and weigh nothing. Returns INT64_MIN for what is no such number.
 */
static inline int64_t parse_tiny(const char *at, size_t length)
{
	static const unsigned char first_weighs[] = { 0, 0, 10, 100 },
				   middle_weighs[] = { 0, 0, 0, 10 };
	uint32_t first = (uint32_t)(unsigned char)at[0] - '0';
	uint32_t middle = (uint32_t)(unsigned char)at[length / 2] - '0';
	uint32_t last = (uint32_t)(unsigned char)at[length - 1] - '0';

	if ((first > 9) | (middle > 9) | (last > 9))
		return INT64_MIN;
	return (int64_t)(first * first_weighs[length] + middle * middle_weighs[length] + last) *
	       AMOUNT_UNIT;
}

/* What is neither tiny nor short. It is apart, so that those need no stack. */
static __attribute__((noinline)) int parse_other(
	struct slice text, int64_t *micros, struct diag *why)
{
	bool negative = text.length > 0 && *text.at == '-';
	int64_t sum = parse_long(text.at + negative, text.length - negative);

	if (sum == INT64_MIN)
		return parse_slowly(text, micros, why);
	*micros = negative ? -sum : sum;
	return 0;
}

int amount_parse(struct slice text, int64_t *micros, struct diag *why)
{
	bool negative = text.length > 0 && *text.at == '-';
	const char *at = text.at + negative;
	size_t length = text.length - negative;
	int64_t sum = INT64_MIN;

	if (length - DIGITS_FEWEST <= DIGITS_MOST - DIGITS_FEWEST)
		sum = parse_short(at, length);
	else if (length - 1 < DIGITS_FEWEST - 1)
		sum = parse_tiny(at, length);
	if (sum == INT64_MIN)
		return parse_other(text, micros, why);
	*micros = negative ? -sum : sum;
	return 0;
}

void amount_put(struct buf *out, int64_t micros)
{
	num_put_scaled(out, micros, AMOUNT_SCALE);
}

void amount_put_total(struct buf *out, int128 micros)
{
	decimal_put(out, amount_decimal(micros));
}

void amount_put_grouped(struct buf *out, int128 micros, int decimals)
{
	struct decimal rounded = decimal_round(amount_decimal(micros), decimals);
	struct buf plain = BUF_EMPTY;
	size_t digits, point;

	if (rounded.units < 0) {
		buf_char(out, '-');
		rounded.units = -rounded.units;
	}
	decimal_put(&plain, rounded);
	point = plain.length;
	for (size_t i = 0; i < plain.length; i++)
		if (plain.at[i] == '.')
			point = i;
	digits = point;
	for (size_t i = 0; i < digits; i++) {
		if (i > 0 && (digits - i) % 3 == 0)
			buf_char(out, ',');
		buf_char(out, plain.at[i]);
	}
	if (decimals > 0) {
		buf_char(out, '.');
		for (int i = 0; i < decimals; i++) {
			size_t at = point + 1 + (size_t)i;

			buf_char(out, at < plain.length ? plain.at[at] : '0');
		}
	}
	buf_release(&plain);
}

int64_t amount_mean(int128 micros, int64_t count)
{
	return (int64_t)decimal_divide_rounded(micros, count);
}
