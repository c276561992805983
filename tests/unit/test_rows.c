/* SPDX-License-Identifier: MIT */
#include "tab/rows.h"

#include "test_streams.h"

/*
 * Write down what becomes of a block: a row as [field|field], a bad one as its code, each with its
 * line and place; as reading it does, or as a naive splitter would.
 */
static void put_place(struct buf *out, uint64_t line, size_t start, size_t length)
{
	buf_printf(out, " %llu %zu+%zu\n", (unsigned long long)line, start, length);
}

static void describe_rows(struct buf *out, struct slice block, size_t columns, bool take_cr)
{
	/* The memory is kept from block to block, as a reader does. */
	static struct rows_memory memory;
	struct rows rows;
	struct row row;
	struct diag why;
	int more;

	rows_begin(&rows, &memory, block, columns);
	rows.take_cr = take_cr;
	while ((more = rows_next(&rows, &row, &why)) != 0) {
		if (more < 0)
			buf_text(out, why.code);
		for (size_t i = 0; more > 0 && i < row.count; i++) {
			buf_char(out, i == 0 ? '[' : '|');
			buf_put(out, row_field(&row, i));
		}
		put_place(out, row.line, row.raw_start, row.raw_length);
	}
	ck_assert_int_eq(rows_next(&rows, &row, &why), 0);
	buf_printf(out, "%llu lines\n", (unsigned long long)rows.lines);
	rows_memory_release(&memory);
}

static const char *fault_of(struct slice line, size_t columns, bool take_cr)
{
	size_t fields = line.length == 0 && columns > 1 ? 0 : 1;

	for (size_t i = 0; i < line.length; i++)
		fields += line.at[i] == '\t';
	if (line.length > 0 && memchr(line.at, '\0', line.length) != NULL)
		return "nul";
	if (fields != columns)
		return "ragged";
	return !take_cr && slice_ends(line, slice_of("\r")) ? "cr-lf" : NULL;
}

static void describe_naively(struct buf *out, struct slice block, size_t columns, bool take_cr)
{
	size_t start = 0, lines = 0;

	for (; start < block.length; lines++) {
		size_t end = start, raw;
		struct slice line;

		while (end < block.length && block.at[end] != '\n')
			end++;
		raw = end - start + (end < block.length);
		line = (struct slice){ block.at + start, end - start };
		if (fault_of(line, columns, take_cr) != NULL) {
			buf_text(out, fault_of(line, columns, take_cr));
		} else {
			buf_char(out, '[');
			if (take_cr && slice_ends(line, slice_of("\r")))
				line.length--;
			for (size_t i = 0; i < line.length; i++)
				buf_char(out, line.at[i] == '\t' ? '|' : line.at[i]);
		}
		put_place(out, lines, start, raw);
		start += raw;
	}
	buf_printf(out, "%zu lines\n", lines);
}

static void compare_with_naive(struct slice block, size_t columns, bool take_cr)
{
	struct buf found = BUF_EMPTY, wanted = BUF_EMPTY;
	/* A copy of its own size: reading behind it is found out. */
	struct slice copy = { mem_alloc(block.length), block.length };

	if (block.length > 0)
		memcpy((char *)(uintptr_t)copy.at, block.at, block.length);
	describe_rows(&found, copy, columns, take_cr);
	describe_naively(&wanted, copy, columns, take_cr);
	ck_assert_str_eq(buf_string(&found), buf_string(&wanted));
	free((char *)(uintptr_t)copy.at);
	buf_release(&found);
	buf_release(&wanted);
}

START_TEST(any_bytes_are_split_as_a_naive_splitter_does)
{
	struct buf text = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 20000; i++) {
		size_t columns = 1 + rng_below(&rng, 5);
		/* The later in the alphabet, the rarer: NUL bytes are in some blocks only. */
		uint32_t letters = 6 + rng_below(&rng, 6);

		buf_reset(&text);
		put_random(&rng, &text, rng_below(&rng, 300), "\n\t\tabc\\\r\xff\"\0z", letters);
		compare_with_naive(buf_slice(&text), columns, i % 2);
	}
	buf_release(&text);
}
END_TEST

static void put_row(struct rng *rng, struct buf *out, size_t fields, size_t longest)
{
	for (size_t i = 0; i < fields; i++) {
		if (i > 0)
			buf_char(out, '\t');
		put_random(rng, out, rng_below(rng, (uint32_t)longest), "abcdefgh", 8);
	}
	buf_char(out, '\n');
}

/* Mostly good rows, so that what is right after a fault, and across windows, is seen too. */
START_TEST(good_rows_around_bad_ones_are_whole)
{
	struct buf text = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 300; i++) {
		size_t columns = 1 + rng_below(&rng, 6);
		uint32_t rows = 1 + rng_below(&rng, 3000);

		buf_reset(&text);
		for (uint32_t r = 0; r < rows; r++)
			put_row(&rng, &text,
				rng_below(&rng, 50) == 0 ? rng_below(&rng, 12) : columns, 12);
		if (i % 3 == 0)
			text.length--; /* the last one without its LF */
		if (i % 3 == 1)
			text.at[rng_below(&rng, (uint32_t)text.length)] = '\0';
		compare_with_naive(buf_slice(&text), columns, false);
	}
	buf_release(&text);
}
END_TEST

