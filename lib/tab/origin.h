/* SPDX-License-Identifier: MIT */
#ifndef TAB_ORIGIN_H
#define TAB_ORIGIN_H

/*
 * origin: a file as people have it, opened as UTF-8 text.
 *
 * A file may be in one of several encodings, named or found out, and may be a workbook, of which
 * one sheet is read as CSV. What was decided is kept for notes to the user, and for telling a row
 * of a sheet from a line of CSV.
 *
 *	struct origin_options how = { .guess = true };
 *	struct origin origin = ORIGIN_EMPTY;
 *
 *	if (origin_open(&origin, path, &how, why) < 0)
 *		return -1;
 *	… input_next(origin.input, …) …
 *	origin_close(&origin);
 */

#include <stdbool.h>

#include "io/input.h"
#include "io/xlsx.h"

struct origin_options {
	bool guess;                      /* find out what it is; else it is UTF-8 text */
	const struct encoding *encoding; /* NULL: found out */
	const char *sheet;               /* of a workbook; NULL: the first */
	uint64_t memory;                 /* for a workbook; 0: a usual one */
};

struct origin {
	struct input *input;
	bool is_sheet;
	struct xlsx_notes sheet;
	struct encoding_guess guess; /* encoding NULL: was not guessed */
};

#define ORIGIN_EMPTY { .input = NULL }

/* Fails when the file cannot be opened, or it cannot be told what it is. */
int origin_open(struct origin *origin, const char *path, const struct origin_options *options,
	struct diag *why);

/* The same for one that was opened and looked at already. */
int origin_take(struct origin *origin, struct input *input, const struct origin_options *options,
	struct diag *why);

/* Append all bytes that an input still has to give. */
int origin_read_all(struct input *in, struct buf *out, struct diag *why);

/* The place that a user knows: a row of the sheet, or `line` itself. */
uint64_t origin_line(const struct origin *origin, uint64_t line);

/* Append what was decided that a user should hear of, a line with LF each, or nothing. */
void origin_put_notes(const struct origin *origin, const char *name, struct buf *out);

/* The bytes are read; what was decided stays known. */
void origin_leave(struct origin *origin);

void origin_close(struct origin *origin);

#endif
