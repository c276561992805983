/* SPDX-License-Identifier: MIT */
#ifndef STAT_LOGISTIC_H
#define STAT_LOGISTIC_H

/*
 * logistic: logistic regression, the probability of an event from any number of columns.
 *
 *	p = 1 / (1 + e^-(b0 + b1 x1 + b2 x2 + …))
 *
 * The coefficients are those of the greatest likelihood of what was seen, or, with a penalty, those
 * which make
 *
 *	-(log-likelihood) + penalty / 2 * (b1² + b2² + …)
 *
 * least; the intercept b0 is not penalised. (scikit-learn's C is 1 / penalty.) With `scaled`, each
 * coefficient is penalised as if its column had a standard deviation of 1, so that the unit of a
 * column does not matter.
 *
 *	double x[] = { 1, 2, 3, 4 };
 *	unsigned char event[] = { 0, 1, 0, 1 };
 *	struct logistic_data data = { REGRESSORS(x, 4, 1), event, NULL };
 *	struct logistic_options options = { .penalty = 1 };
 *	struct logistic fit;
 *
 *	if (logistic_fit(&data, &options, &fit, why) == 0)
 *		p = logistic_probability(logistic_score(&fit, row));
 *	logistic_release(&fit);
 *
 * The same bits come out for any order of the rows, any number of threads, and on any machine: all
 * sums over rows are of the kind of stat/total, and logarithms and exponentials are those of
 * stat/draws. Rows need not be sorted, nor equal ones grouped, though weights make that possible.
 *
 * Newton's method, with a step halved while it leads up; columns are centred and scaled for the
 * calculation. Second derivatives are most of the work, so those of one place serve for several
 * steps, and where there are many rows, most of the way is gone with those of a sample of them: it
 * is there sooner, not elsewhere.
 * A column that is constant, or a combination of those before it, is left out: its
 * coefficient is 0, its standard error NAN. (A penalty decides between the columns of such a
 * combination; then all remain.)
 *
 * Where a column, or several together, tell the two kinds of rows apart without fault, no finite
 * coefficients are the best, and without a penalty they would grow for ever. That is noticed: the
 * likelihood has nothing more to gain, and still the coefficients move. See LOGISTIC_SEPARATED.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/pieces.h"
#include "stat/regressors.h"

/* Rows to learn from. */
struct logistic_data {
	struct regressors rows;     /* finite numbers */
	const unsigned char *event; /* 0 or 1 for each row */
	const double *weight; /* of each row, at least 0; NULL: 1. A row of 0 is as not there */
};

struct logistic_options {
	double penalty; /* at least 0 */
	bool scaled;
	int most_steps;      /* 0: LOGISTIC_MOST_STEPS */
	const double *start; /* coefficients to begin with, or NULL */
	bool rough;          /* to a hundredth of a standard error is enough; none are worked out */
	const struct pieces *pieces; /* who walks over the rows; may be NULL */
};

enum { LOGISTIC_MOST_STEPS = 60 };

enum logistic_end {
	LOGISTIC_CONVERGED,
	LOGISTIC_SEPARATED, /* no finite optimum; see `column` */
	LOGISTIC_STOPPED,   /* after the most steps, without convergence */
};

struct logistic {
	enum logistic_end end;
	size_t column; /* if separated: the one whose coefficient runs away fastest, from 0 */
	int steps;
	size_t columns, left_out;
	double *coefficient; /* columns + 1, the intercept first */
	double *se;  /* from the second derivatives, those of the penalty included; rough: NAN */
	double rows; /* the sum of the weights */
	double log_likelihood,
		null_log_likelihood; /* without the penalty; of the intercept alone */
};

/*
 * Learn. Fails if there is nothing to learn from: no row, rows of one kind only, a value that is
 * no finite number; `why` names it. logistic_release is due in any case.
 */
int logistic_fit(const struct logistic_data *data, const struct logistic_options *options,
	struct logistic *fit, struct diag *why);

void logistic_release(struct logistic *fit);

/* How it ended, in words: "converged", … */
const char *logistic_end_name(enum logistic_end end);

/* b0 + b1 x1 + …, the logarithm of the odds. */
double logistic_score(const struct logistic *fit, const double *x);

/* The probability of a logarithm of odds. */
double logistic_probability(double score);

#endif
