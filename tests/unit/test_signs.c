/* SPDX-License-Identifier: MIT */
#include "crm/signs.h"

#include "base/amount.h"
#include "test_seed.h"

enum { MOST = 200, AS_OF = 1000, WINDOW = 90, PAST = 360 };

static struct signs_fact fact[MOST];
static size_t count;
static int64_t value[SIGNS_MEASURES];

static void begin(void)
{
	count = 0;
}

static void add(int32_t date, enum signs_kind kind, int64_t whole, uint64_t item)
{
	fact[count++] = (struct signs_fact){ date, kind, whole * AMOUNT_UNIT, item };
}

static void measure(void)
{
	struct signs_span span = { AS_OF, WINDOW, PAST };

	signs_sort(fact, count);
	signs_measure(fact, count, &span, value);
}

static void ck_whole(enum signs_measured measured, int64_t whole)
{
	ck_assert_msg(value[measured] == whole * AMOUNT_UNIT,
		"%s: expected %" PRId64 ", got %" PRId64 " millionths", signs_name(measured), whole,
		value[measured]);
}

static void ck_date(enum signs_measured measured, int32_t date)
{
	ck_assert(signs_is_date(measured));
	ck_assert_int_eq(value[measured], date);
}

/* The window is 911 … 1000, the time before it 551 … 910, four windows long. */
START_TEST(orders_are_compared_with_the_own_past)
{
	for (int32_t date = 551; date < 911; date += 30)
		add(date, SIGNS_ORDER, 100, 0);
	add(920, SIGNS_ORDER, 15, 0); /* two lines of one day */
	add(920, SIGNS_ORDER, 25, 0);
	add(1001, SIGNS_ORDER, 7, 0);
	measure();
	ck_whole(SIGNS_ORDERS_RECENT, 1);
	ck_whole(SIGNS_ORDERS_USUAL, 3);
	ck_whole(SIGNS_AMOUNT_RECENT, 40);
	ck_whole(SIGNS_AMOUNT_USUAL, 300);
	ck_whole(SIGNS_SILENCE, 80);
	ck_date(SIGNS_LAST_ORDER, 920);
	ck_assert_int_eq(value[SIGNS_GAP_USUAL], (int64_t)369 * AMOUNT_UNIT / 12);
}
END_TEST

/* Twice in 180 days before the window is once in 90. */
START_TEST(past_begins_with_the_first_order)
{
	add(731, SIGNS_ORDER, 10, 0);
	add(800, SIGNS_ORDER, 10, 0);
	measure();
	ck_whole(SIGNS_ORDERS_USUAL, 1);
	ck_whole(SIGNS_ORDERS_RECENT, 0);
	/* Known for less than a window before it: nothing is usual yet. */
	begin();
	add(822, SIGNS_ORDER, 10, 0);
	measure();
	ck_assert_int_eq(value[SIGNS_ORDERS_USUAL], SIGNS_UNKNOWN);
	ck_assert_int_eq(value[SIGNS_GAP_USUAL], SIGNS_UNKNOWN);
	begin();
	add(821, SIGNS_ORDER, 10, 0);
	measure();
	ck_whole(SIGNS_ORDERS_USUAL, 1);
}
END_TEST

START_TEST(long_ago_is_known_but_not_usual)
{
	add(100, SIGNS_ORDER, 10, 0);
	measure();
	ck_whole(SIGNS_ORDERS_USUAL, 0);
	ck_whole(SIGNS_SILENCE, 900);
}
END_TEST

START_TEST(without_facts_nothing_is_known)
{
	measure();
	for (size_t i = 0; i < SIGNS_MEASURES; i++)
		ck_assert_int_eq(value[i], SIGNS_UNKNOWN);
}
END_TEST

START_TEST(payments_are_late_or_not)
{
	add(600, SIGNS_PAID, 0, 0);
	add(700, SIGNS_PAID, 4, 0);
	add(930, SIGNS_PAID, 12, 0);
	add(950, SIGNS_PAID, 30, 0);
	add(960, SIGNS_PAID, 0, 0);
	measure();
	ck_whole(SIGNS_LATE_RECENT, 2);
	ck_whole(SIGNS_LATE_DAYS_RECENT, 30);
	ck_whole(SIGNS_LATE_DAYS_USUAL, 2);
	ck_date(SIGNS_LAST_LATE, 950);
}
END_TEST

