/* SPDX-License-Identifier: MIT */
#ifndef DRAW_TERM_H
#define DRAW_TERM_H

/*
 * term: a report for the terminal.
 *
 * The same blocks that page draws as HTML, as lines of text: bars of block characters, curves of
 * braille dots, tables whose columns line up in Chinese too.
 *
 *	struct term_style style = { .color = isatty(1) && getenv("NO_COLOR") == NULL };
 *
 *	term_render(&report, &style, &out);
 *
 * Nothing from a user's file reaches the terminal as a command: see draw/width. Lines are not
 * wider than `width`, except those of a table that has too many columns to be made so narrow.
 */

#include <stdbool.h>

#include "draw/report.h"

/* What the terminal can show; all zero is plain text of 80 columns in UTF-8. */
struct term_style {
	bool color; /* SGR sequences for colour and bold */
	bool ascii; /* draw with ASCII only; the user's texts stay as they are */
	int width;  /* columns; 0 is 80, less than 40 is taken as 40 */
};

void term_render(const struct report *report, const struct term_style *style, struct buf *out);

#endif
