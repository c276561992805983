/* SPDX-License-Identifier: MIT */
/* The charts beyond bars and curves: each is drawn from figures that can be counted. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "draw/lines.h"
#include "draw/picture.h"
#include "draw/scale.h"
#include "draw/term.h"
#include "test_draw_charts.h"
#include "test_draw_markup.h"

static struct report report;
static struct buf out;
static struct diag why;

static void setup(void)
{
	report = (struct report)REPORT_EMPTY;
	out = (struct buf)BUF_EMPTY;
	why = (struct diag)DIAG_EMPTY;
	report_begin(&report, slice_of("T"), (struct slice){ NULL, 0 }, slice_of("en"));
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

/* Draw the newest block, which must be whole, and the same when it is drawn again. */
static const char *drawn(int width)
{
	const struct report_block *block = &report.block[report.count - 1];
	struct svg_frame frame = { .width = width, .language = slice_of("en") };
	size_t half;

	buf_reset(&out);
	picture_draw(&out, block, &frame);
	half = out.length;
	picture_draw(&out, block, &frame);
	ck_assert_uint_eq(out.length, 2 * half);
	ck_assert_mem_eq(out.at, out.at + half, half);
	out.length = half;
	ck_assert(markup_is_whole(buf_string(&out)));
	ck_assert_ptr_null(strstr(out.at, "nan"));
	return out.at;
}

static const char *in_terminal(int width, bool ascii)
{
	buf_reset(&out);
	term_render(&report, &(struct term_style){ .width = width, .ascii = ascii }, &out);
	return buf_string(&out);
}

START_TEST(every_chart_is_whole_whatever_its_texts)
{
	static const char *const texts[] = { "", "<b>&\"'", "重要客户", "\x1b[31m\xff",
		"a label so long that no chart can show all of it, least of all on a telephone" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		report_release(&report);
		report_begin(&report, slice_of("T"), (struct slice){ NULL, 0 }, slice_of("zh-CN"));
		charts_add(&report, slice_of(texts[i]));
		for (size_t b = 0; b < report.count; b++) {
			struct svg_frame frame = { .width = b % 2 ? 326 : 1034,
				.language = report.language };

			buf_reset(&out);
			picture_draw(&out, &report.block[b], &frame);
			ck_assert_msg(
				markup_is_whole(buf_string(&out)), "'%s', block %zu", texts[i], b);
			ck_assert_ptr_null(strstr(out.at, "nan"));
			buf_reset(&out);
			picture_alone(&out, &report.block[b], &report, 760, b % 2);
			ck_assert_ptr_null(strstr(buf_string(&out), "var("));
		}
		ck_assert_ptr_null(strchr(in_terminal(80, false), '\x1b'));
		in_terminal(40, true);
	}
}
END_TEST

static void add_heat(bool by_row)
{
	static const struct slice row[] = { TEXT("5"), TEXT("1") },
				  column[] = { TEXT("1"), TEXT("2") },
				  text[] = { TEXT("20"), TEXT("40"), TEXT("0"), TEXT("gone") };
	static const double value[] = { 20, 40, 0, (double)NAN };
	struct report_heat heat = { .row = row,
		.column = column,
		.row_count = 2,
		.column_count = 2,
		.value = value,
		.text = text,
		.by_row = by_row };

	ck_assert_int_eq(report_heat(&report, &heat, &why), 0);
}

START_TEST(heat_is_stronger_the_more)
{
	const char *svg;

	add_heat(false);
	svg = drawn(400);
	/* From the faintest, 0.05, to the strongest, 0.68: half of it for half of the value. */
	ck_assert_ptr_nonnull(strstr(svg, "fill-opacity=\"0.680\""));
	ck_assert_ptr_nonnull(strstr(svg, "fill-opacity=\"0.365\""));
	ck_assert_uint_eq(markup_count(svg, "class=\"cell\""), 2);
	ck_assert_uint_eq(markup_count(svg, "class=\"empty\""), 1);
	ck_assert_ptr_null(strstr(svg, ">gone<"));
	ck_assert_ptr_nonnull(strstr(svg, "<title>5 · 2: 40</title>"));
	ck_assert_ptr_nonnull(strstr(in_terminal(80, false), "  5 ▄   20 █   40\n  1 ·    0\n"));
}
END_TEST

