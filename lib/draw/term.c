/* SPDX-License-Identifier: MIT */
#include "draw/term.h"

#include "draw/pen.h"
#include "draw/textchart.h"
#include "draw/textcurve.h"
#include "draw/textheat.h"
#include "draw/textlines.h"
#include "draw/textshape.h"
#include "draw/texttable.h"

enum {
	WIDTH_USUAL = 80,
	WIDTH_LEAST = 40,
	GAP = 2,        /* between tiles */
	TILE_LINES = 5, /* label, value, change, note, spark */
	SPARK = 14,
	DRAWN_MOST = 5, /* columns of figures that bars can be trusted to show */
};

static const char *const tone_color[] = { PEN_DIM, PEN_GREEN, PEN_RED };

static void put_heading(const struct pen *pen, struct slice text)
{
	int width = width_of(text);

	buf_text(pen->out, "\n\n");
	pen_wrap(pen, PEN_BOLD, text);
	pen_color(pen, PEN_DIM);
	pen_repeat(pen, pen_either(pen, "─", "-"), width < pen->width ? width : pen->width);
	pen_plain(pen);
	buf_char(pen->out, '\n');
}

static int tile_width(const struct report_tile *tile)
{
	const struct slice texts[] = { tile->label, tile->value, tile->change, tile->note };
	int most = tile->spark_count >= 2 ? SPARK : 0;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		int width = width_of(texts[i]);

		most = width > most ? width : most;
	}
	return most;
}

static struct slice tile_text(const struct report_tile *tile, int line)
{
	const struct slice texts[] = { tile->label, tile->value, tile->change, tile->note };

	return texts[line];
}

static const char *tile_color(const struct report_tile *tile, int line)
{
	bool has_change = tile->change.length > 0;

	if (line == 1)
		return PEN_BOLD;
	return (line == 2 || (line == 3 && !has_change)) ? tone_color[tile->tone] : PEN_DIM;
}

static void put_tile_spark(const struct pen *pen, const struct report_tile *tile, int width)
{
	int count = tile->spark_count < SPARK ? (int)tile->spark_count : SPARK;

	if (count < 2) {
		pen_repeat(pen, " ", width);
		return;
	}
	pen_color(pen, pen_series[0]);
	textlines_spark(pen, tile->spark, tile->spark_count, SPARK);
	pen_plain(pen);
	pen_repeat(pen, " ", width - count);
}

/* Does any tile of the row have something in this line? */
static bool has_line(const struct report_tile *tile, size_t count, int line)
{
	for (size_t i = 0; i < count; i++)
		if (line == TILE_LINES - 1 ? tile[i].spark_count >= 2
					   : tile_text(&tile[i], line).length > 0)
			return true;
	return false;
}

static void put_tile_row(
	const struct pen *pen, const struct report_tile *tile, size_t count, int width)
{
	for (int line = 0; line < TILE_LINES; line++) {
		if (!has_line(tile, count, line))
			continue;
		for (size_t i = 0; i < count; i++) {
			if (line == TILE_LINES - 1) {
				put_tile_spark(pen, &tile[i], width - GAP);
			} else {
				pen_color(pen, tile_color(&tile[i], line));
				width_put_left(pen->out, tile_text(&tile[i], line), width - GAP,
					pen->marks);
				pen_plain(pen);
			}
			buf_text(pen->out, "  ");
		}
		pen_end_line(pen);
	}
}

static int balanced(int count, int per_row)
{
	int rows = (count + per_row - 1) / per_row;

	return rows > 0 ? (count + rows - 1) / rows : 1;
}

static void put_tiles(const struct pen *pen, const struct report_tiles *tiles)
{
	int width = 16, per_row;

	for (size_t i = 0; i < tiles->count; i++) {
		int own = tile_width(&tiles->tile[i]) + GAP;

		width = own > width ? own : width;
	}
	width = width < pen->width + GAP ? width : pen->width + GAP;
	per_row = (pen->width + GAP) / width;
	/* Four that do not fit into one row look better as two and two than as three and one. */
	per_row = balanced((int)tiles->count, per_row);
	for (size_t i = 0; i < tiles->count; i += (size_t)per_row) {
		size_t left = tiles->count - i;

		buf_char(pen->out, '\n');
		put_tile_row(pen, tiles->tile + i, left < (size_t)per_row ? left : (size_t)per_row,
			width);
	}
}

