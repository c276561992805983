/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <math.h>

#include "base/mem.h"
#include "crm/purchase.h"
#include "stat/draws.h"
#include "test_purchases.h"
#include "test_seed.h"

static const struct purchase_model *model;
static struct test_customers all;

/*
 * The walkthrough of BTYD prints its parameters as 0.553, 10.58, 0.606, 11.658, and seven figures
 * that it computed of them with six digits and more. These are the four that give all seven.
 */
static const double btyd[] = { 0.55337133, 10.57952125, 0.60590662, 11.65806718 };

static void setup(void)
{
	model = purchase_find("paretonbd");
	ck_assert_ptr_nonnull(model);
}

/* Fader, Hardie, Lee (2005); CLVTools, test_correctness_pnbd_nocovstaticcov.R; BTYD's walkthrough.
 */
static void published_fit(double log_likelihood, const double *parameter)
{
	struct purchase_fit fit;
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(purchase_fit(model, all.group, all.groups, NULL, &fit, &why), 0);
	ck_assert(fit.converged && fit.identified);
	ck_close(fit.log_likelihood, log_likelihood, 1e-6, "log-likelihood");
	for (int i = 0; i < 4; i++)
		ck_close(fit.parameter[i], parameter[i], 5e-6 * parameter[i], "%s",
			model->parameter[i]);
	ck_close(model->expected_new(fit.parameter, 52), 1.473434, 1e-5, "E[X(52)]");
	ck_close(model->expected_new(btyd, 52), 1.473434, 5e-7, "E[X(52)] by BTYD");
	for (int i = 0; i < 4; i++) {
		static const double se[] = { 0.0476264, 0.8427222, 0.1872594, 6.2105448 };

		ck_close(fit.se[i], se[i], 2e-4 * se[i], "standard error");
	}
}

START_TEST(cdnow_is_fitted_as_published)
{
	static const double parameter[] = { 0.5532770, 10.5776855, 0.6062406, 11.6687593 };

	if (test_cdnow(&all))
		published_fit(-9594.976179, parameter);
}
END_TEST

START_TEST(cdnow_rounded_is_fitted_as_published)
{
	static const double parameter[] = { 0.5532757, 10.5776144, 0.6062133, 11.6679017 };

	if (test_cdnow_rounded(&all))
		published_fit(-9594.973930, parameter);
}
END_TEST

/* Customer 1516 of CDNOW, and customers who bought ever faster and then no more: BTYD. */
START_TEST(expectations_are_as_published)
{
	static const double paradox[] = { 0.7062289, 0.1442396, 0.02250658, 0.00309267 };
	struct purchase_history often = { 26, 216 / 7.0, 31 };

	ck_close(purchase_expected(model, btyd, &often, 52), 25.45647, 5e-6, "E[Y(52)]");
	ck_close(purchase_alive(model, btyd, &often, 0), 0.997874, 5e-7, "P(alive)");
	for (int i = 0; i < 4; i++) {
		struct purchase_history faster = { 10 + 5 * i, 20, 39 };

		ck_close(purchase_expected(model, btyd, &faster, 52), paradox[i], 1e-6 * paradox[i],
			"E[Y(52)], x = 10, 15, 20, 25");
	}
}
END_TEST

/* lifetimes, tests/test_estimation.py: where differences of hypergeometric functions underflow. */
START_TEST(expectations_do_not_underflow)
{
	static const double parameter[] = { 0.55, 10.58, 0.61, 11.67 };
	struct purchase_history many = { 132, 200, 200 }, more = { 133, 200, 200 };

	ck_close(purchase_expected(model, parameter, &many, 10), 6.2060518, 5e-8, "x = 132");
	ck_close(purchase_expected(model, parameter, &more, 10), 6.2528722, 5e-8, "x = 133");
}
END_TEST

