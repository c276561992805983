/* SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include <check.h>

#include "test_seed.h"

#define INT128_MAX ((int128)(~(uint128)0 >> 1))

static struct decimal decimal(const char *text)
{
	struct decimal value;

	ck_assert_msg(decimal_parse(slice_of(text), &value), "not read: '%s'", text);
	return value;
}

static int sign(int order)
{
	return (order > 0) - (order < 0);
}

static void check_put(struct decimal value, const char *expected)
{
	struct buf out = BUF_EMPTY;

	decimal_put(&out, value);
	ck_assert_str_eq(buf_string(&out), expected);
	buf_release(&out);
}

START_TEST(parse_reads_units_and_scale)
{
	static const struct {
		const char *text;
		int64_t units;
		int scale;
	} cases[] = { { "0", 0, 0 }, { "-0", 0, 0 }, { "12.50", 1250, 2 }, { "-12.5", -125, 1 },
		{ ".5", 5, 1 }, { "-.5", -5, 1 }, { "5.", 5, 0 }, { "007", 7, 0 },
		{ "1e3", 1000, 0 }, { "1E+3", 1000, 0 }, { "1.25e1", 125, 1 }, { "1.25e2", 125, 0 },
		{ "5e-3", 5, 3 }, { "9223372036854775807", INT64_MAX, 0 },
		{ "-9223372036854775808", INT64_MIN, 0 }, { "0.000000000000000001", 1, 18 },
		{ "0e-300", 0, 0 }, { "0e300", 0, 0 }, { "10e-19", 1, 18 } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct decimal value = decimal(cases[i].text);

		ck_assert_msg(value.units == cases[i].units && value.scale == cases[i].scale,
			"%s: %lld / 10^%d", cases[i].text, (long long)value.units, value.scale);
	}
}
END_TEST

START_TEST(parse_refuses_what_is_no_number)
{
	static const char *const texts[] = { "", "-", ".", "-.", "+1", " 1", "1 ", "1,5", "1.2.3",
		"--1", "1-", "e3", ".e3", "1e", "1e-", "1e1.5", "1e1000", "0x10", "inf", "nan",
		"1_000", "１" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct decimal value = { 42, 7 };

		ck_assert_msg(!decimal_parse(slice_of(texts[i]), &value), "read: '%s'", texts[i]);
		ck_assert(value.units == 42 && value.scale == 7);
	}
	ck_assert(!decimal_parse((struct slice){ "1\0002", 3 }, &(struct decimal){ 0, 0 }));
}
END_TEST

START_TEST(parse_ends_where_the_digits_do)
{
	struct decimal value = decimal("170141183460469231731687303715884105727");

	ck_assert(value.units == INT128_MAX);
	check_put(value, "170141183460469231731687303715884105727");
	ck_assert(!decimal_parse(slice_of("170141183460469231731687303715884105728"), &value));
	ck_assert(!decimal_parse(slice_of("1e39"), &value));
	ck_assert(!decimal_parse(slice_of("0.0000000000000000001"), &value));
	ck_assert(!decimal_parse(slice_of("1e-19"), &value));
}
END_TEST

START_TEST(put_is_short)
{
	check_put(decimal("0"), "0");
	check_put(decimal("-0.00"), "0");
	check_put(decimal("12.50"), "12.5");
	check_put(decimal("100"), "100");
	check_put(decimal("100.00"), "100");
	check_put(decimal("-0.05"), "-0.05");
	check_put(decimal("-.000000000000000001"), "-0.000000000000000001");
	check_put(decimal("9223372036854775808.10"), "9223372036854775808.1");
	check_put(decimal("-92233720368547758080.500"), "-92233720368547758080.5");
	check_put((struct decimal){ INT64_MIN, 18 }, "-9.223372036854775808");
	check_put((struct decimal){ -INT128_MAX - 1, 18 },
		"-170141183460469231731.687303715884105728");
}
END_TEST

START_TEST(sums_and_products_are_exact)
{
	struct decimal result;

	ck_assert(decimal_add(decimal("0.1"), decimal("0.2"), &result));
	check_put(result, "0.3");
	ck_assert(decimal_subtract(decimal("1"), decimal("0.000000000000000001"), &result));
	check_put(result, "0.999999999999999999");
	ck_assert(decimal_multiply(decimal("6"), decimal("2.55"), &result));
	check_put(result, "15.3");
	ck_assert(decimal_multiply(
		decimal("9223372036854775807"), decimal("9223372036854775807"), &result));
	check_put(result, "85070591730234615847396907784232501249");
}
END_TEST

/* The result fits, though the operands as they are given do not have room beside each other. */
START_TEST(zeros_at_the_end_take_no_room)
{
	struct decimal big = decimal("100000000000000000000000000000000000000"); /* 10^38 */
	struct decimal one = { 1000000000000000000, 18 }, result;

	ck_assert(decimal_add(big, one, &result));
	check_put(result, "100000000000000000000000000000000000001");
	ck_assert(decimal_multiply(big, one, &result));
	check_put(result, "100000000000000000000000000000000000000");
	ck_assert(decimal_multiply((struct decimal){ one.units * 100, 18 }, one, &result));
	check_put(result, "100");
}
END_TEST

