/* SPDX-License-Identifier: MIT */
#ifndef STAT_COX_CHECK_H
#define STAT_COX_CHECK_H

/*
 * cox_check: is an effect the same at all times, as a Cox regression takes it to be?
 *
 * The test of Grambsch and Therneau, "Proportional Hazards Tests and Diagnostics Based on Weighted
 * Residuals" (1994), by scaled Schoenfeld residuals: how far each who has the event is from the
 * mean of those at risk, and whether that goes up or down with time. As in R's cox.zph before
 * version 3 of the package, and in lifelines. A small p says that the effect changes.
 *
 *	struct survival_test of_covariate[7];
 *	struct survival_test all = cox_check_effects(&fit, &data, COX_SCALE_KM, of_covariate);
 */

#include "stat/cox.h"

/* By what the time is taken when the test asks whether effects change with it. */
enum cox_scale {
	COX_SCALE_RANK, /* the rank of the event; ties share their mean */
	COX_SCALE_KM,   /* the share that has had the event before, after Kaplan and Meier */
	COX_SCALE_TIME, /* as it is */
};

/* `fit` is what was learnt of `data`. Fills in one answer for each covariate; returns that for all.
 */
struct survival_test cox_check_effects(const struct cox_fit *fit, const struct cox_data *data,
	enum cox_scale scale, struct survival_test *of_covariate);

#endif
