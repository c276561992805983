/* SPDX-License-Identifier: MIT */
#include "draw/textshape.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "draw/textchart.h"
#include "draw/textheat.h"
#include "draw/texttable.h"

static const struct measure share_measure = { .percent = true, .decimals = 1 };

static int widest(const struct slice *text, size_t count)
{
	int most = 0;

	for (size_t i = 0; i < count; i++) {
		int width = width_of(text[i]);

		most = width > most ? width : most;
	}
	return most;
}

/* Tier `i` of a triangle that grows by two blocks at each side. */
static void put_slope(const struct pen *pen, size_t i, size_t count)
{
	int half = 2 * (int)i, most = 2 * (int)(count - 1);

	pen_repeat(pen, " ", 2 + most - half);
	pen_color(pen, pen_series[0]);
	if (i == 0) {
		buf_text(pen->out, pen_either(pen, "▲", "^"));
	} else {
		buf_text(pen->out, pen_either(pen, "▟", "/"));
		pen_repeat(pen, pen_either(pen, "█", "#"), 2 * half - 1);
		buf_text(pen->out, pen_either(pen, "▙", "\\"));
	}
	pen_plain(pen);
	pen_repeat(pen, " ", most - half + 2);
}

void textshape_tiers(const struct pen *pen, const struct report_tiers *tiers)
{
	int label = widest(tiers->label, tiers->count), text = widest(tiers->text, tiers->count);
	int side = widest(tiers->side, tiers->count), room, used;

	pen_title(pen, tiers->title);
	if (tiers->count == 0) {
		pen_nothing(pen);
		return;
	}
	used = 4 * (int)tiers->count + 3 + label + 2 + text + 2;
	room = pen->width - used;
	side = side < room ? side : room;
	for (size_t i = 0; i < tiers->count; i++) {
		put_slope(pen, i, tiers->count);
		width_put_left(pen->out, tiers->label[i], label, pen->marks);
		buf_text(pen->out, "  ");
		width_put_right(pen->out, tiers->text[i], text, pen->marks);
		buf_text(pen->out, "  ");
		if (side > 0)
			width_put_right(pen->out, tiers->side[i], side, pen->marks);
		pen_end_line(pen);
	}
	pen_wrap(pen, PEN_DIM, tiers->note);
}

static const char *part_mark(const struct pen *pen, size_t i)
{
	static const char *const blocks[] = { "█", "▓", "▒", "░", "·" };
	static const char *const plain[] = { "#", "=", "-", ".", " " };

	i = i < 5 ? i : 4;
	return pen_either(pen, blocks[i], plain[i]);
}

static void put_part_keys(
	const struct pen *pen, const struct report_parts *parts, size_t bar, int label)
{
	struct buf text = BUF_EMPTY;

	pen_repeat(pen, " ", label + 4);
	for (size_t i = 0; i < parts->part_count; i++) {
		buf_reset(&text);
		buf_put(&text, parts->part[i]);
		buf_char(&text, ' ');
		if (parts->text != NULL)
			buf_put(&text, parts->text[bar * parts->part_count + i]);
		else
			measure_put(
				&text, &share_measure, parts->share[bar * parts->part_count + i]);
		buf_text(pen->out, part_mark(pen, i));
		buf_char(pen->out, ' ');
		width_put_cut(pen->out, buf_slice(&text), 24, pen->marks);
		buf_text(pen->out, "  ");
	}
	pen_end_line(pen);
	buf_release(&text);
}

static void put_part_bar(
	const struct pen *pen, const struct report_parts *parts, size_t bar, int field)
{
	double sum = 0;
	int used = 0;

	for (size_t i = 0; i < parts->part_count; i++) {
		int end;

		sum += fmax(parts->share[bar * parts->part_count + i], 0);
		end = (int)lround(fmin(sum, 1) * field);
		pen_repeat(pen, part_mark(pen, i), end - used);
		used = end > used ? end : used;
	}
	pen_end_line(pen);
}

