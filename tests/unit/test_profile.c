/* SPDX-License-Identifier: MIT */
#include "crm/profile.h"

#include <math.h>

#include "base/amount.h"
#include "test_streams.h"

enum { UNIT = AMOUNT_UNIT };

static struct profile_day sale(int32_t date, int64_t units)
{
	return (struct profile_day){
		.date = date, .amount = (int128)units * UNIT, .sales = 1, .orders = 1
	};
}

static struct profile_day give_back(int32_t date, int64_t units)
{
	return (struct profile_day){ .date = date,
		.amount = -(int128)units * UNIT,
		.returned_amount = (int128)units * UNIT,
		.returns = 1,
		.orders = 1 };
}

static struct profile make(
	const struct profile_day *day, size_t count, enum profile_purchase rule, int32_t as_of)
{
	struct profile profile;
	struct diag why;

	ck_assert_int_eq(profile_of(day, count, rule, as_of, &profile, &why), 1);
	return profile;
}

START_TEST(four_purchase_days)
{
	/* Gaps of 10, 30 and 20 days: mean 20, standard deviation 10. */
	const struct profile_day days[] = { sale(100, 10), sale(110, 20), sale(140, 30),
		sale(160, 41) };
	struct profile p = make(days, 4, PROFILE_PURCHASE_NET, 200);

	ck_assert_int_eq(p.first_date, 100);
	ck_assert_int_eq(p.last_date, 160);
	ck_assert_int_eq(p.orders, 4);
	ck_assert_int_eq(p.recency, 40);
	ck_assert_int_eq(p.tenure, 100);
	ck_assert_int_eq(p.frequency, 3);
	ck_assert_int_eq(p.t_x, 60);
	ck_assert_int_eq(p.amount, 101 * (int64_t)UNIT);
	ck_assert_int_eq(p.amount_mean, 25250000);
	ck_assert(p.has_repeat_amount_mean);
	ck_assert_int_eq(p.repeat_amount_mean, 30333333);
	ck_assert_int_eq(p.returns, 0);
	ck_assert_int_eq(p.returned_amount, 0);
	ck_assert(p.has_gap_mean && p.has_gap_sd);
	ck_assert_double_eq(p.gap_mean, 20);
	ck_assert_double_eq(p.gap_sd, 10);
	ck_assert_int_eq(p.amount_90d, 71 * (int64_t)UNIT);
	ck_assert_int_eq(p.amount_365d, 101 * (int64_t)UNIT);
	ck_assert_int_eq(p.orders_90d, 2);
	ck_assert_int_eq(p.orders_365d, 4);
}
END_TEST

START_TEST(one_purchase_day_has_no_gaps)
{
	const struct profile_day day = sale(100, 10);
	struct profile p = make(&day, 1, PROFILE_PURCHASE_NET, 100);

	ck_assert_int_eq(p.recency, 0);
	ck_assert_int_eq(p.tenure, 0);
	ck_assert_int_eq(p.frequency, 0);
	ck_assert_int_eq(p.t_x, 0);
	ck_assert(!p.has_repeat_amount_mean && !p.has_gap_mean && !p.has_gap_sd);
}
END_TEST

START_TEST(two_purchase_days_have_a_gap_without_spread)
{
	const struct profile_day days[] = { sale(100, 10), sale(107, 20) };
	struct profile p = make(days, 2, PROFILE_PURCHASE_NET, 107);

	ck_assert(p.has_gap_mean && !p.has_gap_sd);
	ck_assert_double_eq(p.gap_mean, 7);
	ck_assert_int_eq(p.repeat_amount_mean, 20 * (int64_t)UNIT);
}
END_TEST