START_TEST(too_many_digits_are_refused)
{
	struct decimal result = { 42, 7 };
	struct decimal most = { INT128_MAX, 0 }, tiny = { 1, DECIMAL_MAX_SCALE };

	ck_assert(!decimal_add(most, decimal_of(1), &result));
	ck_assert(!decimal_add(most, tiny, &result));
	ck_assert(!decimal_subtract(decimal_of(-2), most, &result));
	ck_assert(
		!decimal_subtract(decimal_of(0), (struct decimal){ -INT128_MAX - 1, 0 }, &result));
	ck_assert(!decimal_multiply(most, decimal_of(2), &result));
	ck_assert(!decimal_multiply(tiny, decimal("0.1"), &result));
	ck_assert(!decimal_divide(most, decimal("0.1"), &result));
	ck_assert(!decimal_divide(decimal_of(1), decimal("0.00"), &result));
	ck_assert(result.units == 42 && result.scale == 7);
	ck_assert(decimal_subtract(decimal_of(-1), most, &result));
	ck_assert(result.units == -INT128_MAX - 1);
}
END_TEST

START_TEST(division_rounds_half_away_from_zero)
{
	static const struct {
		const char *a, *b, *quotient;
	} cases[] = { { "1", "3", "0.333333333333" }, { "2", "3", "0.666666666667" },
		{ "-2", "3", "-0.666666666667" }, { "2", "-3", "-0.666666666667" },
		{ "1", "2000000000000", "0.000000000001" },
		{ "-1", "2000000000000", "-0.000000000001" }, { "1", "2000000000001", "0" },
		{ "10", "4", "2.5" }, { "0", "7", "0" },
		{ "0.000000000000000001", "0.000000000000000002", "0.5" },
		{ "1000000000000000000", "0.001", "1000000000000000000000" } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct decimal result;

		ck_assert(decimal_divide(decimal(cases[i].a), decimal(cases[i].b), &result));
		check_put(result, cases[i].quotient);
	}
}
END_TEST

START_TEST(rounding_is_half_away_from_zero)
{
	check_put(decimal_round(decimal("2.345"), 2), "2.35");
	check_put(decimal_round(decimal("-2.345"), 2), "-2.35");
	check_put(decimal_round(decimal("2.3449999"), 2), "2.34");
	check_put(decimal_round(decimal("0.5"), 0), "1");
	check_put(decimal_round(decimal("-0.5"), 0), "-1");
	check_put(decimal_round(decimal("-0.4"), 0), "0");
	check_put(decimal_round(decimal("7"), 5), "7");
	check_put(decimal_round(decimal("999.999999999999999999"), 17), "1000");
	ck_assert(decimal_divide_rounded(INT128_MAX, INT128_MAX) == 1);
	ck_assert(decimal_divide_rounded(-INT128_MAX - 1, INT128_MAX) == -1);
	ck_assert(decimal_divide_rounded(INT128_MAX / 2, INT128_MAX) == 0);
}
END_TEST

