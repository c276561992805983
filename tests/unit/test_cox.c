/* SPDX-License-Identifier: MIT */
#include "stat/cox_check.h"

#include <math.h>
#include <string.h>

#include "test_seed.h"

enum { MOST = 200, COVARIATES = 3 };

static double time_of[MOST], x[MOST * COVARIATES], weight[MOST];
static bool event[MOST];
static uint32_t stratum[MOST];
static struct cox_data data;
static struct cox_fit fit;
static struct diag why;

static void ck_near(const char *what, double got, double expected, double tolerance)
{
	if (!(fabs(got - expected) <= tolerance))
		ck_abort_msg("%s: expected %.10g, got %.17g", what, expected, got);
}

static void begin(void)
{
	data = (struct cox_data){
		.covariates = 1, .strata = 1, .time = time_of, .event = event, .x = x
	};
}

static void add(double time, bool with_event, double covariate)
{
	time_of[data.rows] = time;
	event[data.rows] = with_event;
	x[data.rows] = covariate;
	stratum[data.rows] = 0;
	data.rows++;
}

static void fit_ties(enum cox_ties ties)
{
	data.ties = ties;
	ck_assert_int_eq(cox_fit(&fit, &data, &why), 0);
	ck_assert(fit.converged && fit.bounded);
}

/* The first data of Therneau's "Validation" in R's package survival, and what it derives. */
static void add_validation(void)
{
	add(1, true, 1);
	add(1, false, 1);
	add(6, true, 1);
	add(6, true, 0);
	add(8, false, 0);
	add(9, true, 0);
}

START_TEST(tied_events_are_as_derived_by_hand)
{
	double r;

	add_validation();
	/* 2b - ln(3r + 3) - 2 ln(r + 3), of which the maximum is at r = (3 + sqrt 33) / 2. */
	fit_ties(COX_BRESLOW);
	r = (3 + sqrt(33)) / 2;
	ck_near("coefficient", fit.coefficient[0], log(r), 1e-9);
	ck_near("null", fit.null_log_likelihood, -4.564348, 5e-7);
	ck_near("log-likelihood", fit.log_likelihood, -3.824750, 5e-7);
	cox_fit_release(&fit);
	/* 2b - ln(3r + 3) - ln(r + 3) - ln((r + 5) / 2). */
	fit_ties(COX_EFRON);
	ck_near("coefficient", fit.coefficient[0], 1.676857, 5e-7);
	ck_near("null", fit.null_log_likelihood, -4.276666, 5e-7);
	r = exp(fit.coefficient[0]);
	ck_near("log-likelihood", fit.log_likelihood,
		2 * log(r) - log(3 * r + 3) - log(r + 3) - log((r + 5) / 2), 1e-12);
	cox_fit_release(&fit);
}
END_TEST

/* The first example of help(coxph): coef 0.802, se 0.822, likelihood ratio 1.09, p = 0.297. */
START_TEST(strata_are_those_of_coxph)
{
	static const double times[] = { 4, 3, 1, 1, 2, 2, 3 }, xs[] = { 0, 2, 1, 1, 1, 0, 0 };
	static const bool events[] = { true, true, true, false, true, true, false };

	for (size_t i = 0; i < 7; i++) {
		add(times[i], events[i], xs[i]);
		stratum[i] = i >= 4;
	}
	data.stratum = stratum;
	data.strata = 2;
	fit_ties(COX_EFRON);
	ck_near("coefficient", fit.coefficient[0], 0.8023, 5e-5);
	ck_near("se", fit.se[0], 0.8224, 5e-5);
	ck_near("ratio", fit.ratio.chi_square, 1.09, 0.005);
	ck_near("p", fit.ratio.p, 0.297, 5e-4);
	cox_fit_release(&fit);
}
END_TEST

static void add_leukemia(void)
{
	static const double maintained[] = { 9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161 };
	static const double other[] = { 5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45 };

	for (size_t i = 0; i < 11; i++)
		add(maintained[i], i != 2 && i != 5 && i != 8 && i != 10, 0);
	for (size_t i = 0; i < 12; i++)
		add(other[i], i != 5, 1);
}

/* coxph(Surv(time, status) ~ x, aml): coef 0.9155, se 0.5119, likelihood ratio 3.38, p = 0.0658. */
START_TEST(leukemia_is_that_of_coxph)
{
	add_leukemia();
	fit_ties(COX_EFRON);
	ck_near("coefficient", fit.coefficient[0], 0.9155, 5e-5);
	ck_near("se", fit.se[0], 0.5119, 5e-5);
	ck_near("null", fit.null_log_likelihood, -42.72484, 5e-6);
	ck_near("log-likelihood", fit.log_likelihood, -41.03262, 5e-6);
	ck_near("ratio", fit.ratio.chi_square, 3.38, 0.005);
	ck_near("p", fit.ratio.p, 0.0658, 5e-5);
	ck_near("concordance", fit.concordance, 0.619, 5e-4);
	ck_assert(fit.rows == 23 && fit.events == 18);
	cox_fit_release(&fit);
}
END_TEST