/* A day of returns, one of as much returned as bought, and one that a sale outweighs. */
START_TEST(rules_say_which_days_are_purchases)
{
	struct profile_day days[] = { give_back(90, 5), sale(100, 10), sale(110, 20), sale(120, 30),
		give_back(130, 7) };
	struct profile p;

	days[2].amount = 0; /* bought for 20 and gave back for 20 */
	days[2].returned_amount = 20 * UNIT;
	days[2].returns = 1;
	p = make(days, 5, PROFILE_PURCHASE_NET, 130);
	ck_assert_int_eq(p.first_date, 100);
	ck_assert_int_eq(p.last_date, 120);
	ck_assert_int_eq(p.frequency, 1);
	ck_assert_int_eq(p.t_x, 20);
	ck_assert_int_eq(p.repeat_amount_mean, 30 * (int64_t)UNIT);
	p = make(days, 5, PROFILE_PURCHASE_SALE, 130);
	ck_assert_int_eq(p.frequency, 2);
	ck_assert_int_eq(p.t_x, 20);
	ck_assert_int_eq(p.repeat_amount_mean, 15 * (int64_t)UNIT);
	p = make(days, 5, PROFILE_PURCHASE_ANY, 130);
	ck_assert_int_eq(p.first_date, 90);
	ck_assert_int_eq(p.last_date, 130);
	ck_assert_int_eq(p.frequency, 4);
	ck_assert_int_eq(p.t_x, 40);
	/* What it comes to does not depend on the rule. */
	ck_assert_int_eq(p.amount, 28 * (int64_t)UNIT);
	ck_assert_int_eq(p.returns, 3);
	ck_assert_int_eq(p.returned_amount, 32 * (int64_t)UNIT);
	ck_assert_int_eq(p.orders, 5);
}
END_TEST

START_TEST(without_purchases_dates_are_of_any_dealing)
{
	const struct profile_day days[] = { give_back(90, 5), give_back(110, 5) };
	struct profile p = make(days, 2, PROFILE_PURCHASE_NET, 120);

	ck_assert_int_eq(p.first_date, 90);
	ck_assert_int_eq(p.last_date, 110);
	ck_assert_int_eq(p.recency, 10);
	ck_assert_int_eq(p.tenure, 30);
	ck_assert_int_eq(p.frequency, 0);
	ck_assert(!p.has_repeat_amount_mean && !p.has_gap_mean);
	ck_assert_int_eq(p.amount, -10 * (int64_t)UNIT);
	ck_assert_int_eq(p.amount_mean, -5 * (int64_t)UNIT);
}
END_TEST

START_TEST(days_after_as_of_are_left_out)
{
	const struct profile_day days[] = { sale(100, 10), sale(110, 20), sale(120, 30) };
	struct profile p = make(days, 3, PROFILE_PURCHASE_NET, 110);
	struct diag why;

	ck_assert_int_eq(p.last_date, 110);
	ck_assert_int_eq(p.amount, 30 * (int64_t)UNIT);
	ck_assert_int_eq(p.orders, 2);
	ck_assert_int_eq(profile_of(days, 3, PROFILE_PURCHASE_NET, 99, &p, &why), 0);
	ck_assert_int_eq(profile_of(days, 0, PROFILE_PURCHASE_NET, 99, &p, &why), 0);
}
END_TEST

/* As-of is the last of the 90 days. */
START_TEST(windows_include_as_of)
{
	const struct profile_day days[] = { sale(635, 1), sale(636, 2), sale(910, 4), sale(911, 8),
		sale(1000, 16) };
	struct profile p = make(days, 5, PROFILE_PURCHASE_NET, 1000);

	ck_assert_int_eq(p.amount_90d, 24 * (int64_t)UNIT);
	ck_assert_int_eq(p.orders_90d, 2);
	ck_assert_int_eq(p.amount_365d, 30 * (int64_t)UNIT);
	ck_assert_int_eq(p.orders_365d, 4);
}
END_TEST

