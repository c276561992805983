/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_REMARKS_H
#define IMPORT_REMARKS_H

/*
 * remarks: the notes on standard error, in the order in which they are made.
 */

#include "outcome.h"
#include "plan.h"

/* How the first input is written is said before its rows: if those are wrong, this may be why. */
void remarks_first_dialect(const struct stream *in);

/* What the columns are taken for. */
void remarks_plan(const struct plan *plan);

/* How the values of the columns are written. */
void remarks_forms(const struct plan *plan);

/* How the other inputs are written, and what was left out of all. */
void remarks_inputs(const struct outcome *outcome, const struct stream *in);

/* What became of values that are not as they should be. */
void remarks_values(const struct plan *plan);

#endif
