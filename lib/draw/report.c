/* SPDX-License-Identifier: MIT */
#include "draw/report.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

const char *const report_unit_name[] = { "text", "amount", "count", "share", "number", "days",
	"date" };

/* Differences of two such numbers are still finite. */
static const double largest = 1e300;

static struct slice keep(struct report *report, struct slice text)
{
	return arena_copy(&report->memory, text);
}

/* A copy of `count` items of `size` bytes. */
static void *keep_all(struct report *report, const void *items, size_t count, size_t size)
{
	void *copy = arena_alloc(&report->memory, count * size + 1);

	if (count > 0)
		memcpy(copy, items, count * size);
	return copy;
}

static struct measure keep_measure(struct report *report, struct measure measure)
{
	assert(measure.decimals >= 0 && measure.decimals <= 6);
	measure.name = keep(report, measure.name);
	measure.before = keep(report, measure.before);
	measure.after = keep(report, measure.after);
	return measure;
}

static struct slice *keep_texts(struct report *report, const struct slice *text, size_t count)
{
	struct slice *copy = keep_all(report, text, count, sizeof *text);

	for (size_t i = 0; i < count; i++)
		copy[i] = keep(report, text[i]);
	return copy;
}

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
	report->title = keep(report, title);
	report->subtitle = keep(report, subtitle);
	report->language = keep(report, language.length > 0 ? language : slice_of("en"));
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
	report->footer = keep(report, text);
}

void report_heading(struct report *report, struct slice text)
{
	report_section(report, (struct slice){ NULL, 0 }, text);
}

void report_section(struct report *report, struct slice key, struct slice title)
{
	add_block(report, REPORT_HEADING)->is.section =
		(struct report_section){ keep(report, key), keep(report, title) };
}

void report_drop_empty(struct report *report)
{
	if (report->count > 0 && report->block[report->count - 1].kind == REPORT_HEADING)
		report->count--;
}

void report_paragraph(struct report *report, struct slice text)
{
	add_block(report, REPORT_PARAGRAPH)->is.text = keep(report, text);
}

static bool can_be_drawn(double value)
{
	return isfinite(value) && fabs(value) <= largest;
}

static struct report_source keep_source(struct report *report, const struct report_source *source)
{
	return (struct report_source){ keep(report, source->stream), keep(report, source->columns),
		keep(report, source->rule) };
}

/* Of a spark line too long to be told apart, or that cannot be drawn, nothing is kept. */
static void keep_spark(struct report *report, struct report_tile *tile)
{
	for (size_t i = 0; i < tile->spark_count; i++)
		if (!can_be_drawn(tile->spark[i]))
			tile->spark_count = 0;
	tile->spark = keep_all(report, tile->spark, tile->spark_count, sizeof *tile->spark);
}

void report_tiles(struct report *report, const struct report_tile *tile, size_t count)
{
	struct report_tile *copy = keep_all(report, tile, count, sizeof *tile);

	for (size_t i = 0; i < count; i++) {
		copy[i].label = keep(report, tile[i].label);
		copy[i].value = keep(report, tile[i].value);
		copy[i].note = keep(report, tile[i].note);
		copy[i].key = keep(report, tile[i].key);
		copy[i].exact = keep(report, tile[i].exact);
		copy[i].change = keep(report, tile[i].change);
		copy[i].change_exact = keep(report, tile[i].change_exact);
		copy[i].source = keep_source(report, &tile[i].source);
		keep_spark(report, &copy[i]);
	}
	add_block(report, REPORT_TILES)->is.tiles = (struct report_tiles){ copy, count };
}

static int refuse(struct diag *why, struct slice title, struct slice what, double value)
{
	return diag_fail(why, "chart '" SLICE "': '" SLICE "' cannot be drawn: %g, expected a %s",
		SLICE_ARG(title), SLICE_ARG(what), value,
		isfinite(value) ? "number within ±1e300" : "finite number");
}

