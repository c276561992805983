/* SPDX-License-Identifier: MIT */
/*
 * Gamma-Gamma and sBG against their formulas, computed with 40 digits and more: over the whole
 * range of parameters and histories, customers who are nearly alike among them; and against the
 * zeros of the derivatives of their likelihood.
 */
#include "test_spend_values.h"

#include "crm/sbg.h"
#include "crm/spend.h"
#include "test_close.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static void near(const char *what, size_t row, double found, double expected, double tolerance)
{
	ck_close(found, expected, tolerance * fmax(1, fabs(expected)), "%s, row %zu", what, row);
}

START_TEST(spend_is_as_printed)
{
	for (size_t i = 0; i < COUNT(spends); i++) {
		const double parameter[] = { spends[i].p, spends[i].q, spends[i].gamma };
		const struct spend_group group = { { spends[i].frequency, spends[i].mean }, 1 };
		double slope[SPEND_PARAMETERS];

		near("log-likelihood", i, spend_log_likelihood(parameter, &group, 1, slope),
			spends[i].log_likelihood, 1e-12);
		for (int k = 0; k < SPEND_PARAMETERS; k++)
			near(spend_parameter[k], i, slope[k], spends[i].slope[k], 1e-11);
		ck_close_relative(spend_expected(parameter, &group.history), spends[i].expected,
			1e-15, "expected, row %zu", i);
	}
}
END_TEST

START_TEST(contracts_are_as_printed)
{
	for (size_t i = 0; i < COUNT(contracts); i++) {
		double alpha = contracts[i].alpha, beta = contracts[i].beta, age = contracts[i].age;

		ck_close(sbg_survival(alpha, beta, age), contracts[i].survival,
			fmax(1e-13 * contracts[i].survival, 1e-290), "survival, row %zu", i);
		ck_close_relative(sbg_remaining(alpha, beta, age, contracts[i].ahead),
			contracts[i].remaining, 1e-13, "remaining, row %zu", i);
		ck_close_relative(sbg_residual(alpha, beta, age, contracts[i].discount),
			contracts[i].residual, 1e-13, "residual, row %zu", i);
	}
}
END_TEST

START_TEST(contracts_are_fitted_where_the_likelihood_is_greatest)
{
	for (size_t i = 0; i < COUNT(fits); i++) {
		struct sbg_period period[7];
		struct sbg_fit fit;
		struct diag why;

		for (size_t k = 0; k < COUNT(period); k++)
			period[k] = (struct sbg_period){ fits[i].left[k],
				fits[i].left[k] - fits[i].left[k + 1] };
		ck_assert_int_eq(sbg_fit(period, COUNT(period), &fit, &why), 0);
		ck_assert(fit.converged && fit.identified);
		ck_close_relative(fit.alpha, fits[i].alpha, 1e-6, "alpha, row %zu", i);
		ck_close_relative(fit.beta, fits[i].beta, 1e-6, "beta, row %zu", i);
		ck_close_relative(fit.log_likelihood, fits[i].log_likelihood, 1e-12,
			"log-likelihood, row %zu", i);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("spend_values");
	TCase *tests = tcase_create("spend_values");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, spend_is_as_printed);
	tcase_add_test(tests, contracts_are_as_printed);
	tcase_add_test(tests, contracts_are_fitted_where_the_likelihood_is_greatest);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
