/* SPDX-License-Identifier: MIT */
#include "draw/keep.h"

#include <assert.h>
#include <math.h>

/* Differences of two such numbers are still finite. */
static const double largest = 1e300;

struct slice keep_text(struct arena *memory, struct slice text)
{
	return arena_copy(memory, text);
}

void *keep_all(struct arena *memory, const void *items, size_t count, size_t size)
{
	void *copy = arena_alloc(memory, count * size + 1);

	if (count > 0)
		memcpy(copy, items, count * size);
	return copy;
}

static struct measure keep_measure(struct arena *memory, struct measure measure)
{
	assert(measure.decimals >= 0 && measure.decimals <= 6);
	measure.name = keep_text(memory, measure.name);
	measure.before = keep_text(memory, measure.before);
	measure.after = keep_text(memory, measure.after);
	return measure;
}

static struct slice *keep_texts(struct arena *memory, const struct slice *text, size_t count)
{
	struct slice *copy = keep_all(memory, text, count, sizeof *text);

	for (size_t i = 0; i < count; i++)
		copy[i] = keep_text(memory, text[i]);
	return copy;
}

static bool can_be_drawn(double value)
{
	return isfinite(value) && fabs(value) <= largest;
}

struct report_source keep_source(struct arena *memory, const struct report_source *source)
{
	return (struct report_source){ keep_text(memory, source->stream),
		keep_text(memory, source->columns), keep_text(memory, source->rule) };
}

/* Of a spark line too long to be told apart, or that cannot be drawn, nothing is kept. */
static void keep_spark(struct arena *memory, struct report_tile *tile)
{
	for (size_t i = 0; i < tile->spark_count; i++)
		if (!can_be_drawn(tile->spark[i]))
			tile->spark_count = 0;
	tile->spark = keep_all(memory, tile->spark, tile->spark_count, sizeof *tile->spark);
}

struct report_tile *keep_tiles(struct arena *memory, const struct report_tile *tile, size_t count)
{
	struct report_tile *copy = keep_all(memory, tile, count, sizeof *tile);

	for (size_t i = 0; i < count; i++) {
		copy[i].label = keep_text(memory, tile[i].label);
		copy[i].value = keep_text(memory, tile[i].value);
		copy[i].note = keep_text(memory, tile[i].note);
		copy[i].key = keep_text(memory, tile[i].key);
		copy[i].exact = keep_text(memory, tile[i].exact);
		copy[i].change = keep_text(memory, tile[i].change);
		copy[i].change_exact = keep_text(memory, tile[i].change_exact);
		copy[i].source = keep_source(memory, &tile[i].source);
		keep_spark(memory, &copy[i]);
	}
	return copy;
}

struct report_table keep_table(struct arena *memory, const struct report_table *table)
{
	size_t cells = table->row_count * table->column_count;
	struct report_table copy = *table;
	struct report_column *column =
		keep_all(memory, table->column, table->column_count, sizeof *column);

	for (size_t i = 0; i < table->column_count; i++) {
		column[i].name = keep_text(memory, table->column[i].name);
		column[i].key = table->column[i].key.length > 0
					? keep_text(memory, table->column[i].key)
					: column[i].name;
	}
	copy.column = column;
	copy.title = keep_text(memory, table->title);
	copy.note = keep_text(memory, table->note);
	copy.cell = keep_texts(memory, table->cell, cells);
	copy.exact = table->exact != NULL ? keep_texts(memory, table->exact, cells) : copy.cell;
	return copy;
}

/* ---- charts ------------------------------------------------------------------------------ */

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

