/* SPDX-License-Identifier: MIT */
#include "tab/stream.h"

#include "io/output.h"
#include "test_streams.h"

/*
 * Read a stream to its end: each row as [field|field], or the code of its fault, with the input,
 * the line of the input and the offset; blocks leave no trace.
 */
static int describe(struct stream *in, struct buf *out, struct diag *why)
{
	struct reader *reader = reader_new(in);
	struct block block = BLOCK_EMPTY;
	uint64_t lines = 0;
	size_t input = 0;
	int more;

	while ((more = stream_next(in, &block, why)) > 0) {
		struct diag fault;
		struct row row;
		int good;

		if (block.input != input)
			lines = 0;
		input = block.input;
		lines += block.lines_before;
		reader_begin(reader, &block);
		while ((good = reader_next(reader, &row, &fault)) != 0) {
			if (good != 1)
				buf_printf(out, "%s:", fault.code);
			for (size_t i = 0; good == 1 && i < row.count; i++) {
				buf_char(out, i == 0 ? '[' : '|');
				buf_put(out, row_field(&row, i));
			}
			buf_printf(out, "]%zu:%llu@%llu ", block.input,
				(unsigned long long)(lines + row.line + 1),
				(unsigned long long)(block.offset + row.raw_start));
		}
		lines += reader_lines(reader);
	}
	reader_free(reader);
	chunk_release(&block.chunk);
	return more;
}

static void ck_stream(
	char **paths, size_t count, const struct stream_options *options, const char *wanted)
{
	struct buf out = BUF_EMPTY;
	struct stream *in;
	struct diag why = DIAG_EMPTY;

	ck_assert_msg(stream_open(&in, paths, count, options, &why) == 0, "%s", why.text);
	ck_assert_int_eq(describe(in, &out, &why), 0);
	if (strlen(wanted) < 1000)
		ck_assert_str_eq(buf_string(&out), wanted);
	ck_slice_eq(buf_slice(&out), slice_of(wanted));
	stream_close(in);
	buf_release(&out);
}

/* From a file, and from pipes that deliver all kinds of pieces. */
static void ck_text(const char *text, const struct stream_options *options, const char *wanted)
{
	char *file[] = { scratch_file("in", slice_of(text)) };

	ck_stream(file, 1, options, wanted);
	for (size_t piece = 1; piece < 40; piece += 1 + piece / 4) {
		struct feed feed;
		char *pipe[] = { feed.path };

		feed_begin(&feed, slice_of(text), piece);
		ck_stream(pipe, 1, options, wanted);
		feed_end(&feed);
	}
}

static void ck_refused(
	char **paths, size_t count, const struct stream_options *options, const char *message)
{
	struct buf out = BUF_EMPTY;
	struct stream *in;
	struct diag why = DIAG_EMPTY;

	if (stream_open(&in, paths, count, options, &why) == 0) {
		ck_assert_int_eq(describe(in, &out, &why), -1);
		stream_close(in);
	} else {
		ck_assert_ptr_null(in);
	}
	buf_reset(&out);
	diag_format(&why, &out);
	ck_assert_msg(strstr(buf_string(&out), message) != NULL, "'%s' has no '%s'",
		buf_string(&out), message);
	buf_release(&out);
}

static void ck_text_refused(
	const char *text, const struct stream_options *options, const char *message)
{
	char *file[] = { scratch_file("in", slice_of(text)) };

	ck_refused(file, 1, options, message);
}

START_TEST(header_then_rows)
{
	char *file[] = { scratch_file("file", slice_of("a\tb\\n\n1\t2\n")) };
	struct stream *in;
	struct diag why;

	ck_text("a\tb\n1\t2\n3\t4\n", NULL, "[1|2]0:2@4 [3|4]0:3@8 ");
	ck_text("a\tb\n1\t2\n3\t4", NULL, "[1|2]0:2@4 [3|4]0:3@8 ");
	ck_text("a\n\n1\n", NULL, "[]0:2@2 [1]0:3@3 ");
	ck_assert_int_eq(stream_open(&in, file, 1, NULL, &why), 0);
	ck_assert_uint_eq(stream_columns(in)->count, 2);
	ck_assert_int_eq(columns_find(stream_columns(in), slice_of("b\n")), 1);
	ck_slice_eq(stream_header(in), slice_of("a\tb\\n\n"));
	ck_assert_str_eq(stream_input_name(in, 0), file[0]);
	stream_close(in);
}
END_TEST