/* The manual of BTYD, pnbd.Expectation. */
START_TEST(expectations_of_new_customers_are_as_published)
{
	static const double parameter[] = { 0.55, 10.56, 0.61, 11.64 };
	static const double published[] = { .05077821, .09916088, .14542507, .18979930, .23247466,
		.27361274, .31335159, .35181024, .38909211 };

	for (int t = 1; t <= 9; t++)
		ck_close(model->expected_new(parameter, t), published[t - 1], 5e-9, "E[X(t)]");
}
END_TEST

/* What all who have joined by a week's end are expected to have bought again by then: BTYD. */
START_TEST(tracking_is_as_published)
{
	double week_20 = 0, week_25 = 0, longest = 0;

	if (!test_cdnow(&all))
		return;
	for (size_t i = 0; i < all.count; i++)
		longest = fmax(longest, all.customer[i].history.tenure);
	for (size_t i = 0; i < all.count; i++) {
		double late = longest - all.customer[i].history.tenure;

		week_20 += model->expected_new(btyd, 20 - late);
		week_25 += model->expected_new(btyd, 25 - late);
	}
	ck_close(week_20, 1308.856, 1e-3, "week 20");
	ck_close(week_25, 1674.253, 1e-3, "week 25");
}
END_TEST

static double any(struct rng *rng, double low, double high)
{
	return low * draws_exp(draws_log(high / low) * rng_unit(rng));
}

static struct purchase_group any_group(struct rng *rng)
{
	double tenure = any(rng, 0.1, 300), x = (double)rng_below(rng, 4);
	struct purchase_group group = { { 0, 0, tenure }, 1 + rng_below(rng, 5) };

	if (rng_below(rng, 10) == 0)
		x *= 300;
	if (x > 0)
		group.history = (struct purchase_history){ x,
			rng_below(rng, 8) == 0 ? tenure : tenure * rng_unit(rng), tenure };
	return group;
}

START_TEST(gradients_are_those_of_differences)
{
	struct rng rng;

	test_seed(&rng, "gradients_are_those_of_differences");
	for (int i = 0; i < 3000; i++) {
		double parameter[] = { any(&rng, 0.02, 50), any(&rng, 0.01, 1e3),
			any(&rng, 0.02, 50), any(&rng, 0.01, 1e3) };
		struct purchase_group group = any_group(&rng);

		if (i % 8 == 0)
			parameter[3] = parameter[1];
		test_gradient(model, parameter, &group, 1, 1e-6);
	}
}
END_TEST

/* What is not like a number, or rough, shows here: steps of alpha past beta, of t_x up to T. */
START_TEST(nothing_breaks_at_edges)
{
	for (double x = 1; x < 1e4; x *= 10) {
		double parameter[] = { 0.55, 10, 0.6, 10 }, value[3], edge[3];

		for (int i = 0; i < 3; i++) {
			struct purchase_group group = { { x, 30, 40 }, 1 };

			parameter[1] = 10 + (i - 1) * 1e-9;
			value[i] = model->log_likelihood(parameter, &group, 1, NULL);
			parameter[1] = 10;
			group.history.t_x = 40 - i * 1e-9;
			edge[i] = model->log_likelihood(parameter, &group, 1, NULL);
		}
		ck_close(value[1], (value[0] + value[2]) / 2, 1e-12 * fabs(value[1]),
			"alpha = beta");
		ck_close(edge[0], edge[1], 1e-8 + 1e-12 * fabs(edge[0]), "t_x = T");
	}
}
END_TEST

START_TEST(probabilities_add_up)
{
	double parameter[] = { 0.55, 10.58, 0.61, 11.67 };
	struct purchase_history new = { 0, 0, 0 };

	for (double time = 0.5; time < 100; time *= 3) {
		double sum = 0, mean = 0;

		for (int n = 0; n < 300; n++) {
			double probability = model->probability(parameter, time, n);

			sum += probability;
			mean += n * probability;
		}
		ck_close(sum, 1, 1e-10, "sum");
		ck_close(mean, model->expected_new(parameter, time), 1e-8, "mean");
		ck_close(model->probability(parameter, time, 0),
			purchase_none(model, parameter, &new, time), 1e-13, "P(0)");
	}
	ck_close(model->probability(parameter, 0, 0), 1, 0, "at once");
	ck_close(model->probability(parameter, 0, 1), 0, 0, "at once");
}
END_TEST