/* Without an effect the baseline is the Nelson-Aalen hazard (Breslow), survival its exponential. */
START_TEST(baseline_without_effect_is_nelson_aalen)
{
	static const struct survival_case cases[] = { { 1, 1, 0, true }, { 2, 1, 0, true },
		{ 2, 1, 0, true }, { 3, 1, 0, false }, { 4, 1, 0, true } };
	struct survival_curve curve;

	for (size_t i = 0; i < 5; i++)
		add(cases[i].time, cases[i].event, 7);
	fit_ties(COX_BRESLOW);
	ck_assert_double_eq(fit.coefficient[0], 0);
	ck_assert(isnan(fit.se[0]));
	ck_assert_double_eq(fit.ratio.degrees, 0);
	survival_fit(&curve, cases, 5, SURVIVAL_LOG, 0.95);
	for (double time = 0; time < 6; time += 0.5) {
		const struct survival_point *point = survival_point_at(&curve, time);
		double hazard = point != NULL ? point->hazard : 0;

		ck_near("hazard", cox_hazard(&fit, 0, 0, time), hazard, 1e-14);
		ck_near("survival", cox_survival(&fit, 0, log(2), time), exp(-2 * hazard), 1e-14);
	}
	survival_curve_release(&curve);
	cox_fit_release(&fit);
}
END_TEST

START_TEST(remaining_time_is_the_area)
{
	double first = exp(-0.2), second = exp(-0.2 - 1 / 3.0);

	for (size_t i = 0; i < 5; i++)
		add((double)(i < 3 ? 2 : 1) + (i == 0), i > 0, 7);
	/* Times 3 censored, 2, 2, 1, 1: hazards 2/5 and 2/3; half of them at score -ln 2. */
	fit_ties(COX_BRESLOW);
	ck_near("area", cox_remaining(&fit, 0, -log(2), 0, 3), 1 + first + second, 1e-14);
	ck_near("area", cox_remaining(&fit, 0, -log(2), 1.5, 2.5), 0.5 + 0.5 * exp(-1 / 3.0),
		1e-14);
	ck_near("area", cox_remaining(&fit, 0, 0, 3, 3), 0, 0);
	ck_near("beyond", cox_remaining(&fit, 0, 0, 5, 7), 2, 1e-14);
	cox_fit_release(&fit);
}
END_TEST

static void add_random(struct rng *rng, size_t rows)
{
	data.rows = rows;
	data.covariates = COVARIATES;
	data.weight = weight;
	data.stratum = stratum;
	data.strata = 3;
	for (size_t i = 0; i < rows; i++) {
		time_of[i] = rng_below(rng, 12);
		event[i] = rng_chance(rng, 0.6);
		weight[i] = 0.5 + rng_unit(rng);
		stratum[i] = rng_below(rng, 3);
		for (size_t j = 0; j < COVARIATES; j++)
			x[i * COVARIATES + j] = 10 * rng_unit(rng) - 3;
	}
}

static void swap_rows(size_t a, size_t b)
{
	double kept_time = time_of[a], kept_weight = weight[a], kept_x[COVARIATES];
	bool kept_event = event[a];
	uint32_t kept_stratum = stratum[a];

	memcpy(kept_x, x + a * COVARIATES, sizeof kept_x);
	time_of[a] = time_of[b], weight[a] = weight[b];
	event[a] = event[b], stratum[a] = stratum[b];
	memcpy(x + a * COVARIATES, x + b * COVARIATES, sizeof kept_x);
	time_of[b] = kept_time, weight[b] = kept_weight;
	event[b] = kept_event, stratum[b] = kept_stratum;
	memcpy(x + b * COVARIATES, kept_x, sizeof kept_x);
}

START_TEST(order_leaves_no_trace)
{
	struct survival_test first[COVARIATES], second[COVARIATES];
	struct rng rng;

	test_seed(&rng, "order_leaves_no_trace");
	for (int round = 0; round < 30; round++) {
		struct cox_fit other;

		add_random(&rng, MOST);
		ck_assert_int_eq(cox_fit(&fit, &data, &why), 0);
		cox_check_effects(&fit, &data, COX_SCALE_KM, first);
		for (size_t i = MOST - 1; i > 0; i--)
			swap_rows(i, rng_below(&rng, (uint32_t)i + 1));
		ck_assert_int_eq(cox_fit(&other, &data, &why), 0);
		cox_check_effects(&other, &data, COX_SCALE_KM, second);
		ck_assert_int_eq(
			memcmp(fit.coefficient, other.coefficient, COVARIATES * sizeof(double)), 0);
		ck_assert_int_eq(memcmp(fit.se, other.se, COVARIATES * sizeof(double)), 0);
		ck_assert_int_eq(memcmp(first, second, sizeof first), 0);
		ck_assert_double_eq(fit.log_likelihood, other.log_likelihood);
		ck_assert_double_eq(fit.concordance, other.concordance);
		ck_assert_double_eq(cox_hazard(&fit, 1, 0, 99), cox_hazard(&other, 1, 0, 99));
		cox_fit_release(&fit);
		cox_fit_release(&other);
	}
}
END_TEST

