/* SPDX-License-Identifier: MIT */
#include "stat/cox_rows.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

static uint32_t stratum_of(const struct cox_data *data, size_t row)
{
	return data->stratum != NULL ? data->stratum[row] : 0;
}

static double weight_of(const struct cox_data *data, size_t row)
{
	return data->weight != NULL ? data->weight[row] : 1;
}

static int compare_doubles(double a, double b)
{
	return (a > b) - (a < b);
}

static int compare_rows(const void *left, const void *right, void *context)
{
	const struct cox_data *data = context;
	size_t a = *(const size_t *)left, b = *(const size_t *)right;
	int order = 0;

	if (stratum_of(data, a) != stratum_of(data, b))
		return stratum_of(data, a) < stratum_of(data, b) ? -1 : 1;
	if (data->time[a] != data->time[b])
		return data->time[a] > data->time[b] ? -1 : 1;
	if (data->event[a] != data->event[b])
		return data->event[a] ? -1 : 1;
	order = compare_doubles(weight_of(data, a), weight_of(data, b));
	for (size_t j = 0; order == 0 && j < data->covariates; j++)
		order = compare_doubles(
			data->x[a * data->covariates + j], data->x[b * data->covariates + j]);
	return order;
}

/* Centre and scale. A covariate that never changes becomes 0 and stays without effect. */
static void standardise(struct cox_rows *rows)
{
	size_t p = rows->covariates;
	double all = 0;

	for (size_t i = 0; i < rows->count; i++) {
		all += rows->weight[i];
		for (size_t j = 0; j < p; j++)
			rows->mean[j] += rows->weight[i] * rows->x[i * p + j];
	}
	for (size_t j = 0; j < p; j++)
		rows->mean[j] /= all;
	for (size_t i = 0; i < rows->count; i++)
		for (size_t j = 0; j < p; j++) {
			double *x = &rows->x[i * p + j];

			*x -= rows->mean[j];
			rows->deviation[j] += rows->weight[i] * *x * *x;
		}
	for (size_t j = 0; j < p; j++) {
		double deviation = sqrt(rows->deviation[j] / all);

		rows->deviation[j] = deviation > 1e-12 * fabs(rows->mean[j]) ? deviation : 0;
	}
	for (size_t i = 0; i < rows->count; i++)
		for (size_t j = 0; j < p; j++)
			rows->x[i * p + j] = rows->deviation[j] > 0
						     ? rows->x[i * p + j] / rows->deviation[j]
						     : 0;
}

static void allocate(struct cox_rows *rows)
{
	size_t n = rows->count, p = rows->covariates;

	rows->time = mem_alloc(n * sizeof *rows->time);
	rows->weight = mem_alloc(n * sizeof *rows->weight);
	rows->event = mem_alloc(n * sizeof *rows->event);
	rows->start = mem_zero(rows->strata + 1, sizeof *rows->start);
	rows->x = mem_alloc(n * p * sizeof *rows->x);
	rows->mean = mem_zero(p, sizeof *rows->mean);
	rows->deviation = mem_zero(p, sizeof *rows->deviation);
	rows->score = mem_zero(n, sizeof *rows->score);
}

void cox_rows_sort(struct cox_rows *rows, const struct cox_data *data)
{
	size_t n = data->rows, p = data->covariates;
	size_t *order = mem_alloc(n * sizeof *order);

	*rows = (struct cox_rows){
		.count = n, .covariates = p, .strata = data->strata, .ties = data->ties
	};
	allocate(rows);
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	if (n > 1)
		qsort_r(order, n, sizeof *order, compare_rows, (void *)(uintptr_t)data);
	for (size_t i = 0; i < n; i++) {
		size_t from = order[i];

		rows->time[i] = data->time[from];
		rows->weight[i] = weight_of(data, from);
		rows->event[i] = data->event[from];
		rows->start[stratum_of(data, from) + 1] = i + 1;
		if (p > 0)
			memcpy(rows->x + i * p, data->x + from * p, p * sizeof *rows->x);
	}
	for (size_t s = 1; s <= rows->strata; s++)
		if (rows->start[s] < rows->start[s - 1])
			rows->start[s] = rows->start[s - 1]; /* nobody is in it */
	if (n > 0)
		standardise(rows);
	free(order);
}

