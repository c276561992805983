/* SPDX-License-Identifier: MIT */
#ifndef STAT_OPTIMUM_H
#define STAT_OPTIMUM_H

/*
 * optimum: the least value of a smooth function of a few variables. The one door to NLopt.
 *
 *	static double parabola(void *context, const double *x, double *gradient)
 *	{
 *		(void)context;
 *		if (gradient != NULL)
 *			gradient[0] = 2 * (x[0] - 3);
 *		return (x[0] - 3) * (x[0] - 3);
 *	}
 *
 *	double x[] = { 0 };
 *	struct optimum found;
 *
 *	if (optimum_find(parabola, NULL, 1, x, &found, why) == 0)
 *		… x[0] is 3 …
 *
 * Variables are free to be any number; what must be positive is given as its logarithm. The
 * function may return an infinite or undefined value: there is no optimum there.
 *
 * Likelihoods are maximised as the least negative log-likelihood. Their standard errors come from
 * the curvature at the optimum: optimum_covariance inverts the matrix of second derivatives, which
 * it takes as central differences of the gradient.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

enum { OPTIMUM_MOST_VARIABLES = 64 };

/* Returns the value at `x`, and puts its derivatives into `gradient` unless that is NULL. */
typedef double (*optimum_function)(void *context, const double *x, double *gradient);

struct optimum {
	double value;
	double gradient_norm; /* the largest derivative there, without its sign */
	int evaluations;
	bool converged; /* the gradient vanishes, as far as the size of the value allows */
};

/*
 * Go from `x` down to the nearest optimum, which takes the place of `x`. Without convergence the
 * best place seen is returned, and said so in `found`. Fails if the function is finite nowhere
 * that was looked at.
 */
int optimum_find(optimum_function function, void *context, size_t count, double *x,
	struct optimum *found, struct diag *why);

/*
 * The same for a function that is a sum over so many rows that each look at it takes long: `some`
 * is the context of the sum over an even part of them (likelihood_part). The optimum of the part
 * is near, and its second derivatives are nearly those of all but for their size, so that a few
 * looks lead from there to the optimum of all. `found` counts these.
 */
int optimum_find_by_part(optimum_function function, void *all, void *some, size_t count, double *x,
	struct optimum *found, struct diag *why);

/*
 * The inverse of the second derivatives at `x`, row by row, count * count values: the covariance of
 * the estimates if the function is a negative log-likelihood.
 *
 * Returns false if there is none: the function is flat in some direction, or `x` is no optimum.
 */
bool optimum_covariance(optimum_function function, void *context, size_t count, const double *x,
	double *covariance);

#endif
