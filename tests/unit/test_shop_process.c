/* SPDX-License-Identifier: MIT */
#include "crm/shop_process.h"

#include <check.h>
#include <math.h>

#include "crm/purchase.h"

enum { CUSTOMERS = 40000, CHANCES = 40 };

/* A process, and the model that is to know it. */
static const struct trial {
	const char *model;
	struct shop_process_parameters process;
	double parameter[PURCHASE_MOST_PARAMETERS];
} trials[] = {
	{ "bgnbd", { SHOP_BGNBD, .r = 0.8, .alpha = 4, .a = 0.8, .b = 4 }, { 0.8, 4, 0.8, 4 } },
	{ "mbgnbd", { SHOP_MBGNBD, .r = 0.8, .alpha = 4, .a = 0.8, .b = 4 }, { 0.8, 4, 0.8, 4 } },
	{ "paretonbd", { SHOP_PARETONBD, .r = 0.8, .alpha = 4, .s = 0.6, .beta = 12 },
		{ 0.8, 4, 0.6, 12 } },
	{ "bgbb",
		{ SHOP_BGBB, .alpha = 1.2, .beta = 0.75, .gamma = 0.66, .delta = 2.8,
			.chance_days = 7 },
		{ 1.2, 0.75, 0.66, 2.8 } },
};

enum { TRIALS = sizeof trials / sizeof *trials };

static bool is_near(double mean, double expected, double variance)
{
	return fabs(mean - expected) < 4 * sqrt(variance / CUSTOMERS);
}

/* Forty weeks of many new customers: how often they bought, and how many did not. */
START_TEST(customers_buy_as_the_model_expects)
{
	const struct trial *trial = &trials[_i];
	const struct purchase_model *model = purchase_find(trial->model);
	double sum = 0, squares = 0, idle = 0, expected, none;

	for (uint64_t customer = 0; customer < CUSTOMERS; customer++) {
		struct shop_process process;
		struct rng rng;
		double bought = 0, before = 0;

		rng_start(&rng, rng_key(7, customer));
		shop_process_draw(&process, &trial->process, &rng);
		shop_process_begin(&process, 0, &rng);
		while (shop_process_next(&process, CHANCES + 0.75, &rng)) {
			ck_assert(process.time > before);
			ck_assert(process.time < process.end);
			before = process.time;
			bought++;
		}
		ck_assert(process.end >= 0);
		sum += bought;
		squares += bought * bought;
		idle += bought == 0;
	}
	/* Chances come once a week. */
	expected = model->expected_new(trial->parameter, model->discrete ? 40 : 40.75);
	none = model->probability(trial->parameter, model->discrete ? 40 : 40.75, 0);
	ck_assert_msg(is_near(sum / CUSTOMERS, expected,
			      squares / CUSTOMERS - sum / CUSTOMERS * sum / CUSTOMERS),
		"%s: %g purchases, expected %g", trial->model, sum / CUSTOMERS, expected);
	ck_assert_msg(is_near(idle / CUSTOMERS, none, none * (1 - none)),
		"%s: %g of them none, expected %g", trial->model, idle / CUSTOMERS, none);
}
END_TEST

START_TEST(chances_come_every_so_many_days)
{
	const struct shop_process_parameters parameters = { SHOP_BGBB, .alpha = 1000, .beta = 0.01,
		.gamma = 0.01, .delta = 1000, .chance_days = 30 };
	struct shop_process process;
	struct rng rng;

	rng_start(&rng, 3);
	shop_process_draw(&process, &parameters, &rng);
	shop_process_begin(&process, 11.3 / 7, &rng);
	for (int chance = 1; chance <= 20; chance++) {
		ck_assert(shop_process_next(&process, 1e6, &rng));
		ck_assert_int_eq((int)(process.time * 7), 11 + 30 * chance);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shop_process");
	TCase *tests = tcase_create("shop_process");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tests, customers_buy_as_the_model_expects, 0, TRIALS);
	tcase_add_test(tests, chances_come_every_so_many_days);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
