/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "draw/html.h"
#include "draw/picture.h"
#include "test_draw_markup.h"

static struct report report;
static struct buf out;
static struct diag why;

static void setup(void)
{
	report = (struct report)REPORT_EMPTY;
	out = (struct buf)BUF_EMPTY;
	why = (struct diag)DIAG_EMPTY;
}

static void teardown(void)
{
	report_release(&report);
	buf_release(&out);
}

#define TEXT(literal)                       \
	{                                   \
		literal, sizeof literal - 1 \
	}

static const struct slice labels[] = {
	TEXT("A"),
	TEXT("<b>&\"'"),
	TEXT("重要客户"),
	TEXT("\x1b[31m\xff"),
	TEXT("a label so long that no chart can show all of it, least of all on a telephone"),
	{ NULL, 0 },
};

/* Draw the newest block in both widths; check that both are whole and the same when repeated. */
static const char *drawn(void)
{
	const struct report_block *block = &report.block[report.count - 1];
	static const int widths[] = { 760, 340 };
	size_t half;

	buf_reset(&out);
	for (int again = 0; again < 2; again++)
		for (size_t i = 0; i < 2; i++) {
			struct svg_frame frame = { .width = widths[i], .language = slice_of("en") };

			picture_draw(&out, block, &frame);
		}
	half = out.length / 2;
	ck_assert_mem_eq(out.at, out.at + half, half);
	ck_assert(markup_is_whole(buf_string(&out)));
	ck_assert_ptr_null(strstr(buf_string(&out), "nan"));
	ck_assert_ptr_null(strstr(buf_string(&out), "inf"));
	ck_assert_ptr_null(strstr(buf_string(&out), "\"-0.0\""));
	return buf_string(&out);
}

/* Draw the values as bars and as columns. Returns the bars. */
static const char *draw_values(const double *value, size_t count)
{
	struct report_series series = { .measure.name = labels[1], .value = value, .share = true };
	struct report_chart chart = { labels[1], labels[1], labels, count, &series, 1 };

	ck_assert_int_eq(report_columns(&report, &chart, &why), 0);
	drawn();
	ck_assert_int_eq(report_bars(&report, &chart, &why), 0);
	return drawn();
}

START_TEST(escapes_leave_nothing_to_be_read_as_markup)
{
	html_text(&out, slice_of("<script>alert(\"x\" + 'y')</script>&amp;"));
	ck_assert_str_eq(buf_string(&out), "&lt;script&gt;alert(&quot;x&quot; + &#39;y&#39;)"
					   "&lt;/script&gt;&amp;amp;");
	buf_reset(&out);
	html_text(&out, (struct slice){ "a\0\x1b\x7f\tb\r\nc", 9 });
	ck_assert_str_eq(buf_string(&out), "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD b  c");
	buf_reset(&out);
	html_text(&out, slice_of("\xff\xC0\xBC\xED\xA0\x80\xEF\xBF\xBF客"));
	ck_assert_str_eq(buf_string(&out),
		"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
		"\xEF\xBF\xBD客");
	buf_reset(&out);
	html_attribute(&out, "title", slice_of("\" onclick='x'"));
	ck_assert_str_eq(buf_string(&out), " title=\"&quot; onclick=&#39;x&#39;\"");
	buf_reset(&out);
	html_element(&out, "td", "number", slice_of("5 < 6"));
	ck_assert_str_eq(buf_string(&out), "<td class=\"number\">5 &lt; 6</td>");
}
END_TEST

/* `value` as written by `measure`. */
static const char *written(struct measure measure, double value)
{
	buf_reset(&out);
	measure_put(&out, &measure, value);
	return buf_string(&out);
}

START_TEST(measures_are_written_for_people)
{
	struct measure plain = { 0 }, percent = { .percent = true, .decimals = 1 };
	struct measure money = { .before = slice_of("¥"), .decimals = 2 };
	struct measure days = { .after = slice_of(" days") };

	ck_assert_str_eq(written(plain, 1234567), "1,234,567");
	ck_assert_str_eq(written(plain, -0.2), "0");
	ck_assert_str_eq(written(plain, 999), "999");
	ck_assert_str_eq(written(plain, 1e300), "1.000e+300");
	ck_assert_str_eq(written(percent, 0.7341), "73.4%");
	ck_assert_str_eq(written(money, -1234.5), "-¥1,234.50");
	ck_assert_str_eq(written(days, 12), "12 days");
}
END_TEST

