/* SPDX-License-Identifier: MIT */
#include "stat/logistic.h"

#include <math.h>
#include <string.h>

#include "stat/draws.h"
#include "stat/scaling.h"
#include "test_seed.h"

static void ck_figure(const char *what, double got, double expected, double tolerance)
{
	ck_assert_msg(fabs(got - expected) <= tolerance, "%s: expected %.12g, got %.12g", what,
		expected, got);
}

/* The shuttle's flights before 1986: the temperature in Fahrenheit, and whether an O-ring failed.
 */
static const double temperature[] = { 66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67,
	75, 70, 81, 76, 79, 75, 76, 58 };
static const unsigned char failed_ring[] = { 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0,
	0, 0, 1, 0, 1 };

/*
 * Dalal, Fowlkes, Hoadley, "Risk Analysis of the Space Shuttle" (1989); R's glm gives the digits:
 * 15.0429 (7.3786), -0.2322 (0.1082), deviance 20.315 of 28.267.
 */
START_TEST(challenger)
{
	struct logistic_data data = { REGRESSORS(temperature, 23, 1), failed_ring, NULL };
	struct logistic_options options = { .penalty = 0 };
	struct diag why = DIAG_EMPTY;
	struct logistic fit;
	double t = 31;

	ck_assert_int_eq(logistic_fit(&data, &options, &fit, &why), 0);
	ck_assert_int_eq(fit.end, LOGISTIC_CONVERGED);
	ck_figure("intercept", fit.coefficient[0], 15.0429, 5e-5);
	ck_figure("slope", fit.coefficient[1], -0.2322, 5e-5);
	ck_figure("se", fit.se[0], 7.3786, 5e-5);
	ck_figure("se", fit.se[1], 0.1082, 5e-5);
	ck_figure("deviance", -2 * fit.log_likelihood, 20.315, 5e-4);
	ck_figure("null deviance", -2 * fit.null_log_likelihood, 28.267, 5e-4);
	ck_figure("at 31 F", logistic_probability(logistic_score(&fit, &t)), 0.99961, 1e-5);
	logistic_release(&fit);
}
END_TEST

static const double ten[10][2] = { { 2.1, 120 }, { .5, 80 }, { 3.3, 95 }, { 1.7, 110 }, { 2.9, 70 },
	{ .2, 60 }, { 1.1, 150 }, { 3.8, 90 }, { 2.4, 130 }, { .9, 100 } };
static const unsigned char of_ten[] = { 1, 0, 1, 0, 1, 0, 0, 1, 1, 1 };

/* Expected: Newton's method written out with numpy; with the penalty also scikit-learn, C = 1/2. */
START_TEST(penalty_and_weights)
{
	static const double weight[] = { 1, 2, 1, 3, 1, 1, 1, .5, 1, 2 };
	static const double expected[3][7] = {
		{ -1.2810340155346265, 2.582109675163866, -0.02200490561579111, 4.413889594336395,
			1.6680026394603331, 0.04822310055941546, -3.3032342728627477 },
		{ -0.8545140309234583, 0.8503706526843227, -0.00239542189180567, 2.8219410784661636,
			0.4946664150298677, 0.02617657735026001, -4.353057609786017 },
		{ -1.3546175375479788, 1.730972292155207, -0.01356039583935662, 3.4192998529035146,
			1.0226948607925481, 0.03548667049349141, -6.653611635106369 },
	};
	struct diag why = DIAG_EMPTY;

	for (int i = 0; i < 3; i++) {
		struct logistic_data data = { REGRESSORS(ten[0], 10, 2), of_ten,
			i == 2 ? weight : NULL };
		struct logistic_options options = { .penalty = i == 1 ? 2 : 0 };
		struct logistic fit;

		ck_assert_int_eq(logistic_fit(&data, &options, &fit, &why), 0);
		ck_assert_int_eq(fit.end, LOGISTIC_CONVERGED);
		for (int j = 0; j < 3; j++) {
			ck_figure("coefficient", fit.coefficient[j], expected[i][j], 1e-9);
			ck_figure("se", fit.se[j], expected[i][3 + j], 1e-9);
		}
		ck_figure("likelihood", fit.log_likelihood, expected[i][6], 1e-9);
		logistic_release(&fit);
	}
}
END_TEST

