/* SPDX-License-Identifier: MIT */
#include "grid.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

void grid_begin(struct grid *grid, struct sheet *sheet, const char *name)
{
	*grid = (struct grid){ .sheet = sheet, .name = name };
}

void grid_column(struct grid *grid, const char *key, struct slice name, enum report_unit unit)
{
	size_t column = grid->columns++;

	assert(column < GRID_COLUMNS);
	grid->column[column] = (struct report_column){
		.name = name,
		/* A date is no number, but must not be shortened either; at the left it stands so.
		 */
		.number = unit != REPORT_TEXT && (unit != REPORT_DATE || column > 0),
		.key = arena_copy(&grid->sheet->texts, slice_of(key)),
		.unit = unit,
	};
}

void grid_put(struct grid *grid, struct figure figure)
{
	grid->cell = mem_grow(grid->cell, &grid->capacity, grid->count + 1, sizeof *grid->cell);
	grid->cell[grid->count++] = figure;
}

size_t grid_rows(const struct grid *grid)
{
	assert(grid->count % grid->columns == 0);
	return grid->count / grid->columns;
}

const struct figure *grid_at(const struct grid *grid, size_t row, size_t column)
{
	return &grid->cell[row * grid->columns + column];
}

void grid_source(struct grid *grid, const char *stream, const char *columns, const char *rule)
{
	grid->source = sheet_source(grid->sheet, stream, columns, rule);
}

struct slice *grid_labels(const struct grid *grid, size_t column)
{
	size_t rows = grid_rows(grid);
	struct slice *label = mem_zero(rows + 1, sizeof *label);

	for (size_t i = 0; i < rows; i++)
		label[i] = grid_at(grid, i, column)->shown;
	return label;
}

double *grid_numbers(const struct grid *grid, size_t column)
{
	size_t rows = grid_rows(grid);
	double *number = mem_zero(rows + 1, sizeof *number);

	for (size_t i = 0; i < rows; i++)
		number[i] = grid_at(grid, i, column)->number;
	return number;
}

/* The cells as a table of the report. */
static void make_table(const struct grid *grid, struct report_table *table)
{
	struct slice *cell = mem_zero(grid->count + 1, sizeof *cell);
	struct slice *exact = mem_zero(grid->count + 1, sizeof *exact);

	for (size_t i = 0; i < grid->count; i++) {
		cell[i] = grid->cell[i].shown;
		exact[i] = grid->cell[i].exact;
	}
	*table = (struct report_table){
		.column = grid->column,
		.column_count = grid->columns,
		.cell = cell,
		.exact = exact,
		.row_count = grid_rows(grid),
	};
}

static void release_table(struct report_table *table)
{
	free((void *)(uintptr_t)table->cell);
	free((void *)(uintptr_t)table->exact);
}

static void name_block(struct grid *grid, bool half)
{
	struct report *report = &grid->sheet->report;

	report_name(report, slice_of(grid->name));
	report_source(report, &grid->source);
	if (half)
		report_half(report);
}

void grid_attach(struct grid *grid, bool half)
{
	struct report_table table;

	make_table(grid, &table);
	report_figures(&grid->sheet->report, &table);
	name_block(grid, half);
	release_table(&table);
}

void grid_table(struct grid *grid, const struct grid_look *look, bool is_list)
{
	struct report_table table;

	make_table(grid, &table);
	table.title = look->title;
	table.note = look->note;
	table.list = is_list;
	report_table(&grid->sheet->report, &table);
	name_block(grid, look->half);
	release_table(&table);
}

static struct measure measure_of(const struct grid *grid, int column)
{
	return sheet_measure(grid->sheet, grid->column[column].unit, grid->column[column].name);
}

typedef int (*draw_chart)(struct report *, const struct report_chart *, struct diag *);

static int draw_with(
	struct grid *grid, const struct grid_look *look, draw_chart draw, struct diag *why)
{
	double *value[] = { grid_numbers(grid, (size_t)look->first),
		grid_numbers(grid, (size_t)(look->second > 0 ? look->second : look->first)) };
	struct slice *label = grid_labels(grid, 0);
	struct slice *text[] = { grid_labels(grid, (size_t)look->first),
		grid_labels(grid, (size_t)(look->second > 0 ? look->second : look->first)) };
	struct report_series series[] = {
		{ .measure = measure_of(grid, look->first), .value = value[0], .text = text[0] },
		{ .measure = measure_of(grid, look->second > 0 ? look->second : look->first),
			.value = value[1],
			.text = text[1] },
	};
	struct report_chart chart = {
		.title = look->title,
		.note = look->note,
		.label = label,
		.count = grid->drawn > 0 ? grid->drawn : grid_rows(grid),
		.series = series,
		.series_count = look->second > 0 ? 2 : 1,
	};
	int result = draw(&grid->sheet->report, &chart, why);

	if (result == 0)
		grid_attach(grid, look->half);
	for (size_t i = 0; i < 2; i++) {
		free(text[i]);
		free(value[i]);
	}
	free(label);
	return result;
}

int grid_bars(struct grid *grid, const struct grid_look *look, struct diag *why)
{
	return draw_with(grid, look, report_bars, why);
}

int grid_columns(struct grid *grid, const struct grid_look *look, struct diag *why)
{
	return draw_with(grid, look, report_columns, why);
}

