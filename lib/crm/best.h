/* SPDX-License-Identifier: MIT */
#ifndef CRM_BEST_H
#define CRM_BEST_H

/*
 * best: the N customers with the highest amounts, of however many pass by.
 *
 *	struct best best = { .most = 10 };
 *
 *	if (best_wants(&best, amount, id))
 *		best_add(&best, amount, id, record);
 *	…
 *	best_merge(&best, &of_another_worker);
 *	best_sort(&best);
 *	best_release(&best);
 *
 * Of equal amounts the lower id, in byte order, is the better one, then the lower record: so the
 * order in which customers come decides nothing. A record is whatever the caller wants to know of
 * the customer later; the id is part of it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct best_row {
	int64_t amount;
	struct slice id;     /* in the record's copy */
	struct slice record; /* owned */
};

struct best {
	size_t most; /* set by the caller */
	struct best_row *row;
	size_t count;
};

/* Is there a place for this customer? If not, making a record is no use. */
bool best_wants(const struct best *best, int64_t amount, struct slice id);

/* Take the customer in if there is a place; `id` and `record` are copied. */
void best_add(struct best *best, int64_t amount, struct slice id, struct slice record);

void best_merge(struct best *best, const struct best *other);

/* The best first. Nothing can be added any more. */
void best_sort(struct best *best);

void best_release(struct best *best);

#endif
