/* SPDX-License-Identifier: MIT */
#ifndef RUN_UNIQUE_H
#define RUN_UNIQUE_H

/*
 * unique: which keys have come already, and where each came first.
 *
 *	uint64_t first;
 *
 *	if (unique_add(unique, key, line, &first, why) == 0)
 *		… the key was there before, on line `first` …
 *
 * Keys themselves are not kept, but a hash of 128 bits of each (base/hash says how far that can be
 * trusted): about 58 bytes a key, however long it is.
 */

#include <stdint.h>

#include "base/diag.h"
#include "base/slice.h"

struct unique;

/* Take at most about `memory` bytes. */
struct unique *unique_new(uint64_t memory);

/*
 * Add a key with a number that is not 0, such as the line where it stands.
 *
 * Returns 1 if it is new, 0 if it was there, with the number that it came with in `first`; -1 when
 * there is no room for more.
 */
int unique_add(struct unique *unique, struct slice key, uint64_t number, uint64_t *first,
	struct diag *why);

void unique_free(struct unique *unique);

#endif
