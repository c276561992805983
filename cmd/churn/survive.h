/* SPDX-License-Identifier: MIT */
#ifndef CHURN_SURVIVE_H
#define CHURN_SURVIVE_H

/*
 * survive: the part --survival, how long customers stay.
 *
 *	survive          the options, and which of the following is meant
 *	survive_curves   curves of Kaplan and Meier, and groups compared
 *	survive_terms    columns of the stream → covariates of a Cox regression, and strata
 *	survive_model    the regression → a model file, and back
 *	survive_learn    what was learnt, as a table or a model
 *	survive_apply    rows → the same with what is to be expected
 */

#include "cases.h"
#include "part.h"
#include "stat/cox.h"
#include "stat/cox_check.h"
#include "tab/model.h"

extern const struct churn_part survive_part;

struct survive_options {
	const char *time, *event, *weight, *by, *at;
	const char *cox, *strata;
	bool groups;
	int interval, ties, scale;
	double level, until, ahead;
	int64_t project;
};

/* ---- curves ---- */

/* The curves as a table, or the groups. */
int survive_curves(const struct survive_options *options, struct filter *filter, struct diag *why);

/* ---- covariates ---- */

enum { SURVIVE_MOST_TERMS = 1000, SURVIVE_MOST_STRATA = 100000 };

/* A covariate: a column that is a number, or whether a column has a value. */
struct survive_term {
	struct slice column;
	struct slice level; /* no `at`: the column is a number */
	size_t source;      /* which column of the cases, or of the rows */
};

/* What the regression is made of. */
struct survive_terms {
	struct survive_term *term;
	size_t count;
	struct slice *base; /* of each column, the value without a term; no `at`: a number */
	struct slice *column;
	size_t columns;
	struct slice *by; /* the columns of the strata */
	size_t bys;
	struct slice *stratum; /* strata * bys values */
	size_t strata;
	struct arena texts;
};

/* Number the strata, and find the covariates. survive_terms_release is due. */
int survive_terms_find(struct survive_terms *terms, const struct cases *cases, uint32_t *stratum,
	struct diag *why);

/* Append "Contract=One year", or "tenure". */
void survive_put_term(struct buf *out, const struct survive_term *term);

void survive_terms_release(struct survive_terms *terms);

/* ---- models ---- */

enum { SURVIVE_VERSION = 1 };

void survive_save(const struct survive_options *options, const struct survive_terms *terms,
	const struct cox_fit *fit, struct model *model);

/* Nothing in the model is trusted. survive_terms_release and cox_fit_release are due. */
int survive_load(const struct model *model, struct survive_terms *terms, struct cox_fit *fit,
	struct diag *why);

/* ---- learning and applying ---- */

int survive_learn(const struct survive_options *options, struct filter *filter, struct diag *why);

/* The operands are rows. */
int survive_apply(
	const struct survive_options *options, char *const *paths, size_t count, struct diag *why);

#endif
