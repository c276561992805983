/* SPDX-License-Identifier: MIT */
#include "run/unique.h"

#include "test_streams.h"

static int add(struct unique *unique, uint64_t key, uint64_t number, uint64_t *first)
{
	struct diag why;
	struct slice bytes = { (const char *)&key, sizeof key };

	return unique_add(unique, bytes, number, first, &why);
}

START_TEST(the_first_number_of_a_key_is_told)
{
	struct unique *unique = unique_new(UINT64_MAX);
	uint64_t first = 0;
	struct diag why;

	ck_assert_int_eq(unique_add(unique, slice_of("a"), 7, &first, &why), 1);
	ck_assert_int_eq(unique_add(unique, slice_of("b"), 8, &first, &why), 1);
	ck_assert_int_eq(unique_add(unique, slice_of("a"), 9, &first, &why), 0);
	ck_assert_uint_eq(first, 7);
	ck_assert_int_eq(unique_add(unique, slice_of(""), 10, &first, &why), 1);
	ck_assert_int_eq(unique_add(unique, slice_of(""), 11, &first, &why), 0);
	ck_assert_uint_eq(first, 10);
	unique_free(unique);
	unique_free(NULL);
}
END_TEST

START_TEST(many_keys_are_all_told_apart)
{
	enum { COUNT = 300000 };
	struct unique *unique = unique_new(UINT64_MAX);
	uint64_t first;

	for (uint64_t i = 0; i < COUNT; i++)
		ck_assert_int_eq(add(unique, i * i, i + 1, &first), 1);
	for (uint64_t i = 0; i < COUNT; i++) {
		ck_assert_int_eq(add(unique, i * i, COUNT + 1, &first), 0);
		ck_assert_uint_eq(first, i + 1);
	}
	unique_free(unique);
}
END_TEST

START_TEST(memory_has_an_end)
{
	struct unique *unique = unique_new(1 << 20);
	uint64_t first, count = 0;

	while (add(unique, count, count + 1, &first) == 1)
		count++;
	ck_assert_uint_ge(count, 10000);
	ck_assert_uint_le(count, 50000);
	/* What is there already stays known. */
	for (uint64_t i = 0; i < count; i++) {
		ck_assert_int_eq(add(unique, i, 1, &first), 0);
		ck_assert_uint_eq(first, i + 1);
	}
	unique_free(unique);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("unique");

	tcase_add_test(tests, the_first_number_of_a_key_is_told);
	tcase_add_test(tests, many_keys_are_all_told_apart);
	tcase_add_test(tests, memory_has_an_end);
	return run_tests(tests);
}
