/* SPDX-License-Identifier: MIT */
#ifndef STAT_EFFECTS_H
#define STAT_EFFECTS_H

/*
 * effects: what each column adds to a linear model, by its value alone.
 *
 * A linear model takes features of a column (stat/features): a number makes up to five of them,
 * a word as many as there are words. But all of them come from one value, so that their products
 * with their coefficients add up to a function of that value: of a number, a line that bends where
 * its features begin; of a word, a number for each. Both are worked out once, and then a row costs
 * a look into a small table for each column, in place of all its features.
 *
 *	struct effects effects;
 *
 *	effects_new(&effects, &features, coefficient);	features.width coefficients
 *	for each column
 *		score += effects_of(&effects.column[i], value[i]);
 *	effects_release(&effects);
 *
 * It is the same function but for rounding: a line is followed from where it begins, so that what
 * is lost is a few units in the last place of the heights that its pieces reach.
 */

#include <math.h>

#include "stat/features.h"

/* Heights along a straight line: at `from`, and how many more for each unit of the value. */
struct effects_stretch {
	double from, height, slope;
};

enum { EFFECTS_MISSING = FEATURES_BENDS + 1 };

struct effects_column {
	double *word; /* of each level, and last of what is none; NULL: a column of numbers */
	size_t levels;

	double low, high;            /* a number beyond them is taken for them */
	double bend[FEATURES_BENDS]; /* ascending; INFINITY where there is none */
	/* Up to the first bend, up to the next …, and that of a missing number, which is flat. */
	struct effects_stretch stretch[FEATURES_BENDS + 2];
};

struct effects {
	struct effects_column *column;
	size_t columns;
};

/* Work them out of what was learnt for a linear model; nothing of the arguments is kept. */
void effects_new(
	struct effects *effects, const struct features *features, const double *coefficient);

void effects_release(struct effects *effects);

/*
 * What a value of the column adds: a number, the level of a word, or NAN. Nearly every value is
 * another one than that of the row before, so where it lies is counted, not branched upon.
 */
static inline double effects_of(const struct effects_column *column, float value)
{
	const struct effects_stretch *stretch;
	double within = (double)value;
	size_t bends = 0;

	if (column->word != NULL)
		return column->word[isnan(value) ? column->levels : (size_t)value];
	within = within > column->low ? within : column->low;
	within = within < column->high ? within : column->high;
	for (size_t i = 0; i < FEATURES_BENDS; i++)
		bends += within > column->bend[i];
	stretch = &column->stretch[isnan(value) ? EFFECTS_MISSING : bends];
	return stretch->height + stretch->slope * (within - stretch->from);
}

#endif
