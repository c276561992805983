/* SPDX-License-Identifier: MIT */
#include "draw/report.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

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
}

void report_footer(struct report *report, struct slice text)
{
	report->footer = keep(report, text);
}

void report_heading(struct report *report, struct slice text)
{
	add_block(report, REPORT_HEADING)->is.text = keep(report, text);
}

void report_paragraph(struct report *report, struct slice text)
{
	add_block(report, REPORT_PARAGRAPH)->is.text = keep(report, text);
}

void report_tiles(struct report *report, const struct report_tile *tile, size_t count)
{
	struct report_tile *copy = keep_all(report, tile, count, sizeof *tile);

	for (size_t i = 0; i < count; i++) {
		copy[i].label = keep(report, tile[i].label);
		copy[i].value = keep(report, tile[i].value);
		copy[i].note = keep(report, tile[i].note);
	}
	add_block(report, REPORT_TILES)->is.tiles = (struct report_tiles){ copy, count };
}

static bool can_be_drawn(double value)
{
	return isfinite(value) && fabs(value) <= largest;
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

void report_table(struct report *report, const struct report_table *table)
{
	struct report_table copy = *table;
	struct report_column *column =
		keep_all(report, table->column, table->column_count, sizeof *column);

	for (size_t i = 0; i < table->column_count; i++)
		column[i].name = keep(report, table->column[i].name);
	copy.column = column;
	copy.title = keep(report, table->title);
	copy.note = keep(report, table->note);
	copy.cell = keep_texts(report, table->cell, table->row_count * table->column_count);
	add_block(report, REPORT_TABLE)->is.table = copy;
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

struct slice report_nothing(struct slice language)
{
	return slice_starts(language, slice_of("zh")) ? slice_of("无数据") : slice_of("no values");
}

void report_release(struct report *report)
{
	free(report->block);
	arena_release(&report->memory);
	*report = (struct report)REPORT_EMPTY;
}
