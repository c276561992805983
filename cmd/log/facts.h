/* SPDX-License-Identifier: MIT */
#ifndef LOG_FACTS_H
#define LOG_FACTS_H

/*
 * facts: those that are to be appended, by their key.
 *
 *	facts_add(&facts, key, line);
 *	fact = facts_find(&facts, key);		NULL: there is none
 *	facts_release(&facts);
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

/* A fact to be appended, and what the ledger has of it. */
struct fact {
	struct slice key, line; /* without LF */
	uint64_t hash;
	uint64_t there_line; /* of the ledger, with the same key; 0: none */
	struct slice there;
	bool same;  /* that one says the same */
	bool taken; /* by a row before this one */
};

/* Facts by key. */
struct facts {
	struct fact *fact;
	size_t count, capacity;
	uint32_t *slot; /* number + 1, or 0 */
	size_t slot_count;
	struct arena texts;
};

/* Of several facts with one key the first counts. Both texts are copied. */
void facts_add(struct facts *facts, struct slice key, struct slice line);

/* Lives until the next facts_add. */
struct fact *facts_find(const struct facts *facts, struct slice key);

void facts_release(struct facts *facts);

#endif
