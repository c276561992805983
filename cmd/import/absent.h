/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_ABSENT_H
#define IMPORT_ABSENT_H

/*
 * absent: values that are words for missing (tab/missing), counted and said.
 *
 * In a column that is checked, such a word is missing if it is not of the column's type; an id may
 * be anything, so there it is missing in any case. A text may be one of them, so there the first
 * rows are looked through, and it is asked.
 */

#include "plan.h"

/* A worker's counts, one for each column of the output. */
struct absent {
	uint64_t count;
	int first; /* the first word, by the order of plan.missing */
};

struct absent *absent_new(const struct plan *plan);

/* Add them up in the plan. `absent` is released. */
void absent_merge(struct plan *plan, struct absent *absent);

/* Is the text missing in the column `target`, an id? It is counted if so. */
bool absent_is_id(const struct plan *plan, const struct target *target, struct slice text,
	struct absent *absent);

/* Is a text that is not of the column's type missing? */
bool absent_is(const struct plan *plan, const struct target *target, struct slice text,
	struct absent *absent);

/* Append what was taken for missing, a line with LF for each column where something was. */
void absent_put_notes(const struct plan *plan, struct buf *out);

/* Append what in the first rows of texts may be meant as missing; nothing if nothing is. */
void absent_put_question(const struct plan *plan, struct buf *out);

#endif
