/* SPDX-License-Identifier: MIT */
#include "tab/type.h"

#include "tab/escape.h"
#include "test_streams.h"

struct good {
	const char *text, *field;
};

struct bad {
	const char *text, *code;
};

static void ck_good(enum type type, const struct good *row)
{
	struct buf out = BUF_EMPTY, again = BUF_EMPTY, plain = BUF_EMPTY;
	struct diag why = DIAG_EMPTY;

	for (; row->text != NULL; row++) {
		buf_reset(&out);
		buf_reset(&again);
		buf_reset(&plain);
		ck_assert_msg(type_put(type, slice_of(row->text), NULL, &out, &why) == 0,
			"%s '%s': %s", type_name(type), row->text, why.text);
		ck_assert_str_eq(buf_string(&out), row->field);
		/* The one way in which it is written is read as the same. */
		escape_remove(&plain, buf_slice(&out));
		ck_assert_int_eq(type_put(type, buf_slice(&plain), NULL, &again, &why), 0);
		ck_assert_str_eq(buf_string(&again), row->field);
	}
	buf_release(&out);
	buf_release(&again);
	buf_release(&plain);
}

static void ck_bad(enum type type, const struct bad *row)
{
	struct buf out = BUF_EMPTY;

	for (; row->text != NULL; row++) {
		struct diag why = DIAG_EMPTY;

		ck_assert_msg(type_put(type, slice_of(row->text), NULL, &out, &why) == -1,
			"%s '%s' is taken for '%s'", type_name(type), row->text, buf_string(&out));
		ck_assert_uint_eq(out.length, 0);
		ck_assert_str_eq(why.code, row->code);
	}
	buf_release(&out);
}

START_TEST(names_find_their_types)
{
	static const char *const names[] = { "id", "text", "date", "time", "amount", "number",
		"integer", "flag", "phone", "email" };
	enum type type;

	ck_assert_uint_eq(sizeof names / sizeof *names, TYPE_COUNT);
	for (int i = 0; i < TYPE_COUNT; i++) {
		ck_assert_str_eq(type_name((enum type)i), names[i]);
		ck_assert(type_find(slice_of(names[i]), &type));
		ck_assert_int_eq(type, i);
	}
	ck_assert(!type_find(slice_of("money"), &type));
	ck_assert(!type_find(slice_of(""), &type));
	ck_assert(!type_find(slice_of("dat"), &type));
}
END_TEST

START_TEST(missing_is_missing_in_every_type)
{
	struct buf out = BUF_EMPTY;
	struct diag why;

	for (int i = 0; i < TYPE_COUNT; i++) {
		ck_assert_int_eq(type_put((enum type)i, slice_of(""), NULL, &out, &why), 0);
		ck_assert_int_eq(type_put((enum type)i, slice_of(" \t "), NULL, &out, &why), 0);
		ck_assert_int_eq(
			type_put((enum type)i, (struct slice){ NULL, 0 }, NULL, &out, &why), 0);
		ck_assert_uint_eq(out.length, 0);
	}
	buf_release(&out);
}
END_TEST

START_TEST(ids_stay_as_they_stand)
{
	static const struct good good[] = { { "0012", "0012" }, { "  C 17 ", "C 17" },
		{ "客户\\1", "客户\\\\1" }, { "\"a\"", "\"a\"" }, { NULL, NULL } };
	static const struct bad bad[] = { { "a\tb", "not-an-id" }, { "a\nb", "not-an-id" },
		{ "a\rb", "not-an-id" }, { "a\x01", "not-an-id" }, { NULL, NULL } };

	ck_good(TYPE_ID, good);
	ck_bad(TYPE_ID, bad);
}
END_TEST

START_TEST(texts_keep_line_breaks_and_tabs)
{
	static const struct good good[] = { { " two\nlines\tand a tab ",
						    "two\\nlines\\tand a tab" },
		{ "a\r\nb", "a\\r\\nb" }, { "\\N", "\\\\N" }, { NULL, NULL } };

	ck_good(TYPE_TEXT, good);
}
END_TEST

