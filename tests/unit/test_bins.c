/* SPDX-License-Identifier: MIT */
#include "stat/bins.h"

#include <math.h>
#include <string.h>

#include "test_seed.h"

static void ck_figure(const char *what, double got, double expected, double tolerance)
{
	ck_assert_msg(fabs(got - expected) <= tolerance, "%s: expected %.12g, got %.12g", what,
		expected, got);
}

/*
 * The bins that OptBinning shows for "mean radius" of the Wisconsin breast cancer data (its README:
 * splits 11.425 … 16.925, IV 5.04392547), as counts of benign and malignant rows.
 */
static const struct bins_count radius[] = { { 115, 3 }, { 76, 3 }, { 61, 7 }, { 39, 10 },
	{ 55, 28 }, { 10, 44 }, { 1, 117 } };

enum { RADII = sizeof radius / sizeof *radius };

/* As many rows as the counts say, with the number of their count for a value. */
static size_t rows_of(
	const struct bins_count *count, size_t counts, double *value, unsigned char *event)
{
	size_t rows = 0;

	for (size_t i = 0; i < counts; i++)
		for (uint64_t n = 0; n < count[i].events + count[i].others; n++) {
			value[rows] = (double)i;
			event[rows++] = n < count[i].events;
		}
	return rows;
}

START_TEST(information_value_is_the_published_one)
{
	static const struct bins_options options = { 0.01, 0.01, 0, 8, BINS_DESCENDING };
	static double value[600];
	static unsigned char event[600];
	size_t rows = rows_of(radius, RADII, value, event);
	struct bins bins;

	bins_of_numbers(&bins, value, event, rows, &options);
	ck_assert_uint_eq(rows, 569);
	ck_assert_uint_eq(bins.count, RADII);
	ck_figure("iv", bins.iv, 5.04392547, 5e-9);
	ck_figure("woe", bins.bin[0].woe, log((115.0 / 357) / (3.0 / 212)), 1e-14);
	ck_figure("from", bins.bin[6].from, 6, 0);
	ck_assert_uint_eq(bins.bin[6].count.others, 117);
	bins_release(&bins);
}
END_TEST

START_TEST(numbers_find_their_bins)
{
	static const struct bins_options options = { 0.01, 0.01, 0, 8, BINS_ANY };
	static double value[600];
	static unsigned char event[600];
	size_t rows = rows_of(radius, RADII, value, event);
	struct bins bins;

	bins_of_numbers(&bins, value, event, rows, &options);
	ck_assert_uint_eq(bins_find_number(&bins, -1e9), 0);
	ck_assert_uint_eq(bins_find_number(&bins, 0.99), 0);
	ck_assert_uint_eq(bins_find_number(&bins, 1), 1);
	ck_assert_uint_eq(bins_find_number(&bins, 5.5), 5);
	ck_assert_uint_eq(bins_find_number(&bins, 1e9), 6);
	ck_assert_uint_eq(bins_find_number(&bins, NAN), BINS_MISSING);
	ck_assert(bins_at(&bins, BINS_MISSING)->woe == 0);
	ck_assert(bins_at(&bins, BINS_NONE)->woe == 0);
	bins_release(&bins);
}
END_TEST

/* 20 of 100 rows have no value, 15 of these the event; all in all there are 40 of 100. */
START_TEST(missing_values_are_a_bin)
{
	static const struct bins_count known[] = { { 5, 35 }, { 20, 20 } };
	struct bins_options options = BINS_DEFAULTS;
	double value[100];
	unsigned char event[100];
	size_t rows = rows_of(known, 2, value, event);
	struct bins bins;

	for (; rows < 100; rows++) {
		value[rows] = NAN;
		event[rows] = rows < 95;
	}
	bins_of_numbers(&bins, value, event, rows, &options);
	ck_assert_uint_eq(bins.count, 2);
	ck_assert_uint_eq(bins.missing.count.events, 15);
	ck_assert_uint_eq(bins.missing.count.others, 5);
	ck_figure("woe", bins.missing.woe, log((15.0 / 40) / (5.0 / 60)), 1e-15);
	ck_figure("iv", bins.iv,
		bins.missing.iv + (5.0 / 40 - 35.0 / 60) * log((5.0 / 40) / (35.0 / 60)) +
			(20.0 / 40 - 20.0 / 60) * log((20.0 / 40) / (20.0 / 60)),
		1e-15);
	bins_release(&bins);
}
END_TEST

