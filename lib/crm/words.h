/* SPDX-License-Identifier: MIT */
#ifndef CRM_WORDS_H
#define CRM_WORDS_H

/*
 * words: what people call the things of the streams, in their language.
 *
 * Streams hold columns and values with short names, the same everywhere: rfm_segment, at_risk. A
 * report for people says "RFM segment" and "At risk", or "RFM 分群" and "有流失风险". A name that
 * is not known is shown as it is. Case, blanks, dashes and underscores make no difference.
 *
 *	words_column(slice_of("gap_mean"), WORDS_ENGLISH);		Usual gap
 *	words_value(slice_of("abc"), slice_of("A"), WORDS_CHINESE);	A 类
 *	words_rank(slice_of("lifecycle"), slice_of("mature"));		3
 *
 * A phrase is a sentence with places to fill, {1} to {9}: languages put them in different order.
 *
 *	words_fill(&out, words_phrase(WORDS_PERIOD, WORDS_CHINESE), dates, 2);
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum words_language { WORDS_ENGLISH, WORDS_CHINESE, WORDS_LANGUAGES };

/* "en", "zh", as the options of tools and HTML call them; NULL behind the last. */
extern const char *const words_languages[WORDS_LANGUAGES + 1];

enum words_phrase {
	WORDS_TITLE,
	WORDS_AS_OF,
	WORDS_PERIOD,
	WORDS_CUSTOMER,
	WORDS_CUSTOMERS,
	WORDS_NO_CUSTOMERS,
	WORDS_MIXED_DATES,
	WORDS_FOOTER,

	WORDS_TILE_AMOUNT,
	WORDS_NOTE_EXACTLY,
	WORDS_TILE_CUSTOMERS,
	WORDS_NOTE_EACH,
	WORDS_TILE_ORDERS,
	WORDS_NOTE_ORDERS_EACH,
	WORDS_TILE_ORDER_AMOUNT,
	WORDS_TILE_REPEATERS,
	WORDS_NOTE_OF,
	WORDS_TILE_ACTIVE,
	WORDS_NOTE_ACTIVE,
	WORDS_NOTE_SPENT,
	WORDS_TILE_RETURNED,
	WORDS_NOTE_RETURNED,

	WORDS_HEAD_SPREAD,
	WORDS_BEST_FIFTH,
	WORDS_HALF,
	WORDS_HALF_ONE,
	WORDS_BELOW_ZERO,
	WORDS_BELOW_ZERO_ONE,
	WORDS_NO_SHARES,
	WORDS_SHARE_OF_CUSTOMERS,
	WORDS_SHARE_OF_AMOUNT,

	WORDS_HEAD_SEGMENTS,
	WORDS_SEGMENT_FINDING,
	WORDS_SEGMENT_MISSING,
	WORDS_SEGMENT_OTHERS,
	WORDS_COUNT,
	WORDS_SHARE,
	WORDS_AMOUNT,
	WORDS_MEAN,

	WORDS_HEAD_SILENT,
	WORDS_SILENT_BEST,
	WORDS_SILENT_BEST_ONE,
	WORDS_SILENT,
	WORDS_SILENT_ONE,
	WORDS_SILENT_NONE,
	WORDS_SILENT_FIRST,
	WORDS_SILENT_STAGE,
	WORDS_SILENT_GAP,

	WORDS_HEAD_BEST,
	WORDS_BEST_SHARE,
	WORDS_BEST_SHARE_ONE,

	WORDS_PHRASES,
};

const char *words_phrase(enum words_phrase phrase, enum words_language language);

/* Append `phrase`, {1} replaced by the first text and so on. */
void words_fill(struct buf *out, const char *phrase, const struct slice *text, size_t count);

/* What people call a column. */
struct slice words_column(struct slice column, enum words_language language);

/* What people call a value of a column. */
struct slice words_value(struct slice column, struct slice value, enum words_language language);

/* Values that are not known come behind all others. */
enum { WORDS_RANK_UNKNOWN = 1000 };

/* Where the value stands among those of its column, from 0 for the best or the first. */
int words_rank(struct slice column, struct slice value);

/* Whether `value` means `known`. */
bool words_same(struct slice value, const char *known);

#endif
