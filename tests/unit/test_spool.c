/* SPDX-License-Identifier: MIT */
#include "io/spool.h"

#include <sys/resource.h>

#include "test_streams.h"

/* Put pieces of many lengths, some of them empty, and get each back, in any order, twice. */
static void try_memory(uint64_t memory)
{
	struct spool *spool = spool_new(memory);
	struct buf text = BUF_EMPTY;
	struct slice piece;
	struct diag why;

	for (size_t i = 0; i < 200; i++) {
		buf_reset(&text);
		for (size_t j = 0; j < i * 7 % 50; j++)
			buf_printf(&text, "%zu:%zu ", i, j);
		ck_assert_uint_eq(spool_count(spool), i);
		ck_assert_int_eq(spool_put(spool, buf_slice(&text), &why), 0);
	}
	for (size_t n = 0; n < 400; n++) {
		size_t i = n * 77 % 200;

		buf_reset(&text);
		for (size_t j = 0; j < i * 7 % 50; j++)
			buf_printf(&text, "%zu:%zu ", i, j);
		ck_assert_int_eq(spool_get(spool, i, &piece, &why), 0);
		ck_slice_eq(piece, buf_slice(&text));
	}
	spool_free(spool);
	buf_release(&text);
}

START_TEST(pieces_come_back_from_memory)
{
	try_memory(UINT64_MAX);
}
END_TEST

START_TEST(pieces_come_back_from_the_file)
{
	try_memory(0);
}
END_TEST

START_TEST(pieces_come_back_from_both)
{
	for (uint64_t memory = 1; memory < 40000; memory += memory / 3 + 1)
		try_memory(memory);
}
END_TEST

START_TEST(empty_spool_and_empty_piece_are_none)
{
	struct spool *spool = spool_new(0);
	struct slice piece;
	struct diag why;

	ck_assert_uint_eq(spool_count(spool), 0);
	ck_assert_int_eq(spool_put(spool, (struct slice){ "", 0 }, &why), 0);
	ck_assert_int_eq(spool_put(spool, (struct slice){ NULL, 0 }, &why), 0);
	ck_assert_int_eq(spool_get(spool, 1, &piece, &why), 0);
	ck_assert_uint_eq(piece.length, 0);
	spool_free(spool);
	spool_free(NULL);
}
END_TEST

START_TEST(file_has_no_name)
{
	struct spool *spool = spool_new(0);
	struct diag why;

	setenv("TMPDIR", scratch, 1);
	ck_assert_int_eq(spool_put(spool, slice_of("text"), &why), 0);
	ck_assert_uint_eq(scratch_count(), 0);
	spool_free(spool);
}
END_TEST

START_TEST(file_that_cannot_be_made_or_written_is_an_error)
{
	const struct rlimit none = { 10, RLIM_INFINITY };
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	struct spool *spool = spool_new(2);
	struct diag why;

	setenv("TMPDIR", "/nowhere", 1);
	ck_assert_int_eq(spool_put(spool, slice_of("ab"), &why), 0);
	ck_assert_int_eq(spool_put(spool, slice_of("cd"), &why), -1);
	ck_assert_str_eq(
		why.text, "cannot make a temporary file in '/nowhere': No such file or directory");
	spool_free(spool);

	setenv("TMPDIR", scratch, 1);
	spool = spool_new(0);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &none), 0);
	ck_assert_int_eq(spool_put(spool, slice_of("more than ten bytes"), &why), -1);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &all), 0);
	ck_assert_ptr_nonnull(strstr(why.text, "File too large"));
	spool_free(spool);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("spool");

	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_add_test(tests, pieces_come_back_from_memory);
	tcase_add_test(tests, pieces_come_back_from_the_file);
	tcase_add_test(tests, pieces_come_back_from_both);
	tcase_add_test(tests, empty_spool_and_empty_piece_are_none);
	tcase_add_test(tests, file_has_no_name);
	tcase_add_test(tests, file_that_cannot_be_made_or_written_is_an_error);
	return run_tests(tests);
}
