/* SPDX-License-Identifier: MIT */
#ifndef IO_XLSX_VALUE_H
#define IO_XLSX_VALUE_H

/*
 * xlsx_value: what stands in a cell of a workbook, as text.
 *
 * A workbook has no dates: it has numbers, days since the end of 1899, and a format that shows
 * them as dates. The form of a format is as much of it as matters here.
 *
 *	form = xlsx_value_form(slice_of("yyyy\\-mm\\-dd\\ hh:mm"));	XLSX_VALUE_MOMENT
 *	xlsx_value_put_serial(&out, 40878.351388888892, form, false);	2011-12-01T08:26:00
 */

#include "base/buf.h"

enum xlsx_value_form {
	XLSX_VALUE_NUMBER,
	XLSX_VALUE_DATE,
	XLSX_VALUE_TIME,    /* of the day */
	XLSX_VALUE_MOMENT,  /* a date with its time */
	XLSX_VALUE_ELAPSED, /* hours, minutes, seconds that may pass 24 hours: [h]:mm */
};

/* The form of a format's code. */
enum xlsx_value_form xlsx_value_form(struct slice code);

/* The form of a format that every workbook has, known by its number alone. */
enum xlsx_value_form xlsx_value_form_built_in(int64_t number);

/*
 * Append the date, time or both that the number shows, to the second. Days are counted from
 * 1900-01-01, or from 1904-01-01 in some workbooks.
 *
 * The time is written when the format has one, and when the number has one that is not midnight.
 * Two days of the first calendar were never: 1900-01-00, day 0, and 1900-02-29, day 60. They are
 * written like this, as a workbook shows them, for the check of dates to find.
 *
 * Returns false, appending nothing, if the number is no date: negative, or behind 9999-12-31.
 */
bool xlsx_value_put_serial(
	struct buf *out, double serial, enum xlsx_value_form form, bool from_1904);

/* Append a date as ISO 8601 has it, without a midnight that its format does not show. */
void xlsx_value_put_iso(struct buf *out, struct slice text, enum xlsx_value_form form);

/*
 * Append a number: as it stands when that is a plain one of up to 15 digits or a whole one; else
 * as the shortest text for the same number (1.1 for 1.1000000000000001), exponents written out.
 * What is no number is appended as it is.
 *
 * Returns whether it is a whole number of more than 15 digits: a spreadsheet keeps 15, and the
 * rest may be wrong.
 */
bool xlsx_value_put_number(struct buf *out, struct slice text);

#endif
