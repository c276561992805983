/* SPDX-License-Identifier: MIT */
#include "io/input.h"

#include "io/codec.h"
#include "io/output.h"
#include "test_streams.h"

/* Read all chunks of `size`: each must be whole lines but for the last, and say where it began. */
static int read_chunks(struct input *in, size_t size, struct buf *all, struct diag *why)
{
	struct chunk chunk = CHUNK_EMPTY;
	bool line_ended = true;
	int more;

	while ((more = input_next(in, size, input_cut_lines, NULL, &chunk, why)) > 0) {
		ck_assert(line_ended);
		ck_assert_uint_gt(chunk.length, 0);
		ck_assert_uint_eq(chunk.offset, all->length);
		buf_put(all, (struct slice){ chunk.at, chunk.length });
		line_ended = chunk.at[chunk.length - 1] == '\n';
	}
	chunk_release(&chunk);
	return more;
}

static void ck_reads(const char *path, size_t size, struct slice wanted)
{
	struct buf all = BUF_EMPTY;
	struct input *in;
	struct diag why;

	ck_assert_int_eq(input_open(&in, path, &why), 0);
	ck_assert_int_eq(read_chunks(in, size, &all, &why), 0);
	ck_slice_eq(buf_slice(&all), wanted);
	/* The end stays the end. */
	ck_assert_int_eq(read_chunks(in, size, &all, &why), 0);
	input_close(in);
	buf_release(&all);
}

static void ck_reads_pipe(struct slice bytes, size_t piece, size_t size, struct slice wanted)
{
	struct feed feed;

	feed_begin(&feed, bytes, piece);
	ck_reads(feed.path, size, wanted);
	feed_end(&feed);
}

static void ck_fails(const char *path, const char *reason)
{
	struct buf all = BUF_EMPTY;
	struct input *in;
	struct diag why = DIAG_EMPTY;
	int result = input_open(&in, path, &why);

	if (result == 0) {
		result = read_chunks(in, 4096, &all, &why);
		input_close(in);
	} else {
		ck_assert_ptr_null(in);
	}
	ck_assert_int_eq(result, -1);
	ck_assert_msg(strstr(why.text, reason) != NULL, "'%s' has no '%s'", why.text, reason);
	buf_release(&all);
}

/* Lines of all lengths, a few of them longer than several chunks. */
static void put_lines(struct rng *rng, struct buf *out, size_t chunk)
{
	size_t count = 1 + rng_below(rng, 30);

	for (size_t i = 0; i < count; i++) {
		size_t longest = rng_below(rng, 4) == 0 ? 9 * chunk : chunk / 4 + 1;

		put_random(rng, out, rng_below(rng, (uint32_t)longest), "abcdefgh\t", 9);
		buf_char(out, '\n');
	}
	if (rng_chance(rng, 0.5))
		buf_text(out, "no line end");
}

/* The compressed form of `bytes`, as output writes it under a name that ends in `ending`. */
static void pack(const char *ending, struct slice bytes, struct buf *packed)
{
	struct buf name = BUF_EMPTY;
	struct output *out;
	struct diag why;
	char *path;

	buf_printf(&name, "packed%s", ending);
	path = scratch_path(buf_string(&name));
	ck_assert_int_eq(output_open(&out, path, &why), 0);
	ck_assert_int_eq(output_write(out, bytes, &why), 0);
	ck_assert_int_eq(output_commit(out, &why), 0);
	read_whole(path, packed);
	buf_release(&name);
}

START_TEST(file_comes_in_chunks_of_whole_lines)
{
	struct buf text = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 300; i++) {
		size_t chunk = 1 + rng_below(&rng, 64);

		buf_reset(&text);
		put_lines(&rng, &text, chunk);
		ck_reads(scratch_file("in", buf_slice(&text)), chunk, buf_slice(&text));
	}
	buf_release(&text);
}
END_TEST

START_TEST(pipe_comes_in_chunks_of_whole_lines)
{
	struct buf text = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 300; i++) {
		size_t chunk = 1 + rng_below(&rng, 64);

		buf_reset(&text);
		put_lines(&rng, &text, chunk);
		ck_reads_pipe(buf_slice(&text), 1 + rng_below(&rng, 100), chunk, buf_slice(&text));
	}
	buf_release(&text);
}
END_TEST

