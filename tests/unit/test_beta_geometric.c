/* SPDX-License-Identifier: MIT */
#include "crm/beta_geometric.h"

#include <float.h>

#include "stat/special.h"
#include "test_beta_geometric_values.h"
#include "test_close.h"
#include "test_seed.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct beta_geometric model(double first, const double *parameter)
{
	return (struct beta_geometric){
		.r = parameter[0],
		.alpha = parameter[1],
		.a = parameter[2],
		.b = parameter[3],
		.first = first,
	};
}

static double log_likelihood_of(
	const struct beta_geometric *m, struct purchase_history history, double *gradient)
{
	struct purchase_group group = { history, 1 };

	return beta_geometric_log_likelihood(m, &group, 1, gradient);
}

/*
 * Digits are lost in proportion to the logarithms that cancel each other, which for thousands of
 * purchases are of size 1e4 and more.
 */
static double tolerance(double x, double value)
{
	return (1e-13 + 4e-15 * x) * fabs(value) + DBL_MIN;
}

static double alive(
	const struct beta_geometric *m, const struct purchase_history *history, double ahead)
{
	return beta_geometric_there(m, history, NULL) * beta_geometric_stays(m, history, ahead);
}

static double expected(
	const struct beta_geometric *m, const struct purchase_history *history, double ahead)
{
	double bought;

	beta_geometric_buys(m, history, &ahead, 1, &bought);
	return beta_geometric_there(m, history, NULL) * bought;
}

static double none_bought(
	const struct beta_geometric *m, const struct purchase_history *history, double ahead)
{
	double gone, there = beta_geometric_there(m, history, &gone);

	return gone + there * beta_geometric_idles(m, history, ahead);
}

START_TEST(agrees_with_the_formulas_of_the_literature)
{
	for (size_t i = 0; i < COUNT(expectations); i++) {
		struct beta_geometric m = model(expectations[i].first, expectations[i].parameter);
		struct purchase_history history = { expectations[i].frequency, expectations[i].t_x,
			expectations[i].tenure };
		double x = history.frequency, ahead = expectations[i].ahead;
		double wanted = expectations[i].log_likelihood;

		ck_close(log_likelihood_of(&m, history, NULL), wanted,
			tolerance(x, fmax(1, fabs(wanted))), "log_likelihood, row %zu", i);
		wanted = expectations[i].alive;
		ck_close(alive(&m, &history, 0), wanted, tolerance(x, wanted), "alive, row %zu", i);
		wanted = expectations[i].alive_ahead;
		ck_close(alive(&m, &history, ahead), wanted, tolerance(x, wanted),
			"alive ahead, row %zu", i);
		wanted = expectations[i].expected;
		ck_close(expected(&m, &history, ahead), wanted, tolerance(x, wanted),
			"expected, row %zu", i);
		wanted = expectations[i].none;
		ck_close(none_bought(&m, &history, ahead), wanted, tolerance(x, wanted),
			"none, row %zu", i);
	}
}
END_TEST

START_TEST(counts_agree_with_the_formula_of_the_literature)
{
	for (size_t i = 0; i < COUNT(counts); i++) {
		struct beta_geometric m = model(counts[i].first, counts[i].parameter);

		ck_close(beta_geometric_probability(&m, counts[i].time, counts[i].n),
			counts[i].probability, tolerance(counts[i].n, counts[i].probability),
			"row %zu", i);
	}
}
END_TEST

static double between(struct rng *rng, double low, double high)
{
	return low * exp(log(high / low) * rng_unit(rng));
}

static struct beta_geometric random_model(struct rng *rng)
{
	return (struct beta_geometric){
		.r = between(rng, 0.05, 20),
		.alpha = between(rng, 0.1, 100),
		.a = between(rng, 0.05, 20),
		.b = between(rng, 0.05, 20),
		.first = rng_below(rng, 2),
	};
}

/* Models that a search may pass through, where customers are all alike or not at all. */
static struct beta_geometric extreme_model(struct rng *rng)
{
	return (struct beta_geometric){
		.r = between(rng, 1e-6, 1e3),
		.alpha = between(rng, 1e-6, 1e6),
		.a = between(rng, 1e-12, 1e8),
		.b = between(rng, 1e-12, 1e8),
		.first = rng_below(rng, 2),
	};
}

static struct purchase_history random_history(struct rng *rng)
{
	struct purchase_history history = { .tenure = between(rng, 0.1, 500) };

	switch (rng_below(rng, 4)) {
	case 0:
		break;
	case 1:
		history.frequency = 1 + rng_below(rng, 2000);
		break;
	default:
		history.frequency = 1 + rng_below(rng, 20);
	}
	if (history.frequency > 0)
		history.t_x =
			rng_chance(rng, 0.1) ? history.tenure : history.tenure * rng_unit(rng);
	return history;
}

static double *parameter_at(struct beta_geometric *m, int i)
{
	double *all[] = { &m->r, &m->alpha, &m->a, &m->b };

	return all[i];
}

/* About the size of what is added up to a likelihood: as exact as that are differences. */
static double size_of(const struct beta_geometric *m, const struct purchase_history *history)
{
	double x = history->frequency;

	return x * log1p(x) + (m->r + x) * log1p(history->tenure / m->alpha) +
	       x * fabs(log(m->r / m->alpha)) + (x + m->first) * fabs(log(m->a / m->b));
}

