/* SPDX-License-Identifier: MIT */
#ifndef LOG_LAYOUT_H
#define LOG_LAYOUT_H

/*
 * layout: where the value of each column of the ledger comes from, and what it must be.
 *
 *	if (layout_make(work, why) == 0)
 *		layout_fill(work, row, &left_out, why);		for each fact
 */

#include "work.h"

/* Make the columns of a ledger that is new, or read its header, and find the value of each. */
int layout_make(struct work *work, struct diag *why);

/*
 * Make work->line and work->key of a fact; `row` is NULL if it comes from the command line alone.
 * `left_out`, which may be NULL, is set if a date had a time of day.
 */
int layout_fill(struct work *work, const struct row *row, bool *left_out, struct diag *why);

#endif
