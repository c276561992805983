/* SPDX-License-Identifier: MIT */
#include "stat/total.h"

#include <float.h>
#include <math.h>

#include "test_seed.h"

enum { COUNT = 5000 };

static double sum_of(const double *term, int count, double bound)
{
	struct total_grid grid = total_grid_of(bound);
	struct total total = TOTAL_EMPTY;

	for (int i = 0; i < count; i++)
		total_add(&total, grid, term[i]);
	return total_value(&total);
}

START_TEST(sums_of_few)
{
	static const double term[] = { 0.1, 0.2, 0.3, -0.6 };

	ck_assert(sum_of(term, 0, 0) == 0);
	ck_assert(sum_of(term, 1, 0.1) == 0.1);
	ck_assert(fabs(sum_of(term, 3, 0.6) - 0.6) <= DBL_EPSILON);
	/* The doubles nearest to these four add up to 2^-55 and not to 0. */
	ck_assert(fabs(sum_of(term, 4, 1.2)) <= 0x1p-54);
}
END_TEST

/* Terms of all sizes and of both signs, mixed, and summed up in two parts. */
START_TEST(order_does_not_matter)
{
	static double term[COUNT];
	struct rng rng;

	test_seed(&rng, "order_does_not_matter");
	for (int round = 0; round < 50; round++) {
		struct total one = TOTAL_EMPTY, other = TOTAL_EMPTY;
		double bound = 0, sum;
		long double truth = 0;
		struct total_grid grid;

		for (int i = 0; i < COUNT; i++) {
			term[i] = ldexp(rng_unit(&rng) - 0.5, (int)rng_below(&rng, 60) - 30);
			bound = fmax(bound, fabs(term[i]));
			truth += (long double)term[i];
		}
		bound *= COUNT;
		grid = total_grid_of(bound);
		sum = sum_of(term, COUNT, bound);
		ck_assert(fabs((double)((long double)sum - truth)) <
			  fabs((double)truth) * 0x1p-51 + COUNT * bound * 0x1p-65);
		for (uint32_t i = COUNT - 1; i > 0; i--) {
			uint32_t with = rng_below(&rng, i + 1);
			double moved = term[i];

			term[i] = term[with], term[with] = moved;
		}
		ck_assert(sum_of(term, COUNT, bound) == sum);
		for (int i = 0; i < COUNT; i++)
			total_add(i % 3 == 0 ? &one : &other, grid, term[i]);
		total_merge(&one, &other);
		ck_assert(total_value(&one) == sum);
	}
}
END_TEST

START_TEST(bounds_of_all_sizes)
{
	for (int exponent = -1074; exponent < 1000; exponent++) {
		double term = ldexp(1, exponent), terms[] = { term, term, -term };

		if (exponent < -850)
			ck_assert(fabs(sum_of(terms, 3, 3 * term) - term) <= ldexp(1, -900));
		else
			ck_assert(sum_of(terms, 3, 3 * term) == term);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("total");
	TCase *tests = tcase_create("total");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, sums_of_few);
	tcase_add_test(tests, order_does_not_matter);
	tcase_add_test(tests, bounds_of_all_sizes);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
