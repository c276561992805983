/* SPDX-License-Identifier: MIT */
#include "io/xlsx_value.h"

#include "io/xlsx_text.h"
#include "test_streams.h"

/* ---- forms ---- */

static void ck_form(const char *code, enum xlsx_value_form form)
{
	ck_assert_msg(xlsx_value_form(slice_of(code)) == form, "%s is %d, not %d", code,
		(int)xlsx_value_form(slice_of(code)), (int)form);
}

START_TEST(dates_are_known_by_their_letters)
{
	ck_form("yyyy\\-mm\\-dd", XLSX_VALUE_DATE);
	ck_form("[$-409]d\\-mmm\\-yy;@", XLSX_VALUE_DATE);
	ck_form("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", XLSX_VALUE_DATE);
	ck_form("yyyy\"年\"m\"月\"d\"日\";@", XLSX_VALUE_DATE);
	ck_form("[DBNum1][$-804]yyyy\"年\"m\"月\"", XLSX_VALUE_DATE);
	ck_form("MMM", XLSX_VALUE_DATE);
	ck_form("[=0]\"\";DD.MM.YYYY", XLSX_VALUE_DATE);
	ck_form("m/d/yy h:mm", XLSX_VALUE_MOMENT);
	ck_form("yyyy-mm-ddThh:mm:ss", XLSX_VALUE_MOMENT);
	ck_form("d mm:ss", XLSX_VALUE_MOMENT);
}
END_TEST

START_TEST(an_m_is_a_minute_beside_hours_and_seconds)
{
	ck_form("h:mm", XLSX_VALUE_TIME);
	ck_form("mm:ss.0", XLSX_VALUE_TIME);
	ck_form("[$-F400]h:mm:ss\\ AM/PM", XLSX_VALUE_TIME);
	ck_form("上午/下午h\"时\"mm\"分\"", XLSX_VALUE_TIME);
	ck_form("h A/P", XLSX_VALUE_TIME);
	ck_form("mm", XLSX_VALUE_DATE);
	ck_form("h;m", XLSX_VALUE_MOMENT);
	ck_form("[h]:mm:ss", XLSX_VALUE_ELAPSED);
	ck_form("[mm]:ss", XLSX_VALUE_ELAPSED);
	ck_form("[ss]", XLSX_VALUE_ELAPSED);
}
END_TEST

START_TEST(letters_that_mean_no_date_are_passed_over)
{
	ck_form("General", XLSX_VALUE_NUMBER);
	ck_form("", XLSX_VALUE_NUMBER);
	ck_form("0.00%", XLSX_VALUE_NUMBER);
	ck_form("#,##0.00_);[Red]\\(#,##0.00\\)", XLSX_VALUE_NUMBER);
	ck_form("0 \"days\"", XLSX_VALUE_NUMBER);
	ck_form("0\\d", XLSX_VALUE_NUMBER);
	ck_form("0_d*s", XLSX_VALUE_NUMBER);
	ck_form("[$USD-409]0.00", XLSX_VALUE_NUMBER);
	ck_form("[Magenta]0;[Color 5]0", XLSX_VALUE_NUMBER);
	ck_form("0.00E+00", XLSX_VALUE_NUMBER);
	ck_form("G/通用格式\"元\"", XLSX_VALUE_NUMBER);
	/* Cut short in the middle of something. */
	ck_form("0\"days", XLSX_VALUE_NUMBER);
	ck_form("0\\", XLSX_VALUE_NUMBER);
	ck_form("[", XLSX_VALUE_NUMBER);
}
END_TEST

