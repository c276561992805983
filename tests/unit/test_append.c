/* SPDX-License-Identifier: MIT */
#include "io/append.h"

#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "test_streams.h"

static struct append *open_or_fail(const char *path)
{
	struct append *file;
	struct diag why = DIAG_EMPTY;

	ck_assert_msg(append_open(&file, path, &why) == 0, "%s", why.text);
	return file;
}

static int try_to_append(const char *path, struct slice lines, struct diag *why)
{
	struct append *file;

	if (append_open(&file, path, why) < 0)
		return -1;
	if (append_put(file, lines, why) == 0)
		return append_commit(file, why);
	append_discard(file);
	return -1;
}

static void append_text(const char *path, const char *text)
{
	struct diag why = DIAG_EMPTY;

	ck_assert_msg(try_to_append(path, slice_of(text), &why) == 0, "%s", why.text);
}

static void ck_refused(const char *path, const char *reason)
{
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(try_to_append(path, slice_of("more\n"), &why), -1);
	ck_assert_msg(strstr(why.text, reason) != NULL, "'%s' has no '%s'", why.text, reason);
}

static ino_t inode_of(const char *path)
{
	struct stat info;

	ck_assert_int_eq(stat(path, &info), 0);
	return info.st_ino;
}

/* Lines of ten bytes, `length` bytes in all; the last one is as long as it takes. */
static struct slice lines_of(size_t length, char byte)
{
	char *at = arena_alloc(&scratch_texts, length);

	for (size_t i = 0; i < length; i++)
		at[i] = i % 10 == 9 || i + 1 == length ? '\n' : byte;
	return (struct slice){ at, length };
}

static void ck_holds(const char *path, struct slice first, struct slice second)
{
	struct buf content = BUF_EMPTY;

	read_whole(path, &content);
	ck_assert_uint_eq(content.length, first.length + second.length);
	ck_slice_eq((struct slice){ content.at, first.length }, first);
	ck_slice_eq((struct slice){ content.at + first.length, second.length }, second);
	buf_release(&content);
}

START_TEST(file_is_made_by_the_commit)
{
	char *path = scratch_path("ledger");
	struct append *file = open_or_fail(path);
	struct diag why = DIAG_EMPTY;

	ck_assert(append_is_new(file));
	ck_assert_int_eq(append_put(file, slice_of("a\n"), &why), 0);
	ck_assert_int_ne(access(path, F_OK), 0);
	ck_assert_int_eq(append_commit(file, &why), 0);
	ck_file_is(path, "a\n");
	ck_assert_uint_eq(scratch_count(), 1);
}
END_TEST

START_TEST(content_is_what_is_there)
{
	char *path = scratch_file("ledger", slice_of("a\n1\n2"));
	struct append *file = open_or_fail(path);

	ck_assert(!append_is_new(file));
	ck_slice_eq(append_content(file), slice_of("a\n1\n2"));
	ck_assert_uint_eq(append_unfinished(file), 1);
	ck_assert_uint_eq(append_torn(file).length, 0);
	append_discard(file);
	ck_file_is(path, "a\n1\n2");
}
END_TEST

START_TEST(unfinished_line_is_finished)
{
	char *path = scratch_file("ledger", slice_of("a\n1"));

	append_text(path, "2\n");
	append_text(path, "3\n");
	ck_file_is(path, "a\n1\n2\n3\n");
}
END_TEST

