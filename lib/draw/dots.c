/* SPDX-License-Identifier: MIT */
#include "draw/dots.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct spot {
	double left, top, right, bottom;
};

struct field {
	struct svg_plot plot;
	const struct report_dots *dots;
	struct scale x;
	struct spot *taken; /* by names and dots */
	size_t taken_count;
	double largest;
};

static double x_at(const struct field *field, double value)
{
	const struct svg_plot *plot = &field->plot;

	return plot->left + scale_place(&field->x, value) * (plot->right - plot->left);
}

static void lay_out(struct field *field, const struct svg_frame *frame)
{
	const struct report_dots *dots = field->dots;
	struct svg_plot *plot = &field->plot;
	double low_x = dots->dot[0].x, high_x = low_x, low_y = dots->dot[0].y, high_y = low_y;

	for (size_t i = 0; i < dots->count; i++) {
		low_x = fmin(low_x, dots->dot[i].x);
		high_x = fmax(high_x, dots->dot[i].x);
		low_y = fmin(low_y, dots->dot[i].y);
		high_y = fmax(high_y, dots->dot[i].y);
		field->largest = fmax(field->largest, dots->dot[i].size);
	}
	if (dots->cut) {
		low_x = fmin(low_x, dots->cut_x);
		high_x = fmax(high_x, dots->cut_x);
		low_y = fmin(low_y, dots->cut_y);
		high_y = fmax(high_y, dots->cut_y);
	}
	if (dots->diagonal) {
		low_x = low_y = fmin(fmin(low_x, low_y), 0);
		high_x = high_y = fmax(high_x, high_y);
	}
	plot->frame = frame;
	plot->y = scale_of(low_y, high_y, 5, &dots->y);
	field->x = scale_of(low_x, high_x, 5, &dots->x);
	plot->left = 8 + svg_tick_room(&plot->y, &dots->y, frame);
	plot->right = frame->width - 18;
	plot->top = SVG_LEGEND + 6;
	plot->bottom = plot->top + (frame->width < SVG_NARROW_BELOW ? 240 : 320);
}

static void put_x_axis(const struct field *field)
{
	const struct svg_plot *plot = &field->plot;
	struct buf text = BUF_EMPTY;

	for (int i = 0; i < field->x.count; i++) {
		double x = x_at(field, scale_tick(&field->x, i));

		buf_reset(&text);
		scale_put(&text, &field->x, i, &field->dots->x, plot->frame->language);
		svg_line(plot->out, "axis", x, plot->bottom, x, plot->bottom + 4);
		svg_text(plot->out, "muted", "middle", x, plot->bottom + SVG_LINE + 2,
			buf_slice(&text));
	}
	svg_line(plot->out, "axis", plot->left, plot->bottom, plot->right, plot->bottom);
	svg_fitting(plot->out, "muted", "end", plot->right, plot->bottom + 2 * SVG_LINE + 4,
		field->dots->x.name, plot->right - plot->left);
	buf_release(&text);
}

static void put_guides(const struct field *field)
{
	const struct report_dots *dots = field->dots;
	const struct svg_plot *plot = &field->plot;
	double x, y, low, high;

	if (dots->diagonal) {
		low = fmax(field->x.low, plot->y.low);
		high = fmin(field->x.high, plot->y.high);
		svg_line(plot->out, "diagonal", x_at(field, low), svg_y(plot, low),
			x_at(field, high), svg_y(plot, high));
	}
	if (!dots->cut)
		return;
	x = x_at(field, dots->cut_x);
	y = svg_y(plot, dots->cut_y);
	svg_line(plot->out, "cut", x, plot->top, x, plot->bottom);
	svg_line(plot->out, "cut", plot->left, y, plot->right, y);
}

static bool overlaps(const struct field *field, const struct spot *spot)
{
	for (size_t i = 0; i < field->taken_count; i++) {
		const struct spot *other = &field->taken[i];

		if (spot->left < other->right && other->left < spot->right &&
			spot->top < other->bottom && other->top < spot->bottom)
			return true;
	}
	return false;
}

/* Write a name where nothing else stands, or leave it to the pointer. */
static void put_name(struct field *field, const char *class, const char *anchor, double x, double y,
	struct slice name)
{
	double width = svg_text_width(name);
	double left = *anchor == 's' ? x : *anchor == 'e' ? x - width : x - width / 2;
	struct spot spot = { left, y - 13, left + width, y + 4 };

