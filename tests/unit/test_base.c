/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/slice.h"

/* ---- slice ---- */

START_TEST(slices_are_equal_by_bytes)
{
	static const struct slice empty = { NULL, 0 };
	char long_a[40], long_b[40];

	ck_assert(slice_equal(empty, slice_of("")));
	ck_assert(!slice_equal(slice_of("a"), empty));
	ck_assert(slice_is(slice_of("amount"), "amount"));
	ck_assert(!slice_is(slice_of("amount"), "amounts"));
	ck_assert(slice_equal((struct slice){ "a\0b", 3 }, (struct slice){ "a\0b", 3 }));
	ck_assert(!slice_equal((struct slice){ "a\0b", 3 }, (struct slice){ "a\0c", 3 }));
	/* Whatever the length, each byte counts. */
	for (size_t length = 1; length <= sizeof long_a; length++) {
		memset(long_a, 'x', sizeof long_a);
		memset(long_b, 'x', sizeof long_b);
		for (size_t i = 0; i < length; i++) {
			long_b[i] = 'y';
			ck_assert(!slice_equal((struct slice){ long_a, length },
				(struct slice){ long_b, length }));
			long_b[i] = 'x';
		}
		ck_assert(slice_equal(
			(struct slice){ long_a, length }, (struct slice){ long_b, length }));
	}
}
END_TEST

START_TEST(slices_are_ordered_by_bytes)
{
	static const char *const sorted[] = { "", "A", "AB", "B", "a", "ab", "b", "é", "客" };
	int count = sizeof sorted / sizeof *sorted;

	for (int i = 0; i < count; i++)
		for (int j = 0; j < count; j++) {
			int order = slice_compare(slice_of(sorted[i]), slice_of(sorted[j]));

			ck_assert_int_eq((order > 0) - (order < 0), (i > j) - (i < j));
		}
	ck_assert_int_eq(slice_compare((struct slice){ NULL, 0 }, slice_of("")), 0);
}
END_TEST

START_TEST(slices_start_and_end)
{
	ck_assert(slice_starts(slice_of("crm-score"), slice_of("crm-")));
	ck_assert(slice_starts(slice_of("crm"), slice_of("crm")));
	ck_assert(!slice_starts(slice_of("cr"), slice_of("crm")));
	ck_assert(slice_starts(slice_of("crm"), slice_of("")));
	ck_assert(slice_ends(slice_of("orders.gz"), slice_of(".gz")));
	ck_assert(!slice_ends(slice_of("gz"), slice_of(".gz")));
	ck_assert(!slice_ends(slice_of("orders.gz2"), slice_of(".gz")));
}
END_TEST

START_TEST(trimming_takes_blanks_and_tabs)
{
	ck_assert(slice_is(slice_trim(slice_of(" \t a b\t ")), "a b"));
	ck_assert(slice_is(slice_trim(slice_of(" \t ")), ""));
	ck_assert(slice_is(slice_trim(slice_of("")), ""));
	ck_assert(slice_is(slice_trim(slice_of("\na\n")), "\na\n"));
	ck_assert_uint_eq(slice_trim((struct slice){ NULL, 0 }).length, 0);
}
END_TEST

static void check_cut(const char *text, const char *expected)
{
	struct slice rest = slice_of(text), piece;
	struct buf out = BUF_EMPTY;

	while (slice_cut(&rest, ',', &piece))
		buf_printf(&out, "[%.*s]", (int)piece.length, piece.at);
	ck_assert_str_eq(buf_string(&out), expected);
	buf_release(&out);
}

START_TEST(cutting_gives_every_piece)
{
	struct slice rest = { NULL, 0 }, piece;

	check_cut("a,bb,c", "[a][bb][c]");
	check_cut("a", "[a]");
	check_cut("", "[]");
	check_cut(",", "[][]");
	check_cut("a,", "[a][]");
	check_cut(",,a", "[][][a]");
	ck_assert(!slice_cut(&rest, ',', &piece));
}
END_TEST

