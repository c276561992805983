/* SPDX-License-Identifier: MIT */
#include "stat/calibrate.h"

#include <math.h>

#include "stat/draws.h"
#include "test_seed.h"

/* Figures of scikit-learn 1.9.1: _sigmoid_calibration, IsotonicRegression. */
enum { COUNT = 12 };

static const double score[COUNT] = { -2, -1.5, -1, -1, -0.5, 0, 0, 0.25, 0.5, 1, 1.5, 2.5 };
static const unsigned char event[COUNT] = { 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 1, 1 };
static const double weight[COUNT] = { 1, 2, 1, 1, 3, 1, 2, 1, 1, 1, 2, 1 };

static double logistic(double x)
{
	return 1 / (1 + exp(-x));
}

START_TEST(platt_as_published)
{
	struct calibrate rule;

	calibrate_platt(&rule, score, event, NULL, COUNT);
	ck_assert_double_eq_tol(rule.slope, 0.86933978, 1e-5);
	ck_assert_double_eq_tol(rule.offset, 0.04290649, 1e-5);
	ck_assert_double_eq_tol(
		calibrate_apply(&rule, 0.5), logistic(0.86933978 * 0.5 + 0.04290649), 1e-5);
	calibrate_release(&rule);
}
END_TEST

START_TEST(platt_of_weights_is_platt_of_more_rows)
{
	struct calibrate weighted, repeated;
	double many_scores[40];
	unsigned char many_events[40];
	size_t count = 0;

	for (size_t i = 0; i < COUNT; i++)
		for (int times = 0; times < (int)weight[i]; times++) {
			many_scores[count] = score[i];
			many_events[count++] = event[i];
		}
	calibrate_platt(&weighted, score, event, weight, COUNT);
	calibrate_platt(&repeated, many_scores, many_events, NULL, count);
	ck_assert_double_eq_tol(weighted.slope, repeated.slope, 1e-9);
	ck_assert_double_eq_tol(weighted.offset, repeated.offset, 1e-9);
	calibrate_release(&weighted);
	calibrate_release(&repeated);
}
END_TEST

START_TEST(platt_of_a_bad_score_is_the_mean)
{
	static const double bad[] = { 3, 2, 1, 0 };
	static const unsigned char events[] = { 0, 0, 1, 1 };
	struct calibrate rule;

	calibrate_platt(&rule, bad, events, NULL, 4);
	ck_assert_double_eq(rule.slope, 0);
	ck_assert_double_eq_tol(calibrate_apply(&rule, 3), 0.5, 1e-12);
	calibrate_release(&rule);
}
END_TEST

/* No finite slope is the best for them; Platt's targets give one. */
START_TEST(platt_of_scores_without_fault_is_finite)
{
	static const double good[] = { -3, -2, 2, 3 };
	static const unsigned char events[] = { 0, 0, 1, 1 };
	struct calibrate rule;

	calibrate_platt(&rule, good, events, NULL, 4);
	ck_assert(isfinite(rule.slope) && rule.slope > 0);
	ck_assert_double_eq_tol(calibrate_apply(&rule, 2.5), 0.75, 0.01);
	calibrate_release(&rule);
}
END_TEST

/* Those of the reference that are 0 and 1 are kept away from there, by 1 / (12 + 2). */
START_TEST(isotonic_as_published)
{
	static const struct {
		double score, p;
	} known[] = {
		{ -3, 1.0 / 14 },
		{ -1.5, 1.0 / 14 },
		{ -1, 1.0 / 3 },
		{ -0.75, 1.0 / 3 },
		{ -0.25, (1.0 / 3 + 0.5) / 2 },
		{ 0, 0.5 },
		{ 0.1, 0.5 },
		{ 0.5, 0.5 },
		{ 0.75, (0.5 + 13.0 / 14) / 2 },
		{ 1, 13.0 / 14 },
		{ 3, 13.0 / 14 },
	};
	struct calibrate rule;

	calibrate_isotonic(&rule, score, event, NULL, COUNT);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		ck_assert_double_eq_tol(calibrate_apply(&rule, known[i].score), known[i].p, 1e-12);
	calibrate_release(&rule);
	calibrate_isotonic(&rule, score, event, weight, COUNT);
	ck_assert_uint_eq(rule.steps, 4);
	ck_assert_double_eq_tol(rule.step[1].value, 0.2, 1e-12);
	ck_assert_double_eq_tol(rule.step[2].value, 0.6, 1e-12);
	calibrate_release(&rule);
}
END_TEST