/* A weight of 2 is a row twice, one of 0 is no row. */
START_TEST(weights_are_rows)
{
	static const double weight[] = { 1, 2, 1, 0, 1, 2, 1, 1, 1, 1 };
	struct diag why = DIAG_EMPTY;
	struct logistic one, other;
	struct logistic_options options = { .penalty = 1, .scaled = true };
	struct logistic_data data = { REGRESSORS(ten[0], 10, 2), of_ten, weight };
	double x[11][2];
	unsigned char event[11];
	size_t rows = 0;

	for (int i = 0; i < 10; i++)
		for (int n = 0; n < (int)weight[i]; n++) {
			memcpy(x[rows], ten[i], sizeof ten[i]);
			event[rows++] = of_ten[i];
		}
	ck_assert_int_eq(logistic_fit(&data, &options, &one, &why), 0);
	data = (struct logistic_data){ REGRESSORS(x[0], rows, 2), event, NULL };
	ck_assert_int_eq(logistic_fit(&data, &options, &other, &why), 0);
	for (int j = 0; j < 3; j++)
		ck_figure("coefficient", one.coefficient[j], other.coefficient[j], 1e-12);
	logistic_release(&one);
	logistic_release(&other);
}
END_TEST

/* x[0] tells all apart; x[1] does so for some rows only; x[2] does not. */
START_TEST(separation_is_noticed)
{
	static const double x[][3] = { { 1, 0, 3 }, { 2, 0, 1 }, { 3, 0, 2 }, { 4, 0, 7 },
		{ 5, 0, 1 }, { 6, 1, 4 }, { 7, 1, 2 }, { 8, 0, 2 } };
	static const unsigned char event[] = { 0, 0, 0, 0, 1, 1, 1, 1 };
	struct logistic_options options = { .penalty = 0 };
	struct diag why = DIAG_EMPTY;

	for (size_t column = 0; column < 3; column++) {
		struct logistic_data data = { REGRESSORS(NULL, 8, 1), event, NULL };
		struct logistic fit;
		double own[8];

		for (int i = 0; i < 8; i++)
			own[i] = x[i][column];
		data.rows.x = own;
		options.penalty = 0;
		ck_assert_int_eq(logistic_fit(&data, &options, &fit, &why), 0);
		ck_assert_int_eq(fit.end, column < 2 ? LOGISTIC_SEPARATED : LOGISTIC_CONVERGED);
		ck_assert_uint_eq(fit.column, 0);
		logistic_release(&fit);
		options.penalty = 0.1;
		ck_assert_int_eq(logistic_fit(&data, &options, &fit, &why), 0);
		ck_assert_int_eq(fit.end, LOGISTIC_CONVERGED);
		logistic_release(&fit);
	}
}
END_TEST

START_TEST(what_says_nothing_is_left_out)
{
	double x[10][5];
	struct logistic_data data = { REGRESSORS(x[0], 10, 5), of_ten, NULL };
	struct logistic_data two = { REGRESSORS(ten[0], 10, 2), of_ten, NULL };
	struct logistic_options options = { .penalty = 0 };
	struct diag why = DIAG_EMPTY;
	struct logistic fit, plain;

	for (int i = 0; i < 10; i++) {
		x[i][0] = 7;
		x[i][1] = ten[i][0];
		x[i][2] = 100 - 2 * ten[i][0];
		x[i][3] = ten[i][1];
		x[i][4] = ten[i][0] + ten[i][1];
	}
	ck_assert_int_eq(logistic_fit(&data, &options, &fit, &why), 0);
	ck_assert_int_eq(logistic_fit(&two, &options, &plain, &why), 0);
	ck_assert_int_eq(fit.end, LOGISTIC_CONVERGED);
	ck_assert_uint_eq(fit.left_out, 3);
	ck_assert(isnan(fit.se[1]) && isnan(fit.se[3]) && isnan(fit.se[5]));
	ck_assert(fit.coefficient[1] == 0 && fit.coefficient[3] == 0 && fit.coefficient[5] == 0);
	ck_figure("b1", fit.coefficient[2], plain.coefficient[1], 1e-10);
	ck_figure("b2", fit.coefficient[4], plain.coefficient[2], 1e-10);
	ck_figure("likelihood", fit.log_likelihood, plain.log_likelihood, 1e-10);
	logistic_release(&fit);
	logistic_release(&plain);
}
END_TEST

