/* SPDX-License-Identifier: MIT */
#include "draw/texttable.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
	GAP = 2,
	COLUMN_LEAST = 6, /* a text column is not cut to less */
};

/* The columns that the cells take, and with their names. */
static void find_widths(const struct report_table *table, int *cells, int *width)
{
	for (size_t c = 0; c < table->column_count; c++) {
		int name = width_of(table->column[c].name);

		cells[c] = 0;
		for (size_t row = 0; row < table->row_count; row++) {
			int cell = width_of(table->cell[row * table->column_count + c]);

			cells[c] = cell > cells[c] ? cell : cells[c];
		}
		width[c] = name > cells[c] ? name : cells[c];
	}
}

/* The column whose name is most wider than its cells, or -1: a name may be cut before any cell. */
static int widest_name(const struct report_table *table, const int *cells, const int *width)
{
	int widest = -1, most = 0;

	for (size_t c = 0; c < table->column_count; c++)
		if (width[c] > COLUMN_LEAST && width[c] - cells[c] > most) {
			widest = (int)c;
			most = width[c] - cells[c];
		}
	return widest;
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
static void fit_widths(const struct report_table *table, const int *cells, int *width, int most)
{
	int total = GAP * (int)table->column_count;
	int widest;

	for (size_t c = 0; c < table->column_count; c++) {
		/* Cells wider than the terminal are cut anyway; this keeps the loop below short. */
		width[c] = width[c] < most ? width[c] : most;
		total += width[c];
	}
	while (total > most) {
		widest = widest_name(table, cells, width);
		if (widest < 0)
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
	int *cells = mem_zero(table->column_count, sizeof *cells);
	int *width = mem_zero(table->column_count, sizeof *width);

	if (table->title.length > 0)
		pen_title(pen, table->title);
	else
		buf_char(pen->out, '\n');
	find_widths(table, cells, width);
	fit_widths(table, cells, width, pen->width);
	put_table_head(pen, table, width);
	for (size_t row = 0; row < table->row_count; row++) {
		put_cells(pen, table, table->cell + row * table->column_count, width);
		pen_end_line(pen);
	}
	if (table->row_count == 0)
		pen_nothing(pen);
	pen_wrap(pen, PEN_DIM, table->note);
	free(width);
	free(cells);
}
