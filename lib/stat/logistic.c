/* SPDX-License-Identifier: MIT */
#include "stat/logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/cholesky.h"
#include "stat/draws.h"
#include "stat/scaling.h"
#include "stat/total.h"

enum { MOST_HALVINGS = 60 };

/*
 * How far the optimum still is, is measured by Newton's decrement, step' H step: the square of the
 * step in standard errors, and twice what the likelihood has to gain.
 */
static const double arrived = 1e-16, nothing_to_gain = 1e-8;
static const double still_moving = 0.1; /* of the logarithm of the odds of some row */
static const double collinear = 1e-9;   /* what others leave of a column, squared */
static const double not_flat = 1e-14;

/* Two doubles that the processor adds at once. */
typedef double pair __attribute__((vector_size(16), may_alias));

/* Sums over a piece of the rows. */
struct piece {
	struct total likelihood;
	struct total *gradient;
	double *hessian; /* the lower half, in rows of even length */
	double *z;       /* one row, scaled, the intercept's 1 first, even */
};

/* A fit in work, in terms of the scaled columns; number 0 is the intercept. */
struct work {
	const struct logistic_data *data;
	const struct pieces *pieces;
	struct scaling scaling;
	size_t size, packed; /* coefficients; length of the packed lower half */
	size_t piece_count;
	struct piece *piece;
	struct total_grid grid, likelihood_grid;
	double events;           /* weights of the rows with the event */
	double *penalty;         /* of each coefficient */
	double *beta, *step;     /* the coefficients, and where they go from there */
	double *gradient, *best; /* of the value; the coefficients before the step */
	double *hessian;
	double value, likelihood; /* what is to become least; without the penalty */
	bool penalised, *out;     /* out: which coefficients are left out */
};

/* ---- sums over the rows ---- */

static double weight_of(const struct work *work, size_t row)
{
	return work->data->weight != NULL ? work->data->weight[row] : 1;
}

/* The row as it is calculated with, and the logarithm of its odds. */
static double scale_row(const struct work *work, const double *x, double *z)
{
	const struct scaling *scaling = &work->scaling;
	double score = work->beta[0];

	z[0] = 1;
	for (size_t j = 0; j < scaling->columns; j++) {
		z[j + 1] = (x[j] - scaling->mean[j]) * scaling->factor[j];
		score += work->beta[j + 1] * z[j + 1];
	}
	return score;
}

/* Add curvature * z z', the lower half of it. */
static void add_square(double *hessian, const double *z, size_t size, double curvature, double grid)
{
	const pair large = { grid, grid }, *right = (const pair *)z;
	pair *sum = (pair *)hessian;

	for (size_t i = 0; i < size; i++) {
		const pair left = { curvature * z[i], curvature * z[i] };

		for (size_t j = 0; j <= i / 2; j++)
			sum[j] += (left * right[j] + large) - large;
		sum += i / 2 + 1;
	}
}

/* p = 1 / (1 + e^-score), by e = e^-|score|, so that what is small is exact. */
static void add_row(const struct work *work, struct piece *piece, size_t row)
{
	const struct logistic_data *data = work->data;
	double weight = weight_of(work, row), *z = piece->z;
	double score = scale_row(work, data->x + row * data->columns, z);
	double e = draws_exp(-fabs(score)), less = e / (1 + e), more = 1 / (1 + e);
	double likely = score > 0 ? more : less, unlikely = score > 0 ? less : more;
	double miss = data->event[row] ? -unlikely : likely; /* p - event */
	bool against = data->event[row] ? score < 0 : score > 0;

	total_add(&piece->likelihood, work->likelihood_grid,
		-weight * ((against ? fabs(score) : 0) + draws_log(1 + e)));
	for (size_t i = 0; i < work->size; i++)
		total_add(&piece->gradient[i], work->grid, weight * miss * z[i]);
	add_square(piece->hessian, z, work->size, weight * likely * unlikely, work->grid.coarse);
}

static void walk(void *context, size_t number)
{
	struct work *work = context;
	struct piece *piece = &work->piece[number];
	size_t rows = work->data->count, end = pieces_start(rows, work->piece_count, number + 1);

	piece->likelihood = (struct total)TOTAL_EMPTY;
	memset(piece->gradient, 0, work->size * sizeof *piece->gradient);
	memset(piece->hessian, 0, work->packed * sizeof *piece->hessian);
	for (size_t i = pieces_start(rows, work->piece_count, number); i < end; i++)
		if (weight_of(work, i) > 0)
			add_row(work, piece, i);
}

/* The second derivatives, those of the penalty with them. */
static void unpack_hessian(struct work *work, const double *packed)
{
	for (size_t i = 0; i < work->size; i++) {
		double *row = work->hessian + i * work->size;

		memcpy(row, packed, (i + 1) * sizeof *row);
		row[i] += work->penalty[i];
		packed += 2 * (i / 2 + 1);
	}
}

