/* SPDX-License-Identifier: MIT */
#include "base/amount.h"

#include <check.h>

#include "test_seed.h"

static void check_parse(const char *text, int64_t expected)
{
	struct diag why = DIAG_EMPTY;
	int64_t micros = 42;

	ck_assert_msg(amount_parse(slice_of(text), &micros, &why) == 0, "'%s': %s", text, why.text);
	ck_assert_msg(micros == expected, "'%s': %lld", text, (long long)micros);
}

static void check_refused(const char *text, const char *code, const char *message)
{
	struct diag why = DIAG_EMPTY;
	int64_t micros = 42;

	ck_assert_int_eq(amount_parse(slice_of(text), &micros, &why), -1);
	ck_assert_str_eq(why.text, message);
	ck_assert_str_eq(why.code, code);
	ck_assert_int_eq(micros, 42);
	ck_assert(!why.usage);
}

static void check_put(int64_t micros, const char *expected)
{
	struct buf out = BUF_EMPTY;

	amount_put(&out, micros);
	ck_assert_str_eq(buf_string(&out), expected);
	buf_reset(&out);
	amount_put_total(&out, micros);
	ck_assert_str_eq(buf_string(&out), expected);
	buf_release(&out);
}

static void check_grouped(int128 micros, int decimals, const char *expected)
{
	struct buf out = BUF_EMPTY;

	amount_put_grouped(&out, micros, decimals);
	ck_assert_str_eq(buf_string(&out), expected);
	buf_release(&out);
}

START_TEST(parse_reads_exact_micros)
{
	check_parse("0", 0);
	check_parse("-0", 0);
	check_parse("12.50", 12500000);
	check_parse("-12.50", -12500000);
	check_parse(".5", 500000);
	check_parse("-.5", -500000);
	check_parse("5.", 5000000);
	check_parse("0.000001", 1);
	check_parse("-0.000001", -1);
	check_parse("1e3", 1000000000);
	check_parse("1.5e-5", 15);
	check_parse("00012", 12000000);
	check_parse("1.00000000", 1000000);
	check_parse("999999999999.999999", 999999999999999999);
	check_parse("9223372036854.775807", INT64_MAX);
	check_parse("-9223372036854.775807", -INT64_MAX);
}
END_TEST

START_TEST(parse_says_what_is_wrong)
{
	check_refused("", "not-a-number", "not a number: ''");
	check_refused("-", "not-a-number", "not a number: '-'");
	check_refused(".", "not-a-number", "not a number: '.'");
	check_refused("abc", "not-a-number", "not a number: 'abc'");
	check_refused("12,50", "not-a-number", "not a number: '12,50'");
	check_refused("12.5x", "not-a-number", "not a number: '12.5x'");
	check_refused("1.2.3", "not-a-number", "not a number: '1.2.3'");
	check_refused(" 1", "not-a-number", "not a number: ' 1'");
	check_refused("--1", "not-a-number", "not a number: '--1'");
	check_refused("0.0000001", "too-many-decimals",
		"an amount has at most 6 decimals: '0.0000001'; round it first");
	check_refused(
		"9223372036854.775808", "too-large", "amount too large: '9223372036854.775808'");
	check_refused(
		"-9223372036854.775808", "too-large", "amount too large: '-9223372036854.775808'");
	check_refused("1e20", "too-large", "amount too large: '1e20'");
}
END_TEST

START_TEST(of_takes_decimals_of_any_scale)
{
	struct diag why = DIAG_EMPTY;
	int64_t micros;

	ck_assert_int_eq(amount_of((struct decimal){ 15, 1 }, &micros, &why), 0);
	ck_assert_int_eq(micros, 1500000);
	ck_assert_int_eq(amount_of((struct decimal){ 1500000000, 9 }, &micros, &why), 0);
	ck_assert_int_eq(micros, 1500000);
	ck_assert_int_eq(amount_of((struct decimal){ 1, 7 }, &micros, &why), -1);
	ck_assert_int_eq(amount_of((struct decimal){ (int128)1 << 126, 0 }, &micros, &why), -1);
	ck_assert_str_eq(why.code, "too-large");
}
END_TEST

