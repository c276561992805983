/* SPDX-License-Identifier: MIT */
#ifndef STAT_SCALING_H
#define STAT_SCALING_H

/*
 * scaling: columns of numbers brought to mean 0 and standard deviation 1.
 *
 *	struct scaling scaling;
 *
 *	if (scaling_new(&scaling, &rows, weight, NULL, why) == 0)
 *		z = (x[j] - scaling.mean[j]) * scaling.factor[j];
 *	scaling_release(&scaling);
 *
 * The same bits for any order of the rows (stat/total). Rows of weight 0 are as not there.
 */

#include <stddef.h>

#include "base/diag.h"
#include "base/pieces.h"
#include "stat/regressors.h"

struct scaling {
	size_t columns;
	double *mean;
	double *factor; /* 1 / standard deviation (of the whole, not of a sample); 0 of a constant
			 */
	double *reach;  /* the greatest distance of a value from 0, scaled */
	double weights; /* of all rows */
};

/*
 * Measure the columns. `weight`, of each row, may be NULL: all are 1.
 *
 * Fails if no row has a weight, or if a value or a weight is no finite number or a weight is below
 * 0; rows and columns are named by their numbers from 1. scaling_release is due in any case.
 */
int scaling_new(struct scaling *scaling, const struct regressors *rows, const double *weight,
	const struct pieces *pieces, struct diag *why);

void scaling_release(struct scaling *scaling);

#endif
