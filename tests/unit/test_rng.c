/* SPDX-License-Identifier: MIT */
#include "base/rng.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

/* The numbers that the authors' SplitMix64 gives for the seed 1234567. */
START_TEST(split_gives_the_published_numbers)
{
	static const uint64_t expected[] = { 6457827717110365317u, 3203168211198807973u,
		9817491932198370423u, 4593380528125082431u, 16408922859458223821u };
	uint64_t state = 1234567;

	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		ck_assert_uint_eq(rng_split(&state), expected[i]);
}
END_TEST

/* The numbers that the authors' xoshiro256** gives from the state 1, 2, 3, 4. */
START_TEST(next_gives_the_published_numbers)
{
	static const uint64_t expected[] = { 11520u, 0u, 1509978240u, 1215971899390074240u,
		1216172134540287360u, 607988272756665600u, 16172922978634559625u,
		8476171486693032832u, 10595114339597558777u, 2904607092377533576u };
	struct rng rng = { { 1, 2, 3, 4 } };

	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		ck_assert_uint_eq(rng_next(&rng), expected[i]);
}
END_TEST

START_TEST(start_fills_the_state_by_split)
{
	uint64_t state = 42;
	struct rng rng;

	rng_start(&rng, 42);
	for (int i = 0; i < 4; i++)
		ck_assert_uint_eq(rng.state[i], rng_split(&state));
}
END_TEST

/* Ledgers that were made once must come again, so keys never change. */
START_TEST(keys_are_what_they_were)
{
	ck_assert_uint_eq(rng_key(0, 0), 0xa706dd2f4d197e6f);
	ck_assert_uint_eq(rng_key(1, 0), 0x5e41ab087439611e);
	ck_assert_uint_eq(rng_key(0, 1), 0xb382a305f4414f5e);
}
END_TEST

static int by_value(const void *a, const void *b)
{
	const uint64_t *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

START_TEST(no_two_of_a_million_keys_are_equal)
{
	enum { SEEDS = 100, NUMBERS = 10000, KEYS = SEEDS * NUMBERS };
	uint64_t *key = malloc(KEYS * sizeof *key);
	size_t equal = 0;

	ck_assert_ptr_nonnull(key);
	for (uint64_t i = 0; i < KEYS; i++)
		key[i] = rng_key(i / NUMBERS, i % NUMBERS);
	qsort(key, KEYS, sizeof *key, by_value);
	for (size_t i = 1; i < KEYS; i++)
		equal += key[i - 1] == key[i];
	free(key);
	ck_assert_uint_eq(equal, 0);
}
END_TEST

START_TEST(unit_stays_between_0_and_1)
{
	struct rng lowest = { { 1, 0, 1, 1 } }, highest = { { 0 } };

	/* The first number is a multiple of s[1]: 0 gives 0, and this one gives all bits. */
	ck_assert(rng_unit(&lowest) == 0x1p-53);
	highest.state[1] = rng_rotate(0x8e38e38e38e38e39 * ~(uint64_t)0, 57) * 0xcccccccccccccccd;
	ck_assert(rng_unit(&highest) == 1 - 0x1p-53);
}
END_TEST

/* Mean 1/2 and variance 1/12, within five standard errors; 1/180 is the variance of squares. */
START_TEST(unit_is_uniform)
{
	enum { COUNT = 1000000 };
	double sum = 0, squares = 0;
	struct rng rng;

	rng_start(&rng, 7);
	for (int i = 0; i < COUNT; i++) {
		double x = rng_unit(&rng) - 0.5;

		sum += x;
		squares += x * x;
	}
	ck_assert(fabs(sum / COUNT) < 5 * sqrt(1.0 / 12 / COUNT));
	ck_assert(fabs(squares / COUNT - 1.0 / 12) < 5 * sqrt(1.0 / 180 / COUNT));
}
END_TEST

START_TEST(chance_is_never_at_0_and_always_at_1)
{
	struct rng rng;

	rng_start(&rng, 1);
	for (int i = 0; i < 1000; i++) {
		ck_assert(!rng_chance(&rng, 0));
		ck_assert(rng_chance(&rng, 1));
	}
}
END_TEST

/* Pearson's statistic over seven cells; 22.5 is passed once in a thousand times at 6 degrees. */
START_TEST(below_is_fair)
{
	enum { COUNT = 700000, CELLS = 7 };
	double cells[CELLS] = { 0 }, statistic = 0;
	struct rng rng;
	int outside = 0;

	rng_start(&rng, 3);
	for (int i = 0; i < COUNT; i++) {
		uint32_t cell = rng_below(&rng, CELLS);

		outside += cell >= CELLS;
		cells[cell % CELLS]++;
	}
	ck_assert_int_eq(outside, 0);
	for (int i = 0; i < CELLS; i++) {
		double away = cells[i] - (double)COUNT / CELLS;

		statistic += away * away / ((double)COUNT / CELLS);
	}
	ck_assert(statistic < 22.5);
}
END_TEST

/* With a count of 3 * 2^30, taking the upper half alone would make every third number twice. */
START_TEST(below_is_fair_for_large_counts)
{
	enum { COUNT = 300000 };
	const uint32_t count = 0xc0000000;
	double thirds[3] = { 0 };
	struct rng rng;

	rng_start(&rng, 4);
	for (int i = 0; i < COUNT; i++)
		thirds[rng_below(&rng, count) % 3]++;
	for (int i = 0; i < 3; i++)
		ck_assert(fabs(thirds[i] - COUNT / 3.0) < 5 * sqrt(COUNT * 2.0 / 9));
	ck_assert_uint_eq(rng_below(&rng, 1), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rng");
	TCase *tests = tcase_create("rng");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, split_gives_the_published_numbers);
	tcase_add_test(tests, next_gives_the_published_numbers);
	tcase_add_test(tests, start_fills_the_state_by_split);
	tcase_add_test(tests, keys_are_what_they_were);
	tcase_add_test(tests, no_two_of_a_million_keys_are_equal);
	tcase_add_test(tests, unit_stays_between_0_and_1);
	tcase_add_test(tests, unit_is_uniform);
	tcase_add_test(tests, chance_is_never_at_0_and_always_at_1);
	tcase_add_test(tests, below_is_fair);
	tcase_add_test(tests, below_is_fair_for_large_counts);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
