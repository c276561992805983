/* SPDX-License-Identifier: MIT */
#ifndef CRM_SCORECARD_LEARN_H
#define CRM_SCORECARD_LEARN_H

/*
 * scorecard_learn: a scorecard (crm/scorecard) from rows whose outcome is known.
 *
 * Each column is cut into bins with their weights of evidence (stat/bins); a logistic regression
 * (stat/logistic) on these weights says how much each column counts beside the others; and the
 * logarithm of the odds that it gives is brought to points:
 *
 *	score = offset - factor * (b0 + b1 WOE1 + b2 WOE2 + …)
 *
 * with factor and offset of the scale, and + in place of - where the event is wanted. So the base
 * is offset - factor * b0, and a bin has -factor * b * WOE points, each rounded to a whole number,
 * half away from zero.
 *
 * Columns are left out whose information value is below `least_iv`; then, one after the other, the
 * most negative first, those whose coefficient has the wrong sign: their points would contradict
 * what their bins show, which comes of columns that say nearly the same.
 *
 *	struct scorecard_learnt learnt;
 *
 *	if (scorecard_learnt_fit(&sample, NULL, &options, &learnt, why) == 0)
 *		scorecard_learnt_card(&learnt, &card, why);
 *	scorecard_learnt_release(&learnt);
 *
 * The same card comes out for any order of the rows and any number of threads.
 */

#include "crm/scorecard.h"
#include "stat/bins.h"
#include "stat/logistic.h"

#define SCORECARD_NO_WORD UINT32_MAX

/* A column is of numbers or of words. */
struct scorecard_column {
	struct slice name;
	const double *number;     /* of each row, NAN is missing; NULL: these are words */
	const uint32_t *word;     /* of each row, or SCORECARD_NO_WORD for missing */
	const struct slice *text; /* of each word; they are numbered in byte order */
	size_t words;
};

struct scorecard_sample {
	const struct scorecard_column *column;
	size_t columns, count;
	const unsigned char *event; /* 0 or 1 for each row */
};

struct scorecard_options {
	struct bins_options bins;
	double least_iv;
	double penalty; /* of the logistic regression, on the coefficients of WOE */
	bool wanted;    /* the event is good: more points where it is likelier */
	struct scorecard_scale scale;
	const struct pieces *pieces; /* or NULL */
};

#define SCORECARD_OPTIONS                                                                       \
	{                                                                                       \
		.bins = BINS_DEFAULTS, .least_iv = 0.02, .penalty = 1, .scale = SCORECARD_SCALE \
	}

enum scorecard_use {
	SCORECARD_USED,
	SCORECARD_WEAK,  /* left out for its information value */
	SCORECARD_WRONG, /* left out for the sign of its coefficient */
};

struct scorecard_part {
	enum scorecard_use use;
	struct bins bins;
	double coefficient, se; /* of those that are used */
};

struct scorecard_learnt {
	const struct scorecard_sample *sample;
	struct scorecard_options options;
	struct scorecard_part *part; /* for each column */
	size_t used;
	struct logistic fit; /* of the columns that are used, in their order */
};

/*
 * Learn from the rows that `use` marks (NULL: all). `sample` must live as long as `learnt`. Fails
 * if there is nothing to learn from: rows of one kind only, or no column worth it.
 * scorecard_learnt_release is due in any case.
 */
int scorecard_learnt_fit(const struct scorecard_sample *sample, const unsigned char *use,
	const struct scorecard_options *options, struct scorecard_learnt *learnt, struct diag *why);

void scorecard_learnt_release(struct scorecard_learnt *learnt);

/* Whole points: the base, and those of a bin of a column. */
int64_t scorecard_learnt_base(const struct scorecard_learnt *learnt);
int64_t scorecard_learnt_points(const struct scorecard_learnt *learnt, size_t column, size_t bin);

/* The bin of a row's value, and the score of the row, in whole points. */
size_t scorecard_learnt_bin(const struct scorecard_learnt *learnt, size_t column, size_t row);
int64_t scorecard_learnt_score(const struct scorecard_learnt *learnt, size_t row);

/* Write the card: every possible value has a rule. */
int scorecard_learnt_card(
	const struct scorecard_learnt *learnt, struct scorecard *card, struct diag *why);

/* "used", "weak", "wrong_sign" */
const char *scorecard_learn_use_name(enum scorecard_use use);

#endif
