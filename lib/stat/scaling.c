/* SPDX-License-Identifier: MIT */
#include "stat/scaling.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/processor.h"
#include "stat/total.h"

/* Totals (stat/total) of all columns, in lanes. */
struct sums {
	double *coarse, *fine;
};

/* What a piece of the rows comes to; arrays have a place for each column. */
struct part {
	double *least, *greatest;
	struct sums sum, squares; /* of the values, brought to -1 … 1 by their range */
	struct total weights;
	double greatest_weight;
	size_t rows;  /* that have a weight */
	size_t bad;   /* the first row with a value that is no number, from 1; 0: none */
	double *room; /* for a row */
};

struct work {
	const struct regressors *rows;
	const double *weight;
	size_t columns, pieces;
	struct part *part;
	struct part all;
	double *middle, *unit;  /* of the range of each column; unit: 1 / half of it, or 0 */
	struct total_grid grid; /* of weights times values of -1 … 1 */
};

static void sums_new(struct sums *sums, size_t columns)
{
	sums->coarse = mem_zero(columns, sizeof *sums->coarse);
	sums->fine = mem_zero(columns, sizeof *sums->fine);
}

static void sums_release(struct sums *sums)
{
	free(sums->coarse);
	free(sums->fine);
}

static void sums_merge(struct sums *sums, const struct sums *more, size_t columns)
{
	for (size_t j = 0; j < columns; j++) {
		sums->coarse[j] += more->coarse[j];
		sums->fine[j] += more->fine[j];
	}
}

static double sums_value(const struct sums *sums, size_t column)
{
	return sums->coarse[column] + sums->fine[column];
}

static void part_new(struct part *part, size_t columns)
{
	*part = (struct part){ 0 };
	part->least = mem_alloc(columns * sizeof *part->least);
	part->greatest = mem_alloc(columns * sizeof *part->greatest);
	sums_new(&part->sum, columns);
	sums_new(&part->squares, columns);
	part->room = mem_alloc(columns * sizeof *part->room);
	for (size_t j = 0; j < columns; j++) {
		part->least[j] = INFINITY;
		part->greatest[j] = -INFINITY;
	}
}

static void part_release(struct part *part)
{
	free(part->least);
	free(part->greatest);
	sums_release(&part->sum);
	sums_release(&part->squares);
	free(part->room);
}

static double weight_of(const struct work *work, size_t row)
{
	return work->weight != NULL ? work->weight[row] : 1;
}

/* A sum of the values is finite only if all are, or if they are beyond use. */
static bool is_finite(const double *x, size_t columns)
{
	double sum = 0;

	for (size_t j = 0; j < columns; j++)
		sum += x[j] * 0x1p-20;
	return isfinite(sum);
}

FOR_EACH_PROCESSOR
static void widen(const struct part *part, const double *x, size_t columns)
{
	double *restrict least = part->least, *restrict greatest = part->greatest;

	for (size_t j = 0; j < columns; j++) {
		least[j] = x[j] < least[j] ? x[j] : least[j];
		greatest[j] = x[j] > greatest[j] ? x[j] : greatest[j];
	}
}

static void find_range(void *context, size_t piece)
{
	struct work *work = context;
	struct part *part = &work->part[piece];
	size_t end = pieces_start(work->rows->count, work->pieces, piece + 1);

	for (size_t i = pieces_start(work->rows->count, work->pieces, piece); i < end; i++) {
		const double *x = regressors_row(work->rows, i, part->room);
		double weight = weight_of(work, i);

		if (!(weight >= 0 && weight < INFINITY) ||
			(weight > 0 && !is_finite(x, work->columns))) {
			part->bad = i + 1;
			return;
		}
		if (weight == 0)
			continue;
		part->rows++;
		if (weight > part->greatest_weight)
			part->greatest_weight = weight;
		widen(part, x, work->columns);
	}
}

/* Add weight × x of a row, or weight × x² if it is squared. */
FOR_EACH_PROCESSOR
static void add_row(const struct work *work, const struct sums *sums, const double *restrict x,
	double weight, bool squared)
{
	const double *restrict middle = work->middle, *restrict unit = work->unit;
	const double coarse = work->grid.coarse, fine = work->grid.fine;
	double *restrict first = sums->coarse, *restrict second = sums->fine;

	for (size_t j = 0; j < work->columns; j++) {
		double in_range = (x[j] - middle[j]) * unit[j];
		double term = weight * in_range * (squared ? in_range : 1);
		double rounded = (term + coarse) - coarse;

		first[j] += rounded;
		second[j] += ((term - rounded) + fine) - fine;
	}
}

