/* SPDX-License-Identifier: MIT */
#include "io/unfinished.h"

#include "test_streams.h"

START_TEST(what_is_noted_is_removed)
{
	char *one = scratch_file("one", slice_of("1"));
	char *two = scratch_file("two", slice_of("2"));
	char *none = scratch_path("none");

	scratch_file("other", slice_of("3"));
	unfinished_add(one);
	unfinished_add(none);
	unfinished_add(two);
	unfinished_remove();
	ck_assert_uint_eq(scratch_count(), 1);
	ck_file_is(scratch_path("other"), "3");
	unfinished_drop(one);
	unfinished_drop(none);
	unfinished_drop(two);
}
END_TEST

START_TEST(what_is_dropped_stays)
{
	char *one = scratch_file("one", slice_of("1"));
	char *two = scratch_file("two", slice_of("2"));

	unfinished_add(one);
	unfinished_add(two);
	unfinished_drop(one);
	unfinished_drop(NULL);
	unfinished_drop("never noted");
	unfinished_remove();
	ck_file_is(one, "1");
	ck_assert_int_ne(access(two, F_OK), 0);
	unfinished_drop(two);
}
END_TEST

/* More than there is room for are done without; those with a place keep it. */
START_TEST(too_many_do_no_harm)
{
	char *first = scratch_file("first", slice_of("1"));
	char *last = scratch_file("last", slice_of("2"));

	unfinished_add(first);
	for (int i = 0; i < 1000; i++)
		unfinished_add("/nowhere/at/all");
	unfinished_add(last);
	unfinished_remove();
	ck_assert_int_ne(access(first, F_OK), 0);
	ck_file_is(last, "2");
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("unfinished");

	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_add_test(tests, what_is_noted_is_removed);
	tcase_add_test(tests, what_is_dropped_stays);
	tcase_add_test(tests, too_many_do_no_harm);
	return run_tests(tests);
}