int grid_lines(struct grid *grid, const struct grid_look *look, struct diag *why)
{
	struct report_line line[REPORT_LINES_MOST];
	double *value[REPORT_LINES_MOST];
	size_t count = (size_t)(look->second - look->first + 1);
	struct slice *label = grid_labels(grid, 0);
	struct report_lines lines = {
		.title = look->title,
		.note = look->note,
		.measure = measure_of(grid, look->first),
		.label = label,
		.count = grid_rows(grid),
		.line = line,
		.line_count = count,
	};
	int result;

	lines.measure.name = (struct slice){ NULL, 0 };
	assert(count >= 1 && count <= REPORT_LINES_MOST);
	for (size_t i = 0; i < count; i++) {
		value[i] = grid_numbers(grid, (size_t)look->first + i);
		line[i] = (struct report_line){ .name = grid->column[(size_t)look->first + i].name,
			.value = value[i] };
	}
	result = report_lines(&grid->sheet->report, &lines, why);
	if (result == 0)
		grid_attach(grid, look->half);
	for (size_t i = 0; i < count; i++)
		free(value[i]);
	free(label);
	return result;
}

static struct slice customers_text(const struct grid *grid, const struct figure *count)
{
	return SHEET_SAY(grid->sheet,
		sheet_number((int64_t)count->number, "subtitle.one", "subtitle.many"),
		count->shown);
}

int grid_tiers(struct grid *grid, const struct grid_look *look, struct diag *why)
{
	size_t rows = grid_rows(grid);
	struct slice *label = grid_labels(grid, 0), *side = grid_labels(grid, (size_t)look->second);
	struct slice *text = mem_zero(rows + 1, sizeof *text);
	double *share = grid_numbers(grid, (size_t)look->second);
	struct report_tiers tiers = {
		.title = look->title,
		.note = look->note,
		.label = label,
		.text = text,
		.side = side,
		.share = share,
		.side_measure = measure_of(grid, look->second),
		.count = rows,
	};
	int result;

	for (size_t i = 0; i < rows; i++)
		text[i] = customers_text(grid, grid_at(grid, i, (size_t)look->first));
	result = report_tiers(&grid->sheet->report, &tiers, why);
	if (result == 0)
		grid_attach(grid, look->half);
	free(share);
	free(text);
	free(side);
	free(label);
	return result;
}

/* What a heat map is made of: a number and a text for each cell. */
struct shades {
	double *value;
	struct slice *text, *below;
};

static void release_shades(struct shades *shades)
{
	free(shades->value);
	free(shades->text);
	free(shades->below);
}

static int draw_heat(struct grid *grid, const struct grid_look *look, const struct grid_axes *axes,
	const struct shades *shades, bool by_row, struct diag *why)
{
	struct report_heat heat = {
		.title = look->title,
		.note = look->note,
		.row_name = axes->row_name,
		.column_name = axes->column_name,
		.row = axes->row,
		.column = axes->column,
		.row_count = axes->rows,
		.column_count = axes->columns,
		.value = shades->value,
		.text = shades->text,
		.below = shades->below,
		.measure = measure_of(grid, look->first),
		.by_row = by_row,
	};
	int result = report_heat(&grid->sheet->report, &heat, why);

	if (result == 0)
		grid_attach(grid, look->half);
	return result;
}

static void put_shade(struct shades *shades, size_t at, const struct figure *figure)
{
	shades->value[at] = figure->exact.length > 0 ? figure->number : NAN;
	shades->text[at] = figure->shown;
}

int grid_heat(struct grid *grid, const struct grid_look *look, bool by_row, struct diag *why)
{
	size_t rows = grid_rows(grid), first = (size_t)look->first;
	size_t columns = grid->columns - first;
	struct slice *label = grid_labels(grid, 0), name[GRID_COLUMNS];
	struct shades shades = { mem_zero(rows * columns + 1, sizeof(double)),
		mem_zero(rows * columns + 1, sizeof(struct slice)), NULL };
	struct grid_axes axes = { .row_name = grid->column[0].name,
		.row = label,
		.column = name,
		.rows = rows,
		.columns = columns };
	int result;

	for (size_t i = 0; i < columns; i++)
		name[i] = grid->column[first + i].name;
	for (size_t i = 0; i < rows * columns; i++)
		put_shade(&shades, i, grid_at(grid, i / columns, first + i % columns));
	result = draw_heat(grid, look, &axes, &shades, by_row, why);
	release_shades(&shades);
	free(label);
	return result;
}

int grid_cells(struct grid *grid, const struct grid_look *look, const struct grid_axes *axes,
	struct diag *why)
{
	size_t cells = axes->rows * axes->columns;
	struct shades shades = { mem_zero(cells + 1, sizeof(double)),
		mem_zero(cells + 1, sizeof(struct slice)), NULL };
	int result;

	assert(grid_rows(grid) == cells);
	if (look->second > 0)
		shades.below = mem_zero(cells + 1, sizeof(struct slice));
	for (size_t i = 0; i < cells; i++) {
		put_shade(&shades, i, grid_at(grid, i, (size_t)look->first));
		if (shades.below != NULL)
			shades.below[i] = grid_at(grid, i, (size_t)look->second)->shown;
	}
	result = draw_heat(grid, look, axes, &shades, false, why);
	release_shades(&shades);
	return result;
}

void grid_end(struct grid *grid)
{
	free(grid->cell);
}
