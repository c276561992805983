/* SPDX-License-Identifier: MIT */
#ifndef CRM_VISITS_H
#define CRM_VISITS_H

/*
 * visits: the ledger of one customer, compacted to days.
 *
 * A customer's dealings (crm/dealing) come in any order; visits_compact sorts them, makes one
 * struct profile_day of each date, and counts orders:
 *
 *	visits_reset(&visits);
 *	for (…)
 *		dealing_unpack(record[i], visits_add(&visits));
 *	visits_compact(&visits);
 *	profile_of(visits.day, visits.day_count, …);
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
#include "base/mem.h"
#include "base/slice.h"
#include "crm/dealing.h"
#include "crm/profile.h"

#define VISITS_SEPARATOR "\\n"

/* A customer's days, and memory that is kept for the next customer. Zeroed is empty. */
struct visits {
	struct dealing *dealing; /* to be filled by visits_add */
	size_t count, capacity;
	struct profile_day *day; /* what is made of them */
	size_t *day_ids;         /* … and how many orders with an id begin on each */
	size_t day_count, day_capacity, day_ids_capacity;
	struct slice *id; /* those of the first day, of the second, …: each once */
	size_t id_count, id_capacity;
	size_t *seen; /* hash set of order ids: their places in `id` */
	uint64_t *seen_hash;
	size_t seen_capacity;
};

static inline void visits_reset(struct visits *visits)
{
	visits->count = 0;
}

/* A new dealing, to be filled in. Lives until the next call. */
static inline struct dealing *visits_add(struct visits *visits)
{
	visits->dealing = mem_grow(
		visits->dealing, &visits->capacity, visits->count + 1, sizeof *visits->dealing);
	return &visits->dealing[visits->count++];
}

/* Make days of the dealings: the orders of a day are all that begin on it. */
void visits_compact(struct visits *visits);

/* In place of that, days can be put in that are known: begin, then add them in order of date. */
void visits_begin_days(struct visits *visits, size_t ids);

/* A new day without ids, to be filled in. Lives until the next call. */
static inline struct profile_day *visits_add_day(struct visits *visits)
{
	size_t count = visits->day_count + 1;

	visits->day = mem_grow(visits->day, &visits->day_capacity, count, sizeof *visits->day);
	visits->day_ids = mem_grow(
		visits->day_ids, &visits->day_ids_capacity, count, sizeof *visits->day_ids);
	visits->day_ids[visits->day_count] = 0;
	return &visits->day[visits->day_count++];
}

/* Cut the first id off a list. Returns false if it is empty. */
bool visits_next_id(struct slice *list, struct slice *id);

/* Would `ids` be taken for several? */
bool visits_is_list(struct slice ids);

/*
 * Does `ids` end in a backslash that stands for itself? A separator behind it would not be seen, so
 * it must be written as two.
 */
bool visits_ends_open(struct slice ids);

void visits_release(struct visits *visits);

#endif
