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

void svg_describe(struct buf *out, struct slice text)
{
	html_element(out, "desc", NULL, text);
	buf_char(out, '\n');
}

void svg_open_mark(struct buf *out, struct slice tip)
{
	buf_text(out, "<g>");
	html_element(out, "title", NULL, tip);
	buf_char(out, '\n');
}

void svg_close_mark(struct buf *out)
{
	buf_text(out, "</g>\n");
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
	return letter->code >= 'A' && letter->code <= 'Z' ? 0.7 : 0.64;
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

/* The room that the widest of the labels takes, and some between them; no more than `most`. */
static double label_step(const struct slice *label, size_t count, double most)
{
	double room = 0;

	for (size_t i = 0; i < count; i++)
		room = fmax(room, svg_text_width(label[i]));
	return fmin(room, most) + 6;
}

void svg_labels(struct buf *out, const struct slice *label, size_t count, double left, double right,
	double y, double width)
{
	double slot = (right - left) / (double)count, step = label_step(label, count, 84);
	size_t stride = slot >= step ? 1 : (size_t)ceil(step / slot);
	double room = slot * (double)stride - 4, taken = -4;

	for (size_t i = 0; i < count; i += stride) {
		double x = left + ((double)i + 0.5) * slot;
		double half = fmin(svg_text_width(label[i]), room) / 2;

		/* The first and the last must not hang over the edges. */
		x = fmax(fmin(x, width - half), half);
		if (x - half < taken + 4)
			continue;
		taken = x + half;
		svg_fitting(out, "muted", "middle", x, y, label[i], room);
	}
}

void svg_dot(struct buf *out, double x, double y)
{
	buf_printf(out, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>\n", x, y);
}

void svg_nothing(struct buf *out, struct slice title, const struct svg_frame *frame)
{
	svg_open(out, frame->width, 48, title);
	svg_line(out, "axis", 0, 0.5, frame->width, 0.5);
	svg_text(out, "muted", "middle", frame->width / 2.0, 30,
		frame->nothing.length > 0 ? frame->nothing : slice_of(REPORT_NOTHING));
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

struct color {
	const char *name, *day, *night;
};

/*
 * What text is written in or on differs from its ground by 4.5 : 1 at least, by day and by night:
 * ink and muted on paper and panel, paper on the grades, ink on heat, which is drawn at no more
 * than HEAT_MOST.
 */
static const struct color colors[] = {
	{ "paper", "#ffffff", "#14181d" },
	{ "panel", "#ffffff", "#1a1f26" },
	{ "ink", "#1d2530", "#e5e9ee" },
	{ "muted", "#5b6673", "#9aa5b1" },
	{ "line", "#e4e7eb", "#2a3038" },
	{ "axis", "#aeb6c0", "#56606c" },
	{ "first", "#2f6690", "#74b0dc" },
	{ "second", "#d1822b", "#e3ae67" },
	{ "third", "#2f8f6b", "#6cc494" },
	{ "fourth", "#8a5fa8", "#c39be0" },
	{ "heat", "#2f6690", "#4179a6" },
	{ "good", "#1f7a5a", "#6cc494" },
	{ "fair", "#66717d", "#9aa5b1" },
	{ "bad", "#b0413e", "#ef8f85" },
	{ "grade0", "#1f7a5a", "#6cc494" },
	{ "grade1", "#2f6690", "#74b0dc" },
	{ "grade2", "#8a6100", "#d9b04f" },
	{ "grade3", "#66717d", "#9aa5b1" },
	{ "grade4", "#7d5699", "#c39be0" },
};

enum { COLORS = sizeof colors / sizeof *colors };

/* On a page a chart takes the width that there is. */
static const char page_rules[] = ".chart{display:block;width:100%;height:auto;overflow:visible}\n";

static const char rules[] =
	".chart{font:13px system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\","
	"\"Noto Sans\",\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\","
	"sans-serif;font-variant-numeric:tabular-nums}\n"
	".chart text{fill:$ink;white-space:pre}\n"
	".chart .muted{fill:$muted}\n"
	".chart .small{font-size:11px}\n"
	".chart .strong{font-weight:600}\n"
	".chart .clear{paint-order:stroke;stroke:$panel;stroke-width:3px;"
	"stroke-opacity:.75;stroke-linejoin:round}\n"
	".chart .zone{font-size:17px;font-weight:600}\n"
	".chart line{stroke-width:1;shape-rendering:crispEdges}\n"
	".chart .grid{stroke:$line}\n"
	".chart .axis{stroke:$axis}\n"
	".chart .cut{stroke:$muted;stroke-dasharray:3 3}\n"
	".chart .diagonal{stroke:$axis;stroke-dasharray:2 4;shape-rendering:auto}\n"
	".chart .first,.chart .area{fill:$first}\n"
	".chart .second{fill:$second}\n"
	".chart .third{fill:$third}\n"
	".chart .fourth{fill:$fourth}\n"
	".chart .curve{fill:none;stroke:$first;stroke-width:2.25;"
	"stroke-linejoin:round;stroke-linecap:round}\n"
	".chart .curve.second{fill:none;stroke:$second}\n"
	".chart .curve.third{fill:none;stroke:$third}\n"
	".chart .curve.fourth{fill:none;stroke:$fourth}\n"
	".chart .band{fill-opacity:.16}\n"
	".chart .dot{fill:$first;stroke:$panel;stroke-width:2}\n"
	".chart .cell{fill:$heat;stroke:$panel;stroke-width:1}\n"
	".chart .empty{fill:$line;fill-opacity:.45;stroke:$panel;stroke-width:1}\n"
	".chart .tier{fill:$first;stroke:$panel;stroke-width:2}\n"
	".chart .pale{fill:$first;fill-opacity:.22}\n"
	".chart .flow{fill:$first;fill-opacity:.2}\n"
	".chart .flow.good,.chart .flow.bad{fill-opacity:.55}\n"
	".chart .on{fill:$panel}\n"
	".chart .good{fill:$good}.chart .fair{fill:$fair}.chart .bad{fill:$bad}\n"
	".chart .grade0{fill:$grade0}.chart .grade1{fill:$grade1}.chart .grade2{fill:$grade2}"
	".chart .grade3{fill:$grade3}.chart .grade4{fill:$grade4}\n"
	".chart .hit{fill:$ink;fill-opacity:0}\n"
	".chart g:hover .hit{fill-opacity:.05}\n"
	".chart g:hover .flow{fill-opacity:.8}\n"
	".chart g:hover rect.first,.chart g:hover rect.second{opacity:.8}\n";

/* The colour whose name stands at the start of `text`. */
static const struct color *color_at(const char *text)
{
	const struct color *found = NULL;

	for (size_t i = 0; i < COLORS; i++)
		if (slice_starts(slice_of(text), slice_of(colors[i].name)))
			found = &colors[i];
	assert(found != NULL);
	return found;
}

void svg_rules(struct buf *out, enum svg_palette palette)
{
	if (palette == SVG_ON_PAGE)
		buf_text(out, page_rules);
	for (const char *at = rules; *at != '\0'; at++) {
		const struct color *color;

		if (*at != '$') {
			buf_char(out, *at);
			continue;
		}
		color = color_at(at + 1);
		if (palette == SVG_ON_PAGE)
			buf_printf(out, "var(--%s)", color->name);
		else
			buf_text(out, color->day);
		at += strlen(color->name);
	}
}

void svg_colors(struct buf *out, bool night)
{
	for (size_t i = 0; i < COLORS; i++)
		buf_printf(out, "%s--%s:%s", i > 0 ? ";" : "", colors[i].name,
			night ? colors[i].night : colors[i].day);
}
