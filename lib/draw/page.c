/* SPDX-License-Identifier: MIT */
#include "draw/page.h"

#include "draw/html.h"
#include "draw/lines.h"
#include "draw/pagescript.h"
#include "draw/pagestyle.h"
#include "draw/pagetable.h"
#include "draw/picture.h"
#include "draw/width.h"

enum {
	WIDE = 1034,  /* a chart across the page of a desk */
	HALF = 484,   /* one of two beside each other */
	NARROW = 326, /* on a telephone */
	NAV_FROM = 3, /* fewer sections need no list */
};

static const char *const tone_class[] = { "", " good", " bad" };

struct page {
	const struct report *report;
	enum page_kind kind;
	struct buf *out;
	bool in_section, in_cards;
};

static void put_policy(const struct page *page)
{
	buf_text(page->out, "<meta http-equiv=\"Content-Security-Policy\" "
			    "content=\"default-src 'none'; style-src 'unsafe-inline'; script-src ");
	buf_text(page->out, pagescript_hash);
	buf_text(page->out, "\">\n");
}

/* Links to the sections that can be gone to. */
static void put_nav(const struct page *page)
{
	const struct report *report = page->report;
	size_t sections = 0;

	for (size_t i = 0; i < report->count; i++)
		sections += report->block[i].kind == REPORT_HEADING &&
			    report->block[i].is.section.key.length > 0;
	if (sections < NAV_FROM || page->kind == PAGE_MAIL)
		return;
	buf_text(page->out, "<nav");
	html_attribute(page->out, "aria-label", report->words.contents);
	buf_text(page->out, "><ul>\n");
	for (size_t i = 0; i < report->count; i++) {
		const struct report_section *section = &report->block[i].is.section;

		if (report->block[i].kind != REPORT_HEADING || section->key.length == 0)
			continue;
		buf_text(page->out, "<li><a href=\"#");
		html_text(page->out, section->key);
		buf_text(page->out, "\">");
		html_text(page->out, section->title);
		buf_text(page->out, "</a></li>\n");
	}
	buf_text(page->out, "</ul></nav>\n");
}

