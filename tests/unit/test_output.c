/* SPDX-License-Identifier: MIT */
#include "io/output.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "io/input.h"
#include "test_streams.h"

static struct output *open_or_fail(const char *path)
{
	struct output *out;
	struct diag why;

	ck_assert_int_eq(output_open(&out, path, &why), 0);
	return out;
}

static void write_text(struct output *out, const char *text)
{
	struct diag why;

	ck_assert_int_eq(output_write(out, slice_of(text), &why), 0);
}

static void commit(struct output *out)
{
	struct diag why;

	ck_assert_int_eq(output_commit(out, &why), 0);
}

/* Write until it fails, at the latest at the commit. */
static void ck_cannot_be_written(const char *path, const char *reason)
{
	struct output *out = open_or_fail(path);
	struct diag why = DIAG_EMPTY;
	int result = 0;

	for (int i = 0; i < 100 && result == 0; i++) {
		struct buf text = BUF_EMPTY;

		for (int j = 0; j < 2000; j++)
			buf_printf(&text, "%d\n", i * j);
		result = output_write(out, buf_slice(&text), &why);
		buf_release(&text);
	}
	if (result == 0)
		result = output_commit(out, &why);
	else
		output_discard(out);
	ck_assert_int_eq(result, -1);
	ck_assert_msg(strstr(why.text, reason) != NULL, "'%s' has no '%s'", why.text, reason);
}

START_TEST(file_is_there_after_the_commit_and_not_before)
{
	char *path = scratch_path("out");
	struct output *out = open_or_fail(path);
	struct diag why;

	write_text(out, "half");
	ck_assert_int_eq(output_flush(out, &why), 0);
	ck_assert_int_ne(access(path, F_OK), 0);
	write_text(out, " and whole\n");
	commit(out);
	ck_file_is(path, "half and whole\n");
	ck_assert_uint_eq(scratch_count(), 1);
}
END_TEST

START_TEST(discard_leaves_no_trace)
{
	char *path = scratch_path("out");
	struct output *out = open_or_fail(path);

	write_text(out, "text");
	output_discard(out);
	output_discard(NULL);
	ck_assert_uint_eq(scratch_count(), 0);
}
END_TEST

START_TEST(old_file_stays_until_the_commit)
{
	char *path = scratch_file("out", slice_of("old"));
	struct output *out = open_or_fail(path);
	struct diag why;

	write_text(out, "new");
	ck_assert_int_eq(output_flush(out, &why), 0);
	ck_file_is(path, "old");
	output_discard(out);
	ck_file_is(path, "old");
	out = open_or_fail(path);
	write_text(out, "new");
	commit(out);
	ck_file_is(path, "new");
	ck_assert_uint_eq(scratch_count(), 1);
}
END_TEST

START_TEST(nothing_written_is_an_empty_file)
{
	commit(open_or_fail(scratch_path("out")));
	ck_file_is(scratch_path("out"), "");
}
END_TEST

static mode_t mode_of(const char *path)
{
	struct stat info;

	ck_assert_int_eq(stat(path, &info), 0);
	return info.st_mode & 07777;
}

START_TEST(permissions_are_the_old_ones_or_the_usual)
{
	char *path = scratch_path("out");

	umask(027);
	commit(open_or_fail(path));
	ck_assert_uint_eq(mode_of(path), 0640);
	ck_assert_int_eq(chmod(path, 0604), 0);
	commit(open_or_fail(path));
	ck_assert_uint_eq(mode_of(path), 0604);
	umask(022);
}
END_TEST

/* As with the shell's >: what the link leads to is written, and the link stays one. */
START_TEST(symbolic_links_are_followed)
{
	char *path = scratch_file("file", slice_of("old")), *link = scratch_path("link");
	struct output *out;
	struct stat info;

	ck_assert_int_eq(symlink("file", link), 0);
	out = open_or_fail(link);
	write_text(out, "new");
	commit(out);
	ck_file_is(path, "new");
	ck_assert_int_eq(lstat(link, &info), 0);
	ck_assert(S_ISLNK(info.st_mode));
	ck_assert_uint_eq(scratch_count(), 2);
}
END_TEST

