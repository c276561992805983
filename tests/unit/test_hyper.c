/* SPDX-License-Identifier: MIT */
#include "stat/hyper.h"

#include <check.h>
#include <math.h>
#include <stdio.h>

#include "stat/quadrature.h"
#include "test_hyper_values.h"
#include "test_seed.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* A relative error of a value is an absolute one of its logarithm. */
static void near(const char *what, size_t row, double got, double expected, double allowed)
{
	if (!(fabs(got - expected) <= allowed))
		ck_abort_msg("%s, row %zu: expected %.17g, got %.17g", what, row, expected, got);
}

START_TEST(gauss_is_as_mpmath_finds)
{
	for (size_t i = 0; i < COUNT(gauss); i++)
		near("ln 2F1", i, hyper_log_2f1(gauss[i].a, gauss[i].b, gauss[i].c, gauss[i].z),
			gauss[i].log, 1e-10);
}
END_TEST

START_TEST(gauss_does_not_mind_the_order_of_a_and_b)
{
	for (size_t i = 0; i < COUNT(gauss); i++)
		near("ln 2F1", i, hyper_log_2f1(gauss[i].b, gauss[i].a, gauss[i].c, gauss[i].z),
			gauss[i].log, 1e-10);
}
END_TEST

START_TEST(gauss_has_closed_forms)
{
	near("2F1(1, 1; 2; 1/2)", 0, hyper_log_2f1(1, 1, 2, 0.5), log(2 * log(2)), 1e-14);
	near("(1 - z)^-a", 0, hyper_log_2f1(0.1, 3, 3, 0.999), -0.1 * log1p(-0.999), 1e-13);
	near("z = 0", 0, hyper_log_2f1(3, 4, 5, 0), 0, 0);
}
END_TEST

START_TEST(outside_is_not_a_number)
{
	ck_assert(isnan(hyper_log_2f1(0, 1, 1, 0.5)));
	ck_assert(isnan(hyper_log_2f1(1, -1, 1, 0.5)));
	ck_assert(isnan(hyper_log_2f1(1, 1, 0, 0.5)));
	ck_assert(isnan(hyper_log_2f1(1, 1, 1, 1)));
	ck_assert(isnan(hyper_log_2f1(1, 1, 1, -0.5)));
	ck_assert(isnan(hyper_log_2f1(NAN, 1, 1, 0.5)));
	ck_assert(isnan(hyper_log_2f1(INFINITY, 1, 1, 0.5)));
	ck_assert(isnan(hyper_log_u(0, 1, 1)));
	ck_assert(isnan(hyper_log_u(1, 1, 0)));
	ck_assert(isnan(hyper_log_u(1, NAN, 1)));
	ck_assert(isnan(hyper_stopped_mean(1, -1, 1, 1)));
	ck_assert(isnan(hyper_stopped_mean(1, 1, 0, 1)));
	ck_assert(isnan(hyper_stopped_share(0, 1, 1, 1)));
}
END_TEST

START_TEST(stopped_mean_is_as_mpmath_finds)
{
	for (size_t i = 0; i < COUNT(stopped); i++)
		near("ln mean", i,
			log(hyper_stopped_mean(
				stopped[i].k, stopped[i].y, stopped[i].a, stopped[i].b)),
			log(stopped[i].mean), 1e-11);
}
END_TEST

/* Side by side is as one after the other: all small, some too large, some undefined, none. */
START_TEST(many_stopped_means_are_as_each)
{
	static const double y[] = { 0, 1e-9, 0.1, 0.5, 1, 2, 3, 5, 0.01, 1e-3, 7, 0.2, 0.3, 0, 9, 4,
		1, 2, 1e6, 4, 5, 6, 7, 8, 1, 2, 3, -1, 5, 6, 7, 8, 3 };
	static const double k[] = { 0.25, 3, 40, 170, 900, 1e5 };
	double mean[COUNT(y)];

	for (size_t i = 0; i < COUNT(k); i++) {
		for (size_t count = 0; count <= COUNT(y); count++) {
			hyper_stopped_means(k[i], y, count, 0.8, 2.4 + k[i], mean);
			for (size_t j = 0; j < count; j++) {
				double alone = hyper_stopped_mean(k[i], y[j], 0.8, 2.4 + k[i]);

				if (isnan(alone))
					ck_assert(isnan(mean[j]));
				else
					near("mean", j, mean[j], alone, 1e-14 * alone);
			}
		}
	}
}
END_TEST

/* Its formula has c = a + b > 0, and so can be computed with 2F1, where that is exact. */
START_TEST(stopped_share_is_as_the_formula_has_it)
{
	for (size_t i = 0; i < COUNT(stopped); i++) {
		double k = stopped[i].k, y = stopped[i].y, a = stopped[i].a, b = stopped[i].b;

		near("ln share", i, log(hyper_stopped_share(k, y, a, b)),
			hyper_log_2f1(k, b, a + b, y / (1 + y)) - k * log1p(y),
			1e-11 + 1e-14 * k * (1 + y));
	}
}
END_TEST

