/* SPDX-License-Identifier: MIT */
#ifndef DRAW_SCALE_H
#define DRAW_SCALE_H

/*
 * scale: an axis that people can read.
 *
 * Ticks are whole multiples of 1, 2 or 5 times a power of ten, and the axis starts and ends on
 * one. Large numbers are written short, the way the reader's language counts: 1.5M in English,
 * 150万 in Chinese; all ticks of one axis in the same unit.
 *
 *	struct scale scale = scale_of(0, 873, 5, &amount);	0, 200, … 1,000
 *
 *	for (int i = 0; i < scale.count; i++)
 *		scale_put(&out, &scale, i, &amount, slice_of("en"));
 */

#include "base/buf.h"
#include "draw/measure.h"

struct scale {
	double low;
	double high; /* above low */
	double step;
	int count; /* of ticks, at least 2 */
};

/*
 * The scale from `low` to `high` (finite, low <= high) in about `most` steps, none finer than the
 * measure can tell apart. Where both are equal it reaches to zero; where both are zero, to one.
 */
struct scale scale_of(double low, double high, int most, const struct measure *measure);

/* The value of tick `i`. */
double scale_tick(const struct scale *scale, int i);

/* Where `value` lies: 0 at the low end, 1 at the high end. */
double scale_place(const struct scale *scale, double value);

/* Append tick `i`, short; `language` is a tag such as "en" or "zh-CN". */
void scale_put(struct buf *out, const struct scale *scale, int i, const struct measure *measure,
	struct slice language);

/* Append a value alone, as short as can be: ¥359K, ¥3.6万, 43%. */
void scale_short(
	struct buf *out, double value, const struct measure *measure, struct slice language);

#endif
