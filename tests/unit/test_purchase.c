/* SPDX-License-Identifier: MIT */
#include "crm/purchase.h"

#include <string.h>

#include "stat/draws.h"
#include "test_close.h"
#include "test_seed.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct diag why;

/* ---- published figures -------------------------------------------------------------------------
 *
 * BTYD: the walkthrough of the R package BTYD, whose estimates for the CDNOW customers are
 * (0.2425967, 4.413659, 0.7929869, 2.426164). lifetimes: the tests of the Python package, whose
 * parameters are those of Fader, Hardie, Lee (2005), rounded. PyMC: the tests of PyMC-Marketing.
 */

static const double btyd[] = { 0.2425967, 4.413659, 0.7929869, 2.426164 };
static const double paper[] = { 0.243, 4.414, 0.793, 2.426 };

START_TEST(bgnbd_expects_of_new_customers_what_is_published)
{
	/* BTYD for 52 weeks; lifetimes, to three decimals, for the others. */
	static const double time[] = { 0.1429, 1, 3, 31.8571, 32, 78 };
	static const double known[] = { 0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576 };
	const struct purchase_model *model = purchase_find("bgnbd");

	ck_close(model->expected_new(btyd, 52), 1.444004, 5e-7, "52 weeks");
	for (size_t i = 0; i < COUNT(time); i++)
		ck_close(model->expected_new(btyd, time[i]), known[i], 5e-4, "%g weeks", time[i]);
}
END_TEST

START_TEST(bgnbd_expects_of_customers_what_is_published)
{
	/* BTYD: customer 1516. Her last purchase was on day 216 of 217. */
	static const struct purchase_history customer = { 26, 216.0 / 7, 31 };
	/* lifetimes: the first CDNOW customer. */
	static const struct purchase_history first = { 2, 30.43, 38.86 };
	const struct purchase_model *model = purchase_find("bgnbd");

	ck_close(purchase_expected(model, btyd, &customer, 52), 25.75659, 5e-6, "customer 1516");
	ck_close(purchase_alive(model, btyd, &customer, 0), 0.9688523, 5e-8, "customer 1516 alive");
	ck_close(purchase_expected(model, paper, &first, 39), 1.226, 5e-4, "the first customer");
}
END_TEST

/* The more often a customer bought before falling silent, the worse the sign: BTYD. */
START_TEST(bgnbd_has_the_paradox_of_frequency)
{
	static const double frequency[] = { 10, 15, 20, 25 };
	static const double known[] = { 0.3474606, 0.04283391, 0.004158973, 0.0003583685 };
	const struct purchase_model *model = purchase_find("bgnbd");

	for (size_t i = 0; i < COUNT(frequency); i++) {
		struct purchase_history history = { frequency[i], 20, 39 };

		ck_close_relative(purchase_expected(model, btyd, &history, 52), known[i], 2e-7,
			"frequency %g", frequency[i]);
	}
}
END_TEST

/* lifetimes, from BTYD. */
START_TEST(bgnbd_counts_as_published)
{
	const struct purchase_model *model = purchase_find("bgnbd");

	ck_close(model->probability(paper, 2, 10), 1.07869e-07, 5e-13, "10 in 2 weeks");
	ck_close(model->probability(paper, 39, 0), 0.5737864, 5e-8, "none in 39 weeks");
	ck_close(model->probability(paper, 30, 11), 0.0019995214, 5e-11, "11 in 30 weeks");
}
END_TEST

