/* SPDX-License-Identifier: MIT */
#include "draw/page.h"

#include "draw/chart.h"
#include "draw/curve.h"
#include "draw/html.h"
#include "draw/svg.h"
#include "draw/width.h"

enum {
	WIDE = 760,   /* a chart in the column of a page on a desk */
	NARROW = 340, /* and on a telephone */
	SHORT = 20,   /* columns of a cell that is not broken: a date, an identifier */
	SHORT_NAME = 10,
};

static const char *const tone_class[] = { "note", "note good", "note bad" };

static const char colours[] =
	":root{color-scheme:light dark;--paper:#fff;--ink:#1d2530;--muted:#5b6673;--line:#e4e7eb;"
	"--axis:#aeb6c0;--first:#2f6690;--second:#e0a458;--good:#23734d;--bad:#b0413e}\n"
	"@media screen and (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e5e9ee;"
	"--muted:#9aa5b1;--line:#2a3038;--axis:#56606c;--first:#74b0dc;--second:#e3ae67;"
	"--good:#6cc494;--bad:#ef8f85}}\n";

static const char text_rules[] =
	"*{box-sizing:border-box}\n"
	"body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,"
	"-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",\"Noto Sans\",\"PingFang SC\","
	"\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;overflow-wrap:anywhere;"
	"-webkit-text-size-adjust:100%}\n"
	"header,main,footer{max-width:800px;margin:0 auto;padding:0 20px}\n"
	"header{padding-top:56px}\n"
	"h1{margin:0;font-size:2.1rem;line-height:1.2;font-weight:650;letter-spacing:-.015em;"
	"text-wrap:balance}\n"
	"header p{margin:.5rem 0 0;color:var(--muted)}\n"
	"h2{margin:3.5rem 0 1rem;padding-top:1.1rem;border-top:1px solid var(--line);"
	"font-size:1.35rem;line-height:1.3;font-weight:650;letter-spacing:-.01em}\n"
	"main{overflow-x:clip}\n"
	"main>p{max-width:66ch;margin:1rem 0}\n"
	"footer{margin-top:4rem;padding-bottom:3rem;color:var(--muted);font-size:.875rem}\n"
	"footer p{margin:0;padding-top:1rem;border-top:1px solid var(--line)}\n";

static const char tile_rules[] =
	".tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));"
	"gap:1.75rem 1.5rem;margin:2rem 0;padding:0}\n"
	".tiles div{border-top:2px solid var(--first);padding-top:.65rem}\n"
	".tiles dt{color:var(--muted);font-size:.875rem;line-height:1.4}\n"
	".tiles dd{margin:0}\n"
	".tiles .value{font-size:1.6rem;line-height:1.4;font-weight:600;letter-spacing:-.02em;"
	"font-variant-numeric:tabular-nums}\n"
	".tiles .value.long{font-size:1.3rem;line-height:1.72}\n"
	".tiles .value.longer{font-size:1.05rem;line-height:2.13}\n"
	".note{color:var(--muted);font-size:.875rem;line-height:1.5}\n"
	".note.good{color:var(--good)}\n"
	".note.bad{color:var(--bad)}\n";

static const char figure_rules[] =
	"figure{margin:2rem 0 2.5rem}\n"
	"figcaption{margin-bottom:.9rem;font-weight:600;line-height:1.4}\n"
	"figure .note{margin:.75rem 0 0;max-width:66ch}\n"
	".narrow{display:none}\n"
	"@media screen and (max-width:619px){.wide{display:none}.narrow{display:block;"
	"max-width:440px}}\n";

static const char table_rules[] =
	".scroll{overflow-x:auto}\n"
	"table{width:100%;border-collapse:collapse;font-size:.9375rem;line-height:1.45;"
	"font-variant-numeric:tabular-nums}\n"
	"th,td{padding:.5rem 1rem .5rem 0;text-align:left;vertical-align:top;"
	"border-bottom:1px solid var(--line);overflow-wrap:normal}\n"
	"th:last-child,td:last-child{padding-right:0}\n"
	"th{color:var(--muted);font-size:.8125rem;font-weight:500;vertical-align:bottom;"
	"border-bottom-color:var(--axis)}\n"
	"td.number,th.number{text-align:right;padding-left:.5rem}\n"
	".short{white-space:nowrap}\n"
	"tbody tr:hover{background:color-mix(in srgb,var(--first) 7%,transparent)}\n"
	".nothing{color:var(--muted);text-align:center}\n";

static const char small_rules[] =
	"@media screen and (max-width:619px){header{padding-top:32px}h1{font-size:1.65rem}"
	"h2{margin-top:2.5rem}.tiles{grid-template-columns:repeat(auto-fit,minmax(130px,1fr));"
	"gap:1.25rem 1rem}.tiles .value{font-size:1.5rem}}\n"
	"@media print{@page{margin:18mm}body{font-size:10.5pt;"
	"print-color-adjust:exact;-webkit-print-color-adjust:exact}"
	"header,main,footer{max-width:none;padding:0}header{padding-top:0}"
	"h2,figcaption{break-after:avoid}figure.chart-figure,.tiles,tr{break-inside:avoid}"
	"main,.scroll{overflow:visible}.tiles .value{font-size:15pt}}\n";

static void put_rules(struct buf *out)
{
	buf_text(out, "<style>\n");
	buf_text(out, colours);
	buf_text(out, text_rules);
	buf_text(out, tile_rules);
	buf_text(out, figure_rules);
	svg_rules(out);
	buf_text(out, table_rules);
	buf_text(out, small_rules);
	buf_text(out, "</style>\n");
}

