/* SPDX-License-Identifier: MIT */
#ifndef TAB_CSVRECORD_H
#define TAB_CSVRECORD_H

/*
 * csvrecord: where a record of CSV ends, and what kind of record it is.
 *
 * A field is quoted if its first byte is a quote. It goes on, over line ends, to the quote that
 * closes it, behind which a separator or a line end must follow. A quote in any other field is
 * text: a stray one. A record ends at the first line end that is not quoted.
 *
 * The damage that a bad quote does is bounded. If the quote that should close a field has
 * something else behind it, or does not come in reach, the record is bad, and ends at its very
 * first line end: the next line is a record again. A field that goes over lines reaches
 * csv_dialect.most bytes; one that stays in its line has no bound.
 *
 *	struct csvrecord record;
 *
 *	if (!csvrecord_find(&record, bytes, &dialect))
 *		… the end of the bytes was reached first: more of them might tell otherwise …
 *
 * What is found does not depend on where the bytes end, as long as they end behind a record: this
 * is what makes blocks of a file independent of each other.
 */

#include <stdbool.h>

#include "base/buf.h"

/* Bytes that a quoted field over several lines may have if nothing is said. */
enum { CSV_MOST = 1024 * 1024 };

struct csv_dialect {
	char separator;
	char quote;  /* '\0': nothing is quoted */
	char escape; /* '\\': stands before a quote, or itself, as text; '\0': quotes are doubled */
	char comment;     /* lines that begin with it are no records; '\0': all are */
	bool cr_ends;     /* a CR alone is a line end, too */
	bool blank_after; /* the blank that follows a separator is part of it */
	bool many;        /* several separators are one, and those at the ends are none */
	bool drop_empty;  /* empty fields behind those that a row should have are no fault */
	size_t most;      /* bytes of a quoted field over several lines; 0: CSV_MOST */
};

struct csvrecord {
	size_t length; /* with its line end */
	bool quoted;   /* has quoted fields */
	bool stray;    /* has a quote in a field that is not quoted */
	size_t halves; /* such fields with an odd number of them */
	bool lone_cr;  /* has a CR, not quoted, that ends no line */
	bool bad;      /* a quoted field is not closed as it should be */
	bool comment;
};

/* Find the first record. Returns whether more bytes behind these could not change it. */
bool csvrecord_find(
	struct csvrecord *record, struct slice bytes, const struct csv_dialect *dialect);

/*
 * Write the record, which is not bad, as strict CSV with the same separator and quote: fields with
 * stray quotes are quoted, escapes become doubled quotes. Its line end stays away.
 */
void csvrecord_rewrite(struct buf *out, struct slice bytes, const struct csv_dialect *dialect);

/* The first line end, or NULL, and what lies behind one. */
const char *csvrecord_line_end(const char *at, const char *end, const struct csv_dialect *dialect);
const char *csvrecord_behind_line_end(
	const char *at, const char *end, const struct csv_dialect *dialect);

/* How many line ends there are. */
size_t csvrecord_lines(struct slice bytes, const struct csv_dialect *dialect);

#endif
