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
 * `offset` is that of the record's first byte in its input, unpacked; `record` is the record as
 * it stood there, escaped (a NUL byte as \0), without its line end. It is written all or nothing,
 * as every output.
 */

#include "base/diag.h"
#include "io/output.h"

/* The part of a reject that does not depend on its place: column to record. */
void rejects_format(struct buf *out, const struct diag *reason, struct slice record);

/* The header line. */
int rejects_begin(struct output *out, struct diag *why);

/* One reject; `rest` is what rejects_format made. */
int rejects_put(struct output *out, const char *file, uint64_t line, uint64_t offset,
	struct slice rest, struct diag *why);

#endif
