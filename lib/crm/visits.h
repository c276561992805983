/* SPDX-License-Identifier: MIT */
#ifndef CRM_VISITS_H
#define CRM_VISITS_H

/*
 * visits: the ledger of one customer, compacted to days.
 *
 * A visit is a ledger row, or the sum of several that fell on one day: what happened, and under
 * which orders. Visits come in any order; visits_compact sorts them, makes one struct profile_day
 * of each date, and counts orders:
 *
 * - an order with an id counts once for the customer, on the earliest of its days, however many
 *   rows it has;
 * - a row without an order id is an order of its own.
 *
 * Ids are compared as bytes; a list of ids is divided by SEPARATOR, the way a line break inside a
 * field is written in crm-tsv(5), so that a list can stand in a field as it is.
 */

#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"
#include "crm/profile.h"

#define VISITS_SEPARATOR "\\n"

struct visit {
	struct profile_day day; /* its `orders` are those without an id */
	struct slice order_ids; /* none, one, or several */
	bool is_list;           /* there may be several; else the slice is one id, or empty */
};

/* A customer's days, and memory that is kept for the next customer. Zeroed is empty. */
struct visits {
	struct visit *visit; /* to be filled by visits_add */
	size_t count, capacity;
	struct profile_day *day; /* what visits_compact makes: orders are all that begin that day */
	size_t day_count, day_capacity;
	struct slice *seen; /* hash set of order ids */
	uint64_t *seen_hash;
	size_t seen_capacity;
};

static inline void visits_reset(struct visits *visits)
{
	visits->count = 0;
}

/* A new visit, to be filled in. Lives until the next call. */
struct visit *visits_add(struct visits *visits);

/* Make `day` of `visit`. */
void visits_compact(struct visits *visits);

/*
 * Sum the visits up to one per date, with each date's order ids sorted and each written once into
 * `ids`, which must be empty: the state that can be stored, and added to later.
 */
void visits_merge_days(struct visits *visits, struct buf *ids);

/* Would `ids` be taken for several? */
bool visits_is_list(struct slice ids);

/*
 * Does `ids` end in a backslash that stands for itself? A separator behind it would not be seen, so
 * it must be written as two.
 */
bool visits_ends_open(struct slice ids);

void visits_release(struct visits *visits);

#endif
