/* SPDX-License-Identifier: MIT */
#ifndef STAT_CONCORDANCE_H
#define STAT_CONCORDANCE_H

/*
 * concordance: do those with the higher score have the event sooner?
 *
 * Of two cases of which it is known who had the event first, the higher score should be that
 * one's. The share of such pairs in which it is, equal scores counting half, is Harrell's
 * concordance index (Harrell, Califf, Pryor, Lee and Rosati, 1982): 0.5 is no better than chance,
 * 1 is always right. Without censoring and with two times only it is the area under the ROC curve.
 *
 *	struct concordance pairs = { 0, 0, 0 };
 *
 *	concordance_add(&pairs, time, event, NULL, score, count);
 *	concordance_of(&pairs);
 *
 * It is known who was first if that one had the event and the other was there at a later time, or
 * was censored at the same one; of two events at the same time it is not. Cases may be added in
 * parts, such as strata, of which only cases of the same part make pairs. This is how R's package
 * survival and lifelines count.
 */

#include <stdbool.h>
#include <stddef.h>

struct concordance {
	double concordant, discordant, tied; /* pairs; weighted, the product of both weights */
};

/* Cases in *descending* order of time; `weight` may be NULL: all 1. */
void concordance_add(struct concordance *pairs, const double *time, const bool *event,
	const double *weight, const double *score, size_t count);

/* NAN if there are no pairs. */
double concordance_of(const struct concordance *pairs);

#endif
