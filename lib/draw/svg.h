/* SPDX-License-Identifier: MIT */
#ifndef DRAW_SVG_H
#define DRAW_SVG_H

/*
 * svg: the strokes that charts are made of.
 *
 * A chart is one <svg> element inside an HTML page, drawn for a column of `width` pixels: text
 * keeps its size, so a chart for a telephone (340) is laid out differently from one for a desk
 * (760), not just smaller. A page holds both and shows the one that fits.
 *
 *	svg_open(&out, frame.width, 120, title);
 *	svg_box(&out, "first", 0, 20, 300, 18);
 *	svg_text(&out, "value", "start", 306, 34, slice_of("1,203"));
 *	svg_close(&out);
 *
 * Coordinates are pixels from the top left corner, with one decimal; text stands on its baseline.
 * Classes say what a thing is, svg_rules says how it looks. On a page, colours are custom
 * properties (--ink, --first, …) that the page sets for daylight, night and paper; a chart alone
 * has those of daylight in plain. There are no scripts, fonts or addresses.
 */

#include <stdbool.h>

#include "draw/measure.h"
#include "draw/scale.h"

enum {
	SVG_NARROW_BELOW = 560, /* charts below this width are laid out for a telephone */
	SVG_LINE = 18,          /* height of a line of text */
	SVG_LEGEND = 26,        /* height of one line of text above a chart */
	SVG_TOLD_MOST = 20,     /* values that are told to a screen reader */
};

/* Where a chart goes. */
struct svg_frame {
	int width;             /* pixels, at least 240 */
	struct slice language; /* "en", "zh-CN": how large numbers are shortened */
	struct slice nothing;  /* what is said where there are no values; empty: in English */
};

/* The field between two axes. */
struct svg_plot {
	struct buf *out;
	const struct svg_frame *frame;
	double left, right, top, bottom;
	struct scale y;
};

/* Where colours come from: from the page around the chart, or from the rules themselves. */
enum svg_palette { SVG_ON_PAGE, SVG_ALONE };

/* Append the CSS rules that all charts share. Once for a page. */
void svg_rules(struct buf *out, enum svg_palette palette);

/* Append the custom properties with the colours, in daylight or at night. */
void svg_colors(struct buf *out, bool night);

/* The title is what a screen reader calls the chart. */
void svg_open(struct buf *out, int width, double height, struct slice title);
void svg_close(struct buf *out);

/* A description for a screen reader, behind svg_open. */
void svg_describe(struct buf *out, struct slice text);

/* Some marks that belong together, with what is told of them to whoever points there. */
void svg_open_mark(struct buf *out, struct slice tip);
void svg_close_mark(struct buf *out);

/* A whole chart that says that it has no values. */
void svg_nothing(struct buf *out, struct slice title, const struct svg_frame *frame);

void svg_line(struct buf *out, const char *class, double x1, double y1, double x2, double y2);
void svg_box(struct buf *out, const char *class, double x, double y, double width, double height);
void svg_dot(struct buf *out, double x, double y);

/* `anchor` is start, middle or end: which part of the text stands at `x`. */
void svg_text(struct buf *out, const char *class, const char *anchor, double x, double y,
	struct slice text);

/* The same, shortened to `room` pixels. */
void svg_fitting(struct buf *out, const char *class, const char *anchor, double x, double y,
	struct slice text, double room);

/*
 * Labels below a field, in slots of equal width from `left` to `right`: as many as have room, the
 * first and the last inside the frame.
 */
void svg_labels(struct buf *out, const struct slice *label, size_t count, double left, double right,
	double y, double width);

/* About how many pixels `text` takes; rather too many than too few. */
double svg_text_width(struct slice text);

/* Where `value` lies on the vertical axis. */
double svg_y(const struct svg_plot *plot, double value);

/* The room that the ticks of a vertical axis take; never more than a part of the frame. */
double svg_tick_room(
	const struct scale *scale, const struct measure *measure, const struct svg_frame *frame);

/* Lines across the field, with their values at the left. */
void svg_y_axis(const struct svg_plot *plot, const struct measure *measure);

#endif
