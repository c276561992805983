/* SPDX-License-Identifier: MIT */
#ifndef TAB_STREAM_H
#define TAB_STREAM_H

/*
 * stream: one or more inputs with the same header, as one stream of blocks of rows.
 *
 *	struct stream *in;
 *	struct block block = BLOCK_EMPTY;
 *
 *	if (stream_open(&in, paths, count, NULL, why) < 0)
 *		return -1;
 *	columns_need(stream_columns(in), "amount", &amount, why);
 *	while ((more = stream_next(in, &block, why)) > 0)
 *		…
 *
 * No operands mean standard input, and so does "-". The header of the first input is read by
 * stream_open; those that follow must have the same: byte for byte in crm-tsv(5), and otherwise the
 * same names. A block is some whole rows of one input; it can be worked on while the next ones are
 * read, by a struct reader of its own.
 *
 * If it finds out how inputs are written, a rejects file that says what is needed for it, see
 * tab/rejected, is not one input but as many as it has kinds of records. They are called what the
 * files were that they come from.
 *
 * Tools do not call stream_next: lib/run does.
 */

#include "base/diag.h"
#include "io/input.h"
#include "tab/columns.h"
#include "tab/origin.h"
#include "tab/reader.h"
#include "tab/table.h"

struct stream_options {
	enum stream_format format;
	struct csv_dialect dialect;   /* CSV; separator '\0': found out from the header */
	bool no_header;               /* the first line is a row already … */
	const char *columns;          /* … and these are the names, comma-separated */
	bool take_cr;                 /* CR LF is a line end too */
	struct origin_options origin; /* zeroed: UTF-8 text */
	/*
	 * Find out how each input is written: what `dialect` leaves open as DIALECT_FIND, where the
	 * table begins, whether it has a header. Its columns may then stand in another order than
	 * those of the first. Unless format is STREAM_TSV.
	 */
	bool find_dialect;
	bool unite;          /* … and not all inputs need have all of them */
	bool skip_given;     /* the table begins … */
	uint64_t skip_lines; /* … behind so many lines */
	uint64_t footer;     /* so many lines at the end of each input are none of it */
};

struct stream;

struct block {
	struct chunk chunk;
	struct slice bytes;    /* the rows */
	uint64_t offset;       /* of the first row in its input */
	size_t input;          /* which input, from 0 */
	uint64_t lines_before; /* header lines cut off in front: only in an input's first */
	size_t footer;         /* bytes right behind the rows that are none: only in its last */
};

#define BLOCK_EMPTY { .chunk = CHUNK_EMPTY }

/* `options` may be NULL: TSV with a header. On failure *in is NULL. */
int stream_open(struct stream **in, char *const *paths, size_t count,
	const struct stream_options *options, struct diag *why);

const struct columns *stream_columns(const struct stream *in);

const struct stream_options *stream_options(const struct stream *in);

/* How many inputs there are. */
size_t stream_count(const struct stream *in);

/* What is known of one of them: nothing before it has been looked at. The first one always is. */
const struct table *stream_table(const struct stream *in, size_t input);

/* The header line as it stands in the stream, with its LF; empty without a header. */
struct slice stream_header(const struct stream *in);

/* What an input is called in messages. */
const char *stream_input_name(const struct stream *in, size_t input);

/* The place in an input as its user knows it: a row of a sheet, or else `line` itself. */
uint64_t stream_line(const struct stream *in, size_t input, uint64_t line);

/* The same for an offset: differs for a record that was rejected once and is read again. */
uint64_t stream_offset(const struct stream *in, size_t input, uint64_t offset);

/*
 * Append the fields of a rejects file that say how the table of an input was written: its dialect
 * and its header. Nothing if the stream is in crm-tsv(5).
 */
void stream_put_table(const struct stream *in, size_t input, struct buf *out);

/* Append what was found out about the inputs and is worth a note, a line with LF each. */
void stream_put_notes(const struct stream *in, struct buf *out);

/* The block that comes first, to look at beforehand; without bytes if there is none. */
const struct block *stream_first(const struct stream *in);

/*
 * The same of an input behind the first, if it is a file: about a megabyte, or less. It stays to be
 * read. To be followed by stream_look_end, up to which the bytes live, and not by several threads.
 *
 * Returns 1, or 0 if there is nothing to be seen.
 */
int stream_look(struct stream *in, size_t input, struct block *block);
void stream_look_end(struct stream *in, size_t input);

/* Returns 1 with the next block, 0 at the end, -1 on failure. */
int stream_next(struct stream *in, struct block *block, struct diag *why);

/*
 * Remember all blocks from here on, for a second pass: at most `memory` bytes of what cannot be
 * read again, the rest in a temporary file. To be called before the first stream_next.
 */
void stream_keep(struct stream *in, uint64_t memory);

/* Begin again with the first block. */
int stream_rewind(struct stream *in, struct diag *why);

/* How far the reading has come, in bytes as they are stored; `total` 0 if unknown. */
void stream_position(const struct stream *in, uint64_t *done, uint64_t *total);

void stream_close(struct stream *in);

#endif
