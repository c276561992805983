/* SPDX-License-Identifier: MIT */
#ifndef STAT_COX_ROWS_H
#define STAT_COX_ROWS_H

/*
 * cox_rows: the data of a Cox regression, in the order in which it looks at them.
 *
 * What it computes are sums over those at risk when an event comes. So the rows of each stratum are
 * gone through from the last time to the first, and who is met stays at risk. Among rows of the
 * same time the order is by all that they hold: so it does not matter in which order they came.
 *
 * Covariates are centred and divided by their standard deviation, which changes nothing but keeps
 * the arithmetic in bounds.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cox_ties { COX_EFRON, COX_BRESLOW };

/* What is given. */
struct cox_data {
	size_t rows, covariates, strata;
	const double *time; /* at least 0 */
	const bool *event;
	const double *x;         /* row by row, rows * covariates */
	const double *weight;    /* above 0; NULL: all 1 */
	const uint32_t *stratum; /* 0 … strata - 1; NULL: all are 0, and strata is 1 */
	enum cox_ties ties;
};

/* The same sorted: by stratum, then descending by time. */
struct cox_rows {
	size_t count, covariates, strata;
	enum cox_ties ties;
	double *time, *weight;
	bool *event;
	size_t *start; /* of each stratum, and the end of the last */
	double *x;     /* as standard scores */
	double *mean, *deviation;
	double *score; /* of each row under the coefficients that are tried */
	double offset; /* the highest score, which is taken off before exp() */
};

void cox_rows_sort(struct cox_rows *rows, const struct cox_data *data);

/* Compute `score` with these coefficients of the standard scores. */
void cox_rows_set_scores(struct cox_rows *rows, const double *coefficient);

/*
 * A time at which there were events, and sums over those at risk and over those tied with the
 * event: of risks exp(score - offset), of risks times covariates, of risks times products of two.
 */
struct cox_risk_set {
	double time;
	size_t stratum;
	size_t start, end; /* the rows of this time */
	size_t events;
	double event_weight; /* in all */
	double at_risk, tied;
	const double *at_risk_x, *tied_x;
	const double *at_risk_xx, *tied_xx; /* lower half of covariates * covariates */
};

/*
 * How tied events leave: of `events` of them, one after the other, each has seen a part of the
 * others gone already. That part, for number `index`; 0 after Breslow.
 */
static inline double cox_rows_gone(
	const struct cox_rows *rows, const struct cox_risk_set *set, size_t index)
{
	return rows->ties == COX_EFRON ? (double)index / (double)set->events : 0;
}

typedef void (*cox_rows_visit)(void *context, const struct cox_risk_set *set);

/*
 * Call `visit` for each time with events, stratum by stratum, from the last to the first. `order`
 * is which sums are wanted: 0, 1 (x too), 2 (products too).
 */
void cox_rows_walk(const struct cox_rows *rows, int order, cox_rows_visit visit, void *context);

void cox_rows_release(struct cox_rows *rows);

#endif