/* All ticks of a scale, with blanks between them. */
static const char *ticks(double low, double high, struct measure measure, const char *language)
{
	struct scale scale = scale_of(low, high, 5, &measure);

	buf_reset(&out);
	for (int i = 0; i < scale.count; i++) {
		if (i > 0)
			buf_char(&out, ' ');
		scale_put(&out, &scale, i, &measure, slice_of(language));
	}
	return buf_string(&out);
}

START_TEST(ticks_are_nice_numbers)
{
	struct measure plain = { 0 }, fine = { .decimals = 2 };
	struct measure percent = { .percent = true, .decimals = 1 };

	ck_assert_str_eq(ticks(0, 873, plain, "en"), "0 200 400 600 800 1,000");
	ck_assert_str_eq(ticks(0, 1, percent, "en"), "0% 20% 40% 60% 80% 100%");
	ck_assert_str_eq(ticks(0, 1, fine, "en"), "0 0.2 0.4 0.6 0.8 1.0");
	ck_assert_str_eq(ticks(0, 3, plain, "en"), "0 1 2 3");
	ck_assert_str_eq(ticks(0, 0, plain, "en"), "0 1");
	ck_assert_str_eq(ticks(7, 7, plain, "en"), "0 2 4 6 8");
	ck_assert_str_eq(ticks(-7, -7, plain, "en"), "-8 -6 -4 -2 0");
	ck_assert_str_eq(ticks(-43000, 120300, plain, "en"), "-50K 0 50K 100K 150K");
	ck_assert_str_eq(ticks(0, 820000, plain, "zh-CN"), "0 20万 40万 60万 80万 100万");
	ck_assert_str_eq(ticks(0, 3.1e8, plain, "zh"), "0 1亿 2亿 3亿 4亿");
	ck_assert_str_eq(ticks(0, 1e-310, fine, "en"), "0 0.2 0.4 0.6 0.8 1.0");
}
END_TEST

START_TEST(scales_of_extremes_have_an_extent)
{
	static const double extremes[] = { 0, 1e-310, 1e-300, 1, 1e15, 1e15 + 0.125, 1e300 };
	struct measure measure = { .decimals = 6 };

	for (size_t i = 0; i < 7; i++)
		for (size_t j = i; j < 7; j++) {
			struct scale scale = scale_of(extremes[i], extremes[j], 5, &measure);

			ck_assert(scale.high > scale.low);
			ck_assert_int_ge(scale.count, 2);
			ck_assert_int_le(scale.count, 12);
			scale = scale_of(-extremes[j], extremes[i], 5, &measure);
			ck_assert(scale.high > scale.low);
			ck_assert_int_le(scale.count, 12);
		}
}
END_TEST

START_TEST(charts_of_all_kinds_of_values)
{
	static const double values[][6] = {
		{ 1, 2, 3, 4, 5, 6 },
		{ 0, 0, 0, 0, 0, 0 },
		{ 7, 7, 7, 7, 7, 7 },
		{ -1, -2, -3, 0, -5, -6 },
		{ -1, 2, 0, 4, -5, 6 },
		{ 1e300, -1e300, 0, 1, 1e-300, -1e-310 },
		{ 1e-310, 0, 0, 0, 0, 0 },
		{ 1e15, 1e15 + 1, 1e15, 1e15, 1e15, 1e15 },
	};

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
		for (size_t count = 0; count <= 6; count++)
			draw_values(values[i], count);
}
END_TEST

START_TEST(a_bar_says_its_label_value_and_share)
{
	static const double values[] = { 30, 10 };
	const char *svg = draw_values(values, 2);

	ck_assert_ptr_nonnull(strstr(svg, "role=\"img\"><title>&lt;b&gt;&amp;&quot;&#39;</title>"));
	ck_assert_ptr_nonnull(strstr(svg, "<desc>A: 30 (75.0%); &lt;b&gt;"));
	ck_assert_ptr_nonnull(strstr(svg, "<title>A: 30 (75.0%)</title>"));
	ck_assert_ptr_null(strstr(svg, "http"));
	ck_assert_ptr_null(strstr(svg, "script"));
}
END_TEST

