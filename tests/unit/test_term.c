/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>

#include "draw/term.h"
#include "draw/width.h"

static struct report report;
static struct buf out;
static struct diag why;

static void setup(void)
{
	report = (struct report)REPORT_EMPTY;
	out = (struct buf)BUF_EMPTY;
	why = (struct diag)DIAG_EMPTY;
	report_begin(&report, slice_of("T"), (struct slice){ 0 }, slice_of("en"));
}

static void teardown(void)
{
	report_release(&report);
	buf_release(&out);
}

static const char *render(struct term_style style)
{
	buf_reset(&out);
	term_render(&report, &style, &out);
	return buf_string(&out);
}

/* The most columns that a line takes. */
static int widest_line(const char *text)
{
	struct slice rest = slice_of(text), line;
	int widest = 0;

	while (slice_cut(&rest, '\n', &line)) {
		int width = width_of(line);

		widest = width > widest ? width : widest;
	}
	return widest;
}

static const struct slice labels[] = {
	{ "Loyal", 5 },
	{ "重要客户", 12 },
	{ "\x1b[2J\xff", 5 },
	{ NULL, 0 },
};

static void add_bars(const double *first, const double *second, size_t count)
{
	struct report_series series[] = {
		{ .measure.name = slice_of("customers"), .value = first, .share = true },
		{ .measure = { .name = slice_of("share"), .percent = true }, .value = second },
	};
	struct report_chart chart = { slice_of("C"), { 0 }, labels, count, series,
		second != NULL ? 2 : 1 };

	ck_assert_int_eq(report_bars(&report, &chart, &why), 0);
}

START_TEST(bars_line_up)
{
	static const double values[] = { 3, 1 };

	add_bars(values, NULL, 2);
	ck_assert_str_eq(render((struct term_style){ .width = 40 }),
		"T\n"
		"\nC\n"
		"            customers\n"
		"  Loyal     ██████████████████ 3   75.0%\n"
		"  重要客户  ██████             1   25.0%\n");
	ck_assert_str_eq(render((struct term_style){ .width = 40, .ascii = true }),
		"T\n"
		"\nC\n"
		"            customers\n"
		"  Loyal     ################## 3   75.0%\n"
		"  重要客户  ######             1   25.0%\n");
}
END_TEST

START_TEST(negative_bars_grow_to_the_left)
{
	static const double values[] = { 6, -6, 0 };

	add_bars(values, NULL, 3);
	ck_assert_str_eq(render((struct term_style){ .width = 40, .ascii = true }),
		"T\n"
		"\nC\n"
		"            customers\n"
		"  Loyal                  ############  6\n"
		"  重要客户  #############             -6\n"
		"  ?[2J?                                0\n");
}
END_TEST

START_TEST(charts_of_all_kinds_of_values)
{
	static const double values[][4] = {
		{ 0, 0, 0, 0 },
		{ 7, 7, 7, 7 },
		{ -7, -1, -2, -3 },
		{ 1e300, -1e300, 0, 1e-310 },
		{ 1e-310, 0, 0, 0 },
	};

	for (size_t i = 0; i < 5; i++)
		for (size_t count = 0; count <= 4; count++) {
			add_bars(values[i], values[4 - i], count);
			add_bars(values[i], NULL, count);
		}
	ck_assert_int_le(widest_line(render((struct term_style){ .width = 60 })), 60);
	ck_assert_int_le(widest_line(render((struct term_style){ .ascii = true })), 80);
	ck_assert_ptr_null(strchr(out.at, '\x1b'));
}
END_TEST

static void add_curve(size_t count)
{
	static const struct report_point points[] = { { 0, 0 }, { 0.2, 0.8 }, { 1, 1 } };
	static const struct report_zone zones[] = { { { "A", 1 }, 0.2 }, { { "B", 1 }, 1 } };
	struct report_curve curve = { .title = slice_of("P"),
		.x = { .name = slice_of("customers"), .percent = true },
		.y = { .name = slice_of("amount"), .percent = true },
		.point = points,
		.count = count,
		.zone = zones,
		.zone_count = 2,
		.diagonal = true };

	ck_assert_int_eq(report_curve(&report, &curve, &why), 0);
}

START_TEST(a_curve_in_ascii)
{
	add_curve(3);
	ck_assert_str_eq(render((struct term_style){ .width = 40, .ascii = true }),
		"T\n"
		"\nP\n"
		"amount\n"
		"           A             B\n"
		"  100% +                        ******\n"
		"       |              ***********\n"
		"   80% +      *********         .\n"
		"       |     **             .\n"
		"   60% +     *:\n"
		"       |    **:         .\n"
		"       |   ** :     .\n"
		"   40% +   *  :\n"
		"       |  **  : .\n"
		"   20% + ** . :\n"
		"       | *    :\n"
		"    0% +**    :\n"
		"       +------------------------------\n"
		"       0%    20%   40%  60%   80%  100%\n"
		"                             customers\n"
		"        A  20% -> 80%\n");
}
END_TEST

START_TEST(curves_of_few_points)
{
	for (size_t count = 0; count <= 3; count++)
		add_curve(count);
	ck_assert_int_le(widest_line(render((struct term_style){ .width = 50 })), 50);
	ck_assert_ptr_nonnull(strstr(out.at, "no values"));
}
END_TEST

START_TEST(many_columns_become_a_line)
{
	enum { COUNT = 1000 };
	double *value = mem_zero(COUNT, sizeof *value);
	struct slice *label = mem_zero(COUNT, sizeof *label);
	struct report_series series = { .value = value };
	struct report_chart chart = { slice_of("C"), { 0 }, label, COUNT, &series, 1 };

	for (size_t i = 0; i < COUNT; i++) {
		value[i] = (double)(i * i);
		label[i] = labels[i % 2];
	}
	ck_assert_int_eq(report_columns(&report, &chart, &why), 0);
	free(value);
	free(label);
	ck_assert_int_le(widest_line(render((struct term_style){ 0 })), 80);
	ck_assert_ptr_nonnull(strstr(out.at, "Loyal"));
	ck_assert_ptr_nonnull(strstr(out.at, "重要客户"));
}
END_TEST