/* Event shares of .1 .5 .3 .7 .9: falling back in the middle. */
START_TEST(trend_is_kept)
{
	static const struct bins_count count[] = { { 10, 90 }, { 50, 50 }, { 30, 70 }, { 70, 30 },
		{ 90, 10 } };
	static const size_t bins_of_trend[] = { 5, 4, 1, 4 };
	static double value[500];
	static unsigned char event[500];
	size_t rows = rows_of(count, 5, value, event);

	for (int trend = BINS_ANY; trend <= BINS_MONOTONE; trend++) {
		struct bins_options options = BINS_DEFAULTS;
		struct bins bins;

		options.trend = (enum bins_trend)trend;
		bins_of_numbers(&bins, value, event, rows, &options);
		ck_assert_msg(bins.count == bins_of_trend[trend], "trend %d: %zu bins", trend,
			bins.count);
		for (size_t i = 1; i < bins.count; i++) {
			ck_assert(trend != BINS_ASCENDING || bins.bin[i].woe > bins.bin[i - 1].woe);
			ck_assert(
				trend != BINS_DESCENDING || bins.bin[i].woe < bins.bin[i - 1].woe);
		}
		bins_release(&bins);
	}
}
END_TEST

START_TEST(limits_are_kept)
{
	static double value[600];
	static unsigned char event[600];
	size_t rows = rows_of(radius, RADII, value, event);

	for (size_t most = 1; most <= 7; most++) {
		struct bins_options options = BINS_DEFAULTS;
		struct bins bins;

		options.most = most;
		options.smallest = 0.1;
		bins_of_numbers(&bins, value, event, rows, &options);
		ck_assert_uint_le(bins.count, most);
		for (size_t i = 0; i < bins.count; i++)
			ck_assert_uint_ge(bins.bin[i].count.events + bins.bin[i].count.others, 57);
		bins_release(&bins);
		options.gain = 1e6;
		bins_of_numbers(&bins, value, event, rows, &options);
		ck_assert_uint_le(bins.count, 2); /* of one bin the IV is 0 */
		bins_release(&bins);
	}
}
END_TEST

START_TEST(nothing_to_cut)
{
	struct bins_options options = BINS_DEFAULTS;
	double value[40], empty[40];
	unsigned char event[40], all[40];
	struct bins bins;

	for (int i = 0; i < 40; i++) {
		value[i] = 7;
		empty[i] = NAN;
		event[i] = i % 3 == 0;
		all[i] = 1;
	}
	bins_of_numbers(&bins, value, event, 40, &options);
	ck_assert_uint_eq(bins.count, 1);
	ck_figure("iv", bins.iv, 0, 1e-15);
	bins_release(&bins);
	bins_of_numbers(&bins, empty, event, 40, &options);
	ck_assert_uint_eq(bins.count, 0);
	ck_assert_uint_eq(bins_find_number(&bins, 1), BINS_NONE);
	ck_figure("iv", bins.iv, 0, 1e-15);
	bins_release(&bins);
	bins_of_numbers(&bins, value, all, 40, &options);
	ck_figure("iv", bins.iv, 0, 0);
	bins_release(&bins);
	bins_of_numbers(&bins, value, event, 0, &options);
	ck_assert_uint_eq(bins.count, 0);
	bins_release(&bins);
}
END_TEST

