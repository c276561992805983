/* SPDX-License-Identifier: MIT */
#include "draw/scale.h"

#include <assert.h>
#include <math.h>

/* What large numbers are counted in. */
struct unit {
	double size;
	const char *name;
};

static const struct unit english[] = { { 1e12, "T" }, { 1e9, "B" }, { 1e6, "M" }, { 1e3, "K" } };
static const struct unit chinese[] = { { 1e12, "万亿" }, { 1e8, "亿" }, { 1e4, "万" } };

/* Below this, plain digits are as short as a unit. */
static const double short_from = 10000;

/* From here on, measure writes an exponent, which is short already. */
static const double exponent_from = 1e15;

/* The smallest of 1, 2, 5 times a power of ten that is not below `least`. */
static double nice_step(double least)
{
	double power = pow(10, floor(log10(least)));
	static const double multiples[] = { 1, 2, 5 };

	for (size_t i = 0; i < 3; i++)
		/* A hair of tolerance: 0.2 / 0.1 must not count as more than 2. */
		if (least <= multiples[i] * power * (1 + 1e-9))
			return multiples[i] * power;
	return 10 * power;
}

struct scale scale_of(double low, double high, int most, const struct measure *measure)
{
	double finest = pow(10, -(measure->decimals + (measure->percent ? 2 : 0)));
	struct scale scale;

	/* Nor finer than doubles of that size are apart. */
	finest = fmax(finest, fmax(fabs(low), fabs(high)) * 1e-12);
	assert(isfinite(low) && isfinite(high) && low <= high && most > 0);
	if (high - low < 1e-300) {
		low = low < 0 ? low : 0;
		high = high > 0 ? high : 0;
	}
	if (high - low < 1e-300)
		high = 1;
	scale.step = nice_step(fmax((high - low) / most, finest));
	scale.low = floor(low / scale.step + 1e-9) * scale.step;
	scale.high = ceil(high / scale.step - 1e-9) * scale.step;
	if (scale.high - scale.low < scale.step)
		scale.high = scale.low + scale.step;
	scale.count = (int)lround((scale.high - scale.low) / scale.step) + 1;
	return scale;
}

double scale_tick(const struct scale *scale, int i)
{
	double tick = scale->low + i * scale->step;

	return fabs(tick) < scale->step / 1000 ? 0 : tick;
}

double scale_place(const struct scale *scale, double value)
{
	return (value - scale->low) / (scale->high - scale->low);
}

static const struct unit *unit_for(double largest, struct slice language)
{
	bool is_chinese = slice_starts(language, slice_of("zh"));
	const struct unit *unit = is_chinese ? chinese : english;
	size_t count =
		is_chinese ? sizeof chinese / sizeof *chinese : sizeof english / sizeof *english;

	if (largest < short_from || largest >= exponent_from)
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (largest >= unit[i].size)
			return &unit[i];
	return NULL;
}

/* Digits behind the point that tell multiples of `step` apart. */
static int digits_for(double step)
{
	int digits = 0;

	for (; digits < 6 && fabs(step - round(step)) > 1e-6 * step; digits++)
		step *= 10;
	return digits;
}

void scale_put(struct buf *out, const struct scale *scale, int i, const struct measure *measure,
	struct slice language)
{
	double largest = fmax(fabs(scale->low), fabs(scale->high));
	const struct unit *unit = measure->percent ? NULL : unit_for(largest, language);
	double divisor = unit ? unit->size : 1;
	struct measure tick = *measure;
	double value = scale_tick(scale, i);

	tick.decimals = 0;
	/* "0.0M" and "0万" say no more than 0. */
	if (fabs(value) <= 0)
		unit = NULL;
	else
		tick.decimals = digits_for(scale->step * (measure->percent ? 100 : 1) / divisor);
	if (unit == NULL) {
		measure_put(out, &tick, value);
		return;
	}
	tick.after = slice_of(unit->name);
	measure_put(out, &tick, value / divisor);
	buf_put(out, measure->after);
}

void scale_short(
	struct buf *out, double value, const struct measure *measure, struct slice language)
{
	const struct unit *unit = measure->percent ? NULL : unit_for(fabs(value), language);
	struct measure number = *measure;
	double rest = unit != NULL ? value / unit->size : value;

	if (measure->percent)
		number.decimals = 0;
	if (unit == NULL) {
		measure_put(out, &number, value);
		return;
	}
	number.decimals = fabs(rest) >= 10 ? 0 : 1;
	number.after = slice_of(unit->name);
	measure_put(out, &number, rest);
	buf_put(out, measure->after);
}
