/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_ODD_H
#define IMPORT_ODD_H

/*
 * odd: values that are not of the type of their column and yet good, counted and said.
 *
 * They are words for missing (tab/missing), or texts where a text is better than nothing.
 *
 * In a column that is checked, such a word is missing if it is not of the column's type; an id may
 * be anything, so there it is missing in any case. A text may be one of them, so there the first
 * rows are looked through, and it is asked.
 */

#include "plan.h"

/* A worker's counts, one for each column of the output. */
struct odd {
	uint64_t missing;
	int word; /* the first of these words, by the order of plan.missing */
	struct example kept;
};

struct odd *odd_new(const struct plan *plan);

/* Add them up in the plan. `odd` is released. */
void odd_merge(struct plan *plan, struct odd *odd);

/* Is the text missing in the column `target`, whatever its type makes of it? It is counted if so.
 */
bool odd_is_missing_id(
	const struct plan *plan, const struct target *target, struct slice text, struct odd *odd);

/*
 * Put a text that is not of the column's type: nothing if it is missing, or as it is if it may be a
 * text. Returns false if it is neither.
 */
bool odd_put(const struct plan *plan, const struct target *target, struct slice text,
	struct odd *odd, struct buf *out);

/* Append what became of them, a line with LF for each column that had some. */
void odd_put_notes(const struct plan *plan, struct buf *out);

/* Append which ids look like numbers in the first rows, a line with LF each. */
void odd_put_hints(const struct plan *plan, struct buf *out);

/* Append what in the first rows of texts may be meant as missing; nothing if nothing is. */
void odd_put_question(const struct plan *plan, struct buf *out);

#endif
