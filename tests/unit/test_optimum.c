/* SPDX-License-Identifier: MIT */
#include "stat/optimum.h"

#include <string.h>

#include "test_close.h"
#include "test_seed.h"

static struct diag why;

static struct optimum find(optimum_function function, void *context, size_t count, double *x)
{
	struct optimum found;

	ck_assert_msg(optimum_find(function, context, count, x, &found, &why) == 0, "%s", why.text);
	return found;
}

/* The narrow, bent valley on which minimisers are tried: Rosenbrock (1960); least at (1, 1). */
static double valley(void *context, const double *x, double *gradient)
{
	double rise = x[1] - x[0] * x[0], rest = 1 - x[0];

	(void)context;
	if (gradient != NULL) {
		gradient[0] = -400 * x[0] * rise - 2 * rest;
		gradient[1] = 200 * rise;
	}
	return 100 * rise * rise + rest * rest;
}

START_TEST(goes_through_the_valley)
{
	double x[] = { -1.2, 1 };
	struct optimum found = find(valley, NULL, 2, x);

	ck_assert(found.converged);
	ck_close(x[0], 1, 1e-12, "x");
	ck_close(x[1], 1, 1e-12, "y");
	ck_close(found.value, 0, 1e-24, "value");
	ck_assert_int_gt(found.evaluations, 0);
	ck_assert_int_lt(found.evaluations, 200);
}
END_TEST

/* A bowl whose directions differ in steepness: context has its steepness for each variable. */
struct bowl {
	size_t count;
	double steepness[8], middle[8];
	double floor;
};

static double bowl(void *context, const double *x, double *gradient)
{
	struct bowl *bowl = context;
	double value = bowl->floor;

	for (size_t i = 0; i < bowl->count; i++) {
		double off = x[i] - bowl->middle[i];

		value += bowl->steepness[i] * off * off / 2;
		if (gradient != NULL)
			gradient[i] = bowl->steepness[i] * off;
	}
	return value;
}

START_TEST(finds_the_bottom_of_bowls)
{
	struct rng rng;

	test_seed(&rng, "finds_the_bottom_of_bowls");
	for (int i = 0; i < 200; i++) {
		struct bowl it = { .count = 1 + rng_below(&rng, 8), .floor = 1e4 };
		double x[8], covariance[64];

		for (size_t j = 0; j < it.count; j++) {
			it.steepness[j] = exp(14 * rng_unit(&rng) - 7);
			it.middle[j] = 20 * rng_unit(&rng) - 10;
			x[j] = 20 * rng_unit(&rng) - 10;
		}
		ck_assert(find(bowl, &it, it.count, x).converged);
		ck_assert(optimum_covariance(bowl, &it, it.count, x, covariance));
		for (size_t j = 0; j < it.count; j++) {
			ck_close(x[j], it.middle[j], 1e-5 / it.steepness[j], "bowl %d, x[%zu]", i,
				j);
			ck_close_relative(covariance[j * it.count + j], 1 / it.steepness[j], 1e-8,
				"bowl %d, variance %zu", i, j);
		}
	}
}
END_TEST

/* Defined for positive numbers only, and steep beside them: x - ln x, least at 1. */
static double half_line(void *context, const double *x, double *gradient)
{
	(void)context;
	if (gradient != NULL)
		gradient[0] = 1 - 1 / x[0];
	return x[0] - log(x[0]);
}

START_TEST(keeps_off_undefined_values)
{
	static const double starts[] = { 1e-8, 0.5, 1, 3, 1e5 };

	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		double x = starts[i];

		ck_assert_msg(find(half_line, NULL, 1, &x).converged, "from %g", starts[i]);
		ck_close(x, 1, 1e-9, "from %g", starts[i]);
	}
}
END_TEST

START_TEST(comes_out_of_where_nothing_is_defined)
{
	double x = -0.5;

	ck_assert(find(half_line, NULL, 1, &x).converged);
	ck_close(x, 1, 1e-9, "x");
}
END_TEST

static double nowhere(void *context, const double *x, double *gradient)
{
	(void)context;
	(void)x;
	if (gradient != NULL)
		gradient[0] = 0;
	return NAN;
}

START_TEST(says_that_nothing_is_defined)
{
	struct optimum found;
	double x = 1;

	ck_assert_int_eq(optimum_find(nowhere, NULL, 1, &x, &found, &why), -1);
	ck_assert_str_eq(why.text, "the function has no finite value near the start");
	ck_assert(x == 1);
}
END_TEST

/* Falls for ever. */
static double slope(void *context, const double *x, double *gradient)
{
	(void)context;
	if (gradient != NULL)
		gradient[0] = -1;
	return -x[0];
}

START_TEST(says_that_there_is_no_optimum)
{
	double x = 0;

	ck_assert(!find(slope, NULL, 1, &x).converged);
}
END_TEST

/* A trough: flat along x = y. And a saddle. */
static double trough(void *context, const double *x, double *gradient)
{
	double off = x[0] - x[1];

	(void)context;
	if (gradient != NULL) {
		gradient[0] = 2 * off;
		gradient[1] = -2 * off;
	}
	return off * off;
}

static double saddle(void *context, const double *x, double *gradient)
{
	(void)context;
	if (gradient != NULL) {
		gradient[0] = 2 * x[0];
		gradient[1] = -2 * x[1];
	}
	return x[0] * x[0] - x[1] * x[1];
}

