/* SPDX-License-Identifier: MIT */
#include "draw/textcurve.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "draw/scale.h"

enum {
	PLOT_ROWS = 12,
	ASCII_DIAGONAL = 2, /* a cell of one dot has bits to spare */
};

/* A field of cells, each with 2 × 4 dots of braille, or one dot in ASCII. */
struct plot {
	const struct pen *pen;
	const struct report_curve *curve;
	struct scale x, y;
	bool from_zero; /* the vertical axis shows zero */
	int columns;
	int margin;          /* columns of the values at the left */
	int across, down;    /* dots in a cell */
	unsigned char *dots; /* for each cell, as braille counts them */
};

static void set_dot(struct plot *plot, int x, int y)
{
	static const unsigned char braille[4][2] = { { 1, 8 }, { 2, 16 }, { 4, 32 }, { 64, 128 } };
	int cell = y / plot->down * plot->columns + x / plot->across;

	plot->dots[cell] |= braille[y % plot->down][x % plot->across];
}

/* The dot, counted from the top, that is nearest to `value`. */
static int dot_row(const struct plot *plot, double value)
{
	int rows = PLOT_ROWS * plot->down;

	return (int)lround((1 - scale_place(&plot->y, value)) * (rows - 1));
}

/* A line from the height of the column before, so that steep parts have no holes. */
static void draw_curve(struct plot *plot)
{
	const struct report_curve *curve = plot->curve;
	double start = curve->point[0].x, end = curve->point[curve->count - 1].x;
	int across = plot->columns * plot->across, before = -1;

	for (int i = 0; i < across; i++) {
		double place = across > 1 ? i / (double)(across - 1) : 0;
		double x = plot->x.low + place * (plot->x.high - plot->x.low);
		int row;

		if (curve->count > 1 && (x < start || x > end))
			continue;
		row = dot_row(plot, report_height(curve, x));
		before = before < 0 ? row : before;
		for (int y = before; y != row; y += y < row ? 1 : -1)
			set_dot(plot, i, y);
		set_dot(plot, i, row);
		before = row;
	}
}

/* A straight line of single dots from the first point to the last. */
static void draw_diagonal(struct plot *plot)
{
	const struct report_curve *curve = plot->curve;
	const struct report_point *first = &curve->point[0], *last = first + (curve->count - 1);
	int across = plot->columns * plot->across;
	int from = (int)lround(scale_place(&plot->x, first->x) * (across - 1));
	int to = (int)lround(scale_place(&plot->x, last->x) * (across - 1));

	for (int i = from; i <= to; i += 4) {
		double part = to > from ? (i - from) / (double)(to - from) : 0;

		int row = dot_row(plot, first->y + part * (last->y - first->y));

		if (plot->pen->marks == WIDTH_ASCII)
			plot->dots[row * plot->columns + i] |= ASCII_DIAGONAL;
		else
			set_dot(plot, i, row);
	}
}

static int column_of(const struct plot *plot, double x)
{
	return (int)lround(scale_place(&plot->x, x) * (plot->columns - 1));
}

/* Whether a zone ends in this column, and so a line goes down from the curve. */
static bool is_cut(const struct plot *plot, int column)
{
	const struct report_curve *curve = plot->curve;
	double start = curve->point[0].x, end = curve->point[curve->count - 1].x;

	for (size_t i = 0; i < curve->zone_count; i++)
		if (curve->zone[i].end >= start && curve->zone[i].end < end &&
			column_of(plot, curve->zone[i].end) == column)
			return true;
	return false;
}

static void put_braille(const struct pen *pen, unsigned char dots)
{
	/* U+2800 plus the dots, in UTF-8. */
	buf_char(pen->out, '\xE2');
	buf_char(pen->out, (char)(0xA0 + (dots >> 6)));
	buf_char(pen->out, (char)(0x80 + (dots & 0x3f)));
}

static void put_cell(const struct plot *plot, int row, int column)
{
	const struct pen *pen = plot->pen;
	unsigned char dots = plot->dots[row * plot->columns + column];
	double x =
		plot->x.low + (plot->x.high - plot->x.low) * column / (double)(plot->columns - 1);
	bool below = row * plot->down > dot_row(plot, report_height(plot->curve, x));

	if (dots != 0) {
		pen_color(pen, pen_series[0]);
		if (pen->marks == WIDTH_ASCII)
			buf_char(pen->out, dots == ASCII_DIAGONAL ? '.' : '*');
		else
			put_braille(pen, dots);
		pen_plain(pen);
	} else if (below && is_cut(plot, column)) {
		pen_color(pen, PEN_DIM);
		buf_text(pen->out, pen_either(pen, "┊", ":"));
		pen_plain(pen);
	} else {
		buf_char(pen->out, ' ');
	}
}

