/* SPDX-License-Identifier: MIT */
#include "draw/curve.h"

#include <math.h>

struct sketch {
	struct svg_plot plot;
	const struct report_curve *curve;
	struct scale x;
};

static double x_at(const struct sketch *sketch, double value)
{
	const struct svg_plot *plot = &sketch->plot;

	return plot->left + scale_place(&sketch->x, value) * (plot->right - plot->left);
}

static void lay_out_curve(struct sketch *sketch, const struct svg_frame *frame)
{
	const struct report_curve *curve = sketch->curve;
	struct svg_plot *plot = &sketch->plot;
	double low = curve->point[0].y, high = low;

	for (size_t i = 0; i < curve->count; i++) {
		low = fmin(low, curve->point[i].y);
		high = fmax(high, curve->point[i].y);
	}
	plot->frame = frame;
	plot->y = scale_of(low, high, 5, &curve->y);
	sketch->x = scale_of(curve->point[0].x, curve->point[curve->count - 1].x,
		frame->width < SVG_NARROW_BELOW ? 5 : 10, &curve->x);
	plot->left = 8 + svg_tick_room(&plot->y, &curve->y, frame);
	plot->right = frame->width - 18;
	plot->top = curve->y.name.length > 0 ? SVG_LEGEND + 4 : 12;
	plot->bottom = plot->top + (frame->width < SVG_NARROW_BELOW ? 220 : 300);
}

static void put_x_axis(const struct sketch *sketch)
{
	const struct svg_plot *plot = &sketch->plot;
	struct buf text = BUF_EMPTY;

	for (int i = 0; i < sketch->x.count; i++) {
		double x = x_at(sketch, scale_tick(&sketch->x, i));

		buf_reset(&text);
		scale_put(&text, &sketch->x, i, &sketch->curve->x, plot->frame->language);
		svg_line(plot->out, "axis", x, plot->bottom, x, plot->bottom + 4);
		svg_text(plot->out, "muted", "middle", x, plot->bottom + SVG_LINE + 2,
			buf_slice(&text));
	}
	svg_line(plot->out, "axis", plot->left, plot->bottom, plot->right, plot->bottom);
	svg_fitting(plot->out, "muted", "end", plot->right, plot->bottom + 2 * SVG_LINE + 4,
		sketch->curve->x.name, plot->right - plot->left);
	buf_release(&text);
}

/* Append the points from `from` to `to` on the x axis as "x,y x,y …". */
static void put_points(const struct sketch *sketch, double from, double to)
{
	const struct report_curve *curve = sketch->curve;
	const struct svg_plot *plot = &sketch->plot;
	double last_x = x_at(sketch, from);
	double last_y = svg_y(plot, report_height(curve, from));

	buf_printf(plot->out, "%.1f,%.1f", last_x, last_y);
	for (size_t i = 0; i < curve->count; i++) {
		double x = x_at(sketch, curve->point[i].x);
		double y = svg_y(plot, curve->point[i].y);
		bool inside = curve->point[i].x >= from && curve->point[i].x <= to;

		/* A million customers are no more than some hundred pixels. */
		if (!inside || (fabs(x - last_x) < 0.4 && fabs(y - last_y) < 0.4))
			continue;
		buf_printf(plot->out, " %.1f,%.1f", x, y);
		last_x = x;
		last_y = y;
	}
	buf_printf(
		plot->out, " %.1f,%.1f", x_at(sketch, to), svg_y(plot, report_height(curve, to)));
}

/* The part of the x axis that zone `i` covers, as far as there is a curve. */
static void zone_range(const struct report_curve *curve, size_t i, double *from, double *to)
{
	double start = curve->point[0].x, end = curve->point[curve->count - 1].x;

	*from = i > 0 ? fmin(fmax(curve->zone[i - 1].end, start), end) : start;
	*to = fmin(fmax(curve->zone[i].end, *from), end);
}

/* The area below the curve in zone `i`, paler from zone to zone, and its letter at the foot. */
static void put_zone(const struct sketch *sketch, size_t i)
{
	const struct svg_plot *plot = &sketch->plot;
	struct slice label = sketch->curve->zone[i].label;
	double from, to, base, room;

	zone_range(sketch->curve, i, &from, &to);
	base = svg_y(plot, fmin(fmax(0, plot->y.low), plot->y.high));
	room = x_at(sketch, to) - x_at(sketch, from);
	if (room <= 0)
		return;
	buf_printf(plot->out, "<polygon class=\"area\" fill-opacity=\"%.2f\" points=\"%.1f,%.1f ",
		fmax(0.30 - 0.11 * (double)i, 0.06), x_at(sketch, from), base);
	put_points(sketch, from, to);
	buf_printf(plot->out, " %.1f,%.1f\"/>\n", x_at(sketch, to), base);
	if (svg_text_width(label) * 1.3 + 4 <= room)
		svg_text(plot->out, "zone", "middle", x_at(sketch, from) + room / 2,
			plot->bottom - 10, label);
}

