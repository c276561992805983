/* SPDX-License-Identifier: MIT */
#include "crm/spend.h"

#include <check.h>
#include <math.h>

#include "base/mem.h"
#include "stat/draws.h"
#include "test_purchases.h"
#include "test_seed.h"

static struct test_customers all;
static struct spend_group group[TEST_MOST_CUSTOMERS];

/* One group for each customer, in the order of the file. */
static void take_spend(void)
{
	for (size_t i = 0; i < all.count; i++)
		group[i] = (struct spend_group){
			{ all.customer[i].history.frequency, all.customer[i].spend }, 1
		};
}

/* CLVTools, test_correctness_gg.R: 6.25, 3.74, 15.44, -4055.9177, and more digits of the same. */
START_TEST(cdnow_is_fitted_as_published)
{
	static const double published[] = { 6.2495709, 3.7442252, 15.4435268 };
	struct spend_history nobody = { 0, 0 };
	struct spend_fit fit;
	struct diag why = DIAG_EMPTY;

	if (!test_cdnow(&all))
		return;
	take_spend();
	ck_assert_int_eq(spend_fit(group, all.count, NULL, &fit, &why), 0);
	ck_assert(fit.converged && fit.identified && !fit.at_bound);
	ck_assert_uint_eq(fit.customers, 946);
	ck_close(fit.log_likelihood, -4055.917695, 1e-6, "log-likelihood");
	for (int i = 0; i < 3; i++)
		ck_close(fit.parameter[i], published[i], 1e-6 * published[i], "%s",
			spend_parameter[i]);
	ck_close(spend_expected(fit.parameter, &nobody), 35.1704, 1e-4, "mean of the population");
	/* lifetimes, README: 0.113884, of the rounded means */
	ck_close(fit.correlation, 0.113884, 1e-5, "correlation");
}
END_TEST

START_TEST(cdnow_rounded_is_fitted_as_published)
{
	struct spend_fit fit;
	struct diag why = DIAG_EMPTY;

	if (!test_cdnow_rounded(&all))
		return;
	take_spend();
	ck_assert_int_eq(spend_fit(group, all.count, NULL, &fit, &why), 0);
	ck_close(fit.log_likelihood, -4055.923244, 1e-6, "log-likelihood");
	ck_close(fit.correlation, 0.113884, 5e-7, "correlation");
}
END_TEST

/* The first ten customers of CDNOW, by the fit: lifetimes, tests/test_estimation.py. */
START_TEST(expected_spend_is_as_published)
{
	static const double parameter[] = { 6.2495709, 3.7442252, 15.4435268 };
	static const double published[] = { 24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17,
		27.28, 35.17 };

	if (!test_cdnow(&all))
		return;
	take_spend();
	for (int i = 0; i < 10; i++)
		ck_close(spend_expected(parameter, &group[i].history), published[i], 5e-3, "E[M]");
}
END_TEST

static double any(struct rng *rng, double low, double high)
{
	return low * draws_exp(draws_log(high / low) * rng_unit(rng));
}

START_TEST(gradients_are_those_of_differences)
{
	static const double step = 1e-5;
	struct rng rng;

	test_seed(&rng, "gradients_are_those_of_differences");
	for (int i = 0; i < 2000; i++) {
		double parameter[] = { any(&rng, 0.05, 50), any(&rng, 0.05, 50),
			any(&rng, 0.01, 1e4) };
		struct spend_group one = { { 1 + rng_below(&rng, 300), any(&rng, 0.01, 1e4) },
			1 + rng_below(&rng, 5) };
		double gradient[3], size;

		size = fabs(spend_log_likelihood(parameter, &one, 1, gradient));
		for (int j = 0; j < 3; j++) {
			double old = parameter[j], up, down;

			parameter[j] = old * exp(step);
			up = spend_log_likelihood(parameter, &one, 1, NULL);
			parameter[j] = old * exp(-step);
			down = spend_log_likelihood(parameter, &one, 1, NULL);
			parameter[j] = old;
			ck_close(gradient[j], (up - down) / (2 * step),
				1e-6 * (1 + fabs(gradient[j])) + 1e-15 * size / step, "%s",
				spend_parameter[j]);
		}
	}
}
END_TEST

static struct spend_group simulate(struct rng *rng, const double *parameter)
{
	double v = draws_gamma(rng, parameter[SPEND_Q], parameter[SPEND_GAMMA]);
	double x = rng_below(rng, 6);

	return (struct spend_group){
		{ x, x > 0 ? draws_gamma(rng, parameter[SPEND_P] * x, v * x) : 0 }, 1
	};
}

