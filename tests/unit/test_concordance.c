/* SPDX-License-Identifier: MIT */
#include "stat/concordance.h"

#include <math.h>

#include "test_seed.h"

enum { MOST = 40 };

static double time_of[MOST], weight[MOST], score[MOST];
static bool event[MOST];

START_TEST(pairs_are_counted)
{
	static const double four_times[] = { 4, 3, 2, 1 }, rising[] = { 1, 2, 3, 4 },
			    level[] = { 1, 1, 1, 1 };
	static const bool all[] = { true, true, true, true };
	struct concordance pairs = { 0, 0, 0 };

	concordance_add(&pairs, four_times, all, NULL, rising, 4);
	ck_assert(pairs.concordant == 6 && pairs.discordant == 0 && pairs.tied == 0);
	ck_assert_double_eq(concordance_of(&pairs), 1);
	concordance_add(&pairs, four_times, all, NULL, level, 4);
	ck_assert(pairs.concordant == 6 && pairs.discordant == 0 && pairs.tied == 6);
	ck_assert_double_eq(concordance_of(&pairs), 0.75);
}
END_TEST

/* At one time: two events are no pair, an event and a censoring are one, two censorings none. */
START_TEST(equal_times_are_pairs_of_an_event_and_a_censoring)
{
	static const double one_time[] = { 5, 5, 5, 5 }, some[] = { 1, 2, 3, 4 };
	static const bool two[] = { true, false, true, false };
	struct concordance pairs = { 0, 0, 0 };

	concordance_add(&pairs, one_time, two, NULL, some, 4);
	/* 1 with 2 and with 4 is wrong, so is 3 with 4; 3 with 2 is right. */
	ck_assert(pairs.concordant == 1 && pairs.discordant == 3 && pairs.tied == 0);
}
END_TEST

START_TEST(without_pairs_there_is_no_index)
{
	static const double two_times[] = { 2, 1 }, some[] = { 1, 2 };
	static const bool none[] = { false, false };
	struct concordance pairs = { 0, 0, 0 };

	concordance_add(&pairs, two_times, none, NULL, some, 2);
	ck_assert(isnan(concordance_of(&pairs)));
	concordance_add(&pairs, NULL, NULL, NULL, NULL, 0);
	ck_assert(isnan(concordance_of(&pairs)));
}
END_TEST

/* Does a have the event before b can have it? */
static bool is_first(size_t a, size_t b)
{
	return event[a] && (time_of[a] < time_of[b] || (time_of[a] == time_of[b] && !event[b]));
}

START_TEST(pairs_are_those_of_the_definition)
{
	struct rng rng;

	test_seed(&rng, "pairs_are_those_of_the_definition");
	for (int round = 0; round < 500; round++) {
		struct concordance pairs = { 0, 0, 0 }, expected = { 0, 0, 0 };
		size_t count = rng_below(&rng, MOST + 1);
		double time = 100;

		for (size_t i = 0; i < count; i++) {
			time -= rng_below(&rng, 2);
			time_of[i] = time;
			event[i] = rng_chance(&rng, 0.6);
			weight[i] = 1 + rng_below(&rng, 3);
			score[i] = rng_below(&rng, 8);
		}
		for (size_t a = 0; a < count; a++)
			for (size_t b = 0; b < count; b++) {
				double both = weight[a] * weight[b];

				if (!is_first(a, b))
					continue;
				expected.concordant += both * (score[a] > score[b]);
				expected.discordant += both * (score[a] < score[b]);
				expected.tied += both * (score[a] == score[b]);
			}
		concordance_add(&pairs, time_of, event, weight, score, count);
		ck_assert_double_eq(pairs.concordant, expected.concordant);
		ck_assert_double_eq(pairs.discordant, expected.discordant);
		ck_assert_double_eq(pairs.tied, expected.tied);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("concordance");
	TCase *tests = tcase_create("concordance");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, pairs_are_counted);
	tcase_add_test(tests, equal_times_are_pairs_of_an_event_and_a_censoring);
	tcase_add_test(tests, without_pairs_there_is_no_index);
	tcase_add_test(tests, pairs_are_those_of_the_definition);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