START_TEST(pipe_that_gives_one_byte_at_a_time_is_read_whole)
{
	struct slice text = slice_of("id\tname\n1\tone\n\n2\ttwo\nlast");

	ck_reads_pipe(text, 1, 8, text);
	ck_reads_pipe(text, 1, CHUNK_SIZE, text);
	ck_reads_pipe(slice_of("x"), 1, CHUNK_SIZE, slice_of("x"));
	ck_reads_pipe(slice_of("\n"), 1, CHUNK_SIZE, slice_of("\n"));
}
END_TEST

START_TEST(empty_file_and_pipe_have_no_chunk)
{
	ck_reads(scratch_file("in", slice_of("")), 64, slice_of(""));
	ck_reads("/dev/null", 64, slice_of(""));
	ck_reads_pipe(slice_of(""), 1, 64, slice_of(""));
}
END_TEST

/*
 * A line that ends just behind several times the chunk leaves more behind than a chunk holds, and
 * the next chunk, new or used, must take it.
 */
START_TEST(long_lines_behind_each_other_come_whole)
{
	enum { SIZE = 64 };
	struct buf text = BUF_EMPTY, all = BUF_EMPTY;
	struct input *in;
	struct feed feed;
	struct diag why;

	for (int i = 0; i < 2 * SIZE; i++)
		buf_char(&text, 'a');
	buf_char(&text, '\n');
	for (int i = 0; i < 10 * SIZE; i++)
		buf_char(&text, 'b');
	buf_text(&text, "\nc\n");
	ck_reads_pipe(buf_slice(&text), 10000, SIZE, buf_slice(&text));

	feed_begin(&feed, buf_slice(&text), 10000);
	ck_assert_int_eq(input_open(&in, feed.path, &why), 0);
	for (;;) {
		struct chunk chunk = CHUNK_EMPTY; /* a fresh one each time */

		int more = input_next(in, SIZE, input_cut_lines, NULL, &chunk, &why);

		if (more > 0)
			buf_put(&all, (struct slice){ chunk.at, chunk.length });
		chunk_release(&chunk);
		if (more <= 0)
			break;
	}
	ck_slice_eq(buf_slice(&all), buf_slice(&text));
	input_close(in);
	feed_end(&feed);
	buf_release(&text);
	buf_release(&all);
}
END_TEST

static size_t shown;

static size_t counting_cut(const char *at, size_t length, const void *context)
{
	shown += length;
	return input_cut_lines(at, length, context);
}

/* Looking for its end does not begin anew with each piece that comes. */
START_TEST(long_line_in_small_pieces_is_looked_through_few_times)
{
	size_t length = 16 * 1024 * 1024;
	struct slice text = { memset(mem_alloc(length), 'x', length), length };
	struct chunk chunk = CHUNK_EMPTY;
	struct input *in;
	struct feed feed;
	struct diag why;

	feed_begin(&feed, text, 512);
	ck_assert_int_eq(input_open(&in, feed.path, &why), 0);
	ck_assert_int_eq(input_next(in, 65536, counting_cut, NULL, &chunk, &why), 1);
	ck_slice_eq((struct slice){ chunk.at, chunk.length }, text);
	ck_assert_uint_le(shown, 10 * length);
	chunk_release(&chunk);
	input_close(in);
	feed_end(&feed);
	free((char *)(uintptr_t)text.at);
}
END_TEST

START_TEST(chunks_outlive_the_next_call)
{
	struct chunk one = CHUNK_EMPTY, two = CHUNK_EMPTY;
	struct input *in;
	struct feed feed;
	struct diag why;

	feed_begin(&feed, slice_of("first\nsecond\n"), 100);
	ck_assert_int_eq(input_open(&in, feed.path, &why), 0);
	ck_assert_int_eq(input_next(in, 8, input_cut_lines, NULL, &one, &why), 1);
	ck_assert_int_eq(input_next(in, 8, input_cut_lines, NULL, &two, &why), 1);
	ck_slice_eq((struct slice){ one.at, one.length }, slice_of("first\n"));
	ck_slice_eq((struct slice){ two.at, two.length }, slice_of("second\n"));
	chunk_release(&one);
	chunk_release(&two);
	input_close(in);
	feed_end(&feed);
}
END_TEST

