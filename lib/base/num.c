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

bool num_parse_real(struct slice text, double *value)
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
	return *end == '\0' && end != copy && isfinite(*value);
}

bool num_parse_size(struct slice text, uint64_t *bytes)
{
	static const char units[] = "KMGT";
	const char *unit;
	int64_t number;
	int shift = 0;

	if (text.length > 1 && (unit = strchr(units, text.at[text.length - 1])) != NULL) {
		shift = 10 * (int)(unit - units + 1);
		text.length--;
	}
	if (!num_parse_int(text, &number) || number < 0 || number > INT64_MAX >> shift)
		return false;
	*bytes = (uint64_t)number << shift;
	return true;
}

void num_put_int(struct buf *out, int64_t value)
{
	char digits[24];
	size_t i = sizeof digits;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do {
		digits[--i] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (value < 0)
		digits[--i] = '-';
	buf_put(out, (struct slice){ digits + i, sizeof digits - i });
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

void num_put_real(struct buf *out, double value, int decimals)
{
	size_t start = out->length;

	if (!isfinite(value))
		return;
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
