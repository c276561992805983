/* SPDX-License-Identifier: MIT */
#ifndef IO_XLSX_H
#define IO_XLSX_H

/*
 * xlsx: a sheet of a workbook, as CSV.
 *
 *	struct xlsx_options options = { .sheet = "Orders" };
 *	struct xlsx_notes notes = XLSX_NOTES_EMPTY;
 *	struct buf csv = BUF_EMPTY;
 *
 *	if (xlsx_read(file, &options, &csv, &notes, why) == 0)
 *		… read csv with ',' and '"' …
 *	xlsx_notes_release(&notes);
 *
 * The workbook must be in memory as a whole, mapped or read to its end, since a ZIP file is known
 * by its end. The CSV is UTF-8, its lines end in LF, and every row has the columns from A to the
 * last that any row uses.
 *
 * The first line is the first row in which something stands. A row within the table in which
 * nothing stands is an empty line, so that lines keep their distance; but a line break in a cell
 * makes more lines, and a gap of more than XLSX_MOST_BLANK rows is closed. To name a row as the
 * user sees it, ask xlsx_row.
 *
 * What is in the cells:
 *
 *	text		as it is, whether formatted, shared, or the result of a formula
 *	number		as it is stored, 0.25 for 25 %; no exponents, no noise: 1.1, not
 *			1.1000000000000001
 *	date		2011-12-01, 2011-12-01T08:26:00 or 08:26:00, as its format has it
 *	TRUE, FALSE	the same
 *	#N/A		the same, so that whoever expects a number sees that it is none
 *	merged cells	the value in the first of them
 *
 * A formula that no spreadsheet has calculated yet has no value; it is counted in the notes.
 */

#include "base/buf.h"
#include "base/diag.h"

enum { XLSX_MOST_BLANK = 1000 };

struct xlsx_options {
	const char *sheet; /* NULL: the first that is not hidden */
	uint64_t memory;   /* most bytes to hold, 0: XLSX_MEMORY */
};

#define XLSX_MEMORY ((uint64_t)4 << 30)

/* Cells that the user should hear of: how many, and the first, as "B7". */
struct xlsx_cells {
	uint64_t count;
	char first[16];
};

struct xlsx_notes {
	struct buf sheet; /* the name of the one that was read */
	size_t others;    /* tables that could have been read, not counting hidden ones */
	uint64_t rows;    /* in which something stands */
	uint32_t columns; /* from A */
	struct xlsx_cells long_number; /* whole, of more than 15 digits: a spreadsheet keeps 15 */
	struct xlsx_cells no_result;   /* formulas without a value */
	struct xlsx_turn *turn;        /* for xlsx_row */
	size_t turn_count, turn_capacity;
};

#define XLSX_NOTES_EMPTY  \
	{                 \
		.rows = 0 \
	}

/*
 * Do a file's first bytes look like a workbook's? True for old ones (.xls) too, which xlsx_read
 * refuses, saying what to do.
 */
bool xlsx_is(struct slice first_bytes);

/* Append the names of the sheets, each with an LF, hidden ones too. */
int xlsx_list(struct slice file, struct buf *names, struct diag *why);

/*
 * Append a sheet to `out`. `options` may be NULL.
 *
 * Fails for what is no such workbook or a damaged one, for a sheet that is not there, and for
 * more than `memory` bytes. `out` then holds some rows or none.
 */
int xlsx_read(struct slice file, const struct xlsx_options *options, struct buf *out,
	struct xlsx_notes *notes, struct diag *why);

/* The row of the sheet, from 1, that begins at `line` of the CSV, from 1. */
uint64_t xlsx_row(const struct xlsx_notes *notes, uint64_t line);

void xlsx_notes_release(struct xlsx_notes *notes);

#endif
