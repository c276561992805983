/* SPDX-License-Identifier: MIT */
#include "crm/pyramid.h"

#include "crm/segment.h"
#include "stat/quantile.h"
#include "test_seed.h"

enum { CUTS = 3 };

static const int64_t usual[CUTS] = { 1000000, 5000000, 20000000 };

START_TEST(tiers_have_the_sizes_of_the_cuts)
{
	static int64_t value[1000];
	int64_t from[CUTS];

	for (size_t i = 0; i < 1000; i++)
		value[i] = (int64_t)i + 1;
	pyramid_fit(value, 1000, usual, CUTS, from);
	ck_assert_int_eq(from[0], 991);
	ck_assert_int_eq(from[1], 951);
	ck_assert_int_eq(from[2], 801);
	/* 2.5 of 250 customers are three. */
	pyramid_fit(value, 250, usual, CUTS, from);
	ck_assert_int_eq(from[0], 248);
}
END_TEST

START_TEST(one_customer_is_at_the_top)
{
	int64_t from[CUTS];

	pyramid_fit((int64_t[]){ 5 }, 1, usual, CUTS, from);
	for (size_t i = 0; i < CUTS; i++)
		ck_assert_int_eq(from[i], 5);
}
END_TEST

START_TEST(equals_share_the_better_tier)
{
	int64_t value[100], from[CUTS];

	for (size_t i = 0; i < 100; i++)
		value[i] = i < 97 ? 10 : 20;
	pyramid_fit(value, 100, usual, CUTS, from);
	ck_assert_int_eq(from[0], 20);
	ck_assert_int_eq(from[1], 10);
	ck_assert_int_eq(from[2], 10);
}
END_TEST

START_TEST(amounts_of_zero_and_below_are_last)
{
	int64_t value[100], from[CUTS];

	for (size_t i = 0; i < 100; i++)
		value[i] = i < 98 ? -(int64_t)(98 - i) + 1 : (int64_t)i;
	pyramid_fit(value, 100, usual, CUTS, from);
	ck_assert_int_eq(from[0], 99);
	ck_assert_int_eq(from[1], 98);
	ck_assert_int_eq(from[2], 98);
	pyramid_fit(value, 98, usual, CUTS, from);
	ck_assert_int_eq(from[0], SEGMENT_NOBODY);
	pyramid_fit(NULL, 0, usual, CUTS, from);
	ck_assert_int_eq(from[2], SEGMENT_NOBODY);
}
END_TEST

START_TEST(whole_cut_takes_all_above_zero)
{
	static const int64_t whole = SEGMENT_WHOLE;
	int64_t from;

	pyramid_fit((int64_t[]){ -1, 3, 4 }, 3, &whole, 1, &from);
	ck_assert_int_eq(from, 3);
}
END_TEST

/* From the definition: fewer than `cut` of all have more. */
START_TEST(tiers_are_as_defined)
{
	int64_t value[60], from[CUTS];
	struct rng rng;

	test_seed(&rng, "tiers_are_as_defined");
	for (int i = 0; i < 3000; i++) {
		size_t count = 1 + rng_below(&rng, 60);

		for (size_t j = 0; j < count; j++)
			value[j] = (int64_t)rng_below(&rng, 40) - 8;
		quantile_sort(value, count);
		pyramid_fit(value, count, usual, CUTS, from);
		for (size_t j = 0; j < count; j++) {
			size_t above = 0, tier = 0;

			for (size_t k = 0; k < count; k++)
				above += value[k] > value[j];
			while (tier < CUTS &&
				(value[j] <= 0 || (int64_t)above * SEGMENT_WHOLE >=
							  (int64_t)count * usual[tier]))
				tier++;
			ck_assert_uint_eq(segment_class(from, CUTS, value[j]), tier);
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pyramid");
	TCase *tests = tcase_create("pyramid");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, tiers_have_the_sizes_of_the_cuts);
	tcase_add_test(tests, one_customer_is_at_the_top);
	tcase_add_test(tests, equals_share_the_better_tier);
	tcase_add_test(tests, amounts_of_zero_and_below_are_last);
	tcase_add_test(tests, whole_cut_takes_all_above_zero);
	tcase_add_test(tests, tiers_are_as_defined);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
