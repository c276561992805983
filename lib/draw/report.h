/* SPDX-License-Identifier: MIT */
#ifndef DRAW_REPORT_H
#define DRAW_REPORT_H

/*
 * report: what a manager should see, before it is drawn.
 *
 * A report is a list of blocks: headings, paragraphs, tiles with key figures, charts, tables.
 * It is described once and then drawn by page_render as HTML or by term_render for a terminal.
 *
 *	struct report report = REPORT_EMPTY;
 *	struct report_tile tiles[] = {
 *		{ .label = slice_of("Customers"), .value = slice_of("4,212") },
 *	};
 *
 *	report_begin(&report, slice_of("Customers in 2026"), slice_of("as of 2026-11-22"),
 *		slice_of("en"));
 *	report_tiles(&report, tiles, 1);
 *	if (report_bars(&report, &segments, why) != 0)
 *		…
 *	page_render(&report, &out);
 *	report_release(&report);
 *
 * The report copies all that it is given, so the caller may reuse its arrays at once. Texts are
 * the users' raw bytes: nobody needs to escape or check them, each renderer does.
 *
 * Numbers that are drawn must be finite and within ±1e300; the functions that take some return
 * 0, or -1 with the reason, and then the report is as it was before.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "draw/measure.h"

/* Whether a change is welcome. Shown by colour alone, so the text must say it too. */
enum report_tone { REPORT_NEUTRAL, REPORT_GOOD, REPORT_BAD };

/* A key figure. The value is text, formatted by the caller. */
struct report_tile {
	struct slice label;
	struct slice value;
	struct slice note;     /* "+3.1% against last year"; may be empty */
	enum report_tone tone; /* of the note */
};

struct report_series {
	struct measure measure;
	const double *value; /* one for each label */
	bool share;          /* write the share of the total behind each value */
	double total;        /* filled in by the report; 0 where shares make no sense */
};

enum { REPORT_SERIES_MOST = 2 };

/*
 * Values with labels, as bars or columns. Two series in the same unit are drawn on one scale, to
 * be compared pair by pair. Bars in different units get a scale and a panel of their own each;
 * columns must have one unit, since two scales over one field mislead.
 */
struct report_chart {
	struct slice title; /* best said as the finding: "A fifth of customers bring most of it" */
	struct slice note;  /* below the chart; may be empty */
	const struct slice *label;
	size_t count;
	const struct report_series *series;
	size_t series_count; /* 1 … REPORT_SERIES_MOST */
};

struct report_point {
	double x, y;
};

/* A part of a curve: everything from the part before (or the start) up to `end`. */
struct report_zone {
	struct slice label; /* short: "A" */
	double end;         /* on the x axis */
};

/* One line over two axes, such as the cumulative share of amount over the share of customers. */
struct report_curve {
	struct slice title;
	struct slice note;
	struct measure x, y;
	const struct report_point *point; /* x never falls */
	size_t count;
	const struct report_zone *zone; /* end never falls; zones past the last point are fine */
	size_t zone_count;
	bool diagonal; /* draw the straight line from the first point to the last, to compare */
};

struct report_column {
	struct slice name;
	bool number; /* aligned to the right, never shortened before texts are */
};

struct report_table {
	struct slice title; /* may be empty */
	struct slice note;
	const struct report_column *column;
	size_t column_count;
	const struct slice *cell; /* row by row, column_count for each */
	size_t row_count;
};

struct report_tiles {
	const struct report_tile *tile;
	size_t count;
};

enum report_kind {
	REPORT_HEADING,
	REPORT_PARAGRAPH,
	REPORT_TILES,
	REPORT_BARS,
	REPORT_COLUMNS,
	REPORT_CURVE,
	REPORT_TABLE,
};

struct report_block {
	enum report_kind kind;
	union {
		struct slice text; /* heading, paragraph */
		struct report_tiles tiles;
		struct report_chart chart; /* bars, columns */
		struct report_curve curve;
		struct report_table table;
	} is;
};

/* To be read by renderers; changed only by the functions below. */
struct report {
	struct slice title;
	struct slice subtitle;
	struct slice language; /* a tag such as "en", "zh-CN" */
	struct slice footer;
	struct report_block *block;
	size_t count;
	size_t capacity;
	struct arena memory;
};

#define REPORT_EMPTY                  \
	{                             \
		.memory = ARENA_EMPTY \
	}

/* Start. `subtitle` may be empty; an empty `language` is English. */
void report_begin(
	struct report *report, struct slice title, struct slice subtitle, struct slice language);

/* What stands at the very end: sources, the command line, the date of the data. */
void report_footer(struct report *report, struct slice text);

void report_heading(struct report *report, struct slice text);
void report_paragraph(struct report *report, struct slice text);
void report_tiles(struct report *report, const struct report_tile *tile, size_t count);

/* Horizontal bars: the best way to compare things that have names. */
int report_bars(struct report *report, const struct report_chart *chart, struct diag *why);

/* Columns from left to right: for labels that have an order, such as months or classes. */
int report_columns(struct report *report, const struct report_chart *chart, struct diag *why);

int report_curve(struct report *report, const struct report_curve *curve, struct diag *why);

void report_table(struct report *report, const struct report_table *table);

/* The height of the curve at `x`, between two points in a straight line; count > 0. */
double report_height(const struct report_curve *curve, double x);

/* What is said in place of a chart or table without values, in the language of the reader. */
struct slice report_nothing(struct slice language);

void report_release(struct report *report);

#endif
