/* SPDX-License-Identifier: MIT */
#ifndef SCORE_CLV_MODEL_H
#define SCORE_CLV_MODEL_H

/*
 * clv_model: what is learnt about buying and spending, and how it is kept.
 *
 *	clv_model_fit(&model, &sample, why);
 *	clv_model_save(&model, "clv.model", why);
 *	…
 *	clv_model_load(&model, "clv.model", why);
 *
 * The file is a model as of tab/model, of kind "clv".
 */

#include "base/span.h"
#include "clv_sample.h"
#include "crm/purchase.h"
#include "crm/spend.h"
#include "tab/model.h"

enum { CLV_MOST_MODELS = 8 };

/* Where the values of a customer stand. */
struct clv_columns {
	const char *frequency, *t_x, *tenure, *spend;
};

/* How a model did on customers that it had not seen: the mean log-likelihood of one of them. */
struct clv_candidate {
	const struct purchase_model *purchase;
	double held_out;
	double log_likelihood, aic; /* of all, learnt from all */
	bool converged, identified;
};

struct clv_model {
	const struct purchase_model *purchase; /* NULL before a fit: choose the best */
	enum span_unit unit;                   /* of the parameters */
	enum span_unit times;                  /* of the columns t_x and tenure */
	struct clv_columns column;
	struct purchase_fit fit; /* of a model that was loaded: parameters and covariance */
	bool nobody_leaves;      /* the parameters say no more than that all are there still */
	bool has_spend;
	struct spend_fit spend;
	struct clv_candidate candidate[CLV_MOST_MODELS];
	size_t candidates;
	struct model file; /* that was loaded; columns are called by its texts */
};

/* What a history is in the units of the model. */
struct purchase_history clv_model_history(
	const struct clv_model *model, const struct clv_history *history);

/* Learn from a sorted sample. */
int clv_model_fit(struct clv_model *model, const struct clv_sample *sample, struct diag *why);

/* Append what a person should know about the fit, a line with LF each. */
void clv_model_put_notes(const struct clv_model *model, struct buf *out);

/* Begin a file with what was learnt; more sections may be added before it is written. */
void clv_model_put(const struct clv_model *model, struct model *file);

/* clv_model_release is due in any case. Columns that are NULL are taken from the file. */
int clv_model_load(struct clv_model *model, const char *path, struct diag *why);

void clv_model_release(struct clv_model *model);

#endif
