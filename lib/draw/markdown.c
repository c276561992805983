/* SPDX-License-Identifier: MIT */
#include "draw/markdown.h"

#include "draw/width.h"

static void put_text(struct buf *out, struct slice text)
{
	struct width_char next;

	while (width_next(&text, &next)) {
		if (next.code == '\n' || next.code == '\r' || next.code == '\t')
			buf_char(out, ' ');
		else if (!next.shown)
			buf_text(out, "\xEF\xBF\xBD");
		else if (next.code == '<')
			buf_text(out, "&lt;");
		else if (next.code == '&')
			buf_text(out, "&amp;");
		else {
			if (next.code > 0 && next.code < 0x80 &&
				strchr("\\`*_[]|#~>!", next.code) != NULL)
				buf_char(out, '\\');
			buf_put(out, next.bytes);
		}
	}
}

static void put_line(struct buf *out, const char *before, struct slice text, const char *after)
{
	if (text.length == 0)
		return;
	buf_char(out, '\n');
	buf_text(out, before);
	put_text(out, text);
	buf_text(out, after);
	buf_char(out, '\n');
}

static void put_source(
	const struct report *report, const struct report_source *source, struct buf *out)
{
	if (!report->explain || source->stream.length == 0)
		return;
	buf_text(out, "\n*");
	put_text(out, source->stream);
	buf_text(out, source->columns.length > 0 ? " · " : "");
	put_text(out, source->columns);
	buf_text(out, source->rule.length > 0 ? " · " : "");
	put_text(out, source->rule);
	buf_text(out, "*\n");
}

static void put_table(struct buf *out, const struct report_table *table)
{
	buf_text(out, "\n|");
	for (size_t i = 0; i < table->column_count; i++) {
		buf_char(out, ' ');
		put_text(out, table->column[i].name);
		buf_text(out, " |");
	}
	buf_text(out, "\n|");
	for (size_t i = 0; i < table->column_count; i++)
		buf_text(out, table->column[i].number ? " ---: |" : " --- |");
	buf_char(out, '\n');
	for (size_t row = 0; row < table->row_count; row++) {
		buf_char(out, '|');
		for (size_t i = 0; i < table->column_count; i++) {
			buf_char(out, ' ');
			put_text(out, table->cell[row * table->column_count + i]);
			buf_text(out, " |");
		}
		buf_char(out, '\n');
	}
}

static void put_tiles(
	const struct report *report, const struct report_tiles *tiles, struct buf *out)
{
	buf_text(out, "\n| ");
	put_text(out, report->words.figure);
	buf_text(out, " | ");
	put_text(out, report->words.value);
	buf_text(out, " | |\n| --- | ---: | --- |\n");
	for (size_t i = 0; i < tiles->count; i++) {
		const struct report_tile *tile = &tiles->tile[i];

		buf_text(out, "| ");
		put_text(out, tile->label);
		buf_text(out, " | **");
		put_text(out, tile->value);
		buf_text(out, "** | ");
		put_text(out, tile->change);
		buf_text(out, tile->change.length > 0 && tile->note.length > 0 ? "; " : "");
		put_text(out, tile->note);
		buf_text(out, " |\n");
	}
	for (size_t i = 0; i < tiles->count; i++)
		put_source(report, &tiles->tile[i].source, out);
}

static void put_block(
	const struct report *report, const struct report_block *block, struct buf *out)
{
	if (block->kind == REPORT_HEADING) {
		put_line(out, "## ", block->is.section.title, "");
	} else if (block->kind == REPORT_PARAGRAPH) {
		put_line(out, "", block->is.text, "");
	} else if (block->kind == REPORT_TILES) {
		put_tiles(report, &block->is.tiles, out);
	} else {
		put_line(out, "**", report_title(block), "**");
		if (block->kind == REPORT_TABLE)
			put_table(out, &block->is.table);
		else if (block->has_figures)
			put_table(out, &block->figures);
		put_line(out, "", report_note(block), "");
	}
	put_source(report, &block->source, out);
}

void markdown_render(const struct report *report, struct buf *out)
{
	struct slice rest = report->footer, line;

	buf_text(out, "# ");
	put_text(out, report->title);
	buf_char(out, '\n');
	put_line(out, "", report->subtitle, "");
	for (size_t i = 0; i < report->count; i++)
		put_block(report, &report->block[i], out);
	if (rest.length > 0)
		buf_text(out, "\n---\n");
	while (slice_cut(&rest, '\n', &line))
		put_line(out, "", line, "");
}
