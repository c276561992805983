/* SPDX-License-Identifier: MIT */
#include "draw/pagetable.h"

#include "draw/html.h"
#include "draw/width.h"

enum {
	SHORT = 20, /* columns of a cell that is not broken: a date, an identifier */
	SHORT_NAME = 10,
	LONG = 40,       /* a text that would push all others aside */
	SHOWN_MOST = 90, /* columns of a cell: more is no name but an accident, and is cut */
	FILTER_FROM = 6, /* fewer rows are seen at a glance */
};

static const char *cell_class(const struct report_column *column, struct slice text, int most)
{
	int width = width_of(text);

	if (column->number)
		return width <= most ? "number short" : "number";
	return width <= most ? "short" : width > LONG ? "long" : NULL;
}

static void put_cell(
	struct buf *out, const struct report_column *column, struct slice cell, struct slice exact)
{
	const char *class = cell_class(column, cell, SHORT);
	struct buf cut = BUF_EMPTY;

	buf_text(out, "<td");
	if (class != NULL)
		html_attribute(out, "class", slice_of(class));
	if (column->number && !slice_equal(cell, exact))
		html_attribute(out, "data-v", exact);
	buf_char(out, '>');
	width_put_cut(&cut, cell, SHOWN_MOST, WIDTH_UNICODE);
	html_text(out, buf_slice(&cut));
	buf_text(out, "</td>");
	buf_release(&cut);
}

static void put_row(struct buf *out, const struct report_table *table, size_t row)
{
	size_t first = row * table->column_count;

	buf_text(out, "<tr>");
	for (size_t i = 0; i < table->column_count; i++)
		put_cell(out, &table->column[i], table->cell[first + i],
			table->exact != NULL ? table->exact[first + i] : table->cell[first + i]);
	buf_text(out, "</tr>\n");
}

static void put_column_names(struct buf *out, const struct report_table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		const struct report_column *column = &table->column[i];
		const char *class = cell_class(column, column->name, SHORT_NAME);

		buf_text(out, "<th scope=\"col\"");
		if (class != NULL)
			html_attribute(out, "class", slice_of(class));
		buf_char(out, '>');
		html_text(out, column->name);
		buf_text(out, "</th>");
	}
}

void pagetable_put(struct buf *out, const struct report_table *table,
	const struct report_words *words, struct slice caption)
{
	/* A wide table is moved inside its frame; tabindex lets the keyboard do it too. */
	buf_text(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\"");
	html_attribute(out, "aria-label", caption.length > 0 ? caption : words->data);
	buf_text(out, ">\n<table class=\"sortable\"");
	if (table->list && table->row_count >= FILTER_FROM)
		html_attribute(out, "data-filter", words->filter);
	buf_text(out, ">\n<thead><tr>");
	put_column_names(out, table);
	buf_text(out, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < table->row_count; i++)
		put_row(out, table, i);
	if (table->row_count == 0) {
		buf_printf(out, "<tr><td class=\"nothing\" colspan=\"%zu\">", table->column_count);
		html_text(out, words->nothing);
		buf_text(out, "</td></tr>\n");
	}
	buf_text(out, "</tbody>\n</table>\n</div>\n");
}
