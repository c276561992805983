/* SPDX-License-Identifier: MIT */
#include "draw/sankey.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "draw/legend.h"

enum {
	FIELD = 300, /* height of all bands together */
	SLOT = 36,   /* a place has room for its name and its number at least */
	GAP = 8,     /* between two places */
	THICK = 10,  /* of the bar that is a place */
	TONES = 3,
};

static const char *const tone_class[] = { "flow", "flow good", "flow bad" };
static const char *const key_class[] = { "pale", "good", "bad" };

/* The places at one side. */
struct side {
	const struct slice *name;
	size_t count;
	double *total;       /* of each place: its value, */
	double *top, *taken; /* where its bar begins, and where its next band */
	double x;            /* of the bars' left edges */
	double end;          /* below the last place */
};

struct field {
	struct buf *out;
	const struct report_sankey *sankey;
	struct side from, to;
	double top, labels, unit;
};

static double value_at(const struct report_sankey *sankey, size_t from, size_t to)
{
	return fmax(sankey->value[from * sankey->to_count + to], 0);
}

static void begin_side(struct side *side, const struct slice *name, size_t count)
{
	side->name = name;
	side->count = count;
	side->total = mem_zero(count, sizeof *side->total);
	side->top = mem_zero(count, sizeof *side->top);
	side->taken = mem_zero(count, sizeof *side->taken);
}

static void end_side(struct side *side)
{
	free(side->total);
	free(side->top);
	free(side->taken);
}

/* One place below the other; where the bar is lower than its name, it stands in the middle. */
static void lay_out_side(struct side *side, double top, double unit)
{
	for (size_t i = 0; i < side->count; i++) {
		double height = side->total[i] * unit, slot = fmax(height, SLOT);

		side->top[i] = side->taken[i] = top + (slot - height) / 2;
		top += slot + GAP;
	}
	side->end = top - GAP;
}

static size_t keys_of(const struct report_sankey *sankey, struct legend_key *key)
{
	for (size_t i = 0; i < TONES; i++)
		key[i] = (struct legend_key){ key_class[i], sankey->tone_name[i] };
	return TONES;
}

static bool has_names(const struct report_sankey *sankey)
{
	return sankey->from_name.length > 0 || sankey->to_name.length > 0;
}

static double widest(const struct slice *name, size_t count)
{
	double room = 0;

	for (size_t i = 0; i < count; i++)
		room = fmax(room, svg_text_width(name[i]));
	return room;
}

static void lay_out(struct field *field, const struct svg_frame *frame)
{
	const struct report_sankey *sankey = field->sankey;
	struct legend_key key[TONES];
	double all = 0;

	begin_side(&field->from, sankey->from, sankey->from_count);
	begin_side(&field->to, sankey->to, sankey->to_count);
	for (size_t i = 0; i < sankey->from_count; i++)
		for (size_t k = 0; k < sankey->to_count; k++) {
			field->from.total[i] += value_at(sankey, i, k);
			field->to.total[k] += value_at(sankey, i, k);
			all += value_at(sankey, i, k);
		}
	field->unit = all > 0 ? FIELD / all : 0;
	field->top = legend_height(key, keys_of(sankey, key), frame->width) +
		     (has_names(sankey) ? SVG_LEGEND : 0);
	field->labels = fmin(fmax(widest(sankey->from, sankey->from_count),
				     widest(sankey->to, sankey->to_count)),
				frame->width * 0.27) +
			10;
	field->from.x = field->labels;
	field->to.x = frame->width - field->labels - THICK;
	lay_out_side(&field->from, field->top, field->unit);
	lay_out_side(&field->to, field->top, field->unit);
}

static void tell_flow(struct buf *text, const struct report_sankey *sankey, size_t from, size_t to)
{
	buf_put(text, sankey->from[from]);
	buf_text(text, " → ");
	buf_put(text, sankey->to[to]);
	buf_text(text, ": ");
	measure_put(text, &sankey->measure, value_at(sankey, from, to));
}

