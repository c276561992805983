/* SPDX-License-Identifier: MIT */
#include "stat/survival.h"

#include <math.h>
#include <string.h>

#include "test_seed.h"

/*
 * Acute myelogenous leukemia: weeks until relapse, with and without maintained chemotherapy; from
 * Miller, "Survival Analysis" (1981), the data `aml` of R's package survival, whose output is
 * quoted below.
 */
static const struct survival_case aml[] = {
	{ 9, 1, 0, true },
	{ 13, 1, 0, true },
	{ 13, 1, 0, false },
	{ 18, 1, 0, true },
	{ 23, 1, 0, true },
	{ 28, 1, 0, false },
	{ 31, 1, 0, true },
	{ 34, 1, 0, true },
	{ 45, 1, 0, false },
	{ 48, 1, 0, true },
	{ 161, 1, 0, false },
	{ 5, 1, 1, true },
	{ 5, 1, 1, true },
	{ 8, 1, 1, true },
	{ 8, 1, 1, true },
	{ 12, 1, 1, true },
	{ 16, 1, 1, false },
	{ 23, 1, 1, true },
	{ 27, 1, 1, true },
	{ 30, 1, 1, true },
	{ 33, 1, 1, true },
	{ 43, 1, 1, true },
	{ 45, 1, 1, true },
};

enum { ROWS = sizeof aml / sizeof *aml, MAINTAINED = 11 };

struct printed {
	double time, at_risk, events, survival, se, low, high;
};

/* summary(survfit(Surv(time, status) ~ x, data = aml)) */
static const struct printed maintained[] = {
	{ 9, 11, 1, 0.909, 0.0867, 0.7541, 1.000 },
	{ 13, 10, 1, 0.818, 0.1163, 0.6192, 1.000 },
	{ 18, 8, 1, 0.716, 0.1397, 0.4884, 1.000 },
	{ 23, 7, 1, 0.614, 0.1526, 0.3769, 0.999 },
	{ 31, 5, 1, 0.491, 0.1642, 0.2549, 0.946 },
	{ 34, 4, 1, 0.368, 0.1627, 0.1549, 0.875 },
	{ 48, 2, 1, 0.184, 0.1535, 0.0359, 0.944 },
};
static const struct printed not_maintained[] = {
	{ 5, 12, 2, 0.8333, 0.1076, 0.6470, 1.000 },
	{ 8, 10, 2, 0.6667, 0.1361, 0.4468, 0.995 },
	{ 12, 8, 1, 0.5833, 0.1423, 0.3616, 0.941 },
	{ 23, 6, 1, 0.4861, 0.1481, 0.2675, 0.883 },
	{ 27, 5, 1, 0.3889, 0.1470, 0.1854, 0.816 },
	{ 30, 4, 1, 0.2917, 0.1387, 0.1148, 0.741 },
	{ 33, 3, 1, 0.1944, 0.1219, 0.0569, 0.664 },
	{ 43, 2, 1, 0.0972, 0.0919, 0.0153, 0.620 },
	{ 45, 1, 1, 0.0000, NAN, NAN, NAN },
};

static struct survival_case cases[2 * ROWS];
static struct survival_curve curve;

static void fit(size_t from, size_t count, enum survival_interval interval)
{
	memcpy(cases, aml + from, count * sizeof *cases);
	survival_sort(cases, count);
	survival_fit(&curve, cases, count, interval, 0.95);
}

/* A number that was printed with so many decimals. */
static void ck_printed(const char *what, double got, double expected, double half)
{
	if (isnan(expected) ? !isnan(got) : !(fabs(got - expected) <= half * 1.0001))
		ck_abort_msg("%s: expected %g, got %.17g", what, expected, got);
}

static void ck_table(const struct printed *expected, size_t count, double half)
{
	for (size_t i = 0; i < count; i++) {
		const struct survival_point *point = survival_point_at(&curve, expected[i].time);

		ck_assert_ptr_nonnull(point);
		ck_assert_double_eq(point->time, expected[i].time);
		ck_assert_double_eq(point->at_risk, expected[i].at_risk);
		ck_assert_double_eq(point->events, expected[i].events);
		ck_printed("survival", point->survival, expected[i].survival, half);
		ck_printed("se", point->se, expected[i].se, 5e-5);
		ck_printed("low", point->low, expected[i].low, 5e-5);
		ck_printed("high", point->high, expected[i].high, 5e-4);
	}
}

