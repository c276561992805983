/* SPDX-License-Identifier: MIT */
#include "run/belt.h"

#include "test_streams.h"

static const int jobs_tried[] = { 1, 2, 3, 8 };

enum { PIECES = 2000, SLOTS_MOST = 24 };

struct line {
	size_t pieces, taken, put;
	size_t stops_at; /* the put of this piece says so */
	size_t piece[SLOTS_MOST], made[SLOTS_MOST];
	int jobs;
};

static bool take(void *context, size_t slot)
{
	struct line *line = context;

	if (line->taken == line->pieces)
		return false;
	line->piece[slot] = line->taken++;
	return true;
}

/* Pieces take different times, so that they are ready in another order. */
static void work(void *context, int worker, size_t slot)
{
	struct line *line = context;
	volatile size_t time = line->piece[slot] * 7919 % 1000;

	ck_assert_int_lt(worker, line->jobs);
	while (time > 0)
		time--;
	line->made[slot] = line->piece[slot] * 3;
}

static int put(void *context, size_t slot)
{
	struct line *line = context;

	ck_assert_uint_eq(line->piece[slot], line->put);
	ck_assert_uint_eq(line->made[slot], line->put * 3);
	return line->put++ == line->stops_at ? -1 : 0;
}

static const struct belt_work steps = { take, work, put };

START_TEST(pieces_leave_in_order)
{
	for (size_t j = 0; j < 4; j++) {
		for (size_t slots = 1; slots <= SLOTS_MOST; slots += 7) {
			struct line line = { PIECES, .stops_at = PIECES, .jobs = jobs_tried[j] };

			ck_assert_int_eq(belt_run(&steps, line.jobs, slots, &line), 0);
			ck_assert_uint_eq(line.put, PIECES);
		}
	}
}
END_TEST

START_TEST(no_piece_is_no_work)
{
	struct line line = { 0, .stops_at = PIECES, .jobs = 3 };

	ck_assert_int_eq(belt_run(&steps, 3, 9, &line), 0);
	ck_assert_uint_eq(line.put, 0);
}
END_TEST

START_TEST(belt_stops_behind_the_piece_that_says_so)
{
	for (size_t j = 0; j < 4; j++) {
		struct line line = { PIECES, .stops_at = 777, .jobs = jobs_tried[j] };

		ck_assert_int_eq(belt_run(&steps, line.jobs, 6, &line), -1);
		ck_assert_uint_eq(line.put, 778);
		ck_assert_uint_le(line.taken, 778 + 6);
	}
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("belt");

	tcase_add_test(tests, pieces_leave_in_order);
	tcase_add_test(tests, no_piece_is_no_work);
	tcase_add_test(tests, belt_stops_behind_the_piece_that_says_so);
	return run_tests(tests);
}
