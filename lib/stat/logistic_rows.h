/* SPDX-License-Identifier: MIT */
#ifndef STAT_LOGISTIC_ROWS_H
#define STAT_LOGISTIC_ROWS_H

/*
 * logistic_rows: the sums over rows that a logistic regression is made of, for stat/logistic alone.
 *
 *	struct logistic_rows sums;
 *
 *	logistic_rows_new(&sums, data, &scaling, pieces);
 *	logistic_rows_add(&sums, beta, LOGISTIC_ROWS_HESSIAN);
 *	… sums.likelihood, sums.gradient, sums.hessian …
 *	logistic_rows_release(&sums);
 *
 * Columns are taken as `scaling` has them, with a 1 for the intercept in front, so that there are
 * `size` of them: size numbers in `beta` and `gradient`, and as many rows of as many in `hessian`,
 * of which the lower half is filled. The gradient is that of minus the likelihood.
 *
 * The second derivatives are nearly all of the work, and few of them serve for many steps: who
 * needs the gradient only should say so.
 */

#include "stat/logistic.h"
#include "stat/scaling.h"

enum logistic_rows_what { LOGISTIC_ROWS_GRADIENT, LOGISTIC_ROWS_HESSIAN };

struct logistic_rows_piece;

struct logistic_rows {
	const struct logistic_data *data;
	const struct scaling *scaling;
	size_t size;
	double likelihood;
	double *gradient, *hessian;

	/* Of a walk over the rows. */
	const struct pieces *pieces;
	size_t piece_count, padded, packed; /* lengths of a row, and of the lower half, packed */
	struct logistic_rows_piece *piece;
	double *beta; /* `padded` of them */
	enum logistic_rows_what what;
	double bound, likelihood_bound; /* of the sums */
};

void logistic_rows_new(struct logistic_rows *sums, const struct logistic_data *data,
	const struct scaling *scaling, const struct pieces *pieces);

void logistic_rows_add(
	struct logistic_rows *sums, const double *beta, enum logistic_rows_what what);

void logistic_rows_release(struct logistic_rows *sums);

#endif