START_TEST(built_in_formats_are_known_by_number)
{
	static const int dates[] = { 14, 15, 16, 17, 27, 31, 36, 50, 58 };

	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
		ck_assert_int_eq(xlsx_value_form_built_in(dates[i]), XLSX_VALUE_DATE);
	for (int i = 18; i <= 21; i++)
		ck_assert_int_eq(xlsx_value_form_built_in(i), XLSX_VALUE_TIME);
	ck_assert_int_eq(xlsx_value_form_built_in(22), XLSX_VALUE_MOMENT);
	ck_assert_int_eq(xlsx_value_form_built_in(45), XLSX_VALUE_TIME);
	ck_assert_int_eq(xlsx_value_form_built_in(46), XLSX_VALUE_ELAPSED);
	ck_assert_int_eq(xlsx_value_form_built_in(47), XLSX_VALUE_TIME);
	ck_assert_int_eq(xlsx_value_form_built_in(0), XLSX_VALUE_NUMBER);
	ck_assert_int_eq(xlsx_value_form_built_in(10), XLSX_VALUE_NUMBER);
	ck_assert_int_eq(xlsx_value_form_built_in(49), XLSX_VALUE_NUMBER);
	ck_assert_int_eq(xlsx_value_form_built_in(-1), XLSX_VALUE_NUMBER);
	ck_assert_int_eq(xlsx_value_form_built_in(INT64_MAX), XLSX_VALUE_NUMBER);
}
END_TEST

/* ---- dates ---- */

/* `wanted` NULL: the number is no date. */
static void ck_serial(double serial, enum xlsx_value_form form, bool from_1904, const char *wanted)
{
	struct buf out = BUF_EMPTY;
	bool done = xlsx_value_put_serial(&out, serial, form, from_1904);

	ck_assert_msg(done == (wanted != NULL), "%.17g", serial);
	ck_assert_str_eq(buf_string(&out), wanted != NULL ? wanted : "");
	buf_release(&out);
}

START_TEST(serials_are_days_since_1900)
{
	ck_serial(40878, XLSX_VALUE_DATE, false, "2011-12-01");
	ck_serial(1, XLSX_VALUE_DATE, false, "1900-01-01");
	ck_serial(59, XLSX_VALUE_DATE, false, "1900-02-28");
	ck_serial(61, XLSX_VALUE_DATE, false, "1900-03-01");
	ck_serial(2958465, XLSX_VALUE_DATE, false, "9999-12-31");
	ck_serial(2958465.9, XLSX_VALUE_DATE, false, "9999-12-31T21:36:00");
	/* Days that were not. */
	ck_serial(0, XLSX_VALUE_DATE, false, "1900-01-00");
	ck_serial(60, XLSX_VALUE_DATE, false, "1900-02-29");
}
END_TEST

START_TEST(serials_are_days_since_1904)
{
	ck_serial(0, XLSX_VALUE_DATE, true, "1904-01-01");
	ck_serial(0.5, XLSX_VALUE_DATE, true, "1904-01-01T12:00:00");
	ck_serial(39416, XLSX_VALUE_DATE, true, "2011-12-01");
	ck_serial(60, XLSX_VALUE_DATE, true, "1904-03-01");
	ck_serial(2957003, XLSX_VALUE_DATE, true, "9999-12-31");
	ck_serial(2957004, XLSX_VALUE_DATE, true, NULL);
}
END_TEST

START_TEST(times_are_fractions_rounded_to_the_second)
{
	ck_serial(40878.351388888892, XLSX_VALUE_MOMENT, false, "2011-12-01T08:26:00");
	ck_serial(40878.351388888885, XLSX_VALUE_DATE, false, "2011-12-01T08:26:00");
	ck_serial(40878, XLSX_VALUE_MOMENT, false, "2011-12-01T00:00:00");
	ck_serial(40878.999999, XLSX_VALUE_DATE, false, "2011-12-02");
	ck_serial(0.35138888888888886, XLSX_VALUE_TIME, false, "08:26:00");
	ck_serial(0.35138888888888886, XLSX_VALUE_TIME, true, "08:26:00");
	ck_serial(0.35138888888888886, XLSX_VALUE_MOMENT, false, "08:26:00");
	ck_serial(0, XLSX_VALUE_TIME, false, "00:00:00");
	ck_serial(40878.5, XLSX_VALUE_TIME, false, "2011-12-01T12:00:00");
	ck_serial(1.25, XLSX_VALUE_ELAPSED, false, "30:00:00");
	ck_serial(0.25, XLSX_VALUE_ELAPSED, false, "06:00:00");
}
END_TEST

