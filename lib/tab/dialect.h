/* SPDX-License-Identifier: MIT */
#ifndef TAB_DIALECT_H
#define TAB_DIALECT_H

/*
 * dialect: how a table is written, found out from its first bytes.
 *
 *	struct dialect dialect = { .csv.quote = DIALECT_FIND, .csv.separator = ';' };
 *
 *	dialect_find(&dialect, sample, is_whole);
 *
 * Every dialect that is possible is tried on the first records. The best is the one in which most
 * records have the same number of fields, more of them rather than fewer, and whose fields look
 * like values: numbers, dates, texts without the separators of other dialects. What was given is
 * not tried but kept.
 *
 * Then the table is found: the lines in front of it have far fewer fields, its first record is the
 * header unless it is of the types of those below.
 *
 * It is a guess, made in the same way for the same bytes; dialect_describe says it in words, so
 * that the user can correct it.
 */

#include "tab/csvrecord.h"

/* Stands for a byte that is to be found. */
#define DIALECT_FIND '\x7f'

struct dialect {
	/* Given or found; cr_ends, blank_after and drop_empty are always found. */
	struct csv_dialect csv;
	bool lines_given;     /* `lines` is not to be found */
	uint64_t lines;       /* in front of the table */
	bool has_given_names; /* the first record of the table is no header, as the user says */
	bool no_header;       /* … or it is none by the look of it */
	size_t width;         /* fields that most records have */
	size_t used;          /* of them, those in front of the last that are always empty */
};

/* So many bytes are enough. */
enum { DIALECT_SAMPLE = 64 * 1024 };

void dialect_find(struct dialect *dialect, struct slice sample, bool is_whole);

/*
 * Is another table written in the same dialect, for sure: nothing speaks for any other? It begins
 * with its header. Saves dialect_find for the next of many files of one make.
 */
bool dialect_fits(const struct dialect *dialect, struct slice sample, bool is_whole);

/* Append what is unusual about it, in words: nothing if nothing is. */
void dialect_describe(const struct dialect *dialect, struct buf *out);

#endif