START_TEST(put_is_short)
{
	check_put(0, "0");
	check_put(12500000, "12.5");
	check_put(-10000, "-0.01");
	check_put(1, "0.000001");
	check_put(-1, "-0.000001");
	check_put(100000000, "100");
	check_put(10000, "0.01");
	check_put(8300065814000, "8300065.814");
	check_put(INT64_MAX, "9223372036854.775807");
	check_put(INT64_MIN, "-9223372036854.775808");
}
END_TEST

START_TEST(totals_go_beyond_64_bits)
{
	struct buf out = BUF_EMPTY;

	amount_put_total(&out, (int128)INT64_MAX * 1000);
	ck_assert_str_eq(buf_string(&out), "9223372036854775.807");
	buf_release(&out);
}
END_TEST

START_TEST(grouped_is_for_people)
{
	check_grouped(8300065814000, 2, "8,300,065.81");
	check_grouped(8300065815000, 2, "8,300,065.82");
	check_grouped(-8300065815000, 2, "-8,300,065.82");
	check_grouped(0, 2, "0.00");
	check_grouped(-1000, 2, "0.00");
	check_grouped(999500000, 0, "1,000");
	check_grouped(999000000, 0, "999");
	check_grouped(-999000000, 0, "-999");
	check_grouped(123456000000, 0, "123,456");
	check_grouped(1500000, 6, "1.500000");
	check_grouped((int128)INT64_MAX * 1000, 1, "9,223,372,036,854,775.8");
}
END_TEST

START_TEST(mean_rounds_half_away_from_zero)
{
	ck_assert_int_eq(amount_mean(10, 4), 3);
	ck_assert_int_eq(amount_mean(-10, 4), -3);
	ck_assert_int_eq(amount_mean(9, 4), 2);
	ck_assert_int_eq(amount_mean(0, 7), 0);
	ck_assert_int_eq(amount_mean((int128)INT64_MAX * 1000, 1000), INT64_MAX);
}
END_TEST

START_TEST(what_is_put_reads_back)
{
	struct buf out = BUF_EMPTY;
	struct diag why = DIAG_EMPTY;
	struct rng rng;

	test_seed(&rng, "what_is_put_reads_back");
	for (int i = 0; i < 100000; i++) {
		int64_t micros = (int64_t)rng_next(&rng) >> rng_below(&rng, 64), back = 0;

		if (rng_chance(&rng, 0.5))
			micros = micros / 10000 * 10000;
		if (micros == INT64_MIN)
			continue;
		buf_reset(&out);
		amount_put(&out, micros);
		if (amount_parse(buf_slice(&out), &back, &why) < 0 || back != micros)
			ck_abort_msg(
				"%lld: '%s' %s", (long long)micros, buf_string(&out), why.text);
	}
	buf_release(&out);
}
END_TEST

/* The fast road and the slow one are one: amount_parse agrees with decimal_parse on any text. */
START_TEST(parse_agrees_with_decimals)
{
	static const char bytes[] = "0123456789000005.-e";
	struct diag why = DIAG_EMPTY;
	struct rng rng;
	int numbers = 0;

	test_seed(&rng, "parse_agrees_with_decimals");
	for (int i = 0; i < 200000; i++) {
		char text[24];
		struct slice slice = { text, rng_below(&rng, sizeof text) };
		struct decimal value;
		int64_t fast = 0, exact = 0;
		int expected;

		for (size_t j = 0; j < slice.length; j++)
			text[j] = bytes[rng_below(&rng, j > 0 ? sizeof bytes - 1 : 18)];
		expected = decimal_parse(slice, &value) ? amount_of(value, &exact, &why) : -1;
		if (amount_parse(slice, &fast, &why) != expected || fast != exact)
			ck_abort_msg("'" SLICE "': %lld", SLICE_ARG(slice), (long long)fast);
		numbers += expected == 0;
	}
	ck_assert_int_gt(numbers, 10000);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("amount");
	TCase *tests = tcase_create("amount");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, parse_reads_exact_micros);
	tcase_add_test(tests, parse_says_what_is_wrong);
	tcase_add_test(tests, of_takes_decimals_of_any_scale);
	tcase_add_test(tests, put_is_short);
	tcase_add_test(tests, totals_go_beyond_64_bits);
	tcase_add_test(tests, grouped_is_for_people);
	tcase_add_test(tests, mean_rounds_half_away_from_zero);
	tcase_add_test(tests, what_is_put_reads_back);
	tcase_add_test(tests, parse_agrees_with_decimals);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