START_TEST(curves_are_those_of_survfit)
{
	fit(0, MAINTAINED, SURVIVAL_LOG);
	ck_table(maintained, sizeof maintained / sizeof *maintained, 5e-4);
	ck_assert_uint_eq(curve.count, 10);
	ck_assert(curve.cases == 11 && curve.events == 7);
	survival_curve_release(&curve);
	fit(MAINTAINED, ROWS - MAINTAINED, SURVIVAL_LOG);
	ck_table(not_maintained, sizeof not_maintained / sizeof *not_maintained, 5e-5);
	survival_curve_release(&curve);
}
END_TEST

/* median 31 (18, NA) and 23 (8, NA) of print(survfit(…)). */
START_TEST(medians_are_those_of_survfit)
{
	struct survival_estimate median;

	fit(0, MAINTAINED, SURVIVAL_LOG);
	median = survival_time_of(&curve, 0.5);
	ck_assert(median.value == 31 && median.low == 18 && isnan(median.high));
	survival_curve_release(&curve);
	fit(MAINTAINED, ROWS - MAINTAINED, SURVIVAL_LOG);
	median = survival_time_of(&curve, 0.5);
	ck_assert(median.value == 23 && median.low == 8 && isnan(median.high));
	survival_curve_release(&curve);
}
END_TEST

/* rmean 52.6 (19.83) and 22.7 (4.18) of print(survfit(…), rmean = "common"). */
START_TEST(restricted_means_are_those_of_survfit)
{
	double se;

	fit(0, MAINTAINED, SURVIVAL_LOG);
	ck_printed("mean", survival_mean(&curve, 161, &se), 52.6, 0.05);
	ck_printed("se", se, 19.83, 0.005);
	survival_curve_release(&curve);
	fit(MAINTAINED, ROWS - MAINTAINED, SURVIVAL_LOG);
	ck_printed("mean", survival_mean(&curve, 161, &se), 22.7, 0.05);
	ck_printed("se", se, 4.18, 0.005);
	ck_assert_double_eq(survival_mean(&curve, 4, NULL), 4);
	ck_assert_double_eq(survival_mean(&curve, 0, NULL), 0);
	survival_curve_release(&curve);
}
END_TEST

/* Of the eleven cases at week 9 one relapses: 0.9091 and its two other intervals, by hand. */
START_TEST(intervals_can_be_chosen)
{
	double s = 10 / 11.0, se = sqrt(1 / 110.0), z = 1.959963984540054;

	fit(0, MAINTAINED, SURVIVAL_PLAIN);
	ck_assert_double_eq_tol(curve.point[0].low, s - z * s * se, 1e-12);
	ck_assert_double_eq(curve.point[0].high, 1);
	survival_curve_release(&curve);
	fit(0, MAINTAINED, SURVIVAL_LOG_LOG);
	ck_assert_double_eq_tol(
		curve.point[0].low, exp(-exp(log(-log(s)) + z * se / -log(s))), 1e-12);
	ck_assert_double_eq_tol(
		curve.point[0].high, exp(-exp(log(-log(s)) - z * se / -log(s))), 1e-12);
	/* 0.50808 and 0.98668, as SAS and lifelines print it. */
	ck_printed("low", curve.point[0].low, 0.50808, 5e-5);
	ck_printed("high", curve.point[0].high, 0.98668, 5e-5);
	survival_curve_release(&curve);
}
END_TEST

START_TEST(hazard_is_added_up)
{
	fit(MAINTAINED, ROWS - MAINTAINED, SURVIVAL_LOG);
	ck_assert_double_eq_tol(curve.point[2].hazard, 2 / 12.0 + 2 / 10.0 + 1 / 8.0, 1e-15);
	ck_assert_double_eq_tol(
		curve.point[2].hazard_se, sqrt(2 / 144.0 + 2 / 100.0 + 1 / 64.0), 1e-15);
	/* Nobody relapses at week 16. */
	ck_assert_double_eq(curve.point[3].time, 16);
	ck_assert_double_eq(curve.point[3].hazard, curve.point[2].hazard);
	survival_curve_release(&curve);
}
END_TEST

