/* SPDX-License-Identifier: MIT */
#ifndef CRM_PROFILE_H
#define CRM_PROFILE_H

/*
 * profile: what a customer's days of dealing say about the customer.
 *
 * A ledger is compacted to one struct profile_day per customer and day; from a customer's days,
 * in order of date, profile_of makes the figures that segments, scores and purchase models start
 * from.
 *
 * A purchase day is a day that counts as a purchase by a rule: the day's rows net to more than
 * zero (the default: a day of returns is no purchase), or one row at least is above zero, or any
 * row at all (which is how the CDNOW data are counted in the literature).
 *
 * In the terms of Fader, Hardie and Lee, "Counting Your Customers the Easy Way" (2005), a
 * customer's x is `frequency`, t_x is `t_x`, and T is `tenure`, all in days.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"
#include "base/diag.h"

enum profile_purchase {
	PROFILE_PURCHASE_NET,  /* the day nets to more than zero */
	PROFILE_PURCHASE_SALE, /* one row of the day is above zero */
	PROFILE_PURCHASE_ANY,  /* there is a row */
};

/*
 * What happened on one day. Amounts are in micros (base/amount), and in 128 bits: whether a sum
 * fits into 64 must not depend on the order in which it is added up.
 */
struct profile_day {
	int32_t date;
	int128 amount;          /* net: sales less returns */
	int128 returned_amount; /* of rows below zero, as a positive amount */
	int64_t sales;          /* rows above zero */
	int64_t returns;        /* rows below zero */
	int64_t orders;         /* that begin on this day */
};

struct profile {
	int32_t first_date, last_date; /* purchase days, or of any dealing if there are none */
	int64_t orders;
	int64_t recency;   /* days from last_date to as-of */
	int64_t tenure;    /* days from first_date to as-of */
	int64_t frequency; /* purchase days after the first */
	int64_t t_x;       /* days from the first purchase day to the last */
	int64_t amount;
	int64_t amount_mean; /* per order */
	bool has_repeat_amount_mean;
	int64_t repeat_amount_mean; /* of the day totals after the first purchase day */
	int64_t returns;
	int64_t returned_amount;
	bool has_gap_mean; /* from two purchase days on */
	double gap_mean;   /* days between neighbouring purchase days */
	bool has_gap_sd;   /* from three on: the divisor is gaps - 1 */
	double gap_sd;
	int64_t amount_90d, amount_365d; /* in the last 90 and 365 days, as-of included */
	int64_t orders_90d, orders_365d;
};

/* Does the day count as a purchase? */
bool profile_is_purchase(const struct profile_day *day, enum profile_purchase rule);

/*
 * Make the profile of a customer from `count` days in order of date, each date once. Days after
 * `as_of` are left out.
 *
 * Returns 1, 0 if no day is left, -1 if a sum of amounts is too large.
 */
int profile_of(const struct profile_day *day, size_t count, enum profile_purchase rule,
	int32_t as_of, struct profile *profile, struct diag *why);

#endif
