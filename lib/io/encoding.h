/* SPDX-License-Identifier: MIT */
#ifndef IO_ENCODING_H
#define IO_ENCODING_H

/*
 * encoding: which characters the bytes of a file mean.
 *
 * All text inside the toolkit is UTF-8. What comes in another encoding is known by encoding_find
 * (the user has named it) or encoding_guess (the bytes tell), and becomes UTF-8 on the way in:
 *
 *	input_sample(in, ENCODING_SAMPLE, &sample, &is_whole, why);
 *	guess = encoding_guess(sample, is_whole);
 *	if (guess.confidence == ENCODING_UNSURE)
 *		return diag_usage(why, "name the --encoding: %s", guess.why);
 *	input_decode(in, guess.encoding, why);
 *
 * Faults. A byte sequence that means nothing neither stops the reading nor vanishes: a mark takes
 * its place in the decoded text, which holds the bytes and where they stood in the original.
 *
 *	U+FDD0  offset in hexadecimal  :  the bytes in hexadecimal  U+FDD1
 *
 * Both are noncharacters, which no text may hold; an original that does is at fault too, so that
 * every mark in decoded text is a true one. The mark has neither quotes nor line breaks: it cannot
 * change where a record ends. encoding_find_fault finds it, and the row is a reject. Reading goes
 * on at the next byte that can begin a character; of a pair that is cut short only the first byte
 * is at fault, so that a line end or separator behind it stays.
 *
 * Text that was UTF-8 from the start is not decoded and has no marks: encoding_check_utf8 tells
 * where it is at fault.
 */

#include <stdbool.h>

#include "base/buf.h"

struct encoding {
	const char *name;    /* as messages and --encoding call it: "gb18030" */
	const char *aliases; /* other names, divided by blanks, without '-' and '_' */
	const char *charset; /* its name for iconv(3); NULL: decoded without it */
	const char *singles; /* where iconv finds single bytes that `charset` lacks, or NULL */
};

/* By its name or an alias, whatever the case; "GB-2312" is "gb2312". NULL: there is none. */
const struct encoding *encoding_find(struct slice name);

/* Append the names, divided by ", ". */
void encoding_put_names(struct buf *out);

bool encoding_is_utf8(const struct encoding *encoding);

/* Returns where the first sequence begins that is no UTF-8, or the length if all is well. */
size_t encoding_check_utf8(struct slice text);

enum encoding_confidence {
	ENCODING_SURE,   /* go on */
	ENCODING_LIKELY, /* go on, and say so */
	ENCODING_UNSURE, /* ask: `encoding` is the best of bad choices */
};

struct encoding_guess {
	const struct encoding *encoding; /* never NULL */
	enum encoding_confidence confidence;
	char why[160]; /* "gb18030: 812 of 815 characters are common Chinese" */
};

/* A sample of this size is large enough; a larger one helps if all before is ASCII. */
enum { ENCODING_SAMPLE = 1024 * 1024 };

/*
 * Guess the encoding of a text by its beginning, or all of it: `is_whole`. Validity comes first,
 * then how common the characters are that each encoding would make of it.
 *
 * Long stretches of ASCII are passed over at the speed of memory, then about a megabyte is looked
 * at; a whole mapped file may be given.
 */
struct encoding_guess encoding_guess(struct slice sample, bool is_whole);

struct encoding_fault {
	uint64_t offset; /* in the unpacked original */
	size_t count;
	unsigned char byte[4];
	struct slice mark; /* where the text has it */
};

/* Find the first fault. Returns false if there is none. `text` must have been decoded. */
bool encoding_find_fault(struct slice text, struct encoding_fault *fault);

/* Append `text` for people, with bytes at fault as "<FE>". */
void encoding_remove_faults(struct slice text, struct buf *out);

#endif
