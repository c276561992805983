/* SPDX-License-Identifier: MIT */
#ifndef REPORT_INTAKE_H
#define REPORT_INTAKE_H

/*
 * intake: customers, taken into the few numbers that a report is made of.
 *
 *	struct intake intake;
 *
 *	intake_begin(&intake, top, RANKING_AMOUNTS, memory);
 *	if (intake_profiles(&intake, &names, run, in, counts, why) == 0 &&
 *		intake_settle(&intake, why) == 0)
 *		… intake.all …
 *	intake_release(&intake);
 *
 * Sums are exact and lists are ordered to the last, so neither threads nor the order of the rows
 * leave a trace. However many customers there are, what is kept of them takes the same memory.
 */

#include "base/hash.h"
#include "crm/best.h"
#include "crm/tally.h"
#include "customer.h"
#include "ranking.h"
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

/* The lists of customers: the best ones of a kind. */
enum intake_list {
	INTAKE_BEST,    /* by amount */
	INTAKE_SILENT,  /* of value, and silent for too long; by amount */
	INTAKE_WINBACK, /* to be won back, in the order that crm-churn has found */
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
	struct ranking ranking;
	struct intake_life *life; /* by days */
	size_t life_count, life_capacity;
	struct intake_card *card;
	size_t cards, card_capacity;
	struct arena texts; /* of cards */
	/* Records hold a customer's fields, then segments, as in the row, a tab behind each. */
	struct best list[INTAKE_LISTS];
	int64_t silent_count, new_90d, lost_count, warned, winback_count;
	int128 silent_amount, winback_amount, contact_worth;
	unsigned has; /* CUSTOMER_HAS_…: known of one customer at least */
	int128 clv, loss, profit, expected_orders, churn;
	int64_t clv_customers, churn_customers;
	struct intake_cell rfm[CUSTOMER_SCORES][CUSTOMER_SCORES]; /* by r and f */
	struct intake_cell rung[CUSTOMER_RUNGS];
	struct intake_cell profit_by_class[CUSTOMER_CLASSES]; /* `amount` is the profit */
	struct intake_risk risk[CUSTOMER_CLASSES][CUSTOMER_BANDS];
	struct intake_risk band[CUSTOMER_BANDS];
};

struct intake {
	size_t top;      /* how long the lists are */
	unsigned ranked; /* RANKING_… */
	uint64_t memory; /* of the run */
	struct customer_watch watch;
	struct intake *before; /* of the time before, or NULL */
	struct customer_layout layout;
	bool is_resolved;
	struct intake_part all;
	/* After intake_settle. */
	struct pareto pareto;
	struct ranking_decile decile[RANKING_DECILES];
	/* Customers by stage then and now; behind the last stage: who was not, or is no more. */
	int64_t flow[CUSTOMER_STAGES + 1][CUSTOMER_STAGES + 1];
};

/* With which of RANKING_…, and what memory the run may take: see ranking.h. */
void intake_begin(struct intake *intake, size_t top, unsigned ranked, uint64_t memory);

/* Take in all rows of a stream of profiles; to be called for one stream after the other. */
int intake_profiles(struct intake *intake, const struct customer_names *names,
	const struct run *run, struct stream *in, struct run_counts *counts, struct diag *why);

/* ---- for who makes customers of something else, one part for each thread ---- */

void intake_begin_part(const struct intake *intake, struct intake_part *part);
void intake_add(struct intake_part *part, const struct customer *customer, struct buf *scratch);
/* The facts of a customer who is watched. */
void intake_add_card(
	const struct intake *intake, struct intake_part *part, struct slice id, struct slice facts);
/* Add a part to the whole, and release it. */
void intake_end_part(struct intake *intake, struct intake_part *part);

/*
 * All customers are in, those of the time before too: put in order what needs it. Fails if the
 * temporary file could not be written or read.
 */
int intake_settle(struct intake *intake, struct diag *why);

void intake_release(struct intake *intake);

#endif
