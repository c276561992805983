/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>

#include "draw/page.h"
#include "test_draw_markup.h"

static struct report report;
static struct buf out;

static void setup(void)
{
	report = (struct report)REPORT_EMPTY;
	out = (struct buf)BUF_EMPTY;
}

static void teardown(void)
{
	report_release(&report);
	buf_release(&out);
}

/* Everything that somebody could put into a name to break a page. */
static const char nasty[] = "</title></style></svg><script src=\"//x\">alert('1')</script>"
			    "\" onload=\"x\x01\x1b[2J\x7f\xff\xC0\xBC\xED\xA0\x80 --> ]]> 客户";

static void add_tables(struct report *to, struct slice text)
{
	struct report_column columns[] = { { text, false }, { text, true } };
	struct slice cells[] = { text, text, { 0 }, { 0 } };
	struct report_table table = { text, text, columns, 2, cells, 2 };

	report_table(to, &table);
	table.row_count = 0;
	report_table(to, &table);
	table.title = (struct slice){ 0 };
	report_table(to, &table);
}

static void add_charts(struct report *to, struct slice text)
{
	static const double values[] = { 1, -2 };
	static const struct report_point points[] = { { 0, 0 }, { 1, 1 } };
	struct slice labels[] = { text, { 0 } };
	struct measure measure = { .name = text, .before = text, .after = text };
	struct report_series series[] = { { .measure = measure, .value = values, .share = true },
		{ .measure = measure, .value = values } };
	struct report_chart chart = { text, text, labels, 2, series, 2 };
	struct report_zone zone = { text, 0.5 };
	struct report_curve curve = { text, text, measure, measure, points, 2, &zone, 1, true };
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(report_bars(to, &chart, &why), 0);
	ck_assert_int_eq(report_columns(to, &chart, &why), 0);
	ck_assert_int_eq(report_curve(to, &curve, &why), 0);
}

/* A report with `text` in every place where one can be. */
static void fill(struct report *to, struct slice text)
{
	struct report_tile tiles[] = { { text, text, text, REPORT_BAD }, { .label = text } };

	report_begin(to, text, text, text);
	report_heading(to, text);
	report_paragraph(to, text);
	report_tiles(to, tiles, 2);
	report_tiles(to, NULL, 0);
	add_charts(to, text);
	add_tables(to, text);
	report_footer(to, text);
}

START_TEST(an_empty_report_is_a_whole_page)
{
	report_begin(&report, slice_of("Customers"), (struct slice){ 0 }, (struct slice){ 0 });
	page_render(&report, &out);
	ck_assert(markup_is_whole(buf_string(&out)));
	ck_assert(slice_starts(buf_slice(&out), slice_of("<!doctype html>\n<html lang=\"en\">")));
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "<title>Customers</title>"));
	ck_assert_ptr_null(strstr(buf_string(&out), "<footer>"));
}
END_TEST

START_TEST(nothing_nasty_gets_through)
{
	const char *page;

	fill(&report, (struct slice){ nasty, sizeof nasty - 1 });
	page_render(&report, &out);
	page = buf_string(&out);
	ck_assert(markup_is_whole(page));
	ck_assert_uint_eq(strlen(page), out.length);
	ck_assert_uint_eq(markup_count(page, "<script"), 0);
	ck_assert_uint_eq(markup_count(page, "\" onload"), 0);
	ck_assert_uint_eq(markup_count(page, "</title>"), markup_count(page, "<title>"));
	ck_assert_uint_eq(markup_count(page, "<style>"), 1);
	ck_assert_uint_eq(markup_count(page, "</style>"), 1);
}
END_TEST

START_TEST(a_page_loads_nothing)
{
	const char *page;

	fill(&report, slice_of("客户"));
	page_render(&report, &out);
	page = buf_string(&out);
	ck_assert_uint_eq(markup_count(page, "http:"), 0);
	ck_assert_uint_eq(markup_count(page, "https:"), 0);
	ck_assert_uint_eq(markup_count(page, "url("), 0);
	ck_assert_uint_eq(markup_count(page, " src="), 0);
	ck_assert_uint_eq(markup_count(page, " href="), 0);
	ck_assert_uint_eq(markup_count(page, "@import"), 0);
	ck_assert_uint_eq(markup_count(page, "default-src 'none'"), 1);
}
END_TEST

START_TEST(tables_align_numbers)
{
	struct report_column columns[] = { { slice_of("name"), false }, { slice_of("n"), true } };
	struct slice cells[] = { slice_of("a name of more than twenty letters"), slice_of("12") };
	struct report_table table = {
		.column = columns, .column_count = 2, .cell = cells, .row_count = 1
	};

	report_begin(&report, slice_of("t"), (struct slice){ 0 }, slice_of("en"));
	report_table(&report, &table);
	page_render(&report, &out);
	ck_assert_ptr_nonnull(
		strstr(buf_string(&out), "<tr><td>a name of more than twenty letters</td>"
					 "<td class=\"number short\">12</td></tr>"));
}
END_TEST

START_TEST(empty_tables_speak_the_readers_language)
{
	report_begin(&report, slice_of("t"), (struct slice){ 0 }, slice_of("zh-CN"));
	add_tables(&report, slice_of("列"));
	page_render(&report, &out);
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "lang=\"zh-CN\""));
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "colspan=\"2\">无数据</td>"));
}
END_TEST

START_TEST(the_report_keeps_its_own_copy)
{
	char text[] = "before";

	report_begin(&report, slice_of(text), slice_of(text), slice_of("en"));
	add_charts(&report, slice_of(text));
	add_tables(&report, slice_of(text));
	memcpy(text, "behind", 6);
	page_render(&report, &out);
	ck_assert_ptr_null(strstr(buf_string(&out), "behind"));
}
END_TEST

START_TEST(the_same_report_gives_the_same_bytes)
{
	struct report second = REPORT_EMPTY;
	struct buf again = BUF_EMPTY;

	fill(&report, slice_of("客户 & co"));
	fill(&second, slice_of("客户 & co"));
	page_render(&report, &out);
	page_render(&second, &again);
	ck_assert(slice_equal(buf_slice(&out), buf_slice(&again)));
	buf_release(&again);
	report_release(&second);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("page");
	TCase *tests = tcase_create("page");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, an_empty_report_is_a_whole_page);
	tcase_add_test(tests, nothing_nasty_gets_through);
	tcase_add_test(tests, a_page_loads_nothing);
	tcase_add_test(tests, tables_align_numbers);
	tcase_add_test(tests, empty_tables_speak_the_readers_language);
	tcase_add_test(tests, the_report_keeps_its_own_copy);
	tcase_add_test(tests, the_same_report_gives_the_same_bytes);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
