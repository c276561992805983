/* SPDX-License-Identifier: MIT */
#include "stat/effects.h"

#include <stdlib.h>

#include "base/mem.h"

/* ---- numbers ---- */

/* In what follows, `coefficient` are those of the column's own features. */

/* What a feature that is 1 where there is a gap, less its mean, adds. */
static double add_gap(const struct features_column *column, const double *coefficient, double is)
{
	return column->gaps ? coefficient[column->pieces] * (is - column->share[column->pieces])
			    : 0;
}

/* A straight line from `from` to the next bend: where it begins, and all pieces that go up. */
static void lay_stretch(struct effects_stretch *stretch, const struct features_column *column,
	const double *coefficient, double from)
{
	*stretch = (struct effects_stretch){
		.from = from,
		.height = add_gap(column, coefficient, 0),
	};
	for (size_t i = 0; i < column->pieces; i++) {
		const struct features_piece *piece = &column->piece[i];
		double weight = coefficient[i] * (1 / piece->deviation), over = from;

		if (i > 0) {
			over = from - piece->from;
			over = over > 0 ? over : 0;
		}
		stretch->height += weight * (over - piece->mean);
		if (i == 0 || piece->from <= from)
			stretch->slope += weight;
	}
}

/* In a model's file they may stand in any order. */
static void sort_bends(double *bend)
{
	for (size_t i = 1; i < FEATURES_BENDS; i++)
		for (size_t j = i; j > 0 && bend[j] < bend[j - 1]; j--) {
			double higher = bend[j - 1];

			bend[j - 1] = bend[j];
			bend[j] = higher;
		}
}

static void lay_line(struct effects_column *effects, const struct features_column *column,
	const double *coefficient)
{
	effects->low = column->low;
	effects->high = column->high;
	for (size_t i = 0; i < FEATURES_BENDS; i++)
		effects->bend[i] = i + 1 < column->pieces ? column->piece[i + 1].from : INFINITY;
	sort_bends(effects->bend);
	/* Where there are bends below the low end, no number lies before the first one. */
	lay_stretch(&effects->stretch[0], column, coefficient, column->low);
	for (size_t i = 0; i < FEATURES_BENDS; i++)
		if (effects->bend[i] < INFINITY)
			lay_stretch(
				&effects->stretch[i + 1], column, coefficient, effects->bend[i]);
	effects->stretch[EFFECTS_MISSING].from = column->low;
	effects->stretch[EFFECTS_MISSING].height = add_gap(column, coefficient, 1);
}

/* ---- words ---- */

/* The word at `place` among the features is there and all others are not. */
static double add_word(
	const struct features_column *column, const double *coefficient, size_t place)
{
	double sum = 0;

	for (size_t i = 0; i < column->width; i++)
		sum += coefficient[i] * ((i == place) - column->share[i]);
	return sum;
}

static void list_words(struct effects_column *effects, const struct features_column *column,
	const double *coefficient)
{
	double *at_place = mem_zero(column->width + 1, sizeof *at_place);

	for (size_t i = 0; i < column->width; i++)
		at_place[i] = add_word(column, coefficient, i);
	effects->levels = column->levels;
	effects->word = mem_zero(column->levels + 1, sizeof *effects->word);
	for (size_t i = 0; i <= column->levels; i++) {
		int32_t place = features_place(column, i < column->levels ? (float)i : NAN);

		effects->word[i] = place < 0 ? 0 : at_place[place];
	}
	free(at_place);
}

/* ---- both ---- */

void effects_new(
	struct effects *effects, const struct features *features, const double *coefficient)
{
	effects->columns = features->columns;
	effects->column = mem_zero(features->columns, sizeof *effects->column);
	for (size_t i = 0; i < features->columns; i++) {
		const struct features_column *column = &features->column[i];

		if (column->words)
			list_words(&effects->column[i], column, coefficient + column->first);
		else
			lay_line(&effects->column[i], column, coefficient + column->first);
	}
}

void effects_release(struct effects *effects)
{
	for (size_t i = 0; i < effects->columns; i++)
		free(effects->column[i].word);
	free(effects->column);
	*effects = (struct effects){ .column = NULL };
}
