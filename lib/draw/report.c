/* SPDX-License-Identifier: MIT */
#include "draw/report.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "draw/keep.h"

const char *const report_unit_name[] = { "text", "amount", "count", "share", "number", "days",
	"date" };

static struct report_block *add_block(struct report *report, enum report_kind kind)
{
	struct report_block *block;

	report->block = mem_grow(
		report->block, &report->capacity, report->count + 1, sizeof *report->block);
	block = &report->block[report->count++];
	*block = (struct report_block){ .kind = kind };
	return block;
}

void report_begin(
	struct report *report, struct slice title, struct slice subtitle, struct slice language)
{
	report->title = keep_text(&report->memory, title);
	report->subtitle = keep_text(&report->memory, subtitle);
	report->language =
		keep_text(&report->memory, language.length > 0 ? language : slice_of("en"));
	report->words = (struct report_words){
		.nothing = slice_of(REPORT_NOTHING),
		.data = slice_of("Figures"),
		.filter = slice_of("Filter"),
		.contents = slice_of("Sections"),
		.figure = slice_of("Figure"),
		.value = slice_of("Value"),
	};
}

void report_speak(struct report *report, const struct report_words *words)
{
	report->words = *words;
}

void report_footer(struct report *report, struct slice text)
{
	report->footer = keep_text(&report->memory, text);
}

void report_heading(struct report *report, struct slice text)
{
	report_section(report, (struct slice){ NULL, 0 }, text);
}

void report_section(struct report *report, struct slice key, struct slice title)
{
	add_block(report, REPORT_HEADING)->is.section =
		(struct report_section){ keep_text(&report->memory, key),
			keep_text(&report->memory, title) };
}

void report_drop_empty(struct report *report)
{
	if (report->count > 0 && report->block[report->count - 1].kind == REPORT_HEADING)
		report->count--;
}

void report_paragraph(struct report *report, struct slice text)
{
	add_block(report, REPORT_PARAGRAPH)->is.text = keep_text(&report->memory, text);
}

void report_tiles(struct report *report, const struct report_tile *tile, size_t count)
{
	add_block(report, REPORT_TILES)->is.tiles =
		(struct report_tiles){ keep_tiles(&report->memory, tile, count), count };
}

static int add_chart(struct report *report, enum report_kind kind, const struct report_chart *chart,
	struct diag *why)
{
	struct report_chart copy = *chart;

	if (keep_chart(&report->memory, &copy, why) < 0)
		return -1;
	add_block(report, kind)->is.chart = copy;
	return 0;
}

int report_bars(struct report *report, const struct report_chart *chart, struct diag *why)
{
	return add_chart(report, REPORT_BARS, chart, why);
}

int report_columns(struct report *report, const struct report_chart *chart, struct diag *why)
{
	assert(chart->series_count < 2 ||
		measure_same_unit(&chart->series[0].measure, &chart->series[1].measure));
	return add_chart(report, REPORT_COLUMNS, chart, why);
}

int report_curve(struct report *report, const struct report_curve *curve, struct diag *why)
{
	struct report_curve copy = *curve;

	if (keep_curve(&report->memory, &copy, why) < 0)
		return -1;
	add_block(report, REPORT_CURVE)->is.curve = copy;
	return 0;
}

int report_heat(struct report *report, const struct report_heat *heat, struct diag *why)
{
	struct report_heat copy = *heat;

	if (keep_heat(&report->memory, &copy, why) < 0)
		return -1;
	add_block(report, REPORT_HEAT)->is.heat = copy;
	return 0;
}

int report_tiers(struct report *report, const struct report_tiers *tiers, struct diag *why)
{
	struct report_tiers copy = *tiers;

	if (keep_tiers(&report->memory, &copy, why) < 0)
		return -1;
	add_block(report, REPORT_TIERS)->is.tiers = copy;
	return 0;
}

int report_lines(struct report *report, const struct report_lines *lines, struct diag *why)
{
	struct report_lines copy = *lines;

	if (keep_lines(&report->memory, &copy, why) < 0)
		return -1;
	add_block(report, REPORT_LINES)->is.lines = copy;
	return 0;
}

int report_parts(struct report *report, const struct report_parts *parts, struct diag *why)
{
	struct report_parts copy = *parts;

	if (keep_parts(&report->memory, &copy, why) < 0)
		return -1;
	add_block(report, REPORT_PARTS)->is.parts = copy;
	return 0;
}

