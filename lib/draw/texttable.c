/* SPDX-License-Identifier: MIT */
#include "draw/texttable.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
	GAP = 2,
	TEXT_LEAST = 12,  /* a text is not cut to less … */
	FIRST_LEAST = 20, /* … nor is that which says what the row is */
	WORD_MOST = 11,   /* a longer word of a column's name may be broken */
};

/* How wide a column is, and how narrow it may become. */
struct column {
	int cells; /* the widest cell */
	int name;  /* the name in one line */
	int word;  /* the longest word of it */
	int least, width;
};

/* The part of a table that fits: columns from the left. */
struct layout {
	const struct pen *pen;
	const struct report_table *table;
	struct column *column;
	size_t shown;
};

static int larger(int a, int b)
{
	return a > b ? a : b;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

static int longest_word(struct slice name)
{
	struct slice word;
	int longest = 0;

	while (slice_cut(&name, ' ', &word))
		longest = larger(longest, width_of(word));
	return smaller(longest, WORD_MOST);
}

/* Numbers are shown whole or not at all: half of one would be another. */
static void measure(struct layout *layout)
{
	const struct report_table *table = layout->table;

	for (size_t c = 0; c < table->column_count; c++) {
		struct column *column = &layout->column[c];

		for (size_t row = 0; row < table->row_count; row++)
			column->cells = larger(column->cells,
				width_of(table->cell[row * table->column_count + c]));
		column->name = width_of(table->column[c].name);
		column->word = longest_word(table->column[c].name);
		column->least = column->cells;
		if (!table->column[c].number)
			column->least = smaller(column->cells, c == 0 ? FIRST_LEAST : TEXT_LEAST);
		column->least = larger(column->least, column->word);
	}
}

/* The column that is to be narrowed next: one whose name can be broken, else a text; or NULL. */
static struct column *widest(struct layout *layout)
{
	struct column *found = NULL;
	int most = 0;

	for (size_t c = 0; c < layout->shown; c++) {
		struct column *column = &layout->column[c];
		int spare = column->width - larger(column->cells, column->word);

		if (spare > most) {
			found = column;
			most = spare;
		}
	}
	for (size_t c = 0; found == NULL && c < layout->shown; c++)
		if (layout->column[c].width > layout->column[c].least &&
			layout->column[c].width > most)
			most = layout->column[c].width;
	for (size_t c = 0; found == NULL && c < layout->shown; c++)
		if (layout->column[c].width > layout->column[c].least &&
			layout->column[c].width == most)
			found = &layout->column[c];
	return found;
}

static int total(const struct layout *layout)
{
	int sum = 0;

	for (size_t c = 0; c < layout->shown; c++)
		sum += GAP + layout->column[c].width;
	return sum;
}

/* As many columns from the left as fit in their least widths, then as wide as there is room for. */
static void fit(struct layout *layout)
{
	int most = layout->pen->width;
	struct column *column;

	layout->shown = layout->table->column_count;
	for (size_t c = 0; c < layout->shown; c++)
		layout->column[c].width = layout->column[c].least;
	while (layout->shown > 1 && total(layout) > most)
		layout->shown--;
	for (size_t c = 0; c < layout->shown; c++) {
		column = &layout->column[c];
		/* Cells wider than the terminal are cut anyway; this keeps the loop below short. */
		column->width = smaller(larger(column->cells, column->name), most);
	}
	while (total(layout) > most && (column = widest(layout)) != NULL)
		column->width--;
	if (layout->shown == 1)
		layout->column[0].width = smaller(layout->column[0].width, most - GAP);
}

static void put_cells(const struct layout *layout, const struct slice *cell)
{
	for (size_t c = 0; c < layout->shown; c++) {
		int width = layout->column[c].width;

		buf_text(layout->pen->out, "  ");
		if (layout->table->column[c].number)
			width_put_right(layout->pen->out, cell[c], width, layout->pen->marks);
		else
			width_put_left(layout->pen->out, cell[c], width, layout->pen->marks);
	}
}

/* How many lines a name takes in its column. */
static int lines_of(struct slice name, int width)
{
	struct slice line;
	int count = 0;

	while (width_line(&name, width, &line))
		count++;
	return count;
}

/* The names of the columns, in as many lines as they need, standing on the last. */
static void put_names(const struct layout *layout)
{
	const struct report_table *table = layout->table;
	struct slice *rest = mem_alloc(table->column_count * sizeof *rest);
	struct slice *line = mem_zero(table->column_count, sizeof *line);
	int lines = 1;

	for (size_t c = 0; c < layout->shown; c++) {
		rest[c] = table->column[c].name;
		lines = larger(lines, lines_of(rest[c], layout->column[c].width));
	}
	for (; lines > 0; lines--) {
		for (size_t c = 0; c < layout->shown; c++) {
			line[c] = (struct slice){ NULL, 0 };
			if (lines_of(rest[c], layout->column[c].width) == lines)
				width_line(&rest[c], layout->column[c].width, &line[c]);
		}
		pen_color(layout->pen, PEN_BOLD);
		put_cells(layout, line);
		pen_plain(layout->pen);
		pen_end_line(layout->pen);
	}
	free(line);
	free(rest);
}

static void put_rule(const struct layout *layout)
{
	const struct pen *pen = layout->pen;

	pen_color(pen, PEN_DIM);
	for (size_t c = 0; c < layout->shown; c++) {
		buf_text(pen->out, "  ");
		pen_repeat(pen, pen_either(pen, "─", "-"), layout->column[c].width);
	}
	pen_plain(pen);
	buf_char(pen->out, '\n');
}

/* The columns that had no room, by name. */
static void put_others(const struct layout *layout)
{
	const struct report_table *table = layout->table;
	struct buf text = BUF_EMPTY;

	for (size_t c = layout->shown; c < table->column_count; c++) {
		buf_text(&text, c > layout->shown ? ", " : "+ ");
		buf_put(&text, table->column[c].name);
	}
	if (text.length > 0)
		pen_wrap(layout->pen, PEN_DIM, buf_slice(&text));
	buf_release(&text);
}

void texttable_draw(const struct pen *pen, const struct report_table *table)
{
	struct layout layout = { .pen = pen, .table = table };

	if (table->title.length > 0)
		pen_title(pen, table->title);
	else
		buf_char(pen->out, '\n');
	layout.column = mem_zero(table->column_count, sizeof *layout.column);
	measure(&layout);
	fit(&layout);
	put_names(&layout);
	put_rule(&layout);
	for (size_t row = 0; row < table->row_count; row++) {
		put_cells(&layout, table->cell + row * table->column_count);
		pen_end_line(pen);
	}
	if (table->row_count == 0)
		pen_nothing(pen);
	put_others(&layout);
	pen_wrap(pen, PEN_DIM, table->note);
	free(layout.column);
}
