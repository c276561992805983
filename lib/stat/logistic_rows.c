/* SPDX-License-Identifier: MIT */
#include "stat/logistic_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/processor.h"
#include "stat/lanes.h"
#include "stat/total.h"

/* Rows that go together, and doubles; the latter so many that any processor has its fill. */
enum { BATCH = 8, LANES = 8 };

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
	double *row; /* room for one */
};

static size_t in_lanes(size_t size)
{
	return (size + LANES - 1) / LANES * LANES;
}

/* ---- sums of a batch, each exact, so that their order is of no matter ---- */

FOR_EACH_PROCESSOR
static void add_slope(struct logistic_rows_piece *piece, double slope, const double *restrict z,
	size_t padded, const struct total_grid *grid)
{
	const double coarse = grid->coarse, fine = grid->fine;
	double *restrict first = piece->coarse, *restrict second = piece->fine;

	for (size_t i = 0; i < padded; i++) {
		double term = slope * z[i], rounded = (term + coarse) - coarse;

		first[i] += rounded;
		second[i] += ((term - rounded) + fine) - fine;
	}
}

/* Add curve × z z' of all rows, the lower half of it. */
FOR_EACH_PROCESSOR
static void add_squares(struct logistic_rows_piece *piece, size_t size, size_t padded, double grid)
{
	const struct batch *batch = &piece->batch;
	const double *restrict z = batch->z;
	double *restrict sum = piece->hessian;

	for (size_t i = 0; i < size; i++) {
		double left[BATCH];

		for (size_t n = 0; n < BATCH; n++)
			left[n] = batch->curve[n] * z[n * padded + i];
		for (size_t j = 0; j < in_lanes(i + 1); j++) {
			double all = sum[j];

			for (size_t n = 0; n < BATCH; n++)
				all += (left[n] * z[n * padded + j] + grid) - grid;
			sum[j] = all;
		}
		sum += in_lanes(i + 1);
	}
}

/* ---- a batch ---- */

/* Where there are fewer rows, the others weigh nothing. */
FOR_EACH_PROCESSOR
static void score_batch(const struct logistic_rows *sums, struct batch *batch)
{
	const double *restrict beta = sums->beta;

	for (size_t n = 0; n < BATCH; n++) {
		const double *restrict z = batch->z + n * sums->padded;
		double sum[LANES] = { 0 };

		for (size_t j = 0; j < sums->padded; j += LANES)
			for (size_t lane = 0; lane < LANES; lane++)
				sum[lane] += z[j + lane] * beta[j + lane];
		batch->score[n] = ((sum[0] + sum[4]) + (sum[1] + sum[5])) +
				  ((sum[2] + sum[6]) + (sum[3] + sum[7]));
	}
}

/* p = 1 / (1 + e^-score), by e = e^-|score|, so that what is small is exact. */
static void judge_batch(struct batch *batch, struct total *likelihood, struct total_grid grid)
{
	double e[BATCH], log[BATCH]; /* log: ln(1 + e) */

	for (size_t n = 0; n < BATCH; n++)
		e[n] = -fabs(batch->score[n]);
	lanes_exp(e, e, BATCH);
	lanes_log1p(e, log, BATCH);
	for (size_t n = 0; n < BATCH; n++) {
		double score = batch->score[n], weight = batch->weight[n];
		double less = e[n] / (1 + e[n]), more = 1 / (1 + e[n]);
		double likely = score > 0 ? more : less, unlikely = score > 0 ? less : more;
		double miss = batch->event[n] ? -unlikely : likely; /* p - event */
		bool against = batch->event[n] ? score < 0 : score > 0;

		total_add(likelihood, grid, -weight * ((against ? fabs(score) : 0) + log[n]));
		batch->slope[n] = weight * miss;
		batch->curve[n] = weight * likely * unlikely;
	}
}