START_TEST(parameters_are_recovered)
{
	enum { CUSTOMERS = 20000 };
	static const double truth[] = { 4, 3.5, 60 };
	struct spend_group *sample = mem_zero(CUSTOMERS, sizeof *sample);
	struct spend_fit fit;
	struct diag why = DIAG_EMPTY;
	struct rng rng;

	test_seed(&rng, "parameters_are_recovered");
	for (int i = 0; i < CUSTOMERS; i++)
		sample[i] = simulate(&rng, truth);
	ck_assert_int_eq(spend_fit(sample, CUSTOMERS, NULL, &fit, &why), 0);
	ck_assert(fit.converged && fit.identified && !fit.at_bound);
	for (int i = 0; i < 3; i++)
		ck_close(fit.parameter[i], truth[i], 3.5 * fit.se[i], "%s", spend_parameter[i]);
	ck_close(fit.correlation, 0, 0.03, "correlation");
	free(sample);
}
END_TEST

/* With q = 0.6 the population has no mean, and no fit can give one. */
START_TEST(bound_is_said)
{
	enum { CUSTOMERS = 5000 };
	static const double truth[] = { 4, 0.6, 60 };
	struct spend_group *sample = mem_zero(CUSTOMERS, sizeof *sample);
	struct spend_fit fit;
	struct diag why = DIAG_EMPTY;
	struct rng rng;

	test_seed(&rng, "bound_is_said");
	for (int i = 0; i < CUSTOMERS; i++)
		sample[i] = simulate(&rng, truth);
	ck_assert_int_eq(spend_fit(sample, CUSTOMERS, NULL, &fit, &why), 0);
	ck_assert(fit.at_bound && !fit.identified);
	ck_assert(fit.parameter[SPEND_Q] > 1 && fit.parameter[SPEND_Q] < 1.001);
	ck_assert(isnan(fit.se[SPEND_Q]));
	free(sample);
}
END_TEST

/* Weights are so many customers; the currency does not matter; who never came back neither. */
START_TEST(weights_and_units_change_nothing)
{
	struct spend_group sample[600], twice[300];
	static const double truth[] = { 4, 3.5, 60 };
	struct spend_fit fit, fit_twice;
	struct diag why = DIAG_EMPTY;
	struct rng rng;

	test_seed(&rng, "weights_and_units_change_nothing");
	for (int i = 0; i < 300; i++) {
		sample[2 * i] = sample[2 * i + 1] = twice[i] = simulate(&rng, truth);
		twice[i].customers = 2;
		twice[i].history.mean *= 1000;
	}
	ck_assert_int_eq(spend_fit(sample, 600, NULL, &fit, &why), 0);
	ck_assert_int_eq(spend_fit(twice, 300, NULL, &fit_twice, &why), 0);
	ck_assert_uint_eq(fit.customers, fit_twice.customers);
	fit.parameter[SPEND_GAMMA] *= 1000;
	fit.se[SPEND_GAMMA] *= 1000;
	for (int i = 0; i < 3; i++) {
		ck_close(fit.parameter[i], fit_twice.parameter[i], 1e-6 * fit.parameter[i], "%s",
			spend_parameter[i]);
		ck_close(fit.se[i], fit_twice.se[i], 1e-4 * fit.se[i], "se");
	}
	ck_close(fit.correlation, fit_twice.correlation, 1e-12, "correlation");
}
END_TEST

START_TEST(what_cannot_be_is_refused)
{
	struct spend_history zero = { 2, 0 }, negative = { 1, -3 }, good = { 1, 3 };
	struct spend_history nobody = { 0, 0 }, odd = { NAN, 3 }, endless = { 1, INFINITY };
	struct spend_group silent = { { 0, 0 }, 10 };
	struct spend_fit fit;
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(spend_history_check(&good, &why), 0);
	ck_assert_int_eq(spend_history_check(&nobody, &why), 0);
	ck_assert_int_eq(spend_history_check(&zero, &why), -1);
	ck_assert_str_eq(why.code, "mean-not-positive");
	ck_assert_int_eq(spend_history_check(&negative, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "-3"));
	ck_assert_int_eq(spend_history_check(&odd, &why), -1);
	ck_assert_int_eq(spend_history_check(&endless, &why), -1);
	ck_assert_int_eq(spend_fit(&silent, 1, NULL, &fit, &why), -1);
	ck_assert_int_eq(spend_fit(&silent, 0, NULL, &fit, &why), -1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("spend");
	TCase *tests = tcase_create("spend");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, cdnow_is_fitted_as_published);
	tcase_add_test(tests, cdnow_rounded_is_fitted_as_published);
	tcase_add_test(tests, expected_spend_is_as_published);
	tcase_add_test(tests, gradients_are_those_of_differences);
	tcase_add_test(tests, parameters_are_recovered);
	tcase_add_test(tests, bound_is_said);
	tcase_add_test(tests, weights_and_units_change_nothing);
	tcase_add_test(tests, what_cannot_be_is_refused);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
