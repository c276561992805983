/* SPDX-License-Identifier: MIT */
#ifndef IO_XLSX_TEXT_H
#define IO_XLSX_TEXT_H

/*
 * xlsx_text: the text of a cell, from the runs that a workbook cuts it into to a field of CSV.
 *
 * A run is a piece in one typeface. Blanks and line ends around it belong to the text only if
 * the run says so (xml:space="preserve"); a spreadsheet leaves them out otherwise, and so does
 * this. In the text, _x000D_ stands for the character with that number, a carriage return.
 *
 *	xlsx_text_reset(&text);
 *	xlsx_text_begin_run(&text, attributes);
 *	xlsx_text_add(&text, piece);
 *	xlsx_text_end_run(&text);
 *	xlsx_text_put(&text, &out);
 */

#include "base/buf.h"

struct xlsx_text {
	struct buf raw, plain;
	size_t run; /* where the latest starts in `raw` */
	bool keeps_blanks;
};

/* Forget the text, keep the memory. What is added right now, outside a run, keeps its blanks. */
void xlsx_text_reset(struct xlsx_text *text);

void xlsx_text_begin_run(struct xlsx_text *text, const char *const *attributes);
void xlsx_text_add(struct xlsx_text *text, struct slice piece);
void xlsx_text_end_run(struct xlsx_text *text);

/* Append what was added, as one field of CSV. */
void xlsx_text_put(struct xlsx_text *text, struct buf *out);

void xlsx_text_release(struct xlsx_text *text);

/* Append a field of CSV, in quotes where it needs them. */
void xlsx_text_put_csv(struct buf *out, struct slice text);

/* Without the blanks and line ends around it. */
struct slice xlsx_text_trim(struct slice text);

#endif
