/* SPDX-License-Identifier: MIT */
#include "crm/value.h"

#include <check.h>
#include <math.h>

#include "stat/draws.h"
#include "test_purchases.h"
#include "test_seed.h"

static const double pareto[] = { 0.55, 10.58, 0.61, 11.67 };
static const double beta_bernoulli[] = { 1.20, 0.75, 0.66, 2.78 };

START_TEST(discount_of_a_year_is_that_of_its_units)
{
	const struct purchase_model *continuous = purchase_find("paretonbd");
	const struct purchase_model *discrete = purchase_find("bgbb");

	ck_close(exp(-52 * value_discount(continuous, 0.15, 52)), 1 / 1.15, 1e-15, "by the week");
	ck_close(pow(1 + value_discount(discrete, 0.15, 12), 12), 1.15, 1e-14, "by chances");
	ck_close(value_discount(continuous, 0, 52), 0, 0, "none");
	/* the manual of BTYD: "15% compounded annually … 0.0027 compounded continuously", by the
	 * week */
	ck_close(value_discount(continuous, 0.15, 52), 0.0027, 5e-5, "BTYD");
}
END_TEST

/* The sum over steps, whose orders come in their middle. */
static double by_steps(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double horizon, double discount, int steps)
{
	double sum = 0, before = 0;

	for (int i = 0; i < steps; i++) {
		double until =
			purchase_expected(model, parameter, history, horizon * (i + 1) / steps);

		sum += (until - before) * exp(-discount * horizon * (i + 0.5) / steps);
		before = until;
	}
	return sum;
}

/* What the sum comes to for ever finer steps: half of them leave a quarter of the error. */
static double by_fine_steps(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double horizon, double discount)
{
	double coarse = by_steps(model, parameter, history, horizon, discount, 10000);
	double fine = by_steps(model, parameter, history, horizon, discount, 20000);

	return fine + (fine - coarse) / 3;
}

static double any(struct rng *rng, double low, double high)
{
	return low * draws_exp(draws_log(high / low) * rng_unit(rng));
}

START_TEST(value_is_the_sum_over_fine_steps)
{
	static const char *const names[] = { "paretonbd", "bgnbd", "mbgnbd" };
	struct rng rng;

	test_seed(&rng, "value_is_the_sum_over_fine_steps");
	for (int i = 0; i < 60; i++) {
		const struct purchase_model *model = purchase_find(names[i % 3]);
		double parameter[] = { any(&rng, 0.1, 5), any(&rng, 0.5, 50), any(&rng, 0.1, 5),
			any(&rng, 0.5, 50) };
		double tenure = i % 4 == 0 ? 0 : any(&rng, 1, 200);
		struct purchase_history history = { 0, 0, tenure };
		double horizon = any(&rng, 1, 500), discount = any(&rng, 1e-4, 0.2), expected;

		if (tenure > 0)
			history = (struct purchase_history){ 1 + rng_below(&rng, 30),
				tenure * rng_unit(&rng), tenure };
		expected = by_fine_steps(model, parameter, &history, horizon, discount);
		ck_close(value_orders(model, parameter, &history, horizon, discount), expected,
			1e-7 * expected, "%s", model->name);
	}
}
END_TEST

START_TEST(value_comes_up_to_the_residual)
{
	const struct purchase_model *model = purchase_find("paretonbd");
	const struct purchase_model *discrete = purchase_find("bgbb");
	struct purchase_history history = { 7, 35, 77.86 }, gifts = { 3, 4, 6 };
	double residual = purchase_residual(model, pareto, &history, 0.0027);

	ck_close(value_orders(model, pareto, &history, 1e6, 0.0027), residual, 1e-7 * residual,
		"paretonbd");
	ck_close(value_orders(model, pareto, &history, INFINITY, 0.0027), residual, 1e-7 * residual,
		"without end");
	residual = purchase_residual(discrete, beta_bernoulli, &gifts, 0.1);
	ck_close(value_orders(discrete, beta_bernoulli, &gifts, 400, 0.1), residual, 1e-12, "bgbb");
}
END_TEST

/* customer_lifetime_value of lifetimes and PyMC-Marketing: months, each discounted at its end. */
START_TEST(value_lies_between_the_ends_of_months)
{
	const struct purchase_model *model = purchase_find("bgnbd");
	static const double parameter[] = { 0.243, 4.414, 0.793, 2.426 };
	struct purchase_history history = { 2, 30.43, 38.86 };
	double at_end = 0, at_start = 0, before = 0, discount = log(1.01) / 4.345, value;

	for (int month = 1; month <= 12; month++) {
		double until = purchase_expected(model, parameter, &history, 4.345 * month);

		at_end += (until - before) * pow(1.01, -month);
		at_start += (until - before) * pow(1.01, 1 - month);
		before = until;
	}
	value = value_orders(model, parameter, &history, 12 * 4.345, discount);
	ck_close(value, (at_end + at_start) / 2, 1e-3 * value, "the middle");
	ck_assert(at_end < value && value < at_start);
}
END_TEST

START_TEST(nothing_to_discount_is_what_is_expected)
{
	const struct purchase_model *model = purchase_find("paretonbd");
	struct purchase_history history = { 2, 30.43, 38.86 };

	ck_close(value_orders(model, pareto, &history, 39, 0),
		purchase_expected(model, pareto, &history, 39), 0, "no discount");
	ck_close(value_orders(model, pareto, &history, 0, 0.01), 0, 0, "no horizon");
	ck_close(value_orders(model, pareto, &history, 39, 1e9), 0, 1e-8, "worthless tomorrow");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("value");
	TCase *tests = tcase_create("value");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, discount_of_a_year_is_that_of_its_units);
	tcase_add_test(tests, value_is_the_sum_over_fine_steps);
	tcase_add_test(tests, value_comes_up_to_the_residual);
	tcase_add_test(tests, value_lies_between_the_ends_of_months);
	tcase_add_test(tests, nothing_to_discount_is_what_is_expected);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
