/* SPDX-License-Identifier: MIT */
#ifndef TAB_CSVIN_H
#define TAB_CSVIN_H

/*
 * csvin: the rows of a block of CSV; the one door to libcsv.
 *
 *	struct csvin *csv = csvin_new((struct csv_dialect){ .separator = ',', .quote = '"' });
 *
 *	csvin_begin(csv, block, column_count);
 *	while ((more = csvin_next(csv, &row, why)) > 0)
 *		use(row_field(&row, 2));
 *	csvin_free(csv);
 *
 * Two roads lead to the same rows. A record without quotes is a view into the block: the places of
 * separators and line ends are found many bytes at a time, and nothing is copied. A record with
 * quoted fields is given to libcsv, by itself and in its strict mode; the place of every record is
 * known, and a damaged one harms no other (csvrecord.h tells how far one goes).
 *
 * Fields keep their blanks, tabs, quotes and line breaks; blank lines and comments are no records
 * and are passed over.
 *
 * A quote inside a field that is not quoted, as in 5" pipe, is text, unless something speaks
 * against it: the record has not as many fields as it should; another field has one, too, so that
 * both may enclose what is one field; or the record comes right behind a bad one, of which it may
 * be a part.
 *
 * A row's fields are plain text (row.escaped is false) and live until the next call.
 */

#include "base/diag.h"
#include "tab/csvrecord.h"
#include "tab/rows.h"

struct csvin;

struct csvin *csvin_new(struct csv_dialect dialect);
void csvin_free(struct csvin *csv);

/* `columns` 0: take rows of any length. */
void csvin_begin(struct csvin *csv, struct slice block, size_t columns);

/* Returns 1 with the next row, 0 behind the last, -1 for a bad one: `row` then tells its place. */
int csvin_next(struct csvin *csv, struct row *row, struct diag *why);

/* Lines passed so far. */
uint64_t csvin_lines(const struct csvin *csv);

/* The length of the first record with its line end; all of `bytes` if its end is not there. */
size_t csvin_record(struct slice bytes, struct csv_dialect dialect);

/* An input_cut: behind the last record; `context` is a struct csv_dialect. */
size_t csvin_cut(const char *at, size_t length, const void *context);

/* The separator that a header line seems to use: the commonest of , ; TAB and | outside quotes. */
char csvin_guess_separator(struct slice header);

#endif
