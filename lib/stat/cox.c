/* SPDX-License-Identifier: MIT */
#include "stat/cox.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/cholesky.h"
#include "stat/concordance.h"
#include "stat/special.h"

enum { MOST_STEPS = 50, MOST_HALVINGS = 30 };

/* Differences of the likelihood below this share of it are rounding. */
static const double rounding = 1e-13;

/* If no more than this share of a covariate is its own, it depends on the others. */
static const double nothing = 1e-11;

/* The partial likelihood at some coefficients, in terms of standard scores. */
struct likelihood {
	const struct cox_rows *rows;
	double log;
	double *gradient;
	double *curvature; /* minus the second derivatives, lower half */
	double *mean;      /* of the covariates of those at risk: scratch */
};

/* The share of one of the tied events. */
static void add_step(
	struct likelihood *sum, const struct cox_risk_set *set, double gone, double weight)
{
	size_t p = sum->rows->covariates;
	double at_risk = set->at_risk - gone * set->tied;

	sum->log -= weight * log(at_risk);
	for (size_t j = 0; j < p; j++) {
		sum->mean[j] = (set->at_risk_x[j] - gone * set->tied_x[j]) / at_risk;
		sum->gradient[j] -= weight * sum->mean[j];
		for (size_t k = 0; k <= j; k++) {
			size_t jk = j * p + k;

			sum->curvature[jk] +=
				weight *
				((set->at_risk_xx[jk] - gone * set->tied_xx[jk]) / at_risk -
					sum->mean[j] * sum->mean[k]);
		}
	}
}

static void add_set(void *context, const struct cox_risk_set *set)
{
	struct likelihood *sum = context;
	const struct cox_rows *rows = sum->rows;
	size_t p = rows->covariates;
	double weight = set->event_weight / (double)set->events;

	for (size_t i = set->start; i < set->end; i++) {
		if (!rows->event[i])
			continue;
		sum->log += rows->weight[i] * (rows->score[i] - rows->offset);
		for (size_t j = 0; j < p; j++)
			sum->gradient[j] += rows->weight[i] * rows->x[i * p + j];
	}
	if (rows->ties == COX_BRESLOW) {
		add_step(sum, set, 0, set->event_weight);
		return;
	}
	for (size_t i = 0; i < set->events; i++)
		add_step(sum, set, cox_rows_gone(rows, set, i), weight);
}

static void measure(struct likelihood *sum, struct cox_rows *rows, const double *coefficient)
{
	size_t p = rows->covariates;

	cox_rows_set_scores(rows, coefficient);
	sum->log = 0;
	memset(sum->gradient, 0, p * sizeof *sum->gradient);
	memset(sum->curvature, 0, p * p * sizeof *sum->curvature);
	cox_rows_walk(rows, 2, add_set, sum);
}

/* Everything that Newton's method holds. */
struct newton {
	struct cox_rows rows;
	struct likelihood at;
	double *beta, *tried, *step;
	bool *out; /* covariates that say what others have said */
};

static void newton_begin(struct newton *newton, const struct cox_data *data)
{
	size_t p = data->covariates;

	cox_rows_sort(&newton->rows, data);
	newton->at = (struct likelihood){ &newton->rows, 0, mem_zero(p, sizeof(double)),
		mem_zero(p * p, sizeof(double)), mem_zero(p, sizeof(double)) };
	newton->beta = mem_zero(p, sizeof(double));
	newton->tried = mem_zero(p, sizeof(double));
	newton->step = mem_zero(p, sizeof(double));
	newton->out = mem_zero(p, sizeof *newton->out);
}

static void newton_end(struct newton *newton)
{
	cox_rows_release(&newton->rows);
	free(newton->at.gradient);
	free(newton->at.curvature);
	free(newton->at.mean);
	free(newton->beta);
	free(newton->tried);
	free(newton->step);
	free(newton->out);
}

/* Factor the curvature and find the step. Returns by how much it promises to raise the log. */
static double find_step(struct newton *newton, size_t *rank)
{
	size_t p = newton->rows.covariates;
	double promise = 0;

	memcpy(newton->step, newton->at.gradient, p * sizeof *newton->step);
	memset(newton->out, 0, p * sizeof *newton->out);
	*rank = p - cholesky_factor(newton->at.curvature, p, nothing, newton->out);
	cholesky_solve(newton->at.curvature, p, newton->step);
	for (size_t j = 0; j < p; j++)
		promise += newton->step[j] * newton->at.gradient[j] / 2;
	return promise;
}