static void ck_refused(struct logistic_data data, const char *text)
{
	struct logistic_options options = { .penalty = 0 };
	struct diag why = DIAG_EMPTY;
	struct logistic fit;

	ck_assert_int_eq(logistic_fit(&data, &options, &fit, &why), -1);
	ck_assert_msg(strstr(why.text, text) != NULL, "'%s' is not in '%s'", text, why.text);
	logistic_release(&fit);
}

START_TEST(nothing_to_learn_from)
{
	static const double bad[] = { 1, NAN, 3 }, weight[] = { 1, -1, 1 }, none[3] = { 0 };
	static const double x[] = { 1, 2, 3 };
	static const unsigned char event[] = { 0, 1, 0 }, all[] = { 1, 1, 1 };

	ck_refused((struct logistic_data){ REGRESSORS(x, 3, 1), all, NULL },
		"all rows have the event");
	ck_refused(
		(struct logistic_data){ REGRESSORS(x, 3, 1), (const unsigned char *)"\0\0", NULL },
		"no row has the event");
	ck_refused((struct logistic_data){ REGRESSORS(bad, 3, 1), event, NULL }, "row 2: value 1");
	ck_refused((struct logistic_data){ REGRESSORS(x, 3, 1), event, weight },
		"row 2: a weight of -1");
	ck_refused((struct logistic_data){ REGRESSORS(x, 3, 1), event, none }, "no rows");
	ck_refused((struct logistic_data){ REGRESSORS(x, 0, 1), event, NULL }, "no rows");
}
END_TEST

/* ---- any order, any pieces ---- */

enum { ROWS = 20000, COLUMNS = 6 };

static struct {
	double x[ROWS][COLUMNS], weight[ROWS];
	unsigned char event[ROWS];
} sample;

static const double truth[COLUMNS + 1] = { -1, 0.5, -0.25, 0, 1e-5, 2, -1 };

static void fill_sample(struct rng *rng)
{
	for (int i = 0; i < ROWS; i++) {
		double *x = sample.x[i];

		x[0] = draws_normal(rng);
		x[1] = 100 + draws_normal(rng);
		x[2] = draws_normal(rng) + x[0];
		x[3] = draws_lognormal(rng, 9, 1);
		x[4] = rng_below(rng, 20) == 0;
		x[5] = rng_below(rng, 3) == 0;
		sample.weight[i] = rng_below(rng, 3) + 0.1;
		sample.event[i] =
			rng_unit(rng) <
			logistic_probability(truth[0] + 25 + truth[1] * x[0] + truth[2] * x[1] +
					     truth[4] * x[3] + truth[5] * x[4] + truth[6] * x[5]);
	}
}

static void mix_sample(struct rng *rng)
{
	for (uint32_t i = ROWS - 1; i > 0; i--) {
		uint32_t with = rng_below(rng, i + 1);
		double moved[COLUMNS], weight = sample.weight[i];
		unsigned char event = sample.event[i];

		memcpy(moved, sample.x[i], sizeof moved);
		memcpy(sample.x[i], sample.x[with], sizeof moved);
		memcpy(sample.x[with], moved, sizeof moved);
		sample.weight[i] = sample.weight[with], sample.weight[with] = weight;
		sample.event[i] = sample.event[with], sample.event[with] = event;
	}
}

/* Does the pieces from behind. */
static void backwards(const struct pieces *pieces, size_t count, pieces_work work, void *context)
{
	(void)pieces;
	while (count-- > 0)
		work(context, count);
}

