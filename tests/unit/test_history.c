/* SPDX-License-Identifier: MIT */
#include "crm/history.h"

#include "base/date.h"
#include "test_streams.h"

static int32_t day_of(const char *text)
{
	int32_t date = 0;

	ck_assert(date_parse(slice_of(text), &date));
	return date;
}

/* A row of `amount` under the order `id`, "" for none. */
static void add_row(struct visits *visits, const char *date, int64_t amount, const char *id)
{
	dealing_of_row(visits_add(visits), day_of(date), amount * 1000000, slice_of(id));
}

static void ck_put(struct visits *visits, const char *wanted)
{
	struct buf out = BUF_EMPTY;
	struct diag why;

	visits_compact(visits);
	ck_assert_int_eq(history_put(visits, &out, &why), 0);
	ck_assert_str_eq(buf_string(&out), wanted);
	buf_release(&out);
}

/* As history_put writes it: the days up to the tab, then the ids. */
static struct history history_of(struct slice text)
{
	struct history history;

	ck_assert(slice_cut(&text, '\t', &history.days));
	history.order_ids = text;
	return history;
}

START_TEST(days_are_put_with_what_is_not_nothing)
{
	struct visits visits = { 0 };

	add_row(&visits, "2026-01-15", 100, "B");
	add_row(&visits, "2026-01-01", 50, "A");
	add_row(&visits, "2026-01-15", 20, "A");
	add_row(&visits, "2026-01-31", -20, "");
	ck_put(&visits, "2026-01-01 50 1 1,14 120 2 1,16 -20 0 0 1 1 20\tA\\nB");
	visits_reset(&visits);
	add_row(&visits, "0001-01-01", 0, "");
	add_row(&visits, "9999-12-31", 0, "A");
	add_row(&visits, "9999-12-31", 1, "");
	ck_put(&visits, "0001-01-01 0 0 0 1,3652058 1 1 1 1\tA");
	visits_reset(&visits);
	add_row(&visits, "2026-01-01", 3, "Z");
	add_row(&visits, "2026-01-02", 0, "Z");
	ck_put(&visits, "2026-01-01 3 1 1,1\tZ");
	visits_release(&visits);
}
END_TEST

START_TEST(ids_of_a_day_are_in_byte_order)
{
	struct visits visits = { 0 };

	add_row(&visits, "2026-01-02", 1, "a");
	add_row(&visits, "2026-01-02", 1, "B");
	add_row(&visits, "2026-01-02", 1, "aa");
	add_row(&visits, "2026-01-01", 1, "z");
	add_row(&visits, "2026-01-01", 1, "y\\\\");
	ck_put(&visits, "2026-01-01 2 2 2,1 3 3 3\ty\\\\\\nz\\nB\\na\\naa");
	visits_release(&visits);
}
END_TEST

START_TEST(amounts_of_a_day_can_be_too_large)
{
	struct visits visits = { 0 };
	struct buf out = BUF_EMPTY;
	struct diag why;

	for (int i = 0; i < 2; i++)
		dealing_of_row(visits_add(&visits), 0, INT64_MAX, slice_of("A"));
	visits_compact(&visits);
	ck_assert_int_eq(history_put(&visits, &out, &why), -1);
	visits_reset(&visits);
	for (int i = 0; i < 4; i++)
		dealing_of_row(
			visits_add(&visits), 0, i < 2 ? INT64_MAX : -INT64_MAX, slice_of("A"));
	visits_compact(&visits);
	ck_assert_int_eq(history_put(&visits, &out, &why), -1);
	visits_release(&visits);
	buf_release(&out);
}
END_TEST

static void ck_refused(const char *days, const char *ids, const char *column)
{
	const struct history history = { slice_of(days), slice_of(ids) };
	struct visits visits = { 0 };
	struct diag why;

	ck_assert_int_eq(history_dealings(&history, &visits, &why), -1);
	ck_assert_str_eq(why.column, column);
	visits_release(&visits);
	if (strcmp(column, "days") != 0)
		return;
	ck_assert_int_eq(history_days(&history, &visits, &why), -1);
	ck_assert_str_eq(why.column, "days");
	visits_release(&visits);
}

