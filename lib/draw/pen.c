/* SPDX-License-Identifier: MIT */
#include "draw/pen.h"

const char *const pen_series[2] = { "34", "33" };

void pen_color(const struct pen *pen, const char *color)
{
	if (pen->color)
		buf_printf(pen->out, "\033[%sm", color);
}

void pen_plain(const struct pen *pen)
{
	if (pen->color)
		buf_text(pen->out, "\033[0m");
}

void pen_end_line(const struct pen *pen)
{
	struct buf *out = pen->out;

	/* Blanks at the end of a line are of no use to anybody. */
	while (out->length > 0 && out->at[out->length - 1] == ' ')
		out->length--;
	buf_char(out, '\n');
}

void pen_repeat(const struct pen *pen, const char *text, int count)
{
	for (; count > 0; count--)
		buf_text(pen->out, text);
}

const char *pen_either(const struct pen *pen, const char *unicode, const char *ascii)
{
	return pen->marks == WIDTH_ASCII ? ascii : unicode;
}

void pen_wrap(const struct pen *pen, const char *color, struct slice text)
{
	struct slice line;

	while (width_line(&text, pen->width, &line)) {
		if (color != NULL)
			pen_color(pen, color);
		width_put(pen->out, line, pen->marks);
		if (color != NULL)
			pen_plain(pen);
		buf_char(pen->out, '\n');
	}
}

void pen_title(const struct pen *pen, struct slice title)
{
	buf_char(pen->out, '\n');
	pen_wrap(pen, PEN_BOLD, title);
}

void pen_nothing(const struct pen *pen)
{
	buf_text(pen->out, "  ");
	pen_wrap(pen, PEN_DIM, pen->nothing);
}
