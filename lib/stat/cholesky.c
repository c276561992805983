/* SPDX-License-Identifier: MIT */
#include "stat/cholesky.h"

#include <math.h>
#include <string.h>

#include "base/processor.h"

/* Sums that go on side by side, so many that any processor has its fill. */
enum { LANES = 8 };

FOR_EACH_PROCESSOR
static double product(const double *restrict a, const double *restrict b, size_t count)
{
	double lane[LANES] = { 0 }, sum = 0;
	size_t i = 0;

	for (; i + LANES <= count; i += LANES)
		for (size_t j = 0; j < LANES; j++)
			lane[j] += a[i + j] * b[i + j];
	for (; i < count; i++)
		sum += a[i] * b[i];
	return sum + (((lane[0] + lane[4]) + (lane[1] + lane[5])) +
			     ((lane[2] + lane[6]) + (lane[3] + lane[7])));
}

FOR_EACH_PROCESSOR
static void subtract(double *restrict b, const double *restrict row, double times, size_t count)
{
	for (size_t i = 0; i < count; i++)
		b[i] -= row[i] * times;
}

size_t cholesky_factor(double *matrix, size_t size, double tolerance, bool *out)
{
	size_t left_out = 0;

	for (size_t i = 0; i < size; i++) {
		double *row = matrix + i * size, whole = row[i], rest;

		for (size_t j = 0; j < i; j++) {
			const double *above = matrix + j * size;

			row[j] = out[j] ? 0 : (row[j] - product(row, above, j)) / above[j];
		}
		rest = whole - product(row, row, i);
		if (!out[i] && !(rest > tolerance * whole)) {
			out[i] = true;
			left_out++;
		}
		if (out[i])
			memset(row, 0, i * sizeof *row);
		row[i] = out[i] ? 0 : sqrt(rest);
	}
	return left_out;
}

void cholesky_solve(const double *factor, size_t size, double *b)
{
	for (size_t i = 0; i < size; i++) {
		const double *row = factor + i * size;

		b[i] = row[i] == 0 ? 0 : (b[i] - product(row, b, i)) / row[i];
	}
	for (size_t i = size; i-- > 0;) {
		const double *row = factor + i * size;

		if (row[i] == 0)
			continue;
		b[i] /= row[i];
		subtract(b, row, b[i], i);
	}
}

/* Row by row: the matrix is symmetric, and so is what comes out. */
void cholesky_inverse(const double *factor, size_t size, double *inverse)
{
	memset(inverse, 0, size * size * sizeof *inverse);
	for (size_t i = 0; i < size; i++) {
		inverse[i * size + i] = 1;
		cholesky_solve(factor, size, inverse + i * size);
	}
}