int report_dots(struct report *report, const struct report_dots *dots, struct diag *why)
{
	struct report_dots copy = *dots;

	if (keep_dots(&report->memory, &copy, why) < 0)
		return -1;
	add_block(report, REPORT_DOTS)->is.dots = copy;
	return 0;
}

int report_funnel(struct report *report, const struct report_funnel *funnel, struct diag *why)
{
	struct report_funnel copy = *funnel;

	if (keep_funnel(&report->memory, &copy, why) < 0)
		return -1;
	add_block(report, REPORT_FUNNEL)->is.funnel = copy;
	return 0;
}

int report_sankey(struct report *report, const struct report_sankey *sankey, struct diag *why)
{
	struct report_sankey copy = *sankey;

	if (keep_sankey(&report->memory, &copy, why) < 0)
		return -1;
	add_block(report, REPORT_SANKEY)->is.sankey = copy;
	return 0;
}

void report_table(struct report *report, const struct report_table *table)
{
	struct report_table copy = keep_table(&report->memory, table);

	add_block(report, REPORT_TABLE)->is.table = copy;
}

static struct report_block *newest(struct report *report)
{
	assert(report->count > 0);
	return &report->block[report->count - 1];
}

void report_name(struct report *report, struct slice name)
{
	newest(report)->name = keep_text(&report->memory, name);
}

void report_source(struct report *report, const struct report_source *source)
{
	newest(report)->source = keep_source(&report->memory, source);
}

void report_figures(struct report *report, const struct report_table *table)
{
	struct report_block *block = newest(report);

	assert(report_is_chart(block));
	block->figures = keep_table(&report->memory, table);
	block->has_figures = true;
}

void report_half(struct report *report)
{
	newest(report)->is_half = true;
}

const struct report_block *report_find(const struct report *report, struct slice name)
{
	for (size_t i = 0; i < report->count; i++)
		if (report->block[i].name.length > 0 && slice_equal(report->block[i].name, name))
			return &report->block[i];
	return NULL;
}

bool report_is_chart(const struct report_block *block)
{
	return block->kind >= REPORT_BARS && block->kind <= REPORT_SANKEY;
}

/* Title and note stand at the start of each of them. */
struct titled {
	struct slice title, note;
};

static struct titled titled(const struct report_block *block)
{
	switch (block->kind) {
	case REPORT_BARS:
	case REPORT_COLUMNS:
		return (struct titled){ block->is.chart.title, block->is.chart.note };
	case REPORT_CURVE:
		return (struct titled){ block->is.curve.title, block->is.curve.note };
	case REPORT_HEAT:
		return (struct titled){ block->is.heat.title, block->is.heat.note };
	case REPORT_TIERS:
		return (struct titled){ block->is.tiers.title, block->is.tiers.note };
	case REPORT_LINES:
		return (struct titled){ block->is.lines.title, block->is.lines.note };
	case REPORT_PARTS:
		return (struct titled){ block->is.parts.title, block->is.parts.note };
	case REPORT_DOTS:
		return (struct titled){ block->is.dots.title, block->is.dots.note };
	case REPORT_FUNNEL:
		return (struct titled){ block->is.funnel.title, block->is.funnel.note };
	case REPORT_SANKEY:
		return (struct titled){ block->is.sankey.title, block->is.sankey.note };
	case REPORT_TABLE:
		return (struct titled){ block->is.table.title, block->is.table.note };
	case REPORT_HEADING:
	case REPORT_PARAGRAPH:
	case REPORT_TILES:
		break;
	}
	return (struct titled){ { NULL, 0 }, { NULL, 0 } };
}

struct slice report_title(const struct report_block *block)
{
	return titled(block).title;
}

struct slice report_note(const struct report_block *block)
{
	return titled(block).note;
}

double report_height(const struct report_curve *curve, double x)
{
	const struct report_point *point = curve->point;
	size_t low = 0, high = curve->count - 1;

	assert(curve->count > 0);
	if (x <= point[0].x)
		return point[0].y;
	if (x >= point[high].x)
		return point[high].y;
	/* point[low].x <= x < point[high].x */
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (point[middle].x <= x)
			low = middle;
		else
			high = middle;
	}
	return point[low].y + (point[high].y - point[low].y) *
				      ((x - point[low].x) / (point[high].x - point[low].x));
}

void report_release(struct report *report)
{
	free(report->block);
	arena_release(&report->memory);
	*report = (struct report)REPORT_EMPTY;
}
