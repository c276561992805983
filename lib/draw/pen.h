/* SPDX-License-Identifier: MIT */
#ifndef DRAW_PEN_H
#define DRAW_PEN_H

/*
 * pen: what a terminal is drawn with: where to, how wide, in which marks and colours.
 *
 *	pen_color(pen, PEN_DIM);
 *	pen_repeat(pen, pen_either(pen, "─", "-"), 20);
 *	pen_plain(pen);
 *	pen_end_line(pen);
 *
 * Colours are written only if the pen has any.
 */

#include <stdbool.h>

#include "base/buf.h"
#include "draw/width.h"

struct pen {
	struct buf *out;
	struct slice language;
	struct slice nothing; /* what is said where there are no values */
	enum width_marks marks;
	bool color;
	int width; /* columns of the terminal, at least 40 */
};

/* Of the 16 colours that every terminal has and every user has chosen to be readable. */
#define PEN_BOLD "1"
#define PEN_DIM "2"
#define PEN_RED "31"
#define PEN_GREEN "32"
extern const char *const pen_series[2]; /* the first and the second series of a chart */

void pen_color(const struct pen *pen, const char *color);
void pen_plain(const struct pen *pen);

/* End the line, without blanks at its end. */
void pen_end_line(const struct pen *pen);

/* Append `text`, one of our marks, `count` times; none if `count` is below 1. */
void pen_repeat(const struct pen *pen, const char *text, int count);

/* One of two marks, by what the terminal can show. */
const char *pen_either(const struct pen *pen, const char *unicode, const char *ascii);

/* A text in as many lines as it needs, in one colour or, for NULL, none. */
void pen_wrap(const struct pen *pen, const char *color, struct slice text);

/* An empty line and the title of a chart or table. */
void pen_title(const struct pen *pen, struct slice title);

/* A line that says that there are no values. */
void pen_nothing(const struct pen *pen);

#endif
