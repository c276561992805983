/* SPDX-License-Identifier: MIT */
#ifndef STAT_TOTAL_H
#define STAT_TOTAL_H

/*
 * total: sums of doubles that do not depend on the order of their terms.
 *
 * a + b + c rounds twice, and rounds differently than c + b + a. If however all terms are whole
 * multiples of one small unit, and their sum is below 2^53 of it, nothing is rounded at all. So a
 * term is split on such a grid into a part that is a multiple of a coarse unit and a rest, and the
 * rest again by a fine unit; what is below that is let go. Both parts are summed up exactly, in
 * any order, by any number of threads, and merged in any order, and only the last addition rounds:
 *
 *	struct total_grid grid = total_grid_of(bound);
 *	struct total total = TOTAL_EMPTY;
 *
 *	for (size_t i = 0; i < count; i++)
 *		total_add(&total, grid, term[i]);
 *	sum = total_value(&total);
 *
 * The bound is one for the sum of the absolute values of all terms, of all threads together: their
 * count times the greatest, if nothing better is known. It must itself not depend on their order.
 * Against it the coarse part is exact to 2^-51 for each term, and both together to 2^-65; there may
 * be up to 2^40 terms.
 *
 * The way is that of Demmel and Nguyen, "Fast Reproducible Floating-Point Summation" (2013), with
 * the bound known beforehand. It needs a compiler that calculates as it is told (no -ffast-math).
 */

/* Numbers so large that adding one of them rounds a term to a multiple of the unit. */
struct total_grid {
	double coarse, fine;
};

struct total {
	double coarse, fine;
};

#define TOTAL_EMPTY { 0, 0 }

/* The grid for terms whose absolute values sum up to no more than `bound` (finite). */
struct total_grid total_grid_of(double bound);

/* `term` rounded to a multiple of the unit of `grid.coarse` or `grid.fine`. */
static inline double total_round(double term, double large)
{
	return (term + large) - large;
}

static inline void total_add(struct total *total, struct total_grid grid, double term)
{
	double rounded = total_round(term, grid.coarse);

	total->coarse += rounded;
	total->fine += total_round(term - rounded, grid.fine);
}

/* Both of the same grid. */
static inline void total_merge(struct total *total, const struct total *more)
{
	total->coarse += more->coarse;
	total->fine += more->fine;
}

static inline double total_value(const struct total *total)
{
	return total->coarse + total->fine;
}

#endif
