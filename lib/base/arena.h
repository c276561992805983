/* SPDX-License-Identifier: MIT */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

/*
 * arena: many small allocations, one release.
 *
 * What a run learns (names, keys, compiled expressions) lives in one arena and goes with it; what
 * a row needs lives in a scratch arena that is reset before the next row.
 *
 *	struct arena names = ARENA_EMPTY;
 *	struct slice kept = arena_copy(&names, field);
 *	arena_release(&names);
 */

#include <stddef.h>

#include "base/slice.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk;
	size_t used;
};

#define ARENA_EMPTY { NULL, 0 }

/* `size` bytes, aligned for any type, content undefined. Live until reset or release. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull));

/* A copy of `bytes`, with a NUL behind it that its length does not count. */
struct slice arena_copy(struct arena *arena, struct slice bytes);

/* As arena_reset, of one with content. */
void arena_forget(struct arena *arena);

/*
 * Forget all content; the newest chunk of memory is kept for what comes next. Mostly there is none:
 * the scratch of a row that needed nothing.
 */
static inline void arena_reset(struct arena *arena)
{
	if (arena->used > 0)
		arena_forget(arena);
}

void arena_release(struct arena *arena);

#endif