void textshape_parts(const struct pen *pen, const struct report_parts *parts)
{
	int label = widest(parts->bar, parts->bar_count), most = pen->width / 4;

	pen_title(pen, parts->title);
	if (parts->bar_count == 0 || parts->part_count == 0) {
		pen_nothing(pen);
		return;
	}
	label = label < most ? label : most;
	for (size_t bar = 0; bar < parts->bar_count; bar++) {
		buf_text(pen->out, "  ");
		width_put_left(pen->out, parts->bar[bar], label, pen->marks);
		buf_text(pen->out, "  ");
		put_part_bar(pen, parts, bar, pen->width - label - 4);
		put_part_keys(pen, parts, bar, label);
	}
	pen_wrap(pen, PEN_DIM, parts->note);
}

void textshape_funnel(const struct pen *pen, const struct report_funnel *funnel)
{
	struct report_series series = { .measure = funnel->measure, .value = funnel->value };
	struct report_chart chart = { funnel->title, funnel->note, funnel->label, funnel->count,
		&series, 1 };

	textchart_bars(pen, &chart);
}

/* Bands need more room than there is: a matrix, from the left to above. */
void textshape_sankey(const struct pen *pen, const struct report_sankey *sankey)
{
	size_t cells = sankey->from_count * sankey->to_count;
	struct slice *text = mem_zero(cells + 1, sizeof *text);
	struct report_heat heat = { .title = sankey->title,
		.note = sankey->note,
		.row_name = sankey->from_name,
		.column_name = sankey->to_name,
		.row = sankey->from,
		.column = sankey->to,
		.row_count = sankey->from_count,
		.column_count = sankey->to_count,
		.value = sankey->value,
		.text = text,
		.measure = sankey->measure };
	struct arena texts = ARENA_EMPTY;
	struct buf number = BUF_EMPTY;

	for (size_t i = 0; i < cells; i++) {
		buf_reset(&number);
		measure_put(&number, &sankey->measure, sankey->value[i]);
		text[i] = arena_copy(&texts, buf_slice(&number));
	}
	textheat_draw(pen, &heat);
	buf_release(&number);
	arena_release(&texts);
	free(text);
}

/* Where a dot lies, in words. */
static struct slice quadrant_of(const struct report_dots *dots, size_t i)
{
	bool right = dots->dot[i].x >= dots->cut_x, above = dots->dot[i].y >= dots->cut_y;

	return dots->quadrant[(above ? 0 : 2) + right];
}

/* A dot is a row: names say more than places in a field of 80 by 20. */
void textshape_dots(const struct pen *pen, const struct report_dots *dots)
{
	size_t columns = dots->cut ? 4 : 3;
	struct report_column column[] = { { .number = false },
		{ .name = dots->x.name, .number = true }, { .name = dots->y.name, .number = true },
		{ .number = false } };
	struct slice *cell = mem_zero(dots->count * columns + 1, sizeof *cell);
	struct report_table table = { .title = dots->title,
		.note = dots->note,
		.column = column,
		.column_count = columns,
		.cell = cell,
		.row_count = dots->count };
	struct arena texts = ARENA_EMPTY;
	struct buf text = BUF_EMPTY;

	for (size_t i = 0; i < dots->count; i++) {
		cell[i * columns] = dots->dot[i].label;
		buf_reset(&text);
		measure_put(&text, &dots->x, dots->dot[i].x);
		cell[i * columns + 1] = arena_copy(&texts, buf_slice(&text));
		buf_reset(&text);
		measure_put(&text, &dots->y, dots->dot[i].y);
		cell[i * columns + 2] = arena_copy(&texts, buf_slice(&text));
		if (dots->cut)
			cell[i * columns + 3] = quadrant_of(dots, i);
	}
	texttable_draw(pen, &table);
	buf_release(&text);
	arena_release(&texts);
	free(cell);
}