/* The value at the left of a row, if there is a tick. */
static void put_row_tick(const struct plot *plot, int row)
{
	const struct pen *pen = plot->pen;
	struct buf text = BUF_EMPTY;

	for (int i = 0; i < plot->y.count; i++)
		if (dot_row(plot, scale_tick(&plot->y, i)) / plot->down == row) {
			buf_reset(&text);
			scale_put(&text, &plot->y, i, &plot->curve->y, pen->language);
		}
	pen_color(pen, PEN_DIM);
	width_put_right(pen->out, buf_slice(&text), plot->margin, pen->marks);
	buf_text(pen->out,
		text.length > 0 ? pen_either(pen, " ┤", " +") : pen_either(pen, " │", " |"));
	pen_plain(pen);
	buf_release(&text);
}

/* Append `text` so that its middle stands at `column` of a line that has `used` columns. */
static int put_at(const struct pen *pen, struct slice text, int column, int used)
{
	int width = width_of(text);
	int start = column - width / 2;

	if (start + width > pen->width)
		start = pen->width - width;
	if (start < used + (used > 0))
		return used;
	pen_repeat(pen, " ", start - used);
	width_put(pen->out, text, pen->marks);
	return start + width;
}

static void put_x_axis(const struct plot *plot)
{
	const struct pen *pen = plot->pen;
	struct buf text = BUF_EMPTY;
	int used = 0;

	pen_color(pen, PEN_DIM);
	pen_repeat(pen, " ", plot->margin);
	buf_text(pen->out, pen_either(pen, " └", " +"));
	pen_repeat(pen, pen_either(pen, "─", "-"), plot->columns);
	pen_plain(pen);
	buf_char(pen->out, '\n');
	pen_color(pen, PEN_DIM);
	for (int i = 0; i < plot->x.count; i++) {
		buf_reset(&text);
		scale_put(&text, &plot->x, i, &plot->curve->x, pen->language);
		used = put_at(pen, buf_slice(&text),
			plot->margin + 2 + column_of(plot, scale_tick(&plot->x, i)), used);
	}
	pen_plain(pen);
	pen_end_line(pen);
	buf_release(&text);
}

/* The letters of the zones, in the middle of each, above the field. */
static void put_zone_letters(const struct plot *plot)
{
	const struct report_curve *curve = plot->curve;
	double from = curve->point[0].x, end = curve->point[curve->count - 1].x;
	int used = 0;

	if (curve->zone_count == 0)
		return;
	pen_color(plot->pen, PEN_BOLD);
	for (size_t i = 0; i < curve->zone_count; i++) {
		double to = fmin(fmax(curve->zone[i].end, from), end);
		int middle = (column_of(plot, from) + column_of(plot, to)) / 2;

		if (to > from)
			used = put_at(
				plot->pen, curve->zone[i].label, plot->margin + 2 + middle, used);
		from = to;
	}
	pen_plain(plot->pen);
	pen_end_line(plot->pen);
}

/* What each zone reaches, in words: "A  26.5% → 79.9%". */
static void put_zone_values(const struct plot *plot)
{
	const struct report_curve *curve = plot->curve;
	const struct pen *pen = plot->pen;
	double end = curve->point[curve->count - 1].x;
	struct buf text = BUF_EMPTY;

	for (size_t i = 0; i < curve->zone_count; i++) {
		double to = fmin(fmax(curve->zone[i].end, curve->point[0].x), end);

		if (to >= end)
			break; /* 100% → 100% says nothing */
		buf_reset(&text);
		buf_put(&text, curve->zone[i].label);
		buf_text(&text, "  ");
		measure_put(&text, &curve->x, to);
		buf_text(&text, pen_either(pen, " → ", " -> "));
		measure_put(&text, &curve->y, report_height(curve, to));
		pen_repeat(pen, " ", plot->margin + 2);
		width_put_cut(
			pen->out, buf_slice(&text), pen->width - plot->margin - 2, pen->marks);
		pen_end_line(pen);
	}
	buf_release(&text);
}

