/* SPDX-License-Identifier: MIT */
#include "draw/textlines.h"

#include <math.h>

static void find_range(const double *value, size_t count, double *low, double *high)
{
	for (size_t i = 0; i < count; i++)
		if (!isnan(value[i])) {
			*low = fmin(*low, value[i]);
			*high = fmax(*high, value[i]);
		}
}

/* The mean of the known values from `from` up to `to`; NAN if none is. */
static double mean_of(const double *value, size_t from, size_t to)
{
	double sum = 0;
	size_t known = 0;

	for (size_t i = from; i < to; i++)
		if (!isnan(value[i])) {
			sum += value[i];
			known++;
		}
	return known > 0 ? sum / (double)known : NAN;
}

static void put_blocks(const struct pen *pen, const double *value, size_t count, size_t blocks,
	double low, double high)
{
	static const char *const block[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	static const char plain[] = "_.,:-=+#";

	for (size_t i = 0; i < blocks; i++) {
		double mean = mean_of(value, i * count / blocks, (i + 1) * count / blocks);
		int level;

		if (isnan(mean)) {
			buf_char(pen->out, ' ');
			continue;
		}
		level = high > low ? (int)lround((mean - low) / (high - low) * 7) : 0;
		if (pen->marks == WIDTH_ASCII)
			buf_char(pen->out, plain[level]);
		else
			buf_text(pen->out, block[level]);
	}
}

void textlines_spark(const struct pen *pen, const double *value, size_t count, int most)
{
	double low = INFINITY, high = -INFINITY;

	find_range(value, count, &low, &high);
	put_blocks(pen, value, count, count < (size_t)most ? count : (size_t)most, low, high);
}

/* The first or the last value that is known. */
static void put_end(struct buf *text, const struct report_lines *lines, size_t s, bool last)
{
	const double *value = lines->line[s].value;

	for (size_t k = 0; k < lines->count; k++) {
		size_t i = last ? lines->count - 1 - k : k;

		if (!isnan(value[i])) {
			measure_put(text, &lines->measure, value[i]);
			return;
		}
	}
}

static void put_line(const struct pen *pen, const struct report_lines *lines, size_t s, int label,
	int field, double low, double high)
{
	size_t blocks = lines->count < (size_t)field ? lines->count : (size_t)field;
	struct buf text = BUF_EMPTY;

	buf_text(pen->out, "  ");
	width_put_left(pen->out, lines->line[s].name, label, pen->marks);
	buf_text(pen->out, label > 0 ? "  " : "");
	pen_color(pen, pen_series[s % 2]);
	put_blocks(pen, lines->line[s].value, lines->count, blocks, low, high);
	pen_plain(pen);
	put_end(&text, lines, s, false);
	buf_text(&text, pen_either(pen, " → ", " -> "));
	put_end(&text, lines, s, true);
	buf_text(pen->out, "  ");
	width_put_cut(pen->out, buf_slice(&text), 24, pen->marks);
	pen_end_line(pen);
	buf_release(&text);
}

/* The first and the last label, below the ends of the blocks. */
static void put_ends(const struct pen *pen, const struct report_lines *lines, int label, int field)
{
	int blocks = lines->count < (size_t)field ? (int)lines->count : field;
	struct slice first = lines->label[0], last = lines->label[lines->count - 1];
	int gap = blocks - width_of(first) - width_of(last);

	pen_repeat(pen, " ", 2 + label + (label > 0 ? 2 : 0));
	pen_color(pen, PEN_DIM);
	width_put_cut(pen->out, first, 20, pen->marks);
	if (gap > 0)
		pen_repeat(pen, " ", gap);
	else
		buf_text(pen->out, pen_either(pen, " – ", " - "));
	width_put_cut(pen->out, last, 20, pen->marks);
	pen_plain(pen);
	pen_end_line(pen);
}

void textlines_draw(const struct pen *pen, const struct report_lines *lines)
{
	double low = 0, high = 0;
	int label = 0, field;

	pen_title(pen, lines->title);
	if (lines->count == 0) {
		pen_nothing(pen);
		return;
	}
	for (size_t s = 0; s < lines->line_count; s++) {
		int width = width_of(lines->line[s].name);

		label = width > label ? width : label;
		find_range(lines->line[s].value, lines->count, &low, &high);
	}
	label = label < pen->width / 4 ? label : pen->width / 4;
	field = pen->width - label - 4 - 26;
	for (size_t s = 0; s < lines->line_count; s++)
		put_line(pen, lines, s, label, field, low, high);
	put_ends(pen, lines, label, field);
	pen_wrap(pen, PEN_DIM, lines->note);
}