START_TEST(order_id_of_an_earlier_day_leaves_a_day_without_orders)
{
	struct profile_day day = sale(100, 10);
	struct profile p;

	day.orders = 0;
	p = make(&day, 1, PROFILE_PURCHASE_NET, 100);
	ck_assert_int_eq(p.orders, 0);
	ck_assert_int_eq(p.amount_mean, 0);
}
END_TEST

/* The last amount that fits, and the first that does not. */
START_TEST(sums_that_fit_no_amount_are_refused)
{
	struct profile_day days[] = { sale(100, 1), sale(110, 1), sale(120, 1) };
	struct profile p;
	struct diag why;

	days[0].amount = INT64_MAX;
	days[1].amount = INT64_MAX;
	days[2].amount = -INT64_MAX;
	p = make(days, 3, PROFILE_PURCHASE_NET, 500);
	ck_assert_int_eq(p.amount, INT64_MAX);
	ck_assert_int_eq(profile_of(days, 2, PROFILE_PURCHASE_NET, 500, &p, &why), -1);
	ck_assert_str_eq(why.code, "too-large");
	days[2].amount = -INT64_MAX + 1;
	ck_assert_int_eq(profile_of(days, 3, PROFILE_PURCHASE_NET, 500, &p, &why), -1);
	/* The sum fits, but not that of a window. */
	days[0].amount = -INT64_MAX;
	days[1].amount = INT64_MAX;
	days[2].amount = 1;
	days[0].date = 0;
	ck_assert_int_eq(profile_of(days, 3, PROFILE_PURCHASE_NET, 364, &p, &why), 1);
	ck_assert_int_eq(profile_of(days, 3, PROFILE_PURCHASE_NET, 365, &p, &why), -1);
	/* What was returned has its own sum. */
	days[0] = days[1] = sale(100, 1);
	days[0].returned_amount = days[1].returned_amount = INT64_MAX;
	days[1].date = 101;
	ck_assert_int_eq(profile_of(days, 2, PROFILE_PURCHASE_NET, 500, &p, &why), -1);
}
END_TEST

/* A first day below zero may hide how much the later ones are, of which there is a mean. */
START_TEST(later_days_that_fit_no_amount_are_refused)
{
	struct profile_day days[] = { give_back(0, 1), sale(1000, 1) };
	struct profile p;
	struct diag why;

	days[0].amount = -INT64_MAX;
	days[1].amount = 2 * (int128)INT64_MAX;
	days[1].date = 1;
	ck_assert_int_eq(profile_of(days, 2, PROFILE_PURCHASE_ANY, 1000, &p, &why), -1);
	ck_assert_str_eq(why.code, "too-large");
}
END_TEST

/* From the first day of the calendar to the last: squares of gaps fit. */
START_TEST(longest_gaps_are_exact)
{
	const struct profile_day days[] = { sale(-719162, 1), sale(0, 1), sale(2932896, 1) };
	struct profile p = make(days, 3, PROFILE_PURCHASE_NET, 2932896);

	ck_assert_int_eq(p.t_x, 3652058);
	ck_assert_double_eq(p.gap_mean, 1826029);
	ck_assert_double_eq_tol(p.gap_sd, (2932896 - 719162) / sqrt(2), 1e-6);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("profile");

	tcase_add_test(tests, four_purchase_days);
	tcase_add_test(tests, one_purchase_day_has_no_gaps);
	tcase_add_test(tests, two_purchase_days_have_a_gap_without_spread);
	tcase_add_test(tests, rules_say_which_days_are_purchases);
	tcase_add_test(tests, without_purchases_dates_are_of_any_dealing);
	tcase_add_test(tests, days_after_as_of_are_left_out);
	tcase_add_test(tests, windows_include_as_of);
	tcase_add_test(tests, order_id_of_an_earlier_day_leaves_a_day_without_orders);
	tcase_add_test(tests, sums_that_fit_no_amount_are_refused);
	tcase_add_test(tests, later_days_that_fit_no_amount_are_refused);
	tcase_add_test(tests, longest_gaps_are_exact);
	return run_tests(tests);
}