/* What fits into the last page goes in place; one byte more, and the file is replaced. */
START_TEST(pages_decide_what_is_replaced)
{
	static const struct {
		size_t there, more;
		bool in_place;
	} cases[] = {
		{ 10, 4086, true },
		{ 10, 4087, false },
		{ 4095, 1, true },
		{ 4095, 2, false },
		{ 4096, 4096, true },
		{ 4096, 4097, false },
		{ 8190, 2, true },
		{ 8190, 3, false },
		{ 3000000, 20, true },
		{ 10, 3000000, false },
		{ 3000000, 3000000, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct slice there = lines_of(cases[i].there, 'o');
		struct slice more = lines_of(cases[i].more, 'n');
		char *path = scratch_file("ledger", there);
		ino_t before = inode_of(path);
		struct diag why = DIAG_EMPTY;

		ck_assert_msg(try_to_append(path, more, &why) == 0, "%s", why.text);
		ck_holds(path, there, more);
		ck_assert_msg((inode_of(path) == before) == cases[i].in_place,
			"%zu bytes behind %zu", cases[i].more, cases[i].there);
		ck_assert_uint_eq(scratch_count(), 1);
	}
}
END_TEST

START_TEST(many_small_pieces_are_one)
{
	struct slice there = slice_of("a\n"), piece = lines_of(1000, 'n');
	char *path = scratch_file("ledger", there);
	struct append *file = open_or_fail(path);
	struct buf all = BUF_EMPTY;
	struct diag why = DIAG_EMPTY;

	for (int i = 0; i < 5000; i++) {
		buf_put(&all, piece);
		ck_assert_int_eq(append_put(file, piece, &why), 0);
	}
	ck_file_is(path, "a\n");
	ck_assert_int_eq(append_commit(file, &why), 0);
	ck_holds(path, there, buf_slice(&all));
	buf_release(&all);
}
END_TEST

START_TEST(discard_leaves_no_trace)
{
	char *path = scratch_file("ledger", slice_of("a\n"));
	struct append *file = open_or_fail(path);
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(append_put(file, lines_of(3000000, 'n'), &why), 0);
	ck_assert_uint_eq(scratch_count(), 2);
	append_discard(file);
	append_discard(NULL);
	append_discard(open_or_fail(scratch_path("none")));
	ck_file_is(path, "a\n");
	ck_assert_uint_eq(scratch_count(), 1);
}
END_TEST

START_TEST(nothing_put_changes_nothing)
{
	char *path = scratch_file("ledger", slice_of("a\n1"));
	ino_t before = inode_of(path);
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(append_commit(open_or_fail(path), &why), 0);
	ck_file_is(path, "a\n1");
	ck_assert_uint_eq(inode_of(path), before);
}
END_TEST

START_TEST(torn_end_is_left_out)
{
	/* Sectors that did not arrive: behind, in front of, and around those that did. */
	static const struct slice torn[] = {
		{ "\0\0\0\0\0\0", 6 },
		{ "22\0\0\0\0", 6 },
		{ "\0\0\0\0002\n", 6 },
		{ "2\n3\0\n", 5 },
		{ "\0\n33\n", 5 },
	};

	for (size_t i = 0; i < sizeof torn / sizeof *torn; i++) {
		struct buf content = BUF_EMPTY;
		struct append *file;
		struct diag why = DIAG_EMPTY;
		size_t good = i == 3 ? 2 : 0; /* lines in front of the first NUL are whole */
		char *path;

		buf_text(&content, "a\n1\n");
		buf_put(&content, torn[i]);
		path = scratch_file("ledger", buf_slice(&content));
		file = open_or_fail(path);
		ck_slice_eq(append_content(file), (struct slice){ content.at, 4 + good });
		ck_assert_uint_eq(append_torn(file).length, torn[i].length - good);
		ck_assert_uint_eq(append_unfinished(file), 0);
		append_discard(file);
		ck_assert_int_eq(append_commit(open_or_fail(path), &why), 0);
		ck_file_is(path, good ? "a\n1\n2\n" : "a\n1\n");
		append_text(path, "9\n");
		ck_file_is(path, good ? "a\n1\n2\n9\n" : "a\n1\n9\n");
		buf_release(&content);
	}
}
END_TEST

START_TEST(nul_before_the_last_page_is_not_torn)
{
	struct buf content = BUF_EMPTY;
	struct append *file;

	buf_put(&content, (struct slice){ "a\n\0\n", 4 });
	buf_put(&content, lines_of(5000, 'o'));
	file = open_or_fail(scratch_file("ledger", buf_slice(&content)));
	ck_assert_uint_eq(append_torn(file).length, 0);
	append_discard(file);
	file = open_or_fail(scratch_file("ledger", (struct slice){ "a\0b\n", 4 }));
	ck_assert_uint_eq(append_torn(file).length, 0);
	append_discard(file);
	buf_release(&content);
}
END_TEST

START_TEST(permissions_and_links_are_kept)
{
	char *path = scratch_file("ledger", slice_of("a\n"));
	char *link_path = scratch_path("link"), *other = scratch_path("other");
	struct stat info;

	ck_assert_int_eq(chmod(path, 0640), 0);
	ck_assert_int_eq(symlink("ledger", link_path), 0);
	ck_assert_int_eq(link(path, other), 0);
	append_text(link_path, "1\n");
	ck_file_is(path, "a\n1\n");
	ck_file_is(other, "a\n");
	ck_assert_int_eq(lstat(link_path, &info), 0);
	ck_assert(S_ISLNK(info.st_mode));
	ck_assert_int_eq(stat(path, &info), 0);
	ck_assert_uint_eq(info.st_mode & 07777, 0640);
}
END_TEST

START_TEST(what_is_no_file_of_lines_is_refused)
{
	ck_refused(scratch, "not a regular file");
	ck_refused("/dev/null", "not a regular file");
	ck_refused(scratch_path("none/ledger"), "No such file or directory");
	ck_refused(scratch_file("packed", slice_of("\x1f\x8b\x08 and so on")), "is compressed");
	ck_refused(scratch_file("packed", slice_of("\x28\xb5\x2f\xfd and so on")), "is compressed");
	ck_assert_int_eq(symlink("nowhere", scratch_path("dangling")), 0);
	ck_refused(scratch_path("dangling"), "cannot append");
}
END_TEST

/* Even where the line would have gone in place: whether it works must not depend on its length. */
START_TEST(permission_is_needed_for_file_and_folder)
{
	char *path = scratch_file("ledger", slice_of("a\n"));
	uid_t we = geteuid();

	if (we == 0)
		ck_assert_int_eq(seteuid(65534), 0);
	chmod(path, 0444);
	chmod(scratch, 0755);
	ck_refused(path, "Permission denied");
	ck_assert_int_eq(seteuid(we), 0);
	chmod(path, 0666);
	chmod(scratch, 0555);
	if (we == 0)
		ck_assert_int_eq(seteuid(65534), 0);
	ck_refused(path, "in whose folder no file can be made: Permission denied");
	ck_assert_int_eq(seteuid(we), 0);
	chmod(scratch, 0755);
	ck_file_is(path, "a\n");
}
END_TEST

/* A program that takes no lock. */
START_TEST(change_by_others_is_noticed)
{
	for (int large = 0; large < 2; large++) {
		char *path = scratch_file("ledger", slice_of("a\n"));
		struct append *file = open_or_fail(path);
		struct diag why = DIAG_EMPTY;
		FILE *other = fopen(path, "a");

		ck_assert_int_eq(append_put(file, lines_of(large ? 5000 : 10, 'n'), &why), 0);
		ck_assert_int_eq(fputs("x\n", other), 1);
		fclose(other);
		ck_assert_int_eq(append_commit(file, &why), -1);
		ck_assert_ptr_nonnull(strstr(why.text, "changed by a program that takes no lock"));
		ck_file_is(path, "a\nx\n");
		ck_assert_uint_eq(scratch_count(), 1);
	}
}
END_TEST

START_TEST(file_made_by_others_is_not_replaced)
{
	char *path = scratch_path("ledger");
	struct append *file = open_or_fail(path);
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(append_put(file, slice_of("a\n"), &why), 0);
	scratch_file("ledger", slice_of("theirs\n"));
	ck_assert_int_eq(append_commit(file, &why), -1);
	ck_file_is(path, "theirs\n");
	ck_assert_uint_eq(scratch_count(), 1);
}
END_TEST

/* A limit cuts the write at every byte of what is there and of what is added. */
START_TEST(limit_on_size_leaves_the_file_as_it_was)
{
	static const size_t sizes[][2] = { { 100, 50 }, { 4090, 20 }, { 9000, 9000 } };
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };

	signal(SIGXFSZ, SIG_IGN);
	for (size_t i = 0; i < 3; i++) {
		struct slice there = lines_of(sizes[i][0], 'o'), more = lines_of(sizes[i][1], 'n');
		size_t whole = there.length + more.length, step = whole > 1000 ? 97 : 1;
		char *path = scratch_file("ledger", there);

		for (size_t limit = 0; limit < whole; limit += step) {
			const struct rlimit small = { limit, RLIM_INFINITY };
			struct diag why = DIAG_EMPTY;
			int result;

			ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
			result = try_to_append(path, more, &why);
			ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &all), 0);
			ck_assert_int_eq(result, -1);
			ck_assert_ptr_nonnull(strstr(why.text, "File too large"));
			ck_holds(path, there, slice_of(""));
			ck_assert_uint_eq(scratch_count(), 1);
		}
	}
}
END_TEST

