/* SPDX-License-Identifier: MIT */
#include "stat/survival.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/cholesky.h"
#include "stat/special.h"

/* Shares that differ by less are the same share, whatever rounding did to them. */
static const double same_share = 1.5e-8;

/* What of a group's variance is no more than this share is rounding. */
static const double nothing = 1e-11;

static int compare_cases(const void *left, const void *right)
{
	const struct survival_case *a = left, *b = right;

	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	if (a->event != b->event)
		return a->event ? -1 : 1;
	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return (a->weight > b->weight) - (a->weight < b->weight);
}

void survival_sort(struct survival_case *cases, size_t count)
{
	if (count > 1)
		qsort(cases, count, sizeof *cases, compare_cases);
}

/* Count who is where: a point for each time, and who is at risk, from the last time backwards. */
static void count_cases(
	struct survival_curve *curve, const struct survival_case *sorted, size_t count)
{
	double at_risk = 0;

	for (size_t i = 0; i < count; i++) {
		struct survival_point *point;

		if (i == 0 || sorted[i].time != sorted[i - 1].time)
			curve->point[curve->count++].time = sorted[i].time;
		point = &curve->point[curve->count - 1];
		*(sorted[i].event ? &point->events : &point->censored) += sorted[i].weight;
		if (sorted[i].event)
			curve->events += sorted[i].weight;
	}
	for (size_t i = curve->count; i-- > 0;) {
		at_risk += curve->point[i].censored;
		/* Until the survivors are divided by them, kept here: exact where they are none. */
		curve->point[i].survival = at_risk;
		at_risk += curve->point[i].events;
		curve->point[i].at_risk = at_risk;
	}
	curve->cases = at_risk;
}

/* The limits of a share whose logarithm has the standard error `se`. */
static void set_limits(
	struct survival_point *point, double se, enum survival_interval interval, double z)
{
	double s = point->survival, width = z * se;

	if (s == 1) {
		point->low = point->high = 1;
	} else if (!(s > 0)) {
		point->low = point->high = NAN;
	} else if (interval == SURVIVAL_LOG) {
		point->low = s * exp(-width);
		point->high = fmin(s * exp(width), 1);
	} else if (interval == SURVIVAL_LOG_LOG) {
		width /= -log(s);
		point->low = pow(s, exp(width));
		point->high = pow(s, exp(-width));
	} else {
		point->low = fmax(s - s * width, 0);
		point->high = fmin(s + s * width, 1);
	}
}

void survival_fit(struct survival_curve *curve, const struct survival_case *sorted, size_t count,
	enum survival_interval interval, double level)
{
	double survival = 1, greenwood = 0, hazard = 0, hazard_variance = 0;
	double z = special_normal_quantile((1 + level) / 2);

	*curve = (struct survival_curve){ mem_zero(count, sizeof *curve->point), 0, 0, 0 };
	count_cases(curve, sorted, count);
	for (size_t i = 0; i < curve->count; i++) {
		struct survival_point *point = &curve->point[i];
		double n = point->at_risk, d = point->events, left = point->survival;

		if (d > 0) {
			survival *= left / n;
			greenwood += d / (n * left);
			hazard += d / n;
			hazard_variance += d / (n * n);
		}
		point->survival = survival;
		point->se = survival > 0 ? survival * sqrt(greenwood) : NAN;
		point->hazard = hazard;
		point->hazard_se = sqrt(hazard_variance);
		set_limits(point, sqrt(greenwood), interval, z);
	}
}

