/* SPDX-License-Identifier: MIT */
#include "tab/dateform.h"

#include "base/num.h"
#include "base/unicode.h"
#include "tab/datescan.h"

enum {
	SECONDS_PER_DAY = 86400,
	SPREADSHEET_DAY_0 = -25569, /* 1899-12-30, so that days from 1900-03-01 on are right */
	FIRST_DAY_NUMBER = 10000,   /* 1927-05-18; fewer digits are rather years and counts */
	LAST_DAY_NUMBER = 73050,    /* 2099-12-31 */
	ORDERS = 3,
};

static const int64_t FIRST_UNIX = 100000000, LAST_UNIX = 4102444799; /* 1973 … 2099 */
static const int64_t FIRST_UNIX_MS = 1000000000000, LAST_UNIX_MS = 4102444799999; /* 2001 … */

/* Where day, month and year stand; in the order of enum dateform_order. */
static const struct {
	const char *name, *words;
	int day, month, year;
} orders[ORDERS] = {
	{ "dmy", "day before month", 0, 1, 2 },
	{ "mdy", "month before day", 1, 0, 2 },
	{ "ymd", "year before month", 2, 1, 0 },
};

static const unsigned YMD_BIT = 4;

static int full_year(const struct dateform *form, int year, int digits)
{
	int first = form->first_year % 100;

	if (digits > 2)
		return year;
	return form->first_year - first + year + (year < first ? 100 : 0);
}

/* The day, if the parts are taken in this order. */
static bool day_in_order(
	const struct dateform *form, const struct datescan *scan, int order, int32_t *date)
{
	int year = orders[order].year, day = orders[order].day;

	if (scan->digits[day] > 2 || (scan->digits[year] != 2 && scan->digits[year] != 4))
		return false;
	return date_of(full_year(form, scan->part[year], scan->digits[year]),
		scan->part[orders[order].month], scan->part[day], date);
}

/*
 * The orders that fit, as bits. `same`: they all come to one day, which `date` becomes. Only a
 * dash makes a year of two digits likely to stand first.
 */
static unsigned fitting_orders(
	const struct dateform *form, const struct datescan *scan, bool *same, int32_t *date)
{
	unsigned fits = 0;

	*same = true;
	for (int i = 0; i < ORDERS; i++) {
		int32_t other;

		if (1U << i == YMD_BIT && fits != 0 && scan->mark != '-')
			continue;
		if (!day_in_order(form, scan, i, &other))
			continue;
		*same &= fits == 0 || other == *date;
		*date = other;
		fits |= 1U << i;
	}
	return fits;
}

static bool is_one(unsigned fits)
{
	return fits != 0 && (fits & (fits - 1)) == 0;
}

static bool has_short_year(const struct datescan *scan)
{
	return scan->shape == DATESCAN_DAY ? scan->digits[0] == 2 : scan->digits[2] <= 2;
}

static void see_ordered(struct dateform *form, const struct datescan *scan, struct slice text)
{
	int32_t date;
	bool same;
	unsigned fits = fitting_orders(form, scan, &same, &date);

	if (fits == 0)
		return;
	if (same && !is_one(fits))
		form->settled++;
	else
		example_add(&form->ordered[fits], text);
}

static bool is_day_number(const struct datescan *scan)
{
	return scan->number >= FIRST_DAY_NUMBER && scan->number <= LAST_DAY_NUMBER;
}

static bool is_unix(const struct datescan *scan)
{
	return scan->number >= FIRST_UNIX && scan->number <= LAST_UNIX;
}

static bool is_unix_milliseconds(const struct datescan *scan)
{
	return scan->number >= FIRST_UNIX_MS && scan->number <= LAST_UNIX_MS;
}

static void see_number(struct dateform *form, const struct datescan *scan, struct slice text)
{
	if (is_day_number(scan))
		example_add(&form->day_numbers, text);
	else if (is_unix(scan) || is_unix_milliseconds(scan))
		example_add(&form->unix_times, text);
}

void dateform_see(struct dateform *form, struct slice text)
{
	struct unicode_room room;
	struct datescan scan;
	int32_t date;

	if (date_parse_start(text, &date)) {
		form->settled++;
		return;
	}
	if (!unicode_fold(unicode_trim(text), &room, &text) || !datescan_read(text, &scan))
		return;
	if (scan.shape == DATESCAN_NUMBER) {
		see_number(form, &scan, text);
		return;
	}
	form->short_years += has_short_year(&scan);
	if (scan.shape == DATESCAN_PARTS)
		see_ordered(form, &scan, text);
	else
		form->settled++;
}

void dateform_merge(struct dateform *form, const struct dateform *other)
{
	for (size_t i = 0; i < sizeof form->ordered / sizeof *form->ordered; i++)
		example_merge(&form->ordered[i], &other->ordered[i]);
	example_merge(&form->day_numbers, &other->day_numbers);
	example_merge(&form->unix_times, &other->unix_times);
	form->short_years += other->short_years;
	form->settled += other->settled;
}