START_TEST(copy_left_by_a_killed_run_is_removed)
{
	char *path = scratch_file("ledger", slice_of("a\n"));

	scratch_file("ledger.crm-new", slice_of("a\n1\n2"));
	append_text(path, "1\n");
	ck_file_is(path, "a\n1\n");
	ck_assert_uint_eq(scratch_count(), 1);
}
END_TEST

/* Append in a process that is killed before or behind its system call `number`, if it has so many.
 */
static bool kill_at_call(const char *path, struct slice lines, int number)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct diag why = DIAG_EMPTY;

		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
			_exit(9);
		raise(SIGSTOP);
		_exit(try_to_append(path, lines, &why) == 0 ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	for (int i = 0; i < number && WIFSTOPPED(status); i++) {
		ck_assert_int_eq(ptrace(PTRACE_SYSCALL, child, NULL, NULL), 0);
		ck_assert_int_eq(waitpid(child, &status, 0), child);
	}
	if (!WIFSTOPPED(status)) {
		ck_assert(WIFEXITED(status));
		ck_assert_msg(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 9, "it failed");
		return false;
	}
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	return true;
}

/* Old or new after a kill at any system call; and then it can be done again. */
static void ck_survives_kills(size_t there_size, size_t more_size)
{
	struct slice there = lines_of(there_size, 'o'), more = lines_of(more_size, 'n');
	const struct slice nothing = { "", 0 };
	char *path = scratch_path("ledger");
	struct stat info;
	int number;

	for (number = 1; number < 1000; number++) {
		bool killed, is_there;

		unlink(path);
		if (there_size > 0)
			scratch_file("ledger", there);
		killed = kill_at_call(path, more, number);
		is_there = stat(path, &info) == 0;
		ck_assert(is_there || there_size == 0);
		if (is_there)
			ck_holds(path, there, (size_t)info.st_size > there_size ? more : nothing);
		if (!killed)
			break;
		append_text(path, "again\n");
		ck_assert_uint_eq(scratch_count(), 1);
	}
	printf("%zu + %zu bytes: %d moments\n", there_size, more_size, number - 1);
}