/* Words 1 and 4 are rare, 5 has no row at all; what is not there is as rare ones are. */
START_TEST(words_are_put_together)
{
	static const struct bins_count word[] = { { 10, 90 }, { 1, 0 }, { 60, 40 }, { 11, 89 },
		{ 1, 1 }, { 0, 0 } };
	static const struct bins_count none = { 0, 0 };
	struct bins_options options = BINS_DEFAULTS;
	struct bins bins;

	options.smallest = 0.005;
	options.gain = 0.1;
	bins_of_words(&bins, word, 6, none, &options);
	ck_assert_uint_eq(bins.count, 2);
	ck_assert_uint_eq(bins_find_word(&bins, 0), 0);
	ck_assert_uint_eq(bins_find_word(&bins, 3), 0);
	ck_assert_uint_eq(bins_find_word(&bins, 2), 1);
	ck_assert_uint_eq(bins_find_word(&bins, 1), 1);
	ck_assert_uint_eq(bins_find_word(&bins, 4), 1);
	ck_assert_uint_eq(bins_find_word(&bins, 5), 1);
	ck_assert_uint_eq(bins_find_word(&bins, 77), 1);
	ck_assert_uint_eq(bins.bin[1].count.events, 62);
	bins_release(&bins);
	bins_of_words(&bins, word + 2, 2, none, &options);
	ck_assert_uint_eq(bins.rest, BINS_NONE);
	ck_assert_uint_eq(bins_find_word(&bins, 0), 1);
	ck_assert_uint_eq(bins_find_word(&bins, 2), BINS_NONE);
	bins_release(&bins);
}
END_TEST

/* Weigh all ways to cut up to nine classes into so many bins: the IV is the greatest of all. */
static double best_of_all(const struct bins_count *count, size_t counts, size_t bins,
	const struct bins_options *options)
{
	struct bins_count all = { 0, 0 };
	double best = -1;

	for (size_t i = 0; i < counts; i++) {
		all.events += count[i].events;
		all.others += count[i].others;
	}
	for (unsigned cuts = 0; cuts < 1U << (counts - 1); cuts++) {
		struct bins_count now = { 0, 0 };
		double iv = 0, before = 0;
		bool allowed = (size_t)__builtin_popcount(cuts) == bins - 1;

		for (size_t i = 0; i < counts; i++) {
			double woe;

			now.events += count[i].events;
			now.others += count[i].others;
			if (i + 1 < counts && (cuts >> i & 1) == 0)
				continue;
			woe = bins_woe(now, all);
			iv += (fmax((double)now.events, .5) / (double)all.events -
				      fmax((double)now.others, .5) / (double)all.others) *
			      woe;
			allowed &= bins == 1 ||
				   (double)(now.events + now.others) >=
					   options->smallest * (double)(all.events + all.others);
			allowed &= options->trend == BINS_ANY || before == 0 || woe > before;
			before = woe;
			now = (struct bins_count){ 0, 0 };
		}
		if (allowed && iv > best)
			best = iv;
	}
	return best;
}

START_TEST(no_other_bins_are_better)
{
	static double value[600];
	static unsigned char event[600];
	struct rng rng;

	test_seed(&rng, "no_other_bins_are_better");
	for (int round = 0; round < 300; round++) {
		struct bins_options options = { 0.005, 0.08, 0, 5, BINS_ANY };
		struct bins_count count[9];
		size_t counts = 2 + rng_below(&rng, 8), rows;
		struct bins bins;
		double best;

		options.trend = round % 2 ? BINS_ANY : BINS_ASCENDING;
		for (size_t i = 0; i < counts; i++)
			count[i] = (struct bins_count){ 4 + rng_below(&rng, 25),
				4 + rng_below(&rng, 25) };
		rows = rows_of(count, counts, value, event);
		bins_of_numbers(&bins, value, event, rows, &options);
		best = best_of_all(count, counts, bins.count, &options);
		ck_figure("iv", bins.iv, best, 1e-12);
		if (bins.count < 5)
			ck_assert(best_of_all(count, counts, bins.count + 1, &options) <=
				  best + 1e-12);
		bins_release(&bins);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bins");
	TCase *tests = tcase_create("bins");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, information_value_is_the_published_one);
	tcase_add_test(tests, numbers_find_their_bins);
	tcase_add_test(tests, missing_values_are_a_bin);
	tcase_add_test(tests, trend_is_kept);
	tcase_add_test(tests, limits_are_kept);
	tcase_add_test(tests, nothing_to_cut);
	tcase_add_test(tests, words_are_put_together);
	tcase_add_test(tests, no_other_bins_are_better);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