void cox_rows_set_scores(struct cox_rows *rows, const double *coefficient)
{
	size_t p = rows->covariates;

	rows->offset = -INFINITY;
	for (size_t i = 0; i < rows->count; i++) {
		double score = 0;

		for (size_t j = 0; j < p; j++)
			score += coefficient[j] * rows->x[i * p + j];
		rows->score[i] = score;
		if (score > rows->offset)
			rows->offset = score;
	}
}

/* The sums of a risk set while it grows. */
struct sums {
	double *at_risk_x, *tied_x, *at_risk_xx, *tied_xx;
};

static void add_row(
	const double *x, size_t covariates, double risk, int order, double *sum_x, double *sum_xx)
{
	for (size_t j = 0; order >= 1 && j < covariates; j++) {
		double weighted = risk * x[j];

		sum_x[j] += weighted;
		for (size_t k = 0; order >= 2 && k <= j; k++)
			sum_xx[j * covariates + k] += weighted * x[k];
	}
}

static void clear(double *sum_x, double *sum_xx, size_t covariates, int order)
{
	if (order >= 1)
		memset(sum_x, 0, covariates * sizeof *sum_x);
	if (order >= 2)
		memset(sum_xx, 0, covariates * covariates * sizeof *sum_xx);
}

/* Take in the rows of the next time. Whether there is an event is seen in set->events. */
static void add_time(const struct cox_rows *rows, int order, struct cox_risk_set *set,
	const struct sums *sums, size_t end)
{
	size_t p = rows->covariates;

	set->start = set->end;
	set->time = rows->time[set->start];
	if (set->events > 0)
		clear(sums->tied_x, sums->tied_xx, p, order);
	set->events = 0;
	set->event_weight = set->tied = 0;
	for (; set->end < end && rows->time[set->end] == set->time; set->end++) {
		size_t i = set->end;
		double risk = rows->weight[i] * exp(rows->score[i] - rows->offset);

		set->at_risk += risk;
		add_row(rows->x + i * p, p, risk, order, sums->at_risk_x, sums->at_risk_xx);
		if (!rows->event[i])
			continue;
		set->events++;
		set->event_weight += rows->weight[i];
		set->tied += risk;
		add_row(rows->x + i * p, p, risk, order, sums->tied_x, sums->tied_xx);
	}
}

void cox_rows_walk(const struct cox_rows *rows, int order, cox_rows_visit visit, void *context)
{
	size_t p = rows->covariates;
	struct sums sums = { mem_zero(p, sizeof(double)), mem_zero(p, sizeof(double)),
		mem_zero(p * p, sizeof(double)), mem_zero(p * p, sizeof(double)) };

	for (size_t s = 0; s < rows->strata; s++) {
		struct cox_risk_set set = { .stratum = s,
			.end = rows->start[s],
			.at_risk_x = sums.at_risk_x,
			.tied_x = sums.tied_x,
			.at_risk_xx = sums.at_risk_xx,
			.tied_xx = sums.tied_xx };

		clear(sums.at_risk_x, sums.at_risk_xx, p, order);
		clear(sums.tied_x, sums.tied_xx, p, order);
		while (set.end < rows->start[s + 1]) {
			add_time(rows, order, &set, &sums, rows->start[s + 1]);
			if (set.events > 0)
				visit(context, &set);
		}
	}
	free(sums.at_risk_x);
	free(sums.tied_x);
	free(sums.at_risk_xx);
	free(sums.tied_xx);
}

void cox_rows_release(struct cox_rows *rows)
{
	free(rows->time);
	free(rows->weight);
	free(rows->event);
	free(rows->start);
	free(rows->x);
	free(rows->mean);
	free(rows->deviation);
	free(rows->score);
	*rows = (struct cox_rows){ 0 };
}