START_TEST(header_alone_is_a_stream_without_rows)
{
	ck_text("a\tb\n", NULL, "");
	ck_text("a\tb", NULL, "");
}
END_TEST

START_TEST(empty_input_wants_a_header)
{
	ck_text_refused("", NULL, "in: empty input: expected a header line with the column names");
	ck_text_refused("\n1\n", NULL, "in:1: column 1 of the header has no name");
	ck_text_refused("a\ta\n1\n", NULL, "in:1: two columns are called 'a'");
}
END_TEST

START_TEST(bad_rows_are_placed_and_passed)
{
	ck_text("a\tb\n1\n2\t3\n4\t5\t6\n7\t8\r\n9\t10\n", NULL,
		"ragged:]0:2@4 [2|3]0:3@6 ragged:]0:4@10 cr-lf:]0:5@16 [9|10]0:6@21 ");
}
END_TEST

START_TEST(cr_lf_is_refused_or_taken)
{
	const struct stream_options take = { .take_cr = true };

	ck_text_refused("a\tb\r\n1\t2\r\n", NULL, "in:1: line ends in CR LF");
	ck_text("a\tb\r\n1\t2\r\n3\t4\n", &take, "[1|2]0:2@5 [3|4]0:3@10 ");
}
END_TEST

START_TEST(nul_byte_is_no_text)
{
	char *header[] = { scratch_file("header", (struct slice){ "a\0b\n1\n", 6 }) };
	char *row[] = { scratch_file("row", (struct slice){ "a\n1\0\n2\n", 7 }) };

	ck_refused(header, 1, NULL, "header:1: NUL byte");
	ck_stream(row, 1, NULL, "nul:]0:2@2 [2]0:3@5 ");
}
END_TEST

START_TEST(inputs_with_the_same_header_are_one_stream)
{
	char *paths[] = { scratch_file("one", slice_of("a\tb\n1\t2\n")),
		scratch_file("two", slice_of("a\tb\n")), scratch_file("three", slice_of("a\tb")),
		scratch_file("four", slice_of("a\tb\n3\t4\n5\t6")) };
	struct feed feed;
	char *mixed[] = { paths[3], feed.path, paths[0] };

	ck_stream(paths, 4, NULL, "[1|2]0:2@4 [3|4]3:2@4 [5|6]3:3@8 ");
	feed_begin(&feed, slice_of("a\tb\n\tx\n"), 2);
	ck_stream(mixed, 3, NULL, "[3|4]0:2@4 [5|6]0:3@8 [|x]1:2@4 [1|2]2:2@4 ");
	feed_end(&feed);
}
END_TEST

START_TEST(inputs_with_other_headers_are_refused)
{
	char *paths[] = { scratch_file("one", slice_of("a\tb\n1\t2\n")),
		scratch_file("two", slice_of("a\tc\n1\t2\n")) };
	char *with_empty[] = { paths[0], scratch_file("empty", slice_of("")) };
	char *with_none[] = { paths[0], scratch_path("none") };
	char *swapped[] = { paths[0], scratch_file("swapped", slice_of("b\ta\n")) };

	ck_refused(paths, 2, NULL, "two:1: the header is not that of");
	ck_refused(swapped, 2, NULL, "swapped:1: the header is not that of");
	ck_refused(with_empty, 2, NULL, "empty: empty input");
	ck_refused(with_none, 2, NULL, "none: No such file");
}
END_TEST

/* How each input is written is found out, and its columns are put in the first one's order. */
START_TEST(inputs_of_other_dialects_are_brought_to_the_first)
{
	struct stream_options find = { .format = STREAM_ANY,
		.find_dialect = true,
		.take_cr = true,
		.dialect = { .separator = DIALECT_FIND,
			.quote = DIALECT_FIND,
			.escape = DIALECT_FIND,
			.comment = DIALECT_FIND } };
	char *paths[] = { scratch_file("one", slice_of("a,b\n1,2\n3,4\n")),
		scratch_file("two", slice_of("b;a\r\n\"x;y\";5\r\n6;7\r\n")),
		scratch_file("three", slice_of("b\ta\nq\\tr\t8\nb\ta\n")),
		scratch_file("four", slice_of("b,c\n9,0\n")) };

	ck_stream(paths, 3, &find,
		"[1|2]0:2@4 [3|4]0:3@8 [5|x;y]1:2@5 [7|6]1:3@14 [8|q\\tr]2:2@4 "
		"repeated-header:]2:3@11 ");
	ck_refused(paths, 4, &find, "four:1: there is no column 'a', which '");
	find.unite = true;
	ck_stream(paths, 4, &find,
		"[1|2|]0:2@4 [3|4|]0:3@8 [5|x;y|]1:2@5 [7|6|]1:3@14 [8|q\\tr|]2:2@4 "
		"repeated-header:]2:3@11 [|9|0]3:2@4 ");
}
END_TEST

