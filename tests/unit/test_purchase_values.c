/* SPDX-License-Identifier: MIT */
/*
 * What Pareto/NBD and BG/BB find, against the formulas as they are printed in the literature,
 * computed with 400 digits: over the whole range of parameters and histories, thousands of
 * purchases, alpha = beta and t_x = tenure among them.
 */
#include "test_purchase_values.h"

#include <check.h>
#include <math.h>

#include "crm/purchase.h"
#include "test_purchases.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Values that a double cannot hold stand as 0 in the table. */
static void relative(const char *what, size_t row, double got, double expected)
{
	char text[64];

	snprintf(text, sizeof text, "%s, row %zu", what, row);
	ck_close(got, expected, fmax(1e-10 * fabs(expected), 1e-280), "%s", text);
}

static void as_printed(const char *name, const struct fact *fact, size_t count)
{
	const struct purchase_model *model = purchase_find(name);

	for (size_t i = 0; i < count; i++, fact++) {
		const double *parameter = fact->parameter;
		struct purchase_group group = { fact->history, 1 };

		relative("log-likelihood", i, model->log_likelihood(parameter, &group, 1, NULL),
			fact->log_likelihood);
		relative("alive", i, purchase_alive(model, parameter, &fact->history, 0),
			fact->alive);
		relative("expected", i,
			purchase_expected(model, parameter, &fact->history, fact->ahead),
			fact->expected);
		relative("none", i, purchase_none(model, parameter, &fact->history, fact->ahead),
			fact->none);
		relative("residual", i,
			purchase_residual(model, parameter, &fact->history, fact->discount),
			fact->residual);
		relative("probability", i, model->probability(parameter, fact->ahead, fact->n),
			fact->probability);
	}
}

START_TEST(paretonbd_is_as_printed)
{
	as_printed("paretonbd", pareto, COUNT(pareto));
}
END_TEST

START_TEST(bgbb_is_as_printed)
{
	as_printed("bgbb", beta_bernoulli, COUNT(beta_bernoulli));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("purchase_values");
	TCase *tests = tcase_create("purchase_values");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, paretonbd_is_as_printed);
	tcase_add_test(tests, bgbb_is_as_printed);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