START_TEST(messages_show_slices_in_whole_characters)
{
	char text[400], shown[600];

	snprintf(shown, sizeof shown, "'" SLICE "'", SLICE_ARG(slice_of("abc")));
	ck_assert_str_eq(shown, "'abc'");
	snprintf(shown, sizeof shown, "'" SLICE "'", SLICE_ARG(((struct slice){ NULL, 0 })));
	ck_assert_str_eq(shown, "''");
	for (size_t i = 0; i < sizeof text; i += 4)
		memcpy(text + i, "\xf0\x9f\x98\x80", 4);
	for (size_t shift = 0; shift < 4; shift++) {
		struct slice slice = { text, sizeof text };
		size_t length;

		memmove(text + shift, text, sizeof text - shift);
		memset(text, 'x', shift);
		snprintf(shown, sizeof shown, SLICE, SLICE_ARG(slice));
		length = strlen(shown);
		ck_assert_uint_lt(length, sizeof text);
		ck_assert_str_eq(shown + length - strlen("…"), "…");
		/* What stands before the dots are x and whole characters of four bytes. */
		ck_assert_uint_eq((length - strlen("…") - shift) % 4, 0);
		memmove(text, text + shift, sizeof text - shift);
	}
}
END_TEST

/* ---- mem ---- */

START_TEST(zero_is_zero_and_growing_keeps_content)
{
	size_t capacity = 0;
	int *item = NULL;
	char *zero = mem_zero(1000, 3);

	for (size_t i = 0; i < 3000; i++)
		ck_assert(zero[i] == 0);
	free(zero);
	for (int i = 0; i < 10000; i++) {
		item = mem_grow(item, &capacity, (size_t)i + 1, sizeof *item);
		item[i] = i;
	}
	ck_assert_uint_ge(capacity, 10000);
	ck_assert_uint_lt(capacity, 40000);
	for (int i = 0; i < 10000; i++)
		ck_assert(item[i] == i);
	free(item);
}
END_TEST

START_TEST(nothing_is_memory_too)
{
	free(mem_alloc(0));
	free(mem_zero(0, 0));
	free(mem_resize(NULL, 0, 8));
}
END_TEST

START_TEST(text_has_a_nul_behind_it)
{
	char *text = mem_text("abcdef", 3);

	ck_assert_str_eq(text, "abc");
	free(text);
	text = mem_text(NULL, 0);
	ck_assert_str_eq(text, "");
	free(text);
}
END_TEST

/* These end the program with status 1: see tcase_add_exit_test. */
START_TEST(an_array_beyond_all_memory_ends_it)
{
	ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
	mem_resize(NULL, SIZE_MAX / 2, 8);
}
END_TEST

START_TEST(growing_beyond_all_memory_ends_it)
{
	size_t capacity = 0;

	ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
	mem_grow(NULL, &capacity, SIZE_MAX - 1, 2);
}
END_TEST

/* ---- buf ---- */

START_TEST(bytes_are_appended)
{
	struct buf buf = BUF_EMPTY;

	buf_put(&buf, (struct slice){ NULL, 0 });
	ck_assert_uint_eq(buf.length, 0);
	buf_put(&buf, (struct slice){ "a\0b", 3 });
	buf_char(&buf, '\t');
	buf_text(&buf, "total");
	ck_assert(slice_equal(buf_slice(&buf), (struct slice){ "a\0b\ttotal", 9 }));
	buf_reset(&buf);
	ck_assert_uint_eq(buf_slice(&buf).length, 0);
	ck_assert_uint_ge(buf.capacity, 9);
	ck_assert_str_eq(buf_string(&buf), "");
	buf_release(&buf);
	ck_assert(buf.at == NULL && buf.length == 0 && buf.capacity == 0);
	buf_release(&buf);
}
END_TEST

START_TEST(string_does_not_count_its_nul)
{
	struct buf buf = BUF_EMPTY;

	ck_assert_str_eq(buf_string(&buf), "");
	for (int i = 0; i < 100; i++) {
		buf_char(&buf, 'x');
		ck_assert_uint_eq(strlen(buf_string(&buf)), buf.length);
	}
	buf_release(&buf);
}
END_TEST

START_TEST(printf_makes_room_for_any_length)
{
	struct buf buf = BUF_EMPTY;

	for (int width = 0; width < 300; width++) {
		buf_reset(&buf);
		buf_text(&buf, "<");
		buf_printf(&buf, "%*s%d", width, "", 7);
		buf_text(&buf, ">");
		ck_assert_uint_eq(buf.length, (size_t)width + 3);
		ck_assert(slice_ends(buf_slice(&buf), slice_of("7>")));
	}
	buf_release(&buf);
}
END_TEST

