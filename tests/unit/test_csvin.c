/* SPDX-License-Identifier: MIT */
#include "tab/csvin.h"

#include "test_streams.h"

static const struct csv_dialect usual = { ',', '"' };

/* What becomes of a block: a row as [field|field], a bad one as its code, with line and place. */
static void describe(struct buf *out, struct csvin *csv, struct slice block, size_t columns)
{
	struct row row;
	struct diag why;
	int more;

	csvin_begin(csv, block, columns);
	while ((more = csvin_next(csv, &row, &why)) != 0) {
		if (more < 0)
			buf_text(out, why.code);
		for (size_t i = 0; more > 0 && i < row.count; i++) {
			buf_char(out, i == 0 ? '[' : '|');
			buf_put(out, row_field(&row, i));
		}
		buf_printf(out, "]%llu@%zu+%zu ", (unsigned long long)row.line, row.raw_start,
			row.raw_length);
		ck_assert(more < 0 || !row.escaped);
	}
	buf_printf(out, "%llu", (unsigned long long)csvin_lines(csv));
}

static void ck_rows_of(
	struct csv_dialect dialect, const char *block, size_t columns, const char *rows)
{
	struct csvin *csv = csvin_new(dialect);
	struct buf out = BUF_EMPTY;

	describe(&out, csv, slice_of(block), columns);
	ck_assert_str_eq(buf_string(&out), rows);
	/* Nothing is left over from one block to the next. */
	buf_reset(&out);
	describe(&out, csv, slice_of(block), columns);
	ck_assert_str_eq(buf_string(&out), rows);
	buf_release(&out);
	csvin_free(csv);
}

static void ck_rows(const char *block, size_t columns, const char *rows)
{
	ck_rows_of(usual, block, columns, rows);
}

START_TEST(records_are_split_at_separators_and_line_ends)
{
	ck_rows("a,b\nc,d\n", 2, "[a|b]0@0+4 [c|d]1@4+4 2");
	ck_rows("a,b\nc,d", 2, "[a|b]0@0+4 [c|d]1@4+3 1");
	ck_rows("a,b\r\nc,d\r\n", 2, "[a|b]0@0+5 [c|d]1@5+5 2");
	ck_rows(",\n,,\n", 0, "[|]0@0+2 [||]1@2+3 2");
	ck_rows("", 2, "0");
}
END_TEST

START_TEST(fields_keep_blanks_tabs_quotes_and_line_breaks)
{
	ck_rows(" a , b\t\n", 2, "[ a | b\t]0@0+8 1");
	ck_rows("\" a \",\"b,c\"\n", 2, "[ a |b,c]0@0+12 1");
	ck_rows("\"say \"\"hi\"\"\",x\n", 2, "[say \"hi\"|x]0@0+15 1");
	ck_rows("\"two\nlines\",\"with\r\nCR\"\nc,d\n", 2,
		"[two\nlines|with\r\nCR]0@0+23 [c|d]3@23+4 4");
	ck_rows("\"\",\"\"\n\"\"\n", 0, "[|]0@0+6 []1@6+3 2");
	ck_rows("\"last", 1, "bad-quoting]0@0+5 0");
	ck_rows("\"last\"", 1, "[last]0@0+6 0");
}
END_TEST

START_TEST(blank_lines_are_passed_over_and_counted)
{
	ck_rows("\n\na\n\n\nb\n\n", 1, "[a]2@2+2 [b]5@6+2 7");
	ck_rows("\r\na\r\n", 1, "[a]1@2+3 2");
	/* Blanks are something. */
	ck_rows("  \n", 1, "[  ]0@0+3 1");
}
END_TEST

START_TEST(bad_records_harm_no_other)
{
	ck_rows("a\"b,c\nd,e\n", 2, "bad-quoting]0@0+6 [d|e]1@6+4 2");
	ck_rows("\"a\"b,c\nd,e\n", 2, "bad-quoting]0@0+7 [d|e]1@7+4 2");
	ck_rows("a\nb,c,d\ne,f\n", 2, "ragged]0@0+2 ragged]1@2+6 [e|f]2@8+4 3");
	ck_rows("a,\"b\nc,d\n", 2, "bad-quoting]0@0+9 2");
}
END_TEST

START_TEST(nul_bytes_are_refused)
{
	struct csvin *csv = csvin_new(usual);
	struct buf out = BUF_EMPTY;

	describe(&out, csv, (struct slice){ "a\0b\nc\n", 6 }, 1);
	ck_assert_str_eq(buf_string(&out), "nul]0@0+4 [c]1@4+2 2");
	buf_release(&out);
	csvin_free(csv);
}
END_TEST

