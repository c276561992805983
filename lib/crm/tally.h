/* SPDX-License-Identifier: MIT */
#ifndef CRM_TALLY_H
#define CRM_TALLY_H

/*
 * tally: customers counted and their amounts added up, for each value of a column.
 *
 *	struct tally tally = TALLY_EMPTY;
 *
 *	tally_add(&tally, slice_of("mature"), 12500000);
 *	…
 *	tally_merge(&tally, &of_another_worker);
 *	for (size_t i = 0; i < tally.count; i++)
 *		tally.entry[i].rank = …;
 *	tally_sort(&tally);
 *
 * Sums are exact, and after tally_sort nothing tells in which order the customers came.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/slice.h"

struct tally_entry {
	struct slice value;
	int64_t customers;
	int128 amount;
	int rank; /* 0 at first; for the caller to set, the lowest comes first */
};

struct tally {
	struct tally_entry *entry;
	size_t count, capacity;
	uint32_t *slot; /* hash table: 1 + place in `entry`, 0 for none */
	size_t slots;
	struct arena texts;
};

#define TALLY_EMPTY { .texts = ARENA_EMPTY }

/* One customer more who has `value`, which is copied. */
void tally_add(struct tally *tally, struct slice value, int64_t amount);

/* Add all that `other` holds. */
void tally_merge(struct tally *tally, const struct tally *other);

/* By rank, then the highest amount, then value. Nothing can be added any more. */
void tally_sort(struct tally *tally);

void tally_release(struct tally *tally);

#endif
