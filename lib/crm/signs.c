/* SPDX-License-Identifier: MIT */
#include "crm/signs.h"

#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"

enum { REGULAR_DAYS = 3, LINE_GAPS = 2 };

static const struct {
	const char *name;
	bool is_date;
} measure_list[SIGNS_MEASURES] = {
	[SIGNS_ORDERS_RECENT] = { "orders_recent", false },
	[SIGNS_ORDERS_USUAL] = { "orders_usual", false },
	[SIGNS_AMOUNT_RECENT] = { "amount_recent", false },
	[SIGNS_AMOUNT_USUAL] = { "amount_usual", false },
	[SIGNS_GAP_USUAL] = { "gap_usual", false },
	[SIGNS_SILENCE] = { "silence", false },
	[SIGNS_LAST_ORDER] = { "last_order", true },
	[SIGNS_BALANCE_NOW] = { "balance_now", false },
	[SIGNS_BALANCE_BEFORE] = { "balance_before", false },
	[SIGNS_LAST_BALANCE] = { "last_balance", true },
	[SIGNS_LATE_RECENT] = { "late_recent", false },
	[SIGNS_LATE_DAYS_RECENT] = { "late_days_recent", false },
	[SIGNS_LATE_DAYS_USUAL] = { "late_days_usual", false },
	[SIGNS_LAST_LATE] = { "last_late", true },
	[SIGNS_ADDRESSES_RECENT] = { "addresses_recent", false },
	[SIGNS_LAST_ADDRESS] = { "last_address", true },
	[SIGNS_CREDIT_RECENT] = { "credit_recent", false },
	[SIGNS_CREDIT_USUAL] = { "credit_usual", false },
	[SIGNS_CANCELLED_RECENT] = { "cancelled_recent", false },
	[SIGNS_LAST_CREDIT] = { "last_credit", true },
	[SIGNS_COMPLAINTS_RECENT] = { "complaints_recent", false },
	[SIGNS_LAST_COMPLAINT] = { "last_complaint", true },
	[SIGNS_COMPLAINTS_OPEN] = { "complaints_open", false },
	[SIGNS_OPEN_DAYS] = { "open_days", false },
	[SIGNS_OPEN_SINCE] = { "open_since", true },
	[SIGNS_CONTACTS_RECENT] = { "contacts_recent", false },
	[SIGNS_CONTACTS_USUAL] = { "contacts_usual", false },
	[SIGNS_LAST_CONTACT] = { "last_contact", true },
	[SIGNS_LINES_USUAL] = { "lines_usual", false },
	[SIGNS_LINES_DROPPED] = { "lines_dropped", false },
	[SIGNS_LAST_LINE] = { "last_line", true },
	[SIGNS_GRADE_NOW] = { "grade_now", false },
	[SIGNS_GRADE_BEFORE] = { "grade_before", false },
	[SIGNS_LAST_GRADE] = { "last_grade", true },
};

const char *signs_name(enum signs_measured measure)
{
	return measure_list[measure].name;
}

bool signs_is_date(enum signs_measured measure)
{
	return measure_list[measure].is_date;
}

static int compare_facts(const void *left, const void *right)
{
	const struct signs_fact *a = left, *b = right;

	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->item != b->item)
		return a->item < b->item ? -1 : 1;
	return (a->value > b->value) - (a->value < b->value);
}

void signs_sort(struct signs_fact *fact, size_t count)
{
	if (count > 1)
		qsort(fact, count, sizeof *fact, compare_facts);
}

static int64_t micros(int64_t whole)
{
	return whole * AMOUNT_UNIT;
}

/* What is measured, and of what. */
struct view {
	const struct signs_fact *fact;
	size_t count;                /* up to as-of */
	int32_t as_of, recent, past; /* the first days of the window and of the time before */
	int32_t window;
	int64_t *value;
};

/* Facts of a kind: lately, and before. */
struct pair {
	int64_t recent, before; /* how many */
	int128 recent_sum, before_sum;
	int64_t recent_most; /* the greatest value lately */
	bool any;            /* however long ago */
	int32_t first, last; /* if so */
};

static struct pair count_kind(const struct view *view, enum signs_kind kind)
{
	struct pair pair = { 0 };

	for (size_t i = 0; i < view->count; i++) {
		const struct signs_fact *fact = &view->fact[i];

		if (fact->kind != kind)
			continue;
		if (!pair.any)
			pair.first = fact->date;
		pair.any = true;
		pair.last = fact->date;
		if (fact->date >= view->recent) {
			pair.recent++;
			pair.recent_sum += fact->value;
			if (fact->value > pair.recent_most)
				pair.recent_most = fact->value;
		} else if (fact->date >= view->past) {
			pair.before++;
			pair.before_sum += fact->value;
		}
	}
	return pair;
}

