/* SPDX-License-Identifier: MIT */
#include "base/num.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "test_seed.h"

static void check_int(int64_t value, const char *plain, const char *grouped)
{
	struct buf out = BUF_EMPTY;

	num_put_int(&out, value);
	ck_assert_str_eq(buf_string(&out), plain);
	buf_reset(&out);
	num_put_grouped(&out, value);
	ck_assert_str_eq(buf_string(&out), grouped);
	buf_release(&out);
}

static void check_scaled(int64_t units, int scale, const char *expected)
{
	struct buf out = BUF_EMPTY;

	num_put_scaled(&out, units, scale);
	ck_assert_str_eq(buf_string(&out), expected);
	buf_release(&out);
}

static void check_real(double value, int decimals, const char *expected)
{
	struct buf out = BUF_EMPTY;

	num_put_real(&out, value, decimals);
	ck_assert_str_eq(buf_string(&out), expected);
	buf_release(&out);
}

START_TEST(whole_numbers_are_read)
{
	static const struct {
		const char *text;
		int64_t value;
	} cases[] = { { "0", 0 }, { "-0", 0 }, { "7", 7 }, { "-7", -7 }, { "007", 7 },
		{ "9223372036854775807", INT64_MAX }, { "-9223372036854775808", INT64_MIN } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t value = 42;

		ck_assert_msg(num_parse_int(slice_of(cases[i].text), &value), "%s", cases[i].text);
		ck_assert_int_eq(value, cases[i].value);
	}
}
END_TEST

START_TEST(what_is_no_whole_number_is_refused)
{
	static const char *const texts[] = { "", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "--1",
		"9223372036854775808", "-9223372036854775809", "99999999999999999999",
		"1\xc2\xa0" };
	int64_t value = 42;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		ck_assert_msg(!num_parse_int(slice_of(texts[i]), &value), "read: '%s'", texts[i]);
	ck_assert(!num_parse_int((struct slice){ "1\0002", 3 }, &value));
	ck_assert_int_eq(value, 42);
}
END_TEST

START_TEST(floating_numbers_are_read)
{
	double value;

	ck_assert(num_parse_real(slice_of("-1.25e3"), &value));
	ck_assert_double_eq(value, -1250.0);
	ck_assert(num_parse_real(slice_of("1e+2"), &value));
	ck_assert_double_eq(value, 100.0);
	ck_assert(num_parse_real(slice_of("0.1"), &value));
	ck_assert_double_eq(value, 0.1);
	ck_assert(num_parse_real(slice_of("1.7976931348623157e308"), &value));
	ck_assert_double_eq(value, DBL_MAX);
}
END_TEST

/* Short numbers go by a road of their own: to the last bit the one that strtod takes. */
START_TEST(short_floating_numbers_are_the_nearest)
{
	struct rng rng;

	test_seed(&rng, "short_floating_numbers_are_the_nearest");
	for (int i = 0; i < 300000; i++) {
		char text[32];
		size_t length = 1 + rng_below(&rng, 19), point = rng_below(&rng, 24);
		double value, nearest;

		for (size_t k = 0; k < length; k++)
			text[k] = (char)('0' + rng_below(&rng, 10));
		if (length > 1 && rng_chance(&rng, 0.3))
			text[0] = '-';
		if (point > 0 && point < length && text[point - 1] != '-')
			text[point] = '.';
		if (rng_chance(&rng, 0.1))
			for (size_t k = 0; k < length; k++)
				text[k] = text[k] >= '1' ? '0' : text[k];
		text[length] = '\0';
		nearest = strtod(text, NULL);
		ck_assert_msg(num_parse_real((struct slice){ text, length }, &value), "'%s'", text);
		ck_assert_msg(memcmp(&value, &nearest, sizeof value) == 0, "'%s'", text);
	}
}
END_TEST

START_TEST(what_is_no_floating_number_is_refused)
{
	static const char *const texts[] = { "", "-", ".", "e5", "+1", " 1", "1 ", "1,5", "0x10",
		"inf", "nan", "-inf", "1e999", "1-2", "1+2", "1.2.3",
		"0.00000000000000000000000000000000000000000000000000000000000001" };
	double value;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		ck_assert_msg(!num_parse_real(slice_of(texts[i]), &value), "read: '%s'", texts[i]);
	/* A NUL ends a string, but not a field. */
	ck_assert(!num_parse_real((struct slice){ "1\0002", 3 }, &value));
	ck_assert(!num_parse_real((struct slice){ "1\000", 2 }, &value));
}
END_TEST

START_TEST(sizes_are_powers_of_1024)
{
	static const char *const texts[] = { "", "K", "-1", "1.5G", "1KB", "1k", "1 K", "8388608T",
		"9223372036854775807K" };
	uint64_t bytes = 42;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		ck_assert_msg(!num_parse_size(slice_of(texts[i]), &bytes), "read: '%s'", texts[i]);
	ck_assert(!num_parse_size((struct slice){ "5\000", 2 }, &bytes));
	ck_assert_uint_eq(bytes, 42);
	ck_assert(num_parse_size(slice_of("65536"), &bytes));
	ck_assert_uint_eq(bytes, 65536);
	ck_assert(num_parse_size(slice_of("512K"), &bytes));
	ck_assert_uint_eq(bytes, 512u << 10);
	ck_assert(num_parse_size(slice_of("200M"), &bytes));
	ck_assert_uint_eq(bytes, 200u << 20);
	ck_assert(num_parse_size(slice_of("4G"), &bytes));
	ck_assert_uint_eq(bytes, (uint64_t)4 << 30);
	ck_assert(num_parse_size(slice_of("8388607T"), &bytes));
	ck_assert_uint_eq(bytes, (uint64_t)8388607 << 40);
}
END_TEST