/* PyMC-Marketing. */
START_TEST(likelihoods_of_one_customer_are_as_published)
{
	static const double parameter[] = { 0.25, 4, 0.8, 2.5 };
	static const struct purchase_group never = { { 0, 0, 40 }, 1 },
					   often = { { 200, 38, 40 }, 1 };
	const struct purchase_model *bg = purchase_find("bgnbd"), *mbg = purchase_find("mbgnbd");

	ck_close(bg->log_likelihood(parameter, &never, 1, NULL), -0.59947382, 5e-9, "BG, never");
	ck_close(bg->log_likelihood(parameter, &often, 1, NULL), 100.7957, 5e-5, "BG, often");
	ck_close(mbg->log_likelihood(parameter, &never, 1, NULL), -0.41792826, 5e-9, "MBG, never");
	ck_close(mbg->log_likelihood(parameter, &often, 1, NULL), 100.7869, 5e-5, "MBG, often");
}
END_TEST

/* ---- fits --------------------------------------------------------------------------------------
 */

static const char *const fitted[] = { "bgnbd", "mbgnbd" };

static int compare(const void *left, const void *right)
{
	return memcmp(left, right, sizeof(struct purchase_history));
}

/* Put customers with equal histories into one group. Returns how many groups there are. */
static size_t gather(struct purchase_group *group, size_t count)
{
	size_t groups = 0;

	qsort(group, count, sizeof *group, compare);
	for (size_t i = 0; i < count; i++) {
		if (groups > 0 && compare(&group[groups - 1], &group[i]) == 0)
			group[groups - 1].customers += group[i].customers;
		else
			group[groups++] = group[i];
	}
	return groups;
}

/* What is seen of one customer who lives as the model says. */
static struct purchase_history live(
	struct rng *rng, const double *parameter, bool leaves_at_first, double tenure)
{
	struct purchase_history history = { .tenure = tenure };
	double rate = draws_gamma(rng, parameter[0], parameter[1]);
	double leaves = draws_beta(rng, parameter[2], parameter[3]), time = 0;

	if (leaves_at_first && rng_chance(rng, leaves))
		return history;
	for (;;) {
		time += draws_exponential(rng, rate);
		if (time > tenure)
			return history;
		history.frequency++;
		history.t_x = time;
		if (rng_chance(rng, leaves))
			return history;
	}
}

enum { COHORT = 20000 };

static size_t make_cohort(struct rng *rng, const struct purchase_model *model,
	const double *parameter, struct purchase_group *group)
{
	for (size_t i = 0; i < COHORT; i++) {
		double tenure = 50 + rng_below(rng, 101);

		group[i].history = live(rng, parameter, strcmp(model->name, "mbgnbd") == 0, tenure);
		group[i].customers = 1;
	}
	return gather(group, COHORT);
}

START_TEST(fits_recover_what_customers_were_made_of)
{
	static const double made_of[][4] = { { 0.24, 4.4, 0.8, 2.4 }, { 1.5, 20, 0.5, 4 } };
	static struct purchase_group group[COHORT];
	struct rng rng;

	test_seed(&rng, "fits_recover_what_customers_were_made_of");
	for (size_t i = 0; i < COUNT(fitted) * COUNT(made_of); i++) {
		const struct purchase_model *model = purchase_find(fitted[i / COUNT(made_of)]);
		const double *parameter = made_of[i % COUNT(made_of)];
		size_t groups = make_cohort(&rng, model, parameter, group);
		struct purchase_fit fit;

		ck_assert_int_eq(purchase_fit(model, group, groups, NULL, &fit, &why), 0);
		ck_assert(fit.converged && fit.identified);
		ck_assert_uint_eq(fit.customers, COHORT);
		ck_assert_uint_eq(fit.groups, groups);
		for (size_t j = 0; j < model->parameters; j++) {
			ck_close(fit.parameter[j], parameter[j], 3.5 * fit.se[j], "%s, set %zu, %s",
				model->name, i % COUNT(made_of), model->parameter[j]);
			ck_assert(fit.se[j] < 0.3 * parameter[j]);
		}
	}
}
END_TEST