START_TEST(numbers_out_of_range_are_no_dates)
{
	ck_serial(-1, XLSX_VALUE_DATE, false, NULL);
	ck_serial(-0.001, XLSX_VALUE_TIME, false, NULL);
	ck_serial(2958466, XLSX_VALUE_DATE, false, NULL);
	ck_serial(2958465.999999, XLSX_VALUE_DATE, false, NULL);
	ck_serial(1e300, XLSX_VALUE_ELAPSED, false, NULL);
	ck_serial(0.0 / 0.0, XLSX_VALUE_DATE, false, NULL);
}
END_TEST

static void ck_iso(const char *text, enum xlsx_value_form form, const char *wanted)
{
	struct buf out = BUF_EMPTY;

	xlsx_value_put_iso(&out, slice_of(text), form);
	ck_assert_str_eq(buf_string(&out), wanted);
	buf_release(&out);
}

START_TEST(dates_stored_as_text_keep_what_their_format_shows)
{
	ck_iso("2011-12-01T00:00:00", XLSX_VALUE_DATE, "2011-12-01");
	ck_iso("2011-12-01T00:00:00.000Z", XLSX_VALUE_DATE, "2011-12-01");
	ck_iso("2011-12-01T08:26:00.000", XLSX_VALUE_DATE, "2011-12-01T08:26:00");
	ck_iso("2011-12-01", XLSX_VALUE_MOMENT, "2011-12-01T00:00:00");
	ck_iso("soon", XLSX_VALUE_DATE, "soon");
}
END_TEST

/* ---- numbers ---- */

static void ck_number(const char *text, const char *wanted, bool long_number)
{
	struct buf out = BUF_EMPTY;
	bool found = xlsx_value_put_number(&out, slice_of(text));

	ck_assert_str_eq(buf_string(&out), wanted);
	ck_assert_msg(found == long_number, "%s", text);
	buf_release(&out);
}

START_TEST(plain_numbers_stay_as_they_are)
{
	ck_number("0", "0", false);
	ck_number("-12.50", "-12.50", false);
	ck_number("007", "007", false);
	ck_number("123456789012345", "123456789012345", false);
	ck_number("0.00000000012345", "0.00000000012345", false);
}
END_TEST

START_TEST(numbers_are_as_short_as_they_can_be)
{
	ck_number("1.1000000000000001", "1.1", false);
	ck_number("-8.3000000000000007", "-8.3", false);
	ck_number("0.30000000000000004", "0.30000000000000004", false);
	ck_number("2.0000000000000000", "2", false);
	ck_number("1E-3", "0.001", false);
	ck_number("-1.5e-05", "-0.000015", false);
	ck_number("1.23456E+5", "123456", false);
	ck_number("1.2345678E+5", "123456.78", false);
	ck_number("1e14", "100000000000000", false);
	ck_number("0E0", "0", false);
	ck_number("2E-30", "2e-30", false);
}
END_TEST

START_TEST(whole_numbers_of_too_many_digits_are_told)
{
	ck_number("1.23456789012345E+17", "123456789012345000", true);
	ck_number("-1E15", "-1000000000000000", true);
	ck_number("110101199003071234", "110101199003071234", true);
	ck_number("1234567890123456", "1234567890123456", true);
	ck_number("1234567890123456.5", "1234567890123456.5", false);
	ck_number("1E+300", "1e300", true);
}
END_TEST

