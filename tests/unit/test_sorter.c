/* SPDX-License-Identifier: MIT */
#include "io/sorter.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/mem.h"
#include "base/rng.h"

enum { WIDTH = 3 };

static int compare_rows(const void *left, const void *right)
{
	const int64_t *a = left, *b = right;

	for (size_t i = 0; i < WIDTH; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

/* Numbers of all sizes, many of them equal. */
static int64_t *make_rows(size_t count)
{
	int64_t *row = mem_alloc((count + 1) * WIDTH * sizeof *row);
	struct rng rng;

	rng_start(&rng, 1);
	for (size_t i = 0; i < count * WIDTH; i++)
		row[i] = i % WIDTH == 0 ? (int64_t)(rng_next(&rng) % 7) - 3
					: (int64_t)rng_next(&rng) >> (rng_next(&rng) % 64);
	if (count > 1) {
		row[0] = INT64_MIN;
		row[WIDTH] = INT64_MAX;
	}
	return row;
}

/* Are these the rows in order, and no more? */
static void check_rows(struct sorter *sorter, const int64_t *expected, size_t count)
{
	const int64_t *row;
	struct diag why;

	ck_assert_uint_eq(sorter_count(sorter), count);
	for (size_t i = 0; i < count; i++) {
		ck_assert_int_eq(sorter_next(sorter, &row, &why), 1);
		ck_assert_int_eq(compare_rows(row, expected + i * WIDTH), 0);
	}
	ck_assert_int_eq(sorter_next(sorter, &row, &why), 0);
	ck_assert_int_eq(sorter_next(sorter, &row, &why), 0);
}

/* Open files of the process. */
static int open_files(void)
{
	int count = 0;

	for (int fd = 0; fd < 64; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

START_TEST(rows_come_in_order_whatever_the_memory)
{
	static const size_t counts[] = { 0, 1, 2, 63, 64, 65, 1000, 4321 };

	for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
		int64_t *row = make_rows(counts[c]);
		int64_t *expected = make_rows(counts[c]);

		qsort(expected, counts[c], WIDTH * sizeof *expected, compare_rows);
		for (uint64_t memory = 0; memory < 200000; memory = memory * 3 + 100) {
			struct sorter *sorter = sorter_new(WIDTH, memory);

			for (size_t i = 0; i < counts[c]; i++)
				sorter_add(sorter, row + i * WIDTH);
			check_rows(sorter, expected, counts[c]);
			sorter_free(sorter);
		}
		free(row);
		free(expected);
	}
}
END_TEST

/* Dealt to several in any way, and taken together again, they are the same. */
START_TEST(hands_leave_no_trace)
{
	enum { COUNT = 3000, HANDS = 4 };
	int64_t *row = make_rows(COUNT), *expected = make_rows(COUNT);
	int files = open_files();

	qsort(expected, COUNT, WIDTH * sizeof *expected, compare_rows);
	for (uint64_t memory = 200; memory < 200000; memory *= 5) {
		struct sorter *hand[HANDS], *all = sorter_new(WIDTH, memory);
		struct rng rng;

		rng_start(&rng, memory);
		for (size_t h = 0; h < HANDS; h++)
			hand[h] = sorter_new(WIDTH, memory);
		for (size_t i = 0; i < COUNT; i++)
			if (i % 5 == 0)
				sorter_add(all, row + i * WIDTH);
			else
				sorter_add(hand[rng_next(&rng) % HANDS], row + i * WIDTH);
		for (size_t h = 0; h < HANDS; h++) {
			sorter_take(all, hand[h]);
			ck_assert_uint_eq(sorter_count(hand[h]), 0);
			sorter_free(hand[h]);
		}
		check_rows(all, expected, COUNT);
		sorter_free(all);
		ck_assert_int_eq(open_files(), files);
	}
	free(row);
	free(expected);
}
END_TEST

/* The highest first, without overflow. */
START_TEST(the_complement_turns_the_order)
{
	static const int64_t falling[] = { INT64_MAX, 5, 0, -1, -5, INT64_MIN };
	enum { COUNT = sizeof falling / sizeof *falling };
	struct sorter *sorter = sorter_new(1, 16);
	const int64_t *row;
	struct diag why;

	for (size_t i = 0; i < COUNT; i++)
		sorter_add(sorter, (int64_t[]){ ~falling[i * 5 % COUNT] });
	for (size_t i = 0; i < COUNT; i++) {
		ck_assert_int_eq(sorter_next(sorter, &row, &why), 1);
		ck_assert(~row[0] == falling[i]);
	}
	ck_assert_int_eq(sorter_next(sorter, &row, &why), 0);
	sorter_free(sorter);
}
END_TEST

/* Rows are taken without complaint, in other hands too, but not given out. */
static void check_failure(const char *expected)
{
	struct sorter *sorter = sorter_new(1, 1024), *hand = sorter_new(1, 1024);
	const int64_t *row;
	struct diag why;

	for (int64_t i = 0; i < 1000; i++)
		sorter_add(hand, &i);
	sorter_take(sorter, hand);
	ck_assert_int_eq(sorter_next(sorter, &row, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, expected));
	sorter_free(hand);
	sorter_free(sorter);
}

START_TEST(a_full_disk_is_told_in_the_end)
{
	struct rlimit before, small;

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 2048;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	check_failure("cannot write the temporary file");
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_told_in_the_end)
{
	const char *before = getenv("TMPDIR");
	char *kept = before != NULL ? mem_text(before, strlen(before)) : NULL;

	setenv("TMPDIR", "/nowhere", 1);
	check_failure("cannot make a temporary file in '/nowhere'");
	if (kept != NULL)
		setenv("TMPDIR", kept, 1);
	else
		unsetenv("TMPDIR");
	free(kept);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sorter");
	TCase *all = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(all, rows_come_in_order_whatever_the_memory);
	tcase_add_test(all, hands_leave_no_trace);
	tcase_add_test(all, the_complement_turns_the_order);
	tcase_add_test(all, a_full_disk_is_told_in_the_end);
	tcase_add_test(all, a_folder_that_is_not_there_is_told_in_the_end);
	suite_add_tcase(suite, all);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
