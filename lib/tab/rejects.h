/* SPDX-License-Identifier: MIT */
#ifndef TAB_REJECTS_H
#define TAB_REJECTS_H

/*
 * rejects: where rows go that cannot be used, each with its place and reason.
 *
 * The file is a TSV stream itself, crm-tsv(5):
 *
 *	file	line	offset	column	reason	message	record
 *	orders.csv	17	1210	amount	not-a-number	not a number: 'abc'	4711,abc,…
 *
 * Where records are taken that others have written, two more columns say how the table was written
 * and what its header is, so that the rejects can be corrected and read again.
 *
 * `offset` is that of the record's first byte in its input, unpacked; `record` is the record as
 * it stood there, escaped (a NUL byte as \0), without its line end. It is written all or nothing,
 * as every output.
 */

#include <stdbool.h>

#include "base/diag.h"
#include "io/output.h"

#define REJECTS_COLUMNS "file\tline\toffset\tcolumn\treason\tmessage\trecord"
/* In a file that can be read again, see tab/rejected, also how its table was written. */
#define REJECTS_TABLE_COLUMNS "\tdialect\theader"

/* The part of a reject that does not depend on its place: column to record. */
void rejects_format(struct buf *out, const struct diag *reason, struct slice record);

/* The header line. */
int rejects_begin(struct output *out, bool with_table, struct diag *why);

/* One reject; `rest` is what rejects_format made, `table` the fields of the table, if there are. */
int rejects_put(struct output *out, const char *file, uint64_t line, uint64_t offset,
	struct slice rest, struct slice table, struct diag *why);

#endif
