/* SPDX-License-Identifier: MIT */
#ifndef REPORT_GRID_H
#define REPORT_GRID_H

/*
 * grid: figures in rows and columns, from which a picture and its table are made.
 *
 *	struct grid grid;
 *
 *	grid_begin(&grid, sheet, "tiers");
 *	grid_column(&grid, "pyramid", name, REPORT_TEXT);
 *	grid_column(&grid, "customers", name, REPORT_COUNT);
 *	for (…) {
 *		grid_put(&grid, sheet_value(sheet, …));
 *		grid_put(&grid, sheet_count(sheet, …));
 *	}
 *	grid_bars(&grid, &(struct grid_look){ .title = title, .first = 1, .second = -1 }, why);
 *	grid_end(&grid);
 *
 * The first column names the rows. What is drawn are the numbers of other columns.
 */

#include "sheet.h"

enum { GRID_COLUMNS = 40 };

struct grid {
	struct sheet *sheet;
	const char *name; /* of the block that is made of it */
	struct report_column column[GRID_COLUMNS];
	size_t columns;
	struct figure *cell; /* row by row */
	size_t count, capacity;
	struct report_source source;
	size_t drawn; /* rows that are drawn, from the first; 0: all */
};

/* How it is shown. */
struct grid_look {
	struct slice title, note;
	int first, second; /* columns that are drawn; second below 1: there is none */
	bool half;         /* it may stand beside another */
};

void grid_begin(struct grid *grid, struct sheet *sheet, const char *name);

void grid_column(struct grid *grid, const char *key, struct slice name, enum report_unit unit);

/* The next cell, from left to right, row by row. */
void grid_put(struct grid *grid, struct figure figure);

size_t grid_rows(const struct grid *grid);

/* The figure in a cell. */
const struct figure *grid_at(const struct grid *grid, size_t row, size_t column);

/* Where the figures come from, to be said before they are drawn. `rule` is a key of the texts. */
void grid_source(struct grid *grid, const char *stream, const char *columns, const char *rule);

/* Labels and numbers of a column; to be released with free. */
struct slice *grid_labels(const struct grid *grid, size_t column);
double *grid_numbers(const struct grid *grid, size_t column);

int grid_bars(struct grid *grid, const struct grid_look *look, struct diag *why);
int grid_columns(struct grid *grid, const struct grid_look *look, struct diag *why);

/* The columns from `first` to `second` as lines. */
int grid_lines(struct grid *grid, const struct grid_look *look, struct diag *why);

/* Rows are tiers: `first` is the count behind the label, `second` the share of the bar. */
int grid_tiers(struct grid *grid, const struct grid_look *look, struct diag *why);

/*
 * A heat map of the columns from `first` on; or, where rows stand for cells in row-major order, of
 * one column with a second one below (grid_cells).
 */
int grid_heat(struct grid *grid, const struct grid_look *look, bool by_row, struct diag *why);

struct grid_axes {
	struct slice row_name, column_name;
	const struct slice *row, *column;
	size_t rows, columns;
};

int grid_cells(struct grid *grid, const struct grid_look *look, const struct grid_axes *axes,
	struct diag *why);

/* A table of its own; a list of people or things can be filtered. */
void grid_table(struct grid *grid, const struct grid_look *look, bool is_list);

/* Give the newest block, drawn by other means, name, source and figures. */
void grid_attach(struct grid *grid, bool half);

void grid_end(struct grid *grid);

#endif