/* A cohort small enough to be read: how many customers had which history. */
static const struct purchase_group shop[] = {
	{ { 0, 0, 52 }, 310 },
	{ { 0, 0, 40 }, 270 },
	{ { 0, 0, 20 }, 190 },
	{ { 1, 3, 52 }, 45 },
	{ { 1, 30, 40 }, 32 },
	{ { 1, 12, 20 }, 24 },
	{ { 2, 20, 52 }, 22 },
	{ { 2, 35, 40 }, 18 },
	{ { 3, 18, 20 }, 9 },
	{ { 4, 50, 52 }, 11 },
	{ { 6, 22, 40 }, 5 },
	{ { 9, 51, 52 }, 4 },
	{ { 25, 40, 40 }, 1 },
};

/* No parameters nearby make the histories more probable. */
START_TEST(fits_are_the_best)
{
	for (size_t i = 0; i < COUNT(fitted); i++) {
		const struct purchase_model *model = purchase_find(fitted[i]);
		struct purchase_fit fit;

		ck_assert_int_eq(purchase_fit(model, shop, COUNT(shop), NULL, &fit, &why), 0);
		ck_assert(fit.converged && fit.identified);
		ck_assert_uint_eq(fit.customers, 941);
		ck_close(fit.aic, 8 - 2 * fit.log_likelihood, 1e-9, "%s, aic", model->name);
		ck_close(model->log_likelihood(fit.parameter, shop, COUNT(shop), NULL),
			fit.log_likelihood, 1e-9, "%s, likelihood", model->name);
		for (size_t j = 0; j < 2 * model->parameters; j++) {
			double moved[4];

			memcpy(moved, fit.parameter, sizeof moved);
			moved[j / 2] *= j % 2 ? 1.001 : 0.999;
			ck_assert(model->log_likelihood(moved, shop, COUNT(shop), NULL) <
				  fit.log_likelihood);
		}
	}
}
END_TEST

/* The unit of time is a matter of words: in days, in weeks and in years it is the same model. */
START_TEST(fits_know_no_unit_of_time)
{
	static const double units[] = { 7, 1.0 / 52, 7 * 86400 };

	for (size_t i = 0; i < COUNT(fitted) * COUNT(units); i++) {
		const struct purchase_model *model = purchase_find(fitted[i / COUNT(units)]);
		double unit = units[i % COUNT(units)];
		struct purchase_group other[COUNT(shop)];
		struct purchase_fit fit, in_unit;

		memcpy(other, shop, sizeof other);
		for (size_t j = 0; j < COUNT(other); j++) {
			other[j].history.t_x *= unit;
			other[j].history.tenure *= unit;
		}
		ck_assert_int_eq(purchase_fit(model, shop, COUNT(shop), NULL, &fit, &why), 0);
		ck_assert_int_eq(purchase_fit(model, other, COUNT(other), NULL, &in_unit, &why), 0);
		for (size_t j = 0; j < model->parameters; j++) {
			double scale = strcmp(model->parameter[j], "alpha") == 0 ? unit : 1;

			ck_close_relative(in_unit.parameter[j], fit.parameter[j] * scale, 1e-7,
				"%s, unit %g, %s", model->name, unit, model->parameter[j]);
			ck_close_relative(in_unit.se[j], fit.se[j] * scale, 1e-6,
				"%s, unit %g, se of %s", model->name, unit, model->parameter[j]);
		}
	}
}
END_TEST

/* A group of two is as good as two groups of one, and there is more to learn from more customers.
 */
