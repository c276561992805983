/* SPDX-License-Identifier: MIT */
/*
 * The functions of stat/special are as exact as their header says, over the whole range of their
 * arguments. Values that a double cannot hold stand as 0 in the tables.
 */
#include "test_special_values.h"

#include <float.h>

#include "stat/special.h"
#include "test_close.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Within so many DBL_EPSILON of `scale`. */
#define ck_within(found, expected, epsilons, scale, ...) \
	ck_close(found, expected, fmax((epsilons)*DBL_EPSILON *fabs(scale), 1e-290), __VA_ARGS__)

START_TEST(log_gamma_is_exact)
{
	for (size_t i = 0; i < COUNT(log_gammas); i++) {
		double x = log_gammas[i].x, value = log_gammas[i].value;

		ck_within(special_log_gamma(x), value, 2, fmax(1, fabs(value)), "%.17g", x);
	}
}
END_TEST

START_TEST(digamma_is_exact)
{
	for (size_t i = 0; i < COUNT(digammas); i++) {
		double x = digammas[i].x, value = digammas[i].value;

		ck_within(special_digamma(x), value, 4, fmax(1, fabs(value)), "%.17g", x);
	}
}
END_TEST

START_TEST(digamma_rise_is_exact)
{
	for (size_t i = 0; i < COUNT(digamma_rises); i++) {
		double a = digamma_rises[i].a, n = digamma_rises[i].n;
		double value = digamma_rises[i].value;

		ck_within(special_digamma_rise(a, n), value, 10,
			a < 1e4 ? fmax(fmax(1, 1 / a), value) : value, "%.17g, %.17g", a, n);
	}
}
END_TEST

START_TEST(log_beta_is_exact)
{
	for (size_t i = 0; i < COUNT(log_betas); i++) {
		double a = log_betas[i].a, b = log_betas[i].b, value = log_betas[i].value;

		ck_within(special_log_beta(a, b), value, 10, fmax(1, fabs(value)), "%.17g, %.17g",
			a, b);
	}
}
END_TEST

START_TEST(log_subtract_is_exact)
{
	for (size_t i = 0; i < COUNT(log_differences); i++) {
		double a = log_differences[i].a, b = log_differences[i].b;
		double value = log_differences[i].value;

		ck_within(special_log_subtract(a, b), value, 4, fmax(fabs(a), fabs(value)),
			"%.17g, %.17g", a, b);
		ck_within(special_log_add(value, b), a, 4, fmax(fabs(a), fabs(value)),
			"%.17g, %.17g", value, b);
	}
}
END_TEST

START_TEST(normal_distribution_is_exact)
{
	for (size_t i = 0; i < COUNT(normal_cdfs); i++) {
		double x = normal_cdfs[i].x, value = normal_cdfs[i].value;

		ck_within(special_normal_cdf(x), value, 2 * fmax(1, x * x), value, "%.17g", x);
	}
	for (size_t i = 0; i < COUNT(normal_quantiles); i++) {
		double p = normal_quantiles[i].p, value = normal_quantiles[i].value;

		ck_within(special_normal_quantile(p), value, 2, value, "%.17g", p);
	}
}
END_TEST

START_TEST(chi_square_tail_is_exact)
{
	for (size_t i = 0; i < COUNT(chi_square_tails); i++) {
		double x = chi_square_tails[i].x, degrees = chi_square_tails[i].degrees;
		double value = chi_square_tails[i].value;

		ck_close(special_chi_square_tail(x, degrees), value, fmax(1e-12 * value, 1e-290),
			"%.17g, %g degrees", x, degrees);
	}
}
END_TEST

START_TEST(beta_cdf_is_exact)
{
	for (size_t i = 0; i < COUNT(beta_cdfs); i++) {
		double a = beta_cdfs[i].a, b = beta_cdfs[i].b, odds = beta_cdfs[i].odds;
		double value = beta_cdfs[i].value;

		ck_within(special_beta_cdf(a, b, odds), value, fmax(fmax(100, a + b), -log(value)),
			odds < (a + 1) / (b + 1) ? value : 1, "%.17g, %.17g, %.17g", a, b, odds);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("special_values");
	TCase *tests = tcase_create("special_values");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, log_gamma_is_exact);
	tcase_add_test(tests, digamma_is_exact);
	tcase_add_test(tests, digamma_rise_is_exact);
	tcase_add_test(tests, log_beta_is_exact);
	tcase_add_test(tests, log_subtract_is_exact);
	tcase_add_test(tests, normal_distribution_is_exact);
	tcase_add_test(tests, chi_square_tail_is_exact);
	tcase_add_test(tests, beta_cdf_is_exact);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
