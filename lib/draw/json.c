/* SPDX-License-Identifier: MIT */
#include "draw/json.h"

#include "draw/width.h"

static const char *const kind_name[] = { "heading", "paragraph", "tiles", "bars", "columns",
	"curve", "heat", "tiers", "lines", "parts", "dots", "funnel", "sankey", "table" };

static void put_text(struct buf *out, struct slice text)
{
	struct width_char next;

	buf_char(out, '"');
	while (width_next(&text, &next)) {
		if (next.code < 0)
			buf_text(out, "\xEF\xBF\xBD");
		else if (next.code == '"' || next.code == '\\')
			buf_printf(out, "\\%c", (char)next.code);
		else if (next.code < 0x20)
			buf_printf(out, "\\u%04x", (unsigned)next.code);
		else
			buf_put(out, next.bytes);
	}
	buf_char(out, '"');
}

static bool is_digit(const struct slice *text, size_t at)
{
	return at < text->length && text->at[at] >= '0' && text->at[at] <= '9';
}

/* Is it a number as JSON writes one, without an exponent? */
static bool is_number(struct slice text)
{
	size_t at = text.length > 0 && text.at[0] == '-', start = at;

	while (is_digit(&text, at))
		at++;
	if (at == start || (text.at[start] == '0' && at > start + 1))
		return false;
	if (at < text.length && text.at[at] == '.') {
		start = ++at;
		while (is_digit(&text, at))
			at++;
		if (at == start)
			return false;
	}
	return at == text.length;
}

static void put_value(struct buf *out, struct slice exact, enum report_unit unit)
{
	if (exact.length == 0)
		buf_text(out, "null");
	else if (unit != REPORT_TEXT && unit != REPORT_DATE && is_number(exact))
		buf_put(out, exact);
	else
		put_text(out, exact);
}

/* , "NAME": "TEXT", unless it is empty. */
static void put_member(struct buf *out, const char *name, struct slice text)
{
	if (text.length == 0)
		return;
	buf_printf(out, ", \"%s\": ", name);
	put_text(out, text);
}

static void put_source(struct buf *out, const struct report_source *source)
{
	if (source->stream.length == 0)
		return;
	buf_text(out, ", \"source\": {\"stream\": ");
	put_text(out, source->stream);
	put_member(out, "columns", source->columns);
	put_member(out, "rule", source->rule);
	buf_char(out, '}');
}

static void put_tile(struct buf *out, const struct report_tile *tile)
{
	buf_text(out, "{\"key\": ");
	put_text(out, tile->key);
	put_member(out, "label", tile->label);
	buf_text(out, ", \"value\": ");
	put_value(out, tile->exact, tile->unit);
	buf_printf(out, ", \"unit\": \"%s\"", report_unit_name[tile->unit]);
	put_member(out, "shown", tile->value);
	put_member(out, "note", tile->note);
	if (tile->change_exact.length > 0) {
		buf_text(out, ", \"change\": ");
		put_value(out, tile->change_exact, REPORT_NUMBER);
		put_member(out, "change_shown", tile->change);
	}
	put_source(out, &tile->source);
	buf_char(out, '}');
}

static void put_tiles(struct buf *out, const struct report_tiles *tiles)
{
	buf_text(out, ", \"figures\": [");
	for (size_t i = 0; i < tiles->count; i++) {
		buf_text(out, i > 0 ? ",\n    " : "\n    ");
		put_tile(out, &tiles->tile[i]);
	}
	buf_char(out, ']');
}

static void put_table(struct buf *out, const struct report_table *table)
{
	buf_text(out, ", \"columns\": [");
	for (size_t i = 0; i < table->column_count; i++) {
		buf_text(out, i > 0 ? ", {\"key\": " : "{\"key\": ");
		put_text(out, table->column[i].key);
		put_member(out, "name", table->column[i].name);
		buf_printf(out, ", \"unit\": \"%s\"}", report_unit_name[table->column[i].unit]);
	}
	buf_text(out, "],\n    \"rows\": [");
	for (size_t row = 0; row < table->row_count; row++) {
		buf_text(out, row > 0 ? ",\n    [" : "\n    [");
		for (size_t i = 0; i < table->column_count; i++) {
			buf_text(out, i > 0 ? ", " : "");
			put_value(out, table->exact[row * table->column_count + i],
				table->column[i].unit);
		}
		buf_char(out, ']');
	}
	buf_char(out, ']');
}

static void put_block(struct buf *out, const struct report_block *block)
{
	buf_printf(out, "{\"kind\": \"%s\"", kind_name[block->kind]);
	put_member(out, "name", block->name);
	put_member(out, "title", report_title(block));
	put_member(out, "note", report_note(block));
	if (block->kind == REPORT_PARAGRAPH)
		put_member(out, "text", block->is.text);
	else if (block->kind == REPORT_TILES)
		put_tiles(out, &block->is.tiles);
	else if (block->kind == REPORT_TABLE)
		put_table(out, &block->is.table);
	else if (block->has_figures)
		put_table(out, &block->figures);
	put_source(out, &block->source);
	buf_char(out, '}');
}

/* Blocks before the first heading are a section without a key. */
static void open_section(struct buf *out, bool first, const struct report_section *section)
{
	buf_text(out, first ? "\n{\"key\": " : "]},\n{\"key\": ");
	put_text(out, section->key);
	put_member(out, "title", section->title);
	buf_text(out, ", \"blocks\": [");
}

static void put_sections(struct buf *out, const struct report *report)
{
	static const struct report_section none = { { NULL, 0 }, { NULL, 0 } };
	bool opened = false, first = true;

	for (size_t i = 0; i < report->count; i++) {
		const struct report_block *block = &report->block[i];
		bool is_heading = block->kind == REPORT_HEADING;

		if (is_heading || !opened) {
			open_section(out, !opened, is_heading ? &block->is.section : &none);
			opened = first = true;
		}
		if (is_heading)
			continue;
		buf_text(out, first ? "\n  " : ",\n  ");
		put_block(out, block);
		first = false;
	}
	buf_text(out, opened ? "]}" : "");
}

void json_render(const struct report *report, struct buf *out)
{
	struct slice rest = report->footer, line;
	bool first = true;

	buf_text(out, "{\"title\": ");
	put_text(out, report->title);
	put_member(out, "subtitle", report->subtitle);
	put_member(out, "language", report->language);
	buf_text(out, ",\n\"sections\": [");
	put_sections(out, report);
	buf_text(out, "],\n\"footer\": [");
	while (rest.length > 0 && slice_cut(&rest, '\n', &line)) {
		buf_text(out, first ? "\n  " : ",\n  ");
		put_text(out, line);
		first = false;
	}
	buf_text(out, "]}\n");
}
