/* SPDX-License-Identifier: MIT */
#ifndef REPORT_CUSTOMER_H
#define REPORT_CUSTOMER_H

/*
 * customer: one row of profiles, read for a report.
 *
 * Fields are found by the names that the toolkit's streams give them; only the first two must be
 * there. What a field says is checked, so that a number on the page is a number in the stream.
 *
 *	struct customer customer = { .layout = &layout };
 *
 *	customer.value[…] = …;
 *	if (customer_read(&customer, why) < 0)
 *		…
 */

#include "base/diag.h"
#include "base/slice.h"
#include "cli/opt.h"
#include "crm/summary.h"
#include "tab/columns.h"

enum customer_field {
	CUSTOMER_ID,
	CUSTOMER_AMOUNT,
	CUSTOMER_NAME,
	CUSTOMER_ORDERS,
	CUSTOMER_FIRST_DATE,
	CUSTOMER_LAST_DATE,
	CUSTOMER_RECENCY,
	CUSTOMER_TENURE,
	CUSTOMER_FREQUENCY,
	CUSTOMER_T_X,
	CUSTOMER_RETURNED,
	CUSTOMER_GAP_MEAN,
	CUSTOMER_GAP_SD,
	CUSTOMER_AMOUNT_90D,
	CUSTOMER_AMOUNT_365D,
	CUSTOMER_R,
	CUSTOMER_F,
	CUSTOMER_P_ALIVE,
	CUSTOMER_EXPECTED_ORDERS,
	CUSTOMER_EXPECTED_SPEND,
	CUSTOMER_CLV,
	CUSTOMER_CHURN,
	CUSTOMER_REASON,
	CUSTOMER_WARNING,
	CUSTOMER_SIGNS,
	CUSTOMER_NEWEST_SIGN,
	CUSTOMER_LOSS,
	CUSTOMER_PROFIT,
	CUSTOMER_REFERRALS,
	CUSTOMER_RETURN_CHANCE,
	CUSTOMER_CONTACT_WORTH,
	CUSTOMER_POLICY,
	CUSTOMER_WINBACK_RANK,
	CUSTOMER_FIELDS,
};

/* What they are called, if nothing else is said. */
extern const char *const customer_field_name[CUSTOMER_FIELDS];

enum { CUSTOMER_SEGMENTS = 32 }; /* columns by which customers are divided, at most */

/* A column by which the customers are divided. */
struct customer_segment {
	struct slice name;
	int column; /* in the stream; -1: not there */
};

/* Which columns mean what. */
struct customer_layout {
	const char *name[CUSTOMER_FIELDS]; /* what the columns are called */
	int column[CUSTOMER_FIELDS];       /* where they are; -1: nowhere */
	bool known[CUSTOMER_FIELDS];       /* in some stream */
	struct customer_segment segment[CUSTOMER_SEGMENTS];
	size_t segments;
	int abc, pyramid, lifecycle; /* of the segments; -1: there is none */
	struct arena texts;
};

/* What the command line has to say about it. */
struct customer_names {
	const char *id, *amount; /* names of columns */
	const struct opt_list *by;
};

/* Customers of whom everything is wanted: their cards. */
struct customer_watch {
	const struct slice *id; /* as streams have it */
	size_t count;
};

/* The place of the customer in the list, or -1. */
int customer_watched(const struct customer_watch *watch, struct slice id);

/* The stages of a life cycle and of those that are none. */
enum {
	CUSTOMER_DECLINING = 4,
	CUSTOMER_DORMANT,
	CUSTOMER_LOST,
	CUSTOMER_NO_STAGE,
	CUSTOMER_STAGES,
};

enum { CUSTOMER_CLASSES = 5, CUSTOMER_BANDS = 3, CUSTOMER_SCORES = 10, CUSTOMER_RUNGS = 5 };

/* Which of the numbers beyond the summary's are known. */
enum {
	CUSTOMER_HAS_CLV = 1,
	CUSTOMER_HAS_CHURN = 2,
	CUSTOMER_HAS_LOSS = 4,
	CUSTOMER_HAS_WARNING = 8,
	CUSTOMER_HAS_EXPECTED = 16,
	CUSTOMER_HAS_PROFIT = 32,
	CUSTOMER_HAS_TENURE = 64,
	CUSTOMER_HAS_RFM = 128,
	CUSTOMER_HAS_ALIVE = 256,
	CUSTOMER_HAS_RANK = 512,
};

/* The caller sets layout, value and segment; the rest is read from them. Amounts in micros. */
struct customer {
	const struct customer_layout *layout;
	struct slice value[CUSTOMER_FIELDS]; /* as in the stream; missing is empty */
	struct slice segment[CUSTOMER_SEGMENTS];

	struct summary_customer basic;
	unsigned has; /* CUSTOMER_HAS_…, or-ed */
	int64_t clv, loss, profit;
	int64_t expected_orders; /* in millionths */
	int64_t churn, alive;    /* probabilities in millionths */
	int64_t warning;
	int64_t contact_worth, winback_rank;
	int32_t tenure, t_x;
	int64_t referrals;
	int r, f;
	int stage; /* of the life cycle; CUSTOMER_NO_STAGE */
	int class; /* by ABC, else by pyramid, from the best; -1 */
	int band;  /* of the risk, from low; -1 */
	int rung;  /* of the loyalty ladder, from the lowest; -1 */
	bool is_silent;
};

/* Find the columns of the first stream. */
int customer_resolve(struct customer_layout *layout, const struct customer_names *names,
	const struct columns *columns, struct diag *why);

/* Find the same columns in another stream, where they may stand elsewhere or be missing. */
int customer_resolve_again(
	struct customer_layout *layout, const struct columns *columns, struct diag *why);

/* The layout of customers made of a ledger, which know the fields that are given. */
void customer_resolve_made(
	struct customer_layout *layout, const enum customer_field *field, size_t count);

/* Read all fields. */
int customer_read(struct customer *customer, struct diag *why);

#endif
