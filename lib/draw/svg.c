/* SPDX-License-Identifier: MIT */
#include "draw/svg.h"

#include <assert.h>
#include <math.h>

#include "draw/html.h"
#include "draw/report.h"
#include "draw/width.h"

static const double text_size = 13;

void svg_open(struct buf *out, int width, double height, struct slice title)
{
	assert(width >= 240);
	buf_printf(out,
		"<svg class=\"chart\" viewBox=\"0 0 %d %.0f\" width=\"%d\" height=\"%.0f\" "
		"role=\"img\">",
		width, height, width, height);
	html_element(out, "title", NULL, title);
	buf_char(out, '\n');
}

void svg_close(struct buf *out)
{
	buf_text(out, "</svg>\n");
}

void svg_line(struct buf *out, const char *class, double x1, double y1, double x2, double y2)
{
	buf_printf(out, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
		class, x1, y1, x2, y2);
}

void svg_box(struct buf *out, const char *class, double x, double y, double width, double height)
{
	buf_printf(out,
		"<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
		"rx=\"%.1f\"/>\n",
		class, x, y, width, height, width < 4 || height < 4 ? 0.0 : 1.5);
}

void svg_text(struct buf *out, const char *class, const char *anchor, double x, double y,
	struct slice text)
{
	buf_printf(out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", class, x, y,
		anchor);
	html_text(out, text);
	buf_text(out, "</text>\n");
}

/*
 * The width of a character in a common sans serif face, as a part of the text size. There is no
 * font to measure; these are on the wide side, so that labels are cut rather than covered.
 */
static double em_of(const struct width_char *letter)
{
	if (!letter->shown)
		return 1;
	if (letter->columns != 1)
		return letter->columns * 0.5;
	if (letter->code < 0x80 && strchr("ijl.,:;'|!I()[]ft ", letter->code) != NULL)
		return 0.34;
	if (letter->code < 0x80 && strchr("mwMW@%", letter->code) != NULL)
		return 0.9;
	if (letter->code >= '0' && letter->code <= '9')
		return 0.64;
	return letter->code >= 'A' && letter->code <= 'Z' ? 0.7 : 0.6;
}

double svg_text_width(struct slice text)
{
	struct width_char next;
	double em = 0;

	while (em < 1e6 && width_next(&text, &next))
		em += em_of(&next);
	return em * text_size;
}

/* `text`, or what fits of it into `room` pixels and an ellipsis; lives in `scratch`. */
static struct slice fit_text(struct buf *scratch, struct slice text, double room)
{
	struct slice rest = text, head = { text.at, 0 };
	struct width_char next;
	double em = 1;

	if (svg_text_width(text) <= room)
		return text;
	while (width_next(&rest, &next) && (em += em_of(&next)) * text_size <= room)
		head.length += next.bytes.length;
	buf_reset(scratch);
	buf_put(scratch, slice_trim(head));
	buf_text(scratch, "…");
	return buf_slice(scratch);
}

void svg_fitting(struct buf *out, const char *class, const char *anchor, double x, double y,
	struct slice text, double room)
{
	struct buf scratch = BUF_EMPTY;

	svg_text(out, class, anchor, x, y, fit_text(&scratch, text, room));
	buf_release(&scratch);
}

void svg_dot(struct buf *out, double x, double y)
{
	buf_printf(out, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n", x, y);
}

void svg_nothing(struct buf *out, struct slice title, const struct svg_frame *frame)
{
	svg_open(out, frame->width, 48, title);
	svg_line(out, "axis", 0, 0.5, frame->width, 0.5);
	svg_text(out, "muted", "middle", frame->width / 2.0, 30, report_nothing(frame->language));
	svg_close(out);
}

double svg_y(const struct svg_plot *plot, double value)
{
	return plot->bottom - scale_place(&plot->y, value) * (plot->bottom - plot->top);
}

double svg_tick_room(
	const struct scale *scale, const struct measure *measure, const struct svg_frame *frame)
{
	struct buf text = BUF_EMPTY;
	double room = 0;

	for (int i = 0; i < scale->count; i++) {
		buf_reset(&text);
		scale_put(&text, scale, i, measure, frame->language);
		room = fmax(room, svg_text_width(buf_slice(&text)));
	}
	buf_release(&text);
	return fmin(room, frame->width * 0.3);
}

void svg_y_axis(const struct svg_plot *plot, const struct measure *measure)
{
	struct buf text = BUF_EMPTY;

	for (int i = 0; i < plot->y.count; i++) {
		double value = scale_tick(&plot->y, i);
		double y = svg_y(plot, value);

		buf_reset(&text);
		scale_put(&text, &plot->y, i, measure, plot->frame->language);
		svg_line(plot->out, fabs(value) > 0 ? "grid" : "axis", plot->left, y, plot->right,
			y);
		svg_fitting(plot->out, "muted", "end", plot->left - 8, y + 4.5, buf_slice(&text),
			plot->left);
	}
	buf_release(&text);
}

void svg_rules(struct buf *out)
{
	buf_text(out, ".chart{display:block;width:100%;height:auto;overflow:visible;"
		      "font:13px system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\","
		      "\"Noto Sans\",\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\","
		      "sans-serif;font-variant-numeric:tabular-nums}\n"
		      ".chart text{fill:var(--ink,#1d2530);white-space:pre}\n"
		      ".chart .muted{fill:var(--muted,#5b6673)}\n"
		      ".chart .clear{paint-order:stroke;stroke:var(--paper,#fff);stroke-width:3px;"
		      "stroke-opacity:.75;stroke-linejoin:round}\n"
		      ".chart .zone{font-size:17px;font-weight:600;fill:var(--muted,#5b6673)}\n"
		      ".chart line{stroke-width:1;shape-rendering:crispEdges}\n"
		      ".chart .grid{stroke:var(--line,#e4e7eb)}\n"
		      ".chart .axis{stroke:var(--axis,#aeb6c0)}\n"
		      ".chart .cut{stroke:var(--muted,#5b6673);stroke-dasharray:3 3}\n"
		      ".chart .diagonal{stroke:var(--axis,#aeb6c0);stroke-dasharray:2 4;"
		      "shape-rendering:auto}\n"
		      ".chart .first,.chart .area{fill:var(--first,#2f6690)}\n"
		      ".chart .second{fill:var(--second,#e0a458)}\n"
		      ".chart .curve{fill:none;stroke:var(--first,#2f6690);stroke-width:2.25;"
		      "stroke-linejoin:round;stroke-linecap:round}\n"
		      ".chart .dot{fill:var(--first,#2f6690);stroke:var(--paper,#fff);"
		      "stroke-width:2}\n"
		      ".chart g:hover rect{opacity:.8}\n");
}
