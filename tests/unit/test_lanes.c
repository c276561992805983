/* SPDX-License-Identifier: MIT */
#include "stat/lanes.h"

#include <check.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "test_seed.h"

enum { COUNT = 1003, ROUNDS = 50 };

/* How many units in the last place `got` is off. */
static double units(double got, double expected)
{
	return fabs(got - expected) / (nextafter(fabs(expected), INFINITY) - fabs(expected));
}

/* Numbers of all sizes between 2^low and 2^high. */
static void fill(struct rng *rng, double *x, double low, double high)
{
	for (size_t i = 0; i < COUNT; i++)
		x[i] = exp2(low + (high - low) * rng_unit(rng));
}

START_TEST(logarithms_are_those_of_the_c_library)
{
	double x[COUNT], y[COUNT];
	struct rng rng;

	test_seed(&rng, "logarithms_are_those_of_the_c_library");
	for (int round = 0; round < ROUNDS; round++) {
		fill(&rng, x, round % 2 ? -1020 : -1, round % 2 ? 1020 : 1);
		lanes_log(x, y, COUNT);
		for (size_t i = 0; i < COUNT; i++)
			ck_assert_msg(units(y[i], log(x[i])) <= 3, "ln %a is %a, not %a", x[i],
				y[i], log(x[i]));
		fill(&rng, x, round % 2 ? -1000 : -10, round % 2 ? 1000 : 10);
		lanes_log1p(x, y, COUNT);
		for (size_t i = 0; i < COUNT; i++)
			ck_assert_msg(units(y[i], log1p(x[i])) <= 3, "ln(1 + %a) is %a, not %a",
				x[i], y[i], log1p(x[i]));
	}
}
END_TEST

START_TEST(powers_of_e_are_those_of_the_c_library)
{
	double x[COUNT], y[COUNT];
	struct rng rng;

	test_seed(&rng, "powers_of_e_are_those_of_the_c_library");
	for (int round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < COUNT; i++)
			x[i] = (rng_unit(&rng) - 0.5) * (round % 2 ? 1400 : 2);
		lanes_exp(x, y, COUNT);
		for (size_t i = 0; i < COUNT; i++)
			ck_assert_msg(units(y[i], exp(x[i])) <= 3, "e^%a is %a, not %a", x[i], y[i],
				exp(x[i]));
	}
}
END_TEST

START_TEST(ends_of_the_range)
{
	double x[] = { 0, 1, 0, -708, -1e6, -INFINITY }, y[6];

	lanes_log1p(x, y, 2);
	ck_assert(y[0] == 0 && units(y[1], M_LN2) <= 1);
	lanes_log(x + 1, y, 1);
	ck_assert(y[0] == 0);
	lanes_exp(x + 2, y, 4);
	ck_assert(y[0] == 1);
	ck_assert(y[1] > 0 && y[2] == y[1] && y[3] == y[1]);
}
END_TEST

/* A number alone, at any place, and in the place of its argument. */
START_TEST(lanes_know_nothing_of_each_other)
{
	double x[COUNT], all[COUNT], alone;
	struct rng rng;

	test_seed(&rng, "lanes_know_nothing_of_each_other");
	fill(&rng, x, -40, 40);
	lanes_log1p(x, all, COUNT);
	for (size_t i = 0; i < COUNT; i++) {
		lanes_log1p(&x[i], &alone, 1);
		ck_assert(memcmp(&alone, &all[i], sizeof alone) == 0);
	}
	lanes_log1p(x, x, COUNT);
	ck_assert(memcmp(x, all, sizeof x) == 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lanes");
	TCase *tests = tcase_create("lanes");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, logarithms_are_those_of_the_c_library);
	tcase_add_test(tests, powers_of_e_are_those_of_the_c_library);
	tcase_add_test(tests, ends_of_the_range);
	tcase_add_test(tests, lanes_know_nothing_of_each_other);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
