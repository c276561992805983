/* SPDX-License-Identifier: MIT */
/* Includes the source, to send plain records through libcsv, too. */
#include "../../lib/tab/csvin.c"

#include "test_streams.h"

static const struct csv_dialect usual = { .separator = ',', .quote = '"' };

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

START_TEST(several_separators_can_be_one)
{
	const struct csv_dialect many = { .separator = ' ', .quote = '"', .many = true };

	ck_rows_of(many, " a   b\n\nc  \"d  e\"  \r\n  \nf g", 2,
		"[a|b]0@0+7 [c|d  e]2@8+13 [f|g]4@24+3 4");
	ck_rows_of(many, "  a\n b  c   d \n", 2, "ragged]0@0+4 ragged]1@4+11 2");
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
	ck_rows("\"a\"b,c\nd,e\n", 2, "bad-quoting]0@0+7 [d|e]1@7+4 2");
	ck_rows("a\nb,c,d\ne,f\n", 2, "ragged]0@0+2 ragged]1@2+6 [e|f]2@8+4 3");
	ck_rows("a,\"b\nc,d\n", 2, "bad-quoting]0@0+5 [c|d]1@5+4 2");
}
END_TEST

/* The line behind a quote that nothing closes is a record again, wherever the next quote is. */
START_TEST(unclosed_quote_takes_its_line_only)
{
	ck_rows("a,\"b\nc,d\n\"e\",f\n", 2, "bad-quoting]0@0+5 [c|d]1@5+4 [e|f]2@9+6 3");
	ck_rows("a,\"b\nc,\"d\"\n", 2, "bad-quoting]0@0+5 [c|d]1@5+6 2");
	ck_rows("a,\"\nc,d\n", 2, "bad-quoting]0@0+4 [c|d]1@4+4 2");
	ck_rows("\"a,b\r\nc,d\r\n", 2, "bad-quoting]0@0+6 [c|d]1@6+5 2");
	/* A field may be closed lines later, and then be wrong. */
	ck_rows("a,\"b\nc\"d,e\nf,g\n", 2, "bad-quoting]0@0+5 bad-quoting]1@5+6 [f|g]2@11+4 3");
}
END_TEST

START_TEST(quoted_field_over_lines_has_a_bound)
{
	const struct csv_dialect four = { .separator = ',', .quote = '"', .most = 4 };

	ck_rows_of(four, "\"a\nb\",c\n", 2, "[a\nb|c]0@0+8 2");
	ck_rows_of(four, "\"a\nbc\",d\n", 2, "bad-quoting]0@0+3 bad-quoting]1@3+6 2");
	ck_rows_of(four, "\"a\nbcd\ne,f\n", 2, "bad-quoting]0@0+3 ragged]1@3+4 [e|f]2@7+4 3");
	/* Within a line there is none. */
	ck_rows_of(four, "\"abcdefghi\",j\n", 2, "[abcdefghi|j]0@0+14 1");
	ck_rows_of(four, "\"abcdefghi\n\",j\n", 2, "bad-quoting]0@0+11 bad-quoting]1@11+4 2");
}
END_TEST

START_TEST(stray_quote_is_text)
{
	ck_rows("5\" pipe,b\n", 2, "[5\" pipe|b]0@0+10 1");
	ck_rows("5\",\"6\"\"\"\n", 2, "[5\"|6\"]0@0+9 1");
	ck_rows("a\"\"b,c\n", 2, "[a\"\"b|c]0@0+7 1");
	ck_rows("a \"b,c\" d\n", 1, "bad-quoting]0@0+10 1");
	ck_rows("a \"b,c\" d\n", 2, "bad-quoting]0@0+10 1");
	ck_rows("say \"hi\" and,5\"\n", 2, "[say \"hi\" and|5\"]0@0+16 1");
	ck_rows("a\"b,c,d\n", 2, "bad-quoting]0@0+8 1");
}
END_TEST

/* It may be the second half of a field whose first half was bad. */
START_TEST(stray_quote_behind_a_bad_record_is_bad)
{
	ck_rows("\"say \"hi\"\nand go, please\",b\nc\"d,e\nf,g\n5\",h\n", 2,
		"bad-quoting]0@0+10 bad-quoting]1@10+18 bad-quoting]2@28+6 [f|g]3@34+4 "
		"[5\"|h]4@38+5 5");
}
END_TEST

START_TEST(backslash_may_stand_before_a_quote)
{
	const struct csv_dialect escaped = { .separator = ',', .quote = '"', .escape = '\\' };

	ck_rows_of(escaped, "\"48\\\"\",b\n", 2, "[48\"|b]0@0+9 1");
	ck_rows_of(escaped, "\"a\\\\\",\"b\\n\"\n", 2, "[a\\|b\\n]0@0+12 1");
	ck_rows_of(escaped, "\"say \"\"hi\"\"\",\\N\n", 2, "[say \"hi\"|\\N]0@0+16 1");
	ck_rows_of(escaped, "\"a\\\",b\nc,d\n", 2, "bad-quoting]0@0+7 [c|d]1@7+4 2");
}
END_TEST

