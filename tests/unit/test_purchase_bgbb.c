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

/* Donors of 1995, fitted: the walkthrough of BTYD. */
static const double btyd[] = { 1.203528, 0.7497260, 0.6567808, 2.783796 };

static void setup(void)
{
	model = purchase_find("bgbb");
	ck_assert_ptr_nonnull(model);
}

/* Fader, Hardie, Shang (2010), to more digits; BTYD's walkthrough. */
START_TEST(donations_are_fitted_as_published)
{
	static const double parameter[] = { 1.2035223, 0.7497163, 0.6567183, 2.7834428 };
	struct purchase_fit fit;
	struct diag why = DIAG_EMPTY;

	if (!test_donations(&all))
		return;
	ck_assert_int_eq(purchase_fit(model, all.group, all.groups, NULL, &fit, &why), 0);
	ck_assert(fit.converged && fit.identified);
	ck_assert_uint_eq(fit.customers, 11104);
	ck_close(fit.log_likelihood, -33225.581274, 1e-6, "log-likelihood");
	for (int i = 0; i < 4; i++)
		ck_close(fit.parameter[i], parameter[i], 1e-6, "%s", model->parameter[i]);
	ck_close(model->log_likelihood(btyd, all.group, all.groups, NULL), -33225.58, 5e-3,
		"by BTYD");
}
END_TEST

/* lifetimes, tests/test_estimation.py, from spreadsheets of Hardie. */
START_TEST(donations_are_described_as_published)
{
	double sum = 0, customers = 0;

	if (!test_donations(&all))
		return;
	for (size_t i = 0; i < all.groups; i++) {
		double weight = (double)all.group[i].customers;

		customers += weight;
		sum += weight * purchase_expected(model, btyd, &all.group[i].history, 5);
	}
	ck_close(sum, 12884.2, 0.5, "gifts in 5 years");
	ck_close(customers * model->probability(btyd, 6, 0), 3454.9, 0.1, "no gift");
	ck_close(customers * model->probability(btyd, 6, 6), 1253.1, 0.1, "six gifts");
}
END_TEST

START_TEST(expectations_are_as_published)
{
	struct purchase_history none = { 0, 0, 6 }, four = { 4, 5, 6 };

	ck_close(model->expected_new(btyd, 10), 3.179805, 2e-6, "E[X(10)]");
	ck_close(purchase_expected(model, btyd, &none, 10), 0.1302169, 1e-6, "x = 0");
	ck_close(purchase_expected(model, btyd, &four, 10), 3.627858, 2e-6, "x = 4");
}
END_TEST

/*
 * pymc-marketing, tests/clv/models/test_beta_geo_beta_binom.py; the parameters that it has them
 * from are a little different ones.
 */
START_TEST(expectations_of_new_customers_are_as_published)
{
	static const double published[] = { .4985, .9233, 1.2969, 1.6323, 1.9381, 2.2202, 2.4826,
		2.7285, 2.9603, 3.1798, 3.3887 };

	for (int n = 1; n <= 11; n++)
		ck_close(model->expected_new(btyd, n), published[n - 1], 1e-4, "E[X(n)]");
}
END_TEST

/* Who will still be there in 2002, one chance behind the history. */
START_TEST(alive_is_as_published)
{
	static const struct {
		struct purchase_history history;
		double alive;
	} published[] = { { { 0, 0, 6 }, .11 }, { { 2, 4, 6 }, .59 }, { { 6, 6, 6 }, .93 } };

	for (int i = 0; i < 3; i++)
		ck_close(purchase_alive(model, btyd, &published[i].history, 1), published[i].alive,
			5e-3, "P(alive)");
}
END_TEST

static double any(struct rng *rng, double low, double high)
{
	return low * draws_exp(draws_log(high / low) * rng_unit(rng));
}

START_TEST(gradients_are_those_of_differences)
{
	static const uint32_t chances[] = { 1, 2, 6, 12, 52, 400 };
	struct rng rng;

	test_seed(&rng, "gradients_are_those_of_differences");
	for (int i = 0; i < 2000; i++) {
		double parameter[] = { any(&rng, 0.02, 100), any(&rng, 0.02, 100),
			any(&rng, 0.02, 100), any(&rng, 0.02, 100) };
		uint32_t tenure = chances[rng_below(&rng, 6)], last = rng_below(&rng, tenure + 1);
		double x = last > 0 ? 1 + rng_below(&rng, last) : 0;
		struct purchase_group group = { { x, last, tenure }, 1 + rng_below(&rng, 5) };

		test_gradient(model, parameter, &group, 1, 1e-6);
	}
}
END_TEST

