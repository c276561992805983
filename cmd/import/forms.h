/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_FORMS_H
#define IMPORT_FORMS_H

/*
 * forms: how the values of each column are written, decided before the first row is.
 *
 * 01/12/2011 and 1.234 mean nothing by themselves: it takes the other values of the column to
 * tell. The first megabyte of each file shows whether there are such values at all. If so, all
 * rows are looked at before they are read again; if not, one reading is enough, and a value of that
 * sort that comes later is refused.
 */

#include "plan.h"
#include "run/run.h"

/* Decide the form of every column that is checked. `memory`: for rows that are read twice. */
int forms_learn(struct plan *plan, struct stream *in, const struct run *run,
	const struct form_options *options, uint64_t memory, struct diag *why);

/* Append what was decided, a line with LF for each column where something was. */
void forms_put_notes(const struct plan *plan, struct buf *out);

#endif
