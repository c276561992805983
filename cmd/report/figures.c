/* SPDX-License-Identifier: MIT */
#include "figures.h"

#include "base/num.h"
#include "tab/escape.h"

struct lines {
	struct buf *out;
	bool defuse;
	struct slice section, chart;
};

/* What a spreadsheet would calculate, or worse, if it stood at the start of a cell. */
static bool is_formula(struct slice text)
{
	double number;

	if (text.length == 0 || strchr("=+-@\t\r", text.at[0]) == NULL)
		return false;
	return !num_parse_real(text, &number);
}

static void put(const struct lines *lines, struct slice text, char end)
{
	if (lines->defuse && is_formula(text))
		buf_char(lines->out, '\'');
	escape_put(lines->out, text);
	buf_char(lines->out, end);
}

static void put_line(const struct lines *lines, struct slice row, struct slice figure,
	struct slice value, enum report_unit unit, const struct report_source *source)
{
	put(lines, lines->section, '\t');
	put(lines, lines->chart, '\t');
	put(lines, row, '\t');
	put(lines, figure, '\t');
	put(lines, value, '\t');
	put(lines, slice_of(report_unit_name[unit]), '\t');
	put(lines, source->stream, '\t');
	put(lines, source->columns, '\t');
	put(lines, source->rule, '\n');
}

static void put_tiles(const struct lines *lines, const struct report_tiles *tiles)
{
	static const struct slice none = { NULL, 0 };
	struct buf key = BUF_EMPTY;

	for (size_t i = 0; i < tiles->count; i++) {
		const struct report_tile *tile = &tiles->tile[i];

		put_line(lines, none, tile->key, tile->exact, tile->unit, &tile->source);
		if (tile->change_exact.length == 0)
			continue;
		buf_reset(&key);
		buf_put(&key, tile->key);
		buf_text(&key, "_change");
		put_line(lines, none, buf_slice(&key), tile->change_exact, tile->unit,
			&tile->source);
	}
	buf_release(&key);
}

/* Columns of text at the start name the row, the others are its figures. */
static void put_table(const struct lines *lines, const struct report_table *table,
	const struct report_source *source)
{
	size_t first = 1;

	while (!table->list && first < table->column_count &&
		table->column[first].unit == REPORT_TEXT)
		first++;
	for (size_t row = 0; row < table->row_count; row++) {
		const struct slice *exact = table->exact + row * table->column_count;
		struct buf name = BUF_EMPTY;

		for (size_t i = 0; i < first; i++) {
			buf_text(&name, i > 0 ? " " : "");
			buf_put(&name, exact[i]);
		}
		for (size_t i = first; i < table->column_count; i++)
			if (exact[i].length > 0)
				put_line(lines, buf_slice(&name), table->column[i].key, exact[i],
					table->column[i].unit, source);
		buf_release(&name);
	}
}

void figures_render(const struct report *report, bool defuse, struct buf *out)
{
	struct lines lines = { .out = out, .defuse = defuse };

	buf_text(out, "section\tchart\trow\tfigure\tvalue\tunit\tstream\tcolumns\trule\n");
	for (size_t i = 0; i < report->count; i++) {
		const struct report_block *block = &report->block[i];

		lines.chart = block->name;
		if (block->kind == REPORT_HEADING)
			lines.section = block->is.section.key;
		else if (block->kind == REPORT_TILES)
			put_tiles(&lines, &block->is.tiles);
		else if (block->kind == REPORT_TABLE)
			put_table(&lines, &block->is.table, &block->source);
		else if (block->has_figures)
			put_table(&lines, &block->figures, &block->source);
	}
}
