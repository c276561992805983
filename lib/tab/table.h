/* SPDX-License-Identifier: MIT */
#ifndef TAB_TABLE_H
#define TAB_TABLE_H

/*
 * table: where the table of one input begins, how it is written, and what its columns are called.
 *
 * An input is lines in front of the table, if any, then the header, then rows. What is known of
 * one input is no part of the next: each has its own separator, and its own order of columns.
 *
 *	struct table table = { .dialect = { .csv.quote = '"' } };
 *
 *	table_settle(&table, STREAM_ANY, first_bytes, false);
 *	table_cut_front(&table, &bytes, &lines);
 *	if (table_cut_header(&table, &bytes, &lines, why) < 0 || table_learn(&table, why) < 0)
 *		return -1;
 *	… bytes now begin with the first row …
 */

#include "tab/columns.h"
#include "tab/dialect.h"

enum stream_format {
	STREAM_TSV, /* the toolkit's own, crm-tsv(5) */
	STREAM_CSV, /* with quotes, as others write it */
	STREAM_ANY, /* found out from the header: TSV if it has tabs and no quote, else CSV */
};

struct table {
	struct dialect dialect; /* of CSV */
	bool is_csv;            /* else crm-tsv(5) … */
	bool take_cr;           /* … but CR LF is a line end too */
	bool no_header;         /* the first record is a row already */
	struct buf header;      /* with its line end, as it stands there; empty without one */
	struct columns columns; /* in the order of this input */
	size_t width;           /* how many fields its rows have */
	int *place; /* in its rows, of each column of a stream; -1: nowhere; NULL: the same order */
};

/* Zeroed is empty. */
void table_release(struct table *table);

/*
 * Decide what the format leaves open, by the header line in the bytes, and by what follows if they
 * are a sample (input_sample): then there is more than happens to have come.
 */
void table_settle(
	struct table *table, enum stream_format format, struct slice bytes, bool is_sample);

/* Take off the byte order mark and what stands in front of the table. `lines` counts on. */
void table_cut_front(const struct table *table, struct slice *bytes, uint64_t *lines);

/* Take off the header and keep it. */
int table_cut_header(struct table *table, struct slice *bytes, uint64_t *lines, struct diag *why);

/* Make the columns of the header. */
int table_learn(struct table *table, struct diag *why);

/* Call the columns column_1, column_2, …: there is neither a header nor an option that names them.
 */
void table_number(struct table *table);

/*
 * Which column is called `name`, or by a name that comes to the same in a stream, as Customer ID
 * and customer_id do? Returns -1 if there is none.
 */
int table_find(const struct columns *columns, struct slice name);

/* Have the same names, in any order? */
bool table_has_columns(const struct table *table, const struct columns *columns);

/* Note where in its rows the columns of a stream are. */
void table_arrange(struct table *table, const struct columns *columns);

#endif
