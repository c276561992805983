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

#include <stddef.h>

#include "base/pieces.h"

enum { LIKELIHOOD_MOST_PARAMETERS = 8 };

/*
 * Returns the sum over the rows first … end - 1, and puts its derivatives into `gradient` unless
 * that is NULL.
 */
typedef double (*likelihood_rows)(
	const void *context, const double *parameter, size_t first, size_t end, double *gradient);

double likelihood_sum(const struct pieces *pieces, size_t rows, size_t parameters,
	likelihood_rows of_rows, const void *context, const double *parameter, double *gradient);

/*
 * An even part of so many groups of customers that a search does well to begin with some of them.
 * Groups lie one behind the other, `size` bytes each, with their number of customers, a uint64_t,
 * `at` bytes within. Of the customers, in their order, one of so many is drawn: a group that was
 * drawn from has the number of those drawn. The part is the caller's to free; NULL where there are
 * so few groups that a part would not be worth it.
 */
void *likelihood_part(const void *group, size_t count, size_t size, size_t at, size_t *drawn);

#endif
