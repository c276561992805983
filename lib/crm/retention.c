/* SPDX-License-Identifier: MIT */
#include "crm/retention.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"

enum {
	WEEK = 7,
	MONDAY = 3, /* 1970-01-01 was a Thursday: three days behind one */
	MONTHS = 12,
	QUARTER = 3,
	MOST_PERIODS = 10000,
};

/* A customer's first period, and one in which the customer was active; is it the last one? */
struct retention_seen {
	int32_t first, active, previous; /* the active one before, or `first` - 1 */
};

static int32_t floor_divide(int32_t a, int32_t b)
{
	return a / b - (a % b < 0);
}

int32_t retention_period(enum retention_unit unit, int32_t date)
{
	int year, month, day;

	if (unit == RETENTION_WEEK)
		return floor_divide(date + MONDAY, WEEK);
	date_split(date, &year, &month, &day);
	if (unit == RETENTION_YEAR)
		return year;
	if (unit == RETENTION_QUARTER)
		return year * (MONTHS / QUARTER) + (month - 1) / QUARTER;
	return year * MONTHS + month - 1;
}

int32_t retention_start(enum retention_unit unit, int32_t period)
{
	int32_t date = 0;

	if (unit == RETENTION_WEEK)
		return period * WEEK - MONDAY;
	if (unit == RETENTION_YEAR)
		period *= MONTHS;
	else if (unit == RETENTION_QUARTER)
		period *= QUARTER;
	date_of(period / MONTHS, period % MONTHS + 1, 1, &date);
	return date;
}

void retention_put_name(struct buf *out, enum retention_unit unit, int32_t period)
{
	if (unit == RETENTION_WEEK)
		date_put(out, retention_start(unit, period));
	else if (unit == RETENTION_YEAR)
		buf_printf(out, "%04d", period);
	else if (unit == RETENTION_QUARTER)
		buf_printf(out, "%04d-Q%d", period / (MONTHS / QUARTER),
			period % (MONTHS / QUARTER) + 1);
	else
		buf_printf(out, "%04d-%02d", period / MONTHS, period % MONTHS + 1);
}

static void add_seen(struct retention *retention, struct retention_seen seen)
{
	retention->seen = mem_grow(retention->seen, &retention->capacity, retention->count + 1,
		sizeof *retention->seen);
	retention->seen[retention->count++] = seen;
}

void retention_add(struct retention *retention, const int32_t *date, size_t count)
{
	int32_t first = retention_period(retention->unit, date[0]), previous = first - 1;

	for (size_t i = 0; i < count; i++) {
		int32_t active = retention_period(retention->unit, date[i]);

		if (active == previous)
			continue;
		add_seen(retention, (struct retention_seen){ first, active, previous });
		previous = active;
	}
}

void retention_merge(struct retention *retention, const struct retention *other)
{
	for (size_t i = 0; i < other->count; i++)
		add_seen(retention, other->seen[i]);
}

static struct retention_cell *cell_of(
	const struct retention *retention, int32_t first, int32_t period)
{
	size_t cohort = (size_t)(first - retention->first);

	return &retention->cell[cohort * retention->ages + (size_t)(period - first)];
}

/* The first cohort, and how many periods there are up to and with `last`. */
static int find_range(struct retention *retention, int32_t last, struct diag *why)
{
	int32_t first = last + 1;

	for (size_t i = 0; i < retention->count; i++)
		if (retention->seen[i].first < first)
			first = retention->seen[i].first;
	if (last - first >= MOST_PERIODS)
		return diag_fail(why, "more than %d periods; take longer ones", MOST_PERIODS);
	retention->first = first;
	retention->cohorts = retention->ages = (size_t)(last - first + 1);
	return 0;
}

int retention_end(struct retention *retention, int32_t as_of, struct diag *why)
{
	int32_t last = retention_period(retention->unit, as_of + 1) - 1;

	if (find_range(retention, last, why) < 0)
		return -1;
	retention->cell = mem_zero(retention->cohorts * retention->ages, sizeof *retention->cell);
	for (size_t i = 0; i < retention->count; i++) {
		const struct retention_seen *seen = &retention->seen[i];

		if (seen->active > last)
			continue;
		cell_of(retention, seen->first, seen->active)->active++;
		/* Who is active now had not left since the last time. */
		for (int32_t period = seen->previous + 1; period <= seen->active; period++)
			cell_of(retention, seen->first, period)->kept++;
	}
	return 0;
}

const struct retention_cell *retention_cell(
	const struct retention *retention, size_t cohort, size_t age)
{
	return &retention->cell[cohort * retention->ages + age];
}

size_t retention_periods(
	const struct retention *retention, size_t unsure, struct sbg_period *period)
{
	size_t count = 0;

	for (size_t age = 1; age + unsure < retention->ages; age++) {
		struct sbg_period *sum = &period[count++];

		*sum = (struct sbg_period){ 0, 0 };
		for (size_t cohort = 0; cohort + age + unsure < retention->ages; cohort++) {
			int64_t before = retention_cell(retention, cohort, age - 1)->kept;
			int64_t now = retention_cell(retention, cohort, age)->kept;

			sum->customers += (double)before;
			sum->lost += (double)(before - now);
		}
	}
	return count;
}

void retention_release(struct retention *retention)
{
	free(retention->seen);
	free(retention->cell);
	*retention = (struct retention)RETENTION_EMPTY(retention->unit);
}