START_TEST(complaints_stay_open_until_settled)
{
	add(500, SIGNS_COMPLAINT, 0, 7);
	add(940, SIGNS_COMPLAINT, 0, 8);
	add(930, SIGNS_COMPLAINT, 0, 9);
	add(941, SIGNS_SETTLED, 0, 8);
	add(980, SIGNS_COMPLAINT, 0, 0); /* of no case: nobody can say that it is open */
	measure();
	ck_whole(SIGNS_COMPLAINTS_RECENT, 3);
	ck_whole(SIGNS_COMPLAINTS_OPEN, 2);
	ck_date(SIGNS_LAST_COMPLAINT, 980);
	ck_date(SIGNS_OPEN_SINCE, 500);
	ck_whole(SIGNS_OPEN_DAYS, 500);
	add(999, SIGNS_SETTLED, 0, 7);
	add(999, SIGNS_SETTLED, 0, 9);
	measure();
	ck_whole(SIGNS_COMPLAINTS_OPEN, 0);
	ck_assert_int_eq(value[SIGNS_OPEN_SINCE], SIGNS_UNKNOWN);
}
END_TEST

START_TEST(balance_is_moved_or_stated)
{
	add(400, SIGNS_MOVEMENT, 500, 0);
	add(500, SIGNS_MOVEMENT, 300, 0);
	add(930, SIGNS_MOVEMENT, -600, 0);
	measure();
	ck_whole(SIGNS_BALANCE_BEFORE, 800);
	ck_whole(SIGNS_BALANCE_NOW, 200);
	ck_date(SIGNS_LAST_BALANCE, 930);
	add(905, SIGNS_BALANCE, 1000, 0);
	measure();
	ck_whole(SIGNS_BALANCE_BEFORE, 1000);
	ck_whole(SIGNS_BALANCE_NOW, 400);
}
END_TEST

START_TEST(grades_change)
{
	add(400, SIGNS_GRADE, 3, 0);
	add(930, SIGNS_GRADE, 3, 0);
	add(950, SIGNS_GRADE, 2, 0);
	add(960, SIGNS_GRADE, 2, 0);
	measure();
	ck_whole(SIGNS_GRADE_BEFORE, 3);
	ck_whole(SIGNS_GRADE_NOW, 2);
	ck_date(SIGNS_LAST_GRADE, 950);
}
END_TEST

START_TEST(changes_are_counted)
{
	add(100, SIGNS_ADDRESS, 0, 0);
	add(915, SIGNS_ADDRESS, 0, 0);
	for (int32_t date = 551; date < 911; date += 45)
		add(date, SIGNS_CREDIT, 0, 0);
	add(940, SIGNS_CREDIT_CANCELLED, 0, 0);
	for (int32_t date = 731; date < 911; date += 20)
		add(date, SIGNS_CONTACT, 0, 0);
	add(920, SIGNS_CONTACT, 0, 0);
	measure();
	ck_whole(SIGNS_ADDRESSES_RECENT, 1);
	ck_date(SIGNS_LAST_ADDRESS, 915);
	ck_whole(SIGNS_CREDIT_USUAL, 2);
	ck_whole(SIGNS_CREDIT_RECENT, 0);
	ck_whole(SIGNS_CANCELLED_RECENT, 1);
	ck_date(SIGNS_LAST_CREDIT, 940);
	ck_assert_int_eq(value[SIGNS_CONTACTS_USUAL], 4500000);
	ck_whole(SIGNS_CONTACTS_RECENT, 1);
	ck_date(SIGNS_LAST_CONTACT, 920);
}
END_TEST