/* What of the time before falls on as many days as the window has, if that time is long enough. */
static int64_t usual(const struct view *view, const struct pair *pair, int128 sum)
{
	int32_t from = pair->first > view->past ? pair->first : view->past;
	int32_t days = view->recent - from;

	if (!pair->any || days < view->window)
		return SIGNS_UNKNOWN;
	return (int64_t)decimal_divide_rounded(sum * view->window, days);
}

/* Of orders, days are counted: rows of a ledger may be lines of one order. */
static void count_days(const struct view *view, int64_t *recent, int64_t *before, int64_t *all)
{
	const struct signs_fact *last = NULL;

	*recent = *before = *all = 0;
	for (size_t i = 0; i < view->count; i++) {
		const struct signs_fact *fact = &view->fact[i];

		if (fact->kind != SIGNS_ORDER || (last != NULL && last->date == fact->date))
			continue;
		last = fact;
		++*all;
		*recent += fact->date >= view->recent;
		*before += fact->date < view->recent && fact->date >= view->past;
	}
}

static void measure_orders(const struct view *view)
{
	struct pair orders = count_kind(view, SIGNS_ORDER);
	int64_t recent, before, all;

	if (!orders.any)
		return;
	count_days(view, &recent, &before, &all);
	view->value[SIGNS_ORDERS_RECENT] = micros(recent);
	view->value[SIGNS_ORDERS_USUAL] = usual(view, &orders, micros(before));
	view->value[SIGNS_AMOUNT_RECENT] = (int64_t)orders.recent_sum;
	view->value[SIGNS_AMOUNT_USUAL] = usual(view, &orders, orders.before_sum);
	view->value[SIGNS_SILENCE] = micros(view->as_of - orders.last);
	view->value[SIGNS_LAST_ORDER] = orders.last;
	if (all > 1)
		view->value[SIGNS_GAP_USUAL] =
			amount_mean(micros(orders.last - orders.first), all - 1);
}

static void measure_payments(const struct view *view)
{
	struct pair paid = count_kind(view, SIGNS_PAID);
	int64_t late = 0;

	if (!paid.any)
		return;
	for (size_t i = 0; i < view->count; i++) {
		const struct signs_fact *fact = &view->fact[i];

		if (fact->kind != SIGNS_PAID || fact->value <= 0 || fact->date < view->recent)
			continue;
		late++;
		view->value[SIGNS_LAST_LATE] = fact->date;
	}
	view->value[SIGNS_LATE_RECENT] = micros(late);
	view->value[SIGNS_LATE_DAYS_RECENT] = paid.recent_most;
	if (paid.before > 0)
		view->value[SIGNS_LATE_DAYS_USUAL] = amount_mean(paid.before_sum, paid.before);
}

static void measure_changes(const struct view *view)
{
	struct pair addresses = count_kind(view, SIGNS_ADDRESS);
	struct pair credit = count_kind(view, SIGNS_CREDIT);
	struct pair cancelled = count_kind(view, SIGNS_CREDIT_CANCELLED);
	struct pair contacts = count_kind(view, SIGNS_CONTACT);

	if (addresses.any) {
		view->value[SIGNS_ADDRESSES_RECENT] = micros(addresses.recent);
		view->value[SIGNS_LAST_ADDRESS] = addresses.last;
	}
	if (credit.any || cancelled.any) {
		view->value[SIGNS_CREDIT_RECENT] = micros(credit.recent);
		view->value[SIGNS_CREDIT_USUAL] = usual(view, &credit, micros(credit.before));
		view->value[SIGNS_CANCELLED_RECENT] = micros(cancelled.recent);
		view->value[SIGNS_LAST_CREDIT] =
			cancelled.any && (!credit.any || cancelled.last > credit.last)
				? cancelled.last
				: credit.last;
	}
	if (contacts.any) {
		view->value[SIGNS_CONTACTS_RECENT] = micros(contacts.recent);
		view->value[SIGNS_CONTACTS_USUAL] = usual(view, &contacts, micros(contacts.before));
		view->value[SIGNS_LAST_CONTACT] = contacts.last;
	}
}

static bool is_settled(const struct view *view, size_t complaint)
{
	for (size_t i = complaint + 1; i < view->count; i++)
		if (view->fact[i].kind == SIGNS_SETTLED &&
			view->fact[i].item == view->fact[complaint].item)
			return true;
	return false;
}

