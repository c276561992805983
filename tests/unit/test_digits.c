/* SPDX-License-Identifier: MIT */
#include "base/digits.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"
#include "test_seed.h"

START_TEST(texts_of_all_lengths_are_numbers)
{
	static const struct {
		const char *text;
		uint32_t value;
	} cases[] = { { "0000", 0 }, { "1204", 1204 }, { "00017", 17 }, { "987654", 987654 },
		{ "1000000", 1000000 }, { "99999999", 99999999 } };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint64_t digits = digits_load(cases[i].text, strlen(cases[i].text));

		ck_assert(digits_are(digits));
		ck_assert_uint_eq(digits_value(digits), cases[i].value);
	}
}
END_TEST

/* One byte that is none, whichever it is and wherever it stands. */
START_TEST(other_bytes_are_no_digits)
{
	for (int byte = 0; byte < 256; byte++) {
		for (size_t length = DIGITS_FEWEST; length <= DIGITS_MOST; length++) {
			for (size_t at = 0; at < length; at++) {
				char text[] = "12345678";

				text[at] = (char)byte;
				ck_assert_int_eq(digits_are(digits_load(text, length)),
					byte >= '0' && byte <= '9');
			}
		}
	}
}
END_TEST

START_TEST(numbers_are_read_as_written)
{
	struct rng rng;

	test_seed(&rng, "numbers_are_read_as_written");
	for (int i = 0; i < 100000; i++) {
		int length = DIGITS_FEWEST + (int)rng_below(&rng, 5);
		uint32_t value = rng_below(&rng, 100000000), power = 1;
		char text[32];

		for (int digit = 0; digit < length; digit++)
			power *= 10;
		value %= power;
		snprintf(text, sizeof text, "%08u", value);
		ck_assert(digits_are(digits_load(text + DIGITS_MOST - length, (size_t)length)));
		ck_assert_uint_eq(
			digits_value(digits_load(text + DIGITS_MOST - length, (size_t)length)),
			value);
	}
}
END_TEST

/* Any text of a few of these bytes: what is read is right, and what is not is no plain number. */
START_TEST(short_numbers_are_read_with_their_scale)
{
	static const char bytes[] = "0123456789.-x";
	struct rng rng;

	test_seed(&rng, "short_numbers_are_read_with_their_scale");
	for (int i = 0; i < 300000; i++) {
		size_t length = 1 + rng_below(&rng, 10), point;
		uint32_t known = (uint32_t)(rng_chance(&rng, 0.5) ? 10 : sizeof bytes - 1), number;
		unsigned scale = 99;
		char text[16] = "", digits[16] = "", *end;

		for (size_t at = 0; at < length; at++)
			text[at] = bytes[rng_below(&rng, known)];
		if (length > 2 && rng_chance(&rng, 0.5))
			text[rng_below(&rng, (uint32_t)length)] = '.';
		number = digits_number(text, length, &scale);
		point = strcspn(text, ".");
		snprintf(digits, sizeof digits, "%.*s%s", (int)point, text,
			point < length ? text + point + 1 : "");
		if (number != DIGITS_NONE) {
			ck_assert_msg(strtoul(digits, &end, 10) == number && *end == '\0' &&
					      scale == (point < length ? length - point - 1 : 0),
				"'%s': got %u, scale %u", text, number, scale);
		} else {
			ck_assert_msg(strspn(digits, "0123456789") < strlen(digits) ||
					      length > DIGITS_MOST || point + 1 == length ||
					      (point < length && length < DIGITS_FEWEST),
				"'%s' was not read", text);
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("digits");
	TCase *tests = tcase_create("digits");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, texts_of_all_lengths_are_numbers);
	tcase_add_test(tests, other_bytes_are_no_digits);
	tcase_add_test(tests, numbers_are_read_as_written);
	tcase_add_test(tests, short_numbers_are_read_with_their_scale);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
