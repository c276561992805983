/* SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include "base/num.h"

const int64_t decimal_power[NUM_SHORT_DIGITS + 1] = { 1, 10, 100, 1000, 10000, 100000, 1000000,
	10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000,
	100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
	1000000000000000000 };

static int128 power_of_ten(int exponent)
{
	int128 power = 1;

	for (; exponent > NUM_SHORT_DIGITS; exponent -= NUM_SHORT_DIGITS)
		power *= decimal_power[NUM_SHORT_DIGITS];
	return power * decimal_power[exponent];
}

/* Cut zeros at the end of the fraction, so that scales do not grow without need. */
static struct decimal shortened(struct decimal value)
{
	while (value.scale > 0 && value.units % 10 == 0) {
		value.units /= 10;
		value.scale--;
	}
	return value;
}

/* Give `value` the higher `scale`. */
static bool rescale(struct decimal *value, int scale)
{
	int64_t units = (int64_t)value->units;

	if (units == value->units && scale - value->scale <= NUM_SHORT_DIGITS)
		value->units = (int128)units * decimal_power[scale - value->scale];
	else if (__builtin_mul_overflow(
			 value->units, power_of_ten(scale - value->scale), &value->units))
		return false;
	value->scale = scale;
	return true;
}

static bool parse_exponent(struct slice text, int *exponent)
{
	bool negative = text.length > 0 && text.at[0] == '-';
	size_t i = text.length > 0 && (text.at[0] == '-' || text.at[0] == '+') ? 1 : 0;
	int value = 0;

	if (i == text.length || text.length - i > 3)
		return false;
	for (; i < text.length; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
		value = value * 10 + (text.at[i] - '0');
	}
	*exponent = negative ? -value : value;
	return true;
}

/* All that is a number. */
static bool parse_any(struct slice text, struct decimal *value)
{
	bool negative = text.length > 0 && text.at[0] == '-';
	bool seen_point = false;
	struct decimal sum = { 0, 0 };
	size_t digits = 0;
	int exponent = 0;

	for (size_t i = negative ? 1 : 0; i < text.length; i++) {
		char c = text.at[i];

		if (c == '.' && !seen_point) {
			seen_point = true;
			continue;
		}
		if ((c == 'e' || c == 'E') && digits > 0) {
			struct slice rest = { text.at + i + 1, text.length - i - 1 };

			if (!parse_exponent(rest, &exponent))
				return false;
			break;
		}
		if (c < '0' || c > '9')
			return false;
		if (__builtin_mul_overflow(sum.units, 10, &sum.units) ||
			__builtin_add_overflow(sum.units, c - '0', &sum.units))
			return false;
		digits++;
		sum.scale += seen_point;
	}
	if (digits == 0)
		return false;
	if (negative)
		sum.units = -sum.units;
	for (; exponent < 0; exponent++)
		sum.scale++;
	for (; exponent > 0; exponent--)
		if (sum.scale > 0)
			sum.scale--;
		else if (__builtin_mul_overflow(sum.units, 10, &sum.units))
			return false;
	if (sum.scale > DECIMAL_MAX_SCALE)
		sum = shortened(sum);
	if (sum.scale > DECIMAL_MAX_SCALE)
		return false;
	*value = sum;
	return true;
}

bool decimal_parse(struct slice text, struct decimal *value)
{
	int64_t units;
	int scale;

	if (!num_parse_short(text, &units, &scale))
		return parse_any(text, value);
	*value = (struct decimal){ units, scale };
	return true;
}

void decimal_put(struct buf *out, struct decimal value)
{
	char digits[48];
	size_t i = sizeof digits;
	bool negative = value.units < 0;
	uint128 rest;

	if (value.units == (int64_t)value.units) {
		num_put_scaled(out, (int64_t)value.units, value.scale);
		return;
	}
	value = shortened(value);
	rest = negative ? 0 - (uint128)value.units : (uint128)value.units;
	for (int place = 0; rest > 0 || place <= value.scale; place++) {
		if (place == value.scale && place > 0)
			digits[--i] = '.';
		digits[--i] = (char)('0' + (int)(rest % 10));
		rest /= 10;
	}
	if (negative)
		digits[--i] = '-';
	buf_put(out, (struct slice){ digits + i, sizeof digits - i });
}

