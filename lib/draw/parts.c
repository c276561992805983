/* SPDX-License-Identifier: MIT */
#include "draw/parts.h"

#include <math.h>

#include "draw/legend.h"

enum { THICK = 30, ROW = 44 };

static const struct measure share = { .percent = true, .decimals = 1 };

static void put_share(struct buf *text, const struct report_parts *parts, size_t at)
{
	if (parts->text != NULL)
		buf_put(text, parts->text[at]);
	else
		measure_put(text, &share, parts->share[at]);
}

struct field {
	struct buf *out;
	const struct report_parts *parts;
	bool above; /* names stand above the bars */
	double left, right, top, row;
};

/* Grades past the last colour share it; the middle signal is neither good nor bad. */
static const char *class_of(const struct report_parts *parts, size_t i)
{
	static const char *const grades[] = { "grade0", "grade1", "grade2", "grade3", "grade4" };

	if (parts->shade == REPORT_SHADE_GRADES)
		return grades[i < 5 ? i : 4];
	return i == 0 ? "bad" : i + 1 == parts->part_count ? "good" : "fair";
}

static size_t keys_of(const struct report_parts *parts, struct legend_key *key)
{
	for (size_t i = 0; i < parts->part_count; i++)
		key[i] = (struct legend_key){ class_of(parts, i), parts->part[i] };
	return parts->part_count;
}

static void lay_out(struct field *field, const struct svg_frame *frame)
{
	const struct report_parts *parts = field->parts;
	struct legend_key key[REPORT_PARTS_MOST];
	double room = 0;

	for (size_t i = 0; i < parts->bar_count; i++)
		room = fmax(room, svg_text_width(parts->bar[i]));
	field->above = frame->width < SVG_NARROW_BELOW;
	field->left = field->above || room <= 0 ? 0 : fmin(room, frame->width * 0.3) + 12;
	field->right = frame->width;
	field->top = fmax(legend_height(key, keys_of(parts, key), frame->width), SVG_LEGEND);
	field->row = ROW + (field->above && room > 0 ? SVG_LINE : 0);
}

static void put_part(const struct field *field, size_t bar, size_t i, double x, double width)
{
	const struct report_parts *parts = field->parts;
	double y = field->top + (double)bar * field->row + (field->row - THICK - 6);
	struct buf text = BUF_EMPTY;

	put_share(&text, parts, bar * parts->part_count + i);
	svg_box(field->out, class_of(parts, i), x, y, fmax(width - 1, 0.5), THICK);
	if (svg_text_width(buf_slice(&text)) + 6 <= width)
		svg_text(field->out, "value strong on", "middle", x + width / 2,
			y + THICK / 2.0 + 4.5, buf_slice(&text));
	buf_release(&text);
}

static void tell_part(struct buf *text, const struct report_parts *parts, size_t bar, size_t i)
{
	if (parts->bar[bar].length > 0) {
		buf_put(text, parts->bar[bar]);
		buf_text(text, " · ");
	}
	buf_put(text, parts->part[i]);
	buf_text(text, ": ");
	put_share(text, parts, bar * parts->part_count + i);
}

static void put_bar(const struct field *field, size_t bar, struct buf *tip)
{
	const struct report_parts *parts = field->parts;
	double y = field->top + (double)bar * field->row, x = field->left;

	if (field->above)
		svg_fitting(field->out, "label", "start", 0, y + SVG_LINE - 4, parts->bar[bar],
			field->right);
	else
		svg_fitting(field->out, "label", "end", field->left - 12, y + ROW / 2.0 + 5.5,
			parts->bar[bar], field->left - 12);
	for (size_t i = 0; i < parts->part_count; i++) {
		double width = fmax(parts->share[bar * parts->part_count + i], 0) *
			       (field->right - field->left);

		if (width <= 0)
			continue;
		buf_reset(tip);
		tell_part(tip, parts, bar, i);
		svg_open_mark(field->out, buf_slice(tip));
		put_part(field, bar, i, x, width);
		svg_close_mark(field->out);
		x += width;
	}
}

static void describe(struct buf *out, const struct report_parts *parts)
{
	struct buf text = BUF_EMPTY;
	size_t count = parts->bar_count * parts->part_count;

	for (size_t i = 0; i < count && i < SVG_TOLD_MOST; i++) {
		buf_text(&text, i > 0 ? "; " : "");
		tell_part(&text, parts, i / parts->part_count, i % parts->part_count);
	}
	svg_describe(out, buf_slice(&text));
	buf_release(&text);
}

void parts_draw(struct buf *out, const struct report_parts *parts, const struct svg_frame *frame)
{
	struct field field = { .out = out, .parts = parts };
	struct legend_key key[REPORT_PARTS_MOST];
	struct buf tip = BUF_EMPTY;

	if (parts->bar_count == 0 || parts->part_count == 0) {
		svg_nothing(out, parts->title, frame);
		return;
	}
	lay_out(&field, frame);
	svg_open(out, frame->width, field.top + (double)parts->bar_count * field.row, parts->title);
	describe(out, parts);
	legend_put(out, key, keys_of(parts, key), 0, field.right);
	for (size_t bar = 0; bar < parts->bar_count; bar++)
		put_bar(&field, bar, &tip);
	svg_close(out);
	buf_release(&tip);
}
