/* SPDX-License-Identifier: MIT */
/* A report as Markdown, as JSON and as a mail. */
#include <check.h>
#include <stdlib.h>

#include "draw/json.h"
#include "draw/mail.h"
#include "draw/markdown.h"
#include "test_draw_charts.h"

static struct report report;
static struct buf out;

static void setup(void)
{
	struct report_tile tile = { .label = slice_of("Customers"),
		.value = slice_of("2,000"),
		.key = slice_of("customers"),
		.exact = slice_of("2000"),
		.unit = REPORT_COUNT,
		.change = slice_of("+1.0%"),
		.change_exact = slice_of("20"),
		.source = { slice_of("profiles"), slice_of("customer_id"), slice_of("rows") } };

	report = (struct report)REPORT_EMPTY;
	out = (struct buf)BUF_EMPTY;
	report_begin(&report, slice_of("标题"), slice_of("sub"), slice_of("en"));
	report_section(&report, slice_of("first"), slice_of("First"));
	report_tiles(&report, &tile, 1);
	report_footer(&report, slice_of("one\ntwo"));
}

static void teardown(void)
{
	report_release(&report);
	buf_release(&out);
}

static bool has(const char *text)
{
	return strstr(buf_string(&out), text) != NULL;
}

START_TEST(json_has_exact_values)
{
	struct report_column column[] = { { .name = slice_of("n"), .key = slice_of("k") },
		{ .name = slice_of("v"), .unit = REPORT_AMOUNT, .number = true } };
	struct slice cell[] = { slice_of("01"), slice_of("1,234.5"), slice_of("b"), { NULL, 0 } };
	struct slice exact[] = { slice_of("01"), slice_of("1234.5"), slice_of("b"), { NULL, 0 } };
	struct report_table table = {
		.column = column, .column_count = 2, .cell = cell, .exact = exact, .row_count = 2
	};

	report_table(&report, &table);
	json_render(&report, &out);
	ck_assert(has("\"value\": 2000, \"unit\": \"count\", \"shown\": \"2,000\""));
	ck_assert(has("\"change\": 20"));
	ck_assert(has("\"columns\": [{\"key\": \"k\", \"name\": \"n\", \"unit\": \"text\"}"));
	/* A text stays one, also if it looks like a number. */
	ck_assert(has("[\"01\", 1234.5],"));
	ck_assert(has("[\"b\", null]]"));
	ck_assert(has("\"footer\": [\n  \"one\",\n  \"two\"]}"));
}
END_TEST

START_TEST(json_numbers_are_those_of_the_standard)
{
	static const char *const text[] = { "-0.5", "007", "1.", ".5", "1e3", "-", "0" };
	static const bool number[] = { true, false, false, false, false, false, true };

	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		struct report_tile tile = { .exact = slice_of(text[i]), .unit = REPORT_NUMBER };

		teardown();
		setup();
		report_tiles(&report, &tile, 1);
		json_render(&report, &out);
		buf_text(&out, "");
		ck_assert_msg(has(number[i] ? "\"value\": -0.5" : "\"value\": \"") ||
				      has("\"value\": 0,"),
			"%s", text[i]);
	}
}
END_TEST

START_TEST(markdown_is_only_text)
{
	charts_add(&report, slice_of("<script>*a*|b`[c](d)\n# e"));
	report.explain = true;
	markdown_render(&report, &out);
	ck_assert(has("# 标题\n"));
	ck_assert(has("| Customers | **2,000** | +1.0% |\n"));
	ck_assert(has("*profiles · customer\\_id · rows*"));
	ck_assert(!has("<script"));
	ck_assert(!has("\n# e"));
	ck_assert(has("&lt;script\\>\\*a\\*\\|b\\`\\[c\\](d) \\# e"));
}
END_TEST

START_TEST(mail_is_in_lines_of_ascii)
{
	static const char png[] = "\x89PNG\r\n\x1a\n and more of it";
	struct mail_picture picture = { slice_of("pareto"), "image/png", { png, sizeof png - 1 } };
	size_t length = 0, longest = 0;

	mail_render(&report, slice_of("a@example.com"), &picture, 1, &out);
	ck_assert(
		slice_starts(buf_slice(&out), slice_of("To: a@example.com\nSubject: =?UTF-8?B?")));
	ck_assert(has("Content-ID: <pareto>\n\niVBORw0KGgogYW5kIG1vcmUgb2YgaXQ=\n"));
	for (size_t i = 0; i < out.length; i++) {
		ck_assert_int_eq(out.at[i] & 0x80, 0);
		length = out.at[i] == '\n' ? 0 : length + 1;
		longest = length > longest ? length : longest;
	}
	ck_assert_uint_le(longest, 100);
}
END_TEST

START_TEST(long_subjects_are_cut_between_characters)
{
	struct report long_one = REPORT_EMPTY;
	struct buf title = BUF_EMPTY;

	for (int i = 0; i < 40; i++)
		buf_text(&title, "客户");
	report_begin(&long_one, buf_slice(&title), (struct slice){ NULL, 0 }, slice_of("zh"));
	mail_render(&long_one, slice_of("a@example.com"), NULL, 0, &out);
	/* 42 bytes are 14 characters: base64 of the first of them. */
	ck_assert(has("Subject: "
		      "=?UTF-8?B?5a6i5oi35a6i5oi35a6i5oi35a6i5oi35a6i5oi35a6i5oi35a6i5oi3?=\n ="));
	report_release(&long_one);
	buf_release(&title);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("forms of a report");
	TCase *tests = tcase_create("forms");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, json_has_exact_values);
	tcase_add_test(tests, json_numbers_are_those_of_the_standard);
	tcase_add_test(tests, markdown_is_only_text);
	tcase_add_test(tests, mail_is_in_lines_of_ascii);
	tcase_add_test(tests, long_subjects_are_cut_between_characters);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
