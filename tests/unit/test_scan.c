/* SPDX-License-Identifier: MIT */
/* Includes the source to reach every implementation, whichever the processor would choose. */
#include "../../lib/tab/scan.c"

#include "test_streams.h"

typedef struct scan (*scanner)(
	const char *at, size_t length, uint32_t base, uint32_t *tab, uint32_t *newline);

enum { LONGEST = 300, ROOM = LONGEST + 64, GUARD = 0xabcdef };

/* The plain loop that all must agree with. */
static struct scan scan_plainly(
	const char *at, size_t length, uint32_t base, uint32_t *tab, uint32_t *newline)
{
	struct scan found = { 0, 0, false, false, false };

	for (size_t i = 0; i < length; i++) {
		if (at[i] == '\t')
			tab[found.tabs++] = base + (uint32_t)i;
		if (at[i] == '\n')
			newline[found.newlines++] = base + (uint32_t)i;
		if (at[i] == '\0')
			found.has_nul = true;
		else if (at[i] == '\\' || at[i] == '\r')
			found.has_escape = true;
		if ((unsigned char)at[i] > 127)
			found.has_high = true;
	}
	return found;
}

static void compare_with_plain(scanner scan, const char *at, size_t length, uint32_t base)
{
	uint32_t tab[ROOM + 1], newline[ROOM + 1], plain_tab[ROOM], plain_newline[ROOM];
	struct scan found, plain = scan_plainly(at, length, base, plain_tab, plain_newline);

	/* The room that the header asks for is enough: one more stays as it was. */
	tab[length + 64] = newline[length + 64] = GUARD;
	found = scan(at, length, base, tab, newline);
	ck_assert_uint_eq(tab[length + 64], GUARD);
	ck_assert_uint_eq(newline[length + 64], GUARD);
	ck_assert_uint_eq(found.tabs, plain.tabs);
	ck_assert_uint_eq(found.newlines, plain.newlines);
	ck_assert_int_eq(found.has_nul, plain.has_nul);
	ck_assert_int_eq(found.has_escape, plain.has_escape);
	ck_assert_int_eq(found.has_high, plain.has_high);
	ck_assert_mem_eq(tab, plain_tab, plain.tabs * sizeof *tab);
	ck_assert_mem_eq(newline, plain_newline, plain.newlines * sizeof *newline);
}

static void try_all_lengths_and_alignments(scanner scan)
{
	static const char few[] = "\t\n\0abcdefghijklmnopqrstuvwxyz\xff\x8a\x89\x80\\\r";
	static const char many[] = "\t\n\t\n\ta";
	struct buf bytes = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (size_t length = 0; length <= LONGEST; length++) {
		for (size_t shift = 0; shift<64; shift += length> 130 ? 7 : 1) {
			char *at;

			buf_reset(&bytes);
			put_random(&rng, &bytes, shift + length, shift % 2 ? few : many,
				shift % 2 ? sizeof few - 1 : sizeof many - 1);
			/* A copy of its own size: reading behind it is found out. */
			at = mem_alloc(shift + length);
			memcpy(at, buf_string(&bytes), shift + length);
			compare_with_plain(
				scan, at + shift, length, (uint32_t)rng_below(&rng, 1000));
			free(at);
		}
	}
	buf_release(&bytes);
}

START_TEST(chosen_one_agrees_with_the_plain_loop)
{
	try_all_lengths_and_alignments(scan_separators);
}
END_TEST

/* ---- CSV --------------------------------------------------------------------------------- */

typedef struct scan_csv (*csv_scanner)(const char *at, size_t length, uint32_t base,
	struct scan_bytes bytes, const struct scan_places *places);

struct found {
	uint32_t separator[ROOM + 1], newline[ROOM + 1], quote[ROOM + 1];
	struct scan_csv count;
};

static void scan_csv_plainly(
	const char *at, size_t length, struct scan_bytes bytes, struct found *found)
{
	struct scan_csv *count = &found->count;

	*count = (struct scan_csv){ 0, 0, 0, false };
	for (size_t i = 0; i < length; i++) {
		bool ends = i + 1 < length && at[i + 1] == '\n';

		if (at[i] == bytes.separator)
			found->separator[count->separators++] = (uint32_t)i + 7;
		if (at[i] == '\n' || (at[i] == '\r' && bytes.cr_ends))
			found->newline[count->newlines++] = (uint32_t)i + 7;
		if (at[i] == bytes.quote)
			found->quote[count->quotes++] = (uint32_t)i + 7;
		count->odd |= at[i] == '\0' || (at[i] == '\r' && !bytes.cr_ends && !ends);
	}
}

