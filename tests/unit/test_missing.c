/* SPDX-License-Identifier: MIT */
#include "tab/missing.h"

#include "test_streams.h"

START_TEST(usual_words_are_whole_fields)
{
	static const char *const words[] = { "NULL", "\\N", " NA ", "n/a", "-", "无", "0000-00-00",
		"#N/A", "NaN" };
	static const char *const others[] = { "", " ", "0", "NULLS", "nu", "Na", "无锡", "1",
		"2024-00-00" };
	struct missing missing;

	missing_usual(&missing);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		ck_assert_msg(missing_find(&missing, slice_of(words[i])) >= 0, "%s", words[i]);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		ck_assert_msg(missing_find(&missing, slice_of(others[i])) < 0, "%s", others[i]);
	ck_assert(missing_is_telling(slice_of("NULL")));
	ck_assert(!missing_is_telling(slice_of("-")));
	ck_assert(!missing_is_telling(slice_of("0000-00-00 00:00:00")));
}
END_TEST

START_TEST(words_can_be_given)
{
	struct missing missing;
	struct diag why;
	struct buf many = BUF_EMPTY;

	ck_assert_int_eq(missing_parse(&missing, "unknown, 99", &why), 0);
	ck_assert_int_eq(missing_find(&missing, slice_of("99")), 1);
	ck_assert_int_eq(missing_find(&missing, slice_of("NULL")), -1);
	ck_assert_int_eq(missing_parse(&missing, "", &why), 0);
	ck_assert_int_eq(missing_find(&missing, slice_of("")), -1);
	ck_assert_int_eq(missing_parse(&missing, "a,,b", &why), -1);
	ck_assert_str_eq(why.text, "--missing: there is an empty word in 'a,,b'");
	for (int i = 0; i < 65; i++)
		buf_text(&many, i > 0 ? ",x" : "x");
	ck_assert_int_eq(missing_parse(&missing, buf_string(&many), &why), -1);
	buf_release(&many);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("missing");

	tcase_add_test(tests, usual_words_are_whole_fields);
	tcase_add_test(tests, words_can_be_given);
	return run_tests(tests);
}
