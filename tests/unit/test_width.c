/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>

#include "draw/width.h"

static struct buf out;

static void setup(void)
{
	out = (struct buf)BUF_EMPTY;
}

static void teardown(void)
{
	buf_release(&out);
}

START_TEST(columns_of_letters_and_characters)
{
	ck_assert_int_eq(width_of(slice_of("")), 0);
	ck_assert_int_eq(width_of((struct slice){ NULL, 0 }), 0);
	ck_assert_int_eq(width_of(slice_of("customer")), 8);
	ck_assert_int_eq(width_of(slice_of("重要客户")), 8);
	ck_assert_int_eq(width_of(slice_of("A类客户")), 7);
	ck_assert_int_eq(width_of(slice_of("e\xCC\x81")), 1);
	ck_assert_int_eq(width_of(slice_of("，")), 2);
	ck_assert_int_eq(width_of(slice_of("…")), 1);
}
END_TEST

START_TEST(what_cannot_be_shown_takes_one_column)
{
	ck_assert_int_eq(width_of(slice_of("a\tb")), 3);
	ck_assert_int_eq(width_of(slice_of("\x1b[31m")), 5);
	ck_assert_int_eq(width_of(slice_of("\xff\xfe")), 2);
	ck_assert_int_eq(width_of(slice_of("\xE5\xAE")), 2);
	ck_assert_int_eq(width_of((struct slice){ "a\0b", 3 }), 3);
	ck_assert_int_eq(width_of(slice_of("\xE2\x80\xAE")), 1);
}
END_TEST

START_TEST(nothing_commands_the_terminal)
{
	width_put(
		&out, slice_of("a\x1b]0;x\x07\x7f\xC2\x9b\xE2\x80\xAE\xE2\x80\xA8z"), WIDTH_ASCII);
	ck_assert_str_eq(buf_string(&out), "a?]0;x?????z");
	buf_reset(&out);
	width_put(&out, slice_of("\xC0\xAF\xED\xA0\x80"), WIDTH_ASCII);
	ck_assert_str_eq(buf_string(&out), "?????");
	buf_reset(&out);
	width_put(&out, slice_of("客\x01"), WIDTH_UNICODE);
	ck_assert_str_eq(buf_string(&out), "客\xEF\xBF\xBD");
}
END_TEST

START_TEST(padding_counts_columns)
{
	width_put_left(&out, slice_of("客户"), 6, WIDTH_UNICODE);
	buf_char(&out, '|');
	width_put_right(&out, slice_of("客户"), 6, WIDTH_UNICODE);
	buf_char(&out, '|');
	width_put_right(&out, slice_of("1,203"), 5, WIDTH_UNICODE);
	ck_assert_str_eq(buf_string(&out), "客户  |  客户|1,203");
}
END_TEST

START_TEST(cutting_leaves_an_ellipsis)
{
	ck_assert_int_eq(width_put_cut(&out, slice_of("重要客户"), 6, WIDTH_UNICODE), 5);
	ck_assert_str_eq(buf_string(&out), "重要…");
	buf_reset(&out);
	ck_assert_int_eq(width_put_cut(&out, slice_of("重要客户"), 8, WIDTH_UNICODE), 8);
	ck_assert_str_eq(buf_string(&out), "重要客户");
	buf_reset(&out);
	ck_assert_int_eq(width_put_cut(&out, slice_of("customer"), 6, WIDTH_ASCII), 6);
	ck_assert_str_eq(buf_string(&out), "cus...");
}
END_TEST

START_TEST(cutting_to_hardly_anything)
{
	for (int columns = -1; columns < 9; columns++) {
		buf_reset(&out);
		ck_assert_int_le(width_put_cut(&out, slice_of("重要客户"), columns, WIDTH_UNICODE),
			columns > 0 ? columns : 0);
		buf_reset(&out);
		width_put_left(&out, slice_of("重要客户"), columns, WIDTH_ASCII);
		ck_assert_int_eq(width_of(buf_slice(&out)), columns > 0 ? columns : 0);
		buf_reset(&out);
		width_put_right(&out, slice_of("重要客户"), columns, WIDTH_UNICODE);
		ck_assert_int_eq(width_of(buf_slice(&out)), columns > 0 ? columns : 0);
	}
}
END_TEST

/* All lines of `text`, with '|' between them. */
static const char *wrapped(const char *text, int columns)
{
	struct slice rest = slice_of(text), line;

	buf_reset(&out);
	while (width_line(&rest, columns, &line)) {
		if (out.length > 0)
			buf_char(&out, '|');
		buf_put(&out, line);
	}
	return buf_string(&out);
}

START_TEST(lines_break_at_blanks)
{
	ck_assert_str_eq(wrapped("", 10), "");
	ck_assert_str_eq(wrapped(" \n ", 10), "");
	ck_assert_str_eq(wrapped("one two three", 7), "one two|three");
	ck_assert_str_eq(wrapped("one two three", 8), "one two|three");
	ck_assert_str_eq(wrapped("one  two\nthree", 3), "one|two|thr|ee");
	ck_assert_str_eq(wrapped("  one two  ", 20), "one two");
	ck_assert_str_eq(wrapped("abc", 0), "a|b|c");
}
END_TEST

START_TEST(lines_break_beside_chinese)
{
	ck_assert_str_eq(wrapped("重要客户流失", 6), "重要客|户流失");
	ck_assert_str_eq(wrapped("重要客户，流失", 8), "重要客|户，流失");
	ck_assert_str_eq(wrapped("重要（客户）", 6), "重要|（客|户）");
	ck_assert_str_eq(wrapped("客户ABC", 6), "客户|ABC");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("width");
	TCase *tests = tcase_create("width");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, columns_of_letters_and_characters);
	tcase_add_test(tests, what_cannot_be_shown_takes_one_column);
	tcase_add_test(tests, nothing_commands_the_terminal);
	tcase_add_test(tests, padding_counts_columns);
	tcase_add_test(tests, cutting_leaves_an_ellipsis);
	tcase_add_test(tests, cutting_to_hardly_anything);
	tcase_add_test(tests, lines_break_at_blanks);
	tcase_add_test(tests, lines_break_beside_chinese);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