static uint64_t ordered_count(const struct dateform *form)
{
	uint64_t count = 0;

	for (unsigned fits = 1; fits < 8; fits++)
		count += form->ordered[fits].count;
	return count;
}

bool dateform_depends(const struct dateform *form)
{
	return ordered_count(form) + form->day_numbers.count + form->unix_times.count > 0;
}

/* The orders that fit all values, as bits. */
static unsigned possible_orders(const struct dateform *form)
{
	unsigned possible = 7;

	for (unsigned fits = 1; fits < 8; fits++)
		if (form->ordered[fits].count > 0)
			possible &= fits;
	return possible;
}

/* A value that shows what is to be decided: the one that fits the most orders. */
static const struct example *open_example(const struct dateform *form)
{
	static const unsigned by_orders[] = { 7, 3, 5, 6, 1, 2, 4 };

	for (size_t i = 0; i < sizeof by_orders / sizeof *by_orders; i++)
		if (form->ordered[by_orders[i]].count > 0)
			return &form->ordered[by_orders[i]];
	return &form->ordered[0];
}

/* "01/12/2011 is 2011-12-01" if the parts are taken in this order. */
static void put_reading(const struct dateform *form, struct slice text, int order, struct buf *out)
{
	struct datescan scan;
	int32_t date;

	if (!datescan_read(text, &scan) || !day_in_order(form, &scan, order, &date))
		return;
	buf_put(out, text);
	buf_text(out, " is ");
	date_put(out, date);
}

static int refuse_several(const struct dateform *form, unsigned possible, struct diag *why)
{
	struct buf ways = BUF_EMPTY;
	struct slice text = example_text(open_example(form));

	for (int i = 0; i < ORDERS; i++) {
		struct datescan scan;
		int32_t date;

		if (!(possible & (1U << i)) || !datescan_read(text, &scan) ||
			!day_in_order(form, &scan, i, &date))
			continue;
		buf_text(&ways, ways.length > 0 ? " or " : "");
		date_put(&ways, date);
		buf_printf(&ways, " (--dates %s)", orders[i].name);
	}
	diag_fail(why, "'" SLICE "' may be %s, and no other value tells", SLICE_ARG(text),
		buf_string(&ways));
	buf_release(&ways);
	return diag_code(why, "ambiguous-date");
}

/* Two values that no order fits, and the order of each. */
static int refuse_mixed(const struct dateform *form, struct diag *why)
{
	for (unsigned a = 1; a < 8; a++) {
		for (unsigned b = a + 1; b < 8; b++) {
			if ((a & b) || !form->ordered[a].count || !form->ordered[b].count)
				continue;
			diag_fail(why,
				"there are dates in different orders, '" SLICE "' and '" SLICE "'; "
				"choose one with --dates dmy, mdy or ymd, and the others are bad "
				"values",
				SLICE_ARG(example_text(&form->ordered[a])),
				SLICE_ARG(example_text(&form->ordered[b])));
			return diag_code(why, "mixed-dates");
		}
	}
	diag_fail(why, "the dates are in different orders; choose one with --dates dmy, mdy or "
		       "ymd, and the others are bad values");
	return diag_code(why, "mixed-dates");
}

int dateform_decide(struct dateform *form, enum dateform_order order, struct diag *why)
{
	unsigned possible = possible_orders(form);

	form->takes_numbers = form->settled == 0 && ordered_count(form) == 0 &&
			      form->day_numbers.count + form->unix_times.count > 0;
	form->order = order;
	if (order != DATEFORM_FOUND || ordered_count(form) == 0)
		return 0;
	if (possible == 0)
		return refuse_mixed(form, why);
	if (!is_one(possible))
		return refuse_several(form, possible, why);
	form->order = possible == 1 ? DATEFORM_DMY : possible == 2 ? DATEFORM_MDY : DATEFORM_YMD;
	return 0;
}

static int not_a_date(struct slice text, struct diag *why)
{
	diag_fail(why, "not a date like 2011-12-01: '" SLICE "'", SLICE_ARG(text));
	return diag_code(why, "not-a-date");
}

static int ambiguous(struct slice text, unsigned fits, struct diag *why)
{
	diag_fail(why, "'" SLICE "' may be several days; choose with --dates %s%s%s",
		SLICE_ARG(text), fits & 1 ? "dmy" : "mdy", (fits & 3) == 3 ? " or mdy" : "",
		fits & YMD_BIT ? " or ymd" : "");
	return diag_code(why, "ambiguous-date");
}

static int order_day(const struct dateform *form, const struct datescan *scan, struct slice text,
	int32_t *date, struct diag *why)
{
	int order = (int)form->order - 1;
	unsigned fits;
	bool same;

	if (form->order != DATEFORM_FOUND) {
		if (day_in_order(form, scan, order, date))
			return 0;
		diag_fail(why, "not a date with %s: '" SLICE "'", orders[order].words,
			SLICE_ARG(text));
		return diag_code(why, "not-a-date");
	}
	fits = fitting_orders(form, scan, &same, date);
	if (fits == 0)
		return not_a_date(text, why);
	return same ? 0 : ambiguous(text, fits, why);
}