/* Small and large writes together, around the size up to which they are gathered. */
START_TEST(writes_of_all_sizes_come_in_order)
{
	static const char *const names[] = { "out", "out.gz", "out.zst" };
	struct buf wanted = BUF_EMPTY, found = BUF_EMPTY;
	struct rng rng;
	struct diag why;

	start_random(&rng);
	for (size_t n = 0; n < 3; n++) {
		char *path = scratch_path(names[n]);
		struct output *out = open_or_fail(path);
		struct chunk chunk = CHUNK_EMPTY;
		struct input *in;

		buf_reset(&wanted);
		buf_reset(&found);
		for (int i = 0; i < 200; i++) {
			size_t start = wanted.length;
			uint32_t longest = i % 10 == 0 ? 200000 : i % 10 == 1 ? 1 : 3000;

			put_random(&rng, &wanted, rng_below(&rng, longest), "abcdefgh\n", 9);
			ck_assert_int_eq(
				output_write(out,
					(struct slice){ wanted.at + start, wanted.length - start },
					&why),
				0);
			if (i % 20 == 7)
				ck_assert_int_eq(output_flush(out, &why), 0);
		}
		commit(out);
		ck_assert_int_eq(input_open(&in, path, &why), 0);
		while (input_next(in, CHUNK_SIZE, input_cut_lines, NULL, &chunk, &why) > 0)
			buf_put(&found, (struct slice){ chunk.at, chunk.length });
		ck_slice_eq(buf_slice(&found), buf_slice(&wanted));
		chunk_release(&chunk);
		input_close(in);
	}
	buf_release(&wanted);
	buf_release(&found);
}
END_TEST

/* Somebody else's idea of what gzip is. */
START_TEST(gzip_takes_what_is_written)
{
	struct output *out = open_or_fail(scratch_path("out.gz"));
	struct buf command = BUF_EMPTY;
	char line[100] = "";
	FILE *pipe;

	write_text(out, "one\n");
	write_text(out, "two\n");
	commit(out);
	buf_printf(&command, "gzip -dc '%s' | tr '\\n' '+'", scratch_path("out.gz"));
	pipe = popen(buf_string(&command), "r");
	ck_assert_ptr_nonnull(pipe);
	ck_assert_ptr_nonnull(fgets(line, sizeof line, pipe));
	ck_assert_int_eq(pclose(pipe), 0);
	ck_assert_str_eq(line, "one+two+");
	buf_release(&command);
}
END_TEST

/* Compressed or not, the bytes hang on what is written, not on the pieces in which it comes. */
START_TEST(pieces_do_not_matter)
{
	static const char *const names[] = { "out", "out.gz", "out.zst" };
	struct buf text = BUF_EMPTY, first = BUF_EMPTY, bytes = BUF_EMPTY;

	for (unsigned i = 0; i < 60000; i++)
		buf_printf(&text, "C%05u\t%u\n", i, i * 2654435761U % 1000);
	for (size_t n = 0; n < 3; n++) {
		for (size_t step = 1000; step < 2 * text.length; step = step * 3 + 17) {
			char *path = scratch_path(names[n]);
			struct output *out = open_or_fail(path);
			struct diag why;

			for (size_t at = 0; at < text.length; at += step) {
				size_t left = text.length - at;
				struct slice piece = { text.at + at, left < step ? left : step };

				ck_assert_int_eq(output_write(out, piece, &why), 0);
				ck_assert_int_eq(output_flush(out, &why), 0);
			}
			commit(out);
			buf_reset(&bytes);
			read_whole(path, &bytes);
			if (step == 1000)
				buf_put(&first, buf_slice(&bytes));
			ck_assert(slice_equal(buf_slice(&first), buf_slice(&bytes)));
		}
		buf_reset(&first);
	}
	buf_release(&text);
	buf_release(&first);
	buf_release(&bytes);
}
END_TEST

START_TEST(full_device_is_an_error)
{
	struct output *out = open_or_fail("/dev/full");
	struct diag why;

	ck_cannot_be_written("/dev/full", "/dev/full: No space left on device");
	/* A little is gathered, and fails at the end. */
	write_text(out, "little");
	ck_assert_int_eq(output_commit(out, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "No space left on device"));
	out = open_or_fail("/dev/full");
	write_text(out, "little");
	ck_assert_int_eq(output_flush(out, &why), -1);
	output_discard(out);
}
END_TEST

START_TEST(devices_stay_what_they_are)
{
	struct output *out = open_or_fail("/dev/null");
	struct stat info;

	write_text(out, "gone");
	commit(out);
	ck_assert_int_eq(stat("/dev/null", &info), 0);
	ck_assert(S_ISCHR(info.st_mode));
}
END_TEST

