/* SPDX-License-Identifier: MIT */
#ifndef TAB_MISSING_H
#define TAB_MISSING_H

/*
 * missing: words that stand for a value that is not there: NULL, NA, \N, -, 无, …
 *
 *	struct missing missing;
 *
 *	missing_usual(&missing);
 *	if (missing_find(&missing, text) >= 0)
 *		… there is no value …
 *
 * Programs write them where a field is empty: R writes NA, pandas NaN and None, a data base NULL or
 * \N and, for a date, 0000-00-00; people write -, / or 无. In a column of numbers or dates they can
 * be nothing else. In a text they can: there are people called Null, and NA is Namibia.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/slice.h"

enum { MISSING_MOST = 64 };

/* The words are those of whoever gave them, and must live as long. */
struct missing {
	struct slice word[MISSING_MOST];
	size_t count;
	uint64_t lengths; /* bit n: there is a word of n bytes */
	bool first[256];  /* the bytes with which one begins, and blanks */
};

/* What stands for missing in many files. */
void missing_usual(struct missing *missing);

/* Words with commas between them; none at all if the text is empty. */
int missing_parse(struct missing *missing, const char *text, struct diag *why);

/* Returns which word `text`, without blanks at its ends, is, or -1. */
int missing_search(const struct missing *missing, struct slice text);

static inline int missing_find(const struct missing *missing, struct slice text)
{
	if (text.length == 0 || !missing->first[(unsigned char)text.at[0]])
		return -1;
	return missing_search(missing, text);
}

/* Is it a word that hardly means anything else, even in a text? Such are worth a question. */
bool missing_is_telling(struct slice word);

#endif
