/* SPDX-License-Identifier: MIT */
#include <check.h>

#include "base/buf.h"
#include "crm/tally.h"

static struct tally tally;

static void setup(void)
{
	tally = (struct tally)TALLY_EMPTY;
}

static void teardown(void)
{
	tally_release(&tally);
}

START_TEST(values_are_counted_and_added_up)
{
	tally_add(&tally, slice_of("a"), INT64_MAX);
	tally_add(&tally, slice_of("b"), -3);
	tally_add(&tally, slice_of("a"), INT64_MAX);
	ck_assert_uint_eq(tally.count, 2);
	ck_assert(slice_is(tally.entry[0].value, "a"));
	ck_assert_int_eq(tally.entry[0].customers, 2);
	ck_assert(tally.entry[0].amount == (int128)INT64_MAX * 2);
	ck_assert_int_eq(tally.entry[1].customers, 1);
	ck_assert(tally.entry[1].amount == -3);
}
END_TEST

START_TEST(missing_is_a_value_and_bytes_are_bytes)
{
	tally_add(&tally, (struct slice){ NULL, 0 }, 1);
	tally_add(&tally, slice_of(""), 1);
	tally_add(&tally, (struct slice){ "a\0b", 3 }, 1);
	tally_add(&tally, (struct slice){ "a\0c", 3 }, 1);
	ck_assert_uint_eq(tally.count, 3);
	ck_assert_int_eq(tally.entry[0].customers, 2);
}
END_TEST

START_TEST(parts_make_the_whole)
{
	struct tally other = TALLY_EMPTY;

	tally_add(&tally, slice_of("a"), 1);
	tally_add(&other, slice_of("b"), 2);
	tally_add(&other, slice_of("a"), 4);
	tally_merge(&tally, &other);
	tally_release(&other);
	ck_assert_uint_eq(tally.count, 2);
	ck_assert_int_eq(tally.entry[0].customers, 2);
	ck_assert(tally.entry[0].amount == 5);
	ck_assert(slice_is(tally.entry[1].value, "b"));
}
END_TEST

START_TEST(order_is_by_rank_then_amount_then_value)
{
	static const char *const expected[] = { "d", "c", "a", "b" };

	tally_add(&tally, slice_of("b"), 1);
	tally_add(&tally, slice_of("a"), 1);
	tally_add(&tally, slice_of("c"), 9);
	tally_add(&tally, slice_of("d"), 0);
	tally.entry[3].rank = -1;
	tally_sort(&tally);
	for (size_t i = 0; i < 4; i++)
		ck_assert(slice_is(tally.entry[i].value, expected[i]));
}
END_TEST

START_TEST(many_values_are_all_found_again)
{
	struct buf value = BUF_EMPTY;

	for (int i = 0; i < 30000; i++) {
		buf_reset(&value);
		buf_printf(&value, "value %d", i % 10000);
		tally_add(&tally, buf_slice(&value), 1);
	}
	buf_release(&value);
	ck_assert_uint_eq(tally.count, 10000);
	for (size_t i = 0; i < tally.count; i++)
		ck_assert_int_eq(tally.entry[i].customers, 3);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tally");
	TCase *all = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(all, setup, teardown);
	tcase_add_test(all, values_are_counted_and_added_up);
	tcase_add_test(all, missing_is_a_value_and_bytes_are_bytes);
	tcase_add_test(all, parts_make_the_whole);
	tcase_add_test(all, order_is_by_rank_then_amount_then_value);
	tcase_add_test(all, many_values_are_all_found_again);
	suite_add_tcase(suite, all);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
