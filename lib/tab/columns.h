/* SPDX-License-Identifier: MIT */
#ifndef TAB_COLUMNS_H
#define TAB_COLUMNS_H

/*
 * columns: the names in a header line, and where they stand.
 *
 *	struct columns columns = COLUMNS_EMPTY;
 *	int amount;
 *
 *	columns_add(&columns, slice_of("customer_id"));
 *	if (columns_need(&columns, "amount", &amount, why) < 0)
 *		return -1;	no column 'amount'; there are: customer_id
 *
 * Names are kept as they are written, without escapes; they are copied and live until the
 * release.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

struct columns {
	struct slice *name;
	struct slice *usual; /* the names as streams write them (tab/kind) */
	size_t count;
	size_t capacity, usual_capacity;
	uint32_t *slot; /* hash table of names: position + 1, or 0 */
	uint32_t *usual_slot;
	size_t slot_count;
	struct arena texts;
};

#define COLUMNS_EMPTY                                           \
	{                                                       \
		NULL, NULL, 0, 0, 0, NULL, NULL, 0, ARENA_EMPTY \
	}

void columns_release(struct columns *columns);

/* Returns the position of the new column. */
size_t columns_add(struct columns *columns, struct slice name);

/* Add the names of a TSV header line (without its LF). Fails on an empty or repeated name. */
int columns_add_header(struct columns *columns, struct slice line, struct diag *why);

/* Returns the position of the (first) column called `name`, or -1. */
int columns_find(const struct columns *columns, struct slice name);

/* The same of a column whose name is written in the same way by kind_put_name. */
int columns_find_usual(const struct columns *columns, struct slice name);

/* Find the column `name` or fail with the names that there are. */
int columns_need(const struct columns *columns, const char *name, int *position, struct diag *why);

/* Append the names as a TSV header line, escaped, with its LF. */
void columns_put_header(const struct columns *columns, struct buf *out);

/* Append the names in one line for a message: a, b, c. */
void columns_put_list(const struct columns *columns, struct buf *out);

#endif