static int check_chart(const struct report_chart *chart, struct diag *why)
{
	assert(chart->series_count >= 1 && chart->series_count <= REPORT_SERIES_MOST);
	for (size_t s = 0; s < chart->series_count; s++)
		for (size_t i = 0; i < chart->count; i++)
			if (!can_be_drawn(chart->series[s].value[i]))
				return refuse(why, chart->title, chart->label[i],
					chart->series[s].value[i]);
	return 0;
}

/* Parts of a whole have shares; once one of them is negative, they are no parts any more. */
static double total_of(const double *value, size_t count)
{
	double total = 0;

	for (size_t i = 0; i < count; i++) {
		if (value[i] < 0)
			return 0;
		total += value[i];
	}
	return isfinite(total) ? total : 0;
}

static void add_chart(
	struct report *report, enum report_kind kind, const struct report_chart *chart)
{
	struct report_series *series =
		keep_all(report, chart->series, chart->series_count, sizeof *series);
	struct report_chart copy = *chart;

	for (size_t s = 0; s < chart->series_count; s++) {
		series[s].measure = keep_measure(report, chart->series[s].measure);
		series[s].value =
			keep_all(report, chart->series[s].value, chart->count, sizeof(double));
		series[s].total = total_of(series[s].value, chart->count);
		if (series[s].text != NULL)
			series[s].text = keep_texts(report, chart->series[s].text, chart->count);
	}
	copy.series = series;
	copy.title = keep(report, chart->title);
	copy.note = keep(report, chart->note);
	copy.label = keep_texts(report, chart->label, chart->count);
	add_block(report, kind)->is.chart = copy;
}

int report_bars(struct report *report, const struct report_chart *chart, struct diag *why)
{
	if (check_chart(chart, why) != 0)
		return -1;
	add_chart(report, REPORT_BARS, chart);
	return 0;
}

int report_columns(struct report *report, const struct report_chart *chart, struct diag *why)
{
	assert(chart->series_count < 2 ||
		measure_same_unit(&chart->series[0].measure, &chart->series[1].measure));
	if (check_chart(chart, why) != 0)
		return -1;
	add_chart(report, REPORT_COLUMNS, chart);
	return 0;
}

static int check_points(const struct report_curve *curve, struct diag *why)
{
	const struct report_point *point = curve->point;

	for (size_t i = 0; i < curve->count; i++) {
		if (!can_be_drawn(point[i].x))
			return refuse(why, curve->title, curve->x.name, point[i].x);
		if (!can_be_drawn(point[i].y))
			return refuse(why, curve->title, curve->y.name, point[i].y);
		if (i > 0 && point[i].x < point[i - 1].x)
			return diag_fail(why,
				"chart '" SLICE "': point %zu lies left of the one before it",
				SLICE_ARG(curve->title), i + 1);
	}
	return 0;
}

static int check_zones(const struct report_curve *curve, struct diag *why)
{
	const struct report_zone *zone = curve->zone;

	for (size_t i = 0; i < curve->zone_count; i++) {
		if (!can_be_drawn(zone[i].end))
			return refuse(why, curve->title, zone[i].label, zone[i].end);
		if (i > 0 && zone[i].end < zone[i - 1].end)
			return diag_fail(why,
				"chart '" SLICE "': zone '" SLICE "' ends before the one before it",
				SLICE_ARG(curve->title), SLICE_ARG(zone[i].label));
	}
	return 0;
}

int report_curve(struct report *report, const struct report_curve *curve, struct diag *why)
{
	struct report_curve copy = *curve;
	struct report_zone *zone;

	if (check_points(curve, why) != 0 || check_zones(curve, why) != 0)
		return -1;
	zone = keep_all(report, curve->zone, curve->zone_count, sizeof *zone);
	for (size_t i = 0; i < curve->zone_count; i++)
		zone[i].label = keep(report, curve->zone[i].label);
	copy.zone = zone;
	copy.point = keep_all(report, curve->point, curve->count, sizeof *curve->point);
	copy.title = keep(report, curve->title);
	copy.note = keep(report, curve->note);
	copy.x = keep_measure(report, curve->x);
	copy.y = keep_measure(report, curve->y);
	add_block(report, REPORT_CURVE)->is.curve = copy;
	return 0;
}