static void describe(struct buf *out, const struct report_sankey *sankey)
{
	struct buf text = BUF_EMPTY;
	size_t told = 0;

	for (size_t i = 0; i < sankey->from_count; i++)
		for (size_t k = 0; k < sankey->to_count && told < SVG_TOLD_MOST; k++) {
			if (value_at(sankey, i, k) <= 0)
				continue;
			buf_text(&text, told++ > 0 ? "; " : "");
			tell_flow(&text, sankey, i, k);
		}
	svg_describe(out, buf_slice(&text));
	buf_release(&text);
}

/* What the tones mean, and what the sides are, at the edges: on a telephone these are near. */
static void put_heads(const struct field *field, const struct svg_frame *frame)
{
	const struct report_sankey *sankey = field->sankey;
	struct legend_key key[TONES];
	double y = field->top - SVG_LEGEND + 13;

	legend_put(field->out, key, keys_of(sankey, key), 0, frame->width);
	if (!has_names(sankey))
		return;
	svg_fitting(field->out, "muted", "start", 0, y, sankey->from_name, frame->width / 2 - 8);
	svg_fitting(
		field->out, "muted", "end", frame->width, y, sankey->to_name, frame->width / 2 - 8);
}

static void put_places(const struct field *field, const struct side *side, bool is_left)
{
	struct buf text = BUF_EMPTY;
	const char *anchor = is_left ? "end" : "start";
	double x = is_left ? side->x - 8 : side->x + THICK + 8;

	for (size_t i = 0; i < side->count; i++) {
		double height = side->total[i] * field->unit, middle = side->top[i] + height / 2;

		buf_reset(&text);
		measure_put(&text, &field->sankey->measure, side->total[i]);
		svg_box(field->out, "first", side->x, side->top[i], THICK, fmax(height, 1));
		svg_fitting(field->out, "label", anchor, x, middle - 3, side->name[i],
			field->labels - 8);
		svg_fitting(field->out, "muted", anchor, x, middle + 13, buf_slice(&text),
			field->labels - 8);
	}
	buf_release(&text);
}

/* A band, in curves that leave and arrive level. */
static void put_band(
	const struct field *field, const char *class, double from, double to, double height)
{
	double left = field->from.x + THICK, right = field->to.x, middle = (left + right) / 2;

	buf_printf(field->out,
		"<path class=\"%s\" d=\"M%.1f,%.1fC%.1f,%.1f %.1f,%.1f %.1f,%.1f"
		"V%.1fC%.1f,%.1f %.1f,%.1f %.1f,%.1fZ\"/>\n",
		class, left, from, middle, from, middle, to, right, to, to + height, middle,
		to + height, middle, from + height, left, from + height);
}

/* All bands that have a tone, or all that have none. */
static void put_bands(struct field *field, bool toned)
{
	const struct report_sankey *sankey = field->sankey;
	struct buf tip = BUF_EMPTY;

	for (size_t i = 0; i < sankey->to_count; i++)
		field->to.taken[i] = field->to.top[i];
	for (size_t i = 0; i < sankey->from_count; i++) {
		double from = field->from.top[i];

		for (size_t k = 0; k < sankey->to_count; k++) {
			enum report_tone tone = sankey->tone[i * sankey->to_count + k];
			double height = value_at(sankey, i, k) * field->unit;

			if (height > 0 && (tone != REPORT_NEUTRAL) == toned) {
				buf_reset(&tip);
				tell_flow(&tip, sankey, i, k);
				svg_open_mark(field->out, buf_slice(&tip));
				put_band(field, tone_class[tone], from, field->to.taken[k],
					fmax(height, 0.7));
				svg_close_mark(field->out);
			}
			from += height;
			field->to.taken[k] += height;
		}
	}
	buf_release(&tip);
}

void sankey_draw(struct buf *out, const struct report_sankey *sankey, const struct svg_frame *frame)
{
	struct field field = { .out = out, .sankey = sankey };

	if (sankey->from_count == 0 || sankey->to_count == 0) {
		svg_nothing(out, sankey->title, frame);
		return;
	}
	lay_out(&field, frame);
	svg_open(out, frame->width, fmax(field.from.end, field.to.end) + 4, sankey->title);
	describe(out, sankey);
	put_heads(&field, frame);
	put_bands(&field, false);
	put_bands(&field, true);
	put_places(&field, &field.from, true);
	put_places(&field, &field.to, false);
	svg_close(out);
	end_side(&field.from);
	end_side(&field.to);
}