/* Units do not matter, and what is said twice counts once. */
START_TEST(what_depends_on_others_is_left_out)
{
	struct cox_fit other;
	struct rng rng;

	test_seed(&rng, "what_depends_on_others_is_left_out");
	add_random(&rng, MOST);
	ck_assert_int_eq(cox_fit(&fit, &data, &why), 0);
	ck_assert_double_eq(fit.ratio.degrees, COVARIATES);
	cox_fit_release(&fit);
	for (size_t i = 0; i < MOST; i++)
		x[i * COVARIATES + 2] = 1000 * x[i * COVARIATES] - x[i * COVARIATES + 1] + 5;
	ck_assert_int_eq(cox_fit(&fit, &data, &why), 0);
	ck_assert_double_eq(fit.ratio.degrees, 2);
	ck_assert_double_eq(fit.coefficient[2], 0);
	ck_assert(isnan(fit.se[2]) && fit.se[1] > 0);
	for (size_t i = 0; i < MOST; i++)
		x[i * COVARIATES + 1] *= 1e6;
	ck_assert_int_eq(cox_fit(&other, &data, &why), 0);
	ck_near("log-likelihood", other.log_likelihood, fit.log_likelihood, 1e-9);
	ck_near("coefficient", other.coefficient[1] * 1e6, fit.coefficient[1], 1e-9);
	cox_fit_release(&fit);
	cox_fit_release(&other);
}
END_TEST

/* Whoever has x = 1 has the event first: the more x counts, the likelier. */
START_TEST(endless_coefficient_is_told)
{
	for (size_t i = 0; i < 10; i++)
		add((double)i + 1, true, i < 4);
	data.ties = COX_EFRON;
	ck_assert_int_eq(cox_fit(&fit, &data, &why), 0);
	ck_assert(!fit.bounded);
	ck_assert(isfinite(fit.coefficient[0]) && fit.coefficient[0] > 5);
	/* 4 × 6 pairs of different x are right, the other 21 of the 45 are tied. */
	ck_near("concordance", fit.concordance, (24 + 21 / 2.0) / 45, 1e-15);
	cox_fit_release(&fit);
}
END_TEST

START_TEST(nonsense_is_refused)
{
	add(1, false, 1);
	add(2, false, 2);
	ck_assert_int_eq(cox_fit(&fit, &data, &why), -1);
	ck_assert_str_eq(why.text, "nobody has had the event: there is nothing to learn from");
	event[0] = true;
	x[1] = NAN;
	ck_assert_int_eq(cox_fit(&fit, &data, &why), -1);
	ck_assert_str_eq(why.text, "a covariate is not finite");
	x[1] = 2;
	time_of[0] = -1;
	ck_assert_int_eq(cox_fit(&fit, &data, &why), -1);
	ck_assert_str_eq(why.text, "a time is not finite, or below 0");
	cox_fit_release(&fit);
}
END_TEST

/* An effect that is there at first and gone later is found out, a steady one is not. */
START_TEST(changing_effects_are_found)
{
	struct survival_test test;
	struct rng rng;

	test_seed(&rng, "changing_effects_are_found");
	for (size_t i = 0; i < MOST; i++) {
		double group = rng_below(&rng, 2), u = rng_unit(&rng);
		/* Hazard 1 for all behind time 0.5; before it 4 for the group. */
		double time = -log(u) / (group > 0 ? 4 : 1);

		add(time, true, group);
		if (group > 0 && time > 0.5)
			time_of[i] = 0.5 + (time - 0.5) * 4;
	}
	fit_ties(COX_EFRON);
	for (int scale = COX_SCALE_RANK; scale <= COX_SCALE_TIME; scale++) {
		struct survival_test all =
			cox_check_effects(&fit, &data, (enum cox_scale)scale, &test);

		ck_near("of one", all.chi_square, test.chi_square, 1e-9);
		ck_assert_double_lt(test.p, 0.05);
	}
	cox_fit_release(&fit);
	for (size_t i = 0; i < MOST; i++)
		time_of[i] = -log(rng_unit(&rng)) / (x[i] > 0 ? 4 : 1);
	fit_ties(COX_EFRON);
	ck_near("coefficient", fit.coefficient[0], log(4), 3 * fit.se[0]);
	cox_check_effects(&fit, &data, COX_SCALE_RANK, &test);
	ck_assert_double_gt(test.p, 0.01);
	cox_fit_release(&fit);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cox");
	TCase *tests = tcase_create("cox");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, begin, NULL);
	tcase_add_test(tests, tied_events_are_as_derived_by_hand);
	tcase_add_test(tests, strata_are_those_of_coxph);
	tcase_add_test(tests, leukemia_is_that_of_coxph);
	tcase_add_test(tests, baseline_without_effect_is_nelson_aalen);
	tcase_add_test(tests, remaining_time_is_the_area);
	tcase_add_test(tests, order_leaves_no_trace);
	tcase_add_test(tests, what_depends_on_others_is_left_out);
	tcase_add_test(tests, endless_coefficient_is_told);
	tcase_add_test(tests, nonsense_is_refused);
	tcase_add_test(tests, changing_effects_are_found);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
