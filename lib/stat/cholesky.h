/* SPDX-License-Identifier: MIT */
#ifndef STAT_CHOLESKY_H
#define STAT_CHOLESKY_H

/*
 * cholesky: linear equations of a symmetric, positive definite matrix, as they come with normal
 * equations and second derivatives.
 *
 *	double a[] = { 4, 0, 2, 3 }, b[] = { 8, 7 };	the lower half of { 4 2, 2 3 }
 *	bool out[2] = { false };
 *
 *	cholesky_factor(a, 2, 1e-10, out);
 *	cholesky_solve(a, 2, b);			b is { 1.25, 1.5 }
 *
 * Matrices are `size` rows of `size`; only the lower half is read.
 *
 * A variable that is a combination of those before it, or nearly so, is left out of the equations,
 * as if it were not there: its solution is 0.
 */

#include <stdbool.h>
#include <stddef.h>

/*
 * Turn `matrix` into its factor L, matrix = L L'. A variable of which no more than `tolerance`
 * times its own diagonal is left is left out, and marked in `out`; those that are marked there on
 * entry are left out too.
 *
 * Returns how many are newly left out.
 */
size_t cholesky_factor(double *matrix, size_t size, double tolerance, bool *out);

/* Solve matrix * x = b for the factor of the matrix; x takes the place of `b`. */
void cholesky_solve(const double *factor, size_t size, double *b);

/* The inverse of the matrix, all of it; rows and columns that were left out are 0. */
void cholesky_inverse(const double *factor, size_t size, double *inverse);

#endif