/* Go the step, or a half of it, a quarter …, such that the likelihood is no less. */
static bool go(struct newton *newton, double log_before)
{
	size_t p = newton->rows.covariates;
	double part = 1;

	for (int i = 0; i < MOST_HALVINGS; i++, part /= 2) {
		for (size_t j = 0; j < p; j++)
			newton->tried[j] = newton->beta[j] + part * newton->step[j];
		measure(&newton->at, &newton->rows, newton->tried);
		if (isfinite(newton->at.log) &&
			newton->at.log >= log_before - rounding * fabs(log_before)) {
			memcpy(newton->beta, newton->tried, p * sizeof *newton->beta);
			return true;
		}
	}
	measure(&newton->at, &newton->rows, newton->beta);
	return false;
}

/* Where a coefficient goes to infinity, steps stay long although nothing is to be gained. */
static bool is_bounded(const struct newton *newton)
{
	for (size_t j = 0; j < newton->rows.covariates; j++)
		if (fabs(newton->step[j]) > 1e-3 * fmax(fabs(newton->beta[j]), 1))
			return false;
	return true;
}

/*
 * Once nothing is to be gained, one step more makes the last digits of the coefficients right.
 * Where they go to infinity it would only lead to where the curvature is lost in rounding.
 */
static size_t climb(struct newton *newton, struct cox_fit *fit)
{
	bool moves = true;
	size_t rank;

	measure(&newton->at, &newton->rows, newton->beta);
	fit->null_log_likelihood = newton->at.log;
	for (;;) {
		double log_here = newton->at.log, promise = find_step(newton, &rank);

		fit->bounded = is_bounded(newton);
		if (fit->converged || !moves || fit->iterations == MOST_STEPS)
			break;
		fit->converged = promise <= rounding * (fabs(log_here) + 1);
		if (fit->converged && !fit->bounded)
			break;
		moves = go(newton, log_here);
		fit->iterations++;
	}
	fit->log_likelihood = newton->at.log;
	return rank;
}

/* Coefficients and covariances, from standard scores to the covariates as they were given. */
static void settle(struct cox_fit *fit, const struct newton *newton)
{
	size_t p = fit->covariates;
	const double *deviation = newton->rows.deviation;

	cholesky_inverse(newton->at.curvature, p, fit->covariance);
	for (size_t j = 0; j < p; j++) {
		fit->mean[j] = newton->rows.mean[j];
		for (size_t k = 0; k < p; k++)
			fit->covariance[j * p + k] /= (deviation[j] > 0 ? deviation[j] : 1) *
						      (deviation[k] > 0 ? deviation[k] : 1);
	}
	for (size_t j = 0; j < p; j++) {
		double variance = fit->covariance[j * p + j];

		fit->se[j] = variance > 0 ? sqrt(variance) : NAN;
		fit->coefficient[j] = variance > 0 ? newton->beta[j] / deviation[j] : 0;
	}
}

static double concordance(const struct cox_rows *rows)
{
	struct concordance pairs = { 0, 0, 0 };

	for (size_t s = 0; s < rows->strata; s++) {
		size_t start = rows->start[s];

		concordance_add(&pairs, rows->time + start, rows->event + start,
			rows->weight + start, rows->score + start, rows->start[s + 1] - start);
	}
	return concordance_of(&pairs);
}

struct baselines {
	const struct cox_rows *rows;
	struct cox_baseline *of_stratum;
};

/* Times come from the last to the first; what is put here is turned round and added up later. */
static void add_hazard(void *context, const struct cox_risk_set *set)
{
	struct baselines *all = context;
	struct cox_baseline *baseline = &all->of_stratum[set->stratum];
	double weight = set->event_weight / (double)set->events, hazard = 0;

	for (size_t i = 0; i < set->events; i++)
		hazard += weight / (set->at_risk - cox_rows_gone(all->rows, set, i) * set->tied);
	baseline->time[baseline->count] = set->time;
	baseline->hazard[baseline->count++] = hazard * exp(-all->rows->offset);
}

static void swap(double *a, double *b)
{
	double kept = *a;

	*a = *b;
	*b = kept;
}