/* Scores whose log-odds are wrong by a factor and a shift; ties among them. */
static void make_rows(struct rng *rng, double *some, unsigned char *events, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		some[i] = (double)rng_below(rng, 400) / 100 - 2;
		events[i] = rng_chance(rng, logistic(2 * some[i] - 1));
	}
}

START_TEST(finds_the_rule_that_made_the_events)
{
	enum { ROWS = 20000 };
	static double some[ROWS];
	static unsigned char events[ROWS];
	struct calibrate rule;
	struct rng rng;

	test_seed(&rng, "finds_the_rule_that_made_the_events");
	make_rows(&rng, some, events, ROWS);
	calibrate_platt(&rule, some, events, NULL, ROWS);
	ck_assert_double_eq_tol(rule.slope, 2, 0.1);
	ck_assert_double_eq_tol(rule.offset, -1, 0.1);
	calibrate_isotonic(&rule, some, events, NULL, ROWS);
	for (double x = -1.8; x < 1.8; x += 0.1)
		ck_assert_double_eq_tol(calibrate_apply(&rule, x), logistic(2 * x - 1), 0.08);
	calibrate_release(&rule);
}
END_TEST

START_TEST(never_falls_and_knows_no_order)
{
	enum { ROWS = 300 };
	double some[ROWS], counts[ROWS];
	unsigned char events[ROWS];
	struct rng rng;

	test_seed(&rng, "never_falls_and_knows_no_order");
	for (int round = 0; round < 50; round++) {
		struct calibrate rule[2], again[2];

		make_rows(&rng, some, events, ROWS);
		for (size_t i = 0; i < ROWS; i++)
			counts[i] = rng_unit(&rng);
		calibrate_platt(&rule[0], some, events, counts, ROWS);
		calibrate_isotonic(&rule[1], some, events, counts, ROWS);
		for (uint32_t i = ROWS - 1; i > 0; i--) {
			uint32_t j = rng_below(&rng, i + 1);
			double x = some[i], y = counts[i];
			unsigned char z = events[i];

			some[i] = some[j], some[j] = x;
			counts[i] = counts[j], counts[j] = y;
			events[i] = events[j], events[j] = z;
		}
		calibrate_platt(&again[0], some, events, counts, ROWS);
		calibrate_isotonic(&again[1], some, events, counts, ROWS);
		for (int kind = 0; kind < 2; kind++) {
			double last = 0;

			for (double x = -3; x < 3; x += 0.01) {
				double p = calibrate_apply(&rule[kind], x);

				ck_assert(p >= last && p > 0 && p < 1);
				ck_assert(p == calibrate_apply(&again[kind], x));
				last = p;
			}
			calibrate_release(&rule[kind]);
			calibrate_release(&again[kind]);
		}
	}
}
END_TEST

START_TEST(as_it_is)
{
	static const struct calibrate rule = CALIBRATE_AS_IT_IS;

	ck_assert_double_eq(calibrate_apply(&rule, 0), 0.5);
	ck_assert_double_eq_tol(calibrate_apply(&rule, -1), 0.2689414213699951, 1e-15);
	ck_assert_double_eq(calibrate_apply(&rule, 800), 1);
	ck_assert_double_eq(calibrate_apply(&rule, -800), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("calibrate");
	TCase *tests = tcase_create("calibrate");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, platt_as_published);
	tcase_add_test(tests, platt_of_weights_is_platt_of_more_rows);
	tcase_add_test(tests, platt_of_a_bad_score_is_the_mean);
	tcase_add_test(tests, platt_of_scores_without_fault_is_finite);
	tcase_add_test(tests, isotonic_as_published);
	tcase_add_test(tests, finds_the_rule_that_made_the_events);
	tcase_add_test(tests, never_falls_and_knows_no_order);
	tcase_add_test(tests, as_it_is);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
