/* SPDX-License-Identifier: MIT */
#include "crm/lifecycle.h"

#include <check.h>
#include <stdlib.h>

#include "base/amount.h"

static struct lifecycle_rules rules;
static struct lifecycle_facts facts;

/* In whole days, times and percent, as people say it. */
static int64_t of(int64_t whole)
{
	return whole * AMOUNT_UNIT;
}

/* A customer who for two years has bought each month, give or take five days, for 100. */
static void begin(void)
{
	rules = (struct lifecycle_rules){ of(90), of(20), of(2), of(2), of(50) };
	facts = (struct lifecycle_facts){
		.orders = of(24),
		.recency = of(10),
		.tenure = of(730),
		.gap_mean = of(30),
		.gap_sd = of(5),
		.orders_90d = of(3),
		.orders_365d = of(12),
		.amount_90d = of(300),
		.amount_365d = of(1200),
	};
}

static void ck_stage(const char *name)
{
	ck_assert_str_eq(lifecycle_name(lifecycle_of(&rules, &facts)).at, name);
}

START_TEST(regular_customer_is_mature)
{
	ck_stage("mature");
}
END_TEST

START_TEST(without_orders_there_is_a_prospect)
{
	facts.orders = 0;
	ck_stage("prospect");
	facts.orders = of(-1);
	ck_stage("prospect");
	facts = (struct lifecycle_facts){ LIFECYCLE_UNKNOWN, LIFECYCLE_UNKNOWN, LIFECYCLE_UNKNOWN,
		LIFECYCLE_UNKNOWN, LIFECYCLE_UNKNOWN, LIFECYCLE_UNKNOWN, LIFECYCLE_UNKNOWN,
		LIFECYCLE_UNKNOWN, LIFECYCLE_UNKNOWN };
	ck_stage("prospect");
}
END_TEST

/* 30 days and twice 5 are 40, and twice that is 80. */
START_TEST(silence_is_measured_by_the_own_rhythm)
{
	facts.recency = of(40);
	ck_stage("mature");
	facts.recency = of(40) + 1;
	ck_stage("dormant");
	facts.recency = of(80);
	ck_stage("dormant");
	facts.recency = of(80) + 1;
	ck_stage("lost");
	facts.gap_mean = of(300);
	ck_stage("mature");
}
END_TEST

START_TEST(house_rhythm_is_the_least)
{
	facts.gap_mean = of(1);
	facts.gap_sd = 0;
	facts.recency = of(20);
	ck_stage("mature");
	facts.recency = of(21);
	ck_stage("dormant");
	facts.recency = of(41);
	ck_stage("lost");
}
END_TEST

START_TEST(one_gap_alone_is_taken_twice)
{
	facts.gap_sd = LIFECYCLE_UNKNOWN;
	facts.recency = of(60);
	ck_stage("mature");
	facts.recency = of(61);
	ck_stage("dormant");
	facts.gap_mean = of(3);
	facts.recency = of(40);
	ck_stage("mature");
	facts.recency = of(41);
	ck_stage("dormant");
}
END_TEST

START_TEST(one_purchase_day_is_new_until_late_for_the_house)
{
	facts.gap_mean = facts.gap_sd = LIFECYCLE_UNKNOWN;
	facts.recency = facts.tenure = of(40);
	ck_stage("new");
	facts.recency = facts.tenure = of(41);
	ck_stage("dormant");
	facts.recency = facts.tenure = of(81);
	ck_stage("lost");
}
END_TEST

START_TEST(first_days_are_new_whatever_is_bought)
{
	facts.tenure = of(90);
	ck_stage("new");
	facts.tenure = of(91);
	facts.orders_90d = facts.orders_365d = of(3);
	facts.amount_90d = facts.amount_365d = of(300);
	ck_stage("mature");
}
END_TEST

/* Usual in 90 days are 1200 × 90 / 365 = 295.89 and 2.96 orders; half more are 443.835…. */
START_TEST(growing_buys_more_for_more)
{
	facts.amount_90d = 443835617;
	ck_stage("growing");
	facts.amount_90d = 443835616;
	ck_stage("mature");
	facts.amount_90d = of(1000);
	facts.orders_90d = of(2);
	ck_stage("mature");
}
END_TEST

