/* SPDX-License-Identifier: MIT */
#include "draw/lines.h"

#include <math.h>

#include "draw/legend.h"

static const char *const line_class[] = { "curve", "curve second", "curve third", "curve fourth" };
static const char *const band_class[] = { "band first", "band second", "band third",
	"band fourth" };
static const char *const key_class[] = { "first", "second", "third", "fourth" };

struct field {
	struct svg_plot plot;
	const struct report_lines *lines;
	double slot;
};

static void widen(const double *value, size_t count, double *low, double *high)
{
	for (size_t i = 0; value != NULL && i < count; i++)
		if (!isnan(value[i])) {
			*low = fmin(*low, value[i]);
			*high = fmax(*high, value[i]);
		}
}

static size_t keys_of(const struct report_lines *lines, struct legend_key *key)
{
	for (size_t i = 0; i < lines->line_count; i++)
		key[i] = (struct legend_key){ key_class[i], lines->line[i].name };
	return lines->line_count;
}

static void lay_out(struct field *field, const struct svg_frame *frame)
{
	const struct report_lines *lines = field->lines;
	struct svg_plot *plot = &field->plot;
	struct legend_key key[REPORT_LINES_MOST];
	double low = 0, high = 0;

	for (size_t i = 0; i < lines->line_count; i++) {
		widen(lines->line[i].value, lines->count, &low, &high);
		widen(lines->line[i].low, lines->count, &low, &high);
		widen(lines->line[i].high, lines->count, &low, &high);
	}
	plot->frame = frame;
	plot->y = scale_of(low, high, 5, &lines->measure);
	plot->left = 8 + svg_tick_room(&plot->y, &lines->measure, frame);
	plot->right = frame->width - 2;
	plot->top = fmax(legend_height(key, keys_of(lines, key), plot->right), SVG_LEGEND) + 8;
	plot->bottom = plot->top + (frame->width < SVG_NARROW_BELOW ? 170 : 220);
	field->slot = (plot->right - plot->left) / (double)lines->count;
}

static double x_at(const struct field *field, size_t i)
{
	return field->plot.left + ((double)i + 0.5) * field->slot;
}

/* One unbroken part of a line, from label `from` up to `to`, forwards or backwards. */
static void put_points(
	const struct field *field, const double *value, size_t from, size_t to, bool backwards)
{
	for (size_t k = from; k < to; k++) {
		size_t i = backwards ? from + to - 1 - k : k;
		double x = x_at(field, i), y = svg_y(&field->plot, value[i]);

		buf_printf(field->plot.out, "%s%.1f,%.1f", k > from ? " " : "", x, y);
		/* A step holds until the next label. */
		if (field->lines->steps && !backwards && i + 1 < to)
			buf_printf(field->plot.out, " %.1f,%.1f", x_at(field, i + 1), y);
		if (field->lines->steps && backwards && i > from)
			buf_printf(field->plot.out, " %.1f,%.1f", x,
				svg_y(&field->plot, value[i - 1]));
	}
}

static void put_part(const struct field *field, size_t s, size_t from, size_t to)
{
	struct buf *out = field->plot.out;
	const double *value = field->lines->line[s].value;

	if (to - from == 1) {
		svg_dot(out, x_at(field, from), svg_y(&field->plot, value[from]));
		return;
	}
	buf_printf(out, "<polyline class=\"%s\" points=\"", line_class[s]);
	put_points(field, value, from, to, false);
	buf_text(out, "\"/>\n");
}

static void put_band(const struct field *field, size_t s)
{
	const struct report_line *line = &field->lines->line[s];
	size_t from = 0, to;
	struct buf *out = field->plot.out;

	if (line->low == NULL || line->high == NULL)
		return;
	while (from < field->lines->count && (isnan(line->low[from]) || isnan(line->high[from])))
		from++;
	for (to = from; to < field->lines->count; to++)
		if (isnan(line->low[to]) || isnan(line->high[to]))
			break;
	if (to - from < 2)
		return;
	buf_printf(out, "<polygon class=\"%s\" points=\"", band_class[s]);
	put_points(field, line->high, from, to, false);
	buf_char(out, ' ');
	put_points(field, line->low, from, to, true);
	buf_text(out, "\"/>\n");
}

