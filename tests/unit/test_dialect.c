/* SPDX-License-Identifier: MIT */
#include "tab/dialect.h"

#include "tab/csvin.h"
#include "test_streams.h"

static const struct csv_dialect open_dialect = { .separator = DIALECT_FIND,
	.quote = DIALECT_FIND,
	.escape = DIALECT_FIND,
	.comment = DIALECT_FIND };

/* What is found: "separator quote lines", and what is unusual. */
static void ck_found(const char *text, const char *wanted)
{
	struct dialect dialect = { .csv = open_dialect };
	struct buf out = BUF_EMPTY;

	dialect_find(&dialect, slice_of(text), true);
	dialect_describe(&dialect, &out);
	if (out.length == 0)
		buf_printf(&out, "%c", dialect.csv.separator);
	ck_assert_str_eq(buf_string(&out), wanted);
	buf_release(&out);
}

START_TEST(separator_divides_records_alike)
{
	ck_found("a,b\n1,2\n", ",");
	ck_found("a;b\n1,5;2,5\n3,5;4,5\n", ";");
	ck_found("a\tb\nx, y\tz\n", "\t");
	ck_found("a|b\n1|2\n", "|");
	ck_found("single\nSmith, John\nJones\n", ",");
	ck_found("name,note\nx,a;b;c\ny,d\n", ",");
	ck_found("a\n\"x, y\"\n\"z, u\"\n\"v, w\"\n", ",");
	ck_found("at\n10:20:30\n11:20:30\n12:20:30\n", ",");
	ck_found("a:b:c:d\n1:2:3:x\n4:5:6:y\n", "separator :");
	ck_found("", ",");
	ck_found("\n\n", ",");
}
END_TEST

START_TEST(quotes_and_escapes_are_seen)
{
	ck_found("a,b\n'x,y',z\n'u,v',w\n", "quote '");
	ck_found("a,b\n'tis,z\nMen's,w\n", ",");
	ck_found("a,b\n\"x\",'y'\n\"u\",'v'\n", ",");
	ck_found("a,b\n\"5\\\" x\",1\n\"6\\\", y\",2\n", "escape \\");
	ck_found("a,b\n\"c:\\\",1\n\"d:\\\",2\n", ",");
	ck_found("a,b\n\"x,y\n\"z,y\n\"u,y\n\"v,y\n\"w,y\n\"s,y\n\"t,y\n\"a,y\n\"b,y\n\"c,y\n",
		"quotes are text");
}
END_TEST

START_TEST(line_ends_are_seen)
{
	ck_found("a,b\r1,x\r2,y\r", "CR ends a line");
	ck_found("a,b\r\n1,x\r\n", ",");
	ck_found("a,b\n1,\"x\ry\"\n2,y\n", ",");
	ck_found("a,b\n1,x\r2,y\n3,z\n", "CR ends a line");
}
END_TEST

START_TEST(table_may_have_lines_in_front)
{
	ck_found("Report\n\na,b,c\n1,2,x\n3,4,y\n", "2 lines passed over in front of the table");
	ck_found("Report,,\na,b,c\n1,2,x\n", "1 line passed over in front of the table");
	ck_found("# by us\na,b,c\n1,2,x\n3,4,y\n",
		"comments begin with #, 1 line passed over in front of the table");
	ck_found("#a,b,c\n1,2,x\n3,4,y\n", ",");
	/* A header that is too short is a fault, and not passed over. */
	ck_found("a,b\n1,2,x\n3,4,y\n", ",");
}
END_TEST

START_TEST(header_is_unlike_the_rows)
{
	ck_found("1,x\n2,y\n3,z\n", "no header line: the columns are called column_1, column_2, …");
	ck_found("id,x\n2,y\n3,z\n", ",");
	ck_found("a,x\nb,y\n", ",");
	ck_found("1,2\n", ",");
	ck_found("id,2019\n1,5\n2,6\n", ",");
}
END_TEST

START_TEST(empty_last_column_is_left_out)
{
	ck_found("a,b,\n1,x,\n2,y,\n", "the empty last column is left out");
	ck_found("a,b\n1,x,\n2,y,\n", "the empty last column is left out");
	ck_found("a,b,\n1,x,\n2,y,z\n", ",");
	ck_found("a,b,c\n1,x,\n2,y,\n", ",");
}
END_TEST

START_TEST(what_is_given_is_kept)
{
	struct dialect dialect = { .csv = { .separator = ';', .quote = '\'', .comment = '%' },
		.lines_given = true,
		.lines = 1,
		.has_given_names = true };

	dialect_find(&dialect, slice_of("a,b,c\n1,2,3\n1,2,3\n"), true);
	ck_assert_int_eq(dialect.csv.separator, ';');
	ck_assert_int_eq(dialect.csv.quote, '\'');
	ck_assert_int_eq(dialect.csv.comment, '%');
	ck_assert_int_eq(dialect.csv.escape, '\0');
	ck_assert_uint_eq(dialect.lines, 1);
	ck_assert(!dialect.no_header);
}
END_TEST

/* Any bytes have a dialect, and its separator is none of its other bytes. */
START_TEST(any_bytes_have_a_dialect)
{
	struct buf text = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 1500; i++) {
		struct dialect dialect = { .csv = open_dialect };
		char *copy;

		buf_reset(&text);
		put_random(&rng, &text, rng_below(&rng, 200), ",;\n\r\"'\\#\t| 1a\0:", 15);
		copy = mem_alloc(text.length + 1);
		memcpy(copy, buf_string(&text), text.length);
		dialect_find(&dialect, (struct slice){ copy, text.length }, i % 2 == 0);
		ck_assert_int_ne(dialect.csv.separator, dialect.csv.quote);
		ck_assert_int_ne(dialect.csv.separator, DIALECT_FIND);
		ck_assert_int_ne(dialect.csv.quote, DIALECT_FIND);
		ck_assert_int_ne(dialect.csv.escape, DIALECT_FIND);
		ck_assert_int_ne(dialect.csv.comment, DIALECT_FIND);
		free(copy);
	}
	buf_release(&text);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("dialect");

	tcase_add_test(tests, separator_divides_records_alike);
	tcase_add_test(tests, quotes_and_escapes_are_seen);
	tcase_add_test(tests, line_ends_are_seen);
	tcase_add_test(tests, table_may_have_lines_in_front);
	tcase_add_test(tests, header_is_unlike_the_rows);
	tcase_add_test(tests, empty_last_column_is_left_out);
	tcase_add_test(tests, what_is_given_is_kept);
	tcase_add_test(tests, any_bytes_have_a_dialect);
	return run_tests(tests);
}
