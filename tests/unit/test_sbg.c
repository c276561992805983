/* SPDX-License-Identifier: MIT */
#include "crm/sbg.h"

#include <math.h>

#include "test_seed.h"

static struct sbg_fit fit;
static struct diag why;

static void ck_near(const char *what, double got, double expected, double tolerance)
{
	if (!(fabs(got - expected) <= tolerance))
		ck_abort_msg("%s: expected %.10g, got %.17g", what, expected, got);
}

/* What is seen of customers of whom so many of 1000 are left after 0, 1, … periods. */
static void fit_left(const double *left, size_t count)
{
	struct sbg_period period[12];

	for (size_t i = 0; i + 1 < count; i++)
		period[i] = (struct sbg_period){ left[i], left[i] - left[i + 1] };
	ck_assert_int_eq(sbg_fit(period, count - 1, &fit, &why), 0);
}

/* The customers "regular" and "high end" of Fader and Hardie (2007), seven years of each. */
START_TEST(parameters_are_the_published_ones)
{
	static const double regular[] = { 1000, 631, 468, 382, 326, 289, 262, 241 };
	static const double high_end[] = { 1000, 869, 743, 653, 593, 551, 517, 491 };

	fit_left(regular, 8);
	ck_assert(fit.converged && fit.identified);
	ck_near("alpha", fit.alpha, 0.704, 5e-4);
	ck_near("beta", fit.beta, 1.182, 5e-4);
	fit_left(high_end, 8);
	ck_near("alpha", fit.alpha, 0.668, 5e-4);
	ck_near("beta", fit.beta, 3.806, 5e-4);
}
END_TEST

START_TEST(survival_is_the_product_of_retention)
{
	double left = 1;

	ck_assert_double_eq(sbg_survival(0.7, 1.2, 0), 1);
	for (int t = 1; t < 50; t++) {
		left *= sbg_retention(0.7, 1.2, t);
		ck_near("survival", sbg_survival(0.7, 1.2, t), left, 1e-13);
	}
	ck_near("retention", sbg_retention(0.7, 1.2, 1), 1.2 / 1.9, 1e-15);
}
END_TEST

/* Finite sums, infinite ones and discounted ones agree where they must. */
START_TEST(remaining_periods_are_sums)
{
	double sum = 0, discounted = 0, left = 1;

	for (int k = 1; k <= 4000; k++) {
		left *= sbg_retention(3.5, 2.5, 4 + k);
		sum += left;
		discounted += left * pow(1.1, -k);
		if (k == 12)
			ck_near("12 periods", sbg_remaining(3.5, 2.5, 4, 12), sum, 1e-12);
	}
	ck_near("all periods", sbg_remaining(3.5, 2.5, 4, INFINITY), 6.5 / 2.5, 1e-12);
	ck_near("all periods", sum, 6.5 / 2.5, 1e-6);
	ck_near("discounted", sbg_residual(3.5, 2.5, 4, 0.1), discounted, 1e-12);
	ck_assert_double_eq(sbg_remaining(3.5, 2.5, 4, 0), 0);
	ck_assert(isinf(sbg_remaining(0.9, 2.5, 4, INFINITY)));
}
END_TEST

/* Cohorts of different age, cut off where the data end: true parameters are found again. */
START_TEST(parameters_are_found_again)
{
	struct sbg_period period[10] = { { 0, 0 } };

	for (int cohort = 1; cohort <= 10; cohort++)
		for (int t = 1; t <= cohort; t++) {
			double there = 5000 * sbg_survival(1.4, 4.2, t - 1);

			period[t - 1].customers += there;
			period[t - 1].lost += there * (1 - sbg_retention(1.4, 4.2, t));
		}
	ck_assert_int_eq(sbg_fit(period, 10, &fit, &why), 0);
	ck_near("alpha", fit.alpha, 1.4, 1e-6);
	ck_near("beta", fit.beta, 4.2, 1e-6);
	ck_assert(fit.alpha_se > 0.01 && fit.alpha_se < 0.2);
	ck_assert(fit.beta_se > fit.alpha_se && fit.beta_se < 0.6);
}
END_TEST

/* One retention for all at all times: only the share of the parameters is known, 1 to 4. */
START_TEST(equal_customers_are_told)
{
	static const double left[] = { 10000, 8000, 6400, 5120, 4096 };

	fit_left(left, 5);
	ck_assert(!fit.identified && isnan(fit.alpha_se));
	ck_near("retention", sbg_retention(fit.alpha, fit.beta, 1), 0.8, 1e-3);
}
END_TEST

START_TEST(nothing_to_learn_from_is_refused)
{
	static const struct sbg_period stay[] = { { 100, 0 }, { 100, 0 } }, leave[] = { { 9, 9 } };

	ck_assert_int_eq(sbg_fit(stay, 2, &fit, &why), -1);
	ck_assert_str_eq(why.text, "no customer has left: there is nothing to learn from");
	ck_assert_int_eq(sbg_fit(leave, 1, &fit, &why), -1);
	ck_assert_int_eq(sbg_fit(NULL, 0, &fit, &why), -1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sbg");
	TCase *tests = tcase_create("sbg");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, parameters_are_the_published_ones);
	tcase_add_test(tests, survival_is_the_product_of_retention);
	tcase_add_test(tests, remaining_periods_are_sums);
	tcase_add_test(tests, parameters_are_found_again);
	tcase_add_test(tests, equal_customers_are_told);
	tcase_add_test(tests, nothing_to_learn_from_is_refused);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
