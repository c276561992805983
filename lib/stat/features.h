/* SPDX-License-Identifier: MIT */
#ifndef STAT_FEATURES_H
#define STAT_FEATURES_H

/*
 * features: from columns of numbers and words to the numbers that a learner takes.
 *
 * A column of a row is a float: a number, or the number of a word among those that were known when
 * the column was looked at (stat/levels); NAN is a missing number, or a word that was not known.
 * Which features stand for it is learnt from the rows to be fitted to, and only from them:
 *
 * Words: one feature for each, 1 or 0. Words of fewer than FEATURES_LEAST rows share one, and so do
 * all but the commonest FEATURES_MOST; a word that was not seen is of them too.
 *
 * Numbers: for trees the number as it is, since they know what to do where it is missing. For a
 * linear model the distance from the mean in standard deviations, 0 where it is missing; the same
 * of what is above each quartile, so that the line may bend there; and where missing ones were
 * seen, a feature which is 1 then. What lies outside of all that was seen is taken for the end of
 * that: a line knows nothing of what is beyond.
 *
 * Features of a linear model are centred: 0 is what the average row has. So a coefficient times a
 * feature is how far the row is moved from the average, and what nothing is known of moves nothing.
 *
 *	struct features_column column[] = { { .words = false }, { .words = true, .levels = 3 } };
 *	struct features features = { .column = column, .columns = 2 };
 *
 *	features_fit(&features, FEATURES_LINEAR, &set, fitted);
 *	features_encode(&features, dataset_values(&set, 17), x);	features.width numbers
 *	features_release(&features);
 */

#include "stat/dataset.h"

enum features_use { FEATURES_TREES, FEATURES_LINEAR };

enum { FEATURES_LEAST = 10, FEATURES_MOST = 64, FEATURES_BENDS = 3 };

/* A piece of a number: what is above `from`, less the mean, in standard deviations. */
struct features_piece {
	double from;            /* -INFINITY: the number itself */
	double mean, deviation; /* deviation above 0 */
};

struct features_column {
	bool words;
	size_t levels; /* words known; they are numbered from 0 */

	/* What is learnt. */
	size_t first, width; /* its features */
	double low, high;    /* of a number for a linear model: the least and the greatest */
	size_t pieces;       /* what it is made of, the number itself first */
	struct features_piece piece[1 + FEATURES_BENDS];
	bool gaps;      /* the last feature of a number says that it is missing */
	int32_t *place; /* of each word, among the column's features */
	bool shared;    /* the last feature of words is for all that have none of their own */
	double *share;  /* of the rows where a feature is 1; NULL: numbers without gaps */
};

struct features {
	enum features_use use;
	struct features_column *column;
	size_t columns;
	size_t width; /* features in all */

	/*
	 * Of a linear model: a feature is (max(within - from, least) - mean) × factor, where within
	 * is the value of the column `source`, but from low to high.
	 */
	uint32_t *source;
	double *low, *high, *from, *least, *mean, *factor;
};

/* Learn from the rows that `fitted` marks, at least one. `column` says what is what. */
void features_fit(struct features *features, enum features_use use, const struct dataset *set,
	const unsigned char *fitted);

/*
 * Lay out the features where all else is known: give each column its first feature, from its width,
 * and those of a linear model what is made of the rest.
 */
void features_lay_out(struct features *features);

/* Write the features of a row, `width` of them. */
void features_encode(const struct features *features, const float *value, double *out);

/* The place of a word among the features of its column; -1: it has none. */
int32_t features_place(const struct features_column *column, float value);

/* Let go of what was learnt; the columns are the caller's. */
void features_release(struct features *features);

#endif