static void put_chart(const struct pen *pen, const struct report_block *block)
{
	switch (block->kind) {
	case REPORT_BARS:
		textchart_bars(pen, &block->is.chart);
		break;
	case REPORT_COLUMNS:
		textchart_columns(pen, &block->is.chart);
		break;
	case REPORT_CURVE:
		textcurve_draw(pen, &block->is.curve);
		break;
	case REPORT_HEAT:
		textheat_draw(pen, &block->is.heat);
		break;
	case REPORT_TIERS:
		textshape_tiers(pen, &block->is.tiers);
		break;
	case REPORT_LINES:
		textlines_draw(pen, &block->is.lines);
		break;
	case REPORT_PARTS:
		textshape_parts(pen, &block->is.parts);
		break;
	case REPORT_DOTS:
		textshape_dots(pen, &block->is.dots);
		break;
	case REPORT_FUNNEL:
		textshape_funnel(pen, &block->is.funnel);
		break;
	case REPORT_SANKEY:
		textshape_sankey(pen, &block->is.sankey);
		break;
	case REPORT_HEADING:
	case REPORT_PARAGRAPH:
	case REPORT_TILES:
	case REPORT_TABLE:
		break;
	}
}

/* "stream · columns · rule", under --explain. */
static void put_source(
	const struct pen *pen, struct slice label, const struct report_source *source)
{
	struct buf text = BUF_EMPTY;

	if (source->stream.length == 0)
		return;
	if (label.length > 0) {
		buf_put(&text, label);
		buf_text(&text, ": ");
	}
	buf_put(&text, source->stream);
	if (source->columns.length > 0) {
		buf_text(&text, " · ");
		buf_put(&text, source->columns);
	}
	if (source->rule.length > 0) {
		buf_text(&text, " · ");
		buf_put(&text, source->rule);
	}
	pen_wrap(pen, PEN_DIM, buf_slice(&text));
	buf_release(&text);
}

static void put_sources(const struct pen *pen, const struct report_block *block)
{
	put_source(pen, (struct slice){ NULL, 0 }, &block->source);
	if (block->kind != REPORT_TILES || block->is.tiles.count == 0)
		return;
	buf_char(pen->out, '\n');
	for (size_t i = 0; i < block->is.tiles.count; i++)
		put_source(pen, block->is.tiles.tile[i].label, &block->is.tiles.tile[i].source);
}

/* Have the figures more to tell than bars, which write their values beside them? */
static bool tells_more(const struct report_block *block)
{
	return block->has_figures && block->figures.column_count > DRAWN_MOST &&
	       (block->kind == REPORT_BARS || block->kind == REPORT_PARTS ||
		       block->kind == REPORT_TIERS);
}

static void put_block(const struct pen *pen, const struct report_block *block)
{
	switch (block->kind) {
	case REPORT_HEADING:
		put_heading(pen, block->is.section.title);
		break;
	case REPORT_PARAGRAPH:
		buf_char(pen->out, '\n');
		pen_wrap(pen, NULL, block->is.text);
		break;
	case REPORT_TILES:
		put_tiles(pen, &block->is.tiles);
		break;
	case REPORT_TABLE:
		texttable_draw(pen, &block->is.table);
		break;
	default:
		put_chart(pen, block);
		if (tells_more(block))
			texttable_draw(pen, &block->figures);
	}
}

void term_render(const struct report *report, const struct term_style *style, struct buf *out)
{
	struct pen pen = {
		.out = out,
		.language = report->language,
		.nothing = report->words.nothing,
		.marks = style->ascii ? WIDTH_ASCII : WIDTH_UNICODE,
		.color = style->color,
		.width = style->width == 0 ? WIDTH_USUAL : style->width,
	};
	struct slice rest = report->footer, line;

	pen.width = pen.width < WIDTH_LEAST ? WIDTH_LEAST : pen.width;
	pen_wrap(&pen, PEN_BOLD, report->title);
	pen_wrap(&pen, PEN_DIM, report->subtitle);
	for (size_t i = 0; i < report->count; i++) {
		put_block(&pen, &report->block[i]);
		if (report->explain)
			put_sources(&pen, &report->block[i]);
	}
	if (report->footer.length > 0)
		buf_text(out, "\n\n");
	while (slice_cut(&rest, '\n', &line))
		pen_wrap(&pen, PEN_DIM, line);
}