/* A disk that is full in the middle of the run leaves the old file. */
START_TEST(failed_write_leaves_the_old_file)
{
	static const char *const names[] = { "out", "out.gz", "out.zst" };

	signal(SIGXFSZ, SIG_IGN);
	for (size_t i = 0; i < 3; i++) {
		char *path = scratch_file(names[i], slice_of("old"));
		const struct rlimit small = { 20000, RLIM_INFINITY };
		const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };

		ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
		ck_cannot_be_written(path, "File too large");
		ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &all), 0);
		ck_file_is(path, "old");
		ck_assert_uint_eq(scratch_count(), i + 1);
	}
}
END_TEST

/* Does the file system have files without a name? Where it has none, a kill leaves one with a name.
 */
static bool has_nameless_files(void)
{
	int fd = open(scratch, O_TMPFILE | O_WRONLY, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

START_TEST(killed_run_leaves_the_old_file_and_nothing_else)
{
	char *path = scratch_file("out", slice_of("old"));
	pid_t child = fork();

	if (child == 0) {
		struct output *out = open_or_fail(path);
		struct diag why;

		write_text(out, "half");
		output_flush(out, &why);
		kill(getpid(), SIGKILL);
	}
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	ck_file_is(path, "old");
	if (has_nameless_files())
		ck_assert_uint_eq(scratch_count(), 1);
}
END_TEST

/* The file is replaced, not written over: what is known by another name stays what it was. */
START_TEST(other_names_of_the_old_file_keep_it)
{
	char *path = scratch_file("out", slice_of("old"));

	ck_assert_int_eq(link(path, scratch_path("kept")), 0);
	for (int i = 0; i < 3; i++) {
		struct output *out = open_or_fail(path);

		write_text(out, "new");
		commit(out);
	}
	ck_file_is(path, "new");
	ck_file_is(scratch_path("kept"), "old");
	ck_assert_uint_eq(scratch_count(), 2);
}
END_TEST

START_TEST(folder_that_is_not_there_is_said)
{
	struct output *out;
	struct diag why;

	ck_assert_int_eq(output_open(&out, scratch_path("none/out"), &why), -1);
	ck_assert_ptr_null(out);
	ck_assert_ptr_nonnull(strstr(why.text, "none/out': No such file or directory"));
	ck_assert_int_eq(output_open(&out, scratch, &why), -1);
	ck_assert_ptr_null(out);
	ck_assert_ptr_nonnull(strstr(why.text, "Is a directory"));
}
END_TEST

/* Standard output, written as it comes and left open. */
START_TEST(dash_is_standard_output)
{
	char *path = scratch_file("stdout", slice_of(""));
	int before = dup(STDOUT_FILENO), fd = open(path, O_WRONLY);
	struct output *out;
	struct diag why;

	fflush(stdout);
	dup2(fd, STDOUT_FILENO);
	out = open_or_fail("-");
	write_text(out, "one ");
	ck_file_is(path, "");
	ck_assert_int_eq(output_flush(out, &why), 0);
	ck_file_is(path, "one ");
	commit(out);
	out = open_or_fail(NULL);
	write_text(out, "two");
	commit(out);
	ck_assert_int_ge(fcntl(STDOUT_FILENO, F_GETFD), 0);
	dup2(before, STDOUT_FILENO);
	close(before);
	close(fd);
	ck_file_is(path, "one two");
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("output");

	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_add_test(tests, file_is_there_after_the_commit_and_not_before);
	tcase_add_test(tests, discard_leaves_no_trace);
	tcase_add_test(tests, old_file_stays_until_the_commit);
	tcase_add_test(tests, nothing_written_is_an_empty_file);
	tcase_add_test(tests, permissions_are_the_old_ones_or_the_usual);
	tcase_add_test(tests, symbolic_links_are_followed);
	tcase_add_test(tests, writes_of_all_sizes_come_in_order);
	tcase_add_test(tests, gzip_takes_what_is_written);
	tcase_add_test(tests, pieces_do_not_matter);
	tcase_add_test(tests, full_device_is_an_error);
	tcase_add_test(tests, devices_stay_what_they_are);
	tcase_add_test(tests, failed_write_leaves_the_old_file);
	tcase_add_test(tests, killed_run_leaves_the_old_file_and_nothing_else);
	tcase_add_test(tests, other_names_of_the_old_file_keep_it);
	tcase_add_test(tests, folder_that_is_not_there_is_said);
	tcase_add_test(tests, dash_is_standard_output);
	return run_tests(tests);
}
