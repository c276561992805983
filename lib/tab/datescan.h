/* SPDX-License-Identifier: MIT */
#ifndef TAB_DATESCAN_H
#define TAB_DATESCAN_H

/*
 * datescan: what a date consists of, before anybody has said in which order.
 *
 *	2011-12-01 08:26	DAY 2011, 12, 1; time 8:26
 *	1. Dezember 2011	DAY 2011, 12, 1
 *	01/12/11		PARTS 1, 12, 11 with 2 digits each
 *	40878.35		NUMBER 40878 and 350000000 billionths
 *
 * Nothing is checked against the calendar here; times of day are.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum datescan_shape { DATESCAN_DAY, DATESCAN_PARTS, DATESCAN_NUMBER };

struct datescan_time {
	int seconds, nanoseconds; /* since midnight */
	bool has_zone;
	int offset; /* seconds east of Greenwich */
};

struct datescan {
	enum datescan_shape shape;
	int part[3];   /* year, month, day if it is a DAY */
	int digits[3]; /* that they were written with */
	char mark;     /* between them: '-', '/' or '.' */
	struct datescan_time time;
	int64_t number, billionths;
};

/* Returns false if `text`, folded as unicode_fold does, is nothing of the kind. */
bool datescan_read(struct slice text, struct datescan *scan);

#endif