static void add_batch(const struct logistic_rows *sums, struct logistic_rows_piece *piece)
{
	struct batch *batch = &piece->batch;
	struct total_grid grid = total_grid_of(sums->bound);

	for (; batch->rows < BATCH; batch->rows++) {
		memset(batch->z + batch->rows * sums->padded, 0, sums->padded * sizeof *batch->z);
		batch->weight[batch->rows] = 0;
		batch->event[batch->rows] = false;
	}
	score_batch(sums, batch);
	judge_batch(batch, &piece->likelihood, total_grid_of(sums->likelihood_bound));
	for (size_t n = 0; n < BATCH; n++)
		add_slope(piece, batch->slope[n], batch->z + n * sums->padded, sums->padded, &grid);
	if (sums->what == LOGISTIC_ROWS_HESSIAN)
		add_squares(piece, sums->size, sums->padded, grid.coarse);
	batch->rows = 0;
}

FOR_EACH_PROCESSOR
static void scale(const struct scaling *scaling, const double *restrict x, double *restrict z)
{
	const double *mean = scaling->mean, *factor = scaling->factor;

	z[0] = 1;
	for (size_t j = 0; j < scaling->columns; j++)
		z[j + 1] = (x[j] - mean[j]) * factor[j];
}

static void take_row(
	const struct logistic_rows *sums, struct logistic_rows_piece *piece, size_t row)
{
	const struct logistic_data *data = sums->data;
	struct batch *batch = &piece->batch;

	scale(sums->scaling, regressors_row(&data->rows, row, piece->row),
		batch->z + batch->rows * sums->padded);
	batch->weight[batch->rows] = data->weight != NULL ? data->weight[row] : 1;
	batch->event[batch->rows++] = data->event[row] != 0;
}

/* ---- all rows ---- */

static void walk(void *context, size_t number)
{
	const struct logistic_rows *sums = context;
	const struct logistic_data *data = sums->data;
	struct logistic_rows_piece *piece = &sums->piece[number];
	size_t end = pieces_start(data->rows.count, sums->piece_count, number + 1);

	piece->likelihood = (struct total)TOTAL_EMPTY;
	memset(piece->coarse, 0, sums->padded * sizeof *piece->coarse);
	memset(piece->fine, 0, sums->padded * sizeof *piece->fine);
	if (sums->what == LOGISTIC_ROWS_HESSIAN)
		memset(piece->hessian, 0, sums->packed * sizeof *piece->hessian);
	for (size_t i = pieces_start(data->rows.count, sums->piece_count, number); i < end; i++) {
		if (data->weight != NULL && !(data->weight[i] > 0))
			continue;
		take_row(sums, piece, i);
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
	memcpy(sums->beta, beta, sums->size * sizeof *beta);
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
	size_t size = data->rows.columns + 1, padded = in_lanes(size);

	*sums = (struct logistic_rows){ .data = data, .scaling = scaling, .pieces = pieces };
	sums->size = size;
	sums->padded = padded;
	for (size_t i = 0; i < size; i++)
		sums->packed += in_lanes(i + 1);
	sums->beta = mem_zero(padded, sizeof *sums->beta);
	sums->gradient = mem_zero(size, sizeof *sums->gradient);
	sums->hessian = mem_zero(size * size, sizeof *sums->hessian);
	sums->piece_count = pieces_of(data->rows.count);
	sums->piece = mem_zero(sums->piece_count, sizeof *sums->piece);
	for (size_t n = 0; n < sums->piece_count; n++) {
		struct logistic_rows_piece *piece = &sums->piece[n];

		piece->coarse = mem_alloc(padded * sizeof *piece->coarse);
		piece->fine = mem_alloc(padded * sizeof *piece->fine);
		piece->hessian = mem_alloc(sums->packed * sizeof *piece->hessian);
		piece->batch.z = mem_zero(BATCH * padded, sizeof *piece->batch.z);
		piece->row = mem_alloc(size * sizeof *piece->row);
	}
}

void logistic_rows_release(struct logistic_rows *sums)
{
	for (size_t n = 0; n < sums->piece_count; n++) {
		free(sums->piece[n].coarse);
		free(sums->piece[n].fine);
		free(sums->piece[n].hessian);
		free(sums->piece[n].batch.z);
		free(sums->piece[n].row);
	}
	free(sums->piece);
	free(sums->beta);
	free(sums->gradient);
	free(sums->hessian);
	*sums = (struct logistic_rows){ .data = NULL };
}