START_TEST(without_header_names_are_given)
{
	const struct stream_options given = { .no_header = true, .columns = "a,b" };
	const struct stream_options twice = { .no_header = true, .columns = "a,a" };
	const struct stream_options hole = { .no_header = true, .columns = "a,,b" };
	char *paths[] = { scratch_file("one", slice_of("1\t2\n")),
		scratch_file("two", slice_of("")), scratch_file("three", slice_of("3\t4\n")) };

	ck_text("1\t2\n3\t4\n", &given, "[1|2]0:1@0 [3|4]0:2@4 ");
	ck_text("", &given, "");
	ck_stream(paths, 3, &given, "[1|2]0:1@0 [3|4]2:1@0 ");
	ck_text_refused("1\t2\n", &twice, "--columns: 'a,a' has an empty or repeated name");
	ck_text_refused("1\t2\n", &hole, "--columns: 'a,,b' has an empty or repeated name");
}
END_TEST

START_TEST(csv_has_quotes_and_line_breaks)
{
	const struct stream_options csv = { .format = STREAM_CSV, .dialect = { .quote = '"' } };

	ck_text("a,b\n1,\"x\ny\"\n\n\"2\",z\n", &csv, "[1|x\ny]0:2@4 [2|z]0:5@13 ");
	ck_text("\xef\xbb\xbf\"a\";\"b\nc\"\r\n1;2\r\n", &csv, "[1|2]0:3@14 ");
	ck_text_refused("a,b,a\n", &csv, "in:1: two columns are called 'a'");
	ck_text_refused("\n1,2\n", &csv, "in:1: the header line is blank");
	ck_text_refused("\"a,b\n1,2\n", &csv, "in:1: a quoted field is not closed");
}
END_TEST

START_TEST(format_is_found_out_from_the_header)
{
	const struct stream_options any = { .format = STREAM_ANY, .dialect = { .quote = '"' } };

	ck_text("a\tb\n\"1\t2\n", &any, "[\"1|2]0:2@4 ");
	ck_text("\"a\"\tb\n\"1\"\t2\n", &any, "[1|2]0:2@6 ");
	ck_text("a,b\n\"1\",2\n", &any, "[1|2]0:2@4 ");
	ck_text("a;b\n1;2\n", &any, "[1|2]0:2@4 ");
	ck_text("single\n\"1\"\n", &any, "[1]0:2@7 ");
}
END_TEST

/* Rows over many blocks: quoted line breaks across their borders, from a file and from a pipe. */
START_TEST(rows_across_blocks_are_whole)
{
	const struct stream_options csv = { .format = STREAM_CSV,
		.dialect = { .quote = '"', .most = 4 * CHUNK_SIZE } };
	struct buf text = BUF_EMPTY, wanted = BUF_EMPTY;
	uint64_t line = 2;
	struct rng rng;
	struct feed feed;
	char *pipe[] = { feed.path }, *file[1];

	start_random(&rng);
	buf_text(&text, "a,b\n");
	while (text.length < 3 * CHUNK_SIZE) {
		size_t start = text.length, field = 0, length = rng_below(&rng, 3000);

		if (rng_below(&rng, 300) == 0)
			length = CHUNK_SIZE + CHUNK_SIZE / 2;
		buf_char(&text, '"');
		field = text.length;
		put_random(&rng, &text, length, "ab,\n", 4);
		buf_char(&wanted, '[');
		buf_put(&wanted, (struct slice){ text.at + field, text.length - field });
		buf_printf(&wanted, "|x]0:%llu@%zu ", (unsigned long long)line, start);
		buf_text(&text, "\",x\n");
		for (size_t i = start; i < text.length; i++)
			line += text.at[i] == '\n';
	}
	file[0] = scratch_file("in", buf_slice(&text));
	ck_stream(file, 1, &csv, buf_string(&wanted));
	feed_begin(&feed, buf_slice(&text), 100000);
	ck_stream(pipe, 1, &csv, buf_string(&wanted));
	feed_end(&feed);
	buf_release(&text);
	buf_release(&wanted);
}
END_TEST