/* survdiff(Surv(time, status) ~ x, data = aml): chisq = 3.4 on 1 df, p = 0.0653. */
START_TEST(groups_are_compared_as_by_survdiff)
{
	struct survival_group group[2];
	struct survival_test test;

	memcpy(cases, aml, sizeof aml);
	survival_sort(cases, ROWS);
	test = survival_compare(cases, ROWS, 2, group);
	ck_printed("chi-square", test.chi_square, 3.396, 5e-4);
	ck_printed("p", test.p, 0.0653, 5e-5);
	ck_assert_double_eq(test.degrees, 1);
	ck_assert(group[0].cases == 11 && group[0].observed == 7);
	ck_assert(group[1].cases == 12 && group[1].observed == 11);
	ck_printed("expected", group[0].expected, 10.69, 0.005);
	ck_printed("expected", group[1].expected, 7.31, 0.005);
}
END_TEST

START_TEST(empty_groups_do_not_count)
{
	struct survival_group group[4], two[2];
	struct survival_test test, of_two;

	memcpy(cases, aml, sizeof aml);
	survival_sort(cases, ROWS);
	of_two = survival_compare(cases, ROWS, 2, two);
	for (size_t i = 0; i < ROWS; i++)
		cases[i].group = cases[i].group == 0 ? 3 : 1;
	survival_sort(cases, ROWS);
	test = survival_compare(cases, ROWS, 4, group);
	ck_assert_double_eq(test.degrees, 1);
	ck_assert_double_eq_tol(test.chi_square, of_two.chi_square, 1e-12);
	for (size_t i = 0; i < ROWS; i++)
		cases[i].group = 2;
	test = survival_compare(cases, ROWS, 4, group);
	ck_assert(test.degrees == 0 && test.p == 1 && test.chi_square == 0);
}
END_TEST

START_TEST(weights_are_so_many_cases)
{
	struct survival_case weighted[ROWS];
	struct survival_curve other;
	struct survival_group group[2], of_others[2];
	struct survival_test test, of_other;

	memcpy(weighted, aml, sizeof aml);
	memcpy(cases, aml, sizeof aml);
	memcpy(cases + ROWS, aml, sizeof aml);
	for (size_t i = 0; i < ROWS; i++)
		weighted[i].weight = 2;
	survival_sort(weighted, ROWS);
	survival_sort(cases, 2 * ROWS);
	survival_fit(&other, weighted, ROWS, SURVIVAL_LOG_LOG, 0.9);
	survival_fit(&curve, cases, 2 * ROWS, SURVIVAL_LOG_LOG, 0.9);
	ck_assert_uint_eq(other.count, curve.count);
	ck_assert_int_eq(memcmp(other.point, curve.point, curve.count * sizeof *curve.point), 0);
	of_other = survival_compare(weighted, ROWS, 2, of_others);
	test = survival_compare(cases, 2 * ROWS, 2, group);
	ck_assert_int_eq(memcmp(group, of_others, sizeof group), 0);
	ck_assert_double_eq(test.chi_square, of_other.chi_square);
	survival_curve_release(&other);
	survival_curve_release(&curve);
}
END_TEST

START_TEST(flat_half_is_halved)
{
	static const struct survival_case four[] = { { 1, 1, 0, true }, { 2, 1, 0, true },
		{ 3, 1, 0, false }, { 7, 1, 0, true } };

	survival_fit(&curve, four, 4, SURVIVAL_LOG, 0.95);
	ck_assert_double_eq(survival_time_of(&curve, 0.5).value, 4.5);
	ck_assert_double_eq(survival_time_of(&curve, 0.6).value, 2);
	ck_assert_double_eq(survival_at(&curve, 0.5), 1);
	ck_assert_double_eq(survival_at(&curve, 6.9), 0.5);
	ck_assert_double_eq(survival_at(&curve, 1e9), 0);
	survival_curve_release(&curve);
	survival_fit(&curve, four, 3, SURVIVAL_LOG, 0.95);
	ck_assert(isnan(survival_time_of(&curve, 0.2).value));
	survival_curve_release(&curve);
}
END_TEST

