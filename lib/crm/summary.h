/* SPDX-License-Identifier: MIT */
#ifndef CRM_SUMMARY_H
#define CRM_SUMMARY_H

/*
 * summary: many customer profiles in a few figures.
 *
 *	struct summary summary = { 0 };
 *
 *	summary_add(&summary, &customer);
 *	…
 *	summary_merge(&summary, &of_another_worker);
 *
 * Of a profile only the amount must be known. Each other figure is added up over the customers of
 * whom it is known; `known` tells which were known of one customer at least, and what is known of
 * nobody should not be shown.
 *
 * Sums are exact, so customers come in any order.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/decimal.h"

enum {
	SUMMARY_ORDERS = 1,
	SUMMARY_FIRST_DATE = 2,
	SUMMARY_LAST_DATE = 4,
	SUMMARY_RECENCY = 8,
	SUMMARY_FREQUENCY = 16,
	SUMMARY_RETURNED = 32,
	SUMMARY_AMOUNT_90D = 64,
	SUMMARY_AMOUNT_365D = 128,
	SUMMARY_GAPS = 256,
};

/* What is read of a profile; see crm/profile.h for what it means. Amounts in micros. */
struct summary_customer {
	int64_t amount;
	unsigned known; /* SUMMARY_…, or-ed: which of the following are */
	int64_t orders;
	int32_t first_date, last_date;
	int32_t recency;
	int64_t frequency;
	int64_t returned_amount;
	int64_t amount_90d, amount_365d;
	double gap_mean, gap_sd;
};

struct summary {
	unsigned known;
	bool has_fractions; /* one amount at least is not whole */
	int64_t customers;
	int128 amount;
	int128 orders;
	int32_t first_date, last_date; /* the earliest and the latest */
	int32_t as_of, as_of_least;    /* last date + recency: equal, if made as of one day */
	bool has_as_of;
	int64_t repeaters; /* bought on two days or more */
	int64_t active_90d, active_365d;
	int128 amount_90d, amount_365d;
	int128 returned_amount;
};

void summary_add(struct summary *summary, const struct summary_customer *customer);

void summary_merge(struct summary *summary, const struct summary *other);

/*
 * Has the customer not bought for longer than can be expected: the mean gap between purchase days
 * and two standard deviations? False if that is not known.
 */
bool summary_is_silent(const struct summary_customer *customer);

#endif