START_TEST(killed_at_any_call_the_file_is_whole)
{
	ck_survives_kills(0, 50);
	ck_survives_kills(100, 50);
	ck_survives_kills(4090, 50);
	ck_survives_kills(9000, 3000000);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("append");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_add_test(tests, file_is_made_by_the_commit);
	tcase_add_test(tests, content_is_what_is_there);
	tcase_add_test(tests, unfinished_line_is_finished);
	tcase_add_test(tests, pages_decide_what_is_replaced);
	tcase_add_test(tests, many_small_pieces_are_one);
	tcase_add_test(tests, discard_leaves_no_trace);
	tcase_add_test(tests, nothing_put_changes_nothing);
	tcase_add_test(tests, torn_end_is_left_out);
	tcase_add_test(tests, nul_before_the_last_page_is_not_torn);
	tcase_add_test(tests, permissions_and_links_are_kept);
	tcase_add_test(tests, what_is_no_file_of_lines_is_refused);
	tcase_add_test(tests, permission_is_needed_for_file_and_folder);
	tcase_add_test(tests, change_by_others_is_noticed);
	tcase_add_test(tests, file_made_by_others_is_not_replaced);
	tcase_add_test(tests, limit_on_size_leaves_the_file_as_it_was);
	tcase_add_test(tests, copy_left_by_a_killed_run_is_removed);
	tcase_add_test(tests, killed_at_any_call_the_file_is_whole);
	return run_tests(tests);
}
