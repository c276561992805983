/* SPDX-License-Identifier: MIT */
#include "crm/winback.h"

#include <check.h>
#include <stdlib.h>

#include "base/amount.h"

static const struct winback_costs costs = { 20 * AMOUNT_UNIT, 1 * AMOUNT_UNIT };

static struct winback_case judge(enum winback_policy policy, int64_t value, double chance)
{
	return winback_judge(&costs, policy, value * AMOUNT_UNIT, chance);
}

/* Ten came back after 10 days, five of the others after 50; five are silent, for 100 days. */
START_TEST(chance_is_that_of_silences_so_long)
{
	struct winback_silences some = { 0 }, others = { 0 };
	struct survival_curve returns;

	for (int i = 0; i < 10; i++)
		winback_add_silence(&some, 10, true);
	for (int i = 0; i < 5; i++) {
		winback_add_silence(&others, 50, true);
		winback_add_silence(&others, 100, false);
	}
	winback_merge(&some, &others);
	winback_learn(&some, &returns);
	ck_assert_double_eq_tol(winback_chance(&returns, 0, 10), 0.5, 1e-12);
	ck_assert_double_eq_tol(winback_chance(&returns, 0, 9), 0, 1e-12);
	ck_assert_double_eq_tol(winback_chance(&returns, 10, 40), 0.5, 1e-12);
	ck_assert_double_eq_tol(winback_chance(&returns, 0, 60), 0.75, 1e-12);
	ck_assert_double_eq(winback_chance(&returns, 60, 500), 0);
	survival_curve_release(&returns);
	winback_silences_release(&some);
	winback_silences_release(&others);
}
END_TEST

START_TEST(without_silences_there_is_no_chance)
{
	struct winback_silences none = { 0 };
	struct survival_curve returns;

	winback_learn(&none, &returns);
	ck_assert_double_eq(winback_chance(&returns, 5, 500), 0);
	survival_curve_release(&returns);
}
END_TEST

START_TEST(policy_says_how_far_to_go)
{
	ck_assert(judge(WINBACK_EFFORT, 100, 0.3).contact);
	ck_assert_int_eq(judge(WINBACK_EFFORT, 100, 0.3).worth, 10 * AMOUNT_UNIT);
	ck_assert(!judge(WINBACK_EFFORT, 100, 0.2).contact);
	ck_assert(judge(WINBACK_CONVENIENT, 100, 0.2).contact);
	ck_assert_int_eq(judge(WINBACK_CONVENIENT, 100, 0.2).worth, 19 * AMOUNT_UNIT);
	ck_assert(!judge(WINBACK_CONVENIENT, 100, 0.01).contact);
	ck_assert(judge(WINBACK_AT_ALL_COST, 100, 0).contact);
	ck_assert_int_eq(judge(WINBACK_AT_ALL_COST, 100, 0).worth, -20 * AMOUNT_UNIT);
	ck_assert(!judge(WINBACK_LET_GO, 100000, 1).contact);
}
END_TEST

START_TEST(key_customers_come_first)
{
	struct winback_case key = judge(WINBACK_AT_ALL_COST, 1, 0);
	struct winback_case good = judge(WINBACK_EFFORT, 500, 1);
	struct winback_case fair = judge(WINBACK_CONVENIENT, 50, 1);
	struct winback_case bad = judge(WINBACK_LET_GO, 9000, 1);
	struct slice a = slice_of("a"), b = slice_of("b");

	ck_assert_int_lt(winback_compare(&key, b, &good, a), 0);
	ck_assert_int_lt(winback_compare(&good, b, &fair, a), 0);
	ck_assert_int_lt(winback_compare(&fair, b, &bad, a), 0);
	ck_assert_int_gt(winback_compare(&bad, a, &key, b), 0);
	ck_assert_int_lt(winback_compare(&good, a, &good, b), 0);
	ck_assert_int_eq(winback_compare(&good, a, &good, a), 0);
}
END_TEST

START_TEST(shares_are_rounded_and_stay_in_range)
{
	ck_assert_int_eq(winback_share(0.5, 3), 2);
	ck_assert_int_eq(winback_share(0.5, -3), -2);
	ck_assert_int_eq(winback_share(1, INT64_MAX), INT64_MAX);
	ck_assert_int_eq(winback_share(1, -INT64_MAX), -INT64_MAX);
	ck_assert_int_eq(winback_share(0, INT64_MAX), 0);
	ck_assert_int_eq(winback_judge(&costs, WINBACK_EFFORT, -INT64_MAX, 1).worth, -INT64_MAX);
}
END_TEST

/* 100 × (0.5 + 0.25), and with a discount of 25 %: q = 0.4. */
START_TEST(retention_has_a_value)
{
	ck_assert_double_eq_tol(winback_value(100, 0.5, 0, 2), 75, 1e-12);
	ck_assert_double_eq_tol(winback_value(100, 0.5, 0.25, 2), 56, 1e-12);
	ck_assert_double_eq(winback_value(100, 0.5, 0, 0), 0);
	ck_assert_double_eq_tol(winback_value(100, 1, 0, 5), 500, 1e-12);
}
END_TEST

START_TEST(policies_have_names)
{
	ck_assert_str_eq(winback_policy_name(WINBACK_AT_ALL_COST), "at_all_cost");
	ck_assert_str_eq(winback_policy_name(WINBACK_LET_GO), "let_go");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("winback");
	TCase *tests = tcase_create("winback");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, chance_is_that_of_silences_so_long);
	tcase_add_test(tests, without_silences_there_is_no_chance);
	tcase_add_test(tests, policy_says_how_far_to_go);
	tcase_add_test(tests, key_customers_come_first);
	tcase_add_test(tests, shares_are_rounded_and_stay_in_range);
	tcase_add_test(tests, retention_has_a_value);
	tcase_add_test(tests, policies_have_names);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