START_TEST(dates_are_written_as_iso)
{
	static const struct good good[] = { { "2011-12-01", "2011-12-01" },
		{ "2011/12/1", "2011-12-01" }, { "20111201", "2011-12-01" },
		{ "2011.1.2", "2011-01-02" }, { " 2011-12-01 ", "2011-12-01" },
		{ "2011-12-01T08:26:00", "2011-12-01" }, { "2011-12-01 08:26", "2011-12-01" },
		{ "2011/12/1 8:26", "2011-12-01" }, { "2011-12-01T23:30:00-08:00", "2011-12-01" },
		{ "2011-12-01T00:30:00+08:00", "2011-12-01" }, { "20111201 10:00", "2011-12-01" },
		{ "2000-02-29", "2000-02-29" }, { "2024/2/29", "2024-02-29" },
		{ "0001-01-01", "0001-01-01" }, { "9999-12-31", "9999-12-31" }, { NULL, NULL } };
	static const struct bad bad[] = { { "2011-13-01", "not-a-date" },
		{ "2011-02-29", "not-a-date" }, { "1900-02-29", "not-a-date" },
		{ "2011-04-31", "not-a-date" }, { "2011-00-10", "not-a-date" },
		{ "2011-10-00", "not-a-date" }, { "0000-01-01", "not-a-date" },
		{ "01/12/2011", "not-a-date" }, { "2011-12", "not-a-date" },
		{ "2011/12-01", "not-a-date" }, { "2011-12-011", "not-a-date" },
		{ "201112011", "not-a-date" }, { "2011121", "not-a-date" },
		{ "2011-12-01 25:00", "not-a-date" }, { "2011-12-01 12:60", "not-a-date" },
		{ "2011-12-01 noon", "not-a-date" }, { "2011-12-01T", "not-a-date" },
		{ "2011-12-018:26", "not-a-date" }, { "today", "not-a-date" },
		{ "2011 12 01", "not-a-date" }, { "-2011-12-01", "not-a-date" },
		{ "11-12-01", "not-a-date" }, { NULL, NULL } };

	ck_good(TYPE_DATE, good);
	ck_bad(TYPE_DATE, bad);
}
END_TEST

static bool leaves_out(const char *text)
{
	struct buf out = BUF_EMPTY;
	bool left_out = false;
	struct diag why;

	ck_assert_int_eq(type_put(TYPE_DATE, slice_of(text), &left_out, &out, &why), 0);
	buf_release(&out);
	return left_out;
}

START_TEST(time_of_day_that_a_date_leaves_out_is_noted)
{
	ck_assert(leaves_out("2011-12-01T08:26:00"));
	ck_assert(leaves_out("2011-12-01 00:00:01"));
	ck_assert(leaves_out("2011-12-01 00:00:00.5"));
	ck_assert(leaves_out("2011/1/1 8:00"));
	ck_assert(leaves_out("2011/12/1 8:00"));
	ck_assert(leaves_out("20110101 10:00"));
	ck_assert(leaves_out("20110101 00:01"));
	ck_assert(!leaves_out("2011-12-01"));
	ck_assert(!leaves_out("2011/1/1"));
	ck_assert(!leaves_out("20110101"));
	ck_assert(!leaves_out("2011-12-01T00:00"));
	ck_assert(!leaves_out("2011-12-01 00:00:00.000"));
	ck_assert(!leaves_out("2011/1/1 0:00"));
	ck_assert(!leaves_out("2011-12-01T00:00:00Z"));
	ck_assert(!leaves_out("2011-12-01T00:00:00+08:00"));
}
END_TEST

START_TEST(left_out_is_never_taken_back)
{
	struct buf out = BUF_EMPTY;
	bool left_out = true;
	struct diag why;

	ck_assert_int_eq(type_put(TYPE_DATE, slice_of("2011-12-01"), &left_out, &out, &why), 0);
	ck_assert(left_out);
	buf_release(&out);
}
END_TEST

