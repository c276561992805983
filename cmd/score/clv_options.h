/* SPDX-License-Identifier: MIT */
#ifndef SCORE_CLV_OPTIONS_H
#define SCORE_CLV_OPTIONS_H

/*
 * clv_options: what the command line says of --clv.
 */

#include "clv_predict.h"
#include "ledger/ledger.h"
#include "mode.h"

struct clv_options {
	const char *weight;
	struct opt_date validate;
	enum profile_purchase purchase; /* which days are purchases, of a ledger */
	struct ledger_names ledger;
};

extern bool clv_options_asked; /* the flag itself */
extern const struct opt clv_option_rows[];

const struct clv_options *clv_options(void);

/* Is the column of spends named, or only what it is called as a rule? */
bool clv_options_spend_is_given(void);

/*
 * Check the options, and take over what they say. With --model, what the file says is left open:
 * columns that no option names are NULL.
 */
int clv_options_settle(struct clv_model *model, struct clv_question *question,
	const struct score_settings *settings, struct diag *why);

/* Give the question in the units of the model, once that is known. */
int clv_options_in_units(
	const struct clv_model *model, struct clv_question *question, struct diag *why);

#endif
