/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>

#include "base/mem.h"
#include "crm/dealing.h"

/* Pack and unpack. `bytes` is to be freed when the dealing is done with. */
static struct dealing there_and_back(const struct dealing *dealing, char **bytes)
{
	struct dealing_form form = dealing_form(dealing);
	struct dealing back;

	*bytes = mem_alloc(form.size);
	dealing_pack(dealing, form, *bytes);
	dealing_unpack((struct slice){ *bytes, form.size }, &back);
	return back;
}

START_TEST(row_comes_back_as_it_was)
{
	static const int64_t amounts[] = { 0, 1, -1, 12500000, -12500000, INT64_MAX, -INT64_MAX,
		0x80000000, -0x80000000LL, 0xffffffff, 10000, -10000, 10001, 21474836470000,
		21474836480000, -21474836480000 };

	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
		struct dealing row, back;
		char *bytes;

		dealing_of_row(&row, -12345, amounts[i], slice_of("O-1"));
		back = there_and_back(&row, &bytes);
		ck_assert_int_eq(back.date, -12345);
		ck_assert(back.amount == amounts[i]);
		ck_assert(back.returned_amount == (amounts[i] < 0 ? -amounts[i] : 0));
		ck_assert_int_eq(back.sales, amounts[i] > 0);
		ck_assert_int_eq(back.returns, amounts[i] < 0);
		ck_assert_int_eq(back.orders_without_id, 0);
		ck_assert(slice_is(back.order_ids, "O-1"));
		ck_assert(back.kind == DEALING_ROWS);
		free(bytes);
	}
}
END_TEST

START_TEST(rows_of_an_order_become_one)
{
	struct dealing sum, back;
	char *bytes;

	dealing_of_row(&sum, 100, 5, slice_of("A"));
	ck_assert(dealing_add_row(&sum, 100, -2, slice_of("A")));
	ck_assert(dealing_add_row(&sum, 100, 0, slice_of("A")));
	back = there_and_back(&sum, &bytes);
	ck_assert(back.amount == 3 && back.returned_amount == 2);
	ck_assert_int_eq(back.sales, 1);
	ck_assert_int_eq(back.returns, 1);
	ck_assert_int_eq(back.orders_without_id, 0);
	ck_assert(slice_is(back.order_ids, "A"));
	free(bytes);
}
END_TEST

START_TEST(rows_without_order_are_orders_each)
{
	struct dealing sum, back;
	char *bytes;

	dealing_of_row(&sum, 100, 5, slice_of(""));
	ck_assert(dealing_add_row(&sum, 100, 6, slice_of("")));
	back = there_and_back(&sum, &bytes);
	ck_assert_int_eq(back.orders_without_id, 2);
	ck_assert_uint_eq(back.order_ids.length, 0);
	free(bytes);
}
END_TEST

START_TEST(other_days_orders_and_states_are_kept_apart)
{
	struct dealing sum;

	dealing_of_row(&sum, 100, 5, slice_of("A"));
	ck_assert(!dealing_add_row(&sum, 101, 5, slice_of("A")));
	ck_assert(!dealing_add_row(&sum, 100, 5, slice_of("B")));
	ck_assert(!dealing_add_row(&sum, 100, 5, slice_of("")));
	sum.kind = DEALING_DAY;
	ck_assert(!dealing_add_row(&sum, 100, 5, slice_of("A")));
}
END_TEST

START_TEST(sum_that_is_too_large_is_not_made)
{
	struct dealing sum;

	dealing_of_row(&sum, 100, INT64_MAX, slice_of("A"));
	ck_assert(!dealing_add_row(&sum, 100, 1, slice_of("A")));
	ck_assert(sum.amount == INT64_MAX && sum.kind == DEALING_ROW);
	dealing_of_row(&sum, 100, -INT64_MAX, slice_of("A"));
	ck_assert(!dealing_add_row(&sum, 100, -2, slice_of("A")));
	sum.sales = UINT32_MAX;
	ck_assert(!dealing_add_row(&sum, 100, 0, slice_of("A")));
}
END_TEST