/*
 * Value, gradient and second derivatives at beta. The sum of weight |z| over the rows is at most
 * that of the weights, as the mean of z² is 1; so is that of weight |z z'|. The bounds of the sums
 * leave room for what is rounded on the way.
 */
static void evaluate(struct work *work)
{
	struct piece *all = &work->piece[0];
	double slopes = 0, penalty = 0;

	for (size_t i = 0; i < work->size; i++) {
		slopes += fabs(work->beta[i]);
		penalty += work->penalty[i] * work->beta[i] * work->beta[i] / 2;
	}
	work->grid = total_grid_of(1.01 * work->scaling.weights);
	work->likelihood_grid = total_grid_of(1.01 * work->scaling.weights * (slopes + 1));
	pieces_run(work->pieces, work->piece_count, walk, work);
	for (size_t n = 1; n < work->piece_count; n++) {
		const struct piece *piece = &work->piece[n];

		total_merge(&all->likelihood, &piece->likelihood);
		for (size_t i = 0; i < work->size; i++)
			total_merge(&all->gradient[i], &piece->gradient[i]);
		for (size_t i = 0; i < work->packed; i++)
			all->hessian[i] += piece->hessian[i];
	}
	work->likelihood = total_value(&all->likelihood);
	work->value = penalty - work->likelihood;
	for (size_t i = 0; i < work->size; i++)
		work->gradient[i] =
			total_value(&all->gradient[i]) + work->penalty[i] * work->beta[i];
	unpack_hessian(work, all->hessian);
}

/* ---- Newton's steps ---- */

/* Take the step; while the value becomes greater by more than its rounding, half of it. */
static void take_step(struct work *work)
{
	double before = work->value, allowed = 1e-13 * (fabs(before) + 1);

	memcpy(work->best, work->beta, work->size * sizeof *work->best);
	for (int halving = 0; halving <= MOST_HALVINGS; halving++) {
		for (size_t i = 0; i < work->size; i++)
			work->beta[i] = work->best[i] + ldexp(work->step[i], -halving);
		evaluate(work);
		if (work->value <= before + allowed)
			return;
	}
}

/* Solve for the next step. Returns its decrement. */
static double find_step(struct work *work, bool first, bool *flat)
{
	double decrement = 0;
	double least = first && !work->penalised ? collinear : not_flat;
	size_t fewer = cholesky_factor(work->hessian, work->size, least, work->out);

	*flat = fewer > 0 && !first;
	for (size_t i = 0; i < work->size; i++)
		work->step[i] = -work->gradient[i];
	cholesky_solve(work->hessian, work->size, work->step);
	for (size_t i = 0; i < work->size; i++)
		decrement -= work->step[i] * work->gradient[i];
	return decrement;
}

/* The column whose step moves the odds of some row most, and by how much. */
static double fastest(const struct work *work, size_t *column)
{
	double most = 0;

	*column = 0;
	for (size_t j = 0; j < work->scaling.columns; j++) {
		double moved = fabs(work->step[j + 1]) * work->scaling.reach[j];

		if (moved > most) {
			most = moved;
			*column = j;
		}
	}
	return most;
}

static enum logistic_end climb(struct work *work, int most_steps, struct logistic *fit)
{
	for (fit->steps = 0;; fit->steps++) {
		bool flat;
		double decrement = find_step(work, fit->steps == 0, &flat);

		if (flat || (decrement < nothing_to_gain &&
				    fastest(work, &fit->column) > still_moving)) {
			fastest(work, &fit->column);
			return LOGISTIC_SEPARATED;
		}
		if (decrement < arrived) {
			for (size_t i = 0; i < work->size; i++)
				work->beta[i] += work->step[i];
			return LOGISTIC_CONVERGED;
		}
		if (fit->steps == most_steps)
			return LOGISTIC_STOPPED;
		take_step(work);
	}
}

/* ---- from the columns to the scaled ones and back ---- */

static void start(struct work *work, const struct logistic_options *options, struct logistic *fit)
{
	double rate = work->events / work->scaling.weights;

	fit->rows = work->scaling.weights;
	fit->null_log_likelihood =
		work->events * draws_log(rate) + (fit->rows - work->events) * draws_log(1 - rate);
	work->penalised = options->penalty > 0;
	work->beta[0] = draws_log(rate / (1 - rate));
	for (size_t j = 0; j < work->scaling.columns; j++) {
		double factor = work->scaling.factor[j];

		work->out[j + 1] = factor == 0;
		work->penalty[j + 1] = options->penalty * (options->scaled ? 1 : factor * factor);
	}
}

