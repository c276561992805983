/* SPDX-License-Identifier: MIT */
#include "stat/cox_check.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/special.h"

/* A time with events, on the scale of the test. */
struct scaled_time {
	double time, value;
};

struct check {
	const struct cox_rows *rows;
	const struct scaled_time *scaled;
	size_t times;
	double mean;   /* of the scaled times of all events */
	double events; /* their weight */
	double spread; /* sum of squares around the mean */
	double *sum;   /* of residuals times scaled times, for each covariate */
	double *at_risk_mean;
};

/* Scale each time at which anybody had an event. Returns how many there are. */
static size_t scale_times(
	const struct survival_curve *curve, enum cox_scale scale, struct scaled_time *scaled)
{
	double before = 0;
	size_t count = 0;

	for (size_t i = 0; i < curve->count; i++) {
		const struct survival_point *point = &curve->point[i];
		double value = point->time;

		if (!(point->events > 0))
			continue;
		if (scale == COX_SCALE_RANK)
			value = before + (point->events + 1) / 2;
		else if (scale == COX_SCALE_KM)
			value = i > 0 ? 1 - curve->point[i - 1].survival : 0;
		scaled[count++] = (struct scaled_time){ point->time, value };
		before += point->events;
	}
	return count;
}

static struct scaled_time *scale_of(
	const struct cox_data *data, enum cox_scale scale, size_t *count)
{
	struct survival_case *cases = mem_alloc(data->rows * sizeof *cases);
	struct scaled_time *scaled;
	struct survival_curve curve;

	for (size_t i = 0; i < data->rows; i++)
		cases[i] = (struct survival_case){ data->time[i],
			data->weight != NULL ? data->weight[i] : 1, 0, data->event[i] };
	survival_sort(cases, data->rows);
	survival_fit(&curve, cases, data->rows, SURVIVAL_LOG, 0.95);
	scaled = mem_alloc(curve.count * sizeof *scaled);
	*count = scale_times(&curve, scale, scaled);
	survival_curve_release(&curve);
	free(cases);
	return scaled;
}

static double value_at(const struct check *check, double time)
{
	size_t low = 0, high = check->times;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (check->scaled[middle].time <= time)
			low = middle;
		else
			high = middle;
	}
	return check->scaled[low].value;
}

static void add_mean(void *context, const struct cox_risk_set *set)
{
	struct check *check = context;

	check->events += set->event_weight;
	check->mean += set->event_weight * value_at(check, set->time);
}

/* The mean of those at risk: of tied events each has seen its own, and all are given the middle. */
static void find_mean(struct check *check, const struct cox_risk_set *set)
{
	size_t p = check->rows->covariates;

	memset(check->at_risk_mean, 0, p * sizeof(double));
	for (size_t i = 0; i < set->events; i++) {
		double gone = cox_rows_gone(check->rows, set, i);
		double at_risk = (set->at_risk - gone * set->tied) * (double)set->events;

		for (size_t j = 0; j < p; j++)
			check->at_risk_mean[j] +=
				(set->at_risk_x[j] - gone * set->tied_x[j]) / at_risk;
	}
}

static void add_residuals(void *context, const struct cox_risk_set *set)
{
	struct check *check = context;
	const struct cox_rows *rows = check->rows;
	size_t p = rows->covariates;
	double distance = value_at(check, set->time) - check->mean;

	find_mean(check, set);
	check->spread += set->event_weight * distance * distance;
	for (size_t i = set->start; i < set->end; i++)
		for (size_t j = 0; rows->event[i] && j < p; j++)
			check->sum[j] += rows->weight[i] * distance *
					 (rows->x[i * p + j] - check->at_risk_mean[j]) *
					 rows->deviation[j];
}

static struct survival_test test_of(double chi_square, double degrees)
{
	if (!(degrees > 0) || !isfinite(chi_square))
		return (struct survival_test){ 0, 0, 1 };
	return (struct survival_test){ chi_square, degrees,
		special_chi_square_tail(chi_square, degrees) };
}

/* How far the sums are from the 0 that is to be expected, measured by the covariance. */
static struct survival_test test_sums(
	const struct cox_fit *fit, const struct check *check, struct survival_test *of_covariate)
{
	size_t p = fit->covariates;
	double all = 0, unit = check->events / check->spread, rank = 0;

	for (size_t j = 0; j < p; j++) {
		const double *row = fit->covariance + j * p;
		double scaled = 0;

		for (size_t k = 0; k < p; k++)
			scaled += row[k] * check->sum[k];
		all += check->sum[j] * scaled * unit;
		of_covariate[j] = test_of(scaled * scaled * unit / row[j], row[j] > 0);
		rank += row[j] > 0;
	}
	return test_of(all, rank);
}

struct survival_test cox_check_effects(const struct cox_fit *fit, const struct cox_data *data,
	enum cox_scale scale, struct survival_test *of_covariate)
{
	size_t p = fit->covariates;
	double *coefficient = mem_zero(p, sizeof *coefficient);
	struct survival_test test;
	struct cox_rows rows;
	struct check check = { .rows = &rows,
		.sum = mem_zero(p, sizeof(double)),
		.at_risk_mean = mem_zero(p, sizeof(double)) };
	struct scaled_time *scaled = scale_of(data, scale, &check.times);

	cox_rows_sort(&rows, data);
	for (size_t j = 0; j < p; j++)
		coefficient[j] = fit->coefficient[j] * rows.deviation[j];
	cox_rows_set_scores(&rows, coefficient);
	check.scaled = scaled;
	cox_rows_walk(&rows, 0, add_mean, &check);
	check.mean /= check.events;
	cox_rows_walk(&rows, 1, add_residuals, &check);
	test = test_sums(fit, &check, of_covariate);
	cox_rows_release(&rows);
	free(coefficient);
	free(check.sum);
	free(check.at_risk_mean);
	free(scaled);
	return test;
}