int keep_chart(struct arena *memory, struct report_chart *chart, struct diag *why)
{
	struct report_series *series;

	if (check_chart(chart, why) < 0)
		return -1;
	series = keep_all(memory, chart->series, chart->series_count, sizeof *series);
	for (size_t s = 0; s < chart->series_count; s++) {
		series[s].measure = keep_measure(memory, series[s].measure);
		series[s].value = keep_all(memory, series[s].value, chart->count, sizeof(double));
		series[s].total = total_of(series[s].value, chart->count);
		if (series[s].text != NULL)
			series[s].text = keep_texts(memory, series[s].text, chart->count);
	}
	chart->series = series;
	chart->title = keep_text(memory, chart->title);
	chart->note = keep_text(memory, chart->note);
	chart->label = keep_texts(memory, chart->label, chart->count);
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

int keep_curve(struct arena *memory, struct report_curve *curve, struct diag *why)
{
	struct report_zone *zone;

	if (check_points(curve, why) < 0 || check_zones(curve, why) < 0)
		return -1;
	zone = keep_all(memory, curve->zone, curve->zone_count, sizeof *zone);
	for (size_t i = 0; i < curve->zone_count; i++)
		zone[i].label = keep_text(memory, zone[i].label);
	curve->zone = zone;
	curve->point = keep_all(memory, curve->point, curve->count, sizeof *curve->point);
	curve->title = keep_text(memory, curve->title);
	curve->note = keep_text(memory, curve->note);
	curve->x = keep_measure(memory, curve->x);
	curve->y = keep_measure(memory, curve->y);
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

int keep_heat(struct arena *memory, struct report_heat *heat, struct diag *why)
{
	size_t cells = heat->row_count * heat->column_count;

	if (check_values(heat->value, heat->text, cells, heat->title, true, why) != 0)
		return -1;
	heat->title = keep_text(memory, heat->title);
	heat->note = keep_text(memory, heat->note);
	heat->row_name = keep_text(memory, heat->row_name);
	heat->column_name = keep_text(memory, heat->column_name);
	heat->row = keep_texts(memory, heat->row, heat->row_count);
	heat->column = keep_texts(memory, heat->column, heat->column_count);
	heat->value = keep_all(memory, heat->value, cells, sizeof *heat->value);
	heat->text = keep_texts(memory, heat->text, cells);
	heat->measure = keep_measure(memory, heat->measure);
	heat->below = heat->below != NULL ? keep_texts(memory, heat->below, cells) : NULL;
	return 0;
}

int keep_tiers(struct arena *memory, struct report_tiers *tiers, struct diag *why)
{

	if (check_values(tiers->share, tiers->label, tiers->count, tiers->title, false, why) != 0)
		return -1;
	tiers->title = keep_text(memory, tiers->title);
	tiers->note = keep_text(memory, tiers->note);
	tiers->label = keep_texts(memory, tiers->label, tiers->count);
	tiers->text = keep_texts(memory, tiers->text, tiers->count);
	tiers->side = keep_texts(memory, tiers->side, tiers->count);
	tiers->share = keep_all(memory, tiers->share, tiers->count, sizeof *tiers->share);
	tiers->side_measure = keep_measure(memory, tiers->side_measure);
	return 0;
}

static const double *keep_band(struct arena *memory, const double *value, size_t count)
{
	return value != NULL ? keep_all(memory, value, count, sizeof *value) : NULL;
}

int keep_lines(struct arena *memory, struct report_lines *lines, struct diag *why)
{
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
	line = keep_all(memory, lines->line, lines->line_count, sizeof *line);
	for (size_t i = 0; i < lines->line_count; i++) {
		line[i].name = keep_text(memory, line[i].name);
		line[i].value = keep_band(memory, line[i].value, lines->count);
		line[i].low = keep_band(memory, line[i].low, lines->count);
		line[i].high = keep_band(memory, line[i].high, lines->count);
	}
	lines->line = line;
	lines->title = keep_text(memory, lines->title);
	lines->note = keep_text(memory, lines->note);
	lines->measure = keep_measure(memory, lines->measure);
	lines->label = keep_texts(memory, lines->label, lines->count);
	return 0;
}

int keep_parts(struct arena *memory, struct report_parts *parts, struct diag *why)
{
	size_t shares = parts->part_count * parts->bar_count;

	assert(parts->part_count <= REPORT_PARTS_MOST);
	if (check_values(parts->share, NULL, shares, parts->title, false, why) != 0)
		return -1;
	parts->title = keep_text(memory, parts->title);
	parts->note = keep_text(memory, parts->note);
	parts->part = keep_texts(memory, parts->part, parts->part_count);
	parts->bar = keep_texts(memory, parts->bar, parts->bar_count);
	parts->share = keep_all(memory, parts->share, shares, sizeof *parts->share);
	parts->text = parts->text != NULL ? keep_texts(memory, parts->text, shares) : NULL;
	return 0;
}

int keep_dots(struct arena *memory, struct report_dots *dots, struct diag *why)
{
	struct report_dot *dot;

	for (size_t i = 0; i < dots->count; i++) {
		if (!can_be_drawn(dots->dot[i].x))
			return refuse(why, dots->title, dots->x.name, dots->dot[i].x);
		if (!can_be_drawn(dots->dot[i].y))
			return refuse(why, dots->title, dots->y.name, dots->dot[i].y);
	}
	dot = keep_all(memory, dots->dot, dots->count, sizeof *dot);
	for (size_t i = 0; i < dots->count; i++)
		dot[i].label = keep_text(memory, dot[i].label);
	for (size_t i = 0; i < 4; i++)
		dots->quadrant[i] = keep_text(memory, dots->quadrant[i]);
	dots->dot = dot;
	dots->title = keep_text(memory, dots->title);
	dots->note = keep_text(memory, dots->note);
	dots->x = keep_measure(memory, dots->x);
	dots->y = keep_measure(memory, dots->y);
	return 0;
}

int keep_funnel(struct arena *memory, struct report_funnel *funnel, struct diag *why)
{

	if (check_values(funnel->value, funnel->label, funnel->count, funnel->title, false, why) !=
		0)
		return -1;
	funnel->title = keep_text(memory, funnel->title);
	funnel->note = keep_text(memory, funnel->note);
	funnel->measure = keep_measure(memory, funnel->measure);
	funnel->label = keep_texts(memory, funnel->label, funnel->count);
	funnel->value = keep_all(memory, funnel->value, funnel->count, sizeof *funnel->value);
	return 0;
}

int keep_sankey(struct arena *memory, struct report_sankey *sankey, struct diag *why)
{
	size_t flows = sankey->from_count * sankey->to_count;

	if (check_values(sankey->value, NULL, flows, sankey->title, false, why) != 0)
		return -1;
	sankey->title = keep_text(memory, sankey->title);
	sankey->note = keep_text(memory, sankey->note);
	sankey->from_name = keep_text(memory, sankey->from_name);
	sankey->to_name = keep_text(memory, sankey->to_name);
	sankey->measure = keep_measure(memory, sankey->measure);
	sankey->from = keep_texts(memory, sankey->from, sankey->from_count);
	sankey->to = keep_texts(memory, sankey->to, sankey->to_count);
	sankey->value = keep_all(memory, sankey->value, flows, sizeof *sankey->value);
	sankey->tone = keep_all(memory, sankey->tone, flows, sizeof *sankey->tone);
	for (size_t i = 0; i < 3; i++)
		sankey->tone_name[i] = keep_text(memory, sankey->tone_name[i]);
	return 0;
}
