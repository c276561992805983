/* SPDX-License-Identifier: MIT */
#include "crm/leaving.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "stat/lanes.h"
#include "stat/quadrature.h"

/*
 * A rule gives all digits over a stretch that is no longer than this, and on which the integrand
 * falls by no more than e to this power.
 */
static const double longest = 2.5, most_lost = 20;        /* 16 points */
static const double short_enough = 1.25, little_lost = 4; /* 8 points */

/* Parts of the integral below this one of its whole add nothing. */
static const double negligible = 1e-18;

/*
 * The variable is y = ln((m + u) / (m + from)), where m is the lesser of alpha and beta. On it the
 * integrand is e^-(steady y) (1 + part (e^y - 1))^-late, a smooth slope that gets ever steeper:
 * singular only where y has the imaginary part pi.
 */
struct slope {
	double steady, late;
	double part; /* (m + from) / (M + from), where M is the greater one; 1 if they are equal */
};

struct sums {
	double all, low, high, passed_low, passed_high;
};

static double steepness(const struct slope *slope, double y)
{
	double reached = slope->part * exp(y);

	return fabs(slope->steady + slope->late * reached / (1 - slope->part + reached));
}

/* The points of a rule. */
enum { MOST_POINTS = 16 };

/* e^y - 1; where all y are small, e^y would lose its digits. */
static void grow(const double *y, double *grown, size_t count)
{
	if (y[count - 1] < 0.01) {
		for (size_t i = 0; i < count; i++)
			grown[i] = expm1(y[i]);
		return;
	}
	lanes_exp(y, grown, count);
	for (size_t i = 0; i < count; i++)
		grown[i] -= 1;
}

/* Add the integrand at each y, the last being the greatest, with what its means are made of. */
static void add_points(const struct slope *slope, double from_low, double from_high,
	const double *y, const double *weight, size_t count, struct sums *sums)
{
	double grown[MOST_POINTS], log_high[MOST_POINTS], height[MOST_POINTS];

	grow(y, grown, count);
	for (size_t i = 0; i < count; i++)
		log_high[i] = slope->part * grown[i];
	lanes_log1p(log_high, log_high, count);
	for (size_t i = 0; i < count; i++)
		height[i] = -slope->steady * y[i] - slope->late * log_high[i];
	lanes_exp(height, height, count);
	for (size_t i = 0; i < count; i++) {
		double here = weight[i] * height[i], high = slope->part * grown[i];

		sums->all += here;
		sums->low += here * y[i];
		sums->high += here * log_high[i];
		sums->passed_low += here * (from_low + grown[i]) / (1 + grown[i]);
		sums->passed_high += here * (from_high + high) / (1 + high);
	}
}

/* Integrate from y on as far as a rule goes, but not beyond `end`. Returns how far that is. */
static double add_stretch(const struct slope *slope, double from_low, double from_high, double y,
	double end, struct sums *sums)
{
	double steepest = fmax(steepness(slope, y), steepness(slope, fmin(end, y + longest)));
	double length = fmin(end - y, fmin(longest, most_lost / steepest)), half = length / 2;
	bool is_easy = length < short_enough && length * steepest < little_lost;
	const struct quadrature_point *point = is_easy ? quadrature_8 : quadrature_16;
	size_t points = is_easy ? 8 : MOST_POINTS;
	double at[MOST_POINTS], weight[MOST_POINTS];

	for (size_t i = 0; i < points; i++) {
		at[i] = y + half + half * point[i].at;
		weight[i] = half * point[i].weight;
	}
	add_points(slope, from_low, from_high, at, weight, points, sums);
	return y + length;
}

static struct sums integrate(
	const struct slope *slope, double from_low, double from_high, double end)
{
	struct sums sums = { 0 };

	for (double y = 0; y < end;) {
		double before = sums.all;

		y = add_stretch(slope, from_low, from_high, y, end, &sums);
		if (sums.all - before < negligible * before)
			break;
	}
	return sums;
}

double leaving_not_log(const struct leaving *leaving, double u, struct leaving_means *means)
{
	double log_a = log1p(u / leaving->alpha), log_b = log1p(u / leaving->beta);

	if (means != NULL)
		*means = (struct leaving_means){ log_a, log_b, u / (leaving->alpha + u),
			u / (leaving->beta + u) };
	return -leaving->r * log_a - leaving->x * log(leaving->alpha + u) - leaving->s * log_b;
}

double leaving_log(
	const struct leaving *leaving, double from, double to, struct leaving_means *means)
{
	bool a_is_low = leaving->alpha <= leaving->beta;
	double low = a_is_low ? leaving->alpha : leaving->beta;
	double high = a_is_low ? leaving->beta : leaving->alpha;
	double bought = leaving->r + leaving->x, left = leaving->s + 1;
	struct slope slope = { (a_is_low ? bought : left) - 1, a_is_low ? left : bought,
		(low + from) / (high + from) };
	struct sums sums = integrate(&slope, from / (low + from), from / (high + from),
		log1p((to - from) / (low + from)));
	double log_low = log1p(from / low) + sums.low / sums.all;
	double log_high = log1p(from / high) + sums.high / sums.all;
	double part_low = sums.passed_low / sums.all, part_high = sums.passed_high / sums.all;

	if (means != NULL && a_is_low)
		*means = (struct leaving_means){ log_low, log_high, part_low, part_high };
	else if (means != NULL)
		*means = (struct leaving_means){ log_high, log_low, part_high, part_low };
	return leaving_not_log(leaving, from, NULL) +
	       log(leaving->s * (low + from) / (leaving->beta + from)) + log(sums.all);
}
