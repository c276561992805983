/* SPDX-License-Identifier: MIT */
#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

bool num_parse_int(struct slice text, int64_t *value)
{
	bool negative = text.length > 0 && text.at[0] == '-';
	size_t i = negative ? 1 : 0;
	int64_t sum = 0;

	if (i == text.length)
		return false;
	for (; i < text.length; i++) {
		int digit = text.at[i] - '0';

		if (digit < 0 || digit > 9)
			return false;
		if (__builtin_mul_overflow(sum, 10, &sum) ||
			__builtin_sub_overflow(sum, digit, &sum))
			return false;
	}
	if (!negative && __builtin_sub_overflow(0, sum, &sum))
		return false;
	*value = sum;
	return true;
}

bool num_parse_short(struct slice text, int64_t *units, int *scale)
{
	const char *at = text.at, *end = text.at + text.length, *digits, *point;
	int64_t sum = 0;

	if (text.length == 0 || text.length > NUM_SHORT_DIGITS)
		return false;
	digits = at += *at == '-';
	for (; at < end && (unsigned char)(*at - '0') <= 9; at++)
		sum = sum * 10 + (*at - '0');
	point = at;
	if (at > digits && at < end && *at == '.')
		for (at++; at < end && (unsigned char)(*at - '0') <= 9; at++)
			sum = sum * 10 + (*at - '0');
	if (at < end || at == digits)
		return false;
	*units = digits > text.at ? -sum : sum;
	*scale = at > point ? (int)(at - point - 1) : 0;
	return true;
}

/*
 * Where units and power are exact in a double, so is all but the last rounding of their quotient:
 * Clinger, "How to Read Floating Point Numbers Accurately" (1990).
 */
static bool parse_short_real(struct slice text, double *value)
{
	static const double power[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
		1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18 };
	const int64_t exact = (int64_t)1 << 53;
	int64_t units;
	int scale;

	if (!num_parse_short(text, &units, &scale) || units > exact || units < -exact)
		return false;
	*value = (double)units / power[scale];
	if (units == 0 && text.at[0] == '-')
		*value = -0.0;
	return true;
}

bool num_parse_real(struct slice text, double *value)
{
	char copy[64];
	char *end;

	if (parse_short_real(text, value))
		return true;
	if (text.length == 0 || text.length >= sizeof copy)
		return false;
	for (size_t i = 0; i < text.length; i++)
		if (strchr("0123456789.-eE", text.at[i]) == NULL && !(text.at[i] == '+' && i > 0))
			return false;
	memcpy(copy, text.at, text.length);
	copy[text.length] = '\0';
	*value = strtod(copy, &end);
	return end == copy + text.length && isfinite(*value);
}

bool num_parse_size(struct slice text, uint64_t *bytes)
{
	static const char units[] = "KMGT";
	const char *unit;
	int64_t number;
	int shift = 0;

	if (text.length > 1 && (unit = memchr(units, text.at[text.length - 1], 4)) != NULL) {
		shift = 10 * (int)(unit - units + 1);
		text.length--;
	}
	if (!num_parse_int(text, &number) || number < 0 || number > INT64_MAX >> shift)
		return false;
	*bytes = (uint64_t)number << shift;
	return true;
}

/* Write the digits of `rest` in front of `end`, two at a time. Returns where they begin. */
static char *digits_before(char *end, uint64_t rest)
{
	static const char pairs[] = "00010203040506070809101112131415161718192021222324"
				    "25262728293031323334353637383940414243444546474849"
				    "50515253545556575859606162636465666768697071727374"
				    "75767778798081828384858687888990919293949596979899";

	for (; rest >= 10; rest /= 100) {
		end -= 2;
		memcpy(end, pairs + 2 * (rest % 100), 2);
		if (rest < 100)
			return end;
	}
	*--end = (char)('0' + rest);
	return end;
}

/*
 * Numbers are written from their end, into an array with room for a whole vector behind it, so that
 * they can be copied at once, however long they are.
 */
enum { VECTOR = 32, MOST_DIGITS = 48 };

static void put_digits(struct buf *out, const char *start, const char *end)
{
	size_t length = (size_t)(end - start);

	if (length > VECTOR) {
		buf_put(out, (struct slice){ start, length });
		return;
	}
	memcpy(buf_room(out, VECTOR), start, VECTOR);
	out->length += length;
}

void num_put_int(struct buf *out, int64_t value)
{
	char digits[MOST_DIGITS + VECTOR], *end = digits + MOST_DIGITS;
	char *start = digits_before(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);

	if (value < 0)
		*--start = '-';
	put_digits(out, start, end);
}

/* 10^scale; 0 if it does not fit. */
static uint64_t power_of_ten(int scale)
{
	static const uint64_t power[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000,
		100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000,
		100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
		1000000000000000000 };

	return scale < (int)(sizeof power / sizeof *power) ? power[scale] : 0;
}

void num_put_scaled(struct buf *out, int64_t units, int scale)
{
	char digits[MOST_DIGITS + VECTOR], *end = digits + MOST_DIGITS, *start;
	uint64_t rest = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;

	/* Money mostly has two decimals: four of six zeros go at once. */
	if (scale > 4 && rest % 10000 == 0) {
		rest /= 10000;
		scale -= 4;
	}
	for (; scale > 0 && rest % 10 == 0; scale--)
		rest /= 10;
	if (scale > 0) {
		uint64_t one = power_of_ten(scale), whole = one > 0 ? rest / one : 0;

		start = digits_before(end, rest - whole * one);
		while (end - start < scale) /* 0.05 has zeros in front */
			*--start = '0';
		*--start = '.';
		start = digits_before(start, whole);
	} else {
		start = digits_before(end, rest);
	}
	if (units < 0)
		*--start = '-';
	put_digits(out, start, end);
}

void num_put_grouped(struct buf *out, int64_t value)
{
	struct buf plain = BUF_EMPTY;
	size_t digits;

	num_put_int(&plain, value);
	digits = plain.length - (value < 0);
	for (size_t i = 0; i < plain.length; i++) {
		size_t left = plain.length - i;

		if (left % 3 == 0 && left < digits)
			buf_char(out, ',');
		buf_char(out, plain.at[i]);
	}
	buf_release(&plain);
}

/* As llround, for what fits. */
static int64_t round_half_away(double value)
{
	int64_t whole = (int64_t)value;
	double rest = value - (double)whole;

	return whole + (rest >= 0.5) - (rest <= -0.5);
}

void num_put_real(struct buf *out, double value, int decimals)
{
	static const double power[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6 };
	size_t start = out->length;

	if (!isfinite(value))
		return;
	if (decimals <= 6 && fabs(value) < 1e9) {
		num_put_scaled(out, round_half_away(value * power[decimals]), decimals);
		return;
	}
	buf_printf(out, "%.*f", decimals, value);
	if (decimals > 0) {
		while (out->at[out->length - 1] == '0')
			out->length--;
		if (out->at[out->length - 1] == '.')
			out->length--;
	}
	if (slice_is((struct slice){ out->at + start, out->length - start }, "-0")) {
		out->length = start;
		buf_char(out, '0');
	}
}
