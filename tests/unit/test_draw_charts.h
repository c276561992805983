/* SPDX-License-Identifier: MIT */
#ifndef TEST_DRAW_CHARTS_H
#define TEST_DRAW_CHARTS_H

/*
 * charts: one of each kind, with `text` in every place where one can be.
 */

#include <check.h>
#include <math.h>

#include "draw/report.h"

/* Give the newest block a name, a source and figures. */
static inline void charts_attach(struct report *to, struct slice text)
{
	struct report_column column[] = { { .name = text, .key = text },
		{ .name = text, .number = true, .unit = REPORT_COUNT } };
	struct slice cell[] = { text, text };
	struct report_table table = {
		.column = column, .column_count = 2, .cell = cell, .row_count = 1
	};
	struct report_source source = { text, text, text };

	report_figures(to, &table);
	report_name(to, text);
	report_source(to, &source);
}

static inline void charts_add_plain(struct report *to, struct slice text)
{
	static const double values[] = { 1, -2 };
	static const struct report_point points[] = { { 0, 0 }, { 1, 1 } };
	struct slice labels[] = { text, { 0 } };
	struct measure measure = { .name = text, .before = text, .after = text };
	struct report_series series[] = { { .measure = measure, .value = values, .share = true },
		{ .measure = measure, .value = values, .text = labels } };
	struct report_chart chart = { text, text, labels, 2, series, 2 };
	struct report_zone zone = { text, 0.5 };
	struct report_curve curve = { text, text, measure, measure, points, 2, &zone, 1, true };
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(report_bars(to, &chart, &why), 0);
	ck_assert_int_eq(report_columns(to, &chart, &why), 0);
	ck_assert_int_eq(report_curve(to, &curve, &why), 0);
	charts_attach(to, text);
}

static inline void charts_add_fields(struct report *to, struct slice text)
{
	static const double values[] = { 3, 0, (double)NAN, -1 }, shares[] = { 0.25, 0.75, 0, 1 };
	struct slice texts[] = { text, text, { 0 }, text };
	struct measure measure = { .name = text, .before = text, .after = text };
	struct report_heat heat = { text, text, text, text, texts, texts, 2, 2, values, texts,
		texts, measure, false };
	struct report_tiers tiers = { text, text, texts, texts, texts, shares, measure, 4 };
	struct report_line line[] = { { text, values, NULL, NULL },
		{ text, shares, shares, shares } };
	struct report_lines lines = { text, text, measure, texts, 4, line, 2, true };
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(report_heat(to, &heat, &why), 0);
	charts_attach(to, text);
	heat.below = NULL;
	heat.by_row = true;
	ck_assert_int_eq(report_heat(to, &heat, &why), 0);
	ck_assert_int_eq(report_tiers(to, &tiers, &why), 0);
	ck_assert_int_eq(report_lines(to, &lines, &why), 0);
	lines.steps = false;
	ck_assert_int_eq(report_lines(to, &lines, &why), 0);
	report_half(to);
}

static inline void charts_add_shapes(struct report *to, struct slice text)
{
	static const double shares[] = { 0.25, 0.75, 0, 1 }, steps[] = { 100, 40, 0 };
	struct slice texts[] = { text, text, { 0 }, text };
	struct measure measure = { .name = text, .before = text, .after = text };
	struct report_parts parts = { text, text, texts, 2, texts, 2, shares, NULL,
		REPORT_SHADE_GRADES };
	struct report_dot dot[] = { { 1, 2, text, 0 }, { 1, 2, text, 3 }, { -1, 5, text, 1 } };
	struct report_dots dots = { text, text, measure, measure, dot, 3, true, true, 0, 3,
		{ text, text, text, text } };
	struct report_funnel funnel = { text, text, measure, texts, steps, 3 };
	static const enum report_tone tones[] = { REPORT_NEUTRAL, REPORT_GOOD, REPORT_BAD,
		REPORT_BAD };
	struct report_sankey sankey = { text, text, text, text, texts, texts + 1, 2, 2, shares,
		tones, { text, text, text }, measure };
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(report_parts(to, &parts, &why), 0);
	parts.shade = REPORT_SHADE_SIGNALS;
	parts.text = texts;
	ck_assert_int_eq(report_parts(to, &parts, &why), 0);
	ck_assert_int_eq(report_dots(to, &dots, &why), 0);
	dots.cut = false;
	ck_assert_int_eq(report_dots(to, &dots, &why), 0);
	ck_assert_int_eq(report_funnel(to, &funnel, &why), 0);
	ck_assert_int_eq(report_sankey(to, &sankey, &why), 0);
	sankey.from_name = sankey.to_name = (struct slice){ NULL, 0 };
	ck_assert_int_eq(report_sankey(to, &sankey, &why), 0);
}

static inline void charts_add_empty(struct report *to, struct slice text)
{
	struct report_line line = { .name = text };
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(report_heat(to, &(struct report_heat){ .title = text }, &why), 0);
	ck_assert_int_eq(report_tiers(to, &(struct report_tiers){ .title = text }, &why), 0);
	ck_assert_int_eq(
		report_lines(to,
			&(struct report_lines){ .title = text, .line = &line, .line_count = 1 },
			&why),
		0);
	ck_assert_int_eq(report_parts(to, &(struct report_parts){ .title = text }, &why), 0);
	ck_assert_int_eq(report_dots(to, &(struct report_dots){ .title = text }, &why), 0);
	ck_assert_int_eq(report_funnel(to, &(struct report_funnel){ .title = text }, &why), 0);
	ck_assert_int_eq(report_sankey(to, &(struct report_sankey){ .title = text }, &why), 0);
}

static inline void charts_add(struct report *to, struct slice text)
{
	charts_add_plain(to, text);
	charts_add_fields(to, text);
	charts_add_shapes(to, text);
	charts_add_empty(to, text);
}

#endif
