/* SPDX-License-Identifier: MIT */
#ifndef TAB_ADDED_H
#define TAB_ADDED_H

/*
 * added: columns that a tool adds to the rows of a stream.
 *
 * All columns of the stream pass on as they are, byte for byte. A new column stands behind them,
 * unless the stream has one of that name already, which is then replaced in its place: to run a
 * tool twice changes nothing.
 *
 *	static const char *const name[] = { "p_alive", "clv" };
 *	struct added added;
 *
 *	added_begin(&added, name, 2, stream_columns(in));
 *	added_put_header(&added, stream_header(in), &out);
 *	for each row {
 *		struct slice value[] = { … };
 *
 *		added_put_row(&added, row, value, &out);
 *	}
 *	added_release(&added);
 */

#include <stdbool.h>

#include "base/buf.h"
#include "tab/columns.h"
#include "tab/rows.h"

struct added {
	const char *const *name; /* of the caller */
	size_t count;
	int *place;       /* the column that each one replaces; -1: it stands behind */
	int *replaced_by; /* for each column of the stream: what replaces it, or -1 */
	bool replaces;
};

/* `name` must live as long as `added`. */
void added_begin(
	struct added *added, const char *const *name, size_t count, const struct columns *columns);

/* Append the header line: `header` as it is, with its LF, and the new names behind. */
void added_put_header(const struct added *added, struct slice header, struct buf *out);

/* Append the row with LF; `value` holds a field for each new column, escaped. */
void added_put_row(const struct added *added, const struct row *row, const struct slice *value,
	struct buf *out);

void added_release(struct added *added);

#endif