/* All histories of so many chances are all that can happen. */
START_TEST(histories_add_up)
{
	for (double chances = 0; chances <= 8; chances++) {
		double sum = 0;

		for (double last = 0; last <= chances; last++) {
			for (double x = last > 0; x <= fmax(last, 0); x++) {
				struct purchase_group group = { { x, last, chances }, 1 };
				/* the last one is at t_x, the others anywhere before */
				double orders =
					x > 0 ? exp(lgamma(last) - lgamma(x) - lgamma(last - x + 1))
					      : 1;

				sum += orders * exp(model->log_likelihood(btyd, &group, 1, NULL));
			}
		}
		ck_close(sum, 1, 1e-13, "sum");
	}
}
END_TEST

START_TEST(probabilities_add_up)
{
	struct purchase_history new = { 0, 0, 0 };

	for (int chances = 0; chances < 60; chances += 7) {
		double sum = 0, mean = 0;

		for (int n = 0; n <= chances + 1; n++) {
			double probability = model->probability(btyd, chances, n);

			sum += probability;
			mean += n * probability;
		}
		ck_close(sum, 1, 1e-12, "sum");
		ck_close(mean, model->expected_new(btyd, chances), 1e-11, "mean");
		ck_close(model->probability(btyd, chances, 0),
			purchase_none(model, btyd, &new, chances), 1e-13, "P(0)");
	}
	ck_close(model->probability(btyd, 3, 4), 0, 0, "more than chances");
}
END_TEST

/* Sums of very many chances, in closed form and one by one, and where gamma is 1. */
START_TEST(long_horizons_are_sound)
{
	double parameter[] = { 1.2, 0.75, 1, 2.78 };
	double one_by_one, harmonic = 0;

	for (int i = 0; i < 5000; i++)
		harmonic += 2.78 / (2.78 + 1 + i);
	ck_close(model->expected_new(parameter, 5000), 1.2 / 1.95 * harmonic, 1e-10, "gamma = 1");
	parameter[2] = 0.66;
	one_by_one = model->expected_new(parameter, 1000);
	ck_close(model->expected_new(parameter, 1001) - one_by_one,
		1.2 / 1.95 *
			exp(lgamma(2.78 + 1001) - lgamma(2.78) - lgamma(3.44 + 1001) +
				lgamma(3.44)),
		1e-9, "first of many");
}
END_TEST

START_TEST(residual_is_the_discounted_sum)
{
	static const double long_lived[] = { 1.2, 0.75, 1.6, 2.78 };
	struct purchase_history history = { 2, 4, 6 };
	double sum = 0, before = 0;

	for (int chance = 1; chance < 900; chance++) {
		double until = purchase_expected(model, btyd, &history, chance);

		sum += (until - before) * pow(1.1, -chance);
		before = until;
	}
	ck_close(purchase_residual(model, btyd, &history, 0.1), sum, 1e-12, "10 %%");
	ck_close(purchase_residual(model, long_lived, &history, 0),
		purchase_expected(model, long_lived, &history, 1e9), 1e-4, "none");
	ck_assert(isinf(purchase_residual(model, btyd, &history, 0)));
}
END_TEST

static struct purchase_history simulate(struct rng *rng, const double *parameter, int chances)
{
	double buys = draws_beta(rng, parameter[0], parameter[1]);
	double leaves = draws_beta(rng, parameter[2], parameter[3]);
	struct purchase_history history = { 0, 0, chances };

	for (int chance = 1; chance <= chances; chance++) {
		if (rng_chance(rng, leaves))
			break;
		if (rng_chance(rng, buys)) {
			history.frequency++;
			history.t_x = chance;
		}
	}
	return history;
}

START_TEST(parameters_are_recovered)
{
	enum { CUSTOMERS = 20000 };
	static const double truth[] = { 1.2, 0.75, 0.66, 2.78 };
	struct purchase_group *group = mem_zero(CUSTOMERS, sizeof *group);
	struct purchase_fit fit;
	struct diag why = DIAG_EMPTY;
	struct rng rng;

	test_seed(&rng, "parameters_are_recovered");
	for (int i = 0; i < CUSTOMERS; i++)
		group[i] = (struct purchase_group){ simulate(&rng, truth, 4 + i % 8), 1 };
	ck_assert_int_eq(purchase_fit(model, group, CUSTOMERS, NULL, &fit, &why), 0);
	ck_assert(fit.converged && fit.identified);
	for (int i = 0; i < 4; i++)
		ck_close(fit.parameter[i], truth[i], 3.5 * fit.se[i], "%s", model->parameter[i]);
	free(group);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("purchase_bgbb");
	TCase *tests = tcase_create("purchase_bgbb");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, donations_are_fitted_as_published);
	tcase_add_test(tests, donations_are_described_as_published);
	tcase_add_test(tests, expectations_are_as_published);
	tcase_add_test(tests, expectations_of_new_customers_are_as_published);
	tcase_add_test(tests, alive_is_as_published);
	tcase_add_test(tests, gradients_are_those_of_differences);
	tcase_add_test(tests, histories_add_up);
	tcase_add_test(tests, probabilities_add_up);
	tcase_add_test(tests, long_horizons_are_sound);
	tcase_add_test(tests, residual_is_the_discounted_sum);
	tcase_add_test(tests, parameters_are_recovered);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
