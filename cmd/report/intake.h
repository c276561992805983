/* SPDX-License-Identifier: MIT */
#ifndef REPORT_INTAKE_H
#define REPORT_INTAKE_H

/*
 * intake: customers, taken into the few numbers that a report is made of.
 *
 *	struct intake intake;
 *
 *	intake_begin(&intake, top);
 *	if (intake_profiles(&intake, &names, run, in, counts, why) == 0)
 *		… intake.all …
 *	intake_release(&intake);
 *
 * Sums are exact and lists are ordered to the last, so neither threads nor the order of the rows
 * leave a trace.
 */

#include "base/hash.h"
#include "crm/best.h"
#include "crm/tally.h"
#include "customer.h"
#include "run/run.h"

struct intake_cell {
	int64_t customers;
	int128 amount;
};

/* Customers of one class and one band of risk. */
struct intake_risk {
	int64_t customers;
	int128 value; /* lifetime value, or amount where that is not known */
	int128 loss;
};

/* What a customer is worth and has brought, to be put in order. */
struct intake_worth {
	int64_t clv, amount;
};

/* A customer of the time before, and the stage. */
struct intake_former {
	struct hash_wide id;
	int stage;
};

/* The lists of customers: the best ones of a kind. */
enum intake_list {
	INTAKE_BEST,    /* by amount */
	INTAKE_SILENT,  /* of value, and silent for too long; by amount */
	INTAKE_CALL,    /* of the best class, and at high risk; by loss */
	INTAKE_WARNING, /* with warning signs; by how strong they are */
	INTAKE_LISTS,
};

/* Everything that is known of a customer who is watched: name, tab, value, LF for each column. */
struct intake_card {
	size_t number; /* in the list of the watched */
	struct slice facts;
};

/* How many customers had the event (were lost) or not (were still there) after so many days. */
struct intake_life {
	int64_t lost, there;
};

/* What is known of some of the customers, and in the end of all. */
struct intake_part {
	struct summary summary;
	struct hash_wide digest; /* of the rows, whatever their order */
	struct tally *tally;     /* one for each segment */
	int64_t *amount;         /* of each customer */
	size_t count, capacity;
	struct intake_worth *worth; /* of those whose lifetime value is known */
	size_t worth_count, worth_capacity;
	struct intake_former *former; /* of all, if they are to be kept */
	size_t former_count, former_capacity;
	struct intake_life *life; /* by days */
	size_t life_count, life_capacity;
	struct intake_card *card;
	size_t cards, card_capacity;
	struct arena texts; /* of cards */
	/* Records hold a customer's fields, then segments, as in the row, a tab behind each. */
	struct best list[INTAKE_LISTS];
	int64_t silent_count, new_90d, lost_count, warned;
	int128 silent_amount;
	unsigned has; /* CUSTOMER_HAS_…: known of one customer at least */
	int128 clv, loss, profit, expected_orders, churn;
	int64_t clv_customers, churn_customers;
	struct intake_cell rfm[CUSTOMER_SCORES][CUSTOMER_SCORES]; /* by r and f */
	struct intake_cell rung[CUSTOMER_RUNGS];
	struct intake_cell profit_by_class[CUSTOMER_CLASSES]; /* `amount` is the profit */
	struct intake_risk risk[CUSTOMER_CLASSES][CUSTOMER_BANDS];
	struct intake_risk band[CUSTOMER_BANDS];
	int64_t flow[CUSTOMER_STAGES + 1][CUSTOMER_STAGES]; /* from; the last: was not there */
};

struct intake {
	size_t top; /* how long the lists are */
	bool keep_former;
	struct customer_watch watch;
	const struct intake *before; /* of the time before, or NULL */
	struct customer_layout layout;
	bool is_resolved;
	struct intake_part all;
	int64_t gone[CUSTOMER_STAGES]; /* customers of the time before who are no more */
};

void intake_begin(struct intake *intake, size_t top);

/* Take in all rows of a stream of profiles; to be called for one stream after the other. */
int intake_profiles(struct intake *intake, const struct customer_names *names,
	const struct run *run, struct stream *in, struct run_counts *counts, struct diag *why);

/* ---- for who makes customers of something else, one part for each thread ---- */

void intake_begin_part(const struct intake *intake, struct intake_part *part);
void intake_add(const struct intake *intake, struct intake_part *part,
	const struct customer *customer, struct buf *scratch);
/* The facts of a customer who is watched. */
void intake_add_card(
	const struct intake *intake, struct intake_part *part, struct slice id, struct slice facts);
/* Add a part to the whole, and release it. */
void intake_end_part(struct intake *intake, struct intake_part *part);

/* All customers are in: put in order what needs it. */
void intake_settle(struct intake *intake);

void intake_release(struct intake *intake);

#endif
