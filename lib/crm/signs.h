/* SPDX-License-Identifier: MIT */
#ifndef CRM_SIGNS_H
#define CRM_SIGNS_H

/*
 * signs: what a customer's dealings look like lately, against the customer's own past.
 *
 * Customers who are about to leave show it: they order less, pay later, complain, take their money
 * elsewhere. Each sign is a change against what is usual for this customer, so what is measured
 * comes in pairs: lately, that is in the last `window` days; and as usual, in as many days of the
 * time before, of which `past` days are looked at. What is usual is known only if that time is at
 * least as long as the window, and begins with the first fact of its kind.
 *
 *	struct signs_fact fact[] = { { day, SIGNS_ORDER, 12500000, 0 }, … };
 *	int64_t value[SIGNS_MEASURES];
 *
 *	signs_sort(fact, count);
 *	signs_measure(fact, count, &span, value);
 *	value[SIGNS_ORDERS_RECENT] …
 *
 * Measures are judged elsewhere, by rules over their names. They are in millionths (base/amount),
 * days too, but for those that signs_is_date names: these are dates. Unknown is SIGNS_UNKNOWN.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIGNS_UNKNOWN INT64_MIN

enum signs_kind {
	SIGNS_ORDER,     /* value: amount; item: the product line, or 0 */
	SIGNS_CONTACT,   /* any contact, complaints too */
	SIGNS_COMPLAINT, /* item: the case, or 0 */
	SIGNS_SETTLED,   /* item: of which complaint */
	SIGNS_PAID,      /* value: days behind the day it was due, in millionths; 0: in time */
	SIGNS_CREDIT,    /* bought on credit; value: amount */
	SIGNS_CREDIT_CANCELLED, /* the customer gave it back */
	SIGNS_ADDRESS,          /* changed */
	SIGNS_MOVEMENT,         /* of a balance; value: added, or taken off */
	SIGNS_BALANCE,          /* value: what it is at the end of the day */
	SIGNS_GRADE,            /* of the contract, plan or tier; value: the higher the better */
	SIGNS_KINDS,
};

struct signs_fact {
	int32_t date;
	enum signs_kind kind;
	int64_t value;
	uint64_t item; /* a hash will do: items are only told apart */
};

/* By date, then by all else. */
void signs_sort(struct signs_fact *fact, size_t count);

struct signs_span {
	int32_t as_of;
	int32_t window; /* days that are "lately", 1 or more */
	int32_t past;   /* days before them that are looked at, at least `window` */
};

enum signs_measured {
	SIGNS_ORDERS_RECENT, /* days with orders */
	SIGNS_ORDERS_USUAL,  /* in as many days */
	SIGNS_AMOUNT_RECENT,
	SIGNS_AMOUNT_USUAL,
	SIGNS_GAP_USUAL, /* mean days between days of orders, all of the time */
	SIGNS_SILENCE,   /* days since the last order */
	SIGNS_LAST_ORDER,
	SIGNS_BALANCE_NOW,
	SIGNS_BALANCE_BEFORE, /* when the window began */
	SIGNS_LAST_BALANCE,
	SIGNS_LATE_RECENT,      /* payments behind their day */
	SIGNS_LATE_DAYS_RECENT, /* the longest of them */
	SIGNS_LATE_DAYS_USUAL,  /* the mean of all payments before */
	SIGNS_LAST_LATE,
	SIGNS_ADDRESSES_RECENT,
	SIGNS_LAST_ADDRESS,
	SIGNS_CREDIT_RECENT, /* times that credit was used */
	SIGNS_CREDIT_USUAL,
	SIGNS_CANCELLED_RECENT, /* times that credit was given back */
	SIGNS_LAST_CREDIT,      /* used or given back */
	SIGNS_COMPLAINTS_RECENT,
	SIGNS_LAST_COMPLAINT,
	SIGNS_COMPLAINTS_OPEN, /* not settled, however old */
	SIGNS_OPEN_DAYS,       /* of the oldest open one */
	SIGNS_OPEN_SINCE,
	SIGNS_CONTACTS_RECENT,
	SIGNS_CONTACTS_USUAL,
	SIGNS_LAST_CONTACT,
	SIGNS_LINES_USUAL,   /* product lines bought on three days or more before the window */
	SIGNS_LINES_DROPPED, /* of these, not bought lately, although others were */
	SIGNS_LAST_LINE,     /* the last day of a dropped one */
	SIGNS_GRADE_NOW,
	SIGNS_GRADE_BEFORE, /* when the window began */
	SIGNS_LAST_GRADE,   /* when it changed */
	SIGNS_MEASURES,
};

/* The name of a measure, as rules call it: "orders_recent". */
const char *signs_name(enum signs_measured measure);

bool signs_is_date(enum signs_measured measure);

/*
 * Take the measures of a customer's facts, sorted; those after span->as_of are left out. `value`
 * has room for SIGNS_MEASURES.
 */
void signs_measure(
	const struct signs_fact *fact, size_t count, const struct signs_span *span, int64_t *value);

/*
 * Signs together: each is worth its weight (0 … 1) times its strength (0 … 1), and all of them
 *
 *	100 (1 - (1 - w1 s1) (1 - w2 s2) …)
 *
 * as if each alone could make the customer leave. Add the next one to a warning of 0 … 100.
 */
static inline double signs_warning_add(double warning, double weight, double strength)
{
	return 100 - (100 - warning) * (1 - weight * strength);
}

#endif