static void put_head(const struct report *report, struct buf *out)
{
	buf_text(out, "<!doctype html>\n<html");
	html_attribute(out, "lang", report->language);
	buf_text(out, ">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
		      "<meta http-equiv=\"Content-Security-Policy\" "
		      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
	html_element(out, "title", NULL, report->title);
	buf_char(out, '\n');
	put_rules(out);
	buf_text(out, "</head>\n<body>\n<header>\n");
	html_element(out, "h1", NULL, report->title);
	if (report->subtitle.length > 0)
		html_element(out, "p", NULL, report->subtitle);
	buf_text(out, "\n</header>\n<main>\n");
}

/* A long value is written smaller, so that it stays in one line. */
static const char *value_class(struct slice value)
{
	int width = width_of(value);

	return width <= 10 ? "value" : width <= 14 ? "value long" : "value longer";
}

static void put_tiles(struct buf *out, const struct report_tiles *tiles)
{
	if (tiles->count == 0)
		return;
	buf_text(out, "<dl class=\"tiles\">\n");
	for (size_t i = 0; i < tiles->count; i++) {
		const struct report_tile *tile = &tiles->tile[i];

		buf_text(out, "<div>");
		html_element(out, "dt", NULL, tile->label);
		html_element(out, "dd", value_class(tile->value), tile->value);
		if (tile->note.length > 0)
			html_element(out, "dd", tone_class[tile->tone], tile->note);
		buf_text(out, "</div>\n");
	}
	buf_text(out, "</dl>\n");
}

static void open_figure(struct buf *out, const char *class, struct slice title)
{
	buf_printf(out, "<figure class=\"%s\">\n", class);
	if (title.length > 0)
		html_element(out, "figcaption", NULL, title);
	buf_char(out, '\n');
}

static void close_figure(struct buf *out, struct slice note)
{
	if (note.length > 0)
		html_element(out, "p", "note", note);
	buf_text(out, "</figure>\n");
}

static void put_svg(
	struct buf *out, const struct report_block *block, const struct svg_frame *frame)
{
	if (block->kind == REPORT_BARS)
		chart_bars(out, &block->is.chart, frame);
	else if (block->kind == REPORT_COLUMNS)
		chart_columns(out, &block->is.chart, frame);
	else
		curve_draw(out, &block->is.curve, frame);
}

/* The chart for both widths; the style sheet hides one. */
static void put_chart(struct buf *out, const struct report_block *block, struct slice language)
{
	bool is_curve = block->kind == REPORT_CURVE;

	open_figure(out, "chart-figure", is_curve ? block->is.curve.title : block->is.chart.title);
	buf_text(out, "<div class=\"wide\">");
	put_svg(out, block, &(struct svg_frame){ WIDE, language });
	buf_text(out, "</div>\n<div class=\"narrow\">");
	put_svg(out, block, &(struct svg_frame){ NARROW, language });
	buf_text(out, "</div>\n");
	close_figure(out, is_curve ? block->is.curve.note : block->is.chart.note);
}

static const char *cell_class(const struct report_column *column, struct slice text, int most)
{
	bool is_short = width_of(text) <= most;

	if (column->number)
		return is_short ? "number short" : "number";
	return is_short ? "short" : NULL;
}

static void put_row(struct buf *out, const struct report_table *table, const struct slice *cell)
{
	buf_text(out, "<tr>");
	for (size_t i = 0; i < table->column_count; i++)
		html_element(out, "td", cell_class(&table->column[i], cell[i], SHORT), cell[i]);
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

static void put_table(struct buf *out, const struct report_table *table, struct slice language)
{
	open_figure(out, "table-figure", table->title);
	/* A wide table is moved inside its frame; tabindex lets the keyboard do it too. */
	buf_text(out, "<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead><tr>");
	put_column_names(out, table);
	buf_text(out, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < table->row_count; i++)
		put_row(out, table, table->cell + i * table->column_count);
	if (table->row_count == 0) {
		buf_printf(out, "<tr><td class=\"nothing\" colspan=\"%zu\">", table->column_count);
		html_text(out, report_nothing(language));
		buf_text(out, "</td></tr>\n");
	}
	buf_text(out, "</tbody>\n</table>\n</div>\n");
	close_figure(out, table->note);
}

static void put_block(struct buf *out, const struct report_block *block, struct slice language)
{
	switch (block->kind) {
	case REPORT_HEADING:
		html_element(out, "h2", NULL, block->is.text);
		buf_char(out, '\n');
		break;
	case REPORT_PARAGRAPH:
		html_element(out, "p", NULL, block->is.text);
		buf_char(out, '\n');
		break;
	case REPORT_TILES:
		put_tiles(out, &block->is.tiles);
		break;
	case REPORT_BARS:
	case REPORT_COLUMNS:
	case REPORT_CURVE:
		put_chart(out, block, language);
		break;
	case REPORT_TABLE:
		put_table(out, &block->is.table, language);
		break;
	}
}

void page_render(const struct report *report, struct buf *out)
{
	put_head(report, out);
	for (size_t i = 0; i < report->count; i++)
		put_block(out, &report->block[i], report->language);
	buf_text(out, "</main>\n");
	if (report->footer.length > 0) {
		buf_text(out, "<footer>");
		html_element(out, "p", NULL, report->footer);
		buf_text(out, "</footer>\n");
	}
	buf_text(out, "</body>\n</html>\n");
}