static void compare_csv(csv_scanner scan, const char *at, size_t length, struct scan_bytes bytes)
{
	static struct found found, plain;
	const struct scan_places to = { found.separator, found.newline, found.quote };

	scan_csv_plainly(at, length, bytes, &plain);
	found.separator[length + 64] = found.newline[length + 64] = GUARD;
	found.quote[length + 64] = GUARD;
	found.count = scan(at, length, 7, bytes, &to);
	ck_assert_uint_eq(found.separator[length + 64], GUARD);
	ck_assert_uint_eq(found.newline[length + 64], GUARD);
	ck_assert_uint_eq(found.quote[length + 64], GUARD);
	ck_assert_uint_eq(found.count.separators, plain.count.separators);
	ck_assert_uint_eq(found.count.newlines, plain.count.newlines);
	ck_assert_uint_eq(found.count.quotes, plain.count.quotes);
	ck_assert_int_eq(found.count.odd, plain.count.odd);
	ck_assert_mem_eq(found.separator, plain.separator, 4 * plain.count.separators);
	ck_assert_mem_eq(found.newline, plain.newline, 4 * plain.count.newlines);
	ck_assert_mem_eq(found.quote, plain.quote, 4 * plain.count.quotes);
}

static void try_dialects(csv_scanner scan)
{
	static const struct scan_bytes dialects[] = { { ',', '"', false }, { ';', '\'', true },
		{ '\xff', '\0', false } };
	static const char *const kinds[] = { ",;\xff\"'\n\r\n\rab", ",abcdefghi\n", ",\n\r\n\"" };
	struct buf bytes = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (size_t i = 0; i < 1500; i++) {
		size_t length = rng_below(&rng, LONGEST + 1);
		const char *kind = kinds[i % 3];
		char *at = mem_alloc(length + 1);

		buf_reset(&bytes);
		put_random(&rng, &bytes, length, kind, (uint32_t)strlen(kind) + (i % 4 == 0));
		memcpy(at + 1, buf_string(&bytes), length);
		for (size_t n = 0; n < 3; n++)
			compare_csv(scan, at + 1, length, dialects[n]);
		free(at);
	}
	/* A line end may be divided by any border. */
	for (size_t length = 1; length <= LONGEST; length++) {
		buf_reset(&bytes);
		for (size_t i = 0; i < length; i++)
			buf_char(&bytes, i % 2 == length % 2 ? '\r' : '\n');
		compare_csv(scan, buf_string(&bytes), length, dialects[0]);
	}
	buf_release(&bytes);
}

START_TEST(csv_is_the_same_on_every_processor)
{
	try_dialects(scan_csv);
#if defined(__x86_64__)
	try_dialects(csv_sse2);
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
		try_dialects(csv_avx2);
	if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
		try_dialects(csv_avx512);
#endif
}
END_TEST

#if defined(__x86_64__)

START_TEST(sse2_agrees_with_the_plain_loop)
{
	try_all_lengths_and_alignments(scan_sse2);
}
END_TEST

START_TEST(avx2_agrees_with_the_plain_loop)
{
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
		try_all_lengths_and_alignments(scan_avx2);
}
END_TEST

START_TEST(avx512_agrees_with_the_plain_loop)
{
	if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
		try_all_lengths_and_alignments(scan_avx512);
}
END_TEST

#endif

/* 64 hits in 64 bytes: as many positions as there can be, at every place of the mask. */
START_TEST(nothing_but_separators_is_found_whole)
{
	char tabs[LONGEST], lines[LONGEST];

	memset(tabs, '\t', sizeof tabs);
	memset(lines, '\n', sizeof lines);
	for (size_t length = 0; length <= LONGEST; length++) {
		compare_with_plain(scan_separators, tabs, length, 0);
		compare_with_plain(scan_separators, lines, length, UINT32_MAX - LONGEST);
	}
}
END_TEST

START_TEST(count_is_right_for_every_byte)
{
	static const char text[] = "a\n\nb\0\n\xff\xff";

	ck_assert_uint_eq(scan_count(text, sizeof text - 1, '\n'), 3);
	ck_assert_uint_eq(scan_count(text, sizeof text - 1, '\0'), 1);
	ck_assert_uint_eq(scan_count(text, sizeof text - 1, '\xff'), 2);
	ck_assert_uint_eq(scan_count(text, sizeof text - 1, 'x'), 0);
	ck_assert_uint_eq(scan_count(text, 0, 'a'), 0);
	ck_assert_uint_eq(scan_count(NULL, 0, 'a'), 0);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("scan");

	tcase_add_test(tests, chosen_one_agrees_with_the_plain_loop);
#if defined(__x86_64__)
	tcase_add_test(tests, sse2_agrees_with_the_plain_loop);
	tcase_add_test(tests, avx2_agrees_with_the_plain_loop);
	tcase_add_test(tests, avx512_agrees_with_the_plain_loop);
#endif
	tcase_add_test(tests, csv_is_the_same_on_every_processor);
	tcase_add_test(tests, nothing_but_separators_is_found_whole);
	tcase_add_test(tests, count_is_right_for_every_byte);
	return run_tests(tests);
}