START_TEST(a_chart_without_values_says_so)
{
	ck_assert_ptr_nonnull(strstr(draw_values(NULL, 0), "no values"));
}
END_TEST

START_TEST(a_long_label_is_cut_and_kept_as_title)
{
	static const double values[] = { 1, 2, 3, 4, 5 };
	const char *svg = draw_values(values, 5);

	ck_assert_ptr_nonnull(strstr(svg, "…</text>"));
	ck_assert_ptr_nonnull(strstr(svg, "telephone: 5 (33.3%)</title>"));
}
END_TEST

START_TEST(two_series_side_by_side)
{
	static const double count[] = { 3, -1, 2 }, share[] = { 0.5, 0.2, 0.3 };
	struct report_series series[] = {
		{ .measure.name = slice_of("customers"), .value = count },
		{ .measure = { .name = slice_of("revenue"), .percent = true }, .value = share },
	};
	struct report_chart chart = { labels[0], { 0 }, labels, 3, series, 2 };

	ck_assert_int_eq(report_bars(&report, &chart, &why), 0);
	drawn();
	series[1].measure.percent = false;
	ck_assert_int_eq(report_bars(&report, &chart, &why), 0);
	drawn();
	ck_assert_int_eq(report_columns(&report, &chart, &why), 0);
	ck_assert_uint_eq(markup_count(drawn(), "class=\"second\""), 4 * 4);
}
END_TEST

START_TEST(what_is_no_number_is_refused)
{
	static const double bad[] = { 1, NAN, 3 }, infinite[] = { 1, 2, INFINITY };
	static const double large[] = { 1e301, 2, 3 };
	struct report_series series = { .value = bad };
	struct report_chart chart = { slice_of("chart"), { 0 }, labels, 3, &series, 1 };

	ck_assert_int_eq(report_bars(&report, &chart, &why), -1);
	ck_assert_str_eq(why.text,
		"chart 'chart': '<b>&\"'' cannot be drawn: nan, expected a finite number");
	series.value = infinite;
	ck_assert_int_eq(report_columns(&report, &chart, &why), -1);
	series.value = large;
	ck_assert_int_eq(report_bars(&report, &chart, &why), -1);
	ck_assert_uint_eq(report.count, 0);
}
END_TEST

START_TEST(thousands_of_columns)
{
	enum { COUNT = 5000 };
	double *value = mem_zero(COUNT, sizeof *value);
	struct slice *label = mem_zero(COUNT, sizeof *label);
	struct report_series series = { .value = value };
	struct report_chart chart = { labels[0], { 0 }, label, COUNT, &series, 1 };

	for (size_t i = 0; i < COUNT; i++) {
		value[i] = (double)(i % 17) - 3;
		label[i] = labels[i % 6];
	}
	ck_assert_int_eq(report_columns(&report, &chart, &why), 0);
	ck_assert_uint_lt(markup_count(drawn(), "class=\"muted\""), 400);
	free(value);
	free(label);
}
END_TEST

static const struct report_point pareto[] = { { 0, 0 }, { 0.2, 0.8 }, { 0.5, 0.95 }, { 1, 1 } };
static const struct report_zone zones[] = {
	{ TEXT("A"), 0.2 },
	{ TEXT("B"), 0.5 },
	{ TEXT("<C>"), 1 },
};

static struct report_curve pareto_curve(size_t count, size_t zone_count)
{
	return (struct report_curve){ .title = labels[1],
		.x = { .name = labels[1], .percent = true, .decimals = 1 },
		.y = { .name = labels[2], .percent = true, .decimals = 1 },
		.point = pareto,
		.count = count,
		.zone = zones,
		.zone_count = zone_count,
		.diagonal = true };
}

START_TEST(the_pareto_curve_shows_its_cuts)
{
	struct report_curve curve = pareto_curve(4, 3);
	const char *svg;

	ck_assert_int_eq(report_curve(&report, &curve, &why), 0);
	svg = drawn();
	ck_assert_ptr_nonnull(strstr(svg, ">A  20.0% → 80.0%</text>"));
	ck_assert_ptr_nonnull(strstr(svg, ">B  50.0% → 95.0%</text>"));
	ck_assert_uint_eq(markup_count(svg, "class=\"cut\""), 2 * 4);
	ck_assert_uint_eq(markup_count(svg, "class=\"area\""), 3 * 4);
	ck_assert_ptr_nonnull(strstr(svg, ">&lt;C&gt;</text>"));
}
END_TEST