static bool add_as_given(struct decimal a, struct decimal b, struct decimal *result)
{
	struct decimal sum = { 0, 0 };

	if (a.scale < b.scale ? !rescale(&a, b.scale) : !rescale(&b, a.scale))
		return false;
	if (__builtin_add_overflow(a.units, b.units, &sum.units))
		return false;
	sum.scale = a.scale;
	*result = sum;
	return true;
}

/* What does not fit may do so without the zeros at the end. */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *result)
{
	return add_as_given(a, b, result) || add_as_given(shortened(a), shortened(b), result);
}

bool decimal_subtract(struct decimal a, struct decimal b, struct decimal *result)
{
	if (__builtin_sub_overflow(0, b.units, &b.units))
		return false;
	return decimal_add(a, b, result);
}

static bool multiply_as_given(struct decimal a, struct decimal b, struct decimal *result)
{
	struct decimal product = { 0, 0 };

	if (__builtin_mul_overflow(a.units, b.units, &product.units))
		return false;
	product.scale = a.scale + b.scale;
	if (product.scale > DECIMAL_MAX_SCALE)
		product = shortened(product);
	if (product.scale > DECIMAL_MAX_SCALE)
		return false;
	*result = product;
	return true;
}

bool decimal_multiply(struct decimal a, struct decimal b, struct decimal *result)
{
	return multiply_as_given(a, b, result) ||
	       multiply_as_given(shortened(a), shortened(b), result);
}

int128 decimal_divide_rounded(int128 numerator, int128 denominator)
{
	int64_t short_numerator = (int64_t)numerator, short_denominator = (int64_t)denominator;
	int128 quotient, rest;

	/* Numbers that fit into a register are divided by one instruction. */
	if (short_numerator == numerator && short_denominator == denominator) {
		quotient = short_numerator / short_denominator;
		rest = short_numerator % short_denominator;
	} else {
		quotient = numerator / denominator;
		rest = numerator % denominator;
	}
	if (rest < 0)
		rest = -rest;
	if (rest >= denominator - rest)
		quotient += numerator < 0 ? -1 : 1;
	return quotient;
}

bool decimal_divide(struct decimal a, struct decimal b, struct decimal *result)
{
	struct decimal quotient = { 0, DECIMAL_DIVISION_SCALE };
	int shift;

	a = shortened(a);
	b = shortened(b);
	if (b.units == 0)
		return false;
	if (b.units < 0) {
		if (__builtin_sub_overflow(0, b.units, &b.units) ||
			__builtin_sub_overflow(0, a.units, &a.units))
			return false;
	}
	/* (a.units / 10^as) / (b.units / 10^bs) × 10^S = a.units × 10^(S + bs − as) / b.units */
	shift = DECIMAL_DIVISION_SCALE + b.scale - a.scale;
	if (shift >= 0 ? __builtin_mul_overflow(a.units, power_of_ten(shift), &a.units)
		       : __builtin_mul_overflow(b.units, power_of_ten(-shift), &b.units))
		return false;
	quotient.units = decimal_divide_rounded(a.units, b.units);
	*result = shortened(quotient);
	return true;
}

int decimal_compare_any(struct decimal a, struct decimal b)
{
	int sign_a = (a.units > 0) - (a.units < 0);
	int sign_b = (b.units > 0) - (b.units < 0);

	if (sign_a != sign_b || sign_a == 0)
		return sign_a - sign_b;
	/* One that cannot be brought to the other's scale is the one further from zero. */
	if (a.scale < b.scale && !rescale(&a, b.scale))
		return sign_a;
	if (b.scale < a.scale && !rescale(&b, a.scale))
		return -sign_a;
	return (a.units > b.units) - (a.units < b.units);
}

struct decimal decimal_round(struct decimal value, int places)
{
	if (value.scale > places) {
		value.units =
			decimal_divide_rounded(value.units, power_of_ten(value.scale - places));
		value.scale = places;
	}
	return value;
}

double decimal_real(struct decimal value)
{
	double power = 1;

	for (int i = 0; i < value.scale; i++)
		power *= 10;
	return (double)value.units / power;
}