	if (width <= 0 || spot.left < field->plot.left || spot.right > field->plot.frame->width ||
		overlaps(field, &spot))
		return;
	svg_text(field->plot.out, class, anchor, x, y, name);
	field->taken[field->taken_count++] = spot;
}

/* The names of the four fields, in their corners. */
static void put_quadrants(struct field *field)
{
	const struct svg_plot *plot = &field->plot;
	const struct slice *name = field->dots->quadrant;

	if (!field->dots->cut)
		return;
	put_name(field, "muted", "start", plot->left + 6, plot->top + 14, name[0]);
	put_name(field, "muted", "end", plot->right - 4, plot->top + 14, name[1]);
	put_name(field, "muted", "start", plot->left + 6, plot->bottom - 8, name[2]);
	put_name(field, "muted", "end", plot->right - 4, plot->bottom - 8, name[3]);
}

static double radius(const struct field *field, size_t i)
{
	double size = field->dots->dot[i].size;

	return field->largest > 0 ? 4 + 10 * sqrt(fmax(size, 0) / field->largest) : 5;
}

static void tell_dot(struct buf *text, const struct report_dots *dots, size_t i)
{
	buf_put(text, dots->dot[i].label);
	buf_text(text, dots->dot[i].label.length > 0 ? ": " : "");
	buf_put(text, dots->x.name);
	buf_char(text, ' ');
	measure_put(text, &dots->x, dots->dot[i].x);
	buf_text(text, ", ");
	buf_put(text, dots->y.name);
	buf_char(text, ' ');
	measure_put(text, &dots->y, dots->dot[i].y);
}

static void put_dots(struct field *field)
{
	const struct report_dots *dots = field->dots;
	struct buf tip = BUF_EMPTY;

	for (size_t i = 0; i < dots->count; i++) {
		double x = x_at(field, dots->dot[i].x), y = svg_y(&field->plot, dots->dot[i].y);
		double r = radius(field, i);

		field->taken[field->taken_count++] = (struct spot){ x - r, y - r, x + r, y + r };
		buf_reset(&tip);
		tell_dot(&tip, dots, i);
		svg_open_mark(field->plot.out, buf_slice(&tip));
		buf_printf(field->plot.out,
			"<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n", x, y, r);
		svg_close_mark(field->plot.out);
	}
	buf_release(&tip);
}

static void put_names(struct field *field)
{
	const struct report_dots *dots = field->dots;

	for (size_t i = 0; i < dots->count; i++) {
		double x = x_at(field, dots->dot[i].x), y = svg_y(&field->plot, dots->dot[i].y);
		size_t before = field->taken_count;

		put_name(field, "label clear", "start", x + radius(field, i) + 3, y + 4.5,
			dots->dot[i].label);
		if (field->taken_count == before)
			put_name(field, "label clear", "end", x - radius(field, i) - 3, y + 4.5,
				dots->dot[i].label);
	}
}

static void describe(struct buf *out, const struct report_dots *dots)
{
	struct buf text = BUF_EMPTY;

	for (size_t i = 0; i < dots->count && i < SVG_TOLD_MOST; i++) {
		buf_text(&text, i > 0 ? "; " : "");
		tell_dot(&text, dots, i);
	}
	svg_describe(out, buf_slice(&text));
	buf_release(&text);
}

void dots_draw(struct buf *out, const struct report_dots *dots, const struct svg_frame *frame)
{
	struct field field = { .plot = { .out = out }, .dots = dots };

	if (dots->count == 0) {
		svg_nothing(out, dots->title, frame);
		return;
	}
	lay_out(&field, frame);
	field.taken = mem_zero(2 * dots->count + 4, sizeof *field.taken);
	svg_open(out, frame->width, field.plot.bottom + 2 * SVG_LINE + 10, dots->title);
	describe(out, dots);
	svg_fitting(out, "muted", "start", 0, 13, dots->y.name, frame->width);
	svg_y_axis(&field.plot, &dots->y);
	put_x_axis(&field);
	put_guides(&field);
	put_dots(&field);
	put_names(&field);
	put_quadrants(&field);
	svg_close(out);
	free(field.taken);
}
