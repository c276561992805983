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
	sum *= (uint64_t)amount_unit((unsigned)(end - fraction));
	return sum <= INT64_MAX ? (int64_t)sum : INT64_MIN;
}

/* What digits_number does not read. It is apart, so that all else needs no stack. */
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

int amount_parse_any(struct slice text, int64_t *micros, struct diag *why)
{
	bool negative = text.length > 0 && *text.at == '-';
	const char *at = text.at + negative;
	size_t length = text.length - negative;
	unsigned scale;
	uint32_t digits = digits_number(at, length, &scale);
	int64_t sum;

	if (digits == DIGITS_NONE || scale > AMOUNT_SCALE)
		return parse_other(text, micros, why);
	sum = digits * amount_unit(scale);
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
