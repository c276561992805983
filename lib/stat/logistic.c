/* SPDX-License-Identifier: MIT */
#include "stat/logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stat/cholesky.h"
#include "stat/draws.h"
#include "stat/logistic_rows.h"
#include "stat/logistic_sample.h"
#include "stat/scaling.h"
#include "stat/total.h"

enum { MOST_HALVINGS = 60, MANY_ROWS = 50000 };

/*
 * How far the optimum still is, is measured by Newton's decrement, step' H step: the square of the
 * step in standard errors, and twice what the likelihood has to gain.
 */
static const double arrived = 1e-16, nothing_to_gain = 1e-8;
static const double still_moving = 0.1; /* of the logarithm of the odds of some row */
static const double collinear = 1e-9;   /* what others leave of a column, squared */
static const double not_flat = 1e-14;

/* As near that the second derivatives there are those of the optimum, to a millionth. */
static const double close_by = 1e-5;
static const double roughly = 1e-4;

/*
 * Where there are so many columns that second derivatives cost a dozen times what the first do,
 * those of a place serve for others around, of which each row knows by no more than this.
 */
enum { WIDE = 32 };
static const double around = 0.1;

/* A fit in work, in terms of the scaled columns; number 0 is the intercept. */
struct work {
	const struct logistic_data *data;
	const struct logistic_options *options;
	struct scaling scaling;
	struct logistic_rows sums; /* over the rows, at beta */
	size_t size;               /* coefficients */
	double events;             /* weights of the rows with the event */
	double *penalty;           /* of each coefficient */
	double *beta, *step;       /* the coefficients, and where they go from there */
	double *gradient, *best;   /* of the value; the coefficients before the step */
	double *hessian;           /* or its factor */
	double value;              /* what is to become least */
	bool penalised, *out;      /* out: which coefficients are left out */
};

static double weight_of(const struct work *work, size_t row)
{
	return work->data->weight != NULL ? work->data->weight[row] : 1;
}

/* Value and gradient at beta, and the second derivatives, if they are wanted. */
static void evaluate(struct work *work, enum logistic_rows_what what)
{
	double penalty = 0;

	logistic_rows_add(&work->sums, work->beta, what);
	for (size_t i = 0; i < work->size; i++) {
		penalty += work->penalty[i] * work->beta[i] * work->beta[i] / 2;
		work->gradient[i] = work->sums.gradient[i] + work->penalty[i] * work->beta[i];
	}
	work->value = penalty - work->sums.likelihood;
	if (what != LOGISTIC_ROWS_HESSIAN)
		return;
	memcpy(work->hessian, work->sums.hessian, work->size * work->size * sizeof(double));
	for (size_t i = 0; i < work->size; i++)
		work->hessian[i * work->size + i] += work->penalty[i];
}

static bool is_many(const struct work *work)
{
	return work->data->rows.count >= MANY_ROWS &&
	       work->data->rows.count >= logistic_sample_rows(work->data) * 4;
}

/* ---- steps ---- */

/* Take the step; while the value becomes greater by more than its rounding, half of it. */
static void take_step(struct work *work, enum logistic_rows_what what)
{
	double before = work->value, allowed = 1e-13 * (fabs(before) + 1);

	memcpy(work->best, work->beta, work->size * sizeof *work->best);
	for (int halving = 0; halving <= MOST_HALVINGS; halving++) {
		for (size_t i = 0; i < work->size; i++)
			work->beta[i] = work->best[i] + ldexp(work->step[i], -halving);
		evaluate(work, what);
		if (work->value <= before + allowed)
			return;
	}
}

