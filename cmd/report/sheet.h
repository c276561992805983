/* SPDX-License-Identifier: MIT */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

/*
 * sheet: the report in the making, with its figures and texts.
 *
 * A figure is computed once: exact as streams have it, as people read it, and as a number to draw
 * with. Figures go into tiles or into a grid (grid.h), from which pictures and tables are made, so
 * that every output shows the same ones.
 *
 *	struct figure share = sheet_share(sheet, amount, total);
 *
 *	report_paragraph(&sheet->report, SHEET_SAY(sheet, "pareto.half", share.shown));
 *
 * Every text lives as long as the sheet.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "crm/words.h"
#include "draw/report.h"
#include "intake.h"
#include "modelfile.h"
#include "sales.h"

struct figure {
	struct slice shown, exact;
	double number;
	enum report_unit unit;
};

/* The caller sets what it knows, and REPORT_EMPTY, ARENA_EMPTY, BUF_EMPTY. */
struct sheet {
	struct intake *intake;
	const struct intake *before; /* customers of the time before, or NULL */
	struct sales *sales;         /* or NULL */
	const struct modelfile *model;
	const struct summary *summary;
	const struct words *words;
	const char *currency; /* or NULL */
	const char *stream;   /* what the customers are made of: "profiles", "transactions" */
	int decimals;         /* of amounts */
	int table_decimals;   /* … in tables */
	struct report report;
	struct arena texts;
	struct buf draft;
};

/* Keep what was written to the draft as a text, and empty it. */
struct slice sheet_take(struct sheet *sheet);

/* ---- figures ---- */

struct figure sheet_count(struct sheet *sheet, int128 count);
struct figure sheet_money(struct sheet *sheet, int128 micros, int decimals);

/* micros / count, with the decimals of amounts; not known if count is 0. */
struct figure sheet_mean(struct sheet *sheet, int128 micros, int64_t count);

/* `part` of `whole`, rounded from the exact quotient: 73.1%. Not known unless whole > 0. */
struct figure sheet_share(struct sheet *sheet, int128 part, int128 whole);

/* part / whole with so many decimals: 5.1. Not known if whole is 0. */
struct figure sheet_ratio(struct sheet *sheet, int128 part, int128 whole, int decimals);

struct figure sheet_days(struct sheet *sheet, int64_t days);
struct figure sheet_date(struct sheet *sheet, int32_t date);

/* A number that was calculated in floating point. NAN is not known. */
struct figure sheet_real(struct sheet *sheet, double value, int decimals);
struct figure sheet_part(struct sheet *sheet, double share); /* 0.25 is 25.0% */

/* A text, and what streams call it. */
struct figure sheet_text(struct slice shown, struct slice exact);

/* A value of a segment's column, in the reader's words. */
struct figure sheet_value(struct sheet *sheet, struct slice column, struct slice value);

/* A field of a record of intake.h as people read it, by its field or segment. */
struct figure sheet_field(struct sheet *sheet, size_t field, struct slice value);

/* Nothing is known. */
struct figure sheet_nothing(enum report_unit unit);

/* ---- texts ---- */

/* A phrase without places to fill. */
struct slice sheet_word(const struct sheet *sheet, const char *key);

struct slice sheet_say(
	struct sheet *sheet, const char *key, const struct slice *text, size_t count);

/* A phrase, filled with texts. */
#define SHEET_SAY(sheet, key, ...)                                   \
	sheet_say(sheet, key, (const struct slice[]){ __VA_ARGS__ }, \
		sizeof((const struct slice[]){ __VA_ARGS__ }) / sizeof(struct slice))

/* A phrase for one, or for many: KEY.one, KEY.many. */
const char *sheet_number(int64_t count, const char *one, const char *many);

/* What people call a column. */
struct slice sheet_column(const struct sheet *sheet, const char *column);

/* A field of a stream as people read it. */
struct slice sheet_plain(struct sheet *sheet, struct slice field);

/* Two texts in one, with a blank between them where the language has blanks. */
struct slice sheet_join(struct sheet *sheet, struct slice first, struct slice second);

/* A year and a month: 2026-11. */
struct slice sheet_month(struct sheet *sheet, int month);

/* "2026-11 is counted up to 2026-11-22.", if the last month of the ledger is not whole; or empty.
 */
struct slice sheet_partial(struct sheet *sheet);

/* ---- measures, to draw with ---- */

struct measure sheet_measure(const struct sheet *sheet, enum report_unit unit, struct slice name);

/* ---- sources ---- */

/* `rule` is a key of the texts. */
struct report_source sheet_source(
	const struct sheet *sheet, const char *stream, const char *columns, const char *rule);

void sheet_release(struct sheet *sheet);

#endif