static void finish(struct work *work, struct logistic *fit)
{
	size_t size = work->size;
	double *inverse = mem_alloc(size * size * sizeof *inverse), variance = 0;
	double *weight = mem_alloc(size * sizeof *weight); /* of beta in the intercept */

	cholesky_inverse(work->hessian, size, inverse);
	fit->log_likelihood = work->likelihood;
	weight[0] = 1;
	fit->coefficient[0] = work->beta[0];
	for (size_t j = 1; j < size; j++) {
		double factor = work->scaling.factor[j - 1];

		weight[j] = -factor * work->scaling.mean[j - 1];
		fit->coefficient[0] += weight[j] * work->beta[j];
		fit->coefficient[j] = work->out[j] ? 0 : work->beta[j] * factor;
		fit->se[j] = work->out[j] ? NAN : sqrt(inverse[j * size + j]) * factor;
		fit->left_out += work->out[j];
	}
	for (size_t i = 0; i < size; i++)
		for (size_t j = 0; j < size; j++)
			variance += weight[i] * weight[j] * inverse[i * size + j];
	fit->se[0] = sqrt(variance);
	free(weight);
	free(inverse);
}

static void work_new(struct work *work)
{
	size_t size = work->size;

	work->packed = 0;
	for (size_t i = 0; i < size; i++)
		work->packed += 2 * (i / 2 + 1);
	work->piece_count = pieces_of(work->data->count);
	work->piece = mem_zero(work->piece_count, sizeof *work->piece);
	for (size_t n = 0; n < work->piece_count; n++) {
		struct piece *piece = &work->piece[n];

		piece->gradient = mem_alloc(size * sizeof *piece->gradient);
		piece->hessian = mem_alloc(work->packed * sizeof *piece->hessian);
		piece->z = mem_zero(size + 1, sizeof *piece->z);
	}
	work->penalty = mem_zero(size, sizeof *work->penalty);
	work->beta = mem_zero(size, sizeof *work->beta);
	work->step = mem_zero(size, sizeof *work->step);
	work->gradient = mem_zero(size, sizeof *work->gradient);
	work->best = mem_zero(size, sizeof *work->best);
	work->hessian = mem_zero(size * size, sizeof *work->hessian);
	work->out = mem_zero(size, sizeof *work->out);
}

static void work_release(struct work *work)
{
	for (size_t n = 0; n < work->piece_count; n++) {
		free(work->piece[n].gradient);
		free(work->piece[n].hessian);
		free(work->piece[n].z);
	}
	free(work->piece);
	free(work->penalty);
	free(work->beta);
	free(work->step);
	free(work->gradient);
	free(work->best);
	free(work->hessian);
	free(work->out);
	scaling_release(&work->scaling);
}

/* Weights of the rows with the event; there must be some, and others. */
static int count_events(struct work *work, struct diag *why)
{
	struct total_grid grid = total_grid_of(1.01 * work->scaling.weights);
	struct total sum = TOTAL_EMPTY;
	bool others = false;

	for (size_t i = 0; i < work->data->count; i++) {
		if (weight_of(work, i) > 0 && work->data->event[i])
			total_add(&sum, grid, weight_of(work, i));
		else if (weight_of(work, i) > 0)
			others = true;
	}
	work->events = total_value(&sum);
	if (work->events > 0 && others)
		return 0;
	return diag_fail(why, "%s: both kinds are needed to learn to tell them apart",
		others ? "no row has the event" : "all rows have the event");
}

int logistic_fit(const struct logistic_data *data, const struct logistic_options *options,
	struct logistic *fit, struct diag *why)
{
	struct work work = { .data = data, .pieces = options->pieces, .size = data->columns + 1 };
	int most = options->most_steps > 0 ? options->most_steps : LOGISTIC_MOST_STEPS, result;

	*fit = (struct logistic){ .columns = data->columns };
	fit->coefficient = mem_zero(work.size, sizeof *fit->coefficient);
	fit->se = mem_zero(work.size, sizeof *fit->se);
	result = scaling_new(&work.scaling, data->x, data->weight, data->count, data->columns,
		options->pieces, why);
	work_new(&work);
	if (result == 0)
		result = count_events(&work, why);
	if (result == 0) {
		start(&work, options, fit);
		evaluate(&work);
		fit->end = climb(&work, most, fit);
		finish(&work, fit);
	}
	work_release(&work);
	return result;
}

void logistic_release(struct logistic *fit)
{
	free(fit->coefficient);
	free(fit->se);
	*fit = (struct logistic){ 0 };
}

const char *logistic_end_name(enum logistic_end end)
{
	static const char *const name[] = { "converged", "separated", "stopped" };

	return name[end];
}

double logistic_score(const struct logistic *fit, const double *x)
{
	double score = fit->coefficient[0];

	for (size_t j = 0; j < fit->columns; j++)
		score += fit->coefficient[j + 1] * x[j];
	return score;
}

double logistic_probability(double score)
{
	return 1 / (1 + draws_exp(-score));
}
