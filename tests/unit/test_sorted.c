/* SPDX-License-Identifier: MIT */
#include "run/sorted.h"

#include <sys/resource.h>

#include "test_streams.h"

static const int jobs_tried[] = { 1, 2, 3, 8 };

static int by_bytes(const void *left, const void *right)
{
	return slice_compare(*(const struct slice *)left, *(const struct slice *)right);
}

/* Give the keys to `parts` parts, and compare with what qsort makes of them. */
static void try_keys(struct sorted *sorted, struct slice *key, size_t count, size_t parts, int jobs)
{
	char *path = scratch_path("out");
	struct buf wanted = BUF_EMPTY, found = BUF_EMPTY;
	struct output *out;
	struct diag why;

	for (size_t i = 0; i < count; i++) {
		struct sorted_part *part = sorted_part(sorted, (i * 7919) % 1000 % parts);

		buf_put(&part->text, key[i]);
		buf_printf(&part->text, "\trow of %zu bytes\n", key[i].length);
		sorted_end(part, key[i].length);
	}
	for (size_t i = 0; i < parts; i++)
		ck_assert_int_eq(sorted_settle(sorted, i, &why), 0);
	ck_assert_int_eq(output_open(&out, path, &why), 0);
	ck_assert_int_eq(sorted_write(sorted, jobs, out, &why), 0);
	ck_assert_int_eq(output_commit(out, &why), 0);
	if (count > 0)
		qsort(key, count, sizeof *key, by_bytes);
	for (size_t i = 0; i < count; i++) {
		buf_put(&wanted, key[i]);
		buf_printf(&wanted, "\trow of %zu bytes\n", key[i].length);
	}
	read_whole(path, &found);
	ck_slice_eq(buf_slice(&found), buf_slice(&wanted));
	buf_release(&wanted);
	buf_release(&found);
}

/* In memory, in the file, and in both. */
static const uint64_t memory_tried[] = { UINT64_MAX, 0, 100000, 1000000 };

static void try_everywhere(struct slice *key, size_t count)
{
	for (size_t j = 0; j < 16; j++) {
		size_t parts = j % 4 == 0 ? 1 : 256;
		struct sorted *sorted = sorted_new(parts, memory_tried[j / 4]);

		try_keys(sorted, key, count, parts, jobs_tried[j % 4]);
		/* The parts are empty and can be filled again. */
		try_keys(sorted, key, count < 10 ? count : 10, parts, jobs_tried[j % 4]);
		sorted_free(sorted);
	}
}

START_TEST(no_key_is_no_row)
{
	struct slice none[1];

	try_everywhere(none, 0);
	sorted_free(NULL);
}
END_TEST

START_TEST(few_keys_are_in_byte_order)
{
	struct slice key[] = { slice_of("b"), slice_of(""), slice_of("a"), slice_of("\xff"),
		slice_of("Z"), slice_of("ab"), { "a\0", 2 }, { "\0", 1 }, slice_of("客户"),
		{ "a\0\0", 3 }, slice_of("12345678"), slice_of("123456789"), { "12345678\0", 9 },
		slice_of("1234567") };

	try_everywhere(key, 1);
	try_everywhere(key, sizeof key / sizeof *key);
}
END_TEST

START_TEST(many_keys_are_in_byte_order)
{
	static const char *const prefixes[] = { "", "customer-", "customer-0000000",
		"\xe5\xae\xa2" };
	enum { COUNT = 100000 };
	struct slice *key = mem_alloc(COUNT * sizeof *key);
	struct arena texts = ARENA_EMPTY;
	struct buf text = BUF_EMPTY;

	/* Each prefix of its own, so that all keys share it, and then all together. */
	for (size_t p = 0; p <= 4; p++) {
		for (size_t i = 0; i < COUNT; i++) {
			buf_reset(&text);
			buf_printf(&text, "%s%zx", prefixes[p < 4 ? p : i % 4],
				i * 2654435761u % 4294967296u);
			key[i] = arena_copy(&texts, buf_slice(&text));
		}
		try_everywhere(key, p == 4 ? COUNT : 5000 + p);
	}
	arena_release(&texts);
	buf_release(&text);
	free(key);
}
END_TEST

/* Around the number from which on keys are divided into ranges. */
START_TEST(numbers_around_the_ranges_are_in_byte_order)
{
	static const size_t counts[] = { 255, 256, 257, 2047, 2048, 2049, 4096 };
	struct slice key[4096];
	char text[4096][5];

	for (size_t i = 0; i < 4096; i++) {
		snprintf(text[i], sizeof text[i], "%04zx", (i * 2741) % 4096);
		key[i] = slice_of(text[i]);
	}
	for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
		try_everywhere(key, counts[c]);
}
END_TEST