/* What an old Macintosh wrote must not become one row of all fields. */
START_TEST(carriage_return_alone_divides_nothing)
{
	ck_rows("a,b\rc,d\n", 4, "bad-quoting]0@0+8 1");
	ck_rows("a,b\rc,d\n", 0, "bad-quoting]0@0+8 1");
	ck_rows("a,b\r\re,f\n", 2, "bad-quoting]0@0+9 1");
	ck_rows("a,b\rc,d\ne,f\n", 2, "bad-quoting]0@0+8 [e|f]1@8+4 2");
	ck_rows("a,b\rc", 2, "bad-quoting]0@0+5 0");
	ck_rows("a,\"b\rc\"\n", 2, "[a|b\rc]0@0+8 1");
}
END_TEST

START_TEST(dialects_have_their_own_separator_and_quote)
{
	ck_rows_of((struct csv_dialect){ ';', '"' }, "a,b;\"c;d\"\n", 2, "[a,b|c;d]0@0+10 1");
	ck_rows_of((struct csv_dialect){ '\t', '\'' }, "'a\tb'\t\"\n", 2, "[a\tb|\"]0@0+8 1");
	ck_rows_of((struct csv_dialect){ ',', '\0' }, "\"a,b\"\n\"\n", 0,
		"[\"a|b\"]0@0+6 [\"]1@6+2 2");
}
END_TEST

START_TEST(record_ends_at_the_line_end_outside_quotes)
{
	ck_assert_uint_eq(csvin_record(slice_of("a,b\nc\n"), usual), 4);
	ck_assert_uint_eq(csvin_record(slice_of("\"a\nb\"\nc\n"), usual), 6);
	ck_assert_uint_eq(csvin_record(slice_of("\"a\"\"\n\"\nc\n"), usual), 7);
	ck_assert_uint_eq(csvin_record(slice_of("a\"\nb\"\n"), usual), 3);
	ck_assert_uint_eq(csvin_record(slice_of("\"a\n"), usual), 3);
	ck_assert_uint_eq(csvin_record(slice_of("abc"), usual), 3);
	ck_assert_uint_eq(csvin_record(slice_of(""), usual), 0);
}
END_TEST

static size_t cut(const char *text)
{
	return csvin_cut(text, strlen(text), &usual);
}

START_TEST(cut_is_behind_the_last_whole_record)
{
	ck_assert_uint_eq(cut("a,b\nc"), 4);
	ck_assert_uint_eq(cut("a,b\n"), 4);
	ck_assert_uint_eq(cut("a\n\"b\n"), 2);
	ck_assert_uint_eq(cut("a\n\"b\nc\"\nd"), 8);
	ck_assert_uint_eq(cut("\"a\n"), 0);
	/* The quote may be the first of two. */
	ck_assert_uint_eq(cut("\"a\""), 0);
	ck_assert_uint_eq(cut(""), 0);
	/* A byte order mark is none of the first field. */
	ck_assert_uint_eq(cut("\xef\xbb\xbf\"a\nb\",c\nd"), 11);
	ck_assert_uint_eq(cut("\xef\xbb\xbf\"a\n"), 0);
}
END_TEST

START_TEST(separator_is_guessed_from_what_stands_outside_quotes)
{
	ck_assert_int_eq(csvin_guess_separator(slice_of("a,b,c")), ',');
	ck_assert_int_eq(csvin_guess_separator(slice_of("a;b;c")), ';');
	ck_assert_int_eq(csvin_guess_separator(slice_of("a\tb")), '\t');
	ck_assert_int_eq(csvin_guess_separator(slice_of("a|b|c,d")), '|');
	ck_assert_int_eq(csvin_guess_separator(slice_of("\"a,b,c,d\";e")), ';');
	ck_assert_int_eq(csvin_guess_separator(slice_of("single")), ',');
	ck_assert_int_eq(csvin_guess_separator(slice_of("")), ',');
}
END_TEST

