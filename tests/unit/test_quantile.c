/* SPDX-License-Identifier: MIT */
#include "stat/quantile.h"

#include <stdbool.h>
#include <string.h>

#include "test_seed.h"

enum { MOST = 3000 };

static int compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

static void ck_sorts(const int64_t *value, size_t count)
{
	static int64_t ours[MOST], wanted[MOST];

	memcpy(ours, value, count * sizeof *value);
	memcpy(wanted, value, count * sizeof *value);
	quantile_sort(ours, count);
	qsort(wanted, count, sizeof *wanted, compare);
	ck_assert_mem_eq(ours, wanted, count * sizeof *ours);
}

START_TEST(sorts_few_and_extreme_values)
{
	static const int64_t value[] = { 5, -1, INT64_MAX, 0, INT64_MIN, -1, 3, INT64_MAX };

	for (size_t count = 0; count <= sizeof value / sizeof *value; count++)
		ck_sorts(value, count);
}
END_TEST

/* Counts around where the way of sorting changes; numbers of few and of many bytes. */
START_TEST(sorts_as_the_library_does)
{
	static const size_t counts[] = { 1, 63, 64, 65, 66, 257, MOST };
	static int64_t value[MOST];
	struct rng rng;

	test_seed(&rng, "sorts_as_the_library_does");
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		for (unsigned bits = 1; bits <= 64; bits++) {
			for (size_t j = 0; j < counts[i]; j++)
				value[j] = (int64_t)rng_next(&rng) >> (64 - bits);
			ck_sorts(value, counts[i]);
		}
	}
}
END_TEST

START_TEST(sorts_equals)
{
	static int64_t value[MOST];

	for (size_t i = 0; i < MOST; i++)
		value[i] = -7;
	ck_sorts(value, MOST);
	value[MOST - 1] = -8;
	ck_sorts(value, MOST);
}
END_TEST

/* From the definition: the smallest value which part/parts of all do not exceed. */
static int64_t by_definition(const int64_t *value, size_t count, uint64_t part, uint64_t parts)
{
	for (size_t i = 0; i < count; i++) {
		uint64_t not_above = 0;

		for (size_t j = 0; j < count; j++)
			not_above += value[j] <= value[i];
		if (not_above * parts >= part * count)
			return value[i];
	}
	ck_abort_msg("no such value");
	return 0;
}

START_TEST(quantiles_are_values)
{
	static const int64_t value[] = { 10, 20, 30, 40 };

	ck_assert_int_eq(quantile_of(value, 4, 0, 4), 10);
	ck_assert_int_eq(quantile_of(value, 4, 1, 4), 10);
	ck_assert_int_eq(quantile_of(value, 4, 1, 2), 20);
	ck_assert_int_eq(quantile_of(value, 4, 51, 100), 30);
	ck_assert_int_eq(quantile_of(value, 4, 3, 4), 30);
	ck_assert_int_eq(quantile_of(value, 4, 4, 4), 40);
	ck_assert_int_eq(quantile_of(value, 1, 1, 5), 10);
	ck_assert_int_eq(quantile_of(value, 3, 1, 2), 20);
}
END_TEST

START_TEST(quantiles_are_as_defined)
{
	int64_t value[40];
	struct rng rng;

	test_seed(&rng, "quantiles_are_as_defined");
	for (int i = 0; i < 2000; i++) {
		size_t count = 1 + rng_below(&rng, 40);
		uint64_t parts = 1 + rng_below(&rng, 12),
			 part = rng_below(&rng, (uint32_t)parts + 1);

		for (size_t j = 0; j < count; j++)
			value[j] = (int64_t)rng_below(&rng, 12) - 5;
		quantile_sort(value, count);
		ck_assert_int_eq(quantile_of(value, count, part, parts),
			by_definition(value, count, part, parts));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("quantile");
	TCase *tests = tcase_create("quantile");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, sorts_few_and_extreme_values);
	tcase_add_test(tests, sorts_as_the_library_does);
	tcase_add_test(tests, sorts_equals);
	tcase_add_test(tests, quantiles_are_values);
	tcase_add_test(tests, quantiles_are_as_defined);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