static void put_line(const struct field *field, size_t s)
{
	const double *value = field->lines->line[s].value;
	size_t count = field->lines->count;

	for (size_t from = 0, to; from < count; from = to + 1) {
		for (to = from; to < count && !isnan(value[to]); to++)
			continue;
		if (to > from)
			put_part(field, s, from, to);
	}
}

static void tell_label(struct buf *text, const struct report_lines *lines, size_t i)
{
	size_t told = 0;

	buf_put(text, lines->label[i]);
	for (size_t s = 0; s < lines->line_count; s++) {
		const struct report_line *line = &lines->line[s];

		if (isnan(line->value[i]))
			continue;
		buf_text(text, told++ == 0 ? ": " : ", ");
		buf_put(text, line->name);
		buf_text(text, line->name.length > 0 ? " " : "");
		measure_put(text, &lines->measure, line->value[i]);
		if (line->low == NULL || isnan(line->low[i]) || isnan(line->high[i]))
			continue;
		buf_text(text, " (");
		measure_put(text, &lines->measure, line->low[i]);
		buf_text(text, " … ");
		measure_put(text, &lines->measure, line->high[i]);
		buf_char(text, ')');
	}
}

/* Fields to point at, one for each label. */
static void put_hits(const struct field *field)
{
	struct buf tip = BUF_EMPTY;
	const struct svg_plot *plot = &field->plot;

	for (size_t i = 0; i < field->lines->count; i++) {
		buf_reset(&tip);
		tell_label(&tip, field->lines, i);
		svg_open_mark(plot->out, buf_slice(&tip));
		svg_box(plot->out, "hit", plot->left + (double)i * field->slot, plot->top,
			field->slot, plot->bottom - plot->top);
		svg_close_mark(plot->out);
	}
	buf_release(&tip);
}

static void describe(struct buf *out, const struct report_lines *lines)
{
	struct buf text = BUF_EMPTY;

	for (size_t i = 0; i < lines->count && i < SVG_TOLD_MOST; i++) {
		buf_text(&text, i > 0 ? "; " : "");
		tell_label(&text, lines, i);
	}
	buf_text(&text, lines->count > SVG_TOLD_MOST ? "; …" : "");
	svg_describe(out, buf_slice(&text));
	buf_release(&text);
}

void lines_draw(struct buf *out, const struct report_lines *lines, const struct svg_frame *frame)
{
	struct field field = { .plot = { .out = out }, .lines = lines };
	struct legend_key key[REPORT_LINES_MOST];
	double below;

	if (lines->count == 0) {
		svg_nothing(out, lines->title, frame);
		return;
	}
	lay_out(&field, frame);
	below = field.plot.bottom + SVG_LINE + 2;
	svg_open(out, frame->width, below + 8, lines->title);
	describe(out, lines);
	legend_put(out, key, keys_of(lines, key), 0, field.plot.right);
	svg_y_axis(&field.plot, &lines->measure);
	for (size_t s = 0; s < lines->line_count; s++)
		put_band(&field, s);
	for (size_t s = 0; s < lines->line_count; s++)
		put_line(&field, s);
	put_hits(&field);
	svg_labels(out, lines->label, lines->count, field.plot.left, field.plot.right, below,
		frame->width);
	svg_close(out);
}

void lines_spark(struct buf *out, const double *value, size_t count)
{
	double low = value[0], high = value[0], range, y = 0;

	widen(value, count, &low, &high);
	range = high - low > 1e-300 ? high - low : 1;
	buf_text(out,
		"<svg class=\"chart spark\" viewBox=\"0 0 190 34\" width=\"190\" height=\"34\" "
		"aria-hidden=\"true\">\n<polyline class=\"curve\" points=\"");
	for (size_t i = 0; i < count; i++) {
		y = 29 - (value[i] - low) / range * 24;
		buf_printf(out, "%s%.1f,%.1f", i > 0 ? " " : "",
			3 + 183.0 * (double)i / (double)(count - 1), y);
	}
	buf_printf(
		out, "\"/>\n<circle class=\"dot\" cx=\"186.0\" cy=\"%.1f\" r=\"3\"/>\n</svg>\n", y);
}
