/* SPDX-License-Identifier: MIT */
#include "draw/heat.h"

#include <math.h>

/* Ink on the full colour can be read up to here; see the colours of svg. */
static const double faintest = 0.05, strongest = 0.68;

struct field {
	struct buf *out;
	const struct report_heat *heat;
	double left, top;     /* of the first cell */
	double width, height; /* of a cell */
	double most;          /* the largest value */
	bool two_lines;       /* of names of columns */
	bool is_short;        /* the texts have no room: values are written short … */
	bool is_mute;         /* … nor have these: the colour says it all */
	struct slice language;
};

static double most_of(const double *value, size_t count)
{
	double most = 0;

	for (size_t i = 0; i < count; i++)
		if (!isnan(value[i]))
			most = fmax(most, value[i]);
	return most;
}

static double widest(const struct slice *label, size_t count)
{
	double room = 0;

	for (size_t i = 0; i < count; i++)
		room = fmax(room, svg_text_width(label[i]));
	return room;
}

/* The size of small text to that of the others. */
static const double small = 11.0 / 13;

/* What all values take when they are written short and small. */
static double widest_short(const struct report_heat *heat, struct slice language)
{
	struct buf text = BUF_EMPTY;
	double room = 0;

	for (size_t i = 0; i < heat->row_count * heat->column_count; i++) {
		if (isnan(heat->value[i]))
			continue;
		buf_reset(&text);
		scale_short(&text, heat->value[i], &heat->measure, language);
		room = fmax(room, svg_text_width(buf_slice(&text)) * small);
	}
	buf_release(&text);
	return room;
}

/* Cut a label in two at the last blank before `room`; false if neither part or both are empty. */
static bool cut_label(struct slice label, double room, struct slice line[2])
{
	size_t end = 0;

	for (size_t i = 1; i < label.length; i++)
		if (label.at[i] == ' ' && svg_text_width((struct slice){ label.at, i }) <= room)
			end = i;
	line[0] = (struct slice){ label.at, end };
	line[1] = slice_trim((struct slice){ label.at + end, label.length - end });
	return end > 0 && svg_text_width(line[1]) <= room;
}

/* Have the columns no room for their names, but for two lines of each? */
static bool has_two_lines(const struct report_heat *heat, double room)
{
	struct slice line[2];

	for (size_t i = 0; i < heat->column_count; i++)
		if (svg_text_width(heat->column[i]) > room &&
			!cut_label(heat->column[i], room, line))
			return false;
	return widest(heat->column, heat->column_count) > room;
}

static void lay_out(struct field *field, const struct svg_frame *frame)
{
	const struct report_heat *heat = field->heat;
	double room = widest(heat->row, heat->row_count);

	field->left = fmin(fmax(room, svg_text_width(heat->row_name)), frame->width * 0.3) + 10;
	field->width = (frame->width - field->left) / (double)heat->column_count;
	field->two_lines = has_two_lines(heat, field->width - 4);
	field->top = SVG_LINE + 6 + (heat->column_name.length > 0 ? SVG_LINE : 0) +
		     (field->two_lines ? SVG_LINE - 2 : 0);
	field->height = heat->below != NULL ? 44 : 28;
	field->most = most_of(heat->value, heat->row_count * heat->column_count);
	field->is_short =
		widest(heat->text, heat->row_count * heat->column_count) + 4 > field->width;
	field->is_mute = field->is_short && widest_short(heat, frame->language) + 2 > field->width;
	field->language = frame->language;
}

static double strength(const struct field *field, size_t row, double value)
{
	const struct report_heat *heat = field->heat;
	double most = heat->by_row
			      ? most_of(heat->value + row * heat->column_count, heat->column_count)
			      : field->most;

	if (value <= 0 || most <= 0)
		return 0;
	return faintest + (strongest - faintest) * (value / most);
}

static void tell_cell(struct buf *text, const struct report_heat *heat, size_t row, size_t column)
{
	size_t at = row * heat->column_count + column;

	buf_put(text, heat->row[row]);
	buf_text(text, " · ");
	buf_put(text, heat->column[column]);
	buf_text(text, ": ");
	buf_put(text, heat->text[at]);
	if (heat->below != NULL && heat->below[at].length > 0) {
		buf_text(text, ", ");
		buf_put(text, heat->below[at]);
	}
}

/* A text in the middle of a cell, unless it is too wide for it. */
static void put_inside(
	const struct field *field, const char *class, double x, double y, struct slice text)
{
	double width = svg_text_width(text) * (strstr(class, "small") != NULL ? small : 1);

	if (width + 2 <= field->width)
		svg_text(field->out, class, "middle", x + field->width / 2, y, text);
}