static void measure_complaints(const struct view *view)
{
	struct pair complaints = count_kind(view, SIGNS_COMPLAINT);
	int32_t since = 0;
	int64_t open = 0;

	for (size_t i = 0; i < view->count; i++) {
		if (view->fact[i].kind != SIGNS_COMPLAINT)
			continue;
		view->value[SIGNS_LAST_COMPLAINT] = view->fact[i].date;
		if (view->fact[i].item == 0 || is_settled(view, i))
			continue;
		if (open++ == 0)
			since = view->fact[i].date;
	}
	if (view->value[SIGNS_LAST_COMPLAINT] == SIGNS_UNKNOWN)
		return;
	view->value[SIGNS_COMPLAINTS_RECENT] = micros(complaints.recent);
	view->value[SIGNS_COMPLAINTS_OPEN] = micros(open);
	if (open > 0) {
		view->value[SIGNS_OPEN_SINCE] = since;
		view->value[SIGNS_OPEN_DAYS] = micros(view->as_of - since);
	}
}

/* A level that is kept until the next fact: now, when the window began, and its last change. */
static void measure_level(
	const struct view *view, enum signs_kind kind, int now, int before, int last)
{
	int64_t level = SIGNS_UNKNOWN;

	for (size_t i = 0; i < view->count; i++) {
		const struct signs_fact *fact = &view->fact[i];
		int64_t next = fact->value;

		if (kind == SIGNS_BALANCE && fact->kind == SIGNS_MOVEMENT)
			next += level != SIGNS_UNKNOWN ? level : 0;
		else if (fact->kind != kind)
			continue;
		if (next != level)
			view->value[last] = fact->date;
		level = next;
		if (fact->date < view->recent)
			view->value[before] = level;
	}
	view->value[now] = level;
}

/* What is known of a product line. */
struct line {
	uint64_t item;
	int32_t first, last;
	int64_t days;
};

static int compare_items(const void *left, const void *right)
{
	const struct signs_fact *a = *(const struct signs_fact *const *)left;
	const struct signs_fact *b = *(const struct signs_fact *const *)right;

	if (a->item != b->item)
		return a->item < b->item ? -1 : 1;
	return (a->date > b->date) - (a->date < b->date);
}

static void add_line(const struct view *view, const struct line *line, bool buys)
{
	int64_t silence = view->as_of - line->last;

	if (line->days < REGULAR_DAYS || line->first >= view->recent)
		return;
	view->value[SIGNS_LINES_USUAL] += AMOUNT_UNIT;
	/* Silent for longer than two of its own gaps, while others are bought. */
	if (!buys || line->last >= view->recent ||
		silence * (line->days - 1) <= (int64_t)LINE_GAPS * (line->last - line->first))
		return;
	view->value[SIGNS_LINES_DROPPED] += AMOUNT_UNIT;
	if (view->value[SIGNS_LAST_LINE] == SIGNS_UNKNOWN ||
		line->last > view->value[SIGNS_LAST_LINE])
		view->value[SIGNS_LAST_LINE] = line->last;
}

static void measure_lines(const struct view *view)
{
	const struct signs_fact **bought = mem_alloc(view->count * sizeof *bought);
	bool buys = count_kind(view, SIGNS_ORDER).recent > 0;
	struct line line = { 0 };
	size_t count = 0;

	for (size_t i = 0; i < view->count; i++)
		if (view->fact[i].kind == SIGNS_ORDER && view->fact[i].item != 0)
			bought[count++] = &view->fact[i];
	if (count > 0) {
		view->value[SIGNS_LINES_USUAL] = view->value[SIGNS_LINES_DROPPED] = 0;
		qsort(bought, count, sizeof(*bought), compare_items);
	}
	for (size_t i = 0; i < count; i++) {
		if (bought[i]->item != line.item) {
			add_line(view, &line, buys);
			line = (struct line){ bought[i]->item, bought[i]->date, 0, 0 };
		}
		line.days += line.days == 0 || bought[i]->date != line.last;
		line.last = bought[i]->date;
	}
	if (count > 0)
		add_line(view, &line, buys);
	free(bought);
}

void signs_measure(
	const struct signs_fact *fact, size_t count, const struct signs_span *span, int64_t *value)
{
	struct view view = { fact, count, span->as_of, span->as_of - span->window + 1, 0,
		span->window, value };

	view.past = view.recent - span->past;
	while (view.count > 0 && fact[view.count - 1].date > span->as_of)
		view.count--;
	for (size_t i = 0; i < SIGNS_MEASURES; i++)
		value[i] = SIGNS_UNKNOWN;
	measure_orders(&view);
	measure_payments(&view);
	measure_changes(&view);
	measure_complaints(&view);
	measure_level(
		&view, SIGNS_BALANCE, SIGNS_BALANCE_NOW, SIGNS_BALANCE_BEFORE, SIGNS_LAST_BALANCE);
	measure_level(&view, SIGNS_GRADE, SIGNS_GRADE_NOW, SIGNS_GRADE_BEFORE, SIGNS_LAST_GRADE);
	measure_lines(&view);
}
