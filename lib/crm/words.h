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
 *	const struct words *words = words_of(words_find("zh"));
 *
 *	words_column(slice_of("gap_mean"), words);		平均间隔
 *	words_value(slice_of("abc"), slice_of("A"), words);	A 类
 *	words_rank(slice_of("lifecycle"), slice_of("mature"));	3
 *
 * A phrase is a sentence with places to fill, {1} to {9}: languages put them in different order.
 *
 *	words_fill(&out, words_text("subtitle.period", words), dates, 2);
 *
 * The texts of a language are the file texts/LANGUAGE.tsv beside this one, of key and text. A new
 * file is a new language: the build finds it by itself, and what it does not say is English.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct words;

/* "en", "zh", …, as the options of tools call them; NULL behind the last. English is first. */
extern const char *const words_languages[];

/* The number of a language, in the order of the list; -1 if there is none such. */
int words_find(const char *language);

/* The texts of a language by its number. */
const struct words *words_of(int language);

/* The text of `key`, in English where the language has none; the key itself if that has none. */
const char *words_text(const char *key, const struct words *words);

/* Append `phrase`, {1} replaced by the first text and so on. */
void words_fill(struct buf *out, const char *phrase, const struct slice *text, size_t count);

/* What people call a column. */
struct slice words_column(struct slice column, const struct words *words);

/* What people call a value of a column. */
struct slice words_value(struct slice column, struct slice value, const struct words *words);

/* Values that are not known come behind all others. */
enum { WORDS_RANK_UNKNOWN = 1000 };

/* Where the value stands among those of its column, from 0 for the best or the first. */
int words_rank(struct slice column, struct slice value);

/* Whether `value` means `known`. */
bool words_same(struct slice value, const char *known);

#endif
