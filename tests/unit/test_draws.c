/* SPDX-License-Identifier: MIT */
#include "stat/draws.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

enum { COUNT = 200000 };

typedef double (*draw)(struct rng *rng);

/* How many units in the last place `value` is away from `truth`. */
static double units_away(double value, long double truth)
{
	double size = fabs((double)truth);

	return fabs((double)((long double)value - truth)) / (nextafter(size, INFINITY) - size);
}

START_TEST(log_is_within_3_units_in_the_last_place)
{
	double worst = 0;
	struct rng rng;

	rng_start(&rng, 1);
	for (int i = 0; i < COUNT; i++) {
		double near = 1 + (rng_unit(&rng) - 0.5) / 8, any = rng_unit(&rng);
		double wide = ldexp(any, (int)rng_below(&rng, 2000) - 1000);

		worst = fmax(worst, units_away(draws_log(near), logl((long double)near)));
		worst = fmax(worst, units_away(draws_log(any), logl((long double)any)));
		worst = fmax(worst, units_away(draws_log(wide), logl((long double)wide)));
	}
	ck_assert(draws_log(1) == 0);
	ck_assert(worst < 3);
}
END_TEST

START_TEST(exp_is_within_3_units_in_the_last_place)
{
	double worst = 0;
	struct rng rng;

	rng_start(&rng, 2);
	for (int i = 0; i < COUNT; i++) {
		double near = rng_unit(&rng) - 0.5, wide = (rng_unit(&rng) - 0.5) * 1400;

		worst = fmax(worst, units_away(draws_exp(near), expl((long double)near)));
		worst = fmax(worst, units_away(draws_exp(wide), expl((long double)wide)));
	}
	ck_assert(draws_exp(0) == 1);
	ck_assert(draws_exp(-1e9) == 0);
	ck_assert(isinf(draws_exp(1e9)));
	ck_assert(worst < 3);
}
END_TEST

/* To the last bit, on every machine and at every optimisation level. */
START_TEST(draws_are_what_they_were)
{
	struct rng rng;

	rng_start(&rng, 42);
	ck_assert(draws_exponential(&rng, 0.5) == 0x1.3d41d16f1bc98p+2);
	ck_assert(draws_normal(&rng) == -0x1.04ff9bfe3c5b2p+0);
	ck_assert(draws_lognormal(&rng, 1, 0.5) == 0x1.15c191bce7d4ep+2);
	ck_assert(draws_gamma(&rng, 0.35, 1.5) == 0x1.8d42a8ae116e4p-2);
	ck_assert(draws_gamma(&rng, 2.5, 30) == 0x1.73136bac70115p-5);
	ck_assert(draws_beta(&rng, 0.8, 4) == 0x1.af6c9cb409ff8p-3);
	ck_assert_uint_eq(draws_poisson(&rng, 20), 29);
	ck_assert_uint_eq(rng_next(&rng), 0xa4d4d91162b2d044);
}
END_TEST

/*
 * Mean and variance against theory, each within five of its standard errors, which for the
 * variance is sqrt((m4 - variance^2) / COUNT) with the fourth central moment of the sample.
 */
static void check_moments(draw next, double mean, double variance)
{
	double *x = malloc(COUNT * sizeof *x);
	double sum = 0, second = 0, fourth = 0;
	struct rng rng;

	ck_assert_ptr_nonnull(x);
	rng_start(&rng, 11);
	for (int i = 0; i < COUNT; i++)
		sum += x[i] = next(&rng);
	for (int i = 0; i < COUNT; i++) {
		double square = (x[i] - mean) * (x[i] - mean);

		second += square / COUNT;
		fourth += square * square / COUNT;
	}
	free(x);
	ck_assert_msg(fabs(sum / COUNT - mean) < 5 * sqrt(variance / COUNT), "mean %g, not %g",
		sum / COUNT, mean);
	ck_assert_msg(fabs(second - variance) < 5 * sqrt((fourth - second * second) / COUNT),
		"variance %g, not %g", second, variance);
}

static double exponential_3(struct rng *rng)
{
	return draws_exponential(rng, 3);
}

static double lognormal(struct rng *rng)
{
	return draws_lognormal(rng, 1, 0.5);
}

static double gamma_small(struct rng *rng)
{
	return draws_gamma(rng, 0.35, 1.5);
}

static double gamma_large(struct rng *rng)
{
	return draws_gamma(rng, 40, 2);
}

static double beta_skew(struct rng *rng)
{
	return draws_beta(rng, 0.8, 4);
}

