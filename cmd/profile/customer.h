/* SPDX-License-Identifier: MIT */
#ifndef PROFILE_CUSTOMER_H
#define PROFILE_CUSTOMER_H

/*
 * customer: what is written of one customer: a profile, and the row of a state.
 *
 *	struct customer customer = { 0 };
 *
 *	ledger_visits(group, &customer.visits);
 *	visits_compact(&customer.visits);
 *	customer_put_profile(&customer, &rules, group->key, &profiles, why);
 *	customer_put_state(&customer, group->key, &states, why);
 *	…
 *	customer_release(&customer);
 *
 * It is a worker's memory for one customer after the other.
 */

#include "base/buf.h"
#include "crm/visits.h"
#include "profile/figures.h"

/* How profiles are made. */
struct customer_rules {
	const struct figures *figures;
	enum profile_purchase purchase;
	int32_t as_of;
};

struct customer {
	struct visits visits; /* what is known, and its days */
	int64_t days_after;   /* days of all customers so far that are after as-of */
};

/* From the days. Returns 1 with the row appended, 0 if the customer has no day up to as-of, -1 on
 * failure. */
int customer_put_profile(struct customer *customer, const struct customer_rules *rules,
	struct slice id, struct buf *out, struct diag *why);

/* The row of a state, from days that visits_compact has made. Returns 0 or -1. */
int customer_put_state(
	struct customer *customer, struct slice id, struct buf *out, struct diag *why);

/* Say whose fault it is: `why` tells what of. Returns -1. */
int customer_fail(struct slice id, struct diag *why);

void customer_release(struct customer *customer);

#endif
