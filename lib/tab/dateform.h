/* SPDX-License-Identifier: MIT */
#ifndef TAB_DATEFORM_H
#define TAB_DATEFORM_H

/*
 * dateform: dates and times as people write them.
 *
 * Most dates mean one day, whoever reads them:
 *
 *	2011-12-01  2011/12/1 8:26  20111201  20111201082600  2011年12月1日 下午8:26
 *	1-Dec-11  1. Dezember 2011  December 1st, 2011 8:26 PM  Thu, 01 Dec 2011 08:26:00 GMT
 *
 * These do not, and are decided over the whole column:
 *
 *	01/12/2011  1.12.11	the order of day and month; with two digits for the year, which part
 *				it is. A part that can be no month, or no day, tells it
 *	40878.35		a day number of a spreadsheet: five digits, from 1927-05-18 on
 *	1322727960		seconds since 1970 in UTC: 9 or 10 digits, from 1973 on
 *	1322727960000		milliseconds: 13 digits
 *
 * Numbers are dates only in columns where nothing else is one. Years of two digits lie in the
 * hundred years from `first_year` on. In 1/12/11 and 1.12.11 the year stands last if that makes a
 * day; in 11-12-01 it may be the first part as well.
 *
 *	struct dateform form = { .first_year = 1950 };
 *
 *	for each value	dateform_see(&form, text);	in any number of forms, merged later
 *	dateform_decide(&form, DATEFORM_FOUND, why)
 *	for each value	dateform_read(&form, text, &value, why)
 *
 * A form that is zero but for its `first_year` is ready to use. One that was not decided reads
 * what means one day only.
 */

#include "base/date.h"
#include "base/diag.h"
#include "tab/example.h"

enum dateform_order { DATEFORM_FOUND, DATEFORM_DMY, DATEFORM_MDY, DATEFORM_YMD };

struct dateform {
	int first_year;

	/* What was seen. Orders are bits: 1 for dmy, 2 for mdy, 4 for ymd. */
	struct example ordered[8]; /* by the orders that fit, if they differ in what day it is */
	struct example day_numbers, unix_times;
	uint64_t short_years;
	uint64_t settled; /* which mean one day only */

	/* What was decided. */
	enum dateform_order order;
	bool takes_numbers;
};

struct dateform_value {
	int32_t date;         /* as it was written: a zone does not move it */
	struct moment moment; /* the date's midnight if there was no time of day */
	bool has_time;        /* there was one, and it was not midnight */
};

/* Look at a value; what is no date is left to dateform_read. */
void dateform_see(struct dateform *form, struct slice text);

void dateform_merge(struct dateform *form, const struct dateform *other);

/* Does any value that was seen depend on the others? */
bool dateform_depends(const struct dateform *form);

/*
 * Choose by what was seen, or take `order` if it is given.
 *
 * Returns 0, or -1 if the dates can be read in several ways, or in none; `why` says how to choose.
 */
int dateform_decide(struct dateform *form, enum dateform_order order, struct diag *why);

/* Returns 0, or -1 with the code not-a-date or ambiguous-date. */
int dateform_read(const struct dateform *form, struct slice text, struct dateform_value *value,
	struct diag *why);

/* Append what was decided, in one line without its end; nothing if there was nothing to decide. */
void dateform_describe(const struct dateform *form, struct buf *out);

#endif
