/* SPDX-License-Identifier: MIT */
#include "base/radix.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "test_seed.h"

enum { ROUNDS = 300, MOST = 3000 };

static size_t compared;

static int compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	for (size_t i = 0; i < compared; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

/* Numbers of some size, the greatest and the least that there are among them. */
static int64_t number(struct rng *rng, int bits)
{
	if (rng_below(rng, 50) == 0)
		return rng_chance(rng, 0.5) ? INT64_MIN : INT64_MAX;
	return (int64_t)rng_next(rng) >> (63 - bits);
}

START_TEST(rows_are_sorted_as_by_comparing)
{
	static int64_t row[MOST * RADIX_MOST_WIDTH], known[MOST * RADIX_MOST_WIDTH];
	struct rng rng;

	test_seed(&rng, "rows_are_sorted_as_by_comparing");
	for (int round = 0; round < ROUNDS; round++) {
		size_t width = 1 + rng_below(&rng, RADIX_MOST_WIDTH);
		size_t keys = 1 + rng_below(&rng, (uint32_t)width);
		size_t count = rng_below(&rng, round % 3 ? 100 : MOST);
		int bits = 1 + (int)rng_below(&rng, 62);

		for (size_t i = 0; i < count * width; i++)
			row[i] = number(&rng, i % width < keys ? bits : 3);
		/* What is no key tells the rows apart, in their order. */
		for (size_t i = 0; i < count && keys < width; i++)
			row[i * width + keys] = (int64_t)i;
		memcpy(known, row, sizeof row);
		compared = keys < width ? keys + 1 : keys;
		qsort(known, count, width * sizeof *known, compare);
		radix_sort(row, count, width, keys);
		ck_assert_msg(memcmp(row, known, count * width * sizeof *row) == 0,
			"round %d: %zu rows of %zu numbers by %zu", round, count, width, keys);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("radix");
	TCase *tests = tcase_create("radix");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, rows_are_sorted_as_by_comparing);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
