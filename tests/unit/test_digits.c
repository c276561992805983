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

int main(void)
{
	Suite *suite = suite_create("digits");
	TCase *tests = tcase_create("digits");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, texts_of_all_lengths_are_numbers);
	tcase_add_test(tests, other_bytes_are_no_digits);
	tcase_add_test(tests, numbers_are_read_as_written);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