static int check_values(const double *value, const struct slice *label, size_t count,
	struct slice title, bool may_miss, struct diag *why)
{
	for (size_t i = 0; i < count; i++)
		if (!can_be_drawn(value[i]) && !(may_miss && isnan(value[i])))
			return refuse(why, title, label != NULL ? label[i] : title, value[i]);
	return 0;
}

int report_heat(struct report *report, const struct report_heat *heat, struct diag *why)
{
	size_t cells = heat->row_count * heat->column_count;
	struct report_heat copy = *heat;

	if (check_values(heat->value, heat->text, cells, heat->title, true, why) != 0)
		return -1;
	copy.title = keep(report, heat->title);
	copy.note = keep(report, heat->note);
	copy.row_name = keep(report, heat->row_name);
	copy.column_name = keep(report, heat->column_name);
	copy.row = keep_texts(report, heat->row, heat->row_count);
	copy.column = keep_texts(report, heat->column, heat->column_count);
	copy.value = keep_all(report, heat->value, cells, sizeof *heat->value);
	copy.text = keep_texts(report, heat->text, cells);
	copy.measure = keep_measure(report, heat->measure);
	copy.below = heat->below != NULL ? keep_texts(report, heat->below, cells) : NULL;
	add_block(report, REPORT_HEAT)->is.heat = copy;
	return 0;
}

int report_tiers(struct report *report, const struct report_tiers *tiers, struct diag *why)
{
	struct report_tiers copy = *tiers;

	if (check_values(tiers->share, tiers->label, tiers->count, tiers->title, false, why) != 0)
		return -1;
	copy.title = keep(report, tiers->title);
	copy.note = keep(report, tiers->note);
	copy.label = keep_texts(report, tiers->label, tiers->count);
	copy.text = keep_texts(report, tiers->text, tiers->count);
	copy.side = keep_texts(report, tiers->side, tiers->count);
	copy.share = keep_all(report, tiers->share, tiers->count, sizeof *tiers->share);
	copy.side_measure = keep_measure(report, tiers->side_measure);
	add_block(report, REPORT_TIERS)->is.tiers = copy;
	return 0;
}

static const double *keep_band(struct report *report, const double *value, size_t count)
{
	return value != NULL ? keep_all(report, value, count, sizeof *value) : NULL;
}

int report_lines(struct report *report, const struct report_lines *lines, struct diag *why)
{
	struct report_lines copy = *lines;
	struct report_line *line;

	assert(lines->line_count >= 1 && lines->line_count <= REPORT_LINES_MOST);
	for (size_t i = 0; i < lines->line_count; i++) {
		const struct report_line *own = &lines->line[i];
		const double *part[] = { own->value, own->low, own->high };

		for (size_t p = 0; p < 3; p++)
			if (part[p] != NULL && check_values(part[p], lines->label, lines->count,
						       lines->title, true, why) != 0)
				return -1;
	}
	line = keep_all(report, lines->line, lines->line_count, sizeof *line);
	for (size_t i = 0; i < lines->line_count; i++) {
		line[i].name = keep(report, line[i].name);
		line[i].value = keep_band(report, line[i].value, lines->count);
		line[i].low = keep_band(report, line[i].low, lines->count);
		line[i].high = keep_band(report, line[i].high, lines->count);
	}
	copy.line = line;
	copy.title = keep(report, lines->title);
	copy.note = keep(report, lines->note);
	copy.measure = keep_measure(report, lines->measure);
	copy.label = keep_texts(report, lines->label, lines->count);
	add_block(report, REPORT_LINES)->is.lines = copy;
	return 0;
}

