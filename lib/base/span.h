/* SPDX-License-Identifier: MIT */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

/*
 * span: lengths of time as people write them: 90d, 52w, 12m, 2y.
 *
 * A span is a number of days. A week has 7, a year 365.25, a month a twelfth of that: a length, and
 * no step in a calendar.
 *
 *	double days;
 *
 *	span_parse(slice_of("52w"), &days);	364
 */

#include <stdbool.h>

#include "base/slice.h"

enum span_unit { SPAN_DAY, SPAN_WEEK, SPAN_MONTH, SPAN_YEAR, SPAN_UNITS };

/* "day", "week", "month", "year", and NULL. */
extern const char *const span_unit_words[SPAN_UNITS + 1];

/* How many days a unit has. */
double span_unit_days(enum span_unit unit);

/* Read a number above zero and the first letter of a unit. Returns false if it is anything else. */
bool span_parse(struct slice text, double *days);

#endif