START_TEST(cr_may_end_a_line)
{
	const struct csv_dialect cr = { .separator = ',', .quote = '"', .cr_ends = true };

	ck_rows_of(cr, "a,b\rc,d\r", 2, "[a|b]0@0+4 [c|d]1@4+4 2");
	ck_rows_of(
		cr, "a,b\r\nc,d\ne,f\r\rg,h", 2, "[a|b]0@0+5 [c|d]1@5+4 [e|f]2@9+4 [g|h]4@14+3 4");
	ck_rows_of(cr, "\"a\rb\",c\r\"d\",e\r\n", 2, "[a\rb|c]0@0+8 [d|e]2@8+7 3");
	ck_rows_of(cr, "\"a,b\rc,d\r", 2, "bad-quoting]0@0+5 [c|d]1@5+4 2");
}
END_TEST

START_TEST(comments_are_no_records)
{
	const struct csv_dialect hash = { .separator = ',', .quote = '"', .comment = '#' };

	ck_rows_of(hash, "# it's \"so\na,#b\n#\n\"#c\",d\n", 2, "[a|#b]1@11+5 [#c|d]3@18+7 4");
	ck_rows("#a,b\n", 2, "[#a|b]0@0+5 1");
}
END_TEST

START_TEST(blank_may_be_part_of_the_separator)
{
	const struct csv_dialect two = { .separator = ',', .quote = '"', .blank_after = true };

	ck_rows_of(two, "a, b,c\n", 3, "[a|b|c]0@0+7 1");
	ck_rows_of(two, "\"a, b\", \"c\",  d\n", 3, "[a, b|c| d]0@0+16 1");
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
	ck_rows_of((struct csv_dialect){ .separator = ';', .quote = '"' }, "a,b;\"c;d\"\n", 2,
		"[a,b|c;d]0@0+10 1");
	ck_rows_of((struct csv_dialect){ .separator = '\t', .quote = '\'' }, "'a\tb'\t\"\n", 2,
		"[a\tb|\"]0@0+8 1");
	ck_rows_of((struct csv_dialect){ .separator = ',' }, "\"a,b\"\n\"\n", 0,
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

static const struct csv_dialect many[] = {
	{ .separator = ',', .quote = '"', .most = 12 },
	{ .separator = ',', .quote = '"', .most = 20, .escape = '\\' },
	{ .separator = ';', .quote = '"', .most = 5, .cr_ends = true },
	{ .separator = ';' },
	{ .separator = '\t', .quote = '\'', .comment = '#', .most = 30 },
	{ .separator = ',', .quote = '"', .blank_after = true, .cr_ends = true, .most = 9 },
};

/* Mostly good records, some bad ones, in which any byte may be any other. */
static void put_records(struct rng *rng, struct buf *text)
{
	static const char *const pieces[] = { "a", "bc", "\"d\"", "\"e\"\"f\"", "\"g,\n h\"", "5\"",
		"\"", "\"x", "\"\"", "'i'", "'j\nk'", "\\", "#", "\r", " ", "\"l\\\"m\"" };
	size_t count = rng_below(rng, 12);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = rng_below(rng, 4); k > 0; k--) {
			if (rng_chance(rng, 0.9))
				buf_text(text,
					pieces[rng_below(rng, rng_chance(rng, 0.7) ? 4 : 16)]);
			buf_char(text, ",,,;\t\""[rng_below(rng, 6)]);
		}
		buf_text(text, rng_chance(rng, 0.2) ? "\r\n" : rng_chance(rng, 0.1) ? "\r" : "\n");
	}
	while (text->length > 0 && rng_chance(rng, 0.3))
		text->at[rng_below(rng, (uint32_t)text->length)] =
			"\"\n,a;\r\t'\0b\\# "[rng_below(rng, 13)];
	buf_string(text);
}

/* Rows, faults, lines and places are those of libcsv, for whatever comes. */
START_TEST(both_roads_lead_to_the_same_rows)
{
	struct buf text = BUF_EMPTY, fast = BUF_EMPTY, slow = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (size_t i = 0; i < 15000; i++) {
		struct csvin *csv = csvin_new(many[i % 6]);
		size_t columns = rng_below(&rng, 5);

		buf_reset(&text);
		buf_reset(&fast);
		buf_reset(&slow);
		put_records(&rng, &text);
		describe(&fast, csv, buf_slice(&text), columns);
		csv->careful = true;
		describe(&slow, csv, buf_slice(&text), columns);
		ck_slice_eq(buf_slice(&fast), buf_slice(&slow));
		csvin_free(csv);
	}
	buf_release(&text);
	buf_release(&fast);
	buf_release(&slow);
}
END_TEST

