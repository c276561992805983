/* SPDX-License-Identifier: MIT */
#ifndef CRM_SCORECARD_QUALITY_H
#define CRM_SCORECARD_QUALITY_H

/*
 * scorecard_quality: how good a learnt scorecard is on rows that it has not seen.
 *
 * The rows are dealt out to a number of folds, each with the same share of events. For each fold a
 * card is learnt from all others, bins and all, and scores the rows of the fold. With it goes a
 * plain logistic regression on the same columns and in the same folds: numbers brought to mean 0
 * and deviation 1 (missing ones to the mean, and a column says so), words as a column of 0 and 1
 * each, penalty 1. What it has ahead of the card is what the card costs.
 *
 * Who goes to which fold depends on what is in the row, not on where it stands: rows are dealt out
 * in the order of a hash of their values.
 */

#include "crm/scorecard_learn.h"

enum { SCORECARD_LEAST_FOLDS = 2, SCORECARD_MOST_FOLDS = 20 };

struct scorecard_quality {
	size_t folds;
	double auc, auc_deviation;     /* mean of the folds, and the deviation between them */
	double plain, plain_deviation; /* AUC of the plain logistic regression */
	/* Of all rows, each scored by the card that has not seen it. */
	double all_auc, low, high; /* and its interval of 95 % */
	double gini, ks;
};

/* The fold of each row goes into `fold`. Fails if there are not so many rows of either kind. */
int scorecard_quality_fold(
	const struct scorecard_sample *sample, size_t folds, unsigned char *fold, struct diag *why);

int scorecard_quality_measure(const struct scorecard_sample *sample,
	const struct scorecard_options *options, size_t folds, struct scorecard_quality *quality,
	struct diag *why);

/*
 * Learn the plain logistic regression from the rows that `use` marks, and put the logarithm of the
 * odds of all rows into `score`.
 */
int scorecard_quality_plain(const struct scorecard_sample *sample, const unsigned char *use,
	const struct pieces *pieces, double *score, struct diag *why);

#endif