/* Solve for the next step by the factor that is there. Returns its decrement. */
static double find_step(struct work *work)
{
	double decrement = 0;

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

/*
 * Steps by the second derivatives that are there, of a place or of rows near by: each leaves a
 * part of the way only, and costs a fraction. On to a decrement of `enough`, or until they do not
 * help. Returns the last decrement.
 */
static double stroll(struct work *work, double enough)
{
	double before = INFINITY, decrement = find_step(work);

	while (decrement >= enough && decrement < before / 2) {
		before = decrement;
		take_step(work, LOGISTIC_ROWS_GRADIENT);
		decrement = find_step(work);
	}
	return decrement;
}

/*
 * Are the second derivatives of a place with this decrement good enough to go on by? Without a
 * penalty there may be no optimum, which only those of each place tell.
 */
static bool may_stroll(const struct work *work, double decrement)
{
	if (is_many(work))
		return decrement < close_by;
	return work->penalised && work->size >= WIDE && decrement < around * work->scaling.weights;
}

static enum logistic_end climb(struct work *work, int most_steps, struct logistic *fit)
{
	double enough = work->options->rough ? roughly : arrived;

	for (fit->steps = 0;; fit->steps++) {
		bool first = fit->steps == 0, near;
		size_t fewer = cholesky_factor(work->hessian, work->size,
			first && !work->penalised ? collinear : not_flat, work->out);
		double decrement = find_step(work);

		if ((fewer > 0 && !first) || (decrement < nothing_to_gain &&
						     fastest(work, &fit->column) > still_moving)) {
			fastest(work, &fit->column);
			return LOGISTIC_SEPARATED;
		}
		near = work->options->rough || decrement < close_by;
		if (may_stroll(work, decrement))
			decrement = stroll(work, enough);
		if (near && decrement < enough) {
			for (size_t i = 0; i < work->size; i++)
				work->beta[i] += work->step[i];
			return LOGISTIC_CONVERGED;
		}
		if (fit->steps == most_steps)
			return LOGISTIC_STOPPED;
		take_step(work, LOGISTIC_ROWS_HESSIAN);
	}
}

/* ---- from the columns to the scaled ones and back ---- */

static void start(struct work *work, struct logistic *fit)
{
	const struct logistic_options *options = work->options;
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

/* ---- many rows: most of the way with few of them ---- */

static void begin_at(struct work *work, const double *coefficient)
{
	work->beta[0] = coefficient[0];
	for (size_t j = 0; j < work->scaling.columns; j++) {
		double factor = work->scaling.factor[j];

		work->beta[0] += work->scaling.mean[j] * coefficient[j + 1];
		work->beta[j + 1] = factor > 0 ? coefficient[j + 1] / factor : 0;
	}
}

/* The second derivatives of all rows as those of some make them seem, `times` theirs. */
static void guess_hessian(struct work *work, const struct logistic_data *some, double times)
{
	struct logistic_rows sums;
	size_t size = work->size;

	logistic_rows_new(&sums, some, &work->scaling, work->options->pieces);
	logistic_rows_add(&sums, work->beta, LOGISTIC_ROWS_HESSIAN);
	for (size_t i = 0; i < size * size; i++)
		work->hessian[i] = times * sums.hessian[i];
	for (size_t i = 0; i < size; i++)
		work->hessian[i * size + i] += work->penalty[i];
	logistic_rows_release(&sums);
}

/* Where the best coefficients of a sample are. */
static bool begin_with_sample(struct work *work, const struct logistic_sample *sample, double times)
{
	struct logistic_options how = *work->options;
	struct logistic fit;
	struct diag why;
	bool good;

	how.penalty /= times;
	how.rough = true;
	good = logistic_fit(&sample->data, &how, &fit, &why) == 0 && fit.end == LOGISTIC_CONVERGED;
	if (good)
		begin_at(work, fit.coefficient);
	logistic_release(&fit);
	return good;
}

/*
 * Fit to a sample first, unless it is known where to begin, and go on from there by its second
 * derivatives. Wherever that leads to, Newton's steps go on from there: it decides how long the way
 * is, not where it ends. Returns the last decrement.
 */
static double approach(struct work *work, double enough)
{
	struct logistic_sample sample;
	bool *out = mem_alloc(work->size * sizeof *out);
	double times, decrement = INFINITY;

	logistic_sample_new(&sample, work->data);
	times = work->scaling.weights / fmax(sample.weights, 1);
	if (work->options->start != NULL || begin_with_sample(work, &sample, times)) {
		guess_hessian(work, &sample.data, times);
		memcpy(out, work->out, work->size * sizeof *out);
		cholesky_factor(work->hessian, work->size, collinear, out);
		evaluate(work, LOGISTIC_ROWS_GRADIENT);
		decrement = stroll(work, enough);
	}
	logistic_sample_release(&sample);
	free(out);
	return decrement;
}

/* The standard errors, by the second derivatives' inverse. */
static void find_errors(const struct work *work, struct logistic *fit)
{
	size_t size = work->size;
	double *inverse = mem_alloc(size * size * sizeof *inverse), variance = 0;
	double *weight = mem_alloc(size * sizeof *weight); /* of beta in the intercept */

	cholesky_inverse(work->hessian, size, inverse);
	weight[0] = 1;
	for (size_t j = 1; j < size; j++) {
		double factor = work->scaling.factor[j - 1];

		weight[j] = -factor * work->scaling.mean[j - 1];
		fit->se[j] = work->out[j] ? NAN : sqrt(inverse[j * size + j]) * factor;
	}
	for (size_t i = 0; i < size; i++)
		for (size_t j = 0; j < size; j++)
			variance += weight[i] * weight[j] * inverse[i * size + j];
	fit->se[0] = sqrt(variance);
	free(weight);
	free(inverse);
}

static void finish(const struct work *work, struct logistic *fit)
{
	fit->log_likelihood = work->sums.likelihood;
	fit->coefficient[0] = work->beta[0];
	for (size_t j = 1; j < work->size; j++) {
		double factor = work->scaling.factor[j - 1];

		fit->coefficient[0] += -factor * work->scaling.mean[j - 1] * work->beta[j];
		fit->coefficient[j] = work->out[j] ? 0 : work->beta[j] * factor;
		fit->left_out += work->out[j];
	}
	if (!work->options->rough) {
		find_errors(work, fit);
		return;
	}
	for (size_t j = 0; j < work->size; j++)
		fit->se[j] = NAN;
}

static void work_new(struct work *work)
{
	size_t size = work->size;

	logistic_rows_new(&work->sums, work->data, &work->scaling, work->options->pieces);
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
	logistic_rows_release(&work->sums);
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

	for (size_t i = 0; i < work->data->rows.count; i++) {
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

static enum logistic_end reach(struct work *work, int most_steps, struct logistic *fit)
{
	bool rough = work->options->rough && work->penalised;

	if (work->options->start != NULL)
		begin_at(work, work->options->start);
	if (is_many(work) && approach(work, rough ? roughly : close_by / 10) < roughly && rough)
		return LOGISTIC_CONVERGED;
	evaluate(work, LOGISTIC_ROWS_HESSIAN);
	return climb(work, most_steps, fit);
}

int logistic_fit(const struct logistic_data *data, const struct logistic_options *options,
	struct logistic *fit, struct diag *why)
{
	struct work work = { .data = data, .options = options, .size = data->rows.columns + 1 };
	int most = options->most_steps > 0 ? options->most_steps : LOGISTIC_MOST_STEPS, result;

	*fit = (struct logistic){ .columns = data->rows.columns };
	fit->coefficient = mem_zero(work.size, sizeof *fit->coefficient);
	fit->se = mem_zero(work.size, sizeof *fit->se);
	result = scaling_new(&work.scaling, &data->rows, data->weight, options->pieces, why);
	work_new(&work);
	if (result == 0)
		result = count_events(&work, why);
	if (result == 0) {
		start(&work, fit);
		fit->end = reach(&work, most, fit);
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