static void add_table(size_t columns, const struct slice *cell, size_t rows)
{
	struct report_column column[20];
	struct report_table table = {
		.column = column, .column_count = columns, .cell = cell, .row_count = rows
	};

	for (size_t i = 0; i < columns; i++)
		column[i] = (struct report_column){ .name = slice_of(i % 2 ? "amount" : "name"),
			.number = i % 2 };
	report_table(&report, &table);
}

START_TEST(tables_line_up)
{
	struct slice cells[] = { labels[1], slice_of("12.50"), labels[0], slice_of("1,000.00"),
		labels[2], labels[3] };

	add_table(2, cells, 3);
	ck_assert_str_eq(render((struct term_style){ 0 }), "T\n"
							   "\n"
							   "  name        amount\n"
							   "  ────────  ────────\n"
							   "  重要客户     12.50\n"
							   "  Loyal     1,000.00\n"
							   "  \xEF\xBF\xBD[2J\xEF\xBF\xBD\n");
}
END_TEST

START_TEST(wide_tables_lose_text_before_numbers)
{
	struct slice cells[] = { slice_of("a very long name that will never fit into the line"),
		slice_of("1,234,567,890.00") };

	add_table(2, cells, 1);
	render((struct term_style){ .width = 40 });
	ck_assert_int_le(widest_line(out.at), 40);
	ck_assert_ptr_nonnull(strstr(out.at, "…"));
	ck_assert_ptr_nonnull(strstr(out.at, "1,234,567,890.00"));
}
END_TEST

/* Half a number would be another number: what has no room is left out, and named. */
START_TEST(columns_without_room_are_left_out_and_named)
{
	struct slice cells[20];

	for (size_t i = 0; i < 20; i++)
		cells[i] = slice_of(i % 2 == 0 ? "something longer" : "1,234,567.89");
	add_table(20, cells, 1);
	add_table(20, cells, 0);
	ck_assert_int_le(widest_line(render((struct term_style){ .width = 40 })), 40);
	ck_assert_ptr_nonnull(strstr(out.at, "  something longer  1,234,567.89\n"));
	ck_assert_ptr_nonnull(strstr(out.at, "\n+ name, amount, name, "));
}
END_TEST

START_TEST(names_of_columns_break_before_texts_are_cut)
{
	struct report_column column[] = { { .name = slice_of("who") },
		{ .name = slice_of("share of the amount"), .number = true } };
	struct slice cells[] = { slice_of("Ann of the Green Gables"), slice_of("12.5%") };
	struct report_table table = {
		.column = column, .column_count = 2, .cell = cells, .row_count = 1
	};

	report_table(&report, &table);
	ck_assert_str_eq(render((struct term_style){ .width = 40 }),
		"T\n"
		"\n"
		"                            share of the\n"
		"  who                             amount\n"
		"  ───────────────────────  ─────────────\n"
		"  Ann of the Green Gables          12.5%\n");
}
END_TEST

START_TEST(tiles_stand_side_by_side)
{
	struct report_tile tiles[] = {
		{ .label = slice_of("客户数"),
			.value = slice_of("4,212"),
			.note = slice_of("+3%"),
			.tone = REPORT_GOOD },
		{ .label = slice_of("Revenue"), .value = slice_of("¥8,300") },
	};

	report_tiles(&report, tiles, 2);
	report_tiles(&report, tiles, 0);
	ck_assert_str_eq(render((struct term_style){ 0 }), "T\n"
							   "\n"
							   "客户数          Revenue\n"
							   "4,212           ¥8,300\n"
							   "+3%\n");
}
END_TEST

START_TEST(colour_only_where_wanted)
{
	static const double values[] = { 3, 1 };

	report_heading(&report, slice_of("\x1b[31mred"));
	add_bars(values, values, 2);
	add_curve(3);
	ck_assert_ptr_null(strchr(render((struct term_style){ 0 }), '\x1b'));
	ck_assert_ptr_nonnull(strstr(render((struct term_style){ .color = true }), "\x1b[1m"));
	ck_assert_ptr_null(strstr(out.at, "\x1b[31m"));
}
END_TEST

START_TEST(the_same_report_gives_the_same_bytes)
{
	struct buf again = BUF_EMPTY;

	add_curve(3);
	render((struct term_style){ .color = true });
	term_render(&report, &(struct term_style){ .color = true }, &again);
	ck_assert(slice_equal(buf_slice(&out), buf_slice(&again)));
	buf_release(&again);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("term");
	TCase *tests = tcase_create("term");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, bars_line_up);
	tcase_add_test(tests, negative_bars_grow_to_the_left);
	tcase_add_test(tests, charts_of_all_kinds_of_values);
	tcase_add_test(tests, a_curve_in_ascii);
	tcase_add_test(tests, curves_of_few_points);
	tcase_add_test(tests, many_columns_become_a_line);
	tcase_add_test(tests, tables_line_up);
	tcase_add_test(tests, wide_tables_lose_text_before_numbers);
	tcase_add_test(tests, columns_without_room_are_left_out_and_named);
	tcase_add_test(tests, names_of_columns_break_before_texts_are_cut);
	tcase_add_test(tests, tiles_stand_side_by_side);
	tcase_add_test(tests, colour_only_where_wanted);
	tcase_add_test(tests, the_same_report_gives_the_same_bytes);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
