/* SPDX-License-Identifier: MIT */
#ifndef CRM_HISTORY_H
#define CRM_HISTORY_H

/*
 * history: all days of one customer as text, to be stored and added to later.
 *
 *	days                                            order_ids
 *	2026-01-01 50 2 1,14 119.9 3 1,16 -20 0 0 0 1 20	A17\nA23
 *
 * A day is divided from the next by a comma, and has these figures, divided by blanks; those
 * at its end that are 0 are left out:
 *
 * - its date; or, from the second day on, how many days it is after the one before;
 * - the amount, net;
 * - sales;
 * - orders with an id that begin on this day;
 * - orders without an id;
 * - returns;
 * - returned amount.
 *
 * The ids stand apart, so that they need not be looked at where nothing is new: those that begin on
 * the first day, in byte order, then those of the second. Each id is there once, at the earliest of
 * its days (crm/visits): that is enough, for of several parts the earliest counts.
 *
 *	struct history history = { days, order_ids };
 *
 *	history_days(&history, &visits, why);		what visits_compact would make
 *
 *	visits_reset(&visits);
 *	history_dealings(&history, &visits, why);	to be brought together with others
 *	visits_compact(&visits);
 *	history_put(&visits, &out, why);
 *
 * On failure `why` names the column and shows the day, or the ids.
 */

#include "base/buf.h"
#include "base/diag.h"
#include "crm/visits.h"

#define HISTORY_DAYS "days"
#define HISTORY_ORDER_IDS "order_ids"

struct history {
	struct slice days, order_ids;
};

/*
 * Make the days of `visits` as they were when the history was put; the ids are not looked at, and
 * `visits` does not know them. Returns 0 or -1.
 */
int history_days(const struct history *history, struct visits *visits, struct diag *why);

/* Add the days to the dealings of `visits`. Their ids point into the history. Returns 0 or -1. */
int history_dealings(const struct history *history, struct visits *visits, struct diag *why);

/*
 * Append both fields, with a tab between, of visits that have been compacted; the ids of each day
 * are put in order. Returns 0, or -1 if the amounts of a day are too large.
 */
int history_put(struct visits *visits, struct buf *out, struct diag *why);

#endif