START_TEST(declining_buys_less_for_less)
{
	facts.orders_90d = of(2);
	facts.amount_90d = 147945205;
	ck_stage("declining");
	facts.amount_90d = 147945206;
	ck_stage("mature");
	facts.amount_90d = 0;
	facts.orders_90d = of(3);
	ck_stage("mature");
}
END_TEST

/* Who buys every half a year does not decline between two purchases. */
START_TEST(less_than_two_orders_tell_no_trend)
{
	facts.gap_mean = of(180);
	facts.recency = of(150);
	facts.orders_365d = of(2);
	facts.amount_365d = of(200);
	facts.orders_90d = facts.amount_90d = 0;
	ck_stage("mature");
	facts.orders_90d = of(1);
	facts.amount_90d = of(200);
	ck_stage("mature");
	facts.orders_90d = of(2);
	ck_stage("growing");
	/* Two of 90 days are 8.11 of 365. */
	facts.orders_90d = facts.amount_90d = 0;
	facts.orders_365d = of(8);
	ck_stage("mature");
	facts.orders_365d = of(9);
	ck_stage("declining");
}
END_TEST

/* Since 179 days: 180 days with six orders for 600, of which three for 300 are usual. */
START_TEST(rate_is_that_of_the_days_there_were)
{
	facts.tenure = of(179);
	facts.orders_365d = of(6);
	facts.amount_365d = of(600);
	facts.amount_90d = of(450);
	ck_stage("mature");
	facts.orders_90d = of(4);
	ck_stage("growing");
	facts.amount_90d = of(450) - 1;
	ck_stage("mature");
	facts.orders_90d = of(2);
	facts.amount_90d = of(150);
	ck_stage("declining");
}
END_TEST

START_TEST(year_without_a_gain_cannot_grow)
{
	facts.amount_365d = 0;
	facts.orders_90d = of(12);
	ck_stage("mature");
	facts.orders_90d = of(1);
	ck_stage("declining");
	facts.amount_365d = of(-5);
	facts.amount_90d = of(100);
	ck_stage("declining");
}
END_TEST

START_TEST(without_a_trend_there_is_none)
{
	facts.amount_90d = 0;
	facts.orders_90d = 0;
	ck_stage("declining");
	facts.amount_365d = LIFECYCLE_UNKNOWN;
	ck_stage("mature");
}
END_TEST

/* No product leaves 128 bits: the sanitizer would tell. */
START_TEST(extremes_do_not_overflow)
{
	static const int64_t extreme[] = { -INT64_MAX, -1, 0, 1, INT64_MAX };

	rules = (struct lifecycle_rules){ of(LIFECYCLE_MOST_DAYS), of(LIFECYCLE_MOST_DAYS),
		of(LIFECYCLE_MOST_TIMES), of(LIFECYCLE_MOST_TIMES), of(LIFECYCLE_MOST_CHANGE) };
	for (int i = 0; i < 5 * 5 * 5 * 5; i++) {
		int64_t a = extreme[i % 5], b = extreme[i / 5 % 5], c = extreme[i / 25 % 5];

		facts = (struct lifecycle_facts){ of(1), a, b, c, extreme[i / 125], a, b, c, a };
		ck_assert_int_lt(lifecycle_of(&rules, &facts), LIFECYCLE_STAGES);
		facts.recency = 0;
		ck_assert_int_lt(lifecycle_of(&rules, &facts), LIFECYCLE_STAGES);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lifecycle");
	TCase *tests = tcase_create("lifecycle");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, begin, NULL);
	tcase_add_test(tests, regular_customer_is_mature);
	tcase_add_test(tests, without_orders_there_is_a_prospect);
	tcase_add_test(tests, silence_is_measured_by_the_own_rhythm);
	tcase_add_test(tests, house_rhythm_is_the_least);
	tcase_add_test(tests, one_gap_alone_is_taken_twice);
	tcase_add_test(tests, one_purchase_day_is_new_until_late_for_the_house);
	tcase_add_test(tests, first_days_are_new_whatever_is_bought);
	tcase_add_test(tests, growing_buys_more_for_more);
	tcase_add_test(tests, declining_buys_less_for_less);
	tcase_add_test(tests, less_than_two_orders_tell_no_trend);
	tcase_add_test(tests, rate_is_that_of_the_days_there_were);
	tcase_add_test(tests, year_without_a_gain_cannot_grow);
	tcase_add_test(tests, without_a_trend_there_is_none);
	tcase_add_test(tests, extremes_do_not_overflow);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