START_TEST(groups_stand_for_their_customers)
{
	for (size_t i = 0; i < COUNT(fitted); i++) {
		const struct purchase_model *model = purchase_find(fitted[i]);
		struct purchase_group twice[COUNT(shop)], listed[2 * COUNT(shop)];
		struct purchase_fit fit, of_twice, of_listed;

		memcpy(twice, shop, sizeof twice);
		for (size_t j = 0; j < COUNT(shop); j++) {
			twice[j].customers *= 2;
			listed[j] = listed[COUNT(shop) + j] = shop[j];
		}
		ck_assert_int_eq(purchase_fit(model, shop, COUNT(shop), NULL, &fit, &why), 0);
		ck_assert_int_eq(
			purchase_fit(model, twice, COUNT(twice), NULL, &of_twice, &why), 0);
		ck_assert_int_eq(
			purchase_fit(model, listed, COUNT(listed), NULL, &of_listed, &why), 0);
		ck_assert_uint_eq(of_twice.customers, of_listed.customers);
		for (size_t j = 0; j < model->parameters; j++) {
			ck_close_relative(of_twice.parameter[j], of_listed.parameter[j], 1e-8,
				"%s, %s", model->name, model->parameter[j]);
			ck_close_relative(of_twice.se[j] * sqrt(2), fit.se[j], 1e-6, "%s, se of %s",
				model->name, model->parameter[j]);
		}
	}
}
END_TEST

/* All buy each week and none leaves: neither the spread of rates nor of leaving can be told. */
START_TEST(says_that_alike_customers_tell_nothing)
{
	static const struct purchase_group alike[] = { { { 50, 50, 50.5 }, 1000 },
		{ { 51, 50.5, 51 }, 1000 } };

	for (size_t i = 0; i < COUNT(fitted); i++) {
		const struct purchase_model *model = purchase_find(fitted[i]);
		struct purchase_fit fit;
		struct purchase_history one = alike[0].history;

		ck_assert_int_eq(purchase_fit(model, alike, COUNT(alike), NULL, &fit, &why), 0);
		ck_assert(!fit.identified);
		ck_assert(isfinite(fit.log_likelihood));
		/* What is to be expected is plain all the same. */
		ck_close(purchase_expected(model, fit.parameter, &one, 10), 10, 0.3, "%s",
			model->name);
		ck_close(purchase_alive(model, fit.parameter, &one, 0), 1, 0.01, "%s", model->name);
	}
}
END_TEST

START_TEST(few_customers_tell_little)
{
	static const struct purchase_group few[] = { { { 1, 3, 10 }, 1 }, { { 0, 0, 12 }, 1 } };

	for (size_t i = 0; i < COUNT(fitted); i++) {
		struct purchase_fit fit;

		ck_assert_int_eq(
			purchase_fit(purchase_find(fitted[i]), few, COUNT(few), NULL, &fit, &why),
			0);
		ck_assert(!fit.identified);
		for (size_t j = 0; j < 4; j++)
			ck_assert(fit.parameter[j] > 0 && isfinite(fit.parameter[j]));
	}
}
END_TEST

START_TEST(nothing_to_learn_from_is_said)
{
	static const struct purchase_group idle[] = { { { 0, 0, 30 }, 100 }, { { 0, 0, 20 }, 50 } };
	const struct purchase_model *model = purchase_find("bgnbd");
	struct purchase_fit fit;

	ck_assert_int_eq(purchase_fit(model, idle, COUNT(idle), NULL, &fit, &why), -1);
	ck_assert_str_eq(why.text, "nobody bought again: there is nothing to learn from");
	ck_assert_int_eq(purchase_fit(model, idle, 0, NULL, &fit, &why), -1);
	ck_assert_str_eq(why.text, "no customers: there is nothing to learn from");
}
END_TEST

/* ---- the table of models, and histories -------------------------------------------------------
 */

START_TEST(models_are_found_by_name)
{
	ck_assert_ptr_null(purchase_find("nbd"));
	ck_assert_ptr_null(purchase_find(""));
	for (size_t i = 0; purchase_models[i] != NULL; i++) {
		const struct purchase_model *model = purchase_models[i];

		ck_assert_ptr_eq(purchase_find(model->name), model);
		ck_assert_uint_gt(model->parameters, 0);
		ck_assert_uint_le(model->parameters, PURCHASE_MOST_PARAMETERS);
	}
}
END_TEST

