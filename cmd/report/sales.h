/* SPDX-License-Identifier: MIT */
#ifndef REPORT_SALES_H
#define REPORT_SALES_H

/*
 * sales: transactions, taken into months, cohorts, dimensions and pairs of products.
 *
 *	struct sales sales;
 *
 *	sales_begin(&sales, &names, memory);
 *	sales_fold(&sales, run, in, counts, why);	for one stream after the other
 *	sales_finish(&sales, jobs, intake, why);
 *	…
 *	sales_release(&sales);
 *
 * Where no profiles are given, they are made of the ledger, as crm-profile makes them.
 */

#include "crm/tally.h"
#include "intake.h"
#include "ledger/ledger.h"
#include "run/keyed.h"

/* What a row may be divided by. */
enum sales_dimension {
	SALES_CATEGORY,
	SALES_CHANNEL,
	SALES_PLACE,
	SALES_PRODUCT,
	SALES_CAMPAIGN,
	SALES_DIMENSIONS,
};

enum {
	SALES_PAIRS = 10,   /* best products whose pairs are counted */
	SALES_COHORTS = 24, /* periods of a triangle, at most */
};

/* A month, or any other period. */
struct sales_period {
	int128 amount;         /* net */
	int64_t orders;        /* that began in it */
	int64_t customers;     /* with a purchase day in it */
	int64_t new_customers; /* whose first purchase day was in it */
	int128 new_amount;     /* … and what those brought in it */
};

/* A dealing of a customer who is watched. */
struct sales_entry {
	size_t customer; /* in the list of the watched */
	int32_t date;
	int64_t amount;
	struct slice order, what;
};

struct sales {
	const struct ledger_names *names;
	struct keyed *keyed, *baskets;
	struct customer_watch watch; /* customers whose dealings are kept */
	/* Of the columns. */
	const char *column_name[SALES_DIMENSIONS]; /* NULL: there is none */
	bool has_profit, has_orders;
	bool has_fractions; /* one amount at least is not whole */
	/* Of the rows. */
	bool has_rows;
	int32_t oldest, newest;
	struct hash_wide digest;
	struct tally dimension[SALES_DIMENSIONS];
	struct tally profit_by; /* profit by category, or all under one name */
	int128 profit;
	struct sales_entry *entry;
	size_t entries, entry_capacity;
	struct arena texts;
	/* Of the customers, after sales_finish. */
	int first_month; /* year * 12 + month - 1 */
	size_t months;
	struct sales_period *month;
	int128 weekday[7];    /* Monday first */
	int64_t customers;    /* with a purchase day */
	int months_of_cohort; /* 1, 3 or 12: how long a period of cohorts is */
	size_t cohorts;
	int64_t (*cohort)[SALES_COHORTS]; /* [cohort][period since]: customers with a purchase day
					   */
	/* Pairs of the best products: [i][i] is how many orders have product i. */
	size_t pair_products;
	int64_t pair[SALES_PAIRS][SALES_PAIRS];
	int64_t baskets_count; /* orders with products */
};

void sales_begin(struct sales *sales, const struct ledger_names *names, uint64_t memory);

/* Take in all rows. */
int sales_fold(struct sales *sales, const struct run *run, struct stream *in,
	struct run_counts *counts, struct diag *why);

/* Work on each customer; make profiles of them unless `intake` is NULL. */
int sales_finish(struct sales *sales, int jobs, struct intake *intake, struct diag *why);

/*
 * How many months, from the first, are whole: all but the last where the ledger ends before it
 * does. A part of a month beside whole ones looks like a fall.
 */
size_t sales_whole_months(const struct sales *sales);

void sales_release(struct sales *sales);

#endif