START_TEST(times_keep_their_time_of_day)
{
	static const struct good good[] = { { "2011-12-01T08:26:00", "2011-12-01T08:26:00" },
		{ "2011-12-01 08:26", "2011-12-01T08:26:00" },
		{ "2011-12-01", "2011-12-01T00:00:00" },
		{ "2011/12/1 8:26", "2011-12-01T08:26:00" },
		{ "20111201 08:26:59", "2011-12-01T08:26:59" },
		{ "2011-12-01T08:26:00Z", "2011-12-01T08:26:00Z" },
		{ "2011-12-01T08:26:00+08:00", "2011-12-01T00:26:00Z" },
		{ "2011-12-01T01:00:00+0800", "2011-11-30T17:00:00Z" },
		{ "2011-12-01T20:00:00-08", "2011-12-02T04:00:00Z" },
		{ "2011-12-01T08:26:00.250", "2011-12-01T08:26:00.25" },
		{ "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z" }, { NULL, NULL } };
	static const struct bad bad[] = { { "08:26", "not-a-time" },
		{ "2011-12-01T24:00", "not-a-time" }, { "2011-12-01T08", "not-a-time" },
		{ "2011-12-01T08:26:60", "not-a-time" }, { "2011-12-01T08:26X", "not-a-time" },
		{ "2011-12-01T08:26+25:00", "not-a-time" }, { "2011-13-01T08:26", "not-a-time" },
		/* In UTC these are of years that are not there. */
		{ "9999-12-31T23:00:00-02:00", "not-a-time" },
		{ "0001-01-01T01:00:00+02:00", "not-a-time" }, { NULL, NULL } };

	ck_good(TYPE_TIME, good);
	ck_bad(TYPE_TIME, bad);
}
END_TEST

START_TEST(amounts_are_exact)
{
	static const struct good good[] = { { "12.50", "12.5" }, { "-0.01", "-0.01" },
		{ "0012", "12" }, { ".5", "0.5" }, { "5.", "5" }, { "-0.00", "0" },
		{ "0.000001", "0.000001" }, { "1e3", "1000" }, { "1.5E-3", "0.0015" },
		{ "0.1000000000", "0.1" }, { "9223372036854.775807", "9223372036854.775807" },
		{ "-9223372036854.775807", "-9223372036854.775807" }, { NULL, NULL } };
	static const struct bad bad[] = { { "abc", "not-a-number" }, { "12,50", "not-a-number" },
		{ "1,234.50", "not-a-number" }, { "$5", "not-a-number" }, { "+5", "not-a-number" },
		{ "1 000", "not-a-number" }, { "-", "not-a-number" }, { ".", "not-a-number" },
		{ "1.2.3", "not-a-number" }, { "1e", "not-a-number" }, { "0x10", "not-a-number" },
		{ "nan", "not-a-number" }, { "--1", "not-a-number" },
		{ "0.0000001", "too-many-decimals" }, { "9223372036854.775808", "too-large" },
		{ "1e15", "too-large" }, { NULL, NULL } };

	ck_good(TYPE_AMOUNT, good);
	ck_bad(TYPE_AMOUNT, bad);
}
END_TEST

START_TEST(numbers_have_up_to_18_decimals)
{
	static const struct good good[] = { { "1e3", "1000" }, { "12.5", "12.5" },
		{ "-1.50", "-1.5" }, { "0.000000000000000001", "0.000000000000000001" },
		{ "1E+2", "100" }, { "-0", "0" }, { "0e-30", "0" },
		{ "99999999999999999999999999999999999999",
			"99999999999999999999999999999999999999" },
		{ NULL, NULL } };
	static const struct bad bad[] = { { "0.0000000000000000001", "not-a-number" },
		{ "1e39", "not-a-number" }, { "1e999", "not-a-number" },
		{ "1e-19", "not-a-number" }, { "inf", "not-a-number" }, { "1_000", "not-a-number" },
		{ "e5", "not-a-number" }, { "1e1e1", "not-a-number" },
		{ "999999999999999999999999999999999999999", "not-a-number" }, { NULL, NULL } };

	ck_good(TYPE_NUMBER, good);
	ck_bad(TYPE_NUMBER, bad);
}
END_TEST

START_TEST(integers_fit_64_bits)
{
	static const struct good good[] = { { "12", "12" }, { "-007", "-7" }, { "-0", "0" },
		{ "9223372036854775807", "9223372036854775807" },
		{ "-9223372036854775808", "-9223372036854775808" }, { NULL, NULL } };
	static const struct bad bad[] = { { "1.0", "not-an-integer" }, { "1e3", "not-an-integer" },
		{ "9223372036854775808", "not-an-integer" }, { "+1", "not-an-integer" },
		{ "-", "not-an-integer" }, { "12a", "not-an-integer" }, { NULL, NULL } };

	ck_good(TYPE_INTEGER, good);
	ck_bad(TYPE_INTEGER, bad);
}
END_TEST