static int32_t day_of(int64_t seconds)
{
	int64_t day = seconds / SECONDS_PER_DAY;

	return (int32_t)(seconds % SECONDS_PER_DAY < 0 ? day - 1 : day);
}

/* The part of a day behind the point is only as exact as a double: to the millisecond. */
static struct moment day_number_moment(const struct datescan *scan)
{
	int64_t milliseconds =
		(scan->billionths * (SECONDS_PER_DAY * INT64_C(1000)) + 500000000) / 1000000000;

	return (struct moment){ (scan->number + SPREADSHEET_DAY_0) * SECONDS_PER_DAY +
					milliseconds / 1000,
		(int32_t)(milliseconds % 1000) * 1000000, false };
}

static int number_among_dates(struct slice text, struct diag *why)
{
	diag_fail(why, "not a date, but a number, while other values are dates: '" SLICE "'",
		SLICE_ARG(text));
	return diag_code(why, "not-a-date");
}

static int read_number(const struct dateform *form, const struct datescan *scan, struct slice text,
	struct dateform_value *value, struct diag *why)
{
	if (!is_day_number(scan) && !is_unix(scan) && !is_unix_milliseconds(scan))
		return not_a_date(text, why);
	if (!form->takes_numbers)
		return number_among_dates(text, why);
	if (is_day_number(scan))
		value->moment = day_number_moment(scan);
	else if (is_unix(scan))
		value->moment = (struct moment){ scan->number, (int32_t)scan->billionths, true };
	else
		value->moment = (struct moment){ scan->number / 1000,
			(int32_t)(scan->number % 1000) * 1000000, true };
	value->date = day_of(value->moment.seconds);
	value->has_time =
		value->moment.seconds % SECONDS_PER_DAY != 0 || value->moment.nanoseconds > 0;
	return 0;
}

/* 0001-01-01 and 9999-12-31, which a zone may leave. */
static bool can_be_written(int64_t seconds)
{
	return seconds >= INT64_C(-62135596800) && seconds <= INT64_C(253402300799);
}

int dateform_read(const struct dateform *form, struct slice text, struct dateform_value *value,
	struct diag *why)
{
	struct unicode_room room;
	struct datescan scan;
	struct slice folded;

	text = unicode_trim(text);
	if (!unicode_fold(text, &room, &folded) || !datescan_read(folded, &scan))
		return not_a_date(text, why);
	if (scan.shape == DATESCAN_NUMBER)
		return read_number(form, &scan, text, value, why);
	if (scan.shape == DATESCAN_DAY) {
		int year = full_year(form, scan.part[0], scan.digits[0]);

		if (!date_of(year, scan.part[1], scan.part[2], &value->date))
			return not_a_date(text, why);
	} else if (order_day(form, &scan, text, &value->date, why) < 0) {
		return -1;
	}
	value->moment = (struct moment){ (int64_t)value->date * SECONDS_PER_DAY +
						 scan.time.seconds - scan.time.offset,
		scan.time.nanoseconds, scan.time.has_zone };
	value->has_time = scan.time.seconds != 0 || scan.time.nanoseconds != 0;
	if (!can_be_written(value->moment.seconds))
		return not_a_date(text, why);
	return 0;
}

/* Begin a further part of the line. */
static void put_part(struct buf *out, size_t start)
{
	if (out->length > start)
		buf_text(out, "; ");
}

static void put_count(struct buf *out, const char *before, uint64_t count)
{
	buf_text(out, before);
	num_put_grouped(out, (int64_t)count);
	buf_text(out, count == 1 ? " value" : " values");
}

static void describe_number(const struct dateform *form, const struct example *numbers,
	const char *words, struct buf *out)
{
	struct dateform_value value;
	struct slice text = example_text(numbers);
	struct diag ignored;

	if (dateform_read(form, text, &value, &ignored) < 0)
		return;
	buf_text(out, words);
	buf_text(out, " (");
	buf_put(out, text);
	buf_text(out, " is ");
	date_put(out, value.date);
	put_count(out, "), in ", numbers->count);
}

void dateform_describe(const struct dateform *form, struct buf *out)
{
	size_t start = out->length;

	if (form->order != DATEFORM_FOUND && ordered_count(form) > 0) {
		buf_text(out, orders[form->order - 1].words);
		buf_text(out, " (");
		put_reading(form, example_text(open_example(form)), (int)form->order - 1, out);
		put_count(out, "), in ", ordered_count(form));
	}
	if (form->takes_numbers && form->day_numbers.count > 0) {
		put_part(out, start);
		describe_number(form, &form->day_numbers, "day numbers of a spreadsheet", out);
	}
	if (form->takes_numbers && form->unix_times.count > 0) {
		put_part(out, start);
		describe_number(form, &form->unix_times, "Unix times", out);
	}
	if (form->short_years > 0) {
		put_part(out, start);
		buf_printf(out, "years of two digits are %d to %d", form->first_year,
			form->first_year + 99);
		put_count(out, ", in ", form->short_years);
	}
}