/* The end of zone `i` on the curve. */
struct cut {
	double at, height; /* the values */
	double x, y;       /* the place */
};

static struct cut cut_of(const struct sketch *sketch, size_t i)
{
	struct cut cut;
	double from;

	zone_range(sketch->curve, i, &from, &cut.at);
	cut.height = report_height(sketch->curve, cut.at);
	cut.x = x_at(sketch, cut.at);
	cut.y = svg_y(&sketch->plot, cut.height);
	return cut;
}

/* A line down from the curve where zone `i` ends. */
static void put_cut(const struct sketch *sketch, size_t i)
{
	struct cut cut = cut_of(sketch, i);

	svg_line(sketch->plot.out, "cut", cut.x, cut.y, cut.x, sketch->plot.bottom);
	svg_dot(sketch->plot.out, cut.x, cut.y);
}

/*
 * Both values where zone `i` ends, right below the curve, where a rising one leaves room. Labels
 * that start close together are moved down, one below the other: `taken` is where they may begin.
 */
static void put_cut_label(const struct sketch *sketch, size_t i, double *taken)
{
	const struct report_curve *curve = sketch->curve;
	struct cut cut = cut_of(sketch, i);
	struct buf text = BUF_EMPTY;
	double y = fmax(cut.y + SVG_LINE, *taken);
	bool flip;

	buf_put(&text, curve->zone[i].label);
	buf_text(&text, "  ");
	measure_put(&text, &curve->x, cut.at);
	buf_text(&text, " → ");
	measure_put(&text, &curve->y, cut.height);
	flip = cut.x + 10 + svg_text_width(buf_slice(&text)) > sketch->plot.right;
	svg_text(sketch->plot.out, "value clear", flip ? "end" : "start",
		flip ? cut.x - 10 : cut.x + 10, y, buf_slice(&text));
	*taken = y + SVG_LINE;
	buf_release(&text);
}

static void put_zones(const struct sketch *sketch)
{
	const struct report_curve *curve = sketch->curve;
	size_t cuts = 0;
	double taken = 0;

	for (size_t i = 0; i < curve->zone_count; i++)
		put_zone(sketch, i);
	while (cuts < curve->zone_count && curve->zone[cuts].end < curve->point[curve->count - 1].x)
		cuts++;
	for (size_t i = 0; i < cuts; i++)
		put_cut(sketch, i);
	/* From the right, because a rising curve has its last cut highest. */
	for (size_t i = cuts; i > 0; i--)
		put_cut_label(sketch, i - 1, &taken);
}

static void put_curve_line(const struct sketch *sketch)
{
	const struct report_curve *curve = sketch->curve;
	const struct report_point *first = &curve->point[0], *last = first + (curve->count - 1);
	const struct svg_plot *plot = &sketch->plot;

	if (curve->diagonal)
		svg_line(plot->out, "diagonal", x_at(sketch, first->x), svg_y(plot, first->y),
			x_at(sketch, last->x), svg_y(plot, last->y));
	buf_text(plot->out, "<polyline class=\"curve\" points=\"");
	put_points(sketch, first->x, last->x);
	buf_text(plot->out, "\"/>\n");
	if (curve->count == 1)
		svg_dot(plot->out, x_at(sketch, first->x), svg_y(plot, first->y));
}

static void put_curve_description(struct buf *out, const struct report_curve *curve)
{
	struct buf text = BUF_EMPTY;
	double from, to;

	buf_put(&text, curve->x.name);
	buf_text(&text, " → ");
	buf_put(&text, curve->y.name);
	for (size_t i = 0; i < curve->zone_count && i < SVG_TOLD_MOST; i++) {
		zone_range(curve, i, &from, &to);
		buf_text(&text, "; ");
		buf_put(&text, curve->zone[i].label);
		buf_text(&text, ": ");
		measure_put(&text, &curve->x, to);
		buf_text(&text, " → ");
		measure_put(&text, &curve->y, report_height(curve, to));
	}
	svg_describe(out, buf_slice(&text));
	buf_release(&text);
}

void curve_draw(struct buf *out, const struct report_curve *curve, const struct svg_frame *frame)
{
	struct sketch sketch = { .plot = { .out = out }, .curve = curve };

	if (curve->count == 0) {
		svg_nothing(out, curve->title, frame);
		return;
	}
	lay_out_curve(&sketch, frame);
	svg_open(out, frame->width,
		sketch.plot.bottom + SVG_LINE + 8 + (curve->x.name.length > 0 ? SVG_LINE : 0),
		curve->title);
	put_curve_description(out, curve);
	svg_fitting(out, "muted", "start", 0, 13, curve->y.name, frame->width);
	svg_y_axis(&sketch.plot, &curve->y);
	put_x_axis(&sketch);
	put_curve_line(&sketch);
	put_zones(&sketch);
	svg_close(out);
}
