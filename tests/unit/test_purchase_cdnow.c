/* SPDX-License-Identifier: MIT */
/*
 * The purchase models on the CDNOW customers, against what others have published. The data are no
 * part of the project: tests/pipe/purchase-cdnow.sh makes the file that CDNOW_HISTORIES names, a
 * line for each customer: frequency, t_x and tenure in days until 1997-09-30, and purchases in the
 * 39 weeks that follow. Skipped where there is none.
 */
#include "crm/purchase.h"

#include <string.h>

#include "test_close.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { CUSTOMERS = 2357 };

struct customer {
	struct purchase_history history; /* in days */
	double later;
};

static struct customer customer[CUSTOMERS];

static struct diag why;

/* Returns false unless all customers are there. */
static bool read_customers(const char *name)
{
	FILE *file = fopen(name, "r");
	size_t count = 0;

	if (file == NULL)
		return false;
	for (; count < CUSTOMERS; count++) {
		struct purchase_history *history = &customer[count].history;

		if (fscanf(file, "%lf %lf %lf %lf", &history->frequency, &history->t_x,
			    &history->tenure, &customer[count].later) != 4)
			break;
	}
	fclose(file);
	return count == CUSTOMERS;
}

/* Weeks as they are, or rounded to two decimals, as one data set has them that is passed around. */
enum encoding { EXACT, ROUNDED };

static double weeks(double days, enum encoding encoding)
{
	return encoding == EXACT ? days / 7 : floor(days * 100 / 7 + 0.5) / 100;
}

static int compare(const void *left, const void *right)
{
	return memcmp(left, right, sizeof(struct purchase_history));
}

static size_t gather(enum encoding encoding, struct purchase_group *group)
{
	size_t groups = 0;

	for (size_t i = 0; i < CUSTOMERS; i++) {
		group[i].history = customer[i].history;
		group[i].history.t_x = weeks(customer[i].history.t_x, encoding);
		group[i].history.tenure = weeks(customer[i].history.tenure, encoding);
		group[i].customers = 1;
	}
	qsort(group, CUSTOMERS, sizeof *group, compare);
	for (size_t i = 0; i < CUSTOMERS; i++) {
		if (groups > 0 && compare(&group[groups - 1], &group[i]) == 0)
			group[groups - 1].customers++;
		else
			group[groups++] = group[i];
	}
	return groups;
}

static struct purchase_fit fit(const char *model, enum encoding encoding)
{
	static struct purchase_group group[CUSTOMERS];
	struct purchase_fit fitted;
	size_t groups = gather(encoding, group);

	ck_assert_msg(purchase_fit(purchase_find(model), group, groups, NULL, &fitted, &why) == 0,
		"%s", why.text);
	ck_assert(fitted.converged && fitted.identified);
	return fitted;
}

/*
 * Parameters of four digits. BG/NBD, exact: CLVTools, test_correctness_bgnbd.R. MBG/NBD, rounded:
 * lifetimes, test_estimation.py, after BTYDplus. The others, and the likelihoods, were computed
 * with an independent program.
 */
START_TEST(parameters_are_as_published)
{
	static const struct {
		const char *model;
		enum encoding encoding;
		double parameter[4], log_likelihood;
	} known[] = {
		{ "bgnbd", EXACT, { 0.2425945, 4.4136019, 0.7929199, 2.4258881 }, -9582.429207 },
		{ "bgnbd", ROUNDED, { 0.2425929, 4.4135323, 0.7928869, 2.4257578 }, -9582.425561 },
		{ "mbgnbd", EXACT, { 0.5248431, 6.1830831, 0.8913597, 1.6140027 }, -9582.135716 },
		{ "mbgnbd", ROUNDED, { 0.525, 6.183, 0.891, 1.614 }, -9582.132685 },
	};

	for (size_t i = 0; i < COUNT(known); i++) {
		const struct purchase_model *model = purchase_find(known[i].model);
		struct purchase_fit fitted = fit(known[i].model, known[i].encoding);

		ck_close(fitted.log_likelihood, known[i].log_likelihood, 1e-6, "row %zu", i);
		for (size_t j = 0; j < model->parameters; j++)
			ck_close_relative(fitted.parameter[j], known[i].parameter[j], 5e-4,
				"row %zu, %s", i, model->parameter[j]);
	}
}
END_TEST

