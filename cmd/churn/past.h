/* SPDX-License-Identifier: MIT */
#ifndef CHURN_PAST_H
#define CHURN_PAST_H

/*
 * past: what ledgers say of each customer, put aside under the customer.
 *
 *	struct past past;
 *
 *	if (past_read(&past, &filter.run, why) < 0)
 *		…
 *	keyed_each(past.keyed, jobs, work, context, why);
 *	past_release(&past);
 *
 * where `work` has of each group
 *
 *	past_unpack(&past, &group[i], &list);
 *
 * Ledgers are streams of the kinds that crm-import(1) knows, each with columns of usual names; what
 * they say becomes facts of crm/signs:
 *
 *	transactions  orders and returns; the product line is a column of choice
 *	contacts      contacts; complaints and changes of address by their `kind`
 *	cases         complaints that are opened, and seen to
 *	invoices      use of credit, and how late it was paid
 *	points        movements of a balance
 *	events        customer_id, date, event and value: address, credit_cancelled, balance, grade
 */

#include "cli/opt.h"
#include "crm/signs.h"
#include "run/keyed.h"
#include "run/run.h"

/* Which days of a customer are purchases. */
enum past_purchase { PAST_PURCHASE_NET, PAST_PURCHASE_SALE, PAST_PURCHASE_ANY };

struct past_options {
	struct opt_list transactions, contacts, cases, invoices, points, events;
	const char *line; /* the column of transactions that is the product line; NULL: category */
	struct opt_date as_of;
	int purchase; /* enum past_purchase */
};

/* The rows of all these options, which parts share; and what was given. */
extern const struct opt past_rows[];
extern struct past_options past_given;

/* Is any ledger given? */
bool past_is_any(void);

struct past {
	struct keyed *keyed;
	int32_t as_of;
	int32_t newest; /* of all facts … */
	bool has_any;   /* … if there are any */
};

/*
 * Read all ledgers that are given, the way `run` says; past_release is due in any case. Fails if
 * there is no fact.
 */
int past_read(struct past *past, const struct run *run, struct diag *why);

/* Facts of one customer; memory that is kept for the next. Zeroed is empty. */
struct past_list {
	struct signs_fact *fact;
	size_t count, capacity;
};

/* The facts of a group until as-of, sorted. */
void past_unpack(const struct past *past, const struct keyed_group *group, struct past_list *list);

/*
 * The days on which the customer bought, ascending, by --purchase-day; `date` has room for as many
 * as there are facts. Returns how many.
 */
size_t past_days(const struct past_list *list, int32_t *date);

void past_release(struct past *past);

#endif