START_TEST(flags_are_1_or_0)
{
	static const struct good good[] = { { "yes", "1" }, { "Y", "1" }, { "TRUE", "1" },
		{ "t", "1" }, { "1", "1" }, { "是", "1" }, { "No", "0" }, { "n", "0" },
		{ "false", "0" }, { "F", "0" }, { "0", "0" }, { "否", "0" }, { NULL, NULL } };
	static const struct bad bad[] = { { "2", "not-a-flag" }, { "ye", "not-a-flag" },
		{ "yess", "not-a-flag" }, { "on", "not-a-flag" }, { "01", "not-a-flag" },
		{ NULL, NULL } };

	ck_good(TYPE_FLAG, good);
	ck_bad(TYPE_FLAG, bad);
}
END_TEST

START_TEST(faults_name_the_value)
{
	struct buf out = BUF_EMPTY;
	struct diag why;

	ck_assert_int_eq(type_put(TYPE_DATE, slice_of(" 31.12.2011"), NULL, &out, &why), -1);
	ck_assert_str_eq(why.text, "not a date like 2011-12-01: '31.12.2011'");
	ck_assert_int_eq(type_put(TYPE_AMOUNT, slice_of("abc"), NULL, &out, &why), -1);
	ck_assert_str_eq(why.text, "not a number: 'abc'");
	buf_release(&out);
}
END_TEST

/* Whatever is taken is written in a way that is taken again, and is the same again. */
START_TEST(what_is_written_is_read_as_the_same)
{
	struct buf text = BUF_EMPTY, out = BUF_EMPTY, plain = BUF_EMPTY, again = BUF_EMPTY;
	struct rng rng;
	struct diag why;

	start_random(&rng);
	for (int i = 0; i < 200000; i++) {
		enum type type = (enum type)rng_below(&rng, TYPE_COUNT);

		buf_reset(&text);
		buf_reset(&out);
		buf_reset(&plain);
		buf_reset(&again);
		if (type == TYPE_DATE || type == TYPE_TIME)
			buf_printf(&text, "%u-%02u-%02u", 1 + rng_below(&rng, 9999),
				1 + rng_below(&rng, 12), 1 + rng_below(&rng, 31));
		put_random(&rng, &text, rng_below(&rng, 12), "0123456789-.eT:+ Z/\\ynt\n", 23);
		if (type_put(type, buf_slice(&text), NULL, &out, &why) < 0)
			continue;
		escape_remove(&plain, buf_slice(&out));
		ck_assert_msg(type_put(type, buf_slice(&plain), NULL, &again, &why) == 0,
			"%s '%s' became '%s'", type_name(type), buf_string(&text),
			buf_string(&out));
		ck_slice_eq(buf_slice(&again), buf_slice(&out));
	}
	buf_release(&text);
	buf_release(&out);
	buf_release(&plain);
	buf_release(&again);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("type");

	tcase_add_test(tests, names_find_their_types);
	tcase_add_test(tests, missing_is_missing_in_every_type);
	tcase_add_test(tests, ids_stay_as_they_stand);
	tcase_add_test(tests, texts_keep_line_breaks_and_tabs);
	tcase_add_test(tests, dates_are_written_as_iso);
	tcase_add_test(tests, time_of_day_that_a_date_leaves_out_is_noted);
	tcase_add_test(tests, left_out_is_never_taken_back);
	tcase_add_test(tests, times_keep_their_time_of_day);
	tcase_add_test(tests, amounts_are_exact);
	tcase_add_test(tests, numbers_have_up_to_18_decimals);
	tcase_add_test(tests, integers_fit_64_bits);
	tcase_add_test(tests, flags_are_1_or_0);
	tcase_add_test(tests, faults_name_the_value);
	tcase_add_test(tests, what_is_written_is_read_as_the_same);
	return run_tests(tests);
}
