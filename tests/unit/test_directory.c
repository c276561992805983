/* SPDX-License-Identifier: MIT */
#include "io/directory.h"

#include <sys/stat.h>

#include "test_streams.h"

static void ck_expanded(char *const *paths, size_t count, const char *wanted)
{
	struct directory files = DIRECTORY_EMPTY;
	struct buf names = BUF_EMPTY;
	struct diag why;

	ck_assert_int_eq(directory_expand(&files, paths, count, &why), 0);
	for (size_t i = 0; i < files.count; i++) {
		const char *slash = strrchr(files.path[i], '/');

		buf_printf(&names, "%s ", slash != NULL ? slash + 1 : files.path[i]);
	}
	ck_assert_str_eq(buf_string(&names), wanted);
	if (files.count > 0)
		ck_assert_ptr_null(files.path[files.count]);
	buf_release(&names);
	directory_release(&files);
}

START_TEST(files_of_a_directory_come_in_the_order_of_bytes)
{
	char *folder = scratch_path("days");
	char *paths[] = { "-", folder, "none" };
	char *inner = scratch_path("days/inner");

	ck_assert_int_eq(mkdir(folder, 0700), 0);
	ck_assert_int_eq(mkdir(inner, 0700), 0);
	scratch_file("days/b", slice_of("2"));
	scratch_file("days/a10", slice_of("1"));
	scratch_file("days/a9", slice_of("1"));
	scratch_file("days/B", slice_of("0"));
	scratch_file("days/.hidden", slice_of(""));
	scratch_file("days/~$book.xlsx", slice_of(""));
	ck_expanded(paths, 3, "- B a10 a9 b none ");
	ck_expanded(paths, 0, "");
}
END_TEST

START_TEST(directory_without_files_is_refused)
{
	char *folder = scratch_path("nothing");
	struct directory files = DIRECTORY_EMPTY;
	struct diag why;

	ck_assert_int_eq(mkdir(folder, 0700), 0);
	ck_assert_int_eq(directory_expand(&files, &folder, 1, &why), -1);
	ck_assert_str_eq(why.text, "a directory without files");
	directory_release(&files);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("directory");

	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_add_test(tests, files_of_a_directory_come_in_the_order_of_bytes);
	tcase_add_test(tests, directory_without_files_is_refused);
	return run_tests(tests);
}
