/* SPDX-License-Identifier: MIT */
#ifndef DRAW_WIDTH_H
#define DRAW_WIDTH_H

/*
 * width: how many terminal columns a text takes, and how to make it fit.
 *
 * A letter takes one column, a Chinese character two, a combining accent none, so neither bytes
 * nor characters can be counted to line columns up. Everything that is written here is safe to
 * show: bytes that are no UTF-8, control characters and characters that turn the direction of
 * writing are replaced by one mark of one column (U+FFFD, or '?' in ASCII), so that no value of a
 * user's file can send commands to a terminal.
 *
 *	width_put_left(&out, slice_of("重要客户"), 12, WIDTH_UNICODE);	"重要客户    "
 *	width_put_left(&out, slice_of("重要客户"), 6, WIDTH_UNICODE);	"重要… "
 *	width_put_right(&out, slice_of("1,203"), 8, WIDTH_UNICODE);	"   1,203"
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* What stands for a cut ("…" or "...") and for what cannot be shown (U+FFFD or '?'). */
enum width_marks { WIDTH_UNICODE, WIDTH_ASCII };

/* Widths are counted up to here; nobody's terminal is wider. */
enum { WIDTH_MAX = 1000000 };

/* One character of a text. */
struct width_char {
	struct slice bytes; /* as they stand in the text */
	int32_t code;       /* the Unicode number; -1 for a byte that is no UTF-8 */
	int columns;        /* 0, 1 or 2 */
	bool shown;         /* false: not fit to be shown, a mark stands for it */
};

/* Cut the first character off `rest`. Returns false if nothing is left. */
bool width_next(struct slice *rest, struct width_char *next);

/* The columns that `text` takes when it is shown. */
int width_of(struct slice text);

/* Append `text`, all of it. */
void width_put(struct buf *out, struct slice text, enum width_marks marks);

/*
 * Append as much of `text` as fits into `columns`; what is cut ends in an ellipsis.
 *
 * Returns the columns written: one less than asked for where a Chinese character did not fit.
 */
int width_put_cut(struct buf *out, struct slice text, int columns, enum width_marks marks);

/* Append `text` in exactly `columns`, cut or filled with blanks behind or before it. */
void width_put_left(struct buf *out, struct slice text, int columns, enum width_marks marks);
void width_put_right(struct buf *out, struct slice text, int columns, enum width_marks marks);

/*
 * Cut the next line of at most `columns` off a paragraph: at a blank, or beside a Chinese
 * character but not before the punctuation that follows it, or inside a word that is too long.
 *
 * Returns false if nothing is left. `line` points into the paragraph.
 *
 *	while (width_line(&rest, 72, &line))
 *		…
 */
bool width_line(struct slice *rest, int columns, struct slice *line);

#endif