START_TEST(flat_places_have_no_covariance)
{
	double x[] = { 3, -2 }, covariance[4];

	ck_assert(find(trough, NULL, 2, x).converged);
	ck_close(x[0], x[1], 1e-9, "in the trough");
	ck_assert(!optimum_covariance(trough, NULL, 2, x, covariance));
	x[0] = x[1] = 0;
	ck_assert(!optimum_covariance(saddle, NULL, 2, x, covariance));
}
END_TEST

/*
 * The negative log-likelihood of normal numbers with mean x[0] and standard deviation e^x[1]. At
 * its optimum the variances are sd^2 / n and 1 / 2n, and there is no covariance.
 */
static double normal(void *context, const double *x, double *gradient)
{
	const double *moments = context; /* count, mean, variance */
	double n = moments[0], off = moments[1] - x[0], precision = exp(-2 * x[1]);
	double square = moments[2] + off * off;

	if (gradient != NULL) {
		gradient[0] = -n * off * precision;
		gradient[1] = n * (1 - square * precision);
	}
	return n * (x[1] + square * precision / 2);
}

START_TEST(estimates_have_their_covariance)
{
	double moments[] = { 50, 12, 9 }, x[] = { 0, 0 }, covariance[4];

	ck_assert(find(normal, moments, 2, x).converged);
	ck_close(x[0], 12, 1e-10, "mean");
	ck_close(x[1], log(3), 1e-10, "log of the deviation");
	ck_assert(optimum_covariance(normal, moments, 2, x, covariance));
	ck_close(covariance[0], 9.0 / 50, 1e-8, "variance of the mean");
	ck_close(covariance[3], 1.0 / 100, 1e-9, "variance of the log of the deviation");
	ck_close(covariance[1], 0, 1e-9, "covariance");
	ck_assert(covariance[1] == covariance[2]);
}
END_TEST

START_TEST(gives_the_same_bits_each_time)
{
	double first[] = { -1.2, 1 }, second[] = { -1.2, 1 };
	struct optimum one = find(valley, NULL, 2, first), two = find(valley, NULL, 2, second);

	ck_assert_mem_eq(first, second, sizeof first);
	ck_assert_int_eq(one.evaluations, two.evaluations);
}
END_TEST

/* A sum over the rows of ln(e^(x - row) + e^(row - x)) + (y - row^2)^2 / 2. */
struct rows {
	const double *row;
	size_t count;
	int looks;
};

static double sum_of_rows(void *context, const double *x, double *gradient)
{
	struct rows *rows = context;
	double sum = 0;

	rows->looks++;
	if (gradient != NULL)
		gradient[0] = gradient[1] = 0;
	for (size_t i = 0; i < rows->count; i++) {
		double off = x[0] - rows->row[i], rest = x[1] - rows->row[i] * rows->row[i];

		sum += log(2 * cosh(off)) + rest * rest / 2;
		if (gradient != NULL) {
			gradient[0] += tanh(off);
			gradient[1] += rest;
		}
	}
	return sum;
}

/* From the part to all takes a few looks; from a part that says something else, it takes more. */
START_TEST(part_leads_to_all)
{
	enum { ROWS = 20000, PART = 500 };
	static double row[ROWS], part[PART], other[PART];
	struct rows all = { row, ROWS, 0 }, some = { part, PART, 0 }, wrong = { other, PART, 0 };
	double x[] = { 5, 5 }, alone[] = { 5, 5 }, misled[] = { 5, 5 };
	struct optimum found;

	for (size_t i = 0; i < ROWS; i++)
		row[i] = sin((double)i) + 0.3 * cos(0.37 * (double)i);
	for (size_t i = 0; i < PART; i++) {
		part[i] = row[i * (ROWS / PART)];
		other[i] = 8 + 0.01 * (double)i;
	}
	find(sum_of_rows, &all, 2, alone);
	all.looks = 0;
	ck_assert_int_eq(optimum_find_by_part(sum_of_rows, &all, &some, 2, x, &found, &why), 0);
	ck_assert(found.converged);
	ck_assert_int_lt(all.looks, 12);
	ck_assert_int_eq(all.looks, found.evaluations);
	ck_assert_int_eq(
		optimum_find_by_part(sum_of_rows, &all, &wrong, 2, misled, &found, &why), 0);
	ck_assert(found.converged);
	for (size_t i = 0; i < 2; i++) {
		ck_close(x[i], alone[i], 1e-9, "by a part");
		ck_close(misled[i], alone[i], 1e-9, "by another part");
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("optimum");
	TCase *tests = tcase_create("optimum");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, goes_through_the_valley);
	tcase_add_test(tests, finds_the_bottom_of_bowls);
	tcase_add_test(tests, keeps_off_undefined_values);
	tcase_add_test(tests, comes_out_of_where_nothing_is_defined);
	tcase_add_test(tests, says_that_nothing_is_defined);
	tcase_add_test(tests, says_that_there_is_no_optimum);
	tcase_add_test(tests, flat_places_have_no_covariance);
	tcase_add_test(tests, estimates_have_their_covariance);
	tcase_add_test(tests, gives_the_same_bits_each_time);
	tcase_add_test(tests, part_leads_to_all);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
