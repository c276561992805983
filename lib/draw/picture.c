/* SPDX-License-Identifier: MIT */
#include "draw/picture.h"

#include <assert.h>
#include <stdlib.h>

#include "draw/chart.h"
#include "draw/curve.h"
#include "draw/dots.h"
#include "draw/funnel.h"
#include "draw/heat.h"
#include "draw/html.h"
#include "draw/lines.h"
#include "draw/parts.h"
#include "draw/sankey.h"
#include "draw/tiers.h"

enum {
	MARGIN = 24,
	TITLE = 17, /* pixels; a character of the title is wider than one of the chart by so much */
	TITLE_LINE = 24,
};

void picture_draw(struct buf *out, const struct report_block *block, const struct svg_frame *frame)
{
	assert(report_is_chart(block));
	switch (block->kind) {
	case REPORT_BARS:
		chart_bars(out, &block->is.chart, frame);
		break;
	case REPORT_COLUMNS:
		chart_columns(out, &block->is.chart, frame);
		break;
	case REPORT_CURVE:
		curve_draw(out, &block->is.curve, frame);
		break;
	case REPORT_HEAT:
		heat_draw(out, &block->is.heat, frame);
		break;
	case REPORT_TIERS:
		tiers_draw(out, &block->is.tiers, frame);
		break;
	case REPORT_LINES:
		lines_draw(out, &block->is.lines, frame);
		break;
	case REPORT_PARTS:
		parts_draw(out, &block->is.parts, frame);
		break;
	case REPORT_DOTS:
		dots_draw(out, &block->is.dots, frame);
		break;
	case REPORT_FUNNEL:
		funnel_draw(out, &block->is.funnel, frame);
		break;
	case REPORT_SANKEY:
		sankey_draw(out, &block->is.sankey, frame);
		break;
	case REPORT_HEADING:
	case REPORT_PARAGRAPH:
	case REPORT_TILES:
	case REPORT_TABLE:
		break;
	}
}

/* The height that a drawn chart says it has. */
static double height_of(struct slice drawn)
{
	static const char mark[] = "height=\"";
	const char *at = memmem(drawn.at, drawn.length, mark, sizeof mark - 1);

	return at != NULL ? strtod(at + sizeof mark - 1, NULL) : 0;
}

void picture_alone(struct buf *out, const struct report_block *block, const struct report *report,
	int width, bool titled)
{
	int inner = width - 2 * MARGIN;
	struct svg_frame frame = { inner, report->language, report->words.nothing };
	static const struct slice none = { NULL, 0 };
	struct slice title = titled ? report_title(block) : none;
	struct slice note = titled ? report_note(block) : none;
	double top = MARGIN + (title.length > 0 ? TITLE_LINE + 10 : 0), height;
	struct buf drawn = BUF_EMPTY;

	picture_draw(&drawn, block, &frame);
	height = top + height_of(buf_slice(&drawn)) + (note.length > 0 ? TITLE_LINE : 0) + MARGIN;
	buf_printf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" width=\"%d\" "
		"height=\"%.0f\" role=\"img\"",
		width, height, width, height);
	html_attribute(out, "lang", report->language);
	buf_text(out, ">\n<style>\n");
	svg_rules(out, SVG_ALONE);
	buf_printf(out,
		".head{font:600 %dpx sans-serif;fill:#1d2530}\n"
		".note{font:13px sans-serif;fill:#5b6673}\n</style>\n"
		"<rect width=\"%d\" height=\"%.0f\" fill=\"#fff\"/>\n",
		TITLE, width, height);
	if (title.length > 0)
		svg_fitting(
			out, "head", "start", MARGIN, MARGIN + TITLE, title, inner * 12.0 / TITLE);
	buf_printf(out, "<g transform=\"translate(%d %.0f)\">\n", MARGIN, top);
	buf_put(out, buf_slice(&drawn));
	buf_text(out, "</g>\n");
	if (note.length > 0)
		svg_fitting(out, "note", "start", MARGIN, height - MARGIN, note, inner);
	buf_text(out, "</svg>\n");
	buf_release(&drawn);
}
