/* SPDX-License-Identifier: MIT */
#ifndef STAT_LEVELS_H
#define STAT_LEVELS_H

/*
 * levels: what is in a column: numbers, or a few words that come again and again?
 *
 * All values are shown once, in any order and by any number of threads; then the words, and where
 * fields are missing the missing one, are numbered in order of their bytes:
 *
 *	struct levels levels = LEVELS_EMPTY;
 *
 *	levels_add(&levels, slice_of("Two year"));
 *	levels_add(&levels, slice_of("Month-to-month"));
 *	…
 *	levels_finish(&levels);
 *	if (levels.kind == LEVELS_WORDS)
 *		levels_find(&levels, slice_of("Two year"));	1
 *
 * A column is of numbers if every value that is there is one. What is told of the values does not
 * depend on their order: beyond LEVELS_MOST different ones, no one is kept.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { LEVELS_MOST = 4096 };

enum levels_kind {
	LEVELS_NOTHING, /* no value, or the same everywhere */
	LEVELS_NUMBERS,
	LEVELS_DATES, /* days or moments, ISO 8601 */
	LEVELS_WORDS,
	LEVELS_MANY, /* words, more than LEVELS_MOST, or hardly any of them twice */
};

struct levels_level {
	struct slice text; /* with a NUL behind it */
	uint64_t hash, count;
};

/* Read `kind`, `level` and `count` once it is finished. */
struct levels {
	enum levels_kind kind;
	struct levels_level *level; /* ascending; also where they are numbers or dates */
	size_t count, capacity;
	uint64_t missing, numbers, dates, words; /* rows */
	bool too_many;
	uint32_t *slot;
	size_t slots;
	struct arena texts;
};

#define LEVELS_EMPTY { LEVELS_NOTHING, NULL, 0, 0, 0, 0, 0, 0, false, NULL, 0, ARENA_EMPTY }

void levels_release(struct levels *levels);

/* Take in a value; the empty one is missing. */
void levels_add(struct levels *levels, struct slice value);

/* Take in what another one has seen, and release it. */
void levels_join(struct levels *levels, struct levels *more);

/* Say what it is, and number the levels. */
void levels_finish(struct levels *levels);

/* Returns the number of a level, or -1. */
int levels_find(const struct levels *levels, struct slice value);

#endif