START_TEST(nobody_has_no_curve)
{
	survival_fit(&curve, NULL, 0, SURVIVAL_LOG, 0.95);
	ck_assert_uint_eq(curve.count, 0);
	ck_assert_double_eq(survival_at(&curve, 3), 1);
	ck_assert_double_eq(survival_mean(&curve, 5, NULL), 5);
	ck_assert(isnan(survival_time_of(&curve, 0.5).value));
	survival_curve_release(&curve);
}
END_TEST

/* Without censoring survival is the share that is left, and the plain error that of a share. */
START_TEST(without_censoring_it_is_a_share)
{
	struct survival_case some[60];
	struct rng rng;

	test_seed(&rng, "without_censoring_it_is_a_share");
	for (int round = 0; round < 200; round++) {
		size_t count = 1 + rng_below(&rng, 60);

		for (size_t i = 0; i < count; i++)
			some[i] = (struct survival_case){ rng_below(&rng, 20), 1, 0, true };
		survival_sort(some, count);
		survival_fit(&curve, some, count, SURVIVAL_PLAIN, 0.95);
		for (size_t i = 0; i < curve.count; i++) {
			const struct survival_point *point = &curve.point[i];
			double left = 0, share;

			for (size_t j = 0; j < count; j++)
				left += some[j].time > point->time;
			share = left / (double)count;
			ck_assert_double_eq_tol(point->survival, share, 1e-12);
			if (left > 0)
				ck_assert_double_eq_tol(point->se,
					sqrt(share * (1 - share) / (double)count), 1e-12);
		}
		survival_curve_release(&curve);
	}
}
END_TEST

START_TEST(order_leaves_no_trace)
{
	struct survival_case some[100], other[100];
	struct survival_curve of_other;
	struct survival_group group[3], of_others[3];
	struct rng rng;

	test_seed(&rng, "order_leaves_no_trace");
	for (int round = 0; round < 100; round++) {
		for (size_t i = 0; i < 100; i++) {
			some[i] = (struct survival_case){ rng_below(&rng, 9), rng_unit(&rng),
				rng_below(&rng, 3), rng_chance(&rng, 0.5) };
			other[i] = some[i];
		}
		for (size_t i = 99; i > 0; i--) {
			size_t j = rng_below(&rng, (uint32_t)i + 1);
			struct survival_case moved = other[i];

			other[i] = other[j];
			other[j] = moved;
		}
		survival_sort(some, 100);
		survival_sort(other, 100);
		survival_fit(&curve, some, 100, SURVIVAL_LOG, 0.95);
		survival_fit(&of_other, other, 100, SURVIVAL_LOG, 0.95);
		ck_assert_int_eq(
			memcmp(curve.point, of_other.point, curve.count * sizeof *curve.point), 0);
		ck_assert_double_eq(survival_compare(some, 100, 3, group).chi_square,
			survival_compare(other, 100, 3, of_others).chi_square);
		survival_curve_release(&curve);
		survival_curve_release(&of_other);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("survival");
	TCase *tests = tcase_create("survival");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, curves_are_those_of_survfit);
	tcase_add_test(tests, medians_are_those_of_survfit);
	tcase_add_test(tests, restricted_means_are_those_of_survfit);
	tcase_add_test(tests, intervals_can_be_chosen);
	tcase_add_test(tests, hazard_is_added_up);
	tcase_add_test(tests, groups_are_compared_as_by_survdiff);
	tcase_add_test(tests, empty_groups_do_not_count);
	tcase_add_test(tests, weights_are_so_many_cases);
	tcase_add_test(tests, flat_half_is_halved);
	tcase_add_test(tests, nobody_has_no_curve);
	tcase_add_test(tests, without_censoring_it_is_a_share);
	tcase_add_test(tests, order_leaves_no_trace);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
