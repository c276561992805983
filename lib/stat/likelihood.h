/* SPDX-License-Identifier: MIT */
#ifndef STAT_LIKELIHOOD_H
#define STAT_LIKELIHOOD_H

/*
 * likelihood: the sum over many rows of a function of a few parameters, and its gradient.
 *
 * The rows are added up in pieces (stat/pieces), and the sums of these in their order. Where pieces
 * begin depends on the number of rows alone, so that the same rows give the same bits whoever does
 * the pieces.
 */

#include "stat/pieces.h"

enum { LIKELIHOOD_MOST_PARAMETERS = 8 };

/*
 * Returns the sum over the rows first … end - 1, and puts its derivatives into `gradient` unless
 * that is NULL.
 */
typedef double (*likelihood_rows)(
	const void *context, const double *parameter, size_t first, size_t end, double *gradient);

double likelihood_sum(const struct pieces *pieces, size_t rows, size_t parameters,
	likelihood_rows of_rows, const void *context, const double *parameter, double *gradient);

#endif
