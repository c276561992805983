/* SPDX-License-Identifier: MIT */
#include "draw/term.h"

#include "draw/pen.h"
#include "draw/textchart.h"
#include "draw/textcurve.h"
#include "draw/texttable.h"

enum {
	WIDTH_USUAL = 80,
	WIDTH_LEAST = 40,
	GAP = 2, /* between tiles */
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
	int label = width_of(tile->label), value = width_of(tile->value);
	int note = width_of(tile->note);

	label = label > value ? label : value;
	return label > note ? label : note;
}

static struct slice tile_text(const struct report_tile *tile, int line)
{
	return line == 0 ? tile->label : line == 1 ? tile->value : tile->note;
}

static void put_tile_row(
	const struct pen *pen, const struct report_tile *tile, size_t count, int width)
{
	for (int line = 0; line < 3; line++) {
		for (size_t i = 0; i < count; i++) {
			pen_color(pen, line == 0   ? PEN_DIM
				       : line == 1 ? PEN_BOLD
						   : tone_color[tile[i].tone]);
			width_put_left(
				pen->out, tile_text(&tile[i], line), width - GAP, pen->marks);
			pen_plain(pen);
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

static void put_block(const struct pen *pen, const struct report_block *block)
{
	switch (block->kind) {
	case REPORT_HEADING:
		put_heading(pen, block->is.text);
		break;
	case REPORT_PARAGRAPH:
		buf_char(pen->out, '\n');
		pen_wrap(pen, NULL, block->is.text);
		break;
	case REPORT_TILES:
		put_tiles(pen, &block->is.tiles);
		break;
	case REPORT_BARS:
		textchart_bars(pen, &block->is.chart);
		break;
	case REPORT_COLUMNS:
		textchart_columns(pen, &block->is.chart);
		break;
	case REPORT_CURVE:
		textcurve_draw(pen, &block->is.curve);
		break;
	case REPORT_TABLE:
		texttable_draw(pen, &block->is.table);
		break;
	}
}

void term_render(const struct report *report, const struct term_style *style, struct buf *out)
{
	struct pen pen = {
		.out = out,
		.language = report->language,
		.marks = style->ascii ? WIDTH_ASCII : WIDTH_UNICODE,
		.color = style->color,
		.width = style->width == 0 ? WIDTH_USUAL : style->width,
	};

	pen.width = pen.width < WIDTH_LEAST ? WIDTH_LEAST : pen.width;
	pen_wrap(&pen, PEN_BOLD, report->title);
	pen_wrap(&pen, PEN_DIM, report->subtitle);
	for (size_t i = 0; i < report->count; i++)
		put_block(&pen, &report->block[i]);
	if (report->footer.length > 0) {
		buf_text(out, "\n\n");
		pen_wrap(&pen, PEN_DIM, report->footer);
	}
}
