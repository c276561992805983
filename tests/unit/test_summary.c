/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "base/amount.h"
#include "crm/summary.h"

static const unsigned everything = SUMMARY_ORDERS | SUMMARY_FIRST_DATE | SUMMARY_LAST_DATE |
				   SUMMARY_RECENCY | SUMMARY_FREQUENCY | SUMMARY_RETURNED |
				   SUMMARY_AMOUNT_90D | SUMMARY_AMOUNT_365D | SUMMARY_GAPS;

/* Day 1000 is as-of. */
static struct summary_customer customer_of(int64_t amount, int32_t first, int32_t last)
{
	return (struct summary_customer){
		.amount = amount,
		.known = everything,
		.orders = 3,
		.first_date = first,
		.last_date = last,
		.recency = 1000 - last,
		.frequency = last - first,
		.returned_amount = 7,
		.amount_90d = 5,
		.amount_365d = 6,
	};
}

START_TEST(what_is_known_is_added_up)
{
	struct summary_customer a = customer_of(2 * AMOUNT_UNIT, 100, 999);
	struct summary_customer b = customer_of(3 * AMOUNT_UNIT, 90, 90);
	struct summary summary = { .known = 0 };

	summary_add(&summary, &a);
	summary_add(&summary, &b);
	ck_assert_int_eq(summary.customers, 2);
	ck_assert(summary.amount == 5 * AMOUNT_UNIT);
	ck_assert(!summary.has_fractions);
	ck_assert(summary.orders == 6 && summary.returned_amount == 14);
	ck_assert(summary.amount_90d == 10 && summary.amount_365d == 12);
	ck_assert_int_eq(summary.first_date, 90);
	ck_assert_int_eq(summary.last_date, 999);
	ck_assert_int_eq(summary.as_of, 1000);
	ck_assert_int_eq(summary.as_of_least, 1000);
	ck_assert_int_eq(summary.repeaters, 1);
	ck_assert_int_eq(summary.active_90d, 1);
	ck_assert_int_eq(summary.active_365d, 1);
}
END_TEST

/* The last 90 days are as-of and the 89 before it, as in a profile. */
START_TEST(periods_end_with_as_of)
{
	struct summary_customer inside = customer_of(1, 0, 911);
	struct summary_customer outside = customer_of(1, 0, 910);
	struct summary summary = { .known = 0 };

	summary_add(&summary, &inside);
	summary_add(&summary, &outside);
	ck_assert_int_eq(summary.active_90d, 1);
	ck_assert_int_eq(summary.active_365d, 2);
	ck_assert(summary.has_fractions);
}
END_TEST

START_TEST(what_is_not_known_counts_for_nothing)
{
	struct summary_customer a = customer_of(1, -50, -40);
	struct summary summary = { .known = 0 };

	a.known = 0;
	summary_add(&summary, &a);
	ck_assert_uint_eq(summary.known, 0);
	ck_assert(summary.orders == 0 && summary.returned_amount == 0);
	ck_assert_int_eq(summary.repeaters + summary.active_365d, 0);
	ck_assert(!summary.has_as_of);
	a = customer_of(1, 10, 20);
	summary_add(&summary, &a);
	ck_assert_int_eq(summary.first_date, 10);
	ck_assert_int_eq(summary.last_date, 20);
}
END_TEST

START_TEST(profiles_of_different_days_show)
{
	struct summary_customer a = customer_of(1, 10, 20);
	struct summary summary = { .known = 0 };

	summary_add(&summary, &a);
	a.recency -= 30;
	summary_add(&summary, &a);
	ck_assert_int_eq(summary.as_of, 1000);
	ck_assert_int_eq(summary.as_of_least, 970);
}
END_TEST

START_TEST(parts_make_the_whole)
{
	struct summary whole = { .known = 0 }, part[3] = { { .known = 0 } };

	for (int32_t i = 0; i < 100; i++) {
		struct summary_customer a =
			customer_of(i * 12345, 500 - i * i % 97, 600 + i * 7 % 400);

		a.known = i % 7 == 0 ? 0 : everything;
		summary_add(&whole, &a);
		summary_add(&part[i % 3], &a);
	}
	summary_merge(&part[1], &part[2]);
	summary_merge(&part[0], &part[1]);
	ck_assert(part[0].amount == whole.amount && part[0].orders == whole.orders);
	ck_assert_int_eq(part[0].customers, whole.customers);
	ck_assert_int_eq(part[0].first_date, whole.first_date);
	ck_assert_int_eq(part[0].last_date, whole.last_date);
	ck_assert_int_eq(part[0].as_of_least, whole.as_of_least);
	ck_assert_int_eq(part[0].active_90d, whole.active_90d);
	ck_assert_int_eq(part[0].repeaters, whole.repeaters);
	ck_assert_uint_eq(part[0].known, whole.known);
}
END_TEST

START_TEST(silence_is_longer_than_the_gap_and_two_deviations)
{
	struct summary_customer a = {
		.known = SUMMARY_RECENCY | SUMMARY_GAPS, .recency = 50, .gap_mean = 30, .gap_sd = 10
	};

	ck_assert(!summary_is_silent(&a));
	a.recency = 51;
	ck_assert(summary_is_silent(&a));
	a.known = SUMMARY_RECENCY;
	ck_assert(!summary_is_silent(&a));
	a.known = SUMMARY_GAPS;
	ck_assert(!summary_is_silent(&a));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("summary");
	TCase *all = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(all, what_is_known_is_added_up);
	tcase_add_test(all, periods_end_with_as_of);
	tcase_add_test(all, what_is_not_known_counts_for_nothing);
	tcase_add_test(all, profiles_of_different_days_show);
	tcase_add_test(all, parts_make_the_whole);
	tcase_add_test(all, silence_is_longer_than_the_gap_and_two_deviations);
	suite_add_tcase(suite, all);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