static double poisson_2(struct rng *rng)
{
	return draws_poisson(rng, 2.2);
}

static double poisson_50(struct rng *rng)
{
	return draws_poisson(rng, 50);
}

START_TEST(moments_are_those_of_theory)
{
	double spread = exp(0.25);

	check_moments(exponential_3, 1 / 3.0, 1 / 9.0);
	check_moments(draws_normal, 0, 1);
	check_moments(lognormal, exp(1.125), (spread - 1) * spread * exp(2));
	check_moments(gamma_small, 0.35 / 1.5, 0.35 / (1.5 * 1.5));
	check_moments(gamma_large, 20, 10);
	check_moments(beta_skew, 0.8 / 4.8, 0.8 * 4 / (4.8 * 4.8 * 5.8));
	check_moments(poisson_2, 2.2, 2.2);
	check_moments(poisson_50, 50, 50);
}
END_TEST

static int by_value(const void *a, const void *b)
{
	const double *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

/* Kolmogorov and Smirnov: D sqrt(n) is above 1.95 about once in a thousand times. */
static void check_shape(draw next, double (*share_below)(double x))
{
	double *x = malloc(COUNT * sizeof *x), distance = 0;
	struct rng rng;

	ck_assert_ptr_nonnull(x);
	rng_start(&rng, 12);
	for (int i = 0; i < COUNT; i++)
		x[i] = next(&rng);
	qsort(x, COUNT, sizeof *x, by_value);
	for (int i = 0; i < COUNT; i++) {
		double share = share_below(x[i]);

		distance = fmax(distance, fabs(share - (double)i / COUNT));
		distance = fmax(distance, fabs(share - (i + 1.0) / COUNT));
	}
	free(x);
	ck_assert_msg(distance * sqrt(COUNT) < 1.95, "D sqrt(n) = %g", distance * sqrt(COUNT));
}

static double exponential_below(double x)
{
	return -expm1(-3 * x);
}

static double normal_below(double x)
{
	return 0.5 * erfc(-x / sqrt(2));
}

/* Gamma with shape 1/2 and rate 1/2 is the square of a normal number. */
static double gamma_half(struct rng *rng)
{
	return draws_gamma(rng, 0.5, 0.5);
}

static double gamma_half_below(double x)
{
	return erf(sqrt(x / 2));
}

/* Gamma with a whole shape is a sum of exponential numbers. */
static double gamma_3(struct rng *rng)
{
	return draws_gamma(rng, 3, 1);
}

static double gamma_3_below(double x)
{
	return 1 - exp(-x) * (1 + x + x * x / 2);
}

/* Beta (1/2, 1/2) is the arcsine distribution; beta (2, 3) has a polynomial. */
static double beta_half(struct rng *rng)
{
	return draws_beta(rng, 0.5, 0.5);
}

static double beta_half_below(double x)
{
	return 2 / acos(-1) * asin(sqrt(x));
}

static double beta_2_3(struct rng *rng)
{
	return draws_beta(rng, 2, 3);
}

static double beta_2_3_below(double x)
{
	return x * x * (6 - 8 * x + 3 * x * x);
}

START_TEST(shapes_are_those_of_theory)
{
	check_shape(exponential_3, exponential_below);
	check_shape(draws_normal, normal_below);
	check_shape(gamma_half, gamma_half_below);
	check_shape(gamma_3, gamma_3_below);
	check_shape(beta_half, beta_half_below);
	check_shape(beta_2_3, beta_2_3_below);
}
END_TEST

START_TEST(extreme_parameters_give_numbers)
{
	struct rng rng;

	rng_start(&rng, 5);
	ck_assert(isinf(draws_exponential(&rng, 0)));
	ck_assert_uint_eq(draws_poisson(&rng, 0), 0);
	for (int i = 0; i < 10000; i++) {
		double tiny = draws_beta(&rng, 0.01, 0.01), gamma = draws_gamma(&rng, 0.01, 1);

		ck_assert(tiny >= 0 && tiny <= 1);
		ck_assert(gamma >= 0 && isfinite(gamma));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("draws");
	TCase *tests = tcase_create("draws");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, log_is_within_3_units_in_the_last_place);
	tcase_add_test(tests, exp_is_within_3_units_in_the_last_place);
	tcase_add_test(tests, draws_are_what_they_were);
	tcase_add_test(tests, moments_are_those_of_theory);
	tcase_add_test(tests, shapes_are_those_of_theory);
	tcase_add_test(tests, extreme_parameters_give_numbers);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