/* Longer than the 16 KB that are scanned at a time, with separators near their borders. */
START_TEST(rows_longer_than_a_window_are_whole)
{
	struct buf text = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 200; i++) {
		size_t columns = 1 + rng_below(&rng, 4);

		buf_reset(&text);
		for (int r = 0; r < 5; r++)
			put_row(&rng, &text, rng_below(&rng, 10) == 0 ? columns + 1 : columns,
				40000);
		put_row(&rng, &text, columns, 3);
		compare_with_naive(buf_slice(&text), columns, false);
	}
	for (size_t length = 16 * 1024 - 70; length < 16 * 1024 + 70; length++) {
		buf_reset(&text);
		put_random(&rng, &text, length, "x", 1);
		buf_text(&text, "\ta\nb\tc\n");
		compare_with_naive(buf_slice(&text), 2, false);
	}
	buf_release(&text);
}
END_TEST

START_TEST(faults_say_what_was_found)
{
	static const struct {
		const char *block;
		size_t columns;
		const char *text;
	} cases[] = {
		{ "a\tb\tc\n", 2, "3 fields where the header has 2" },
		{ "a\n", 2, "1 field where the header has 2" },
		{ "\n", 2, "0 fields where the header has 2" },
		{ "\t\n", 1, "2 fields where the header has 1" },
		{ "a\tb\r\n", 2,
			"line ends in CR LF; take off the CR first, e.g. with tr -d '\\r'" },
	};
	struct rows_memory memory = { NULL, NULL, 0, 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct rows rows;
		struct row row;
		struct diag why;

		rows_begin(&rows, &memory, slice_of(cases[i].block), cases[i].columns);
		ck_assert_int_eq(rows_next(&rows, &row, &why), -1);
		ck_assert_str_eq(why.text, cases[i].text);
	}
	rows_memory_release(&memory);
}
END_TEST

START_TEST(empty_line_is_an_empty_field_of_a_single_column)
{
	compare_with_naive(slice_of("\n\na\n\n"), 1, false);
	compare_with_naive(slice_of(""), 1, false);
	compare_with_naive(slice_of(""), 3, false);
	compare_with_naive((struct slice){ NULL, 0 }, 3, false);
}
END_TEST

START_TEST(text_undoes_escapes_and_knows_the_missing)
{
	struct rows_memory memory = { NULL, NULL, 0, 0 };
	struct arena names = ARENA_EMPTY;
	struct rows rows;
	struct row row;
	struct diag why;

	rows_begin(&rows, &memory, slice_of("plain\ta\\tb\t\\N\t\t\\\\N\n"), 5);
	ck_assert_int_eq(rows_next(&rows, &row, &why), 1);
	ck_slice_eq(row_text(&row, 0, &names), slice_of("plain"));
	ck_slice_eq(row_text(&row, 1, &names), slice_of("a\tb"));
	ck_assert_uint_eq(row_text(&row, 2, &names).length, 0);
	ck_assert_uint_eq(row_text(&row, 3, &names).length, 0);
	ck_slice_eq(row_text(&row, 4, &names), slice_of("\\N"));
	ck_slice_eq(row_field(&row, 1), slice_of("a\\tb"));
	arena_release(&names);
	rows_memory_release(&memory);
}
END_TEST

/* Each is a row, or a fault, at a constant price. */
START_TEST(ten_million_empty_lines_take_no_time)
{
	enum { COUNT = 10000000 };
	char *text = memset(mem_alloc(COUNT), '\n', COUNT);
	struct rows_memory memory = { NULL, NULL, 0, 0 };
	struct rows rows;
	struct row row;
	struct diag why;

	rows_begin(&rows, &memory, (struct slice){ text, COUNT }, 1);
	while (rows_next(&rows, &row, &why) > 0)
		continue;
	ck_assert_uint_eq(rows.lines, COUNT);
	rows_memory_release(&memory);
	free(text);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("rows");

	tcase_add_test(tests, any_bytes_are_split_as_a_naive_splitter_does);
	tcase_add_test(tests, good_rows_around_bad_ones_are_whole);
	tcase_add_test(tests, rows_longer_than_a_window_are_whole);
	tcase_add_test(tests, faults_say_what_was_found);
	tcase_add_test(tests, empty_line_is_an_empty_field_of_a_single_column);
	tcase_add_test(tests, text_undoes_escapes_and_knows_the_missing);
	tcase_add_test(tests, ten_million_empty_lines_take_no_time);
	return run_tests(tests);
}
