/* SPDX-License-Identifier: MIT */
#ifndef TAB_READER_H
#define TAB_READER_H

/*
 * reader: the rows of blocks of a stream, one block at a time; each thread has its own.
 *
 *	struct reader *reader = reader_new(in);
 *
 *	reader_begin(reader, &block);
 *	while ((more = reader_next(reader, &row, why)) != 0)
 *		if (more == 1)
 *			use(row_field(&row, 2));
 *	lines += reader_lines(reader);
 *	reader_free(reader);
 *
 * Whatever the order of the columns in the input of a block, the fields of a row are in the order
 * of the stream's columns; those of a column that the input has not are empty.
 */

#include "tab/rows.h"

struct block;
struct reader;
struct stream;

struct reader *reader_new(const struct stream *in);

void reader_begin(struct reader *reader, const struct block *block);

/* What a record may be that is no row: a header that is repeated, the end of a report. */
enum { READER_NO_ROW = 2 };

/*
 * Returns 1 with the next row, 0 behind the last, -1 for a bad one, and READER_NO_ROW for what is
 * none and need not be corrected; `why` then says what is wrong or what it is, and `row` where. The
 * last of these only comes of streams that find out their dialect.
 */
int reader_next(struct reader *reader, struct row *row, struct diag *why);

/* Lines of the block passed so far. */
uint64_t reader_lines(const struct reader *reader);

void reader_free(struct reader *reader);

#endif
