/* SPDX-License-Identifier: MIT */
#include "tab/rejects.h"

#include "tab/stream.h"
#include "test_streams.h"

static void ck_format(const struct diag *reason, struct slice record, const char *wanted)
{
	struct buf out = BUF_EMPTY;

	rejects_format(&out, reason, record);
	ck_assert_str_eq(buf_string(&out), wanted);
	buf_release(&out);
}

START_TEST(reject_is_column_reason_message_and_record)
{
	struct diag why;

	diag_fail(&why, "not a number: 'abc'");
	diag_code(&why, "not-a-number");
	diag_column(&why, slice_of("amount"));
	ck_format(&why, slice_of("4711,abc\n"),
		"amount\tnot-a-number\tnot a number: 'abc'\t4711,abc\n");
	/* Its line end is no part of a record, whichever it is or if there is none. */
	ck_format(&why, slice_of("4711,abc\r\n"),
		"amount\tnot-a-number\tnot a number: 'abc'\t4711,abc\n");
	ck_format(&why, slice_of("4711,abc"),
		"amount\tnot-a-number\tnot a number: 'abc'\t4711,abc\n");
	ck_format(&why, slice_of(""), "amount\tnot-a-number\tnot a number: 'abc'\t\n");
}
END_TEST

START_TEST(record_and_message_are_escaped)
{
	struct diag why;

	diag_fail(&why, "not a date: 'a\tb'");
	ck_format(&why, slice_of("1\ta\\tb\n"), "\tbad-value\tnot a date: 'a\\tb'\t1\\ta\\\\tb\n");
	ck_format(&why, slice_of("\"two\nlines\"\n"),
		"\tbad-value\tnot a date: 'a\\tb'\t\"two\\nlines\"\n");
}
END_TEST

/* Also for a row with a NUL byte: else the rejects could not be read by any of our tools. */
START_TEST(file_is_a_stream_itself)
{
	char *path = scratch_path("rejects"), *paths[] = { path };
	struct buf rest = BUF_EMPTY;
	struct block block = BLOCK_EMPTY;
	struct arena texts = ARENA_EMPTY;
	struct reader *reader;
	struct output *out;
	struct stream *in;
	struct diag why;
	struct row row;

	diag_fail(&why, "NUL byte in the row");
	diag_code(&why, "nul");
	rejects_format(&rest, &why, (struct slice){ "a\tb\0c\n", 6 });
	ck_assert_int_eq(output_open(&out, path, &why), 0);
	ck_assert_int_eq(rejects_begin(out, false, &why), 0);
	ck_assert_int_eq(rejects_put(out, "odd\tname", 3000000000, 5000000000, buf_slice(&rest),
				 (struct slice){ NULL, 0 }, &why),
		0);
	ck_assert_int_eq(output_commit(out, &why), 0);

	ck_assert_int_eq(stream_open(&in, paths, 1, NULL, &why), 0);
	ck_slice_eq(stream_header(in),
		slice_of("file\tline\toffset\tcolumn\treason\tmessage\trecord\n"));
	reader = reader_new(in);
	ck_assert_int_eq(stream_next(in, &block, &why), 1);
	reader_begin(reader, &block);
	ck_assert_int_eq(reader_next(reader, &row, &why), 1);
	ck_slice_eq(row_text(&row, 0, &texts), slice_of("odd\tname"));
	ck_slice_eq(row_field(&row, 1), slice_of("3000000000"));
	ck_slice_eq(row_field(&row, 2), slice_of("5000000000"));
	ck_slice_eq(row_field(&row, 6), slice_of("a\\tb\\0c"));
	ck_slice_eq(row_text(&row, 6, &texts), slice_of("a\tb\\0c"));
	ck_assert_int_eq(reader_next(reader, &row, &why), 0);
	arena_release(&texts);
	reader_free(reader);
	chunk_release(&block.chunk);
	stream_close(in);
	buf_release(&rest);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("rejects");

	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_add_test(tests, reject_is_column_reason_message_and_record);
	tcase_add_test(tests, record_and_message_are_escaped);
	tcase_add_test(tests, file_is_a_stream_itself);
	return run_tests(tests);
}
