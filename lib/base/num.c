/* SPDX-License-Identifier: MIT */
#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/digits.h"

/* Digits of which 64 bits may be too few. */
static bool parse_long_int(const char *at, size_t length, bool negative, int64_t *value)
{
	int64_t sum = 0;

	for (size_t i = 0; i < length; i++) {
		int digit = at[i] - '0';

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

bool num_parse_int(struct slice text, int64_t *value)
{
	bool negative = text.length > 0 && *text.at == '-';
	const char *at = text.at + negative;
	size_t length = text.length - negative;
	unsigned odd = length == 0;
	uint64_t sum = 0; /* what is odd may go round */

	if (length > NUM_SHORT_DIGITS)
		return parse_long_int(at, length, negative, value);
	for (size_t i = 0; i < length; i++) {
		unsigned digit = (unsigned char)at[i] - '0';

		odd |= digit > 9;
		sum = sum * 10 + digit;
	}
	if (odd)
		return false;
	*value = negative ? -(int64_t)sum : (int64_t)sum;
	return true;
}

/* What digits_number does not read, of up to NUM_SHORT_DIGITS, one by one. */
static __attribute__((noinline)) bool parse_one_by_one(
	struct slice text, int64_t *units, int *scale)
{
	const char *at = text.at, *end = at + text.length, *digits, *point;
	bool negative;
	int64_t sum = 0;

	if (text.length - 1 >= NUM_SHORT_DIGITS)
		return false;
	negative = *at == '-';
	digits = at += negative;
	for (; at < end && (unsigned char)(*at - '0') <= 9; at++)
		sum = sum * 10 + (*at - '0');
	point = at;
	if (at > digits && at < end && *at == '.')
		for (at++; at < end && (unsigned char)(*at - '0') <= 9; at++)
			sum = sum * 10 + (*at - '0');
	*units = negative ? -sum : sum;
	*scale = at > point ? (int)(at - point - 1) : 0;
	return at == end && at > digits;
}

bool num_parse_short(struct slice text, int64_t *units, int *scale)
{
	bool negative = text.length > 0 && *text.at == '-';
	unsigned behind;
	uint32_t digits = digits_number(text.at + negative, text.length - negative, &behind);

	if (digits == DIGITS_NONE)
		return parse_one_by_one(text, units, scale);
	*units = negative ? -(int64_t)digits : (int64_t)digits;
	*scale = (int)behind;
	return true;
}

/* So many digits are exact in a double. */
enum { EXACT_DIGITS = 15 };

static const double exact_power[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15 };

/* Any number. It is apart, so that those that are short need no stack. */
static __attribute__((noinline)) bool parse_long_real(struct slice text, double *value)
{
	char copy[64];
	char *end;

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

/*
 * Where units and power are exact in a double, so is all but the last rounding of their quotient:
 * Clinger, "How to Read Floating Point Numbers Accurately" (1990).
 */
bool num_parse_any_real(struct slice text, double *value)
{
	int64_t units;
	int scale;

	if (text.length > EXACT_DIGITS || !num_parse_short(text, &units, &scale))
		return parse_long_real(text, value);
	*value = (double)units / exact_power[scale];
	if (units == 0 && *text.at == '-')
		*value = -0.0;
	return true;
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

static const uint64_t power_of_ten[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000,
	100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000,
	100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
	1000000000000000000, 10000000000000000000U };

enum { MOST_DIGITS = 20 }; /* of 64 bits */

/* How many digits a number has: nearly 1233/4096 of its bits, which is the logarithm of two. */
static inline int count_digits(uint64_t number)
{
	int bits = 64 - __builtin_clzll(number | 1), digits = bits * 1233 >> 12;

	return digits + (number >= power_of_ten[digits]) + (number == 0);
}

static const char pairs[] = "00010203040506070809101112131415161718192021222324"
			    "25262728293031323334353637383940414243444546474849"
			    "50515253545556575859606162636465666768697071727374"
			    "75767778798081828384858687888990919293949596979899";

static inline void write_pair(char *to, uint64_t pair)
{
	memcpy(to, pairs + 2 * pair, 2);
}

/* Write the last `count` digits, two at a time. They may begin with zeros. */
static inline void write_digits(char *to, uint64_t number, int count)
{
	for (; count >= 2; number /= 100) {
		count -= 2;
		write_pair(to + count, number % 100);
	}
	if (count > 0)
		*to = (char)('0' + number % 10);
}

void num_put_int(struct buf *out, int64_t value)
{
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	char *to = buf_room(out, 1 + MOST_DIGITS);
	int digits;

	if (value >= 0 && value <= 9) {
		*to = (char)('0' + value);
		out->length++;
		return;
	}
	digits = count_digits(rest);
	*to = '-';
	to += value < 0;
	write_digits(to, rest, digits);
	out->length += (size_t)(digits + (value < 0));
}

/* As many decimals as most numbers have at most, and how many that is of one. */
enum { SIX = 6, MILLION = 1000000 };

/* Write what is behind the point, in millionths and not 0, without zeros at the end. */
static inline char *write_millionths(char *to, uint32_t millionths)
{
	uint32_t first = millionths / 10000, second = millionths / 100 % 100;
	uint32_t third = millionths % 100;

	*to++ = '.';
	write_pair(to, first);
	to += 2;
	if ((second | third) != 0) {
		write_pair(to, second);
		to += 2;
	}
	if (third != 0) {
		write_pair(to, third);
		to += 2;
	}
	return to - (to[-1] == '0');
}

/* A number of any size and scale; its last digit is no 0 if there are some behind the point. */
static char *write_scaled(char *to, uint64_t number, int scale)
{
	uint64_t whole = scale == 0            ? number
			 : scale < MOST_DIGITS ? number / power_of_ten[scale]
					       : 0;
	int digits = count_digits(whole);
	int zeros = scale > MOST_DIGITS ? scale - MOST_DIGITS : 0;

	write_digits(to, whole, digits);
	to += digits;
	if (scale == 0)
		return to;
	*to++ = '.';
	memset(to, '0', (size_t)zeros);
	write_digits(to + zeros, number, scale - zeros);
	return to + scale;
}

void num_put_scaled(struct buf *out, int64_t units, int scale)
{
	uint64_t rest = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
	char *start = buf_room(out, (size_t)(2 + MOST_DIGITS + SIX + scale)), *to = start;

	if (units == 0) {
		*to = '0';
		out->length++;
		return;
	}
	*to = '-';
	to += units < 0;
	if (scale <= SIX && rest < UINT64_MAX / MILLION) {
		uint64_t millionths = rest * power_of_ten[SIX - scale];
		uint64_t whole = millionths / MILLION;
		int digits = count_digits(whole);

		write_digits(to, whole, digits);
		to += digits;
		millionths -= whole * MILLION;
		if (millionths != 0)
			to = write_millionths(to, (uint32_t)millionths);
	} else {
		for (; scale > 0 && rest % 10 == 0; scale--)
			rest /= 10;
		to = write_scaled(to, rest, scale);
	}
	out->length += (size_t)(to - start);
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