const struct survival_point *survival_point_at(const struct survival_curve *curve, double time)
{
	size_t low = 0, high = curve->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (curve->point[middle].time <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 ? &curve->point[low - 1] : NULL;
}

double survival_at(const struct survival_curve *curve, double time)
{
	const struct survival_point *point = survival_point_at(curve, time);

	return point != NULL ? point->survival : 1;
}

enum { SURVIVAL_VALUE, LOW, HIGH };

static double line_of(const struct survival_point *point, int line)
{
	if (line == SURVIVAL_VALUE)
		return point->survival;
	return line == LOW ? point->low : point->high;
}

/* When a line of the curve comes down to a share. A comparison with NAN is false. */
static double time_of(const struct survival_curve *curve, int line, double left)
{
	size_t first = 0, below;

	while (first < curve->count && !(line_of(&curve->point[first], line) < left + same_share))
		first++;
	if (first == curve->count)
		return NAN;
	if (line_of(&curve->point[first], line) <= left - same_share)
		return curve->point[first].time;
	below = first + 1;
	while (below < curve->count && !(line_of(&curve->point[below], line) < left - same_share))
		below++;
	if (below == curve->count)
		return curve->point[first].time;
	return (curve->point[first].time + curve->point[below].time) / 2;
}

struct survival_estimate survival_time_of(const struct survival_curve *curve, double left)
{
	return (struct survival_estimate){ time_of(curve, SURVIVAL_VALUE, left),
		time_of(curve, LOW, left), time_of(curve, HIGH, left) };
}

/* The variance takes the area that lies behind each event, so the areas are added backwards. */
double survival_mean(const struct survival_curve *curve, double until, double *se)
{
	double area = 0, variance = 0, end = until;

	for (size_t i = curve->count; i-- > 0;) {
		const struct survival_point *point = &curve->point[i];
		double left = point->at_risk - point->events;

		if (point->time >= until)
			continue;
		area += point->survival * (end - point->time);
		end = point->time;
		if (point->survival > 0)
			variance += area * area * point->events / (point->at_risk * left);
	}
	if (se != NULL)
		*se = sqrt(variance);
	return area + end;
}

void survival_curve_release(struct survival_curve *curve)
{
	free(curve->point);
	*curve = (struct survival_curve){ NULL, 0, 0, 0 };
}

/* What is added up over all times for the log-rank test. */
struct comparison {
	size_t groups;
	struct survival_group *group;
	double *at_risk, *events; /* of each group, at one time */
	double *variance;         /* groups * groups */
};

/* One time at which there were events. */
static void add_time(struct comparison *sum)
{
	double n = 0, d = 0, spread;

	for (size_t g = 0; g < sum->groups; g++) {
		n += sum->at_risk[g];
		d += sum->events[g];
	}
	spread = n > 1 ? d * (n - d) / (n - 1) : 0;
	for (size_t g = 0; g < sum->groups; g++) {
		double share = sum->at_risk[g] / n;
		double *row = sum->variance + g * sum->groups;

		sum->group[g].observed += sum->events[g];
		sum->group[g].expected += d * share;
		for (size_t h = 0; h < g; h++)
			row[h] -= spread * share * (sum->at_risk[h] / n);
		row[g] += spread * share * (1 - share);
		sum->events[g] = 0;
	}
}

static void add_times(struct comparison *sum, const struct survival_case *sorted, size_t count)
{
	for (size_t end = count, start; end > 0; end = start) {
		bool any = false;

		for (start = end; start > 0 && sorted[start - 1].time == sorted[end - 1].time;) {
			const struct survival_case *one = &sorted[--start];

			sum->at_risk[one->group] += one->weight;
			sum->group[one->group].cases += one->weight;
			if (one->event)
				sum->events[one->group] += one->weight;
			any |= one->event;
		}
		if (any)
			add_time(sum);
	}
}

/* The differences sum to 0, so that one of the groups that count is left out. */
static struct survival_test test_of(struct comparison *sum)
{
	struct survival_test test = { 0, 0, 1 };
	double *difference = mem_alloc((sum->groups + 1) * sizeof *difference);
	double *solved = mem_alloc((sum->groups + 1) * sizeof *solved);
	bool *out = mem_zero(sum->groups, sizeof *out);

	for (size_t g = 0; g < sum->groups; g++)
		difference[g] = solved[g] = sum->group[g].observed - sum->group[g].expected;
	test.degrees =
		(double)(sum->groups - cholesky_factor(sum->variance, sum->groups, nothing, out));
	cholesky_solve(sum->variance, sum->groups, solved);
	for (size_t g = 0; g < sum->groups; g++)
		test.chi_square += difference[g] * solved[g];
	if (test.degrees > 0)
		test.p = special_chi_square_tail(test.chi_square, test.degrees);
	free(difference);
	free(solved);
	free(out);
	return test;
}

struct survival_test survival_compare(const struct survival_case *sorted, size_t count,
	size_t groups, struct survival_group *group)
{
	struct comparison sum = { groups, group, mem_zero(groups, sizeof(double)),
		mem_zero(groups, sizeof(double)), mem_zero(groups * groups, sizeof(double)) };
	struct survival_test test;

	for (size_t g = 0; g < groups; g++)
		group[g] = (struct survival_group){ 0, 0, 0 };
	add_times(&sum, sorted, count);
	test = test_of(&sum);
	free(sum.at_risk);
	free(sum.events);
	free(sum.variance);
	return test;
}