START_TEST(any_order_gives_the_same_bits)
{
	struct logistic_data data = { REGRESSORS(sample.x[0], ROWS, COLUMNS), sample.event,
		sample.weight };
	struct pieces other = { backwards, 1 };
	struct diag why = DIAG_EMPTY;
	struct logistic first;
	struct rng rng;

	test_seed(&rng, "any_order_gives_the_same_bits");
	fill_sample(&rng);
	ck_assert_int_eq(
		logistic_fit(&data, &(struct logistic_options){ .penalty = 1 }, &first, &why), 0);
	ck_assert_int_eq(first.end, LOGISTIC_CONVERGED);
	for (int round = 0; round < 3; round++) {
		struct logistic_options options = { .penalty = 1, .pieces = &other };
		struct logistic again;

		mix_sample(&rng);
		ck_assert_int_eq(logistic_fit(&data, &options, &again, &why), 0);
		ck_assert_mem_eq(
			first.coefficient, again.coefficient, (COLUMNS + 1) * sizeof(double));
		ck_assert_mem_eq(first.se, again.se, (COLUMNS + 1) * sizeof(double));
		ck_assert(first.log_likelihood == again.log_likelihood);
		logistic_release(&again);
	}
	logistic_release(&first);
}
END_TEST

/* Many rows begin with a sample of them; a row three times is one of weight 3, which are not many.
 */
START_TEST(many_rows_end_where_few_do)
{
	enum { TIMES = 3 };
	static double x[TIMES * ROWS][COLUMNS], weight[ROWS];
	static unsigned char event[TIMES * ROWS];
	struct logistic_data few = { REGRESSORS(sample.x[0], ROWS, COLUMNS), sample.event, weight };
	struct logistic_data many = { REGRESSORS(x[0], TIMES * ROWS, COLUMNS), event, NULL };
	struct logistic_options options = { .penalty = 1 };
	struct diag why = DIAG_EMPTY;
	struct logistic one, other, again;
	struct rng rng;

	test_seed(&rng, "many_rows_end_where_few_do");
	fill_sample(&rng);
	for (int i = 0; i < ROWS; i++)
		weight[i] = TIMES;
	for (int i = 0; i < TIMES * ROWS; i++) {
		memcpy(x[i], sample.x[i % ROWS], sizeof *x);
		event[i] = sample.event[i % ROWS];
	}
	ck_assert_int_eq(logistic_fit(&few, &options, &one, &why), 0);
	ck_assert_int_eq(logistic_fit(&many, &options, &other, &why), 0);
	ck_assert_int_eq(other.end, LOGISTIC_CONVERGED);
	ck_figure("likelihood", other.log_likelihood, one.log_likelihood, 1e-6);
	for (int j = 0; j <= COLUMNS; j++) {
		ck_figure(
			"coefficient", other.coefficient[j], one.coefficient[j], 1e-7 * one.se[j]);
		ck_figure("se", other.se[j], one.se[j], 1e-5 * one.se[j]);
	}
	for (int i = 0; i < TIMES * ROWS; i++) {
		memcpy(x[i], sample.x[i / TIMES], sizeof *x);
		event[i] = sample.event[i / TIMES];
	}
	ck_assert_int_eq(logistic_fit(&many, &options, &again, &why), 0);
	ck_assert_mem_eq(other.coefficient, again.coefficient, (COLUMNS + 1) * sizeof(double));
	ck_assert_mem_eq(other.se, again.se, (COLUMNS + 1) * sizeof(double));
	logistic_release(&one);
	logistic_release(&other);
	logistic_release(&again);
}
END_TEST

/* ---- rows made, a start, and rough ones ---- */

enum { WIDE = 60 };

/* What many columns are made of: bends of one of the sample's, and noise. */
static void make_wide(const void *from, size_t row, double *x)
{
	const double *own = sample.x[row];

	(void)from;
	for (size_t j = 0; j < WIDE; j++)
		x[j] = j % 2 == 0 ? fmax(0, own[0] - (double)j / 20) : (double)(row * j % 61);
}

