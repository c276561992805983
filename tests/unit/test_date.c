/* SPDX-License-Identifier: MIT */
#include "base/date.h"

#include <check.h>

#include "test_seed.h"

static int32_t date(int year, int month, int day)
{
	int32_t value;

	ck_assert_msg(date_of(year, month, day, &value), "no %d-%d-%d", year, month, day);
	return value;
}

/* Every day from 0001-01-01 to 9999-12-31, counted with a calendar made by hand. */
START_TEST(all_days_go_there_and_back)
{
	int32_t expected = -719162;
	struct buf out = BUF_EMPTY;
	int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	for (int y = 1; y <= 9999; y++) {
		days[1] = y % 400 == 0 || (y % 4 == 0 && y % 100 != 0) ? 29 : 28;
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= days[m - 1]; d++, expected++) {
				int32_t made = 0, read = 0;
				int year, month, day;

				date_split(expected, &year, &month, &day);
				buf_reset(&out);
				date_put(&out, expected);
				if (!date_of(y, m, d, &made) || made != expected || year != y ||
					month != m || day != d ||
					!date_parse(buf_slice(&out), &read) || read != expected)
					ck_abort_msg("%d-%d-%d: %s", y, m, d, buf_string(&out));
			}
	}
	ck_assert_int_eq(expected, 2932897);
	buf_release(&out);
}
END_TEST

START_TEST(known_days_have_known_numbers)
{
	ck_assert_int_eq(date(1970, 1, 1), 0);
	ck_assert_int_eq(date(1969, 12, 31), -1);
	ck_assert_int_eq(date(2000, 2, 29), 11016);
	ck_assert_int_eq(date(2026, 11, 22), 20779);
}
END_TEST

START_TEST(days_that_are_not_are_refused)
{
	static const int days[][3] = { { 0, 1, 1 }, { 10000, 1, 1 }, { 2001, 0, 1 },
		{ 2001, 13, 1 }, { 2001, 1, 0 }, { 2001, 1, 32 }, { 2001, 2, 29 }, { 1900, 2, 29 },
		{ 2000, 2, 30 }, { 2001, 4, 31 }, { -1, 1, 1 }, { 2001, 1, -1 } };
	int32_t value = 42;

	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		ck_assert_msg(!date_of(days[i][0], days[i][1], days[i][2], &value), "case %zu", i);
	ck_assert_int_eq(value, 42);
}
END_TEST

START_TEST(parse_is_strict)
{
	static const char *const texts[] = { "", "2026", "2026-11-2", "2026-11-222", "2026/11/22",
		"26-11-22", "2026-13-01", "2026-02-29", "0000-01-01", "2026-1a-22", " 2026-11-22",
		"2026-11-22 ", "2026-11-22T10:20", "+026-11-22", "２026-11-22" };
	int32_t value = 42;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		ck_assert_msg(!date_parse(slice_of(texts[i]), &value), "read: '%s'", texts[i]);
	ck_assert_int_eq(value, 42);
	ck_assert(date_parse(slice_of("2026-11-22"), &value));
	ck_assert_int_eq(value, 20779);
}
END_TEST

START_TEST(start_takes_the_day_as_written)
{
	static const char *const days[] = { "2026-11-22", "2026-11-22T23:59", "2026-11-22 00:00:00",
		"2026-11-22T23:30:00-08:00", "2026-11-22T00:30:00+08:00",
		"2026-11-22T10:20:30.5Z" };
	static const char *const others[] = { "2026-11-2", "2026-11-22T", "2026-11-22T24:00",
		"2026-11-22x", "2026-11-22T10:20:30 Z", "2026-11-22T1", "2026-02-30T10:20" };
	int32_t value;

	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		ck_assert_msg(date_parse_start(slice_of(days[i]), &value), "'%s'", days[i]);
		ck_assert_int_eq(value, 20779);
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		ck_assert_msg(!date_parse_start(slice_of(others[i]), &value), "'%s'", others[i]);
}
END_TEST