START_TEST(curves_of_few_points_and_zones_outside)
{
	static const struct report_zone outside[] = {
		{ TEXT("A"), -3 },
		{ TEXT("B"), 0.3 },
		{ TEXT("C"), 0.3 },
		{ TEXT("D"), 9 },
	};

	for (size_t count = 0; count <= 4; count++)
		for (size_t zone_count = 0; zone_count <= 4; zone_count++) {
			struct report_curve curve = pareto_curve(count, zone_count);

			curve.zone = outside;
			ck_assert_int_eq(report_curve(&report, &curve, &why), 0);
			drawn();
		}
}
END_TEST

START_TEST(heights_lie_between_points)
{
	static const struct report_point steps[] = { { 0, 0 }, { 1, 1 }, { 1, 3 }, { 2, 4 } };
	struct report_curve curve = { .point = steps, .count = 4 };

	ck_assert_double_eq(report_height(&curve, -1), 0);
	ck_assert_double_eq(report_height(&curve, 0.5), 0.5);
	ck_assert_double_eq(report_height(&curve, 1), 3);
	ck_assert_double_eq(report_height(&curve, 1.5), 3.5);
	ck_assert_double_eq(report_height(&curve, 9), 4);
}
END_TEST

START_TEST(a_curve_that_turns_back_is_refused)
{
	static const struct report_point back[] = { { 0, 0 }, { 2, 1 }, { 1, 2 } };
	static const struct report_point nothing[] = { { 0, NAN } };
	struct report_curve curve = { .title = slice_of("c"), .point = back, .count = 3 };

	ck_assert_int_eq(report_curve(&report, &curve, &why), -1);
	ck_assert_str_eq(why.text, "chart 'c': point 3 lies left of the one before it");
	curve.point = nothing;
	curve.count = 1;
	ck_assert_int_eq(report_curve(&report, &curve, &why), -1);
	ck_assert_uint_eq(report.count, 0);
}
END_TEST

START_TEST(a_million_points_make_a_small_picture)
{
	enum { COUNT = 1000000 };
	struct report_point *point = mem_zero(COUNT, sizeof *point);
	struct report_curve curve = { .point = point, .count = COUNT };

	for (size_t i = 0; i < COUNT; i++)
		point[i] = (struct report_point){ (double)i, sqrt((double)i) };
	ck_assert_int_eq(report_curve(&report, &curve, &why), 0);
	drawn();
	ck_assert_uint_lt(out.length / 4, 40000);
	free(point);
}
END_TEST

static TCase *chart_tests(void)
{
	TCase *tests = tcase_create("charts");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, escapes_leave_nothing_to_be_read_as_markup);
	tcase_add_test(tests, measures_are_written_for_people);
	tcase_add_test(tests, ticks_are_nice_numbers);
	tcase_add_test(tests, scales_of_extremes_have_an_extent);
	tcase_add_test(tests, charts_of_all_kinds_of_values);
	tcase_add_test(tests, a_bar_says_its_label_value_and_share);
	tcase_add_test(tests, a_chart_without_values_says_so);
	tcase_add_test(tests, a_long_label_is_cut_and_kept_as_title);
	tcase_add_test(tests, two_series_side_by_side);
	tcase_add_test(tests, what_is_no_number_is_refused);
	tcase_add_test(tests, thousands_of_columns);
	return tests;
}

static TCase *curve_tests(void)
{
	TCase *tests = tcase_create("curves");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, the_pareto_curve_shows_its_cuts);
	tcase_add_test(tests, curves_of_few_points_and_zones_outside);
	tcase_add_test(tests, heights_lie_between_points);
	tcase_add_test(tests, a_curve_that_turns_back_is_refused);
	tcase_add_test(tests, a_million_points_make_a_small_picture);
	return tests;
}

int main(void)
{
	Suite *suite = suite_create("svg");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, chart_tests());
	suite_add_tcase(suite, curve_tests());
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
