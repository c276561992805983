/* SPDX-License-Identifier: MIT */
#ifndef CRM_RETENTION_H
#define CRM_RETENTION_H

/*
 * retention: of those who came in one month, how many are still there in the months after.
 *
 * Customers are put together by the period (month, week …) of their first dealing: a cohort. Of
 * each cohort, and each period since, two things are counted: who was active in that period, and
 * who was active in it or later, so had not left yet. The first has gaps where customers pause; the
 * second only falls, and of the newest periods it says little, since who is merely pausing looks
 * lost.
 *
 *	struct retention retention = RETENTION_EMPTY(RETENTION_MONTH);
 *
 *	for each customer
 *		retention_add(&retention, dates, count);	days of dealings, ascending
 *	retention_end(&retention, as_of);
 *	retention_cell(&retention, cohort, age)->active …
 *	retention_release(&retention);
 *
 * Counts are whole numbers, so customers come in any order, and from several workers.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "crm/sbg.h"

enum retention_unit { RETENTION_WEEK, RETENTION_MONTH, RETENTION_QUARTER, RETENTION_YEAR };

/* The number of the period a date is in; neighbours differ by 1. Weeks begin on Monday. */
int32_t retention_period(enum retention_unit unit, int32_t date);

/* The first day of a period. */
int32_t retention_start(enum retention_unit unit, int32_t period);

/* Append its name: 2026-11, 2026-Q4, 2026, and the Monday of a week, 2026-11-23. */
void retention_put_name(struct buf *out, enum retention_unit unit, int32_t period);

/* Customers of one cohort who, so many periods after their first one … */
struct retention_cell {
	int64_t active; /* had dealings */
	int64_t kept;   /* had dealings, or have had some since */
};

/* Read the first four; the rest is the module's own. */
struct retention {
	enum retention_unit unit;
	int32_t first;  /* the period of the first cohort */
	size_t cohorts; /* one for each period up to the last, perhaps of nobody */
	size_t ages;    /* of the first cohort; the next has one less, … */
	struct retention_seen *seen;
	size_t count, capacity;
	struct retention_cell *cell;
};

#define RETENTION_EMPTY(unit)                   \
	{                                       \
		unit, 0, 0, 0, NULL, 0, 0, NULL \
	}

/* One customer more, with the days of all dealings in ascending order; there is one at least. */
void retention_add(struct retention *retention, const int32_t *date, size_t count);

void retention_merge(struct retention *retention, const struct retention *other);

/*
 * Make the table, up to the period before the one of `as_of`, which is not over yet, unless `as_of`
 * is its last day. Later dealings do not count. Fails if there would be more than 10,000 periods.
 */
int retention_end(struct retention *retention, int32_t as_of, struct diag *why);

/* A cohort has cohorts - cohort ages: 0, the period in which its customers came, and so on. */
static inline size_t retention_ages(const struct retention *retention, size_t cohort)
{
	return retention->ages - cohort;
}

const struct retention_cell *retention_cell(
	const struct retention *retention, size_t cohort, size_t age);

/*
 * All cohorts together as crm/sbg wants it, by `kept`; the newest `unsure` periods are left aside,
 * as it is not known yet who of the silent has left. Returns how many periods there are; `period`
 * has room for `ages`.
 */
size_t retention_periods(
	const struct retention *retention, size_t unsure, struct sbg_period *period);

void retention_release(struct retention *retention);

#endif