START_TEST(several_rows_under_a_key_stay_together)
{
	struct sorted *sorted = sorted_new(2, UINT64_MAX);
	struct output *out;
	struct diag why;

	buf_text(&sorted_part(sorted, 0)->text, "b\t2\nb\t1\n");
	sorted_end(sorted_part(sorted, 0), 1);
	buf_text(&sorted_part(sorted, 1)->text, "a\t9\n");
	sorted_end(sorted_part(sorted, 1), 1);
	ck_assert_int_eq(output_open(&out, scratch_path("out"), &why), 0);
	ck_assert_int_eq(sorted_write(sorted, 2, out, &why), 0);
	ck_assert_int_eq(output_commit(out, &why), 0);
	ck_file_is(scratch_path("out"), "a\t9\nb\t2\nb\t1\n");
	sorted_free(sorted);
}
END_TEST

START_TEST(output_that_fails_is_told)
{
	struct sorted *sorted = sorted_new(1, UINT64_MAX);
	struct output *out;
	struct diag why;

	for (int i = 100000; i < 200000; i++) {
		buf_printf(&sorted_part(sorted, 0)->text, "%d\n", i);
		sorted_end(sorted_part(sorted, 0), 6);
	}
	ck_assert_int_eq(output_open(&out, "/dev/full", &why), 0);
	ck_assert_int_eq(sorted_write(sorted, 3, out, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "No space left"));
	output_discard(out);
	sorted_free(sorted);
}
END_TEST

/* Rows of a part that come when it has settled already. */
START_TEST(part_that_goes_on_is_put_in_the_file_in_pieces)
{
	struct sorted *sorted = sorted_new(3, 2000);
	struct buf wanted = BUF_EMPTY;
	struct output *out;
	struct diag why;

	for (size_t i = 0; i < 6000; i++) {
		struct sorted_part *part = sorted_part(sorted, i % 3);

		buf_printf(&part->text, "%04zu\n", (i * 2741) % 6000);
		sorted_end(part, 4);
		buf_printf(&wanted, "%04zu\n", i);
		if (i % 50 < 3)
			ck_assert_int_eq(sorted_settle(sorted, i % 3, &why), 0);
	}
	ck_assert_int_eq(output_open(&out, scratch_path("out"), &why), 0);
	ck_assert_int_eq(sorted_write(sorted, 2, out, &why), 0);
	ck_assert_int_eq(output_commit(out, &why), 0);
	ck_file_is(scratch_path("out"), buf_string(&wanted));
	buf_release(&wanted);
	sorted_free(sorted);
}
END_TEST

START_TEST(file_that_cannot_be_made_or_written_is_an_error)
{
	const struct rlimit small = { 10, RLIM_INFINITY }, all = { RLIM_INFINITY, RLIM_INFINITY };
	struct sorted *sorted = sorted_new(1, 0);
	struct diag why;

	buf_text(&sorted_part(sorted, 0)->text, "a longer row\n");
	sorted_end(sorted_part(sorted, 0), 1);
	setenv("TMPDIR", "/nowhere", 1);
	ck_assert_int_eq(sorted_settle(sorted, 0, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "cannot make a temporary file in '/nowhere'"));
	sorted_free(sorted);
	setenv("TMPDIR", scratch, 1);
	sorted = sorted_new(1, 0);
	buf_text(&sorted_part(sorted, 0)->text, "a longer row\n");
	sorted_end(sorted_part(sorted, 0), 1);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	ck_assert_int_eq(sorted_settle(sorted, 0, &why), -1);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &all), 0);
	ck_assert_ptr_nonnull(strstr(why.text, "cannot write the temporary file"));
	sorted_free(sorted);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("sorted");

	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_set_timeout(tests, 20);
	tcase_add_test(tests, no_key_is_no_row);
	tcase_add_test(tests, few_keys_are_in_byte_order);
	tcase_add_test(tests, many_keys_are_in_byte_order);
	tcase_add_test(tests, numbers_around_the_ranges_are_in_byte_order);
	tcase_add_test(tests, several_rows_under_a_key_stay_together);
	tcase_add_test(tests, part_that_goes_on_is_put_in_the_file_in_pieces);
	tcase_add_test(tests, file_that_cannot_be_made_or_written_is_an_error);
	tcase_add_test(tests, output_that_fails_is_told);
	return run_tests(tests);
}
