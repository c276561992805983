/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>

#include "base/mem.h"
#include "crm/pareto.h"

static int compare_falling(const void *left, const void *right)
{
	const int64_t *a = left, *b = right;

	return (*a < *b) - (*a > *b);
}

/* Sort the amounts and take them in. */
static void take(struct pareto *pareto, int64_t *amount, size_t count)
{
	int128 total = 0;

	if (count > 0)
		qsort(amount, count, sizeof *amount, compare_falling);
	for (size_t i = 0; i < count; i++)
		total += amount[i];
	pareto_begin(pareto, count, total);
	for (size_t i = 0; i < count; i++)
		pareto_add(pareto, amount[i]);
}

START_TEST(totals_are_exact_beyond_64_bits)
{
	int64_t amount[] = { INT64_MAX, INT64_MAX, -5, INT64_MAX };
	struct pareto pareto;

	take(&pareto, amount, 4);
	ck_assert(pareto.total == (int128)INT64_MAX * 3 - 5);
	ck_assert(pareto.below_total == -5);
	ck_assert_uint_eq(pareto.below_count, 1);
	ck_assert(pareto.step[10].amount == (int128)INT64_MAX * 2);
	ck_assert(pareto.step[PARETO_STEPS].amount == pareto.total);
}
END_TEST

/* Every step is what adding up from the first customer gives, for any number of them. */
START_TEST(steps_are_a_twentieth_of_the_customers_each)
{
	static int64_t amount[200];
	struct pareto pareto;

	for (size_t count = 0; count < 200; count++) {
		for (size_t i = 0; i < count; i++)
			amount[i] = (int64_t)(i * 37 % 101) - 20;
		take(&pareto, amount, count);
		for (size_t step = 0; step <= PARETO_STEPS; step++) {
			size_t end = (count * step + 10) / 20;
			int128 sum = 0;

			for (size_t i = 0; i < end; i++)
				sum += amount[i];
			ck_assert_uint_eq(pareto.step[step].customers, end);
			ck_assert(pareto.step[step].amount == sum);
		}
	}
}
END_TEST

/* 50 + 30 + 10 + 5 + 5 = 100. */
START_TEST(so_many_reach_a_share)
{
	static const struct {
		int percent;
		size_t customers;
	} cases[] = { { 1, 1 }, { 50, 1 }, { 51, 2 }, { 80, 2 }, { 81, 3 }, { 95, 4 }, { 100, 5 } };
	int64_t amount[] = { 5, 50, 10, 30, 5 };
	struct pareto pareto;

	take(&pareto, amount, 5);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ck_assert_uint_eq(pareto.reach[cases[i].percent], cases[i].customers);
}
END_TEST

START_TEST(the_curve_goes_through_each_of_a_few_customers)
{
	int64_t amount[] = { 25, 75 };
	const struct pareto_point *point;
	struct pareto pareto;

	take(&pareto, amount, 2);
	point = pareto.point;
	ck_assert_uint_eq(pareto.points, 3);
	ck_assert_double_eq(point[0].customers, 0);
	ck_assert_double_eq(point[0].amount, 0);
	ck_assert_double_eq(point[1].customers, 0.5);
	ck_assert_double_eq(point[1].amount, 0.75);
	ck_assert_double_eq(point[2].customers, 1);
	ck_assert_double_eq(point[2].amount, 1);
}
END_TEST

START_TEST(the_curve_of_many_customers_never_falls)
{
	enum { COUNT = 4321 };
	int64_t *amount = mem_zero(COUNT, sizeof *amount);
	const struct pareto_point *point;
	struct pareto pareto;
	size_t count;

	for (int i = 0; i < COUNT; i++)
		amount[i] = i * 7 % 1000 - 100;
	take(&pareto, amount, COUNT);
	count = pareto.points;
	point = pareto.point;
	ck_assert_uint_eq(count, PARETO_POINTS);
	for (size_t i = 1; i < count; i++) {
		ck_assert_double_gt(point[i].customers, point[i - 1].customers);
		ck_assert_double_ge(point[i].amount, point[i - 1].amount);
		ck_assert_double_le(point[i].amount, 1);
	}
	ck_assert_double_eq(point[count - 1].customers, 1);
	ck_assert_double_eq(point[count - 1].amount, 1);
	free(amount);
}
END_TEST

START_TEST(without_a_total_there_are_no_shares)
{
	int64_t amount[] = { 5, -5 };
	struct pareto pareto;

	take(&pareto, amount, 2);
	ck_assert_uint_eq(pareto.reach[80], 0);
	ck_assert_uint_eq(pareto.points, 0);
	ck_assert(pareto.step[10].amount == 5);
	take(&pareto, NULL, 0);
	ck_assert_uint_eq(pareto.reach[80], 0);
	ck_assert_uint_eq(pareto.points, 0);
	ck_assert(pareto.step[PARETO_STEPS].amount == 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pareto");
	TCase *all = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(all, totals_are_exact_beyond_64_bits);
	tcase_add_test(all, steps_are_a_twentieth_of_the_customers_each);
	tcase_add_test(all, so_many_reach_a_share);
	tcase_add_test(all, the_curve_goes_through_each_of_a_few_customers);
	tcase_add_test(all, the_curve_of_many_customers_never_falls);
	tcase_add_test(all, without_a_total_there_are_no_shares);
	suite_add_tcase(suite, all);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