/* A customer is alive later if alive now and not gone in between; never more likely than before. */
START_TEST(alive_falls_with_time)
{
	struct purchase_history history = { 5, 20, 30 }, nothing = { 0, 0, 0 };
	double before = 1;

	ck_close(purchase_alive(model, btyd, &nothing, 0), 1, 0, "new");
	for (double ahead = 0; ahead < 1000; ahead += 50) {
		double alive = purchase_alive(model, btyd, &history, ahead);

		ck_assert(alive < before && alive > 0);
		before = alive;
	}
}
END_TEST

START_TEST(residual_is_sound_for_any_discount)
{
	static const double long_lived[] = { 0.55, 10.58, 1.5, 11.67 };
	struct purchase_history history = { 5, 20, 30 };
	double alive = purchase_alive(model, long_lived, &history, 0);
	double rate = (0.55 + 5) / (10.58 + 30);

	ck_close(purchase_residual(model, long_lived, &history, 0),
		alive * rate * (11.67 + 30) / 0.5, 1e-12, "none");
	ck_close(purchase_residual(model, long_lived, &history, 1e-14),
		alive * rate * (11.67 + 30) / 0.5, 1e-5, "tiny");
	ck_close(purchase_residual(model, long_lived, &history, 1e9), alive * rate / 1e9, 1e-15,
		"large");
	ck_assert(isinf(purchase_residual(model, btyd, &history, 0)));
}
END_TEST

/* One of the customers that the model speaks of. */
static struct purchase_history simulate(struct rng *rng, const double *parameter, double tenure)
{
	double rate = draws_gamma(rng, parameter[0], parameter[1]);
	double leaves = draws_exponential(rng, draws_gamma(rng, parameter[2], parameter[3]));
	struct purchase_history history = { 0, 0, tenure };

	for (;;) {
		double next = history.t_x + draws_exponential(rng, rate);

		if (next > fmin(leaves, tenure))
			return history;
		history.t_x = next;
		history.frequency++;
	}
}

START_TEST(parameters_are_recovered)
{
	enum { CUSTOMERS = 20000 };
	static const double truth[] = { 0.8, 8, 0.7, 12 };
	struct purchase_group *group = mem_zero(CUSTOMERS, sizeof *group);
	struct purchase_fit fit;
	struct diag why = DIAG_EMPTY;
	struct rng rng;

	test_seed(&rng, "parameters_are_recovered");
	for (int i = 0; i < CUSTOMERS; i++)
		group[i] = (struct purchase_group){ simulate(&rng, truth, 30 + i % 50), 1 };
	ck_assert_int_eq(purchase_fit(model, group, CUSTOMERS, NULL, &fit, &why), 0);
	ck_assert(fit.converged && fit.identified);
	for (int i = 0; i < 4; i++)
		ck_close(fit.parameter[i], truth[i], 3.5 * fit.se[i], "%s", model->parameter[i]);
	free(group);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("purchase_paretonbd");
	TCase *tests = tcase_create("purchase_paretonbd");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, cdnow_is_fitted_as_published);
	tcase_add_test(tests, cdnow_rounded_is_fitted_as_published);
	tcase_add_test(tests, expectations_are_as_published);
	tcase_add_test(tests, expectations_do_not_underflow);
	tcase_add_test(tests, expectations_of_new_customers_are_as_published);
	tcase_add_test(tests, tracking_is_as_published);
	tcase_add_test(tests, gradients_are_those_of_differences);
	tcase_add_test(tests, nothing_breaks_at_edges);
	tcase_add_test(tests, probabilities_add_up);
	tcase_add_test(tests, alive_falls_with_time);
	tcase_add_test(tests, residual_is_sound_for_any_discount);
	tcase_add_test(tests, parameters_are_recovered);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
