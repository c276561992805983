/* SPDX-License-Identifier: MIT */
#ifndef TAB_ROWS_H
#define TAB_ROWS_H

/*
 * rows: the rows of a block of bytes, one after the other.
 *
 * A row is a view into the block: nothing is copied. Its fields are found by position:
 *
 *	struct rows rows;
 *	struct row row;
 *
 *	rows_begin(&rows, &scratch, block, column_count);
 *	while ((more = rows_next(&rows, &row, why)) > 0)
 *		use(row_field(&row, 2));
 *
 * Fields are as they stand in the stream. Where a value is wanted and not just bytes to pass on,
 * row_text undoes the escapes.
 *
 * A row that is no row (too few or too many fields, CR before LF, a NUL byte) is a fault with its
 * reason; the next call goes on behind it.
 */

#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "tab/escape.h"

struct row {
	const char *base;     /* what the marks count from */
	const uint32_t *mark; /* where each field but the last ends */
	uint32_t start, end;  /* of the row, without its line end */
	size_t count;         /* fields */
	bool escaped;         /* fields may hold escapes of TSV */
	bool is_tsv;          /* they stand in the row as in a line of TSV */
	uint64_t line;        /* in the block, from 0 */
	size_t raw_start;     /* of the raw record in the block, with its line end */
	size_t raw_length;
};

static inline struct slice row_field(const struct row *row, size_t i)
{
	uint32_t start = i == 0 ? row->start : row->mark[i - 1] + 1;
	uint32_t end = i + 1 == row->count ? row->end : row->mark[i];

	return (struct slice){ row->base + start, end - start };
}

/* What a field with escapes stands for; see row_text. */
struct slice row_unescape(struct slice field, struct arena *scratch);

/* What field `i` stands for; missing is empty. Lives as long as the block and `scratch`. */
static inline struct slice row_text(const struct row *row, size_t i, struct arena *scratch)
{
	struct slice field = row_field(row, i);

	return row->escaped ? row_unescape(field, scratch) : field;
}

/* Is the row, as it stands there, what a writer of TSV makes of what its fields stand for? */
static inline bool row_is_plain(const struct row *row)
{
	return row->is_tsv && !row->escaped;
}

/* All fields as they stand there, with tabs between if is_tsv. */
static inline struct slice row_line(const struct row *row)
{
	return (struct slice){ row->base + row->start, row->end - row->start };
}

/* Memory for finding rows, kept from block to block. Zeroed is empty. */
struct rows_memory {
	uint32_t *tab, *newline;
	size_t tab_capacity, newline_capacity;
};

void rows_memory_release(struct rows_memory *memory);

struct rows {
	struct slice block;
	size_t columns;
	struct rows_memory *memory;
	size_t scanned; /* bytes of the block */
	size_t tab_next, tab_count;
	size_t newline_next, newline_count;
	size_t start;             /* of the next row */
	uint64_t lines;           /* passed so far */
	bool has_nul, has_escape; /* so far */
	bool has_high;            /* so far: not all is ASCII */
	bool take_cr;             /* CR LF ends a line too (only for what is being imported) */
};

void rows_begin(struct rows *rows, struct rows_memory *memory, struct slice block, size_t columns);

/* Returns 1 with the next row, 0 behind the last, -1 for a bad one: `row` then tells its place. */
int rows_next(struct rows *rows, struct row *row, struct diag *why);

#endif