/* Lines 1 and 2 were bought each month; 2 no more. 3 was bought twice only. */
START_TEST(lines_are_dropped)
{
	for (int32_t date = 600; date <= 1000; date += 30)
		add(date, SIGNS_ORDER, 10, 1);
	for (int32_t date = 600; date <= 840; date += 30)
		add(date, SIGNS_ORDER, 10, 2);
	add(600, SIGNS_ORDER, 10, 3);
	add(630, SIGNS_ORDER, 10, 3);
	measure();
	ck_whole(SIGNS_LINES_USUAL, 2);
	ck_whole(SIGNS_LINES_DROPPED, 1);
	ck_date(SIGNS_LAST_LINE, 840);
	/* Who buys nothing at all has dropped no line, but fallen silent. */
	begin();
	for (int32_t date = 600; date <= 840; date += 30)
		add(date, SIGNS_ORDER, 10, 2);
	measure();
	ck_whole(SIGNS_LINES_USUAL, 1);
	ck_whole(SIGNS_LINES_DROPPED, 0);
}
END_TEST

/* A line of which the own gaps are as long is not missed yet. */
START_TEST(rare_lines_are_not_dropped)
{
	add(400, SIGNS_ORDER, 10, 2);
	add(600, SIGNS_ORDER, 10, 2);
	add(800, SIGNS_ORDER, 10, 2);
	add(990, SIGNS_ORDER, 10, 1);
	measure();
	ck_whole(SIGNS_LINES_USUAL, 1);
	ck_whole(SIGNS_LINES_DROPPED, 0);
}
END_TEST

START_TEST(warnings_add_up_to_less_than_all)
{
	double warning = signs_warning_add(0, 0.5, 1);

	ck_assert_double_eq(warning, 50);
	warning = signs_warning_add(warning, 0.5, 0.5);
	ck_assert_double_eq(warning, 62.5);
	ck_assert_double_eq(signs_warning_add(warning, 1, 1), 100);
	ck_assert_double_eq(signs_warning_add(warning, 1, 0), 62.5);
}
END_TEST

START_TEST(measures_have_names)
{
	for (int i = 0; i < SIGNS_MEASURES; i++) {
		ck_assert_ptr_nonnull(signs_name((enum signs_measured)i));
		for (int j = 0; j < i; j++)
			ck_assert_str_ne(signs_name((enum signs_measured)i),
				signs_name((enum signs_measured)j));
	}
}
END_TEST

/* Whatever the facts and their order, the same is measured. */
START_TEST(order_leaves_no_trace)
{
	struct rng rng;

	test_seed(&rng, "order_leaves_no_trace");
	for (int round = 0; round < 200; round++) {
		int64_t first[SIGNS_MEASURES];

		begin();
		for (size_t i = 0; i < MOST; i++)
			add(500 + (int32_t)rng_below(&rng, 520),
				(enum signs_kind)rng_below(&rng, SIGNS_KINDS), rng_below(&rng, 3),
				rng_below(&rng, 3));
		measure();
		memcpy(first, value, sizeof first);
		for (size_t i = MOST - 1; i > 0; i--) {
			size_t j = rng_below(&rng, (uint32_t)i + 1);
			struct signs_fact moved = fact[i];

			fact[i] = fact[j];
			fact[j] = moved;
		}
		measure();
		ck_assert_int_eq(memcmp(first, value, sizeof first), 0);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("signs");
	TCase *tests = tcase_create("signs");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, begin, NULL);
	tcase_add_test(tests, orders_are_compared_with_the_own_past);
	tcase_add_test(tests, past_begins_with_the_first_order);
	tcase_add_test(tests, long_ago_is_known_but_not_usual);
	tcase_add_test(tests, without_facts_nothing_is_known);
	tcase_add_test(tests, payments_are_late_or_not);
	tcase_add_test(tests, complaints_stay_open_until_settled);
	tcase_add_test(tests, balance_is_moved_or_stated);
	tcase_add_test(tests, grades_change);
	tcase_add_test(tests, changes_are_counted);
	tcase_add_test(tests, lines_are_dropped);
	tcase_add_test(tests, rare_lines_are_not_dropped);
	tcase_add_test(tests, warnings_add_up_to_less_than_all);
	tcase_add_test(tests, measures_have_names);
	tcase_add_test(tests, order_leaves_no_trace);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
