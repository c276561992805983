/* SPDX-License-Identifier: MIT */
#ifndef DRAW_REPORT_H
#define DRAW_REPORT_H

/*
 * report: what a manager should see, before it is drawn.
 *
 * A report is a list of blocks: sections, paragraphs, tiles with key figures, charts, tables.
 * It is described once and then drawn by page_render as HTML, by term_render for a terminal, by
 * markdown_render, json_render and figures_render for whoever reads those.
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
 *	report_name(&report, slice_of("segments"));
 *	page_render(&report, &out);
 *	report_release(&report);
 *
 * What is drawn and what it is drawn from go together: a chart is followed by its figures as a
 * table (report_figures), exact and with where they come from (report_source). That table is what
 * a screen reader reads, what JSON and TSV carry, and what stands below the picture.
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

/* What a figure counts, as JSON and TSV call it: text, amount, count, share, number, days, date. */
enum report_unit {
	REPORT_TEXT,
	REPORT_AMOUNT,
	REPORT_COUNT,
	REPORT_SHARE, /* exact is a fraction: 0.7341 */
	REPORT_NUMBER,
	REPORT_DAYS,
	REPORT_DATE,
};

extern const char *const report_unit_name[];

/* Where a figure comes from: the stream, its columns, and what was done with them. */
struct report_source {
	struct slice stream, columns, rule;
};

/* A key figure. The value is text, formatted by the caller. */
struct report_tile {
	struct slice label;
	struct slice value;
	struct slice note;     /* "5.1 per customer"; may be empty */
	enum report_tone tone; /* of the change, or of the note if there is none */
	struct slice key;      /* "customers", as JSON and TSV call it; or empty */
	struct slice exact;    /* the value as streams have it */
	enum report_unit unit;
	struct slice change;       /* "+3.1% since 2026-10-31"; may be empty */
	struct slice change_exact; /* the difference, as streams have it */
	const double *spark;       /* its course up to now, or NULL */
	size_t spark_count;
	struct report_source source;
};

