/* SPDX-License-Identifier: MIT */
#include "survival_chart.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "grid.h"
#include "stat/survival.h"

enum {
	STEPS_MOST = 26, /* of the curve that is drawn */
	LEVEL = 95,
};

/* The curve, read every so many days. */
struct reading {
	double share[STEPS_MOST + 1], low[STEPS_MOST + 1], high[STEPS_MOST + 1];
	size_t count;
	int64_t step;
};

/* Two cases for each day: those who were lost then, and those who were there still. */
static void estimate(const struct intake_part *all, struct survival_curve *curve)
{
	struct survival_case *cases = mem_zero(2 * all->life_count + 1, sizeof *cases);
	size_t count = 0;

	for (size_t i = 0; i < all->life_count; i++) {
		const struct intake_life *life = &all->life[i];

		if (life->lost > 0)
			cases[count++] = (struct survival_case){
				.time = (double)i, .weight = (double)life->lost, .event = true
			};
		if (life->there > 0)
			cases[count++] = (struct survival_case){ .time = (double)i,
				.weight = (double)life->there };
	}
	survival_sort(cases, count);
	survival_fit(curve, cases, count, SURVIVAL_LOG_LOG, LEVEL / 100.0);
	free(cases);
}

/* Days between what is read: a round number of them. */
static int64_t step_of(size_t days)
{
	static const int64_t steps[] = { 1, 2, 5, 7, 14, 30, 60, 90, 180, 365 };

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (steps[i] * STEPS_MOST >= (int64_t)days)
			return steps[i];
	return (int64_t)days / STEPS_MOST + 1;
}

static void read_curve(const struct survival_curve *curve, size_t days, struct reading *reading)
{
	reading->step = step_of(days);
	for (int64_t day = 0; day < (int64_t)days && reading->count <= STEPS_MOST;
		day += reading->step) {
		const struct survival_point *point = survival_point_at(curve, (double)day);
		size_t i = reading->count++;

		reading->share[i] = point != NULL ? point->survival : 1;
		/* Before the first loss nothing is open; after the last there is no interval. */
		reading->low[i] =
			point != NULL && point->events + point->hazard > 0 ? point->low : NAN;
		reading->high[i] = isfinite(reading->low[i]) ? point->high : NAN;
	}
}

static void fill(struct grid *grid, const struct reading *reading)
{
	struct sheet *sheet = grid->sheet;

	grid_column(grid, "days", sheet_word(sheet, "survival.days"), REPORT_DAYS);
	grid_column(grid, "survival", sheet_word(sheet, "survival.share"), REPORT_SHARE);
	grid_column(grid, "low", sheet_word(sheet, "survival.low"), REPORT_SHARE);
	grid_column(grid, "high", sheet_word(sheet, "survival.high"), REPORT_SHARE);
	for (size_t i = 0; i < reading->count; i++) {
		grid_put(grid, sheet_days(sheet, (int64_t)i * reading->step));
		grid_put(grid, sheet_part(sheet, reading->share[i]));
		grid_put(grid, sheet_part(sheet, reading->low[i]));
		grid_put(grid, sheet_part(sheet, reading->high[i]));
	}
}

/* How long half of them stay, or what is left at the end of what was seen. */
static struct slice finding(
	struct sheet *sheet, const struct survival_curve *curve, const struct reading *reading)
{
	struct survival_estimate median = survival_time_of(curve, 0.5);
	int64_t last = (int64_t)(reading->count - 1) * reading->step;

	if (isfinite(median.value))
		return SHEET_SAY(
			sheet, "survival.title", sheet_days(sheet, (int64_t)median.value).shown);
	return SHEET_SAY(sheet, "survival.above",
		sheet_part(sheet, reading->share[reading->count - 1]).shown,
		sheet_days(sheet, last).shown);
}

static int draw(
	struct grid *grid, const struct reading *reading, struct slice title, struct diag *why)
{
	struct sheet *sheet = grid->sheet;
	struct slice *label = grid_labels(grid, 0);
	struct report_line line = { .name = sheet_word(sheet, "survival.share"),
		.value = reading->share,
		.low = reading->low,
		.high = reading->high };
	struct report_lines lines = {
		.title = title,
		.note = sheet_word(sheet, "survival.note"),
		.measure = { .percent = true, .decimals = 1 },
		.label = label,
		.count = reading->count,
		.line = &line,
		.line_count = 1,
		.steps = true,
	};
	int result = report_lines(&sheet->report, &lines, why);

	if (result == 0)
		grid_attach(grid, false);
	free(label);
	return result;
}

int survival_chart_put(struct sheet *sheet, struct diag *why)
{
	const struct intake_part *all = &sheet->intake->all;
	struct reading reading = { .count = 0 };
	struct survival_curve curve;
	struct grid grid;
	int result = 0;

	if (all->life_count < 2)
		return 0;
	estimate(all, &curve);
	read_curve(&curve, all->life_count, &reading);
	if (curve.events > 0 && reading.count > 1) {
		grid_begin(&grid, sheet, "survival");
		fill(&grid, &reading);
		grid_source(&grid, sheet->stream,
			"first_date, last_date, tenure, lifecycle, recency, gap_mean, gap_sd",
			"rule.survival");
		result = draw(&grid, &reading, finding(sheet, &curve, &reading), why);
		grid_end(&grid);
	}
	survival_curve_release(&curve);
	return result;
}
