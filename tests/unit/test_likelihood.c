/* SPDX-License-Identifier: MIT */
#include "stat/likelihood.h"

#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 100000 };

/* The row i has ln(1 + i a) + b / (1 + i). */
static double of_rows(
	const void *context, const double *parameter, size_t first, size_t end, double *gradient)
{
	double sum = 0;

	ck_assert_ptr_nonnull(context);
	ck_assert(first < end || end == 0);
	if (gradient != NULL)
		gradient[0] = gradient[1] = 0;
	for (size_t row = first; row < end; row++) {
		double i = (double)row;

		sum += log1p(i * parameter[0]) + parameter[1] / (1 + i);
		if (gradient != NULL) {
			gradient[0] += i / (1 + i * parameter[0]);
			gradient[1] += 1 / (1 + i);
		}
	}
	return sum;
}

/* The last piece first. */
static void run_backwards(
	const struct pieces *pieces, size_t count, pieces_work work, void *context)
{
	(void)pieces;
	while (count > 0)
		work(context, --count);
}

START_TEST(all_rows_are_added_once)
{
	static const double parameter[] = { 0.3, 7 };
	static const size_t counts[] = { 0, 1, 4095, 4096, 8191, 8192, ROWS, 64 * 4096, 300001 };

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		double gradient[2], known[2];
		double sum = of_rows("", parameter, 0, counts[i], known);
		double got = likelihood_sum(NULL, counts[i], 2, of_rows, "", parameter, gradient);

		ck_assert_double_le(fabs(got - sum), 1e-12 * fabs(sum));
		ck_assert_double_le(fabs(gradient[0] - known[0]), 1e-12 * known[0]);
		ck_assert_double_le(fabs(gradient[1] - known[1]), 1e-12 * known[1]);
		ck_assert(likelihood_sum(NULL, counts[i], 2, of_rows, "", parameter, NULL) == got);
	}
}
END_TEST

START_TEST(who_does_the_pieces_changes_nothing)
{
	static const struct pieces backwards = { run_backwards, 1 };
	static const double parameter[] = { 0.3, 7 };
	double one[2], other[2];

	ck_assert(likelihood_sum(NULL, ROWS, 2, of_rows, "", parameter, one) ==
		  likelihood_sum(&backwards, ROWS, 2, of_rows, "", parameter, other));
	ck_assert(memcmp(one, other, sizeof one) == 0);
}
END_TEST

struct group {
	size_t number;
	uint64_t customers;
};

static struct group *part_of(const struct group *group, size_t count, size_t *drawn)
{
	return likelihood_part(
		group, count, sizeof *group, offsetof(struct group, customers), drawn);
}

/* As many are drawn from a stretch of groups as there are customers in it, give or take one. */
START_TEST(part_is_even)
{
	struct group *group = calloc(ROWS, sizeof *group), *part;
	uint64_t all = 0, before = 0, drawn_before = 0;
	double each;
	size_t drawn;

	for (size_t i = 0; i < ROWS; i++) {
		group[i] = (struct group){ i, i % 10 == 0 ? 1000 : i % 7 };
		all += group[i].customers;
	}
	part = part_of(group, ROWS, &drawn);
	ck_assert_ptr_nonnull(part);
	ck_assert(drawn > 1000 && drawn < ROWS / 4);
	each = (double)(all / 8192);
	for (size_t i = 0, k = 0; i < ROWS; i++) {
		before += group[i].customers;
		if (k < drawn && part[k].number == i)
			drawn_before += part[k++].customers;
		ck_assert(fabs((double)before / each - (double)drawn_before) <= 1);
	}
	free(part);
	free(group);
}
END_TEST

START_TEST(few_have_no_part)
{
	struct group *group = calloc(ROWS, sizeof *group);
	size_t drawn;

	ck_assert_ptr_null(part_of(group, ROWS, &drawn)); /* no customers */
	group[0].customers = 1000000;
	ck_assert_ptr_null(part_of(group, 1000, &drawn));
	ck_assert_ptr_null(part_of(NULL, 0, &drawn));
	free(group);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("likelihood");
	TCase *tests = tcase_create("likelihood");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, all_rows_are_added_once);
	tcase_add_test(tests, who_does_the_pieces_changes_nothing);
	tcase_add_test(tests, part_is_even);
	tcase_add_test(tests, few_have_no_part);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