/* By steps with second derivatives of another place, from elsewhere, and over rows in memory. */
START_TEST(all_ways_lead_to_the_same_place)
{
	static double x[ROWS][WIDE];
	struct logistic_data made = { { NULL, ROWS, WIDE, make_wide, NULL }, sample.event,
		sample.weight };
	struct logistic_data kept = { REGRESSORS(x[0], ROWS, WIDE), sample.event, sample.weight };
	struct logistic_options options = { .penalty = 1 };
	struct diag why = DIAG_EMPTY;
	struct logistic one, other, rough;
	struct rng rng;

	test_seed(&rng, "all_ways_lead_to_the_same_place");
	fill_sample(&rng);
	for (size_t i = 0; i < ROWS; i++)
		make_wide(NULL, i, x[i]);
	ck_assert_int_eq(logistic_fit(&made, &options, &one, &why), 0);
	ck_assert_int_eq(logistic_fit(&kept, &options, &other, &why), 0);
	ck_assert_mem_eq(one.coefficient, other.coefficient, (WIDE + 1) * sizeof(double));
	ck_assert_mem_eq(one.se, other.se, (WIDE + 1) * sizeof(double));
	logistic_release(&other);
	options.rough = true;
	ck_assert_int_eq(logistic_fit(&made, &options, &rough, &why), 0);
	for (int j = 0; j <= WIDE; j++) {
		ck_figure("rough", rough.coefficient[j], one.coefficient[j], one.se[j] / 100);
		ck_assert(isnan(rough.se[j]));
	}
	options = (struct logistic_options){ .penalty = 1, .start = rough.coefficient };
	ck_assert_int_eq(logistic_fit(&made, &options, &other, &why), 0);
	ck_assert_int_eq(other.end, LOGISTIC_CONVERGED);
	for (int j = 0; j <= WIDE; j++) {
		ck_figure(
			"coefficient", other.coefficient[j], one.coefficient[j], 1e-7 * one.se[j]);
		ck_figure("se", other.se[j], one.se[j], 1e-5 * one.se[j]);
	}
	logistic_release(&one);
	logistic_release(&other);
	logistic_release(&rough);
}
END_TEST

/* Each within 4.5 standard errors, which is missed once in 20,000 times for seven figures. */
START_TEST(recovers_what_was_drawn)
{
	struct logistic_data data = { REGRESSORS(sample.x[0], ROWS, COLUMNS), sample.event, NULL };
	struct logistic_options options = { .penalty = 0 };
	struct diag why = DIAG_EMPTY;
	struct logistic fit;
	struct rng rng;

	test_seed(&rng, "recovers_what_was_drawn");
	fill_sample(&rng);
	ck_assert_int_eq(logistic_fit(&data, &options, &fit, &why), 0);
	for (int j = 1; j <= COLUMNS; j++)
		ck_figure("coefficient", fit.coefficient[j], truth[j], 4.5 * fit.se[j]);
	ck_figure("intercept", fit.coefficient[0], truth[0] + 25, 4.5 * fit.se[0]);
	logistic_release(&fit);
}
END_TEST

/* Mean 2.5, deviation sqrt(1.25); a row without weight, and one that counts twice. */
START_TEST(scaling_of_columns)
{
	static const double x[] = { 1, 5, 2, 5, 3, 5, 4, 5, 99, 9 };
	static const double weight[] = { 2, 2, 2, 2, 0 };
	struct diag why = DIAG_EMPTY;
	struct regressors rows = REGRESSORS(x, 5, 2);
	struct scaling scaling;

	ck_assert_int_eq(scaling_new(&scaling, &rows, weight, NULL, &why), 0);
	ck_figure("weights", scaling.weights, 8, 0);
	ck_figure("mean", scaling.mean[0], 2.5, 1e-15);
	ck_figure("factor", scaling.factor[0], 1 / sqrt(1.25), 1e-15);
	ck_figure("mean", scaling.mean[1], 5, 0);
	ck_figure("factor", scaling.factor[1], 0, 0);
	ck_assert(scaling.reach[0] >= 1.5 / sqrt(1.25) - 1e-15);
	scaling_release(&scaling);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("logistic");
	TCase *tests = tcase_create("logistic");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, challenger);
	tcase_add_test(tests, penalty_and_weights);
	tcase_add_test(tests, weights_are_rows);
	tcase_add_test(tests, separation_is_noticed);
	tcase_add_test(tests, what_says_nothing_is_left_out);
	tcase_add_test(tests, nothing_to_learn_from);
	tcase_add_test(tests, any_order_gives_the_same_bits);
	tcase_add_test(tests, many_rows_end_where_few_do);
	tcase_add_test(tests, all_ways_lead_to_the_same_place);
	tcase_add_test(tests, recovers_what_was_drawn);
	tcase_add_test(tests, scaling_of_columns);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