START_TEST(impossible_histories_are_told)
{
	static const struct {
		struct purchase_history history;
		const char *text;
	} impossible[] = {
		{ { -1, 0, 5 }, "frequency is -1, expected a whole number from 0" },
		{ { 1.5, 2, 5 }, "frequency is 1.5, expected a whole number from 0" },
		{ { NAN, 2, 5 }, "frequency is nan, expected a whole number from 0" },
		{ { INFINITY, 2, 5 }, "frequency is inf, expected a whole number from 0" },
		{ { 1, 2, -5 }, "tenure is -5, expected a number from 0" },
		{ { 1, 2, INFINITY }, "tenure is inf, expected a number from 0" },
		{ { 1, 5.25, 5 }, "t_x is 5.25, expected a time within the tenure" },
		{ { 1, -1, 5 }, "t_x is -1, expected a time within the tenure" },
		{ { 1, NAN, 5 }, "t_x is nan, expected a time within the tenure" },
		{ { 0, 3, 5 }, "t_x is 3, expected 0, as nothing was bought again" },
		{ { 2, 0, 5 }, "t_x is 0, expected the time of the last purchase, above 0" },
	};
	static const struct purchase_history possible[] = { { 0, 0, 0 }, { 0, 0, 40.5 },
		{ 1, 3, 3 }, { 4000, 38.25, 40 } };
	const struct purchase_model *model = purchase_find("bgnbd");
	char text[200];

	for (size_t i = 0; i < COUNT(impossible); i++) {
		snprintf(text, sizeof text, "impossible history: %s", impossible[i].text);
		ck_assert_int_eq(purchase_history_check(model, &impossible[i].history, &why), -1);
		ck_assert_str_eq(why.text, text);
		ck_assert_str_eq(why.code, "impossible-history");
	}
	for (size_t i = 0; i < COUNT(possible); i++)
		ck_assert_int_eq(purchase_history_check(model, &possible[i], &why), 0);
}
END_TEST

/* Chances to buy are counted: for models whose time is discrete. */
START_TEST(impossible_chances_are_told)
{
	static const struct {
		struct purchase_history history;
		const char *text;
	} impossible[] = {
		{ { 1, 2.5, 5 }, "t_x is 2.5, expected a whole number of chances" },
		{ { 1, 2, 5.5 }, "tenure is 5.5, expected a whole number of chances" },
		{ { 3, 2, 5 }, "frequency is 3, expected one purchase a chance at most" },
	};
	static const struct purchase_model discrete = { .discrete = true };
	static const struct purchase_history possible = { 2, 2, 5 };
	char text[200];

	for (size_t i = 0; i < COUNT(impossible); i++) {
		snprintf(text, sizeof text, "impossible history: %s", impossible[i].text);
		ck_assert_int_eq(
			purchase_history_check(&discrete, &impossible[i].history, &why), -1);
		ck_assert_str_eq(why.text, text);
	}
	ck_assert_int_eq(purchase_history_check(&discrete, &possible, &why), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("purchase");
	TCase *tests = tcase_create("purchase");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, bgnbd_expects_of_new_customers_what_is_published);
	tcase_add_test(tests, bgnbd_expects_of_customers_what_is_published);
	tcase_add_test(tests, bgnbd_has_the_paradox_of_frequency);
	tcase_add_test(tests, bgnbd_counts_as_published);
	tcase_add_test(tests, likelihoods_of_one_customer_are_as_published);
	tcase_add_test(tests, fits_recover_what_customers_were_made_of);
	tcase_add_test(tests, fits_are_the_best);
	tcase_add_test(tests, fits_know_no_unit_of_time);
	tcase_add_test(tests, groups_stand_for_their_customers);
	tcase_add_test(tests, says_that_alike_customers_tell_nothing);
	tcase_add_test(tests, few_customers_tell_little);
	tcase_add_test(tests, nothing_to_learn_from_is_said);
	tcase_add_test(tests, models_are_found_by_name);
	tcase_add_test(tests, impossible_histories_are_told);
	tcase_add_test(tests, impossible_chances_are_told);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
