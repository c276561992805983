/* SPDX-License-Identifier: MIT */
#include "stat/logistic_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/draws.h"
#include "stat/total.h"

/* Four doubles that the processor takes at once, and rows that go together. */
enum { LANES = 4, BATCH = 8 };

typedef double lanes __attribute__((vector_size(LANES * sizeof(double)), aligned(8), may_alias));

/*
 * Processors of x86-64 take all four lanes at once, or two of them; either way each lane comes to
 * the same bits. The better way is chosen when the program is loaded.
 */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

/* Rows scaled, a 1 for the intercept in front and zeros behind; and what is known of each. */
struct batch {
	size_t rows;
	double *z; /* BATCH rows of `padded` */
	double score[BATCH], weight[BATCH];
	double slope[BATCH]; /* weight × (p - event) */
	double curve[BATCH]; /* weight × p (1 - p) */
	bool event[BATCH];
};

/* Sums over a piece of the rows. */
struct logistic_rows_piece {
	struct total likelihood;
	double *coarse, *fine; /* of the gradient, as in stat/total */
	double *hessian;       /* the lower half, in rows of whole lanes */
	struct batch batch;
};

static size_t in_lanes(size_t size)
{
	return (size + LANES - 1) / LANES * LANES;
}

/* ---- sums of a batch, each exact, so that their order is of no matter ---- */

/* No function: lanes are handed over in ways that differ between processors. */
#define SPREAD(value) ((lanes){ (value), (value), (value), (value) })

FOR_EACH_PROCESSOR
static void add_gradient(
	struct logistic_rows_piece *piece, size_t padded, const struct total_grid *grid)
{
	const struct batch *batch = &piece->batch;
	const lanes coarse = SPREAD(grid->coarse), fine = SPREAD(grid->fine);

	for (size_t i = 0; i < padded; i += LANES) {
		lanes first = *(const lanes *)(piece->coarse + i);
		lanes second = *(const lanes *)(piece->fine + i);

		for (size_t n = 0; n < BATCH; n++) {
			lanes z = *(const lanes *)(batch->z + n * padded + i);
			lanes term = SPREAD(batch->slope[n]) * z;
			lanes rounded = (term + coarse) - coarse;

			first += rounded;
			second += ((term - rounded) + fine) - fine;
		}
		*(lanes *)(piece->coarse + i) = first;
		*(lanes *)(piece->fine + i) = second;
	}
}

/* Add curve × z z' of all rows, the lower half of it. */
FOR_EACH_PROCESSOR
static void add_squares(struct logistic_rows_piece *piece, size_t size, size_t padded, double grid)
{
	const struct batch *batch = &piece->batch;
	const lanes large = SPREAD(grid);
	double *sum = piece->hessian;

	for (size_t i = 0; i < size; i++) {
		lanes left[BATCH];

		for (size_t n = 0; n < BATCH; n++)
			left[n] = SPREAD(batch->curve[n] * batch->z[n * padded + i]);
		for (size_t j = 0; j <= i; j += LANES) {
			lanes all = *(const lanes *)(sum + j);

#pragma GCC unroll 8
			for (size_t n = 0; n < BATCH; n++) {
				lanes right = *(const lanes *)(batch->z + n * padded + j);

				all += (left[n] * right + large) - large;
			}
			*(lanes *)(sum + j) = all;
		}
		sum += in_lanes(i + 1);
	}
}

/* ---- a batch ---- */

/* Scale the rows. Where there are fewer, the others weigh nothing. */
static void fill_batch(const struct logistic_rows *sums, struct batch *batch)
{
	const struct scaling *scaling = sums->scaling;
	const double *beta = sums->beta;

	for (size_t n = 0; n < batch->rows; n++)
		batch->score[n] = beta[0];
	for (size_t n = batch->rows; n < BATCH; n++)
		memset(batch->z + n * sums->padded, 0, sums->padded * sizeof *batch->z);
	for (size_t j = 0; j < scaling->columns; j++)
		for (size_t n = 0; n < batch->rows; n++)
			batch->score[n] += beta[j + 1] * batch->z[n * sums->padded + j + 1];
}

/* p = 1 / (1 + e^-score), by e = e^-|score|, so that what is small is exact. */
static void judge_row(
	struct batch *batch, size_t n, struct total *likelihood, struct total_grid grid)
{
	double score = batch->score[n], weight = batch->weight[n];
	double e = draws_exp(-fabs(score)), less = e / (1 + e), more = 1 / (1 + e);
	double likely = score > 0 ? more : less, unlikely = score > 0 ? less : more;
	double miss = batch->event[n] ? -unlikely : likely; /* p - event */
	bool against = batch->event[n] ? score < 0 : score > 0;

	total_add(likelihood, grid, -weight * ((against ? fabs(score) : 0) + draws_log(1 + e)));
	batch->slope[n] = weight * miss;
	batch->curve[n] = weight * likely * unlikely;
}

static void add_batch(const struct logistic_rows *sums, struct logistic_rows_piece *piece)
{
	struct batch *batch = &piece->batch;
	struct total_grid grid = total_grid_of(sums->bound);

	fill_batch(sums, batch);
	for (size_t n = 0; n < BATCH; n++)
		if (n < batch->rows)
			judge_row(batch, n, &piece->likelihood,
				total_grid_of(sums->likelihood_bound));
		else
			batch->slope[n] = batch->curve[n] = 0;
	add_gradient(piece, sums->padded, &grid);
	if (sums->what == LOGISTIC_ROWS_HESSIAN)
		add_squares(piece, sums->size, sums->padded, grid.coarse);
	batch->rows = 0;
}

