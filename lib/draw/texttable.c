/* SPDX-License-Identifier: MIT */
#include "draw/texttable.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
	GAP = 2,
	COLUMN_LEAST = 6, /* a text column is not cut to less */
};

static void find_widths(const struct report_table *table, int *width)
{
	for (size_t c = 0; c < table->column_count; c++) {
		width[c] = width_of(table->column[c].name);
		for (size_t row = 0; row < table->row_count; row++) {
			int cell = width_of(table->cell[row * table->column_count + c]);

			width[c] = cell > width[c] ? cell : width[c];
		}
	}
}

/* The widest column that may still be cut, or -1: texts first, numbers only if told so. */
static int widest_column(const struct report_table *table, const int *width, bool numbers)
{
	int widest = -1;

	for (size_t c = 0; c < table->column_count; c++)
		if (table->column[c].number == numbers && width[c] > COLUMN_LEAST &&
			(widest < 0 || width[c] > width[widest]))
			widest = (int)c;
	return widest;
}

/* Cut columns until the table fits, or nothing is left to be cut. */
static void fit_widths(const struct report_table *table, int *width, int most)
{
	int total = GAP * (int)table->column_count;
	int widest;

	for (size_t c = 0; c < table->column_count; c++) {
		/* Cells wider than the terminal are cut anyway; this keeps the loop below short. */
		width[c] = width[c] < most ? width[c] : most;
		total += width[c];
	}
	while (total > most) {
		widest = widest_column(table, width, false);
		if (widest < 0)
			widest = widest_column(table, width, true);
		if (widest < 0)
			return;
		width[widest]--;
		total--;
	}
}

static void put_cells(const struct pen *pen, const struct report_table *table,
	const struct slice *cell, const int *width)
{
	for (size_t c = 0; c < table->column_count; c++) {
		buf_text(pen->out, "  ");
		if (table->column[c].number)
			width_put_right(pen->out, cell[c], width[c], pen->marks);
		else
			width_put_left(pen->out, cell[c], width[c], pen->marks);
	}
}

static void put_table_head(
	const struct pen *pen, const struct report_table *table, const int *width)
{
	struct slice *name = mem_alloc(table->column_count * sizeof *name);

	for (size_t c = 0; c < table->column_count; c++)
		name[c] = table->column[c].name;
	pen_color(pen, PEN_BOLD);
	put_cells(pen, table, name, width);
	pen_plain(pen);
	pen_end_line(pen);
	pen_color(pen, PEN_DIM);
	for (size_t c = 0; c < table->column_count; c++) {
		buf_text(pen->out, "  ");
		pen_repeat(pen, pen_either(pen, "─", "-"), width[c]);
	}
	pen_plain(pen);
	buf_char(pen->out, '\n');
	free(name);
}

void texttable_draw(const struct pen *pen, const struct report_table *table)
{
	int *width = mem_zero(table->column_count, sizeof *width);

	if (table->title.length > 0)
		pen_title(pen, table->title);
	else
		buf_char(pen->out, '\n');
	find_widths(table, width);
	fit_widths(table, width, pen->width);
	put_table_head(pen, table, width);
	for (size_t row = 0; row < table->row_count; row++) {
		put_cells(pen, table, table->cell + row * table->column_count, width);
		pen_end_line(pen);
	}
	if (table->row_count == 0)
		pen_nothing(pen);
	pen_wrap(pen, PEN_DIM, table->note);
	free(width);
}