int report_parts(struct report *report, const struct report_parts *parts, struct diag *why)
{
	size_t shares = parts->part_count * parts->bar_count;
	struct report_parts copy = *parts;

	if (check_values(parts->share, NULL, shares, parts->title, false, why) != 0)
		return -1;
	copy.title = keep(report, parts->title);
	copy.note = keep(report, parts->note);
	copy.part = keep_texts(report, parts->part, parts->part_count);
	copy.bar = keep_texts(report, parts->bar, parts->bar_count);
	copy.share = keep_all(report, parts->share, shares, sizeof *parts->share);
	copy.text = parts->text != NULL ? keep_texts(report, parts->text, shares) : NULL;
	add_block(report, REPORT_PARTS)->is.parts = copy;
	return 0;
}

int report_dots(struct report *report, const struct report_dots *dots, struct diag *why)
{
	struct report_dots copy = *dots;
	struct report_dot *dot;

	for (size_t i = 0; i < dots->count; i++) {
		if (!can_be_drawn(dots->dot[i].x))
			return refuse(why, dots->title, dots->x.name, dots->dot[i].x);
		if (!can_be_drawn(dots->dot[i].y))
			return refuse(why, dots->title, dots->y.name, dots->dot[i].y);
	}
	dot = keep_all(report, dots->dot, dots->count, sizeof *dot);
	for (size_t i = 0; i < dots->count; i++)
		dot[i].label = keep(report, dot[i].label);
	for (size_t i = 0; i < 4; i++)
		copy.quadrant[i] = keep(report, dots->quadrant[i]);
	copy.dot = dot;
	copy.title = keep(report, dots->title);
	copy.note = keep(report, dots->note);
	copy.x = keep_measure(report, dots->x);
	copy.y = keep_measure(report, dots->y);
	add_block(report, REPORT_DOTS)->is.dots = copy;
	return 0;
}

int report_funnel(struct report *report, const struct report_funnel *funnel, struct diag *why)
{
	struct report_funnel copy = *funnel;

	if (check_values(funnel->value, funnel->label, funnel->count, funnel->title, false, why) !=
		0)
		return -1;
	copy.title = keep(report, funnel->title);
	copy.note = keep(report, funnel->note);
	copy.measure = keep_measure(report, funnel->measure);
	copy.label = keep_texts(report, funnel->label, funnel->count);
	copy.value = keep_all(report, funnel->value, funnel->count, sizeof *funnel->value);
	add_block(report, REPORT_FUNNEL)->is.funnel = copy;
	return 0;
}

static struct report_table keep_table(struct report *report, const struct report_table *table)
{
	size_t cells = table->row_count * table->column_count;
	struct report_table copy = *table;
	struct report_column *column =
		keep_all(report, table->column, table->column_count, sizeof *column);

	for (size_t i = 0; i < table->column_count; i++) {
		column[i].name = keep(report, table->column[i].name);
		column[i].key = table->column[i].key.length > 0 ? keep(report, table->column[i].key)
								: column[i].name;
	}
	copy.column = column;
	copy.title = keep(report, table->title);
	copy.note = keep(report, table->note);
	copy.cell = keep_texts(report, table->cell, cells);
	copy.exact = table->exact != NULL ? keep_texts(report, table->exact, cells) : copy.cell;
	return copy;
}

void report_table(struct report *report, const struct report_table *table)
{
	struct report_table copy = keep_table(report, table);

	add_block(report, REPORT_TABLE)->is.table = copy;
}

static struct report_block *newest(struct report *report)
{
	assert(report->count > 0);
	return &report->block[report->count - 1];
}

void report_name(struct report *report, struct slice name)
{
	newest(report)->name = keep(report, name);
}

void report_source(struct report *report, const struct report_source *source)
{
	newest(report)->source = keep_source(report, source);
}

void report_figures(struct report *report, const struct report_table *table)
{
	struct report_block *block = newest(report);

	assert(report_is_chart(block));
	block->figures = keep_table(report, table);
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
	return block->kind >= REPORT_BARS && block->kind <= REPORT_FUNNEL;
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