/* The text of a cell, or its value written short. */
static void put_value(const struct field *field, const char *class, double x, double y, size_t at)
{
	struct buf text = BUF_EMPTY;

	if (field->is_mute)
		return;
	if (field->is_short)
		scale_short(&text, field->heat->value[at], &field->heat->measure, field->language);
	else
		buf_put(&text, field->heat->text[at]);
	put_inside(field, class, x, y, buf_slice(&text));
	buf_release(&text);
}

static void put_cell(const struct field *field, size_t row, size_t column, struct buf *tip)
{
	const struct report_heat *heat = field->heat;
	size_t at = row * heat->column_count + column;
	double x = field->left + (double)column * field->width;
	double y = field->top + (double)row * field->height, fill;

	if (isnan(heat->value[at]))
		return;
	fill = strength(field, row, heat->value[at]);
	buf_reset(tip);
	tell_cell(tip, heat, row, column);
	svg_open_mark(field->out, buf_slice(tip));
	if (fill > 0)
		buf_printf(field->out,
			"<rect class=\"cell\" fill-opacity=\"%.3f\" x=\"%.1f\" y=\"%.1f\" "
			"width=\"%.1f\" height=\"%.1f\"/>\n",
			fill, x, y, field->width, field->height);
	else
		svg_box(field->out, "empty", x, y, field->width, field->height);
	if (heat->below == NULL) {
		put_value(field, field->is_short ? "value small" : "value", x,
			y + field->height / 2 + 4.5, at);
	} else {
		put_value(field, field->is_short ? "value small" : "value strong", x,
			y + field->height / 2 - 2, at);
		put_inside(field, "value small", x, y + field->height / 2 + 14, heat->below[at]);
	}
	svg_close_mark(field->out);
}

/* The names of columns; one that needs one line only stands on the lower. */
static void put_in_two_lines(const struct field *field)
{
	const struct report_heat *heat = field->heat;

	for (size_t i = 0; i < heat->column_count; i++) {
		double x = field->left + ((double)i + 0.5) * field->width, room = field->width - 4;
		struct slice line[2] = { { NULL, 0 }, heat->column[i] };

		if (svg_text_width(heat->column[i]) > room)
			cut_label(heat->column[i], room, line);
		if (line[0].length > 0)
			svg_text(field->out, "muted", "middle", x, field->top - 8 - (SVG_LINE - 2),
				line[0]);
		svg_text(field->out, "muted", "middle", x, field->top - 8, line[1]);
	}
}

static void put_axes(const struct field *field, const struct svg_frame *frame)
{
	const struct report_heat *heat = field->heat;

	if (heat->column_name.length > 0)
		svg_fitting(field->out, "muted", "start", field->left, 13, heat->column_name,
			frame->width - field->left);
	if (heat->row_name.length > 0)
		svg_fitting(field->out, "muted", "end", field->left - 8, field->top - 8,
			heat->row_name, field->left - 8);
	if (field->two_lines)
		put_in_two_lines(field);
	else
		svg_labels(field->out, heat->column, heat->column_count, field->left, frame->width,
			field->top - 8, frame->width);
	for (size_t row = 0; row < heat->row_count; row++)
		svg_fitting(field->out, "label", "end", field->left - 8,
			field->top + ((double)row + 0.5) * field->height + 4.5, heat->row[row],
			field->left - 8);
}

static void describe(struct buf *out, const struct report_heat *heat)
{
	struct buf text = BUF_EMPTY;
	size_t told = 0;

	for (size_t i = 0; i < heat->row_count * heat->column_count && told < SVG_TOLD_MOST; i++) {
		if (isnan(heat->value[i]))
			continue;
		buf_text(&text, told++ > 0 ? "; " : "");
		tell_cell(&text, heat, i / heat->column_count, i % heat->column_count);
	}
	svg_describe(out, buf_slice(&text));
	buf_release(&text);
}

void heat_draw(struct buf *out, const struct report_heat *heat, const struct svg_frame *frame)
{
	struct field field = { .out = out, .heat = heat };
	struct buf tip = BUF_EMPTY;

	if (heat->row_count == 0 || heat->column_count == 0) {
		svg_nothing(out, heat->title, frame);
		return;
	}
	lay_out(&field, frame);
	svg_open(out, frame->width, field.top + (double)heat->row_count * field.height + 2,
		heat->title);
	describe(out, heat);
	put_axes(&field, frame);
	for (size_t row = 0; row < heat->row_count; row++)
		for (size_t column = 0; column < heat->column_count; column++)
			put_cell(&field, row, column, &tip);
	svg_close(out);
	buf_release(&tip);
}