static void take_row(const struct logistic_rows *sums, struct batch *batch, size_t row)
{
	const struct logistic_data *data = sums->data;
	const struct scaling *scaling = sums->scaling;
	const double *x = data->x + row * data->columns;
	double *z = batch->z + batch->rows * sums->padded;

	z[0] = 1;
	for (size_t j = 0; j < scaling->columns; j++)
		z[j + 1] = (x[j] - scaling->mean[j]) * scaling->factor[j];
	batch->weight[batch->rows] = data->weight != NULL ? data->weight[row] : 1;
	batch->event[batch->rows++] = data->event[row] != 0;
}

/* ---- all rows ---- */

static void walk(void *context, size_t number)
{
	const struct logistic_rows *sums = context;
	const struct logistic_data *data = sums->data;
	struct logistic_rows_piece *piece = &sums->piece[number];
	size_t end = pieces_start(data->count, sums->piece_count, number + 1);

	piece->likelihood = (struct total)TOTAL_EMPTY;
	memset(piece->coarse, 0, sums->padded * sizeof *piece->coarse);
	memset(piece->fine, 0, sums->padded * sizeof *piece->fine);
	if (sums->what == LOGISTIC_ROWS_HESSIAN)
		memset(piece->hessian, 0, sums->packed * sizeof *piece->hessian);
	for (size_t i = pieces_start(data->count, sums->piece_count, number); i < end; i++) {
		if (data->weight != NULL && !(data->weight[i] > 0))
			continue;
		take_row(sums, &piece->batch, i);
		if (piece->batch.rows == BATCH)
			add_batch(sums, piece);
	}
	if (piece->batch.rows > 0)
		add_batch(sums, piece);
}

static void merge_pieces(struct logistic_rows *sums)
{
	struct logistic_rows_piece *all = &sums->piece[0];

	for (size_t n = 1; n < sums->piece_count; n++) {
		const struct logistic_rows_piece *piece = &sums->piece[n];

		total_merge(&all->likelihood, &piece->likelihood);
		for (size_t i = 0; i < sums->size; i++) {
			all->coarse[i] += piece->coarse[i];
			all->fine[i] += piece->fine[i];
		}
		if (sums->what == LOGISTIC_ROWS_HESSIAN)
			for (size_t i = 0; i < sums->packed; i++)
				all->hessian[i] += piece->hessian[i];
	}
}

static void unpack_hessian(struct logistic_rows *sums)
{
	const double *packed = sums->piece[0].hessian;

	for (size_t i = 0; i < sums->size; i++) {
		memcpy(sums->hessian + i * sums->size, packed, (i + 1) * sizeof *packed);
		packed += in_lanes(i + 1);
	}
}

/*
 * The sum of weight |z| over the rows is at most that of the weights, as the mean of z² is 1; so is
 * that of weight |z z'|. The bounds leave room for what is rounded on the way.
 */
void logistic_rows_add(struct logistic_rows *sums, const double *beta, enum logistic_rows_what what)
{
	const struct logistic_rows_piece *all = &sums->piece[0];
	double slopes = 0;

	for (size_t i = 0; i < sums->size; i++)
		slopes += fabs(beta[i]);
	sums->beta = beta;
	sums->what = what;
	sums->bound = 1.01 * sums->scaling->weights;
	sums->likelihood_bound = 1.01 * sums->scaling->weights * (slopes + 1);
	pieces_run(sums->pieces, sums->piece_count, walk, sums);
	merge_pieces(sums);
	sums->likelihood = total_value(&all->likelihood);
	for (size_t i = 0; i < sums->size; i++)
		sums->gradient[i] = all->coarse[i] + all->fine[i];
	if (what == LOGISTIC_ROWS_HESSIAN)
		unpack_hessian(sums);
}

void logistic_rows_new(struct logistic_rows *sums, const struct logistic_data *data,
	const struct scaling *scaling, const struct pieces *pieces)
{
	size_t size = data->columns + 1, padded = in_lanes(size);

	*sums = (struct logistic_rows){ .data = data, .scaling = scaling, .pieces = pieces };
	sums->size = size;
	sums->padded = padded;
	for (size_t i = 0; i < size; i++)
		sums->packed += in_lanes(i + 1);
	sums->gradient = mem_zero(size, sizeof *sums->gradient);
	sums->hessian = mem_zero(size * size, sizeof *sums->hessian);
	sums->piece_count = pieces_of(data->count);
	sums->piece = mem_zero(sums->piece_count, sizeof *sums->piece);
	for (size_t n = 0; n < sums->piece_count; n++) {
		struct logistic_rows_piece *piece = &sums->piece[n];

		piece->coarse = mem_alloc(padded * sizeof *piece->coarse);
		piece->fine = mem_alloc(padded * sizeof *piece->fine);
		piece->hessian = mem_alloc(sums->packed * sizeof *piece->hessian);
		piece->batch.z = mem_zero(BATCH * padded, sizeof *piece->batch.z);
	}
}

void logistic_rows_release(struct logistic_rows *sums)
{
	for (size_t n = 0; n < sums->piece_count; n++) {
		free(sums->piece[n].coarse);
		free(sums->piece[n].fine);
		free(sums->piece[n].hessian);
		free(sums->piece[n].batch.z);
	}
	free(sums->piece);
	free(sums->gradient);
	free(sums->hessian);
	*sums = (struct logistic_rows){ .data = NULL };
}
