/* SPDX-License-Identifier: MIT */
#include "crm/history.h"

#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/digits.h"
#include "base/num.h"

/* The figures of a day behind its date, as they are written. */
enum { AMOUNT, SALES, IDS, ORDERS_WITHOUT_ID, RETURNS, RETURNED, FIGURES };

struct day {
	int32_t date;
	int64_t figure[FIGURES];
};

static __attribute__((cold)) int refuse(
	const char *column, struct slice value, const char *expected, struct diag *why)
{
	diag_fail(why, "not %s: '" SLICE "'", expected, SLICE_ARG(value));
	diag_code(why, "bad-value");
	return diag_column(why, slice_of(column));
}

/* A day that begins at `start`. */
static __attribute__((cold)) int refuse_day(
	const struct history *history, const char *start, struct diag *why)
{
	const char *end = history->days.at + history->days.length;
	struct slice rest = { start, (size_t)(end - start) }, day = rest;

	slice_cut(&rest, ',', &day);
	return refuse(HISTORY_DAYS, day,
		start == history->days.at ? "a first day like '2026-11-22 12.5 1 1'"
					  : "a day like '7 12.5 1 1', 7 days after the one before",
		why);
}

/*
 * What reads a figure is given where it begins, and where the days end; it returns where the figure
 * ends, or NULL. Where there are eight characters, they are looked at at once, and nearly every
 * figure ends among them.
 */

/* A count that is long, or one of the last. */
static const char *read_count_slowly(const char *at, const char *end, int64_t *count)
{
	const char *start = at;
	int64_t number = 0;

	for (; at < end && (unsigned char)(*at - '0') <= 9 && number <= UINT32_MAX; at++)
		number = number * 10 + (*at - '0');
	*count = number;
	return at > start && number <= UINT32_MAX ? at : NULL;
}

static inline const char *read_count(const char *at, const char *end, int64_t *count)
{
	/* Most are of one digit; what ends a figure is below all digits. */
	if (end - at >= 2 && (unsigned char)(*at - '0') <= 9 && (unsigned char)at[1] < '0') {
		*count = *at - '0';
		return at + 1;
	}
	if (end - at >= DIGITS_MOST) {
		uint64_t digits = digits_load(at, DIGITS_MOST), others = digits_others(digits);
		size_t length = (size_t)__builtin_ctzll(others | UINT64_C(1) << 63) / 8;

		if (others != 0 && length > 0) {
			*count = digits_value(digits_first(digits, length));
			return at + length;
		}
	}
	return read_count_slowly(at, end, count);
}

/* An amount that is long, below zero, or one of the last. */
static const char *read_amount_slowly(
	const char *at, const char *end, int64_t *amount, struct diag *why)
{
	struct slice text = { at, 0 };

	while (at < end && *at != ' ' && *at != ',')
		at++;
	text.length = (size_t)(at - text.at);
	return amount_parse(text, amount, why) == 0 ? at : NULL;
}

static inline const char *read_amount(
	const char *at, const char *end, int64_t *amount, struct diag *why)
{
	if (end - at >= DIGITS_MOST) {
		uint64_t digits = digits_load(at, DIGITS_MOST), text = digits ^ DIGITS_ALL('0');
		/* What ends a figure is below all that one is made of. */
		uint64_t below = (text - DIGITS_ALL('-')) & ~text & DIGITS_ALL(0x80);
		size_t length = (size_t)__builtin_ctzll(below | UINT64_C(1) << 63) / 8;
		unsigned scale;
		uint32_t number;

		if (below != 0 && length > 0) {
			number = digits_scaled(digits_first(digits, length), &scale);
			if (number != DIGITS_NONE && scale <= AMOUNT_SCALE) {
				*amount = number * amount_unit(scale);
				return at + length;
			}
		}
	}
	return read_amount_slowly(at, end, amount, why);
}

static const char *read_first_date(const char *at, const char *end, struct day *day)
{
	enum { LENGTH = sizeof "2026-11-22" - 1 };

	return end - at >= LENGTH && date_parse((struct slice){ at, LENGTH }, &day->date)
		       ? at + LENGTH
		       : NULL;
}

/* `day` is the day before. */
static inline const char *read_next_date(const char *at, const char *end, struct day *day)
{
	int64_t gap;

	at = read_count(at, end, &gap);
	if (at == NULL || gap < 1 || gap > DATE_LAST - day->date)
		return NULL;
	day->date += (int32_t)gap;
	return at;
}

/*
 * Read the day at `at`, which is NULL for the first one; `day` is the day before. Returns where it
 * ends, or NULL with the reason.
 */