/* Nobody who stops at once buys more than once; nobody who never stops misses a purchase. */
START_TEST(stopped_mean_has_limits)
{
	near("p = 1", 0, hyper_stopped_mean(2, 3, 1e12, 1), 1 - pow(1 + 3, -2), 1e-10);
	near("p = 0", 0, hyper_stopped_mean(2, 3, 1e-12, 1), 2 * 3, 1e-10);
	near("p = 0, y large", 0, hyper_stopped_mean(2, 300, 1e-12, 1), 2 * 300, 1e-7);
	near("y = 0", 0, hyper_stopped_mean(2, 0, 0.8, 2.4), 0, 0);
	near("p = 1", 0, hyper_stopped_share(2, 3, 1e12, 1), pow(1 + 3, -2), 1e-10);
	near("p = 0", 0, hyper_stopped_share(2, 3, 1e-12, 1), 1, 1e-10);
	near("y = 0", 0, hyper_stopped_share(2, 0, 0.8, 2.4), 1, 0);
}
END_TEST

/* The way of computing changes at (k + 40) y = 4000. */
START_TEST(series_and_integral_meet)
{
	for (double k = 0.25; k < 1e5; k *= 7) {
		double y = 4000 / (k + 40), below = y * (1 - 1e-13), above = y * (1 + 1e-13);

		near("ln mean", (size_t)k, log(hyper_stopped_mean(k, above, 0.8, 2.4 + k)),
			log(hyper_stopped_mean(k, below, 0.8, 2.4 + k)), 1e-12);
		near("ln share", (size_t)k, log(hyper_stopped_share(k, above, 0.8, 2.4 + k)),
			log(hyper_stopped_share(k, below, 0.8, 2.4 + k)), 1e-12);
	}
}
END_TEST

START_TEST(tricomi_is_as_mpmath_finds)
{
	for (size_t i = 0; i < COUNT(tricomi); i++)
		near("ln U", i, hyper_log_u(tricomi[i].a, tricomi[i].b, tricomi[i].z),
			tricomi[i].log, 1e-10);
}
END_TEST

START_TEST(rise_is_as_mpmath_finds)
{
	for (size_t i = 0; i < COUNT(rise); i++)
		near("ln (a)_n", i, hyper_log_rise(rise[i].a, rise[i].n, NULL), rise[i].log,
			1e-13 * fmax(1, fabs(rise[i].log)));
}
END_TEST

START_TEST(rise_has_the_slope_of_differences)
{
	for (size_t i = 0; i < COUNT(rise); i++) {
		double a = rise[i].a, n = rise[i].n, step = 1e-5 * a, slope;
		double difference =
			hyper_log_rise(a + step, n, NULL) - hyper_log_rise(a - step, n, NULL);

		hyper_log_rise(a, n, &slope);
		near("slope", i, slope * a, difference / (2e-5),
			1e-8 * (1 + fabs(slope * a) + 1e-2 * rise[i].log));
	}
}
END_TEST

/* e^(rate y) / (1 + e^y)^(rate + other), whose integral is the beta function. */
static double slope_and_slope(const void *context, double y)
{
	const double *rate = context;

	return y > 0 ? -rate[1] * y - (rate[0] + rate[1]) * log1p(exp(-y))
		     : rate[0] * y - (rate[0] + rate[1]) * log1p(exp(y));
}

START_TEST(integrals_are_sound_from_flat_to_steep)
{
	for (double a = 1e-4; a < 1e7; a *= 10) {
		for (double b = 1e-4; b < 1e7; b *= 10) {
			double rate[] = { a, b };
			double expected = lgamma(a) + lgamma(b) - lgamma(a + b);

			near("ln B", (size_t)a, quadrature_log(slope_and_slope, rate), expected,
				1e-12 + 4e-16 * (fabs(lgamma(a + b)) + a + b));
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hyper");
	TCase *tests = tcase_create("hyper");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, gauss_is_as_mpmath_finds);
	tcase_add_test(tests, gauss_does_not_mind_the_order_of_a_and_b);
	tcase_add_test(tests, gauss_has_closed_forms);
	tcase_add_test(tests, outside_is_not_a_number);
	tcase_add_test(tests, stopped_mean_is_as_mpmath_finds);
	tcase_add_test(tests, many_stopped_means_are_as_each);
	tcase_add_test(tests, stopped_share_is_as_the_formula_has_it);
	tcase_add_test(tests, stopped_mean_has_limits);
	tcase_add_test(tests, series_and_integral_meet);
	tcase_add_test(tests, tricomi_is_as_mpmath_finds);
	tcase_add_test(tests, rise_is_as_mpmath_finds);
	tcase_add_test(tests, rise_has_the_slope_of_differences);
	tcase_add_test(tests, integrals_are_sound_from_flat_to_steep);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