static void put_head(const struct page *page)
{
	const struct report *report = page->report;
	struct buf *out = page->out;

	buf_text(out, "<!doctype html>\n<html");
	html_attribute(out, "lang", report->language);
	buf_text(out, ">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
	if (page->kind == PAGE_FILE)
		put_policy(page);
	html_element(out, "title", NULL, report->title);
	buf_char(out, '\n');
	pagestyle_put(out);
	buf_text(out, "</head>\n<body>\n<header>\n");
	html_element(out, "h1", NULL, report->title);
	if (report->subtitle.length > 0)
		html_element(out, "p", NULL, report->subtitle);
	buf_text(out, "\n</header>\n");
	put_nav(page);
	buf_text(out, "<main>\n");
}

/* Under --explain, where the figures come from. */
static void put_source(const struct page *page, const struct report_source *source)
{
	struct buf *out = page->out;

	if (!page->report->explain || source->stream.length == 0)
		return;
	buf_text(out, "<p class=\"source\">");
	html_text(out, source->stream);
	if (source->columns.length > 0) {
		buf_text(out, " · ");
		html_text(out, source->columns);
	}
	if (source->rule.length > 0) {
		buf_text(out, " · ");
		html_text(out, source->rule);
	}
	buf_text(out, "</p>\n");
}

/* A long value is written smaller, so that it stays in one line. */
static const char *value_class(struct slice value)
{
	int width = width_of(value);

	return width <= 11 ? "value" : width <= 15 ? "value long" : "value longer";
}

static void put_tile(const struct page *page, const struct report_tile *tile)
{
	struct buf *out = page->out;
	bool has_change = tile->change.length > 0;

	buf_text(out, "<div>");
	html_element(out, "dt", NULL, tile->label);
	html_element(out, "dd", value_class(tile->value), tile->value);
	if (has_change) {
		buf_printf(out, "<dd class=\"change%s\">", tone_class[tile->tone]);
		html_text(out, tile->change);
		buf_text(out, "</dd>");
	}
	if (tile->note.length > 0) {
		buf_printf(out, "<dd class=\"note%s\">", has_change ? "" : tone_class[tile->tone]);
		html_text(out, tile->note);
		buf_text(out, "</dd>");
	}
	if (tile->spark_count >= 2 && page->kind == PAGE_FILE) {
		buf_text(out, "<dd class=\"line\">");
		lines_spark(out, tile->spark, tile->spark_count);
		buf_text(out, "</dd>");
	}
	if (page->report->explain && tile->source.stream.length > 0) {
		buf_text(out, "<dd>");
		put_source(page, &tile->source);
		buf_text(out, "</dd>");
	}
	buf_text(out, "</div>\n");
}

static void put_tiles(const struct page *page, const struct report_tiles *tiles)
{
	if (tiles->count == 0)
		return;
	buf_text(page->out, "<dl class=\"tiles\">\n");
	for (size_t i = 0; i < tiles->count; i++)
		put_tile(page, &tiles->tile[i]);
	buf_text(page->out, "</dl>\n");
}

static void open_figure(
	const struct page *page, const struct report_block *block, const char *class)
{
	struct buf *out = page->out;
	struct slice title = report_title(block);

	buf_printf(out, "<figure class=\"%s%s\"", class, block->is_half ? " half" : "");
	if (block->name.length > 0)
		html_attribute(out, "data-name", block->name);
	buf_text(out, ">\n");
	if (title.length > 0)
		html_element(out, "figcaption", NULL, title);
	buf_char(out, '\n');
}

static void put_note(const struct page *page, const struct report_block *block)
{
	struct slice note = report_note(block);

	if (note.length > 0)
		html_element(page->out, "p", "note", note);
	put_source(page, &block->source);
}

/*
 * A mail has no place to fold tables away, and with all of them it would be longer than its
 * reader's patience and than some programs show: its other form, the text, has them.
 */
static void put_figures(const struct page *page, const struct report_block *block)
{
	if (!block->has_figures || page->kind == PAGE_MAIL)
		return;
	buf_text(page->out, "<details class=\"figures\">");
	html_element(page->out, "summary", NULL, page->report->words.data);
	buf_char(page->out, '\n');
	pagetable_put(page->out, &block->figures, &page->report->words, report_title(block));
	buf_text(page->out, "</details>\n");
}

/* The chart for both widths; the style sheet hides one. */
static void put_svgs(const struct page *page, const struct report_block *block)
{
	const struct report *report = page->report;

	buf_text(page->out, "<div class=\"wide\">");
	picture_draw(page->out, block,
		&(struct svg_frame){
			block->is_half ? HALF : WIDE, report->language, report->words.nothing });
	buf_text(page->out, "</div>\n<div class=\"narrow\">");
	picture_draw(page->out, block,
		&(struct svg_frame){ NARROW, report->language, report->words.nothing });
	buf_text(page->out, "</div>\n");
}

static void put_chart(const struct page *page, const struct report_block *block)
{
	open_figure(page, block, "chart-figure");
	if (page->kind == PAGE_FILE) {
		put_svgs(page, block);
	} else if (block->name.length > 0) {
		buf_text(page->out, "<img width=\"700\" src=\"cid:");
		html_text(page->out, block->name);
		buf_text(page->out, "\"");
		html_attribute(page->out, "alt", report_title(block));
		buf_text(page->out, ">\n");
	}
	put_note(page, block);
	put_figures(page, block);
	buf_text(page->out, "</figure>\n");
}

static void put_table(const struct page *page, const struct report_block *block)
{
	open_figure(page, block, "table-figure");
	pagetable_put(page->out, &block->is.table, &page->report->words, block->is.table.title);
	put_note(page, block);
	buf_text(page->out, "</figure>\n");
}

static void end_cards(struct page *page)
{
	if (page->in_cards)
		buf_text(page->out, "</div>\n");
	page->in_cards = false;
}

static void end_section(struct page *page)
{
	end_cards(page);
	if (page->in_section)
		buf_text(page->out, "</section>\n");
	page->in_section = false;
}

static void begin_section(struct page *page, const struct report_section *section)
{
	end_section(page);
	buf_text(page->out, "<section");
	if (section->key.length > 0)
		html_attribute(page->out, "id", section->key);
	buf_text(page->out, ">\n");
	html_element(page->out, "h2", NULL, section->title);
	buf_char(page->out, '\n');
	page->in_section = true;
}

static void begin_cards(struct page *page)
{
	if (!page->in_cards)
		buf_text(page->out, "<div class=\"cards\">\n");
	page->in_cards = true;
}

static void put_block(struct page *page, const struct report_block *block)
{
	if (block->kind == REPORT_HEADING) {
		begin_section(page, &block->is.section);
		return;
	}
	begin_cards(page);
	if (block->kind == REPORT_PARAGRAPH) {
		html_element(page->out, "p", NULL, block->is.text);
		buf_char(page->out, '\n');
	} else if (block->kind == REPORT_TILES) {
		put_tiles(page, &block->is.tiles);
	} else if (block->kind == REPORT_TABLE) {
		put_table(page, block);
	} else {
		put_chart(page, block);
	}
}

static void put_footer(const struct page *page)
{
	struct slice rest = page->report->footer, line;

	if (rest.length == 0)
		return;
	buf_text(page->out, "<footer>\n");
	while (slice_cut(&rest, '\n', &line)) {
		html_element(page->out, "p", NULL, line);
		buf_char(page->out, '\n');
	}
	buf_text(page->out, "</footer>\n");
}

void page_render(const struct report *report, enum page_kind kind, struct buf *out)
{
	struct page page = { .report = report, .kind = kind, .out = out };

	put_head(&page);
	for (size_t i = 0; i < report->count; i++)
		put_block(&page, &report->block[i]);
	end_section(&page);
	buf_text(out, "</main>\n");
	put_footer(&page);
	if (kind == PAGE_FILE)
		pagescript_put(out);
	buf_text(out, "</body>\n</html>\n");
}