START_TEST(whole_numbers_are_put)
{
	check_int(0, "0", "0");
	check_int(-5, "-5", "-5");
	check_int(10, "10", "10");
	check_int(99, "99", "99");
	check_int(100, "100", "100");
	check_int(-100, "-100", "-100");
	check_int(999, "999", "999");
	check_int(1000, "1000", "1,000");
	check_int(-1000, "-1000", "-1,000");
	check_int(-123456, "-123456", "-123,456");
	check_int(1234567, "1234567", "1,234,567");
	check_int(INT64_MAX, "9223372036854775807", "9,223,372,036,854,775,807");
	check_int(INT64_MIN, "-9223372036854775808", "-9,223,372,036,854,775,808");
}
END_TEST

START_TEST(scaled_numbers_are_put)
{
	check_scaled(0, 0, "0");
	check_scaled(0, 18, "0");
	check_scaled(1250, 2, "12.5");
	check_scaled(1200, 2, "12");
	check_scaled(-5, 2, "-0.05");
	check_scaled(5, 18, "0.000000000000000005");
	check_scaled(100000, 5, "1");
	check_scaled(100, 0, "100");
	check_scaled(10000, 6, "0.01");
	check_scaled(INT64_MIN, 18, "-9.223372036854775808");
	check_scaled(INT64_MAX, 0, "9223372036854775807");
}
END_TEST

START_TEST(floating_numbers_are_put)
{
	check_real(3.14159, 2, "3.14");
	check_real(2.0, 2, "2");
	check_real(-0.5, 6, "-0.5");
	check_real(100.0, 0, "100");
	check_real(-0.0, 2, "0");
	check_real(-0.001, 2, "0");
	check_real(0.0000004, 6, "0");
	check_real(123456789012.5, 3, "123456789012.5");
	check_real(-1e300 * 0, 0, "0");
	check_real(1e22, 0, "10000000000000000000000");
	check_real(0.125, 9, "0.125");
	check_real((double)INFINITY, 2, "");
	check_real((double)NAN, 2, "");
}
END_TEST

START_TEST(what_is_put_reads_back)
{
	struct buf out = BUF_EMPTY;
	struct rng rng;

	test_seed(&rng, "what_is_put_reads_back");
	for (int i = 0; i < 100000; i++) {
		int64_t value = (int64_t)rng_next(&rng) >> rng_below(&rng, 64), back = 0;
		char expected[32];

		buf_reset(&out);
		num_put_int(&out, value);
		snprintf(expected, sizeof expected, "%lld", (long long)value);
		if (!slice_is(buf_slice(&out), expected) ||
			!num_parse_int(buf_slice(&out), &back) || back != value)
			ck_abort_msg("%s: '%s'", expected, buf_string(&out));
	}
	buf_release(&out);
}
END_TEST

/* The same as the whole number with a point put in, and without zeros behind it. */
START_TEST(scaled_numbers_are_whole_ones_with_a_point)
{
	struct buf out = BUF_EMPTY;
	struct rng rng;

	test_seed(&rng, "scaled_numbers_are_whole_ones_with_a_point");
	for (int i = 0; i < 100000; i++) {
		int64_t units = (int64_t)rng_next(&rng) >> rng_below(&rng, 64);
		int scale = (int)rng_below(&rng, 19);
		char digits[64], known[80];
		size_t whole, end, zeros = 0;

		if (rng_chance(&rng, 0.3))
			units -= units % 10000;
		snprintf(digits, sizeof digits, "%019llu",
			units < 0 ? 0 - (unsigned long long)units : (unsigned long long)units);
		whole = strlen(digits) - (size_t)scale;
		while (zeros + 1 < whole && digits[zeros] == '0')
			zeros++;
		snprintf(known, sizeof known, "%s%.*s.%s", units < 0 ? "-" : "",
			(int)(whole - zeros), digits + zeros, digits + whole);
		for (end = strlen(known); known[end - 1] == '0'; end--)
			;
		end -= known[end - 1] == '.';
		buf_reset(&out);
		num_put_scaled(&out, units, scale);
		if (!slice_equal(buf_slice(&out), (struct slice){ known, end }))
			ck_abort_msg("%s: '%s'", known, buf_string(&out));
	}
	buf_release(&out);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("num");
	TCase *tests = tcase_create("num");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, whole_numbers_are_read);
	tcase_add_test(tests, what_is_no_whole_number_is_refused);
	tcase_add_test(tests, floating_numbers_are_read);
	tcase_add_test(tests, short_floating_numbers_are_the_nearest);
	tcase_add_test(tests, what_is_no_floating_number_is_refused);
	tcase_add_test(tests, sizes_are_powers_of_1024);
	tcase_add_test(tests, whole_numbers_are_put);
	tcase_add_test(tests, scaled_numbers_are_put);
	tcase_add_test(tests, floating_numbers_are_put);
	tcase_add_test(tests, what_is_put_reads_back);
	tcase_add_test(tests, scaled_numbers_are_whole_ones_with_a_point);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