START_TEST(room_is_written_before_it_is_counted)
{
	struct buf buf = BUF_EMPTY;

	for (int i = 0; i < 1000; i++) {
		memcpy(buf_room(&buf, 5), "12345", 5);
		buf.length += 5;
	}
	ck_assert_uint_eq(buf.length, 5000);
	ck_assert(slice_ends(buf_slice(&buf), slice_of("4512345")));
	buf_release(&buf);
}
END_TEST

/* ---- arena ---- */

START_TEST(allocations_do_not_touch_each_other)
{
	struct arena arena = ARENA_EMPTY;
	unsigned char *piece[500];

	for (size_t i = 0; i < 500; i++) {
		piece[i] = arena_alloc(&arena, i * 3);
		ck_assert_uint_eq((uintptr_t)piece[i] % _Alignof(max_align_t), 0);
		memset(piece[i], (int)(i % 251), i * 3);
	}
	for (size_t i = 0; i < 500; i++)
		for (size_t j = 0; j < i * 3; j++)
			if (piece[i][j] != i % 251)
				ck_abort_msg("byte %zu of piece %zu", j, i);
	arena_release(&arena);
	arena_release(&arena);
}
END_TEST

START_TEST(large_pieces_have_room)
{
	struct arena arena = ARENA_EMPTY;
	char *small = arena_alloc(&arena, 10), *large;

	memset(small, 'a', 10);
	large = arena_alloc(&arena, 1000000);
	memset(large, 'b', 1000000);
	memset(arena_alloc(&arena, 70000), 'c', 70000);
	ck_assert(small[9] == 'a' && large[0] == 'b' && large[999999] == 'b');
	arena_release(&arena);
}
END_TEST

START_TEST(copies_are_their_own)
{
	struct arena arena = ARENA_EMPTY;
	char field[] = "France";
	struct slice copy = arena_copy(&arena, slice_of(field));

	field[0] = 'X';
	ck_assert(slice_is(copy, "France"));
	ck_assert_str_eq(copy.at, "France");
	copy = arena_copy(&arena, (struct slice){ NULL, 0 });
	ck_assert_uint_eq(copy.length, 0);
	ck_assert_str_eq(copy.at, "");
	arena_release(&arena);
}
END_TEST

START_TEST(reset_uses_the_same_memory_again)
{
	struct arena arena = ARENA_EMPTY;
	char *first = arena_alloc(&arena, 100);

	for (int i = 0; i < 1000; i++) {
		arena_reset(&arena);
		ck_assert(arena_alloc(&arena, 100) == first);
	}
	for (int i = 0; i < 100; i++)
		arena_alloc(&arena, 10000);
	arena_reset(&arena);
	memset(arena_alloc(&arena, 60000), 'x', 60000);
	arena_release(&arena);
	arena_reset(&arena);
}
END_TEST

/* ---- diag ---- */

static void check_shown(const struct diag *why, const char *expected)
{
	struct buf out = BUF_EMPTY;

	diag_format(why, &out);
	ck_assert_str_eq(buf_string(&out), expected);
	buf_release(&out);
}

/* Of data, nothing reaches a terminal that it would obey. */
START_TEST(control_characters_are_shown_as_marks)
{
	struct buf text = BUF_EMPTY;
	struct diag why = DIAG_EMPTY;

	diag_fail(&why, "not a date: '%s'",
		"\x1b]0;x\a\n\xc2\x9b"
		"31m \xe2\x80\xae \xe2\x81\xa6 \x7f \xc2\xa3 客户");
	check_shown(&why, "not a date: '?]0;x???31m ? ? ? \xc2\xa3 客户'");
	buf_text(&text, "\x1b kept\r\n");
	diag_make_safe(&text, 1);
	ck_assert_str_eq(buf_string(&text), "\x1b kept??");
	buf_release(&text);
}
END_TEST

START_TEST(fault_and_place_make_one_line)
{
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(diag_fail(&why, "not a number: '%s'", "abc"), -1);
	check_shown(&why, "not a number: 'abc'");
	ck_assert_int_eq(diag_column(&why, slice_of("amount")), -1);
	check_shown(&why, "column 'amount': not a number: 'abc'");
	ck_assert_int_eq(diag_line(&why, "orders.tsv", 17), -1);
	check_shown(&why, "orders.tsv:17: column 'amount': not a number: 'abc'");
	ck_assert_int_eq(diag_code(&why, "not-a-number"), -1);
	ck_assert_str_eq(why.code, "not-a-number");
	ck_assert(!why.usage);
}
END_TEST

