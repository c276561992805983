/* SPDX-License-Identifier: MIT */
#include "stat/cholesky.h"

#include <math.h>

#include "test_seed.h"

START_TEST(example_of_the_header)
{
	double a[] = { 4, 0, 2, 3 }, b[] = { 8, 7 }, inverse[4];
	bool out[2] = { false };

	ck_assert_uint_eq(cholesky_factor(a, 2, 1e-10, out), 0);
	cholesky_solve(a, 2, b);
	ck_assert(fabs(b[0] - 1.25) < 1e-15);
	ck_assert(fabs(b[1] - 1.5) < 1e-15);
	cholesky_inverse(a, 2, inverse);
	ck_assert(fabs(inverse[0] - 3.0 / 8) < 1e-15);
	ck_assert(fabs(inverse[1] + 2.0 / 8) < 1e-15);
	ck_assert(inverse[1] == inverse[2]);
	ck_assert(fabs(inverse[3] - 4.0 / 8) < 1e-15);
}
END_TEST

/* The third is the sum of the first two: solved as if it were not there. */
START_TEST(combinations_are_left_out)
{
	double a[] = { 1, 0, 0, 0, 0, 4, 0, 0, 1, 4, 5, 0, 0, 0, 0, 2 }, b[] = { 3, 8, 11, 6 };
	bool out[4] = { false };

	ck_assert_uint_eq(cholesky_factor(a, 4, 1e-10, out), 1);
	ck_assert(out[2] && !out[0] && !out[1] && !out[3]);
	cholesky_solve(a, 4, b);
	ck_assert(b[0] == 3 && b[1] == 2 && b[2] == 0 && fabs(b[3] - 3) < 1e-15);
}
END_TEST

START_TEST(those_marked_are_left_out)
{
	double a[] = { 4, 0, 2, 3 }, b[] = { 8, 6 };
	bool out[2] = { true, false };

	ck_assert_uint_eq(cholesky_factor(a, 2, 1e-10, out), 0);
	cholesky_solve(a, 2, b);
	ck_assert(b[0] == 0 && fabs(b[1] - 2) < 1e-15);
}
END_TEST

/* A = B B' + a little; A x = b is put in again. */
START_TEST(solutions_solve)
{
	enum { SIZE = 20 };
	double b[SIZE][SIZE], a[SIZE * SIZE], kept[SIZE * SIZE], x[SIZE];
	bool out[SIZE] = { false };
	struct rng rng;

	test_seed(&rng, "solutions_solve");
	for (int i = 0; i < SIZE; i++)
		for (int j = 0; j < SIZE; j++)
			b[i][j] = rng_unit(&rng) - 0.5;
	for (int i = 0; i < SIZE; i++) {
		x[i] = i;
		for (int j = 0; j < SIZE; j++) {
			a[i * SIZE + j] = i == j ? 0.01 : 0;
			for (int k = 0; k < SIZE; k++)
				a[i * SIZE + j] += b[i][k] * b[j][k];
			kept[i * SIZE + j] = a[i * SIZE + j];
		}
	}
	ck_assert_uint_eq(cholesky_factor(a, SIZE, 1e-10, out), 0);
	cholesky_solve(a, SIZE, x);
	for (int i = 0; i < SIZE; i++) {
		double sum = 0;

		for (int j = 0; j < SIZE; j++)
			sum += kept[i * SIZE + j] * x[j];
		ck_assert_msg(fabs(sum - i) < 1e-10, "row %d: expected %d, got %.17g", i, i, sum);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cholesky");
	TCase *tests = tcase_create("cholesky");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, example_of_the_header);
	tcase_add_test(tests, combinations_are_left_out);
	tcase_add_test(tests, those_marked_are_left_out);
	tcase_add_test(tests, solutions_solve);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
