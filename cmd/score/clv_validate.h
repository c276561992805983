/* SPDX-License-Identifier: MIT */
#ifndef SCORE_CLV_VALIDATE_H
#define SCORE_CLV_VALIDATE_H

/*
 * clv_validate: the whole test of a model on a ledger, of which the end is kept from it.
 *
 * Customers are profiled as of a date, the model is learnt from these profiles and foretells the
 * time from there to the last day of the ledger, and what it says is held against what happened:
 * by the number of repeat purchases before the date, by tenths of the expected value, and for each
 * customer (MAE, RMSE and bias).
 */

#include "clv_predict.h"
#include "mode.h"

/*
 * Write the comparison as a stream, or, with --fit, into the model. The settings of the ledger are
 * those of clv_options.
 */
int clv_validate(struct clv_model *model, const struct score_settings *settings, char *const *paths,
	size_t count, struct diag *why);

#endif
