/* SPDX-License-Identifier: MIT */
#ifndef STAT_COX_H
#define STAT_COX_H

/*
 * cox: what makes the event come sooner or later: proportional hazards regression.
 *
 * Everybody's hazard is a common one, of which nothing is assumed, times a factor that depends on
 * the covariates x of each:
 *
 *	hazard(t | x) = h0(t) exp(b1 x1 + b2 x2 + …)
 *
 * So exp(b) says how many times more likely the event is, at any time, with one unit more of x. The
 * coefficients b maximise the partial likelihood (Cox, "Regression Models and Life-Tables", 1972).
 * Where events are tied it is approximated after Efron (1977), or Breslow (1974). Strata have
 * common coefficients, but each its own h0.
 *
 *	struct cox_data data = { .rows = 432, .covariates = 7, .strata = 1, .time = week,
 *		.event = arrested, .x = x };
 *	struct cox_fit fit;
 *
 *	if (cox_fit(&fit, &data, why) < 0)
 *		…
 *	fit.coefficient[0], fit.se[0] …
 *	cox_survival(&fit, 0, cox_score(&fit, x), 20)	P(no event until 20)
 *	cox_fit_release(&fit);
 *
 * A covariate that is constant, or a combination of those before it, gets the coefficient 0 and the
 * standard error NAN, and counts for no degree of freedom.
 *
 * Equal data give equal bits, in whatever order the rows come. The numbers of strata decide in
 * which order they are added up: number them by name, not as they come.
 */

#include "base/diag.h"
#include "stat/cox_rows.h"
#include "stat/survival.h"

/* The cumulative hazard h0 of a stratum, at the means of the covariates. */
struct cox_baseline {
	double *time, *hazard; /* at each time with events, ascending */
	size_t count;
	double last; /* the last time of all, events or not */
};

struct cox_fit {
	size_t covariates;
	double *coefficient, *se;
	double *covariance;                         /* covariates * covariates */
	double *mean;                               /* of the covariates */
	double log_likelihood, null_log_likelihood; /* partial; null: all coefficients 0 */
	struct survival_test ratio;                 /* the likelihood-ratio test of the two */
	double concordance;                         /* stat/concordance, within strata */
	size_t rows, events;
	int iterations;
	bool converged;
	bool bounded; /* false: the likelihood still grows as a coefficient goes to infinity */
	size_t strata;
	struct cox_baseline *baseline;
};

/* Fails if there are no events, or the data are not finite. */
int cox_fit(struct cox_fit *fit, const struct cox_data *data, struct diag *why);

/* How a row's logarithm of the hazard differs from that at the means. */
double cox_score(const struct cox_fit *fit, const double *x);

/* The cumulative hazard at `time` of a row with that score. */
double cox_hazard(const struct cox_fit *fit, size_t stratum, double score, double time);

/* The probability to have no event until `time`. */
double cox_survival(const struct cox_fit *fit, size_t stratum, double score, double time);

/*
 * The time to be expected between `from` and `until` of a row that has had no event until `from`:
 * the area under its survival. Beyond the last event survival is taken as flat.
 */
double cox_remaining(
	const struct cox_fit *fit, size_t stratum, double score, double from, double until);

void cox_fit_release(struct cox_fit *fit);

#endif
