/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_VALUES_H
#define IMPORT_VALUES_H

/*
 * values: what the columns of the output hold in one row, before it is checked.
 *
 *	struct values *values = values_new(plan);
 *
 *	for each row {
 *		if (values_test(values, row, why) <= 0)
 *			continue;
 *		values_take(values, row);
 *		values_of(values, &plan->target[0], &text, why);
 *	}
 *	values_free(values);
 *
 * Each thread has its own.
 */

#include "plan.h"

struct values;

struct values *values_new(const struct plan *plan);
void values_free(struct values *values);

/*
 * Is the row wanted? Looks at no more than it must: many rows are not, or pass on as they are.
 * Returns 1, 0 if --where leaves it out, -1 if that cannot be told.
 */
int values_test(struct values *values, const struct row *row, struct diag *why);

/* Take up a row that has been tested. */
void values_take(struct values *values, const struct row *row);

/* The value of a target in this row, as plain text. It lives until the next call. */
int values_of(
	struct values *values, const struct target *target, struct slice *text, struct diag *why);

#endif