/* Whoever waits for the rest of a pipe has been given the lines that are there. */
START_TEST(lines_are_given_before_the_pipe_is_waited_for)
{
	struct chunk chunk = CHUNK_EMPTY;
	struct input *in;
	struct diag why;
	char path[32];
	int fd[2];

	ck_assert_int_eq(pipe(fd), 0);
	snprintf(path, sizeof path, "/dev/fd/%d", fd[0]);
	ck_assert_int_eq(write(fd[1], "one\ntwo\nthr", 11), 11);
	ck_assert_int_eq(input_open(&in, path, &why), 0);
	ck_assert_int_eq(input_next(in, CHUNK_SIZE, input_cut_lines, NULL, &chunk, &why), 1);
	ck_slice_eq((struct slice){ chunk.at, chunk.length }, slice_of("one\ntwo\n"));
	ck_assert_int_eq(write(fd[1], "ee\n", 3), 3);
	ck_assert_int_eq(input_next(in, CHUNK_SIZE, input_cut_lines, NULL, &chunk, &why), 1);
	ck_slice_eq((struct slice){ chunk.at, chunk.length }, slice_of("three\n"));
	close(fd[1]);
	ck_assert_int_eq(input_next(in, CHUNK_SIZE, input_cut_lines, NULL, &chunk, &why), 0);
	chunk_release(&chunk);
	input_close(in);
	close(fd[0]);
}
END_TEST

static void ck_peek(const char *path, struct slice text, size_t size)
{
	struct buf all = BUF_EMPTY;
	struct slice start;
	struct input *in;
	struct diag why;
	const char *end;

	ck_assert_int_eq(input_open(&in, path, &why), 0);
	ck_assert_int_eq(input_peek(in, &start, &why), 0);
	end = memchr(text.at, '\n', text.length);
	ck_assert_uint_ge(start.length, end != NULL ? (size_t)(end + 1 - text.at) : text.length);
	ck_slice_eq(start, (struct slice){ text.at, start.length });
	ck_assert_int_eq(read_chunks(in, size, &all, &why), 0);
	ck_slice_eq(buf_slice(&all), text);
	input_close(in);
	buf_release(&all);
}

/* Also when what was read ahead is more than a chunk is to hold. */
START_TEST(peek_shows_the_first_line_and_takes_nothing)
{
	static const char *const texts[] = { "header\n1\n2\n", "header", "", "\n",
		"a line that is much longer than the chunks\n1\n2\n3\n4\n" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct slice text = slice_of(texts[i]);
		struct feed feed;

		ck_peek(scratch_file("in", text), text, 16);
		for (size_t piece = 1; piece < 100; piece += 20) {
			feed_begin(&feed, text, piece);
			ck_peek(feed.path, text, 16);
			feed_end(&feed);
		}
	}
}
END_TEST

START_TEST(compressed_data_come_back)
{
	static const char *const endings[] = { ".gz", ".zst" };
	struct buf text = BUF_EMPTY, packed = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (size_t i = 0; i < 60; i++) {
		buf_reset(&text);
		buf_reset(&packed);
		if (i >= 2)
			put_lines(&rng, &text, i % 10 == 0 ? 100000 : 200);
		pack(endings[i % 2], buf_slice(&text), &packed);
		/* Whatever it is called. */
		ck_reads(scratch_file("no-ending", buf_slice(&packed)), 4096, buf_slice(&text));
		ck_reads_pipe(
			buf_slice(&packed), packed.length > 10000 ? 999 : 1, 100, buf_slice(&text));
	}
	buf_release(&text);
	buf_release(&packed);
}
END_TEST

START_TEST(members_of_a_compressed_file_are_one_stream)
{
	static const char *const endings[] = { ".gz", ".zst" };

	for (int i = 0; i < 2; i++) {
		struct buf packed = BUF_EMPTY;
		struct slice whole = slice_of("one\ntwo\nthree\n");

		pack(endings[i], slice_of("one\ntw"), &packed);
		pack(endings[i], slice_of(""), &packed);
		pack(endings[i], slice_of("o\nthree\n"), &packed);
		ck_reads(scratch_file("in", buf_slice(&packed)), 8, whole);
		for (size_t piece = 1; piece < 30; piece++)
			ck_reads_pipe(buf_slice(&packed), piece, 8, whole);
		buf_release(&packed);
	}
}
END_TEST