/* Rows of any content, quoted where they must be, come back, wherever the block is cut. */
START_TEST(what_is_quoted_comes_back)
{
	struct buf text = BUF_EMPTY, wanted = BUF_EMPTY, found = BUF_EMPTY, field = BUF_EMPTY;
	struct csvin *csv = csvin_new(usual);
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 3000; i++) {
		struct slice left;
		size_t rows = rng_below(&rng, 8), whole;

		buf_reset(&text);
		buf_reset(&wanted);
		buf_reset(&found);
		for (size_t n = 0; n < rows * 3; n++) {
			buf_reset(&field);
			put_random(&rng, &field, rng_below(&rng, 6), "ab ,\"\n\r\t", 8);
			buf_char(&text, '"');
			for (size_t j = 0; j < field.length; j++) {
				buf_char(&text, field.at[j]);
				if (field.at[j] == '"')
					buf_char(&text, '"');
			}
			buf_text(&text, n % 3 < 2               ? "\","
					: rng_chance(&rng, 0.5) ? "\"\n"
								: "\"\r\n");
			buf_put(&wanted, buf_slice(&field));
			buf_char(&wanted, n % 3 < 2 ? '\1' : '\2');
		}
		left = (struct slice){ buf_string(&text), text.length };
		while (left.length > 0) {
			struct slice part = { left.at, 1 + rng_below(&rng, (uint32_t)left.length) };
			struct row row;
			struct diag why;

			whole = csvin_cut(part.at, part.length, &usual);
			if (whole == 0 && part.length < left.length)
				continue;
			part.length = whole;
			csvin_begin(csv, part, 3);
			while (csvin_next(csv, &row, &why) > 0)
				for (size_t f = 0; f < 3; f++) {
					buf_put(&found, row_field(&row, f));
					buf_char(&found, f < 2 ? '\1' : '\2');
				}
			left.at += whole;
			left.length -= whole;
		}
		ck_slice_eq(buf_slice(&found), buf_slice(&wanted));
	}
	buf_release(&text);
	buf_release(&wanted);
	buf_release(&found);
	buf_release(&field);
	csvin_free(csv);
}
END_TEST

/* Nothing crashes, and every byte belongs to one record, or to a blank line. */
START_TEST(any_bytes_are_taken_or_refused)
{
	static const struct csv_dialect dialects[] = { { ',', '"' }, { ';', '\0' },
		{ '\t', '\'' } };
	struct buf text = BUF_EMPTY, out = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 30000; i++) {
		struct csvin *csv = csvin_new(dialects[i % 3]);
		size_t lines = 0;

		buf_reset(&text);
		buf_reset(&out);
		put_random(&rng, &text, rng_below(&rng, 40), "\"\n,a;\r\t'\0b", 10);
		buf_string(&text);
		describe(&out, csv, buf_slice(&text), (size_t)i % 4);
		for (size_t j = 0; j < text.length; j++)
			lines += text.at[j] == '\n';
		ck_assert_uint_eq(csvin_lines(csv), lines);
		csvin_free(csv);
	}
	buf_release(&text);
	buf_release(&out);
}
END_TEST

START_TEST(field_of_64_mb_takes_no_time)
{
	enum { LENGTH = 64 * 1024 * 1024 };
	struct csvin *csv = csvin_new(usual);
	char *text = memset(mem_alloc(LENGTH), 'x', LENGTH);
	struct row row;
	struct diag why;

	text[0] = text[LENGTH - 2] = '"';
	text[LENGTH - 1] = '\n';
	ck_assert_uint_eq(csvin_cut(text, LENGTH, &usual), LENGTH);
	csvin_begin(csv, (struct slice){ text, LENGTH }, 1);
	ck_assert_int_eq(csvin_next(csv, &row, &why), 1);
	ck_assert_uint_eq(row_field(&row, 0).length, LENGTH - 3);
	csvin_free(csv);
	free(text);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("csvin");

	tcase_add_test(tests, records_are_split_at_separators_and_line_ends);
	tcase_add_test(tests, fields_keep_blanks_tabs_quotes_and_line_breaks);
	tcase_add_test(tests, blank_lines_are_passed_over_and_counted);
	tcase_add_test(tests, bad_records_harm_no_other);
	tcase_add_test(tests, nul_bytes_are_refused);
	tcase_add_test(tests, carriage_return_alone_divides_nothing);
	tcase_add_test(tests, dialects_have_their_own_separator_and_quote);
	tcase_add_test(tests, record_ends_at_the_line_end_outside_quotes);
	tcase_add_test(tests, cut_is_behind_the_last_whole_record);
	tcase_add_test(tests, separator_is_guessed_from_what_stands_outside_quotes);
	tcase_add_test(tests, what_is_quoted_comes_back);
	tcase_add_test(tests, any_bytes_are_taken_or_refused);
	tcase_add_test(tests, field_of_64_mb_takes_no_time);
	return run_tests(tests);
}
