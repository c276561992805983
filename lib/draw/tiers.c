/* SPDX-License-Identifier: MIT */
#include "draw/tiers.h"

#include <math.h>

enum { TIER = 62 };

struct slope {
	struct buf *out;
	const struct report_tiers *tiers;
	double top, middle, half, height; /* of the triangle */
	double text;                      /* x of names */
	double bar, bar_room;             /* x and width of the longest bar; 0: none */
	double right;                     /* the frame's */
};

static void lay_out(struct slope *slope, const struct svg_frame *frame)
{
	bool narrow = frame->width < SVG_NARROW_BELOW;

	slope->half = narrow ? 54 : fmin(frame->width * 0.17, 130);
	slope->middle = slope->half + 1;
	slope->height = (double)slope->tiers->count * TIER;
	slope->top = narrow ? 2 : SVG_LEGEND;
	slope->text = 2 * slope->half + 18;
	slope->right = frame->width;
	slope->bar = narrow ? 0 : slope->text + (frame->width - slope->text) * 0.42;
	slope->bar_room = frame->width - slope->bar;
}

/* The half width of the triangle at the lower or upper edge of a tier. */
static double half_at(const struct slope *slope, size_t edge)
{
	return slope->half * (double)edge / (double)slope->tiers->count;
}

static void put_shape(const struct slope *slope, size_t i)
{
	double upper = half_at(slope, i), lower = half_at(slope, i + 1);
	double y = slope->top + (double)i * TIER;

	buf_printf(slope->out,
		"<polygon class=\"tier\" fill-opacity=\"%.2f\" points=\"%.1f,%.1f %.1f,%.1f "
		"%.1f,%.1f %.1f,%.1f\"/>\n",
		fmax(1 - 0.22 * (double)i, 0.2), slope->middle - upper, y, slope->middle + upper, y,
		slope->middle + lower, y + TIER, slope->middle - lower, y + TIER);
}

/* The longest bar leaves room for the widest text behind it. */
static double bar_unit(const struct slope *slope)
{
	const struct report_tiers *tiers = slope->tiers;
	double text = 0, most = 0;

	for (size_t i = 0; i < tiers->count; i++) {
		text = fmax(text, svg_text_width(tiers->side[i]));
		most = fmax(most, tiers->share[i]);
	}
	return most > 0 ? fmax(slope->bar_room - text - 10, 20) / most : 0;
}

static void put_texts(const struct slope *slope, size_t i, double unit)
{
	const struct report_tiers *tiers = slope->tiers;
	double y = slope->top + (double)i * TIER + TIER / 2.0;
	double room = (slope->bar > 0 ? slope->bar - 12 : slope->right) - slope->text;
	double length = fmax(tiers->share[i] * unit, 0);

	svg_fitting(slope->out, "label strong", "start", slope->text, y - 4, tiers->label[i], room);
	svg_fitting(slope->out, "muted", "start", slope->text, y + 13, tiers->text[i], room);
	if (slope->bar <= 0) {
		svg_fitting(
			slope->out, "muted", "start", slope->text, y + 29, tiers->side[i], room);
		return;
	}
	if (length > 0)
		svg_box(slope->out, "second", slope->bar, y - 10, fmax(length, 1), 20);
	svg_fitting(slope->out, "value", "start", slope->bar + length + 6, y + 4.5, tiers->side[i],
		slope->right - slope->bar - length - 6);
}

static void tell_tier(struct buf *text, const struct report_tiers *tiers, size_t i)
{
	buf_put(text, tiers->label[i]);
	buf_text(text, ": ");
	buf_put(text, tiers->text[i]);
	if (tiers->side[i].length > 0) {
		buf_text(text, ", ");
		buf_put(text, tiers->side_measure.name);
		buf_text(text, tiers->side_measure.name.length > 0 ? " " : "");
		buf_put(text, tiers->side[i]);
	}
}

static void describe(struct buf *out, const struct report_tiers *tiers)
{
	struct buf text = BUF_EMPTY;

	for (size_t i = 0; i < tiers->count && i < SVG_TOLD_MOST; i++) {
		buf_text(&text, i > 0 ? "; " : "");
		tell_tier(&text, tiers, i);
	}
	svg_describe(out, buf_slice(&text));
	buf_release(&text);
}

void tiers_draw(struct buf *out, const struct report_tiers *tiers, const struct svg_frame *frame)
{
	struct slope slope = { .out = out, .tiers = tiers };
	struct buf tip = BUF_EMPTY;

	if (tiers->count == 0) {
		svg_nothing(out, tiers->title, frame);
		return;
	}
	lay_out(&slope, frame);
	svg_open(out, frame->width, slope.top + slope.height + 4, tiers->title);
	describe(out, tiers);
	if (slope.bar > 0)
		svg_fitting(out, "muted", "start", slope.bar, 13, tiers->side_measure.name,
			slope.bar_room);
	for (size_t i = 0; i < tiers->count; i++) {
		buf_reset(&tip);
		tell_tier(&tip, tiers, i);
		svg_open_mark(out, buf_slice(&tip));
		put_shape(&slope, i);
		put_texts(&slope, i, bar_unit(&slope));
		svg_close_mark(out);
	}
	svg_close(out);
	buf_release(&tip);
}