static inline const char *read_day(
	const struct history *history, const char *at, struct day *day, struct diag *why)
{
	const char *end = history->days.at + history->days.length, *start;

	start = at == NULL ? history->days.at : at + 1;
	at = at == NULL ? read_first_date(start, end, day) : read_next_date(start, end, day);
	memset(day->figure, 0, sizeof day->figure);
	for (int i = 0; at != NULL && at < end && *at == ' ' && i < FIGURES; i++)
		at = i == AMOUNT || i == RETURNED ? read_amount(at + 1, end, &day->figure[i], why)
						  : read_count(at + 1, end, &day->figure[i]);
	if (at != NULL && (at == end || *at == ',') && day->figure[RETURNED] >= 0)
		return at;
	refuse_day(history, start, why);
	return NULL;
}

int history_days(const struct history *history, struct visits *visits, struct diag *why)
{
	const char *at = NULL, *end = history->days.at + history->days.length;
	struct day day;

	visits_begin_days(visits, 0);
	do {
		at = read_day(history, at, &day, why);
		if (at == NULL)
			return -1;
		*visits_add_day(visits) = (struct profile_day){
			.date = day.date,
			.amount = day.figure[AMOUNT],
			.returned_amount = day.figure[RETURNED],
			.sales = day.figure[SALES],
			.returns = day.figure[RETURNS],
			.orders = day.figure[IDS] + day.figure[ORDERS_WITHOUT_ID],
		};
	} while (at < end);
	return 0;
}

/* Cut the first `count` ids off the list; none of them may be empty. */
static bool cut_ids(struct slice *list, int64_t count, struct slice *ids)
{
	struct slice id;

	*ids = (struct slice){ list->at, 0 };
	for (int64_t i = 0; i < count; i++) {
		if (!visits_next_id(list, &id) || id.length == 0)
			return false;
		ids->length = (size_t)(id.at + id.length - ids->at);
	}
	return true;
}

int history_dealings(const struct history *history, struct visits *visits, struct diag *why)
{
	const char *at = NULL, *end = history->days.at + history->days.length;
	struct slice list = history->order_ids, ids;
	struct day day;

	do {
		at = read_day(history, at, &day, why);
		if (at == NULL)
			return -1;
		if (!cut_ids(&list, day.figure[IDS], &ids) || (at == end && list.length > 0))
			return refuse(HISTORY_ORDER_IDS, history->order_ids,
				"as many ids as there are orders with one in " HISTORY_DAYS, why);
		*visits_add(visits) = (struct dealing){
			.kind = day.figure[IDS] > 1 ? DEALING_DAY : DEALING_ROWS,
			.date = day.date,
			.amount = day.figure[AMOUNT],
			.returned_amount = day.figure[RETURNED],
			.sales = (uint32_t)day.figure[SALES],
			.returns = (uint32_t)day.figure[RETURNS],
			.orders_without_id = (uint32_t)day.figure[ORDERS_WITHOUT_ID],
			.order_ids = ids,
		};
	} while (at < end);
	return 0;
}

static int put_figures(const struct profile_day *day, size_t ids, struct buf *out, struct diag *why)
{
	const int64_t figure[FIGURES] = {
		[AMOUNT] = (int64_t)day->amount,
		[SALES] = day->sales,
		[IDS] = (int64_t)ids,
		[ORDERS_WITHOUT_ID] = day->orders - (int64_t)ids,
		[RETURNS] = day->returns,
		[RETURNED] = (int64_t)day->returned_amount,
	};
	int count = FIGURES;

	if (figure[AMOUNT] != day->amount || figure[RETURNED] != day->returned_amount)
		return diag_fail(
			why, "the amounts of one day add up to more than an amount can be");
	while (count > 0 && figure[count - 1] == 0)
		count--;
	for (int i = 0; i < count; i++) {
		buf_char(out, ' ');
		if (i == AMOUNT || i == RETURNED)
			amount_put(out, figure[i]);
		else
			num_put_int(out, figure[i]);
	}
	return 0;
}

/* Those of each day are put in order. */
static void put_ids(struct visits *visits, struct buf *out)
{
	struct slice *id = visits->id;

	for (size_t i = 0; i < visits->day_count; id += visits->day_ids[i++])
		if (visits->day_ids[i] > 1)
			qsort(id, visits->day_ids[i], sizeof *id, slice_compare_items);
	for (size_t i = 0; i < visits->id_count; i++) {
		if (i > 0)
			buf_text(out, VISITS_SEPARATOR);
		buf_put(out, visits->id[i]);
	}
}

int history_put(struct visits *visits, struct buf *out, struct diag *why)
{
	const struct profile_day *day = visits->day;

	for (size_t i = 0; i < visits->day_count; i++) {
		if (i == 0)
			date_put(out, day[i].date);
		else
			num_put_int(out, day[i].date - day[i - 1].date);
		if (put_figures(&day[i], visits->day_ids[i], out, why) < 0)
			return -1;
		buf_char(out, i + 1 < visits->day_count ? ',' : '\t');
	}
	put_ids(visits, out);
	return 0;
}
