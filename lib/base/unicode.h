/* SPDX-License-Identifier: MIT */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

/*
 * unicode: what must be known of characters that are not ASCII.
 *
 * The same thing is written in several ways: the digits of a Chinese keyboard are full-width
 * (１２３), a web page leaves no-break blanks behind, a Mac writes é as e and an accent. Folding
 * makes one way of them. There are two strengths:
 *
 *	numbers, dates, phones, addresses of mail	unicode_fold	NFKC, and lower case
 *	ids and texts					unicode_put	what a keyboard did, no more
 *
 * NFKC would be too much for a text: it makes m² to m2 and the Chinese comma to a Western one.
 *
 * Bytes that are no UTF-8 are never changed. This is the one door to utf8proc; look whether a
 * field is ASCII before you come here.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * The first character of `text`, which is not empty: its number becomes `code`.
 *
 * Returns its length in bytes, or 0 if they are no UTF-8.
 */
size_t unicode_first(struct slice text, int32_t *code);

/* Is it a control character, or a line or paragraph separator? Such cannot be shown. */
bool unicode_is_control(int32_t code);

/* The columns of a terminal that it takes: 0, 1 or 2. */
int unicode_columns(int32_t code);

static inline bool unicode_is_ascii(struct slice text)
{
	uint64_t eight, high = 0;
	size_t i = 0;

	for (; i + 8 <= text.length; i += 8) {
		memcpy(&eight, text.at + i, 8);
		high |= eight;
	}
	for (; i < text.length; i++)
		high |= (unsigned char)text.at[i];
	return (high & UINT64_C(0x8080808080808080)) == 0;
}

/* Without blanks of any width and marks that cannot be seen at both ends; line breaks stay. */
struct slice unicode_trim(struct slice text);

/* Room for what unicode_fold makes, on the stack of the caller. */
struct unicode_room {
	int32_t code[256];
};

/*
 * NFKC in lower case, with - for all dashes of its width and ' for ’; for fields that are short by
 * nature. ASCII is given back as it is, its case too.
 *
 * Returns false if `text` is no UTF-8, or too long. Lives as long as `room` and `text`.
 */
bool unicode_fold(struct slice text, struct unicode_room *room, struct slice *folded);

/* Which full-width characters become ASCII. */
enum unicode_width { UNICODE_LETTERS_AND_DIGITS, UNICODE_PUNCTUATION_TOO };

/*
 * Append `text` with full-width characters and blanks as ASCII, and accents put together with
 * their letters.
 */
void unicode_put(struct buf *out, struct slice text, enum unicode_width width);

/* Could unicode_put change anything? Costs little, and says no for nearly all texts. */
bool unicode_put_matters(struct slice text);

#endif