/* A second pass sees the same rows in the same places, whatever they come from. */
static void ck_second_pass(char **paths, size_t count, uint64_t memory, const char *wanted)
{
	struct buf out = BUF_EMPTY;
	struct stream *in;
	struct diag why;

	ck_assert_int_eq(stream_open(&in, paths, count, NULL, &why), 0);
	stream_keep(in, memory);
	for (int pass = 0; pass < 3; pass++) {
		buf_reset(&out);
		ck_assert_int_eq(describe(in, &out, &why), 0);
		ck_assert_str_eq(buf_string(&out), wanted);
		ck_assert_int_eq(stream_rewind(in, &why), 0);
	}
	stream_close(in);
	buf_release(&out);
}

START_TEST(kept_stream_is_read_again)
{
	static const uint64_t memory[] = { 0, 1, 10, UINT64_MAX };
	char *file = scratch_file("one", slice_of("a\tb\n1\t2\n3\n"));
	char *header = scratch_file("two", slice_of("a\tb\n"));
	struct feed feed;
	char *paths[] = { file, header, feed.path, file };

	for (size_t i = 0; i < sizeof memory / sizeof *memory; i++) {
		feed_begin(&feed, slice_of("a\tb\n5\t6\n7\t8\n9"), 3);
		ck_second_pass(paths, 4, memory[i],
			"[1|2]0:2@4 ragged:]0:3@8 [5|6]2:2@4 [7|8]2:3@8 ragged:]2:4@12 "
			"[1|2]3:2@4 ragged:]3:3@8 ");
		feed_end(&feed);
		feed_begin(&feed, slice_of("a\tb\n"), 1);
		ck_second_pass(paths + 2, 1, memory[i], "");
		feed_end(&feed);
	}
}
END_TEST

START_TEST(stream_that_was_not_kept_cannot_be_read_again)
{
	char *paths[] = { scratch_file("in", slice_of("a\n1\n")) };
	struct stream *in;
	struct diag why;

	ck_assert_int_eq(stream_open(&in, paths, 1, NULL, &why), 0);
	ck_assert_int_eq(stream_rewind(in, &why), -1);
	stream_close(in);
}
END_TEST

START_TEST(temporary_file_that_cannot_be_written_stops_the_keeping)
{
	struct buf out = BUF_EMPTY;
	struct feed feed;
	char *paths[] = { feed.path };
	struct stream *in;
	struct diag why;

	setenv("TMPDIR", "/nowhere", 1);
	feed_begin(&feed, slice_of("a\n1\n"), 10);
	ck_assert_int_eq(stream_open(&in, paths, 1, NULL, &why), 0);
	stream_keep(in, 0);
	ck_assert_int_eq(describe(in, &out, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "cannot make a temporary file"));
	stream_close(in);
	feed_end(&feed);
	buf_release(&out);
}
END_TEST

START_TEST(position_is_all_at_the_end)
{
	char *paths[] = { scratch_file("one", slice_of("a\n1\n")),
		scratch_file("two", slice_of("a\n22\n")) };
	struct buf out = BUF_EMPTY;
	uint64_t done, total;
	struct stream *in;
	struct diag why;

	for (size_t count = 1; count <= 2; count++) {
		ck_assert_int_eq(stream_open(&in, paths, count, NULL, &why), 0);
		stream_position(in, &done, &total);
		ck_assert_uint_eq(total, count == 1 ? 4 : 0);
		ck_assert_int_eq(describe(in, &out, &why), 0);
		stream_position(in, &done, &total);
		ck_assert_uint_eq(done, count == 1 ? 4 : 9);
		stream_close(in);
	}
	buf_release(&out);
}
END_TEST