struct report_series {
	struct measure measure;
	const double *value;      /* one for each label */
	bool share;               /* write the share of the total behind each value */
	double total;             /* filled in by the report; 0 where shares make no sense */
	const struct slice *text; /* how each value is written; NULL: as the measure says */
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

/* A table of colours: the more, the stronger. Values below zero are drawn as nothing. */
struct report_heat {
	struct slice title, note;
	struct slice row_name, column_name; /* what the axes are; may be empty */
	const struct slice *row, *column;   /* labels */
	size_t row_count, column_count;
	const double *value;       /* row by row; NAN: there is no such cell */
	const struct slice *text;  /* in each cell */
	const struct slice *below; /* a second, smaller line in each; or NULL */
	struct measure measure;    /* of the values, for where the texts have no room */
	bool by_row;               /* the strongest of each row is full, not the strongest of all */
};

/* A pyramid: tiers from the top, each with what it is a part of. */
struct report_tiers {
	struct slice title, note;
	const struct slice *label;
	const struct slice *text;    /* what stands behind the label: "20 customers" */
	const struct slice *side;    /* what stands beside it: "24.1% of the amount" */
	const double *share;         /* of `side`, 0 … 1: a bar; below 0: none */
	struct measure side_measure; /* its name stands above the bars */
	size_t count;
};

/* A line, perhaps with a band around it. */
struct report_line {
	struct slice name;
	const double *value;      /* one for each label; NAN: not known there */
	const double *low, *high; /* the band, or NULL */
};

enum { REPORT_LINES_MOST = 4 };

/*
 * Lines over labels that have an order, such as months: customers who bought, or the cases that
 * came, were closed and are open.
 */
struct report_lines {
	struct slice title, note;
	struct measure measure;
	const struct slice *label;
	size_t count;
	const struct report_line *line;
	size_t line_count; /* 1 … REPORT_LINES_MOST */
	bool steps;        /* a value holds until the next one */
};

/* A whole in its parts, in a bar of one length: grades, ageing, the three answers of NPS. */
enum report_shade {
	REPORT_SHADE_GRADES,  /* a colour for each grade: A, B, C, … */
	REPORT_SHADE_SIGNALS, /* from bad over neutral to good */
};

enum { REPORT_PARTS_MOST = 8 };

struct report_parts {
	struct slice title, note;
	const struct slice *part; /* names of the parts */
	size_t part_count;        /* at most REPORT_PARTS_MOST */
	const struct slice *bar;  /* names of the bars */
	size_t bar_count;
	const double *share;      /* bar by bar, part_count for each; 0 … 1 */
	const struct slice *text; /* how each share is written; NULL: in per cent, one decimal */
	enum report_shade shade;
};

/* A dot with a name on a field of two axes. */
struct report_dot {
	double x, y;
	struct slice label;
	double size; /* relative to the others: its area; 0: all alike */
};

/*
 * Dots over two axes. With cuts, the field is divided into four, which have names: the perception
 * matrix has importance upwards and performance to the right. With a diagonal, it shows how far
 * what came is from what was expected.
 */
struct report_dots {
	struct slice title, note;
	struct measure x, y;
	const struct report_dot *dot;
	size_t count;
	bool diagonal;
	bool cut;
	double cut_x, cut_y;
	struct slice quadrant[4]; /* upper left, upper right, lower left, lower right */
};

/* Steps of a funnel, each a part of the one before. */
struct report_funnel {
	struct slice title, note;
	struct measure measure;
	const struct slice *label;
	const double *value;
	size_t count;
};

/*
 * Who went from where to where: bands from the places at the left to those at the right, as broad
 * as the value. Colours tell what is welcome, and a key says what they mean.
 */
struct report_sankey {
	struct slice title, note;
	struct slice from_name, to_name; /* what stands above the sides: "2026-10", "2026-11" */
	const struct slice *from, *to;   /* names of the places, from the top */
	size_t from_count, to_count;
	const double *value; /* from place to place, to_count for each; what is not above 0: none */
	const enum report_tone *tone; /* of each */
	struct slice tone_name[3];    /* what each tone means here; may be empty */
	struct measure measure;
};

struct report_column {
	struct slice name;
	bool number;      /* aligned to the right, never shortened before texts are */
	struct slice key; /* as JSON and TSV call it; empty: the name */
	enum report_unit unit;
};

struct report_table {
	struct slice title; /* may be empty */
	struct slice note;
	const struct report_column *column;
	size_t column_count;
	const struct slice *cell; /* row by row, column_count for each */
	size_t row_count;
	const struct slice *exact; /* the same as streams have it; NULL: as `cell` */
	bool list; /* people, things: can be filtered and sorted where that is possible */
};

struct report_tiles {
	const struct report_tile *tile;
	size_t count;
};

/* A part of the page that can be named and ordered. */
struct report_section {
	struct slice key; /* "pareto" */
	struct slice title;
};

enum report_kind {
	REPORT_HEADING,
	REPORT_PARAGRAPH,
	REPORT_TILES,
	REPORT_BARS,
	REPORT_COLUMNS,
	REPORT_CURVE,
	REPORT_HEAT,
	REPORT_TIERS,
	REPORT_LINES,
	REPORT_PARTS,
	REPORT_DOTS,
	REPORT_FUNNEL,
	REPORT_SANKEY,
	REPORT_TABLE,
};

struct report_block {
	enum report_kind kind;
	union {
		struct report_section section; /* heading */
		struct slice text;             /* paragraph */
		struct report_tiles tiles;
		struct report_chart chart; /* bars, columns */
		struct report_curve curve;
		struct report_heat heat;
		struct report_tiers tiers;
		struct report_lines lines;
		struct report_parts parts;
		struct report_dots dots;
		struct report_funnel funnel;
		struct report_sankey sankey;
		struct report_table table;
	} is;
	struct slice name; /* "rfm_heat", unique on the page; or empty */
	struct report_source source;
	bool has_figures;
	struct report_table figures; /* of a chart */
	bool is_half;                /* two of them may stand beside each other */
};

/* The few words that the renderers themselves say, in the language of the reader. */
struct report_words {
	struct slice nothing;       /* "no values" */
	struct slice data;          /* "Figures": opens the table of a chart */
	struct slice filter;        /* "Filter": the field above a list */
	struct slice contents;      /* "Sections" */
	struct slice figure, value; /* heads of a table of tiles */
};

/* To be read by renderers; changed only by the functions below. */
struct report {
	struct slice title;
	struct slice subtitle;
	struct slice language; /* a tag such as "en", "zh-CN" */
	struct slice footer;   /* lines */
	struct report_words words;
	bool explain; /* show sources */
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

/* Say the renderers' words; without, they are English. The texts must live as long as it. */
void report_speak(struct report *report, const struct report_words *words);

/* What stands at the very end: sources, the command line, the date of the data. */
void report_footer(struct report *report, struct slice text);

void report_heading(struct report *report, struct slice text);

/* A heading that can be gone to and asked for. */
void report_section(struct report *report, struct slice key, struct slice title);

/* Take the newest heading back if nothing has followed it. */
void report_drop_empty(struct report *report);

void report_paragraph(struct report *report, struct slice text);
void report_tiles(struct report *report, const struct report_tile *tile, size_t count);

/* Horizontal bars: the best way to compare things that have names. */
int report_bars(struct report *report, const struct report_chart *chart, struct diag *why);

/* Columns from left to right: for labels that have an order, such as months or classes. */
int report_columns(struct report *report, const struct report_chart *chart, struct diag *why);

int report_curve(struct report *report, const struct report_curve *curve, struct diag *why);
int report_heat(struct report *report, const struct report_heat *heat, struct diag *why);
int report_tiers(struct report *report, const struct report_tiers *tiers, struct diag *why);
int report_lines(struct report *report, const struct report_lines *lines, struct diag *why);
int report_parts(struct report *report, const struct report_parts *parts, struct diag *why);
int report_dots(struct report *report, const struct report_dots *dots, struct diag *why);
int report_funnel(struct report *report, const struct report_funnel *funnel, struct diag *why);
int report_sankey(struct report *report, const struct report_sankey *sankey, struct diag *why);

void report_table(struct report *report, const struct report_table *table);

/* ---- of the newest block ---- */

void report_name(struct report *report, struct slice name);
void report_source(struct report *report, const struct report_source *source);

/* The figures of a chart. */
void report_figures(struct report *report, const struct report_table *table);

/* It may stand beside another. */
void report_half(struct report *report);

/* ---- for renderers ---- */

/* The block called `name`, or NULL. */
const struct report_block *report_find(const struct report *report, struct slice name);

/* Title and note of a chart or table; empty for what has none. */
struct slice report_title(const struct report_block *block);
struct slice report_note(const struct report_block *block);

/* Is it a picture? */
bool report_is_chart(const struct report_block *block);

/* The height of the curve at `x`, between two points in a straight line; count > 0. */
double report_height(const struct report_curve *curve, double x);

/* What is said in place of a chart or table without values, if nothing else was given. */
#define REPORT_NOTHING "no values"

void report_release(struct report *report);

#endif