static double expected_later(const struct purchase_model *model, const double *parameter, size_t i)
{
	struct purchase_history history = {
		.frequency = customer[i].history.frequency,
		.t_x = weeks(customer[i].history.t_x, EXACT),
		.tenure = weeks(customer[i].history.tenure, EXACT),
	};

	return purchase_expected(model, parameter, &history, 39);
}

/*
 * The 39 weeks that follow, by the frequency until then, 7 and more being one: what was bought, and
 * what was expected with these estimates; the walkthrough of BTYD.
 */
START_TEST(later_purchases_of_frequencies_are_as_published)
{
	enum { BINS = 8 };
	static const double customers[BINS] = { 1411, 439, 214, 100, 62, 38, 29, 64 };
	static const double bought[BINS] = { 0.2367, 0.6970, 1.3925, 1.5600, 2.5323, 2.9474, 3.8621,
		6.3594 };
	static const double known[BINS] = { 0.2251, 0.5231, 1.0441, 1.5203, 2.1638, 2.6538, 3.5040,
		6.1570 };
	static const double estimated[] = { 0.2425967, 4.413659, 0.7929869, 2.426164 };
	const struct purchase_model *model = purchase_find("bgnbd");
	double count[BINS] = { 0 }, later[BINS] = { 0 }, expected[BINS] = { 0 };

	for (size_t i = 0; i < CUSTOMERS; i++) {
		size_t bin = (size_t)fmin(customer[i].history.frequency, BINS - 1);

		count[bin]++;
		later[bin] += customer[i].later;
		expected[bin] += expected_later(model, estimated, i);
	}
	for (size_t bin = 0; bin < BINS; bin++) {
		ck_assert(count[bin] == customers[bin]);
		ck_close(later[bin] / count[bin], bought[bin], 5e-5, "bought, bin %zu", bin);
		ck_close(expected[bin] / count[bin], known[bin], 5e-5, "expected, bin %zu", bin);
	}
}
END_TEST

/* How far off the expectations of each customer are; computed with an independent program. */
START_TEST(later_purchases_of_customers_are_as_known)
{
	const struct purchase_model *model = purchase_find("bgnbd");
	struct purchase_fit fitted = fit("bgnbd", EXACT);
	double later = 0, expected = 0, absolute = 0, square = 0, log_square = 0;

	for (size_t i = 0; i < CUSTOMERS; i++) {
		double guess = expected_later(model, fitted.parameter, i);
		double off = guess - customer[i].later;
		double log_off = log1p(guess) - log1p(customer[i].later);

		later += customer[i].later;
		expected += guess;
		absolute += fabs(off);
		square += off * off;
		log_square += log_off * log_off;
	}
	ck_assert(later == 1882);
	ck_close(expected, 1653.41, 5e-3, "purchases expected");
	ck_close(absolute / CUSTOMERS, 0.7855, 5e-5, "mean absolute error");
	ck_close(sqrt(square / CUSTOMERS), 1.6080, 5e-5, "root of the mean square error");
	ck_close(log_square / CUSTOMERS, 0.2343, 5e-5, "mean square error of logarithms");
}
END_TEST

int main(void)
{
	const char *histories = getenv("CDNOW_HISTORIES");
	SRunner *runner;
	Suite *suite;
	TCase *tests;
	int failed;

	if (histories == NULL) {
		puts("skipped: CDNOW_HISTORIES names no file");
		return 0;
	}
	if (!read_customers(histories)) {
		printf("'%s' does not hold the %d customers\n", histories, CUSTOMERS);
		return 1;
	}
	suite = suite_create("purchase_cdnow");
	tests = tcase_create("purchase_cdnow");
	tcase_add_test(tests, parameters_are_as_published);
	tcase_add_test(tests, later_purchases_of_frequencies_are_as_published);
	tcase_add_test(tests, later_purchases_of_customers_are_as_known);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