static void find_baselines(struct cox_fit *fit, const struct cox_rows *rows)
{
	struct baselines all = { rows, mem_zero(rows->strata, sizeof *all.of_stratum) };

	for (size_t s = 0; s < rows->strata; s++) {
		size_t most = rows->start[s + 1] - rows->start[s];

		all.of_stratum[s].time = mem_alloc(most * sizeof(double));
		all.of_stratum[s].hazard = mem_alloc(most * sizeof(double));
		all.of_stratum[s].last = most > 0 ? rows->time[rows->start[s]] : 0;
	}
	cox_rows_walk(rows, 0, add_hazard, &all);
	for (size_t s = 0; s < rows->strata; s++) {
		struct cox_baseline *one = &all.of_stratum[s];

		for (size_t i = 0; i < one->count / 2; i++) {
			swap(&one->time[i], &one->time[one->count - 1 - i]);
			swap(&one->hazard[i], &one->hazard[one->count - 1 - i]);
		}
		for (size_t i = 1; i < one->count; i++)
			one->hazard[i] += one->hazard[i - 1];
	}
	fit->baseline = all.of_stratum;
}

static int check_data(const struct cox_data *data, size_t *events, struct diag *why)
{
	*events = 0;
	for (size_t i = 0; i < data->rows; i++) {
		double weight = data->weight != NULL ? data->weight[i] : 1;

		*events += data->event[i];
		if (!isfinite(data->time[i]) || data->time[i] < 0)
			return diag_fail(why, "a time is not finite, or below 0");
		if (!isfinite(weight) || !(weight > 0))
			return diag_fail(why, "a weight is not finite, or not above 0");
	}
	for (size_t i = 0; i < data->rows * data->covariates; i++)
		if (!isfinite(data->x[i]))
			return diag_fail(why, "a covariate is not finite");
	if (*events == 0)
		return diag_fail(why, "nobody has had the event: there is nothing to learn from");
	return 0;
}

int cox_fit(struct cox_fit *fit, const struct cox_data *data, struct diag *why)
{
	size_t p = data->covariates, rank, events;
	struct newton newton;

	*fit = (struct cox_fit){ 0 };
	if (check_data(data, &events, why) < 0)
		return -1;
	*fit = (struct cox_fit){
		.covariates = p,
		.coefficient = mem_zero(p, sizeof(double)),
		.se = mem_zero(p, sizeof(double)),
		.covariance = mem_zero(p * p, sizeof(double)),
		.mean = mem_zero(p, sizeof(double)),
		.rows = data->rows,
		.events = events,
		.strata = data->strata,
	};
	newton_begin(&newton, data);
	rank = climb(&newton, fit);
	settle(fit, &newton);
	fit->ratio.chi_square = fmax(2 * (fit->log_likelihood - fit->null_log_likelihood), 0);
	fit->ratio.degrees = (double)rank;
	fit->ratio.p = rank > 0 ? special_chi_square_tail(fit->ratio.chi_square, (double)rank) : 1;
	fit->concordance = concordance(&newton.rows);
	find_baselines(fit, &newton.rows);
	newton_end(&newton);
	return 0;
}

double cox_score(const struct cox_fit *fit, const double *x)
{
	double score = 0;

	for (size_t j = 0; j < fit->covariates; j++)
		score += fit->coefficient[j] * (x[j] - fit->mean[j]);
	return score;
}

/* How many times of events are at or before `time`. */
static size_t times_until(const struct cox_baseline *baseline, double time)
{
	size_t low = 0, high = baseline->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (baseline->time[middle] <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

double cox_hazard(const struct cox_fit *fit, size_t stratum, double score, double time)
{
	const struct cox_baseline *baseline = &fit->baseline[stratum];
	size_t until = times_until(baseline, time);

	return until > 0 ? baseline->hazard[until - 1] * exp(score) : 0;
}

double cox_survival(const struct cox_fit *fit, size_t stratum, double score, double time)
{
	return exp(-cox_hazard(fit, stratum, score, time));
}

double cox_remaining(
	const struct cox_fit *fit, size_t stratum, double score, double from, double until)
{
	const struct cox_baseline *baseline = &fit->baseline[stratum];
	size_t next = times_until(baseline, from);
	double before = next > 0 ? baseline->hazard[next - 1] : 0, hazard = before;
	double risk = exp(score), sum = 0;

	while (from < until) {
		bool more = next < baseline->count && baseline->time[next] < until;
		double to = more ? baseline->time[next] : until;

		sum += (to - from) * exp((before - hazard) * risk);
		from = to;
		if (more)
			hazard = baseline->hazard[next++];
	}
	return sum;
}

void cox_fit_release(struct cox_fit *fit)
{
	free(fit->coefficient);
	free(fit->se);
	free(fit->covariance);
	free(fit->mean);
	for (size_t s = 0; fit->baseline != NULL && s < fit->strata; s++) {
		free(fit->baseline[s].time);
		free(fit->baseline[s].hazard);
	}
	free(fit->baseline);
	*fit = (struct cox_fit){ 0 };
}
