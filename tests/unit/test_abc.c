/* SPDX-License-Identifier: MIT */
#include "crm/abc.h"

#include "base/decimal.h"
#include "crm/segment.h"
#include "stat/quantile.h"
#include "test_seed.h"

enum { CUTS = 2 };

static const int64_t usual[CUTS] = { 80000000, 95000000 };

/* Fit `count` ascending amounts by 80 and 95 %, and check the least amounts of A and B. */
static void ck_least(const int64_t *ascending, size_t count, int64_t a, int64_t b)
{
	int64_t from[CUTS];

	abc_fit(ascending, count, usual, CUTS, from);
	ck_assert_int_eq(from[0], a);
	ck_assert_int_eq(from[1], b);
}

START_TEST(classes_reach_their_shares)
{
	/* Of 100: 50 and 30 make 80; with 15, 95. */
	ck_least((int64_t[]){ 1, 4, 15, 30, 50 }, 5, 30, 15);
	/* 79 % is not enough. */
	ck_least((int64_t[]){ 1, 5, 15, 29, 50 }, 5, 15, 5);
}
END_TEST

START_TEST(equals_come_together)
{
	ck_least((int64_t[]){ 10, 10, 10, 10, 10, 10, 10, 10, 10, 10 }, 10, 10, 10);
	ck_least((int64_t[]){ 1, 1, 40, 40 }, 4, 40, 40);
	/* 60 of 70 would do for A; all three twenties are in. */
	ck_least((int64_t[]){ 5, 5, 20, 20, 20 }, 5, 20, 5);
}
END_TEST

START_TEST(one_customer_is_all)
{
	ck_least((int64_t[]){ 7 }, 1, 7, 7);
}
END_TEST

START_TEST(amounts_below_zero_are_taken_off_the_total)
{
	/* 80 and 95 % of 95 */
	ck_least((int64_t[]){ -5, 0, 5, 15, 80 }, 5, 80, 15);
	ck_least((int64_t[]){ -1000, -5, 0, 20, 80 }, 5, SEGMENT_NOBODY, SEGMENT_NOBODY);
	ck_least((int64_t[]){ -3, -2, 0 }, 3, SEGMENT_NOBODY, SEGMENT_NOBODY);
	ck_least(NULL, 0, SEGMENT_NOBODY, SEGMENT_NOBODY);
}
END_TEST

START_TEST(totals_beyond_64_bits_are_exact)
{
	static int64_t value[1000];

	for (size_t i = 0; i < 1000; i++)
		value[i] = INT64_MAX - 1000 + (int64_t)i;
	/* 801 customers: the 800 largest have a hair more than 80 % of the whole. */
	ck_least(value, 1000, INT64_MAX - 1000 + 200, INT64_MAX - 1000 + 50);
}
END_TEST

START_TEST(cuts_can_be_any)
{
	static const int64_t value[] = { 1, 9, 90 };
	static const int64_t cut[] = { 1, 90000000, 90000001, 100000000 };
	int64_t from[4];

	abc_fit(value, 3, cut, 4, from);
	ck_assert_int_eq(from[0], 90);
	ck_assert_int_eq(from[1], 90);
	ck_assert_int_eq(from[2], 9);
	ck_assert_int_eq(from[3], 1);
}
END_TEST

START_TEST(class_is_told_by_value)
{
	static const int64_t from[] = { SEGMENT_NOBODY, 100, 100, 20 };

	ck_assert_uint_eq(segment_class(from, 4, INT64_MAX), 1);
	ck_assert_uint_eq(segment_class(from, 4, 100), 1);
	ck_assert_uint_eq(segment_class(from, 4, 99), 3);
	ck_assert_uint_eq(segment_class(from, 4, 19), 4);
	ck_assert_uint_eq(segment_class(from, 4, -INT64_MAX), 4);
	ck_assert_uint_eq(segment_class(from, 0, 5), 0);
}
END_TEST

/* From the definition: the greatest amount that makes the sum of all from it on up enough. */
static int64_t by_definition(const int64_t *value, size_t count, int64_t cut)
{
	int128 total = 0;
	int64_t best = SEGMENT_NOBODY;

	for (size_t i = 0; i < count; i++)
		total += value[i];
	for (size_t i = 0; i < count; i++) {
		int128 sum = 0;

		for (size_t j = 0; j < count; j++)
			sum += value[j] >= value[i] ? value[j] : 0;
		if (total > 0 && value[i] > 0 && sum * SEGMENT_WHOLE >= total * cut)
			best = value[i];
	}
	return best;
}

START_TEST(least_amounts_are_as_defined)
{
	int64_t value[30];
	struct rng rng;

	test_seed(&rng, "least_amounts_are_as_defined");
	for (int i = 0; i < 3000; i++) {
		size_t count = rng_below(&rng, 31);

		for (size_t j = 0; j < count; j++)
			value[j] = (int64_t)rng_below(&rng, 25) - 4;
		quantile_sort(value, count);
		ck_least(value, count, by_definition(value, count, usual[0]),
			by_definition(value, count, usual[1]));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("abc");
	TCase *tests = tcase_create("abc");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, classes_reach_their_shares);
	tcase_add_test(tests, equals_come_together);
	tcase_add_test(tests, one_customer_is_all);
	tcase_add_test(tests, amounts_below_zero_are_taken_off_the_total);
	tcase_add_test(tests, totals_beyond_64_bits_are_exact);
	tcase_add_test(tests, cuts_can_be_any);
	tcase_add_test(tests, class_is_told_by_value);
	tcase_add_test(tests, least_amounts_are_as_defined);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