static void find_moments(void *context, size_t piece)
{
	struct work *work = context;
	struct part *part = &work->part[piece];
	size_t end = pieces_start(work->rows->count, work->pieces, piece + 1);

	for (size_t i = pieces_start(work->rows->count, work->pieces, piece); i < end; i++) {
		double weight = weight_of(work, i);
		const double *x;

		if (weight == 0)
			continue;
		x = regressors_row(work->rows, i, part->room);
		total_add(&part->weights, work->grid, weight);
		add_row(work, &part->sum, x, weight, false);
		add_row(work, &part->squares, x, weight, true);
	}
}

static void merge_ranges(struct work *work)
{
	struct part *all = &work->all;

	for (size_t i = 0; i < work->pieces; i++) {
		const struct part *part = &work->part[i];

		all->rows += part->rows;
		all->greatest_weight = fmax(all->greatest_weight, part->greatest_weight);
		if (all->bad == 0)
			all->bad = part->bad;
		for (size_t j = 0; j < work->columns; j++) {
			all->least[j] = fmin(all->least[j], part->least[j]);
			all->greatest[j] = fmax(all->greatest[j], part->greatest[j]);
		}
	}
	for (size_t j = 0; j < work->columns; j++) {
		double half = all->greatest[j] / 2 - all->least[j] / 2;

		work->middle[j] = all->least[j] / 2 + all->greatest[j] / 2;
		work->unit[j] = half > 0 ? 1 / half : 0;
	}
	work->grid = total_grid_of((double)all->rows * all->greatest_weight);
}

static void merge_moments(struct work *work)
{
	struct part *all = &work->all;

	for (size_t i = 0; i < work->pieces; i++) {
		const struct part *part = &work->part[i];

		total_merge(&all->weights, &part->weights);
		sums_merge(&all->sum, &part->sum, work->columns);
		sums_merge(&all->squares, &part->squares, work->columns);
	}
}

/* A deviation below a millionth of the range is taken as that: there is no finer figure here. */
static void settle(struct scaling *scaling, const struct work *work)
{
	scaling->weights = total_value(&work->all.weights);
	for (size_t j = 0; j < work->columns; j++) {
		double unit = work->unit[j],
		       mean = sums_value(&work->all.sum, j) / scaling->weights;
		double square = sums_value(&work->all.squares, j) / scaling->weights;
		double deviation = sqrt(fmax(square - mean * mean, 1e-12));

		if (unit == 0) {
			scaling->mean[j] = work->middle[j];
			continue;
		}
		scaling->mean[j] = work->middle[j] + mean / unit;
		scaling->factor[j] = unit / deviation;
		scaling->reach[j] = (1 + fabs(mean)) / deviation;
	}
}

static int bad_row(const struct work *work, struct diag *why)
{
	size_t row = work->all.bad - 1;
	double weight = weight_of(work, row);
	const double *x = regressors_row(work->rows, row, work->all.room);

	if (!(weight >= 0 && weight < INFINITY))
		return diag_fail(why, "row %zu: a weight of %g", row + 1, weight);
	for (size_t j = 0; j < work->columns; j++)
		if (!isfinite(x[j]))
			return diag_fail(
				why, "row %zu: value %zu is no finite number", row + 1, j + 1);
	return diag_fail(why, "row %zu: values are too large", row + 1);
}

static int measure(
	struct scaling *scaling, struct work *work, const struct pieces *pieces, struct diag *why)
{
	pieces_run(pieces, work->pieces, find_range, work);
	merge_ranges(work);
	if (work->all.bad > 0)
		return bad_row(work, why);
	if (work->all.rows == 0)
		return diag_fail(why, "no rows");
	pieces_run(pieces, work->pieces, find_moments, work);
	merge_moments(work);
	settle(scaling, work);
	return 0;
}

int scaling_new(struct scaling *scaling, const struct regressors *rows, const double *weight,
	const struct pieces *pieces, struct diag *why)
{
	size_t columns = rows->columns;
	struct work work = { .rows = rows, .weight = weight, .columns = columns };
	int result;

	*scaling = (struct scaling){ .columns = columns };
	scaling->mean = mem_zero(columns, sizeof *scaling->mean);
	scaling->factor = mem_zero(columns, sizeof *scaling->factor);
	scaling->reach = mem_zero(columns, sizeof *scaling->reach);
	work.pieces = pieces_of(rows->count);
	work.part = mem_alloc(work.pieces * sizeof *work.part);
	work.middle = mem_alloc(columns * sizeof *work.middle);
	work.unit = mem_alloc(columns * sizeof *work.unit);
	for (size_t i = 0; i < work.pieces; i++)
		part_new(&work.part[i], columns);
	part_new(&work.all, columns);
	result = measure(scaling, &work, pieces, why);
	for (size_t i = 0; i < work.pieces; i++)
		part_release(&work.part[i]);
	part_release(&work.all);
	free(work.part);
	free(work.middle);
	free(work.unit);
	return result;
}

void scaling_release(struct scaling *scaling)
{
	free(scaling->mean);
	free(scaling->factor);
	free(scaling->reach);
	*scaling = (struct scaling){ 0 };
}
