/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

/*
 * ledger: transactions, and states made of them, put aside under their customers.
 *
 *	static struct ledger_names names = LEDGER_NAMES;
 *
 *	static const struct opt options[] = {
 *		LEDGER_OPTIONS(names),
 *		…
 *	};
 *
 *	struct ledger ledger = { .keyed = keyed_new(memory), .names = &names };
 *
 *	ledger_fold(&ledger, &filter.run, filter.in, false, &filter.counts, why);
 *	keyed_each(ledger.keyed, jobs, work, context, why);
 *
 * where `work` has of each group
 *
 *	ledger_visits(&group[i], &visits);
 *
 * A state is a ledger compacted to one row per customer, with all days (crm/history): what
 * crm-profile writes for --partial, reads for --merge and keeps for --state.
 */

#include "crm/history.h"
#include "crm/visits.h"
#include "run/keyed.h"
#include "run/run.h"

/* What the columns of a ledger are called. */
struct ledger_names {
	const char *id, *date, *amount, *order;
};

/* The column of this very name may be missing; one that an option names may not. */
extern const char ledger_usual_order[];

#define LEDGER_NAMES { "customer_id", "date", "amount", ledger_usual_order }

/* clang-format off */
#define LEDGER_OPTIONS(n) \
	OPT_GROUP("Columns of the ledger"), \
	OPT_TEXT(0, "id", "COLUMN", &(n).id, "the customer"), \
	OPT_TEXT(0, "date", "COLUMN", &(n).date, "the day, or a moment of it"), \
	OPT_TEXT(0, "amount", "COLUMN", &(n).amount, "what was paid; below zero: a return"), \
	OPT_TEXT(0, "order", "COLUMN", &(n).order, \
		"the order that a row belongs to; without such a column each row is an order")
/* clang-format on */

struct ledger {
	struct keyed *keyed;
	const struct ledger_names *names;
	bool forgets_orders; /* nobody will ask how many orders there were */
	bool filters; /* rows of a ledger after … are of no use, and counted as filtered: */
	int32_t as_of;
	int32_t newest; /* date of all rows taken … */
	bool has_rows;  /* … if there are any */
};

/* The first line of a state as it is written: the columns in their order. */
extern const char ledger_state_header[];

/* Read a row of a state whose columns are in that order. */
int ledger_read_state(
	const struct row *row, struct slice *id, struct history *history, struct diag *why);

/* Put all rows of `in` aside; may be called for several streams. `counts` may be NULL. */
int ledger_fold(struct ledger *ledger, const struct run *run, struct stream *in, bool is_state,
	struct run_counts *counts, struct diag *why);

/* Make the visits of a group; they live as long as the group. */
void ledger_visits(const struct keyed_group *group, struct visits *visits);

#endif
