/* SPDX-License-Identifier: MIT */
#include "stat/folds.h"

#include <check.h>
#include <stdlib.h>

#include "test_seed.h"

enum { ROWS = 1003 };

static void make_rows(struct rng *rng, uint64_t *key, unsigned char *event)
{
	for (size_t i = 0; i < ROWS; i++) {
		key[i] = rng_next(rng);
		event[i] = rng_chance(rng, 0.1);
	}
}

START_TEST(folds_have_their_shares)
{
	uint64_t key[ROWS];
	unsigned char event[ROWS], fold[ROWS];
	struct rng rng;

	test_seed(&rng, "folds_have_their_shares");
	make_rows(&rng, key, event);
	for (int folds = 2; folds <= 10; folds++) {
		int rows[FOLDS_MOST] = { 0 }, events[FOLDS_MOST] = { 0 };

		folds_deal(key, event, ROWS, folds, 7, fold);
		for (size_t i = 0; i < ROWS; i++) {
			ck_assert_int_lt(fold[i], folds);
			rows[fold[i]]++;
			events[fold[i]] += event[i];
		}
		for (int i = 1; i < folds; i++) {
			ck_assert_int_le(abs(rows[i] - rows[0]), 1);
			ck_assert_int_le(abs(events[i] - events[0]), 1);
		}
	}
}
END_TEST

START_TEST(hold_out_has_its_share)
{
	uint64_t key[ROWS];
	unsigned char event[ROWS], part[ROWS];
	struct rng rng;
	int held[2] = { 0 }, all[2] = { 0 };

	test_seed(&rng, "hold_out_has_its_share");
	make_rows(&rng, key, event);
	folds_hold_out(key, event, ROWS, 0.25, 7, part);
	for (size_t i = 0; i < ROWS; i++) {
		all[event[i]]++;
		held[event[i]] += part[i];
	}
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(held[i], (all[i] + 2) / 4);
}
END_TEST

START_TEST(rows_of_a_key_stay_together)
{
	uint64_t key[ROWS];
	unsigned char event[ROWS], fold[ROWS], part[ROWS];
	struct rng rng;

	test_seed(&rng, "rows_of_a_key_stay_together");
	make_rows(&rng, key, event);
	for (size_t i = 0; i < ROWS; i++)
		key[i] = key[i % 100];
	folds_deal(key, event, ROWS, 5, 1, fold);
	folds_hold_out(key, event, ROWS, 0.3, 1, part);
	for (size_t i = 100; i < ROWS; i++) {
		ck_assert_int_eq(fold[i], fold[i % 100]);
		ck_assert_int_eq(part[i], part[i % 100]);
	}
}
END_TEST

START_TEST(place_changes_nothing_and_the_seed_all)
{
	uint64_t key[ROWS], other_key[ROWS];
	unsigned char event[ROWS], fold[ROWS], other_event[ROWS], other_fold[ROWS];
	struct rng rng;
	int same = 0;

	test_seed(&rng, "place_changes_nothing_and_the_seed_all");
	make_rows(&rng, key, event);
	for (size_t i = 0; i < ROWS; i++) {
		other_key[i] = key[ROWS - 1 - i];
		other_event[i] = event[ROWS - 1 - i];
	}
	folds_deal(key, event, ROWS, 5, 1, fold);
	folds_deal(other_key, other_event, ROWS, 5, 1, other_fold);
	for (size_t i = 0; i < ROWS; i++)
		ck_assert_int_eq(other_fold[i], fold[ROWS - 1 - i]);
	folds_deal(key, event, ROWS, 5, 2, other_fold);
	for (size_t i = 0; i < ROWS; i++)
		same += fold[i] == other_fold[i];
	ck_assert_int_gt(same, ROWS / 5 - 80);
	ck_assert_int_lt(same, ROWS / 5 + 80);
}
END_TEST

START_TEST(few_rows)
{
	static const uint64_t key[] = { 9, 8, 7 };
	static const unsigned char event[] = { 1, 0, 0 };
	unsigned char fold[3];

	folds_deal(key, event, 0, 5, 1, fold);
	folds_deal(key, event, 3, 100, 1, fold);
	ck_assert_int_eq(fold[0], 0);
	ck_assert_int_eq(fold[1] + fold[2], 3);
	folds_hold_out(key, event, 3, 1, 1, fold);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(fold[i], 1);
	folds_hold_out(key, event, 3, 0, 1, fold);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(fold[i], 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("folds");
	TCase *tests = tcase_create("folds");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, folds_have_their_shares);
	tcase_add_test(tests, hold_out_has_its_share);
	tcase_add_test(tests, rows_of_a_key_stay_together);
	tcase_add_test(tests, place_changes_nothing_and_the_seed_all);
	tcase_add_test(tests, few_rows);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