/* Damage in the middle is not taken for the end. */
START_TEST(truncated_gzip_is_an_error)
{
	struct buf text = BUF_EMPTY, packed = BUF_EMPTY;
	char *path = scratch_path("in.gz"), *paths[1];
	struct output *out;
	struct diag why;

	buf_text(&text, "a\tb\n");
	for (int i = 0; i < 100000; i++)
		buf_printf(&text, "%d\t%d\n", i, i % 1000);
	ck_assert_int_eq(output_open(&out, path, &why), 0);
	ck_assert_int_eq(output_write(out, buf_slice(&text), &why), 0);
	ck_assert_int_eq(output_commit(out, &why), 0);
	read_whole(path, &packed);
	for (size_t length = 2; length < packed.length; length += 1 + length / 3) {
		paths[0] = scratch_file("cut.gz", (struct slice){ packed.at, length });
		ck_refused(paths, 1, NULL, "cut.gz: compressed data stop in the middle");
	}
	buf_release(&text);
	buf_release(&packed);
}
END_TEST

/* A mutated stream is read or refused, without hanging or reading what is not there. */
START_TEST(any_bytes_are_read_or_refused)
{
	static const enum stream_format formats[] = { STREAM_TSV, STREAM_CSV, STREAM_ANY };
	struct buf text = BUF_EMPTY, out = BUF_EMPTY, again = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 400; i++) {
		const struct stream_options options = {
			.format = formats[i % 3], .dialect = { .quote = '"' }, .take_cr = i % 2
		};
		struct stream_options found = options;
		char *paths[1];
		struct stream *in;
		struct diag why;
		struct feed feed;

		if (i % 5 == 0) {
			found.find_dialect = true;
			found.dialect = (struct csv_dialect){ .separator = DIALECT_FIND,
				.quote = DIALECT_FIND,
				.escape = DIALECT_FIND,
				.comment = DIALECT_FIND };
		}
		buf_reset(&text);
		buf_reset(&out);
		buf_reset(&again);
		buf_text(&text, i % 4 < 2 ? "a\tb\n" : "a,b\n");
		put_random(&rng, &text, rng_below(&rng, 60), "\t\n,\"1a\r\\\0;", 9);
		if (rng_chance(&rng, 0.2))
			text.at[rng_below(&rng, (uint32_t)text.length)] =
				(char)rng_below(&rng, 256);
		paths[0] = scratch_file("in", buf_slice(&text));
		if (stream_open(&in, paths, 1, &found, &why) == 0) {
			ck_assert_int_eq(describe(in, &out, &why), 0);
			stream_close(in);
		}
		paths[0] = feed.path;
		feed_begin(&feed, buf_slice(&text), 1 + rng_below(&rng, 8));
		if (stream_open(&in, paths, 1, &found, &why) == 0) {
			ck_assert_int_eq(describe(in, &again, &why), 0);
			stream_close(in);
		}
		feed_end(&feed);
		ck_slice_eq(buf_slice(&again), buf_slice(&out));
	}
	buf_release(&text);
	buf_release(&out);
	buf_release(&again);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("stream");

	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_add_test(tests, header_then_rows);
	tcase_add_test(tests, header_alone_is_a_stream_without_rows);
	tcase_add_test(tests, empty_input_wants_a_header);
	tcase_add_test(tests, bad_rows_are_placed_and_passed);
	tcase_add_test(tests, cr_lf_is_refused_or_taken);
	tcase_add_test(tests, nul_byte_is_no_text);
	tcase_add_test(tests, inputs_with_the_same_header_are_one_stream);
	tcase_add_test(tests, inputs_with_other_headers_are_refused);
	tcase_add_test(tests, inputs_of_other_dialects_are_brought_to_the_first);
	tcase_add_test(tests, without_header_names_are_given);
	tcase_add_test(tests, csv_has_quotes_and_line_breaks);
	tcase_add_test(tests, format_is_found_out_from_the_header);
	tcase_add_test(tests, rows_across_blocks_are_whole);
	tcase_add_test(tests, kept_stream_is_read_again);
	tcase_add_test(tests, stream_that_was_not_kept_cannot_be_read_again);
	tcase_add_test(tests, temporary_file_that_cannot_be_written_stops_the_keeping);
	tcase_add_test(tests, position_is_all_at_the_end);
	tcase_add_test(tests, truncated_gzip_is_an_error);
	tcase_add_test(tests, any_bytes_are_read_or_refused);
	return run_tests(tests);
}
