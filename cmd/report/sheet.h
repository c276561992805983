/* SPDX-License-Identifier: MIT */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

/*
 * sheet: the report in the making, and all its texts.
 *
 * Numbers are written the way the reader wants them and then put into phrases; every text lives
 * as long as the sheet:
 *
 *	report_paragraph(&sheet->report,
 *		SHEET_SAY(sheet, WORDS_BEST_FIFTH, sheet_share(sheet, amount, total)));
 */

#include "base/arena.h"
#include "base/buf.h"
#include "crm/pareto.h"
#include "crm/words.h"
#include "draw/report.h"
#include "intake.h"

/* The caller sets what it knows, and REPORT_EMPTY, ARENA_EMPTY, BUF_EMPTY. */
struct sheet {
	struct intake *intake;
	const struct summary *summary;
	struct pareto pareto;
	enum words_language language;
	const char *currency; /* or NULL */
	int decimals;         /* of amounts */
	int table_decimals;   /* … in tables */
	struct report report;
	struct arena texts;
	struct buf draft;
};

/* Keep what was written to the draft as a text, and empty it. */
struct slice sheet_take(struct sheet *sheet);

struct slice sheet_count(struct sheet *sheet, int128 count);
struct slice sheet_money(struct sheet *sheet, int128 micros, int decimals);
struct slice sheet_date(struct sheet *sheet, int32_t date);

/* `part` of `whole` (above zero) in per cent, rounded from the exact quotient: 73.1%. */
struct slice sheet_share(struct sheet *sheet, int128 part, int128 whole);

/* A phrase without places to fill. */
struct slice sheet_word(const struct sheet *sheet, enum words_phrase phrase);

struct slice sheet_say(
	struct sheet *sheet, enum words_phrase phrase, const struct slice *text, size_t count);

/* A phrase, filled with texts. */
#define SHEET_SAY(sheet, phrase, ...)                                   \
	sheet_say(sheet, phrase, (const struct slice[]){ __VA_ARGS__ }, \
		sizeof((const struct slice[]){ __VA_ARGS__ }) / sizeof(struct slice))

/* A field of a stream as people read it. */
struct slice sheet_plain(struct sheet *sheet, struct slice field);

/* The same for a value of a segment's column, in the reader's words. */
struct slice sheet_value(struct sheet *sheet, struct slice column, struct slice value);

/* Two texts in one, with a blank between them where the language has blanks. */
struct slice sheet_join(struct sheet *sheet, struct slice first, struct slice second);

void sheet_release(struct sheet *sheet);

#endif
