/* SPDX-License-Identifier: MIT */
#include "tab/columns.h"

#include "test_streams.h"

START_TEST(header_gives_names_their_places)
{
	struct columns columns = COLUMNS_EMPTY;
	struct diag why;

	ck_assert_int_eq(columns_add_header(&columns, slice_of("id\tname\t金额"), &why), 0);
	ck_assert_uint_eq(columns.count, 3);
	ck_assert_int_eq(columns_find(&columns, slice_of("id")), 0);
	ck_assert_int_eq(columns_find(&columns, slice_of("name")), 1);
	ck_assert_int_eq(columns_find(&columns, slice_of("金额")), 2);
	ck_assert_int_eq(columns_find(&columns, slice_of("nam")), -1);
	ck_assert_int_eq(columns_find(&columns, slice_of("names")), -1);
	ck_assert_int_eq(columns_find(&columns, slice_of("")), -1);
	columns_release(&columns);
	ck_assert_uint_eq(columns.count, 0);
}
END_TEST

START_TEST(names_are_kept_without_escapes_and_written_with_them)
{
	struct columns columns = COLUMNS_EMPTY;
	struct buf out = BUF_EMPTY;
	struct diag why;

	ck_assert_int_eq(columns_add_header(&columns, slice_of("a\\tb\tc\\\\d"), &why), 0);
	ck_assert_int_eq(columns_find(&columns, slice_of("a\tb")), 0);
	ck_assert_int_eq(columns_find(&columns, slice_of("c\\d")), 1);
	columns_put_header(&columns, &out);
	ck_assert_str_eq(buf_string(&out), "a\\tb\tc\\\\d\n");
	buf_release(&out);
	columns_release(&columns);
}
END_TEST

START_TEST(names_are_copied)
{
	struct columns columns = COLUMNS_EMPTY;
	char name[] = "amount";

	ck_assert_uint_eq(columns_add(&columns, slice_of(name)), 0);
	memset(name, 'x', 6);
	for (size_t i = 1; i < 2000; i++) {
		snprintf(name, sizeof name, "c%zu", i);
		ck_assert_uint_eq(columns_add(&columns, slice_of(name)), i);
	}
	ck_assert_int_eq(columns_find(&columns, slice_of("amount")), 0);
	ck_assert_int_eq(columns_find(&columns, slice_of("c1999")), 1999);
	columns_release(&columns);
}
END_TEST

static void ck_refused(const char *line, const char *reason)
{
	struct columns columns = COLUMNS_EMPTY;
	struct diag why;

	ck_assert_int_eq(columns_add_header(&columns, slice_of(line), &why), -1);
	ck_assert_str_eq(why.text, reason);
	columns_release(&columns);
}

START_TEST(empty_and_repeated_names_are_refused)
{
	ck_refused("", "column 1 of the header has no name");
	ck_refused("a\t\tb", "column 2 of the header has no name");
	ck_refused("a\t", "column 2 of the header has no name");
	ck_refused("a\tb\ta", "two columns are called 'a'");
	ck_refused("a\\tb\ta\\tb", "two columns are called 'a\tb'");
}
END_TEST

START_TEST(missing_column_is_reported_with_those_that_there_are)
{
	struct columns columns = COLUMNS_EMPTY;
	struct diag why;
	int at = 7;

	columns_add_header(&columns, slice_of("a\tb"), &why);
	ck_assert_int_eq(columns_need(&columns, "b", &at, &why), 0);
	ck_assert_int_eq(at, 1);
	ck_assert_int_eq(columns_need(&columns, "c", &at, &why), -1);
	ck_assert_str_eq(why.text, "no column 'c'; there are: a, b");
	ck_assert_str_eq(why.code, "missing-column");
	columns_release(&columns);
}
END_TEST

START_TEST(names_are_found_that_come_to_the_same_in_a_stream)
{
	struct columns columns = COLUMNS_EMPTY;

	ck_assert_int_eq(columns_find_usual(&columns, slice_of("a")), -1);
	columns_add(&columns, slice_of("Customer ID"));
	columns_add(&columns, slice_of("客户编号"));
	columns_add(&columns, slice_of("customer_id"));
	ck_assert_int_eq(columns_find_usual(&columns, slice_of("CustomerID")), 0);
	ck_assert_int_eq(columns_find_usual(&columns, slice_of("customer_id")), 0);
	ck_assert_int_eq(columns_find(&columns, slice_of("customer_id")), 2);
	ck_assert_int_eq(columns_find_usual(&columns, slice_of("客户编号")), 1);
	ck_assert_int_eq(columns_find_usual(&columns, slice_of("customer")), -1);
	columns_release(&columns);
}
END_TEST

/* Found by fuzzing: each name was compared with what the long one comes to, made anew each time. */
START_TEST(many_names_that_come_to_the_same_take_no_time)
{
	struct columns columns = COLUMNS_EMPTY;
	struct buf brackets = BUF_EMPTY;

	for (int i = 0; i < 60000; i++)
		buf_char(&brackets, '[');
	columns_add(&columns, buf_slice(&brackets));
	for (int i = 0; i < 300000; i++)
		columns_add(&columns, slice_of(""));
	ck_assert_int_eq(columns_find_usual(&columns, slice_of("{}")), 0);
	ck_assert_int_eq(columns_find(&columns, slice_of("")), 1);
	columns_release(&columns);
	buf_release(&brackets);
}
END_TEST

/* As many as no sheet has, but a one-hot table may; each name is looked for among all others. */
START_TEST(wide_headers_take_no_time)
{
	struct columns columns = COLUMNS_EMPTY;
	struct buf line = BUF_EMPTY;
	struct diag why;

	for (int i = 0; i < 200000; i++)
		buf_printf(&line, "%scolumn_%d", i > 0 ? "\t" : "", i);
	ck_assert_int_eq(columns_add_header(&columns, buf_slice(&line), &why), 0);
	ck_assert_int_eq(columns_find(&columns, slice_of("column_199999")), 199999);
	columns_release(&columns);
	buf_text(&line, "\tcolumn_77");
	ck_assert_int_eq(columns_add_header(&columns, buf_slice(&line), &why), -1);
	ck_assert_str_eq(why.text, "two columns are called 'column_77'");
	columns_release(&columns);
	buf_release(&line);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("columns");

	tcase_add_test(tests, header_gives_names_their_places);
	tcase_add_test(tests, names_are_kept_without_escapes_and_written_with_them);
	tcase_add_test(tests, names_are_copied);
	tcase_add_test(tests, empty_and_repeated_names_are_refused);
	tcase_add_test(tests, missing_column_is_reported_with_those_that_there_are);
	tcase_add_test(tests, names_are_found_that_come_to_the_same_in_a_stream);
	tcase_add_test(tests, many_names_that_come_to_the_same_take_no_time);
	tcase_add_test(tests, wide_headers_take_no_time);
	return run_tests(tests);
}