/* The same over many windows: places of separators and quotes are kept from one to the next. */
START_TEST(both_roads_are_the_same_over_windows)
{
	struct buf text = BUF_EMPTY, fast = BUF_EMPTY, slow = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (size_t i = 0; i < 24; i++) {
		struct csv_dialect dialect = many[i % 6];
		struct csvin *csv;

		dialect.most = 40000;
		csv = csvin_new(dialect);
		buf_reset(&text);
		buf_reset(&fast);
		buf_reset(&slow);
		while (text.length < 10 * WINDOW) {
			put_records(&rng, &text);
			if (rng_chance(&rng, 0.01)) {
				buf_char(&text, dialect.separator);
				buf_char(&text, rng_chance(&rng, 0.5) ? '"' : 'x');
				put_random(
					&rng, &text, rng_below(&rng, 2 * WINDOW), "ab,;\n", i % 4);
				buf_text(&text, "\"\n");
			}
		}
		describe(&fast, csv, buf_slice(&text), 3);
		csv->careful = true;
		describe(&slow, csv, buf_slice(&text), 3);
		ck_slice_eq(buf_slice(&fast), buf_slice(&slow));
		csvin_free(csv);
	}
	buf_release(&text);
	buf_release(&fast);
	buf_release(&slow);
}
END_TEST

/* What becomes of the text block by block, cut as an input does it, `size` bytes at least. */
static void describe_blocks(
	struct buf *out, struct slice text, const struct csv_dialect *dialect, size_t size)
{
	struct csvin *csv = csvin_new(*dialect);
	size_t start = 0, length, whole, lines = 0;
	struct row row;
	struct diag why;
	int more;

	for (; start < text.length; start += whole) {
		whole = 0;
		for (length = size; start + length < text.length && whole == 0; length++)
			whole = csvin_cut(text.at + start, length, dialect);
		if (whole == 0)
			whole = text.length - start;
		csvin_begin(csv, (struct slice){ text.at + start, whole }, 2);
		while ((more = csvin_next(csv, &row, &why)) != 0) {
			buf_printf(out, "%d %s@%zu:%zu+%zu", more, more < 0 ? why.text : "",
				start + row.raw_start, lines + row.line, row.raw_length);
			for (size_t i = 0; more > 0 && i < row.count; i++) {
				buf_char(out, '|');
				buf_put(out, row_field(&row, i));
			}
			buf_char(out, ' ');
		}
		lines += csvin_lines(csv);
	}
	buf_printf(out, "%zu", lines);
	csvin_free(csv);
}

START_TEST(blocks_change_nothing)
{
	struct buf text = BUF_EMPTY, whole = BUF_EMPTY, cut = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (size_t i = 0; i < 10000; i++) {
		const struct csv_dialect *dialect = &many[i % 6];

		buf_reset(&text);
		buf_reset(&whole);
		buf_reset(&cut);
		put_records(&rng, &text);
		if (text.length == 0)
			continue;
		describe_blocks(&whole, buf_slice(&text), dialect, text.length);
		describe_blocks(&cut, buf_slice(&text), dialect, 1 + rng_below(&rng, 20));
		ck_slice_eq(buf_slice(&cut), buf_slice(&whole));
	}
	buf_release(&text);
	buf_release(&whole);
	buf_release(&cut);
}
END_TEST

/* Nothing crashes, and every byte belongs to one record, or to a blank line. */
START_TEST(any_bytes_are_taken_or_refused)
{
	static const struct csv_dialect dialects[] = { { .separator = ',', .quote = '"' },
		{ .separator = ';' }, { .separator = '\t', .quote = '\'' } };
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
	tcase_add_test(tests, unclosed_quote_takes_its_line_only);
	tcase_add_test(tests, quoted_field_over_lines_has_a_bound);
	tcase_add_test(tests, stray_quote_is_text);
	tcase_add_test(tests, stray_quote_behind_a_bad_record_is_bad);
	tcase_add_test(tests, backslash_may_stand_before_a_quote);
	tcase_add_test(tests, cr_may_end_a_line);
	tcase_add_test(tests, comments_are_no_records);
	tcase_add_test(tests, blank_may_be_part_of_the_separator);
	tcase_add_test(tests, both_roads_lead_to_the_same_rows);
	tcase_add_test(tests, both_roads_are_the_same_over_windows);
	tcase_add_test(tests, blocks_change_nothing);
	tcase_add_test(tests, nul_bytes_are_refused);
	tcase_add_test(tests, carriage_return_alone_divides_nothing);
	tcase_add_test(tests, dialects_have_their_own_separator_and_quote);
	tcase_add_test(tests, record_ends_at_the_line_end_outside_quotes);
	tcase_add_test(tests, cut_is_behind_the_last_whole_record);
	tcase_add_test(tests, separator_is_guessed_from_what_stands_outside_quotes);
	tcase_add_test(tests, several_separators_can_be_one);
	tcase_add_test(tests, what_is_quoted_comes_back);
	tcase_add_test(tests, any_bytes_are_taken_or_refused);
	tcase_add_test(tests, field_of_64_mb_takes_no_time);
	return run_tests(tests);
}
