/* SPDX-License-Identifier: MIT */
#include "tab/added.h"

#include "test_streams.h"

static const char *const name[] = { "clv", "grade" };

/* What comes of `text`, a header and rows, when its rows get these two values. */
static void ck_added(const char *text, const char *expected)
{
	struct slice value[] = { slice_of("12.5"), { NULL, 0 } };
	struct slice rest = slice_of(text), header;
	struct columns columns = COLUMNS_EMPTY;
	struct rows_memory memory = { 0 };
	struct buf out = BUF_EMPTY;
	struct added added;
	struct rows rows;
	struct row row;
	struct diag why;

	ck_assert(slice_cut(&rest, '\n', &header));
	ck_assert_int_eq(columns_add_header(&columns, header, &why), 0);
	header.length++;
	added_begin(&added, name, 2, &columns);
	added_put_header(&added, header, &out);
	rows_begin(&rows, &memory, rest, columns.count);
	while (rows_next(&rows, &row, &why) > 0)
		added_put_row(&added, &row, value, &out);
	ck_assert_str_eq(buf_string(&out), expected);
	added_release(&added);
	rows_memory_release(&memory);
	columns_release(&columns);
	buf_release(&out);
}

START_TEST(new_columns_stand_behind)
{
	ck_added("id\tname\n1\ta\\tb\n2\t\n",
		"id\tname\tclv\tgrade\n1\ta\\tb\t12.5\t\n2\t\t12.5\t\n");
}
END_TEST

START_TEST(columns_that_are_there_are_replaced_in_their_places)
{
	ck_added("grade\tid\nA\t1\n", "grade\tid\tclv\n\t1\t12.5\n");
	ck_added("id\tclv\tgrade\n1\t0\tB\n", "id\tclv\tgrade\n1\t12.5\t\n");
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("added");

	tcase_add_test(tests, new_columns_stand_behind);
	tcase_add_test(tests, columns_that_are_there_are_replaced_in_their_places);
	return run_tests(tests);
}
