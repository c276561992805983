/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>

#include "draw/page.h"
#include "test_draw_charts.h"
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
	struct report_column columns[] = { { .name = text }, { .name = text, .number = true } };
	struct slice cells[] = { text, text, { 0 }, { 0 } };
	struct report_table table = { .title = text,
		.note = text,
		.column = columns,
		.column_count = 2,
		.cell = cells,
		.row_count = 2,
		.list = true };

	report_table(to, &table);
	table.row_count = 0;
	report_table(to, &table);
	table.title = (struct slice){ 0 };
	report_table(to, &table);
}

/* A report with `text` in every place where one can be. */
static void fill(struct report *to, struct slice text)
{
	static const double spark[] = { 1, 3, 2 };
	struct report_tile tiles[] = { { .label = text,
					       .value = text,
					       .note = text,
					       .tone = REPORT_BAD,
					       .key = text,
					       .exact = text,
					       .change = text,
					       .spark = spark,
					       .spark_count = 3,
					       .source = { text, text, text } },
		{ .label = text, .note = text } };

	report_begin(to, text, text, text);
	to->explain = true;
	report_heading(to, text);
	report_section(to, text, text);
	report_paragraph(to, text);
	report_tiles(to, tiles, 2);
	report_tiles(to, NULL, 0);
	charts_add(to, text);
	add_tables(to, text);
	report_footer(to, text);
}

/* The page without its script, whose text is no markup. */
static const char *without_script(void)
{
	char *start = strstr(buf_string(&out), "<script>"), *end;

	ck_assert_ptr_nonnull(start);
	end = strstr(start, "</script>");
	ck_assert_ptr_nonnull(end);
	end += strlen("</script>");
	memmove(start, end, strlen(end) + 1);
	return out.at;
}

START_TEST(an_empty_report_is_a_whole_page)
{
	report_begin(&report, slice_of("Customers"), (struct slice){ 0 }, (struct slice){ 0 });
	page_render(&report, PAGE_FILE, &out);
	ck_assert(markup_is_whole(without_script()));
	ck_assert(slice_starts(buf_slice(&out), slice_of("<!doctype html>\n<html lang=\"en\">")));
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "<title>Customers</title>"));
	ck_assert_ptr_null(strstr(buf_string(&out), "<footer>"));
}
END_TEST

START_TEST(nothing_nasty_gets_through)
{
	const char *page;

	fill(&report, (struct slice){ nasty, sizeof nasty - 1 });
	page_render(&report, PAGE_FILE, &out);
	ck_assert_uint_eq(strlen(buf_string(&out)), out.length);
	page = without_script();
	ck_assert(markup_is_whole(page));
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
	page_render(&report, PAGE_FILE, &out);
	page = buf_string(&out);
	ck_assert_uint_eq(markup_count(page, "http:"), 0);
	ck_assert_uint_eq(markup_count(page, "https:"), 0);
	ck_assert_uint_eq(markup_count(page, "url("), 0);
	ck_assert_uint_eq(markup_count(page, " src="), 0);
	/* Only to places on the page itself. */
	ck_assert_uint_eq(markup_count(page, " href="), markup_count(page, " href=\"#"));
	ck_assert_uint_eq(markup_count(page, "<script"), 1);
	ck_assert_uint_eq(markup_count(page, "@import"), 0);
	ck_assert_uint_eq(markup_count(page, "default-src 'none'"), 1);
	ck_assert_uint_eq(markup_count(page, "script-src 'sha256-"), 1);
}
END_TEST

START_TEST(a_page_for_mail_runs_nothing)
{
	const char *page;

	fill(&report, (struct slice){ nasty, sizeof nasty - 1 });
	page_render(&report, PAGE_MAIL, &out);
	page = buf_string(&out);
	ck_assert_uint_eq(markup_count(page, "<script"), 0);
	ck_assert_uint_eq(markup_count(page, "<svg"), 0);
	ck_assert_uint_eq(markup_count(page, " src=\""), markup_count(page, " src=\"cid:"));
	ck_assert_uint_eq(markup_count(page, "\" onload"), 0);
}
END_TEST

START_TEST(tables_align_numbers)
{
	struct report_column columns[] = { { .name = slice_of("name") },
		{ .name = slice_of("n"), .number = true } };
	struct slice cells[] = { slice_of("a name of more than twenty letters"),
		slice_of("1,200") };
	struct slice exact[] = { slice_of("x"), slice_of("1200") };
	struct report_table table = {
		.column = columns, .column_count = 2, .cell = cells, .row_count = 1, .exact = exact
	};

	report_begin(&report, slice_of("t"), (struct slice){ 0 }, slice_of("en"));
	report_table(&report, &table);
	page_render(&report, PAGE_FILE, &out);
	ck_assert_ptr_nonnull(strstr(buf_string(&out),
		"<tr><td>a name of more than twenty letters</td>"
		"<td class=\"number short\" data-v=\"1200\">1,200</td></tr>"));
}
END_TEST

START_TEST(empty_tables_speak_the_readers_language)
{
	report_begin(&report, slice_of("t"), (struct slice){ 0 }, slice_of("zh-CN"));
	report_speak(&report, &(struct report_words){ .nothing = slice_of("无数据"),
				      .data = slice_of("数据"),
				      .filter = slice_of("筛选") });
	add_tables(&report, slice_of("列"));
	page_render(&report, PAGE_FILE, &out);
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "lang=\"zh-CN\""));
	ck_assert_ptr_nonnull(strstr(buf_string(&out), "colspan=\"2\">无数据</td>"));
}
END_TEST

START_TEST(the_report_keeps_its_own_copy)
{
	char text[] = "before";

	report_begin(&report, slice_of(text), slice_of(text), slice_of("en"));
	charts_add(&report, slice_of(text));
	add_tables(&report, slice_of(text));
	memcpy(text, "behind", 6);
	page_render(&report, PAGE_FILE, &out);
	ck_assert_ptr_null(strstr(buf_string(&out), "behind"));
}
END_TEST

START_TEST(the_same_report_gives_the_same_bytes)
{
	struct report second = REPORT_EMPTY;
	struct buf again = BUF_EMPTY;

	fill(&report, slice_of("客户 & co"));
	fill(&second, slice_of("客户 & co"));
	page_render(&report, PAGE_FILE, &out);
	page_render(&second, PAGE_FILE, &again);
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
	tcase_add_test(tests, a_page_for_mail_runs_nothing);
	tcase_add_test(tests, tables_align_numbers);
	tcase_add_test(tests, empty_tables_speak_the_readers_language);
	tcase_add_test(tests, the_report_keeps_its_own_copy);
	tcase_add_test(tests, the_same_report_gives_the_same_bytes);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