static void lay_out_plot(struct plot *plot)
{
	const struct report_curve *curve = plot->curve;
	double low = plot->from_zero ? 0 : curve->point[0].y, high = low;
	struct buf text = BUF_EMPTY;

	for (size_t i = 0; i < curve->count; i++) {
		low = fmin(low, curve->point[i].y);
		high = fmax(high, curve->point[i].y);
	}
	plot->y = scale_of(low, high, 5, &curve->y);
	plot->x = scale_of(curve->point[0].x, curve->point[curve->count - 1].x, 5, &curve->x);
	for (int i = 0; i < plot->y.count; i++) {
		int width;

		buf_reset(&text);
		scale_put(&text, &plot->y, i, &curve->y, plot->pen->language);
		width = width_of(buf_slice(&text)) + 2;
		plot->margin = width > plot->margin ? width : plot->margin;
	}
	plot->margin = plot->margin < plot->pen->width / 3 ? plot->margin : plot->pen->width / 3;
	plot->columns = plot->pen->width - plot->margin - 4;
	plot->across = plot->pen->marks == WIDTH_ASCII ? 1 : 2;
	plot->down = plot->pen->marks == WIDTH_ASCII ? 1 : 4;
	buf_release(&text);
}

/* The field itself, without the axis below it, which only some charts have in numbers. */
static void put_field(struct plot *plot)
{
	plot->dots = mem_zero((size_t)(PLOT_ROWS * plot->columns), 1);
	draw_curve(plot);
	if (plot->curve->diagonal)
		draw_diagonal(plot);
	for (int row = 0; row < PLOT_ROWS; row++) {
		put_row_tick(plot, row);
		for (int column = 0; column < plot->columns; column++)
			put_cell(plot, row, column);
		pen_end_line(plot->pen);
	}
	free(plot->dots);
}

static void put_axis_name(const struct plot *plot, struct slice name, bool right)
{
	const struct pen *pen = plot->pen;

	if (name.length == 0)
		return;
	pen_color(pen, PEN_DIM);
	if (right)
		width_put_right(pen->out, name, plot->margin + 2 + plot->columns, pen->marks);
	else
		width_put_cut(pen->out, name, pen->width, pen->marks);
	pen_plain(pen);
	pen_end_line(pen);
}

void textcurve_draw(const struct pen *pen, const struct report_curve *curve)
{
	struct plot plot = { .pen = pen, .curve = curve };

	pen_title(pen, curve->title);
	if (curve->count == 0) {
		pen_nothing(pen);
		return;
	}
	lay_out_plot(&plot);
	put_axis_name(&plot, curve->y.name, false);
	put_zone_letters(&plot);
	put_field(&plot);
	put_x_axis(&plot);
	put_axis_name(&plot, curve->x.name, true);
	put_zone_values(&plot);
	pen_wrap(pen, PEN_DIM, curve->note);
}

/* The first and the last label, below the ends of a line. */
static void put_ends(const struct plot *plot, struct slice first, struct slice last)
{
	const struct pen *pen = plot->pen;
	int half = plot->columns / 2 - 1;

	pen_color(pen, PEN_DIM);
	pen_repeat(pen, " ", plot->margin);
	buf_text(pen->out, pen_either(pen, " └", " +"));
	pen_repeat(pen, pen_either(pen, "─", "-"), plot->columns);
	buf_char(pen->out, '\n');
	pen_repeat(pen, " ", plot->margin + 2);
	width_put_left(pen->out, first, half, pen->marks);
	width_put_right(pen->out, last, plot->columns - half, pen->marks);
	pen_plain(pen);
	pen_end_line(pen);
}

/* A series too long for bars, as a line over its numbers. */
void textcurve_series(const struct pen *pen, const struct report_chart *chart, size_t s)
{
	struct report_point *point = mem_zero(chart->count, sizeof *point);
	struct report_curve curve = {
		.y = chart->series[s].measure, .point = point, .count = chart->count
	};
	struct plot plot = { .pen = pen, .curve = &curve, .from_zero = true };

	for (size_t i = 0; i < chart->count; i++)
		point[i] = (struct report_point){ (double)i, chart->series[s].value[i] };
	lay_out_plot(&plot);
	/* Numbers of items are no values: the line fills the field. */
	plot.x.low = 0;
	plot.x.high = (double)(chart->count - 1);
	put_axis_name(&plot, curve.y.name, false);
	put_field(&plot);
	put_ends(&plot, chart->label[0], chart->label[chart->count - 1]);
	free(point);
}