START_TEST(heat_by_row_fills_each_row)
{
	static const struct slice text[] = { TEXT("a"), TEXT("b"), TEXT("c"), TEXT("d") };
	static const double value[] = { 1, 2, 100, 50 };
	struct report_heat heat = { .row = text,
		.column = text,
		.row_count = 2,
		.column_count = 2,
		.value = value,
		.text = text,
		.by_row = true };

	ck_assert_int_eq(report_heat(&report, &heat, &why), 0);
	ck_assert_uint_eq(markup_count(drawn(400), "fill-opacity=\"0.680\""), 2);
}
END_TEST

START_TEST(what_cannot_be_drawn_is_refused)
{
	static const struct slice text[] = { TEXT("x") };
	static const double endless[] = { (double)INFINITY };
	struct report_heat heat = { .row = text,
		.column = text,
		.row_count = 1,
		.column_count = 1,
		.value = endless,
		.text = text };
	struct report_dot dot = { 0, (double)NAN, TEXT("x"), 0 };
	struct report_line line = { .value = endless };
	enum report_tone tone = REPORT_NEUTRAL;

	ck_assert_int_eq(report_heat(&report, &heat, &why), -1);
	ck_assert_int_eq(
		report_dots(&report, &(struct report_dots){ .dot = &dot, .count = 1 }, &why), -1);
	ck_assert_int_eq(
		report_lines(&report,
			&(struct report_lines){
				.label = text, .count = 1, .line = &line, .line_count = 1 },
			&why),
		-1);
	ck_assert_int_eq(
		report_funnel(&report,
			&(struct report_funnel){ .label = text, .value = endless, .count = 1 },
			&why),
		-1);
	ck_assert_int_eq(report_sankey(&report,
				 &(struct report_sankey){ .from = text,
					 .to = text,
					 .from_count = 1,
					 .to_count = 1,
					 .value = endless,
					 .tone = &tone },
				 &why),
		-1);
	ck_assert_uint_eq(report.count, 0);
}
END_TEST

START_TEST(lines_break_where_nothing_is_known)
{
	static const struct slice label[] = { TEXT("a"), TEXT("b"), TEXT("c"), TEXT("d"),
		TEXT("e") };
	static const double value[] = { 1, 2, (double)NAN, 3, 4 };
	struct report_line line = { TEXT("n"), value, NULL, NULL };
	struct report_lines lines = { .label = label, .count = 5, .line = &line, .line_count = 1 };

	ck_assert_int_eq(report_lines(&report, &lines, &why), 0);
	ck_assert_uint_eq(markup_count(drawn(400), "<polyline"), 2);
	ck_assert_uint_eq(markup_count(out.at, "<title>"), 1 + 5);
	ck_assert_ptr_nonnull(strstr(in_terminal(80, false), "  n  ▃▅ ▆█  1 → 4\n"));
}
END_TEST

START_TEST(steps_hold_until_the_next)
{
	static const struct slice label[] = { TEXT("0"), TEXT("1") };
	static const double value[] = { 1, 0 };
	struct report_line line = { TEXT("n"), value, value, value };
	struct report_lines lines = {
		.label = label, .count = 2, .line = &line, .line_count = 1, .steps = true
	};

	ck_assert_int_eq(report_lines(&report, &lines, &why), 0);
	/* Three corners: over, down; the band has the same twice. */
	ck_assert_ptr_nonnull(strstr(drawn(400), "<polyline class=\"curve\" points=\""));
	ck_assert_uint_eq(markup_count(strstr(out.at, "<polyline"), ",34.0"), 2);
}
END_TEST

START_TEST(parts_take_their_shares)
{
	static const struct slice part[] = { TEXT("A"), TEXT("B") }, bar[] = { TEXT("x") };
	static const double share[] = { 0.25, 0.75 };
	struct report_parts parts = {
		.part = part, .part_count = 2, .bar = bar, .bar_count = 1, .share = share
	};

	ck_assert_int_eq(report_parts(&report, &parts, &why), 0);
	ck_assert_ptr_nonnull(strstr(drawn(340), "width=\"84.0\""));
	ck_assert_ptr_nonnull(strstr(out.at, "width=\"254.0\""));
	ck_assert_ptr_nonnull(
		strstr(in_terminal(45, false), "  x  ██████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓\n"));
}
END_TEST

START_TEST(a_funnel_says_what_is_left_of_each_step)
{
	static const struct slice label[] = { TEXT("asked"), TEXT("came") };
	static const double value[] = { 200, 50 };
	struct report_funnel funnel = { .label = label, .value = value, .count = 2 };

	ck_assert_int_eq(report_funnel(&report, &funnel, &why), 0);
	ck_assert_ptr_nonnull(strstr(drawn(700), "<title>came: 50 (25.0%)</title>"));
}
END_TEST