/* Decode bytes that come `first` at once, then one by one, from memory that is used again. */
static void ck_decodes(struct slice packed, size_t first, struct slice wanted)
{
	struct decoder *decoder = gzip_decoder();
	char out[100], piece[100];
	size_t length = 0;
	struct diag why;

	for (size_t at = 0; at < packed.length; at = at == 0 ? first : at + 1) {
		struct slice from = { piece, at == 0 ? first : 1 };

		memcpy(piece, packed.at + at, from.length);
		while (from.length > 0) {
			int64_t made = decoder->decode(
				decoder, &from, out + length, sizeof out - length, &why);

			ck_assert_int_ge(made, 0);
			length += (size_t)made;
		}
	}
	ck_assert(decoder->at_end(decoder));
	ck_slice_eq((struct slice){ out, length }, wanted);
	decoder->free(decoder);
}

/* gzip -N writes the name into the header; others write a comment or a checksum of it too. */
START_TEST(gzip_header_may_hold_a_name)
{
	struct buf packed = BUF_EMPTY, named = BUF_EMPTY;
	struct slice text = slice_of("a\n1\n");

	pack(".gz", text, &packed);
	buf_put(&named, (struct slice){ packed.at, 10 });
	named.at[3] = 0x08 | 0x10 | 0x04; /* FNAME, FCOMMENT, FEXTRA */
	buf_put(&named, (struct slice){ "\x04\0abcd", 6 });
	buf_put(&named, (struct slice){ "orders.tsv\0of May", 18 });
	buf_put(&named, (struct slice){ packed.at + 10, packed.length - 10 });
	ck_reads(scratch_file("in", buf_slice(&named)), 4096, text);
	for (size_t piece = 1; piece < named.length; piece++) {
		ck_reads_pipe(buf_slice(&named), piece, 4096, text);
		ck_decodes(buf_slice(&named), piece, text);
	}
	buf_release(&packed);
	buf_release(&named);
}
END_TEST

START_TEST(compressed_data_that_stop_in_the_middle_are_an_error)
{
	static const char *const endings[] = { ".gz", ".zst" };
	struct buf text = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	put_random(&rng, &text, 5000, "abcdefghijklmnop\n", 17);
	for (int i = 0; i < 2; i++) {
		struct buf packed = BUF_EMPTY;

		pack(endings[i], buf_slice(&text), &packed);
		/* From the first length at which it is known to be compressed. */
		for (size_t length = i == 0 ? 2 : 4; length < packed.length;
			length += 1 + length / 50)
			ck_fails(scratch_file("in", (struct slice){ packed.at, length }),
				"compressed data stop in the middle");
		ck_fails(scratch_file("in", (struct slice){ packed.at, packed.length - 1 }),
			"compressed data stop in the middle");
		buf_release(&packed);
	}
	buf_release(&text);
}
END_TEST

START_TEST(damaged_compressed_data_are_an_error)
{
	static const char *const endings[] = { ".gz", ".zst" };

	for (int i = 0; i < 2; i++) {
		struct buf packed = BUF_EMPTY;

		pack(endings[i], slice_of("a\n1\n2\n3\n4\n5\n6\n"), &packed);
		buf_text(&packed, "garbage that is long enough");
		ck_fails(scratch_file("in", buf_slice(&packed)), "damaged");
		buf_reset(&packed);
		pack(endings[i], slice_of("a\n1\n2\n3\n4\n5\n6\n"), &packed);
		packed.at[packed.length - 6] ^= 1;
		ck_fails(scratch_file("in", buf_slice(&packed)), "damaged");
		buf_release(&packed);
	}
}
END_TEST

START_TEST(what_cannot_be_opened_or_read_says_so)
{
	ck_fails(scratch_path("none"), "none: No such file or directory");
	ck_fails(scratch, "Is a directory");
	ck_fails("/proc/self/mem", "Input/output error");
}
END_TEST