START_TEST(what_is_no_number_stays_as_it_is)
{
	static const char *const texts[] = { "", "abc", "1.2.3", "-", ".", "--1", "1e", "0x10",
		"NaN", "INF", "1e999", "1,5", "1 2" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		ck_number(texts[i], texts[i], false);
}
END_TEST

START_TEST(any_double_comes_back)
{
	struct rng rng;
	struct buf out = BUF_EMPTY;

	start_random(&rng);
	for (int i = 0; i < 20000; i++) {
		uint64_t bits = rng_next(&rng);
		char text[40];
		double value;

		if (i % 2) /* sizes that people have */
			value = (double)(int64_t)(bits >> 20) / (1 + rng_below(&rng, 1000000));
		else
			memcpy(&value, &bits, sizeof value);
		if (value != value || value - value != 0)
			continue;
		snprintf(text, sizeof text, "%.16E", value);
		buf_reset(&out);
		xlsx_value_put_number(&out, slice_of(text));
		ck_assert_msg(strtod(buf_string(&out), NULL) == value, "%s became %s", text,
			buf_string(&out));
	}
	buf_release(&out);
}
END_TEST

/* ---- text ---- */

static void ck_text(const char *raw, const char *wanted)
{
	struct xlsx_text text = { .run = 0 };
	struct buf out = BUF_EMPTY;

	xlsx_text_reset(&text);
	xlsx_text_add(&text, slice_of(raw));
	xlsx_text_put(&text, &out);
	ck_assert_str_eq(buf_string(&out), wanted);
	xlsx_text_release(&text);
	buf_release(&out);
}

START_TEST(characters_can_be_written_as_numbers)
{
	ck_text("a_x000D_b", "\"a\rb\"");
	ck_text("_x000d_\n", "\"\r\n\"");
	ck_text("_x005F_x000D_", "_x000D_");
	ck_text("_x5BA2_", "客");
	ck_text("_x00E9_", "é");
	ck_text("_xD83D__xDE00_", "😀");
	ck_text("_xD83D_", "\xef\xbf\xbd");
	ck_text("_xDE00__xD83D_x", "\xef\xbf\xbd\xef\xbf\xbdx");
	ck_text("_x000_ _xGGGG_ _X000D_ __ _x000D", "_x000_ _xGGGG_ _X000D_ __ _x000D");
	ck_text("_", "_");
	ck_text("__x0041_", "_A");
}
END_TEST

START_TEST(fields_are_quoted_where_they_need_it)
{
	ck_text("", "");
	ck_text("plain text", "plain text");
	ck_text(" a ", " a ");
	ck_text("a,b", "\"a,b\"");
	ck_text("a\nb", "\"a\nb\"");
	ck_text("a\tb", "\"a\tb\"");
	ck_text("say \"hi\"", "\"say \"\"hi\"\"\"");
	ck_text("\"", "\"\"\"\"");
}
END_TEST

START_TEST(blanks_around_a_run_need_leave_to_stay)
{
	static const char *const keep[] = { "xml:space", "preserve", NULL }, *const none[] = {
		NULL
	};
	struct xlsx_text text = { .run = 0 };
	struct buf out = BUF_EMPTY;

	xlsx_text_reset(&text);
	xlsx_text_begin_run(&text, none);
	xlsx_text_add(&text, slice_of("\n  Anna"));
	xlsx_text_add(&text, slice_of(" B. \n"));
	xlsx_text_end_run(&text);
	xlsx_text_begin_run(&text, keep);
	xlsx_text_add(&text, slice_of(" Meier "));
	xlsx_text_end_run(&text);
	xlsx_text_begin_run(&text, none);
	xlsx_text_add(&text, slice_of("  "));
	xlsx_text_end_run(&text);
	xlsx_text_put(&text, &out);
	ck_assert_str_eq(buf_string(&out), "Anna B. Meier ");
	xlsx_text_release(&text);
	buf_release(&out);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("xlsx_value");

	tcase_add_test(tests, dates_are_known_by_their_letters);
	tcase_add_test(tests, an_m_is_a_minute_beside_hours_and_seconds);
	tcase_add_test(tests, letters_that_mean_no_date_are_passed_over);
	tcase_add_test(tests, built_in_formats_are_known_by_number);
	tcase_add_test(tests, serials_are_days_since_1900);
	tcase_add_test(tests, serials_are_days_since_1904);
	tcase_add_test(tests, times_are_fractions_rounded_to_the_second);
	tcase_add_test(tests, numbers_out_of_range_are_no_dates);
	tcase_add_test(tests, dates_stored_as_text_keep_what_their_format_shows);
	tcase_add_test(tests, plain_numbers_stay_as_they_are);
	tcase_add_test(tests, numbers_are_as_short_as_they_can_be);
	tcase_add_test(tests, whole_numbers_of_too_many_digits_are_told);
	tcase_add_test(tests, what_is_no_number_stays_as_it_is);
	tcase_add_test(tests, any_double_comes_back);
	tcase_add_test(tests, characters_can_be_written_as_numbers);
	tcase_add_test(tests, fields_are_quoted_where_they_need_it);
	tcase_add_test(tests, blanks_around_a_run_need_leave_to_stay);
	return run_tests(tests);
}