START_TEST(the_first_place_stays)
{
	struct diag why = DIAG_EMPTY;

	diag_fail(&why, "bad");
	diag_column(&why, slice_of("a"));
	diag_column(&why, slice_of("b"));
	diag_line(&why, "one", 1);
	diag_line(&why, "two", 2);
	check_shown(&why, "one:1: column 'a': bad");
}
END_TEST

START_TEST(a_new_fault_forgets_the_old_one)
{
	struct diag why = DIAG_EMPTY;

	diag_usage(&why, "unknown option");
	ck_assert(why.usage);
	diag_line(&why, "orders.tsv", 3);
	diag_code(&why, "x");
	diag_fail(&why, "other");
	ck_assert(!why.usage);
	ck_assert(why.code == NULL);
	check_shown(&why, "other");
}
END_TEST

START_TEST(system_faults_say_the_reason)
{
	struct diag why = DIAG_EMPTY;

	errno = ENOENT;
	ck_assert_int_eq(diag_errno(&why, "cannot open '%s'", "x.tsv"), -1);
	check_shown(&why, "cannot open 'x.tsv': No such file or directory");
}
END_TEST

START_TEST(control_characters_are_not_shown)
{
	struct diag why = DIAG_EMPTY;

	diag_fail(&why, "not a number: 'a\nb\x1b[31m\x7f'");
	diag_line(&why, "a\tb.tsv", 2);
	check_shown(&why, "a?b.tsv:2: not a number: 'a?b?[31m?'");
}
END_TEST

START_TEST(long_faults_are_cut)
{
	struct diag why = DIAG_EMPTY;
	char text[5000];

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	diag_fail(&why, "%s", text);
	diag_column(&why, slice_of(text));
	diag_line(&why, text, UINT64_MAX);
	ck_assert_uint_eq(strlen(why.text), sizeof why.text - 1);
	ck_assert_uint_lt(strlen(why.file), sizeof why.file);
	ck_assert_uint_lt(strlen(why.column), sizeof why.column);
	errno = EACCES;
	diag_errno(&why, "%s", text);
	ck_assert_uint_lt(strlen(why.text), sizeof why.text);
}
END_TEST

static TCase *slice_and_memory(void)
{
	TCase *tests = tcase_create("slice and memory");

	tcase_add_test(tests, slices_are_equal_by_bytes);
	tcase_add_test(tests, slices_are_ordered_by_bytes);
	tcase_add_test(tests, slices_start_and_end);
	tcase_add_test(tests, trimming_takes_blanks_and_tabs);
	tcase_add_test(tests, cutting_gives_every_piece);
	tcase_add_test(tests, messages_show_slices_in_whole_characters);
	tcase_add_test(tests, zero_is_zero_and_growing_keeps_content);
	tcase_add_test(tests, nothing_is_memory_too);
	tcase_add_test(tests, text_has_a_nul_behind_it);
	tcase_add_exit_test(tests, an_array_beyond_all_memory_ends_it, 1);
	tcase_add_exit_test(tests, growing_beyond_all_memory_ends_it, 1);
	return tests;
}

static TCase *buf_arena_diag(void)
{
	TCase *tests = tcase_create("buf, arena, diag");

	tcase_add_test(tests, bytes_are_appended);
	tcase_add_test(tests, string_does_not_count_its_nul);
	tcase_add_test(tests, printf_makes_room_for_any_length);
	tcase_add_test(tests, room_is_written_before_it_is_counted);
	tcase_add_test(tests, allocations_do_not_touch_each_other);
	tcase_add_test(tests, large_pieces_have_room);
	tcase_add_test(tests, copies_are_their_own);
	tcase_add_test(tests, reset_uses_the_same_memory_again);
	tcase_add_test(tests, fault_and_place_make_one_line);
	tcase_add_test(tests, control_characters_are_shown_as_marks);
	tcase_add_test(tests, the_first_place_stays);
	tcase_add_test(tests, a_new_fault_forgets_the_old_one);
	tcase_add_test(tests, system_faults_say_the_reason);
	tcase_add_test(tests, control_characters_are_not_shown);
	tcase_add_test(tests, long_faults_are_cut);
	return tests;
}

int main(void)
{
	Suite *suite = suite_create("base");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, slice_and_memory());
	suite_add_tcase(suite, buf_arena_diag());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
