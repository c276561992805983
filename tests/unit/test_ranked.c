/* SPDX-License-Identifier: MIT */
#include "stat/ranked.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "test_seed.h"

enum { COUNT = 5000 };

static int compare(const void *left, const void *right)
{
	const float *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* Of all sizes and both signs, many of them alike, against the C library's sort. */
START_TEST(numbers_at_all_ranks)
{
	static float value[COUNT], sorted[COUNT], found[COUNT];
	static size_t rank[COUNT];
	struct rng rng;

	test_seed(&rng, "numbers_at_all_ranks");
	for (size_t i = 0; i < COUNT; i++) {
		float size = ldexpf(1, (int)rng_below(&rng, 200) - 100);

		value[i] = size * (float)(rng_below(&rng, 2001) / 1000.0 - 1) + 0.0f;
		if (i % 3 == 0)
			value[i] = (float)rng_below(&rng, 5);
		sorted[i] = value[i];
		rank[i] = i;
	}
	value[0] = sorted[0] = -INFINITY;
	value[1] = sorted[1] = INFINITY;
	qsort(sorted, COUNT, sizeof *sorted, compare);
	ranked_find(value, COUNT, rank, COUNT, found);
	for (size_t i = 0; i < COUNT; i++)
		ck_assert_msg(found[i] == sorted[i], "rank %zu: expected %g, got %g", i,
			(double)sorted[i], (double)found[i]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ranked");
	TCase *tests = tcase_create("ranked");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, numbers_at_all_ranks);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