START_TEST(comparison_is_exact_whatever_the_scales)
{
	static const struct {
		const char *a, *b;
		int order;
	} cases[] = { { "1.0", "1", 0 }, { "0", "-0.00", 0 }, { "2", "10", -1 }, { "-2", "-10", 1 },
		{ "-1", "1", -1 }, { "0", "0.000000000000000001", -1 },
		{ "100000000000000000000000000000000000000", "0.000000000000000001", 1 },
		{ "-100000000000000000000000000000000000000", "-0.000000000000000001", -1 },
		{ "170141183460469231731687303715884105727",
			"170141183460469231731.687303715884105727", 1 } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct decimal a = decimal(cases[i].a), b = decimal(cases[i].b);

		ck_assert_int_eq(sign(decimal_compare(a, b)), cases[i].order);
		ck_assert_int_eq(sign(decimal_compare(b, a)), -cases[i].order);
	}
}
END_TEST

/* ---- random values against other ways to calculate ---- */

enum { LIMBS = 8 };

/* |value| in base 2^32, in room enough for any product or sum. */
struct wide {
	uint32_t limb[LIMBS + 4];
};

static struct wide wide_of(uint128 value)
{
	struct wide wide = { { 0 } };

	for (int i = 0; i < 4; i++, value >>= 32)
		wide.limb[i] = (uint32_t)value;
	return wide;
}

static struct wide wide_times(struct wide a, uint32_t factor)
{
	uint64_t carry = 0;

	for (int i = 0; i < LIMBS + 4; i++) {
		carry += (uint64_t)a.limb[i] * factor;
		a.limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	ck_assert(carry == 0);
	return a;
}

static struct wide wide_product(struct wide a, struct wide b)
{
	struct wide product = { { 0 } };

	for (int i = 0; i < 4; i++) {
		uint64_t carry = 0;

		for (int j = 0; i + j < LIMBS + 4; j++) {
			carry += product.limb[i + j] + (uint64_t)a.limb[i] * b.limb[j];
			product.limb[i + j] = (uint32_t)carry;
			carry >>= 32;
		}
	}
	return product;
}

static bool wide_equal(struct wide a, struct wide b)
{
	return memcmp(a.limb, b.limb, sizeof a.limb) == 0;
}

/* Divide by ten if nothing is left over. */
static bool wide_shorten(struct wide *a)
{
	struct wide shorter = *a;
	uint64_t rest = 0;

	for (int i = LIMBS + 3; i >= 0; i--) {
		rest = rest << 32 | shorter.limb[i];
		shorter.limb[i] = (uint32_t)(rest / 10);
		rest %= 10;
	}
	if (rest == 0)
		*a = shorter;
	return rest == 0;
}

static bool wide_fits(struct wide a)
{
	for (int i = 4; i < LIMBS + 4; i++)
		if (a.limb[i] != 0)
			return false;
	return a.limb[3] < 0x80000000u;
}

static uint128 magnitude(int128 value)
{
	return value < 0 ? 0 - (uint128)value : (uint128)value;
}

/* Of any size, with any number of zeros at the end. */
static struct decimal random_decimal(struct rng *rng)
{
	uint128 bits = ((uint128)rng_next(rng) << 64 | rng_next(rng)) >> rng_below(rng, 128);
	struct decimal value = { (int128)(bits & (~(uint128)0 >> 1)),
		(int)rng_below(rng, DECIMAL_MAX_SCALE + 1) };