START_TEST(day_of_a_state_comes_back_with_all_its_orders)
{
	struct dealing day = { DEALING_DAY, 7, 3, 2, 1, -5, 9, slice_of("A\\nB") };
	struct dealing back;
	char *bytes;

	back = there_and_back(&day, &bytes);
	ck_assert_int_eq(back.date, 7);
	ck_assert_int_eq(back.sales, 3);
	ck_assert_int_eq(back.returns, 2);
	ck_assert_int_eq(back.orders_without_id, 1);
	ck_assert(back.amount == -5 && back.returned_amount == 9);
	ck_assert_int_eq(back.kind, DEALING_DAY);
	ck_assert(slice_is(back.order_ids, "A\\nB"));
	free(bytes);
}
END_TEST

/* Around what the shorter forms have room for. */
START_TEST(figures_of_any_size_come_back)
{
	static const struct dealing sums[] = {
		{ DEALING_ROWS, -1, UINT16_MAX, 0, 0, 0x123456789abcdef, 0, { "A", 1 } },
		{ DEALING_ROWS, 1, UINT16_MAX + 1, 0, 0, -0x123456789abcdef, 0, { "A", 1 } },
		{ DEALING_ROWS, 2, 0, 0, UINT16_MAX, 0x80000000, 0, { "", 0 } },
		{ DEALING_ROWS, 3, 0, 0, UINT16_MAX + 1, 0, 0, { "", 0 } },
		{ DEALING_ROWS, 4, 2, 1, 0, INT64_MAX, 1, { "A", 1 } },
		{ DEALING_DAY, 5, 2, 0, 0, 7, 1, { "A", 1 } },
		{ DEALING_DAY, 6, 2, 0, 1, 7, 0, { "A\\nB", 4 } },
		{ DEALING_DAY, 7, UINT32_MAX, UINT32_MAX, UINT32_MAX, INT64_MIN, INT64_MAX,
			{ "", 0 } },
		{ DEALING_ROWS, 8, UINT8_MAX, 0, UINT8_MAX, 21474836470000, 0, { "", 0 } },
		{ DEALING_ROWS, 9, UINT8_MAX + 1, 0, 0, 10000, 0, { "A", 1 } },
		{ DEALING_ROWS, 10, 0, 0, UINT8_MAX + 1, 10000, 0, { "", 0 } },
		{ DEALING_DAY, 11, 2, 0, 1, -21474836480000, 0, { "A\\nB", 4 } },
		{ DEALING_DAY, 12, 2, 0, 1, -21474836490000, 0, { "A\\nB", 4 } },
	};

	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
		char *bytes;
		struct dealing back = there_and_back(&sums[i], &bytes);

		ck_assert_int_eq(back.date, sums[i].date);
		ck_assert(back.amount == sums[i].amount);
		ck_assert(back.returned_amount == sums[i].returned_amount);
		ck_assert_int_eq(back.sales, sums[i].sales);
		ck_assert_int_eq(back.returns, sums[i].returns);
		ck_assert_int_eq(back.orders_without_id, sums[i].orders_without_id);
		ck_assert(slice_equal(back.order_ids, sums[i].order_ids));
		ck_assert_int_eq(back.kind, sums[i].kind);
		free(bytes);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("dealing");
	TCase *tests = tcase_create("dealing");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, row_comes_back_as_it_was);
	tcase_add_test(tests, rows_of_an_order_become_one);
	tcase_add_test(tests, rows_without_order_are_orders_each);
	tcase_add_test(tests, other_days_orders_and_states_are_kept_apart);
	tcase_add_test(tests, sum_that_is_too_large_is_not_made);
	tcase_add_test(tests, day_of_a_state_comes_back_with_all_its_orders);
	tcase_add_test(tests, figures_of_any_size_come_back);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
