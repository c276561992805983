/* SPDX-License-Identifier: MIT */
#include "base/span.h"

#include "test_streams.h"

START_TEST(spans_are_numbers_with_a_unit)
{
	double days = 0;

	ck_assert(span_parse(slice_of("90d"), &days));
	ck_assert_double_eq(days, 90);
	ck_assert(span_parse(slice_of("52w"), &days));
	ck_assert_double_eq(days, 364);
	ck_assert(span_parse(slice_of("12m"), &days));
	ck_assert_double_eq(days, 365.25);
	ck_assert(span_parse(slice_of("0.5y"), &days));
	ck_assert_double_eq(days, 182.625);
}
END_TEST

START_TEST(anything_else_is_none)
{
	static const char *const text[] = { "", "d", "12", "0d", "-1w", "1 w", "1h", "w1", "1ww",
		"1e999d" };
	double days;

	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		ck_assert_msg(!span_parse(slice_of(text[i]), &days), "'%s' was taken", text[i]);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("span");

	tcase_add_test(tests, spans_are_numbers_with_a_unit);
	tcase_add_test(tests, anything_else_is_none);
	return run_tests(tests);
}