/* A shell may have let another program read the first lines. */
START_TEST(standard_input_is_read_from_where_it_stands)
{
	struct buf all = BUF_EMPTY;
	struct input *in;
	struct diag why;
	char line[6];
	int before = dup(STDIN_FILENO);
	int fd = open(scratch_file("in", slice_of("first\nsecond\n")), O_RDONLY);

	ck_assert_int_eq(read(fd, line, 6), 6);
	dup2(fd, STDIN_FILENO);
	ck_assert_int_eq(input_open(&in, "-", &why), 0);
	ck_assert_str_eq(input_name(in), "standard input");
	ck_assert_int_eq(read_chunks(in, 100, &all, &why), 0);
	ck_assert_str_eq(buf_string(&all), "second\n");
	input_close(in);
	ck_assert_int_ge(fcntl(STDIN_FILENO, F_GETFD), 0); /* it is not ours to close */
	dup2(before, STDIN_FILENO);
	close(before);
	close(fd);
	buf_release(&all);
}
END_TEST

START_TEST(only_a_plain_file_can_be_read_again)
{
	struct buf packed = BUF_EMPTY, all = BUF_EMPTY;
	struct input *in;
	struct diag why;

	ck_assert_int_eq(input_open(&in, scratch_file("in", slice_of("a\nb\n")), &why), 0);
	ck_assert(input_can_rewind(in));
	ck_assert_int_eq(read_chunks(in, 2, &all, &why), 0);
	input_rewind(in);
	buf_reset(&all);
	ck_assert_int_eq(read_chunks(in, 2, &all, &why), 0);
	ck_assert_str_eq(buf_string(&all), "a\nb\n");
	input_close(in);
	pack(".gz", slice_of("a\n"), &packed);
	ck_assert_int_eq(input_open(&in, scratch_file("in", buf_slice(&packed)), &why), 0);
	ck_assert(!input_can_rewind(in));
	input_close(in);
	buf_release(&packed);
	buf_release(&all);
}
END_TEST

START_TEST(position_counts_stored_bytes)
{
	struct buf text = BUF_EMPTY, packed = BUF_EMPTY, all = BUF_EMPTY;
	uint64_t done, total;
	struct input *in;
	struct diag why;

	for (int i = 0; i < 1000; i++)
		buf_text(&text, "the same again\n");
	pack(".gz", buf_slice(&text), &packed);
	ck_assert_int_eq(input_open(&in, scratch_file("in", buf_slice(&packed)), &why), 0);
	ck_assert_int_eq(read_chunks(in, 100, &all, &why), 0);
	input_position(in, &done, &total);
	ck_assert_uint_eq(done, packed.length);
	ck_assert_uint_eq(total, packed.length);
	input_close(in);
	buf_release(&text);
	buf_release(&packed);
	buf_release(&all);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("input");

	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_add_test(tests, file_comes_in_chunks_of_whole_lines);
	tcase_add_test(tests, pipe_comes_in_chunks_of_whole_lines);
	tcase_add_test(tests, pipe_that_gives_one_byte_at_a_time_is_read_whole);
	tcase_add_test(tests, empty_file_and_pipe_have_no_chunk);
	tcase_add_test(tests, long_lines_behind_each_other_come_whole);
	tcase_add_test(tests, long_line_in_small_pieces_is_looked_through_few_times);
	tcase_add_test(tests, chunks_outlive_the_next_call);
	tcase_add_test(tests, lines_are_given_before_the_pipe_is_waited_for);
	tcase_add_test(tests, peek_shows_the_first_line_and_takes_nothing);
	tcase_add_test(tests, compressed_data_come_back);
	tcase_add_test(tests, members_of_a_compressed_file_are_one_stream);
	tcase_add_test(tests, gzip_header_may_hold_a_name);
	tcase_add_test(tests, compressed_data_that_stop_in_the_middle_are_an_error);
	tcase_add_test(tests, damaged_compressed_data_are_an_error);
	tcase_add_test(tests, what_cannot_be_opened_or_read_says_so);
	tcase_add_test(tests, standard_input_is_read_from_where_it_stands);
	tcase_add_test(tests, only_a_plain_file_can_be_read_again);
	tcase_add_test(tests, position_counts_stored_bytes);
	return run_tests(tests);
}