/* Three quarters go down, and are the news: their band lies above the other. */
START_TEST(bands_are_as_broad_as_what_goes_that_way)
{
	static const struct slice from[] = { TEXT("old") }, to[] = { TEXT("up"), TEXT("down") };
	static const double value[] = { 1, 3 };
	static const enum report_tone tone[] = { REPORT_NEUTRAL, REPORT_BAD };
	struct report_sankey sankey = { .from = from,
		.to = to,
		.from_count = 1,
		.to_count = 2,
		.value = value,
		.tone = tone,
		.tone_name = { { NULL, 0 }, { NULL, 0 }, TEXT("worse") } };
	const char *up, *down;

	ck_assert_int_eq(report_sankey(&report, &sankey, &why), 0);
	up = strstr(drawn(700), "<title>old → up: 1</title>");
	down = strstr(out.at, "<title>old → down: 3</title>");
	ck_assert_ptr_nonnull(up);
	ck_assert_ptr_nonnull(down);
	ck_assert(up < down);
	/* From the bar at the left, 300 high from 26 on, to two at the right with a gap of 8. */
	ck_assert_ptr_nonnull(strstr(up, "class=\"flow\""));
	ck_assert_ptr_nonnull(strstr(up, "M56.7,26.0"));
	ck_assert_ptr_nonnull(strstr(up, ",26.0V101.0C"));
	ck_assert_ptr_nonnull(strstr(down, "class=\"flow bad\""));
	ck_assert_ptr_nonnull(strstr(down, "M56.7,101.0"));
	ck_assert_ptr_nonnull(strstr(down, ",109.0V334.0C"));
	ck_assert_ptr_nonnull(strstr(out.at, "<desc>old → up: 1; old → down: 3</desc>"));
	in_terminal(80, false);
	ck_assert_ptr_nonnull(strstr(out.at, "  old ▃   1 █   3\n"));
}
END_TEST

START_TEST(dots_lie_in_their_quarters)
{
	struct report_dot dot[] = { { 1, 9, TEXT("price"), 0 }, { 9, 9, TEXT("taste"), 0 } };
	struct report_dots dots = { .x = { .name = TEXT("performance") },
		.y = { .name = TEXT("importance") },
		.dot = dot,
		.count = 2,
		.cut = true,
		.cut_x = 5,
		.cut_y = 5,
		.quadrant = { TEXT("mend"), TEXT("keep"), TEXT("leave"), TEXT("save") } };

	ck_assert_int_eq(report_dots(&report, &dots, &why), 0);
	ck_assert_uint_eq(markup_count(drawn(700), "<circle"), 2);
	ck_assert_ptr_nonnull(strstr(out.at, "<title>price: performance 1, importance 9</title>"));
	in_terminal(80, false);
	ck_assert_ptr_nonnull(strstr(out.at, "price            1           9  mend\n"));
	ck_assert_ptr_nonnull(strstr(out.at, "taste            9           9  keep\n"));
}
END_TEST

static const char *short_value(double value, bool percent, const char *language)
{
	struct measure measure = { .before = slice_of("¥"), .percent = percent, .decimals = 1 };

	buf_reset(&out);
	scale_short(&out, value, &measure, slice_of(language));
	return buf_string(&out);
}

START_TEST(values_are_written_short)
{
	ck_assert_str_eq(short_value(359014, false, "en"), "¥359K");
	ck_assert_str_eq(short_value(3910813, false, "en"), "¥3.9M");
	ck_assert_str_eq(short_value(35901, false, "zh-CN"), "¥3.6万");
	ck_assert_str_eq(short_value(-12.34, false, "en"), "-¥12.3");
	ck_assert_str_eq(short_value(0.4321, true, "en"), "¥43%");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shapes");
	TCase *tests = tcase_create("shapes");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, every_chart_is_whole_whatever_its_texts);
	tcase_add_test(tests, heat_is_stronger_the_more);
	tcase_add_test(tests, heat_by_row_fills_each_row);
	tcase_add_test(tests, what_cannot_be_drawn_is_refused);
	tcase_add_test(tests, lines_break_where_nothing_is_known);
	tcase_add_test(tests, steps_hold_until_the_next);
	tcase_add_test(tests, parts_take_their_shares);
	tcase_add_test(tests, a_funnel_says_what_is_left_of_each_step);
	tcase_add_test(tests, bands_are_as_broad_as_what_goes_that_way);
	tcase_add_test(tests, dots_lie_in_their_quarters);
	tcase_add_test(tests, values_are_written_short);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
