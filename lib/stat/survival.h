/* SPDX-License-Identifier: MIT */
#ifndef STAT_SURVIVAL_H
#define STAT_SURVIVAL_H

/*
 * survival: how long it lasts, when not all ends have been seen.
 *
 * A case is somebody (or several alike) who was watched for a time. At its end either the event
 * came, or it had not come yet; of the latter, the censored, only that much is known. Leaving them
 * out, or taking them for lost, would both be wrong; the methods here use what is known.
 *
 *	struct survival_case cases[] = { { 9, 1, 0, true }, { 13, 1, 0, true },
 *		{ 13, 1, 0, false } };
 *	struct survival_curve curve;
 *
 *	survival_sort(cases, 3);
 *	survival_fit(&curve, cases, 3, SURVIVAL_LOG, 0.95);
 *	survival_at(&curve, 10);	0.667: the share to be expected beyond time 10
 *	survival_curve_release(&curve);
 *
 * Survival is estimated after Kaplan and Meier, "Nonparametric Estimation from Incomplete
 * Observations" (1958), its variance after Greenwood (1926), the cumulative hazard after Nelson
 * (1972) and Aalen (1978). Where a time has both, events come before censorings: who was censored
 * then was at risk. All is as R's package survival has it, so that figures can be compared.
 *
 * Weights count alike cases: a case of weight 3 is three cases. Cases are worked on in the order
 * that survival_sort gives them, so that the order in which they came leaves no trace.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct survival_case {
	double time;    /* at least 0 */
	double weight;  /* above 0 */
	uint32_t group; /* for survival_compare: 0 … groups - 1 */
	bool event;     /* else censored */
};

/* By time; events first; then by group and weight. */
void survival_sort(struct survival_case *cases, size_t count);

/*
 * How the interval around a survival S is made of its standard error s, z being 1.96 for 95 %:
 * symmetric in log S (the default of R's survfit), in log(-log S) (that of lifelines and SAS; the
 * best of the three where few are at risk), or in S itself (which may leave 0 … 1 and is cut).
 */
enum survival_interval { SURVIVAL_LOG, SURVIVAL_LOG_LOG, SURVIVAL_PLAIN };

/* What holds from a time on until the next one. */
struct survival_point {
	double time;
	double at_risk; /* just before */
	double events, censored;
	double survival;
	double se;        /* of survival; NAN where survival is 0 */
	double low, high; /* NAN where survival is 0 */
	double hazard;    /* cumulative */
	double hazard_se;
};

struct survival_curve {
	struct survival_point *point; /* one for each different time, ascending */
	size_t count;
	double cases, events; /* in all */
};

/* Estimate from sorted cases; `level` is that of the intervals, 0.95. */
void survival_fit(struct survival_curve *curve, const struct survival_case *sorted, size_t count,
	enum survival_interval interval, double level);

/* The last point at or before `time`; NULL if there is none, where survival is 1. */
const struct survival_point *survival_point_at(const struct survival_curve *curve, double time);

/* The share that is left beyond `time`. */
double survival_at(const struct survival_curve *curve, double time);

/* NAN is not known: the curve, or its interval, does not go down that far. */
struct survival_estimate {
	double value, low, high;
};

/*
 * The first time at which a share of at most `left` is left: 0.5 for the median. Where the curve
 * is flat at just that share, the middle of the flat part. The interval is where the limits of the
 * curve reach that share (Brookmeyer and Crowley, 1982).
 */
struct survival_estimate survival_time_of(const struct survival_curve *curve, double left);

/*
 * The restricted mean: the area under the curve up to `until`, which is the time to be expected of
 * the first `until` units. Beyond the last time the curve is taken as flat. `se` may be NULL.
 */
double survival_mean(const struct survival_curve *curve, double until, double *se);

void survival_curve_release(struct survival_curve *curve);

/* A group as the log-rank test sees it. */
struct survival_group {
	double cases, observed, expected;
};

struct survival_test {
	double chi_square, degrees, p;
};

/*
 * Do groups differ? The log-rank test (Mantel, 1966; Peto and Peto, 1972) compares the events of
 * each group with those to be expected if all had the same hazard. Groups without cases count for
 * nothing. Fills in `group`, one for each. Without degrees of freedom the answer is p = 1.
 */
struct survival_test survival_compare(const struct survival_case *sorted, size_t count,
	size_t groups, struct survival_group *group);

#endif