	for (uint32_t zeros = rng_below(rng, 6); zeros > 0 && value.units < INT128_MAX / 10;
		zeros--)
		value.units *= 10;
	if (rng_chance(rng, 0.5))
		value.units = -value.units;
	return value;
}

START_TEST(small_sums_and_products_agree_with_whole_numbers)
{
	struct rng rng;

	test_seed(&rng, "small_sums_and_products_agree_with_whole_numbers");
	for (int i = 0; i < 40000; i++) {
		int128 a = (int128)rng_below(&rng, 2000000) - 1000000;
		int128 b = (int128)rng_below(&rng, 2000000) - 1000000;
		struct decimal x = { a, (int)rng_below(&rng, 7) },
			       y = { b, (int)rng_below(&rng, 7) };
		struct decimal result;

		ck_assert(decimal_multiply(x, y, &result));
		ck_assert(
			decimal_compare(result, (struct decimal){ a * b, x.scale + y.scale }) == 0);
		for (int scale = x.scale; scale < 6; scale++)
			a *= 10;
		for (int scale = y.scale; scale < 6; scale++)
			b *= 10;
		ck_assert(decimal_add(x, y, &result));
		ck_assert(decimal_compare(result, (struct decimal){ a + b, 6 }) == 0);
		ck_assert(decimal_subtract(x, y, &result));
		ck_assert(decimal_compare(result, (struct decimal){ a - b, 6 }) == 0);
		ck_assert_int_eq(sign(decimal_compare(x, y)), (a > b) - (a < b));
	}
}
END_TEST

/* A product is right, or it has too many digits indeed. */
START_TEST(products_agree_with_long_multiplication)
{
	struct rng rng;
	int refused = 0;

	test_seed(&rng, "products_agree_with_long_multiplication");
	for (int i = 0; i < 40000; i++) {
		struct decimal a = random_decimal(&rng), b = random_decimal(&rng), result;
		struct wide exact =
			wide_product(wide_of(magnitude(a.units)), wide_of(magnitude(b.units)));
		int scale = a.scale + b.scale;

		if (!decimal_multiply(a, b, &result)) {
			/* 5 × 0.2: zeros that only the product has may come too late. */
			ck_assert(!wide_fits(exact) || scale > DECIMAL_MAX_SCALE);
			refused++;
			continue;
		}
		for (; scale > result.scale; scale--)
			ck_assert_msg(wide_shorten(&exact), "case %d lost digits", i);
		for (; scale < result.scale; scale++)
			exact = wide_times(exact, 10);
		ck_assert_msg(wide_equal(exact, wide_of(magnitude(result.units))), "case %d", i);
		ck_assert(result.units == 0 ||
			  (result.units < 0) == ((a.units < 0) != (b.units < 0)));
	}
	ck_assert_int_gt(refused, 200);
	ck_assert_int_lt(refused, 39000);
}
END_TEST

START_TEST(sums_agree_with_their_parts)
{
	struct rng rng;
	int added = 0;

	test_seed(&rng, "sums_agree_with_their_parts");
	for (int i = 0; i < 40000; i++) {
		struct decimal a = random_decimal(&rng), b = random_decimal(&rng), sum, back;

		if (!decimal_add(a, b, &sum))
			continue;
		added++;
		ck_assert(decimal_add(b, a, &back));
		ck_assert(decimal_compare(sum, back) == 0);
		if (decimal_subtract(sum, b, &back))
			ck_assert_msg(decimal_compare(back, a) == 0, "case %d", i);
	}
	ck_assert_int_gt(added, 10000);
}
END_TEST

START_TEST(quotients_are_within_half_a_place)
{
	struct rng rng;

	test_seed(&rng, "quotients_are_within_half_a_place");
	for (int i = 0; i < 40000; i++) {
		int64_t a = (int64_t)(rng_next(&rng) >> rng_below(&rng, 40)) >> 24;
		int64_t b = 1 + rng_below(&rng, 1000000);
		struct decimal quotient, product, rest;

		ck_assert(decimal_divide(decimal_of(a), decimal_of(b), &quotient));
		ck_assert(decimal_multiply(quotient, decimal_of(b), &product));
		ck_assert(decimal_subtract(product, decimal_of(a), &rest));
		rest.units = (int128)magnitude(rest.units) * 2;
		ck_assert_int_le(
			decimal_compare(rest, (struct decimal){ b, DECIMAL_DIVISION_SCALE }), 0);
	}
}
END_TEST

/* Short numbers are read by another road than long ones: zeros in front make any number long. */
START_TEST(zeros_in_front_change_nothing)
{
	static const char letters[] = "0123456789012345..-e";
	struct rng rng;

	test_seed(&rng, "zeros_in_front_change_nothing");
	for (int i = 0; i < 200000; i++) {
		char text[64] = "0000000000000000000000", *tail = text + strlen(text);
		char digits[16];
		size_t length = 1 + rng_below(&rng, sizeof digits - 1);
		struct decimal value = { 0, 0 }, same = { 0, 0 };
		bool read;

		digits[0] = letters[rng_below(&rng, 10)];
		for (size_t k = 1; k < length; k++)
			digits[k] = letters[rng_below(&rng, sizeof letters - 1)];
		memcpy(tail, digits, length);
		read = decimal_parse((struct slice){ digits, length }, &value);
		ck_assert_msg(decimal_parse((struct slice){ text, (size_t)(tail - text) + length },
				      &same) == read,
			"'%s'", text);
		ck_assert_msg(value.units == same.units && value.scale == same.scale, "'%s'", text);
	}
}
END_TEST

START_TEST(what_is_put_reads_back)
{
	struct buf out = BUF_EMPTY;
	struct rng rng;

	test_seed(&rng, "what_is_put_reads_back");
	for (int i = 0; i < 40000; i++) {
		struct decimal value = random_decimal(&rng), back;

		buf_reset(&out);
		decimal_put(&out, value);
		ck_assert_msg(decimal_parse(buf_slice(&out), &back), "'%s'", buf_string(&out));
		ck_assert_msg(decimal_compare(value, back) == 0, "'%s'", buf_string(&out));
		ck_assert(back.scale == 0 || back.units % 10 != 0);
	}
	buf_release(&out);
}
END_TEST

START_TEST(real_is_the_nearest_number_or_one_beside_it)
{
	ck_assert_double_eq(decimal_real((struct decimal){ 1250, 2 }), 12.5);
	ck_assert_double_eq(decimal_real((struct decimal){ -1, 1 }), -0.1);
	ck_assert_double_eq(decimal_real(decimal_of(7)), 7);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("decimal");
	TCase *tests = tcase_create("decimal");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, parse_reads_units_and_scale);
	tcase_add_test(tests, parse_refuses_what_is_no_number);
	tcase_add_test(tests, parse_ends_where_the_digits_do);
	tcase_add_test(tests, put_is_short);
	tcase_add_test(tests, sums_and_products_are_exact);
	tcase_add_test(tests, zeros_at_the_end_take_no_room);
	tcase_add_test(tests, too_many_digits_are_refused);
	tcase_add_test(tests, division_rounds_half_away_from_zero);
	tcase_add_test(tests, rounding_is_half_away_from_zero);
	tcase_add_test(tests, comparison_is_exact_whatever_the_scales);
	tcase_add_test(tests, small_sums_and_products_agree_with_whole_numbers);
	tcase_add_test(tests, products_agree_with_long_multiplication);
	tcase_add_test(tests, sums_agree_with_their_parts);
	tcase_add_test(tests, quotients_are_within_half_a_place);
	tcase_add_test(tests, zeros_in_front_change_nothing);
	tcase_add_test(tests, what_is_put_reads_back);
	tcase_add_test(tests, real_is_the_nearest_number_or_one_beside_it);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