/* Against central differences over each logarithm, of fourth order. */
START_TEST(gradients_are_derivatives)
{
	struct rng rng;

	test_seed(&rng, "gradients_are_derivatives");
	for (int i = 0; i < 6000; i++) {
		struct beta_geometric m = i % 2 ? random_model(&rng) : extreme_model(&rng);
		struct purchase_history history = random_history(&rng);
		double gradient[4];

		log_likelihood_of(&m, history, gradient);
		for (int j = 0; j < 4; j++) {
			double *parameter = parameter_at(&m, j), at = *parameter, difference = 0;
			static const double weight[] = { 1, -8, 8, -1 }, step[] = { -2, -1, 1, 2 };
			const double h = 3e-4;

			for (int k = 0; k < 4; k++) {
				*parameter = at * exp(h * step[k]);
				difference += weight[k] * log_likelihood_of(&m, history, NULL);
			}
			*parameter = at;
			ck_close(gradient[j], difference / (12 * h),
				1e-9 * fmax(1, fabs(gradient[j])) + 1e-12 * size_of(&m, &history),
				"round %d, derivative %d; r %.17g, alpha %.17g, a %.17g, b %.17g, "
				"first %g, x %g, t_x %.17g, T %.17g",
				i, j, m.r, m.alpha, m.a, m.b, m.first, history.frequency,
				history.t_x, history.tenure);
		}
	}
}
END_TEST

/* The likelihood of frequencies within a table and beyond it, one by one and in one sum. */
START_TEST(groups_add_up)
{
	struct rng rng;

	test_seed(&rng, "groups_add_up");
	for (int i = 0; i < 200; i++) {
		struct beta_geometric m = random_model(&rng);
		struct purchase_group group[20];
		double sum = 0, sums[4] = { 0 }, all, gradient[4];

		for (size_t j = 0; j < COUNT(group); j++) {
			double one[4];

			group[j].history = random_history(&rng);
			group[j].customers = 1 + rng_below(&rng, 5);
			sum += (double)group[j].customers *
			       log_likelihood_of(&m, group[j].history, one);
			for (int k = 0; k < 4; k++)
				sums[k] += (double)group[j].customers * one[k];
		}
		all = beta_geometric_log_likelihood(&m, group, COUNT(group), gradient);
		ck_close(all, sum, 1e-12 * fabs(sum), "round %d", i);
		for (int k = 0; k < 4; k++)
			ck_close(gradient[k], sums[k], 1e-10 * fmax(1, fabs(sums[k])),
				"round %d, derivative %d", i, k);
	}
}
END_TEST

/*
 * Probabilities of all numbers of purchases sum up to 1, their mean is what is expected of a new
 * customer, and the first of them is that of buying nothing.
 */
START_TEST(counts_have_the_expected_mean)
{
	struct rng rng;

	test_seed(&rng, "counts_have_the_expected_mean");
	for (int i = 0; i < 300; i++) {
		struct purchase_history nothing = { 0, 0, 0 };
		struct beta_geometric m = random_model(&rng);
		double time, sum = 0, mean = 0;

		m.r = fmax(m.r, 0.5);
		time = m.alpha / m.r * between(&rng, 0.1, 5);
		for (int n = 0; n < 1000; n++) {
			double p = beta_geometric_probability(&m, time, n);

			sum += p;
			mean += n * p;
		}
		ck_close(sum, 1, 1e-9, "round %d", i);
		ck_close_relative(
			mean, expected(&m, &nothing, time), 1e-8, "round %d, first %g", i, m.first);
		ck_close_relative(beta_geometric_probability(&m, time, 0),
			none_bought(&m, &nothing, time), 1e-13, "round %d", i);
	}
}
END_TEST

/* At the very beginning nothing has been bought; some may have left at the first purchase. */
START_TEST(nothing_happens_in_no_time)
{
	static const double parameter[] = { 0.25, 4, 0.8, 2.5 };
	struct purchase_history nothing = { 0, 0, 0 };

	for (int first = 0; first < 2; first++) {
		struct beta_geometric m = model(first, parameter);

		ck_close(beta_geometric_probability(&m, 0, 0), 1, DBL_EPSILON, "first %d", first);
		ck_assert(beta_geometric_probability(&m, 0, 1) == 0);
		ck_assert(expected(&m, &nothing, 0) == 0);
		ck_assert(none_bought(&m, &nothing, 0) == 1);
		ck_close(alive(&m, &nothing, 0), first > 0 ? 2.5 / 3.3 : 1, DBL_EPSILON, "first %d",
			first);
	}
}
END_TEST

/* More time ahead: fewer are there, more is bought, fewer buy nothing. */
START_TEST(expectations_go_one_way)
{
	struct rng rng;

	test_seed(&rng, "expectations_go_one_way");
	for (int i = 0; i < 2000; i++) {
		struct beta_geometric m = random_model(&rng);
		struct purchase_history history = random_history(&rng);
		double ahead = between(&rng, 1e-3, 1e3), more = ahead * 1.5;
		double here = alive(&m, &history, 0);
		double then = alive(&m, &history, ahead);
		double later = alive(&m, &history, more);
		double none = none_bought(&m, &history, ahead);
		double none_later = none_bought(&m, &history, more);
		const double slack = 1 + 1e-10;

		ck_assert(here >= 0 && here <= 1);
		ck_assert(then <= here * slack && later <= then * slack);
		ck_assert(expected(&m, &history, more) * slack >= expected(&m, &history, ahead));
		ck_assert(none <= slack && none_later <= none * slack);
		ck_assert(none >= (1 - here) / slack);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("beta_geometric");
	TCase *tests = tcase_create("beta_geometric");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, agrees_with_the_formulas_of_the_literature);
	tcase_add_test(tests, counts_agree_with_the_formula_of_the_literature);
	tcase_add_test(tests, gradients_are_derivatives);
	tcase_add_test(tests, groups_add_up);
	tcase_add_test(tests, counts_have_the_expected_mean);
	tcase_add_test(tests, nothing_happens_in_no_time);
	tcase_add_test(tests, expectations_go_one_way);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
