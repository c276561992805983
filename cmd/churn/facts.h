/* SPDX-License-Identifier: MIT */
#ifndef CHURN_FACTS_H
#define CHURN_FACTS_H

/*
 * facts: what ledgers say of each customer, put aside under the customer.
 *
 *	struct facts facts;
 *
 *	if (facts_read(&facts, &filter.run, why) < 0)
 *		…
 *	keyed_each(facts.keyed, jobs, work, context, why);
 *	facts_release(&facts);
 *
 * where `work` has of each group
 *
 *	facts_unpack(&facts, &group[i], &list);
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
enum facts_purchase { FACTS_PURCHASE_NET, FACTS_PURCHASE_SALE, FACTS_PURCHASE_ANY };

struct facts_options {
	struct opt_list transactions, contacts, cases, invoices, points, events;
	const char *line; /* the column of transactions that is the product line; NULL: category */
	struct opt_date as_of;
	int purchase; /* enum facts_purchase */
};

/* The rows of all these options, which parts share; and what was given. */
extern const struct opt facts_rows[];
extern struct facts_options facts_given;

/* Is any ledger given? */
bool facts_is_any(void);

struct facts {
	struct keyed *keyed;
	int32_t as_of;
	int32_t newest; /* of all facts … */
	bool has_any;   /* … if there are any */
};

/*
 * Read all ledgers that are given, the way `run` says; facts_release is due in any case. Fails if
 * there is no fact.
 */
int facts_read(struct facts *facts, const struct run *run, struct diag *why);

/* Facts of one customer; memory that is kept for the next. Zeroed is empty. */
struct facts_list {
	struct signs_fact *fact;
	size_t count, capacity;
};

/* The facts of a group until as-of, sorted. */
void facts_unpack(
	const struct facts *facts, const struct keyed_group *group, struct facts_list *list);

/*
 * The days on which the customer bought, ascending, by --purchase-day; `date` has room for as many
 * as there are facts. Returns how many.
 */
size_t facts_days(const struct facts_list *list, int32_t *date);

void facts_release(struct facts *facts);

#endif