START_TEST(what_is_no_history_is_refused)
{
	static const char *const no_days[] = { "", " ", ",", "7", "2026-01-01,", "2026-01-01 ",
		"2026-01-01 5 ", "2026-01-01  5", "2026-01-01 5 1,0", "2026-01-01 5 1,-1",
		"2026-01-01 5 1,1 x", "2026-01-01 5 1,1;2", "2026-01-01 5 1 ,1", "2026-01-01 5 -1",
		"2026-01-01 5 1.5", "2026-01-01 5 1 4294967296",
		"2026-01-01 5 99999999999999999999", "2026-01-01 0 0 0 0 0 -1",
		"2026-01-01 0 0 0 0 0 0 0", "2026-01-01 9999999999999999", "2026-02-30 5",
		"2026-01-01 5!1", "9999-12-31,1", "0001-01-01,3652059",
		"2026-01-01,4294967295,4294967295", "2026-01-01 5x 1 0,10 5 1",
		"2026-01-01 . 1 0,10 5 1", "2026-01-01 5 1x 0,10 5 1", "2026-01-01 5 1,1a 5 1 0",
		"2026-01-01 5 x1 0,10 5 1", "2026-01-01 5 1,x 12.5 1", "2026-01-01  1 0,10 5 1" };
	static const struct {
		const char *days, *ids;
	} no_ids[] = { { "2026-01-01", "A" }, { "2026-01-01 5 1 1", "" },
		{ "2026-01-01 5 1 1", "A\\nB" }, { "2026-01-01 5 1 2", "A" },
		{ "2026-01-01 5 1 1,1 5 1 1", "A" }, { "2026-01-01 5 1 2", "A\\n" },
		{ "2026-01-01 5 1 2", "\\nA" }, { "2026-01-01 5 1 4294967295", "A\\nB" } };

	for (size_t i = 0; i < sizeof no_days / sizeof *no_days; i++)
		ck_refused(no_days[i], "", "days");
	for (size_t i = 0; i < sizeof no_ids / sizeof *no_ids; i++)
		ck_refused(no_ids[i].days, no_ids[i].ids, "order_ids");
}
END_TEST

static void ck_same_days(const struct visits *a, const struct visits *b)
{
	ck_assert_uint_eq(a->day_count, b->day_count);
	for (size_t i = 0; i < a->day_count; i++) {
		ck_assert_int_eq(a->day[i].date, b->day[i].date);
		ck_assert(a->day[i].amount == b->day[i].amount);
		ck_assert(a->day[i].returned_amount == b->day[i].returned_amount);
		ck_assert_int_eq(a->day[i].sales, b->day[i].sales);
		ck_assert_int_eq(a->day[i].returns, b->day[i].returns);
		ck_assert_int_eq(a->day[i].orders, b->day[i].orders);
	}
}

/* Of all lengths, with decimals and without. */
static int64_t random_amount(struct rng *rng)
{
	int64_t amount = (int64_t)rng_below(rng, 2000) - 400;

	for (uint32_t tens = rng_below(rng, 10); tens > 0; tens--)
		amount *= 10;
	return amount;
}

/* What was put is read as it was, and parts come to the same as the whole. */
START_TEST(parts_come_to_the_same_as_the_whole)
{
	static const char *const names[] = { "", "A", "B", "AB", "C\\\\", "order-1", "order-2",
		"a-long-name-of-an-order-1", "a-long-name-of-an-order-2" };
	enum { PARTS = 3 };
	struct rng rng;

	start_random(&rng);
	for (int n = 0; n < 300; n++) {
		struct visits whole = { 0 }, part[PARTS] = { { 0 } }, sum = { 0 }, days = { 0 };
		struct buf text[PARTS] = { BUF_EMPTY, BUF_EMPTY, BUF_EMPTY };
		struct buf one = BUF_EMPTY, other = BUF_EMPTY;
		uint32_t rows = 1 + rng_below(&rng, n % 10 == 0 ? 500 : 20);
		struct diag why;

		for (uint32_t i = 0; i < rows; i++) {
			int32_t date = (int32_t)rng_below(&rng, 12) * (int32_t)rng_below(&rng, 9);
			int64_t amount = random_amount(&rng);
			struct slice id = slice_of(names[rng_below(&rng, 9)]);

			dealing_of_row(visits_add(&whole), date, amount, id);
			dealing_of_row(visits_add(&part[rng_below(&rng, PARTS)]), date, amount, id);
		}
		visits_compact(&whole);
		ck_assert_int_eq(history_put(&whole, &one, &why), 0);
		for (size_t p = 0; p < PARTS; p++) {
			struct history history;

			if (part[p].count == 0)
				continue;
			visits_compact(&part[p]);
			ck_assert_int_eq(history_put(&part[p], &text[p], &why), 0);
			history = history_of(buf_slice(&text[p]));
			ck_assert_int_eq(history_days(&history, &days, &why), 0);
			ck_same_days(&days, &part[p]);
			ck_assert_int_eq(history_dealings(&history, &sum, &why), 0);
		}
		visits_compact(&sum);
		ck_same_days(&sum, &whole);
		ck_assert_int_eq(history_put(&sum, &other, &why), 0);
		ck_assert_str_eq(buf_string(&one), buf_string(&other));
		visits_release(&whole);
		visits_release(&sum);
		visits_release(&days);
		buf_release(&one);
		buf_release(&other);
		for (size_t p = 0; p < PARTS; p++) {
			visits_release(&part[p]);
			buf_release(&text[p]);
		}
	}
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("history");

	tcase_add_test(tests, days_are_put_with_what_is_not_nothing);
	tcase_add_test(tests, ids_of_a_day_are_in_byte_order);
	tcase_add_test(tests, amounts_of_a_day_can_be_too_large);
	tcase_add_test(tests, what_is_no_history_is_refused);
	tcase_add_test(tests, parts_come_to_the_same_as_the_whole);
	return run_tests(tests);
}