START_TEST(moments_are_read_and_put)
{
	static const struct {
		const char *text;
		int64_t seconds;
		int32_t nanoseconds;
		bool has_zone;
		const char *put;
	} cases[] = {
		{ "1970-01-01", 0, 0, false, "1970-01-01T00:00:00" },
		{ "1970-01-01T00:00:01Z", 1, 0, true, "1970-01-01T00:00:01Z" },
		{ "1969-12-31T23:59:59z", -1, 0, true, "1969-12-31T23:59:59Z" },
		{ "2026-11-22 10:20", 1795342800, 0, false, "2026-11-22T10:20:00" },
		{ "2026-11-22T10:20:30+08:00", 1795314030, 0, true, "2026-11-22T02:20:30Z" },
		{ "2026-11-22T10:20:30+0800", 1795314030, 0, true, "2026-11-22T02:20:30Z" },
		{ "2026-11-22T10:20:30+08", 1795314030, 0, true, "2026-11-22T02:20:30Z" },
		{ "2026-11-22T10:20:30-03:30", 1795355430, 0, true, "2026-11-22T13:50:30Z" },
		{ "2026-11-22T10:20:30.25", 1795342830, 250000000, false,
			"2026-11-22T10:20:30.25" },
		{ "2026-11-22T10:20:30.123456789987Z", 1795342830, 123456789, true,
			"2026-11-22T10:20:30.123456789Z" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_EMPTY;
		struct moment moment;

		ck_assert_msg(moment_parse(slice_of(cases[i].text), &moment), "%s", cases[i].text);
		ck_assert_int_eq(moment.seconds, cases[i].seconds);
		ck_assert_int_eq(moment.nanoseconds, cases[i].nanoseconds);
		ck_assert(moment.has_zone == cases[i].has_zone);
		moment_put(&out, moment);
		ck_assert_str_eq(buf_string(&out), cases[i].put);
		buf_release(&out);
	}
}
END_TEST

START_TEST(moments_that_are_none_are_refused)
{
	static const char *const texts[] = { "", "2026-11-22T", "2026-11-22T10", "2026-11-22T10:2",
		"2026-11-22T24:00", "2026-11-22T10:60", "2026-11-22T10:20:60", "2026-11-22T10:20:3",
		"2026-11-22T10:20:30.", "2026-11-22T10:20:30.Z", "2026-11-22T10:20:30+8",
		"2026-11-22T10:20:30+24:00", "2026-11-22T10:20:30+08:60",
		"2026-11-22T10:20:30+08:", "2026-11-22T10:20:30ZZ", "2026-11-22_10:20",
		"2026-11-31T10:20" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct moment moment;

		ck_assert_msg(!moment_parse(slice_of(texts[i]), &moment), "read: '%s'", texts[i]);
	}
	ck_assert(!moment_parse((struct slice){ NULL, 0 }, &(struct moment){ 0, 0, false }));
}
END_TEST

/* In UTC they lie in years that cannot be written. */
START_TEST(moments_stay_in_the_calendar)
{
	struct moment moment;

	ck_assert(moment_parse(slice_of("9999-12-31T23:59:59Z"), &moment));
	ck_assert(!moment_parse(slice_of("9999-12-31T23:59:59-00:01"), &moment));
	ck_assert(moment_parse(slice_of("0001-01-01T00:00:00Z"), &moment));
	ck_assert(!moment_parse(slice_of("0001-01-01T00:00:00+00:01"), &moment));
}
END_TEST

START_TEST(moments_go_there_and_back)
{
	struct buf out = BUF_EMPTY;
	struct rng rng;

	test_seed(&rng, "moments_go_there_and_back");
	for (int i = 0; i < 100000; i++) {
		struct moment moment = { -62135596800, 0, rng_chance(&rng, 0.5) }, back;

		moment.seconds += (int64_t)(rng_next(&rng) % 315537897600u);
		if (rng_chance(&rng, 0.5))
			moment.nanoseconds = (int32_t)rng_below(&rng, 1000000000);
		buf_reset(&out);
		moment_put(&out, moment);
		if (!moment_parse(buf_slice(&out), &back) || back.seconds != moment.seconds ||
			back.nanoseconds != moment.nanoseconds || back.has_zone != moment.has_zone)
			ck_abort_msg("'%s'", buf_string(&out));
	}
	buf_release(&out);
}
END_TEST

START_TEST(any_bytes_are_read_or_refused)
{
	static const char bytes[] = "0123456789-: TZ+.";
	struct rng rng;

	test_seed(&rng, "any_bytes_are_read_or_refused");
	for (int i = 0; i < 200000; i++) {
		char *text = malloc(32);
		struct slice slice = { text, rng_below(&rng, 32) };
		struct moment moment;
		int32_t day;

		/* Allocated, so that a sanitizer sees a step beyond the end. */
		memcpy(text, "2026-11-22T10:20:30.123+08:00 00", 32);
		for (uint32_t change = rng_below(&rng, 3); change > 0; change--)
			text[rng_below(&rng, 32)] = bytes[rng_below(&rng, sizeof bytes - 1)];
		slice.at = memmove(text + 32 - slice.length, text, slice.length);
		if (moment_parse(slice, &moment) !=
			(slice.length > 0 && date_parse_start(slice, &day)))
			ck_abort_msg("'" SLICE "'", SLICE_ARG(slice));
		free(text);
	}
}
END_TEST

START_TEST(today_is_a_day_of_now)
{
	ck_assert_int_gt(date_today(), date(2024, 1, 1));
	ck_assert_int_lt(date_today(), date(2200, 1, 1));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("date");
	TCase *tests = tcase_create("date");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, all_days_go_there_and_back);
	tcase_add_test(tests, known_days_have_known_numbers);
	tcase_add_test(tests, days_that_are_not_are_refused);
	tcase_add_test(tests, parse_is_strict);
	tcase_add_test(tests, start_takes_the_day_as_written);
	tcase_add_test(tests, moments_are_read_and_put);
	tcase_add_test(tests, moments_that_are_none_are_refused);
	tcase_add_test(tests, moments_stay_in_the_calendar);
	tcase_add_test(tests, moments_go_there_and_back);
	tcase_add_test(tests, any_bytes_are_read_or_refused);
	tcase_add_test(tests, today_is_a_day_of_now);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
