/* SPDX-License-Identifier: MIT */
#include "run/each.h"

#include <stdatomic.h>

#include "test_streams.h"

static const int jobs_tried[] = { 1, 2, 3, 8 };

enum { COUNT = 2000 };

struct work {
	int jobs;
	int done[COUNT];
	atomic_int running[8]; /* of each worker: never two at a time */
	size_t fails_from, fails_to;
};

static int work_on(void *context, int worker, size_t index, struct diag *why)
{
	struct work *work = context;

	ck_assert_int_ge(worker, 0);
	ck_assert_int_lt(worker, work->jobs);
	ck_assert_int_eq(atomic_fetch_add(&work->running[worker], 1), 0);
	work->done[index]++;
	atomic_fetch_sub(&work->running[worker], 1);
	if (index < work->fails_from || index >= work->fails_to)
		return 0;
	/* The first one takes its time, so that others fail before it. */
	if (index == work->fails_from)
		usleep(2000);
	return diag_fail(why, "piece %zu", index);
}

START_TEST(every_piece_is_done_once)
{
	for (size_t j = 0; j < 4; j++) {
		struct work work = { .jobs = jobs_tried[j], .fails_from = COUNT };
		struct diag why;

		ck_assert_int_eq(run_each(work.jobs, COUNT, work_on, &work, &why), 0);
		for (size_t i = 0; i < COUNT; i++)
			ck_assert_int_eq(work.done[i], 1);
	}
}
END_TEST

START_TEST(nothing_to_do_is_done)
{
	struct work work = { .jobs = 8, .fails_from = COUNT };
	struct diag why;

	ck_assert_int_eq(run_each(8, 0, work_on, &work, &why), 0);
	ck_assert_int_eq(run_each(8, 1, work_on, &work, &why), 0);
	ck_assert_int_eq(work.done[0], 1);
	ck_assert_int_eq(work.done[1], 0);
}
END_TEST

START_TEST(lowest_failure_is_told_and_all_before_it_are_done)
{
	for (int n = 0; n < 100; n++) {
		struct work work = {
			.jobs = jobs_tried[n % 4], .fails_from = 100, .fails_to = 140
		};
		struct diag why;

		ck_assert_int_eq(run_each(work.jobs, COUNT, work_on, &work, &why), -1);
		ck_assert_str_eq(why.text, "piece 100");
		for (size_t i = 0; i <= 100; i++)
			ck_assert_int_eq(work.done[i], 1);
	}
}
END_TEST

START_TEST(failure_stops_the_others)
{
	struct work work = { .jobs = 1, .fails_from = 3, .fails_to = COUNT };
	struct diag why;

	ck_assert_int_eq(run_each(1, COUNT, work_on, &work, &why), -1);
	ck_assert_int_eq(work.done[3], 1);
	ck_assert_int_eq(work.done[4], 0);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("each");

	tcase_add_test(tests, every_piece_is_done_once);
	tcase_add_test(tests, nothing_to_do_is_done);
	tcase_add_test(tests, lowest_failure_is_told_and_all_before_it_are_done);
	tcase_add_test(tests, failure_stops_the_others);
	return run_tests(tests);
}
