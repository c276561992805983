/* SPDX-License-Identifier: MIT */
#ifndef TAB_KIND_H
#define TAB_KIND_H

/*
 * kind: what the columns of each ledger are called and what they hold.
 *
 *	const struct kind *kind = kind_find("transactions");
 *
 *	for (const struct kind_column *c = kind->columns; c->name != NULL; c++)
 *		…
 *
 * A ledger has the required columns; others of the kind when there is something to put into them;
 * and any further ones, which no tool takes amiss. A column is required when a row without it
 * says nothing.
 */

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"
#include "tab/type.h"

struct kind_column {
	const char *name; /* NULL behind the last */
	enum type type;
	bool required;
	const char *help;
	const char *aliases; /* what others call it, as tab/alias.h says; or NULL */
};

struct kind {
	const char *name;
	const char *help;
	const char *key; /* the columns, blanks between, that tell one row from all others */
	const struct kind_column *columns;
};

/* Ends with one whose name is NULL. */
extern const struct kind kind_all[];

/* Returns NULL if there is no such kind. */
const struct kind *kind_find(const char *name);

/* Append the names of all kinds for a message: a, b, c. */
void kind_put_list(struct buf *out);

/* Returns NULL if the kind has no such column. `kind` may be NULL. */
const struct kind_column *kind_column(const struct kind *kind, struct slice name);

/*
 * Append a column's name the way streams write names, lower case with underscores: CustomerID and
 * "Customer ID" become customer_id. Letters that are not ASCII stay as they are.
 */
void kind_put_name(struct buf *out, struct slice name);

#endif
