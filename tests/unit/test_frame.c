/* SPDX-License-Identifier: MIT */
#include "run/frame.h"

#include <math.h>

#include "test_streams.h"

static const char bytes[] = "id\tcolour\tage\tcode\n"
			    "1\tred\t30\t7\n"
			    "2\t\t-1.5e1\tx7\n"
			    "3\tblue\\tgreen\t\t7\n"
			    "4\tred\t\\N\t10\n";

static const int position[] = { 1, 2, 3 };

static void read_frame(struct frame *frame, int jobs)
{
	char *paths[] = { scratch_file("in.tsv", slice_of(bytes)), NULL };
	struct run run = { .jobs = jobs };
	struct diag why = DIAG_EMPTY;
	struct stream *in;

	ck_assert_int_eq(stream_open(&in, paths, 1, NULL, &why), 0);
	ck_assert_int_eq(frame_read(frame, &run, in, position, 3, NULL, &why), 0);
	stream_close(in);
}

START_TEST(cells_have_codes_in_byte_order)
{
	struct frame frame;
	const struct frame_column *colour, *code;

	read_frame(&frame, 1);
	colour = &frame.column[0];
	code = &frame.column[2];
	ck_assert_uint_eq(frame.count, 4);
	ck_assert_uint_eq(colour->texts, 2);
	ck_assert(slice_is(colour->text[0], "blue\tgreen"));
	ck_assert(slice_is(colour->text[1], "red"));
	ck_assert_uint_eq(colour->code[0], 1);
	ck_assert_uint_eq(colour->code[1], FRAME_MISSING);
	ck_assert_uint_eq(colour->code[2], 0);
	ck_assert_uint_eq(colour->code[3], 1);
	ck_assert_ptr_null(colour->number);
	ck_assert_ptr_null(code->number);
	ck_assert_uint_eq(frame_find(code, slice_of("x7")), 2);
	ck_assert_uint_eq(frame_find(code, slice_of("10")), 0);
	ck_assert_uint_eq(frame_find(code, slice_of("8")), FRAME_MISSING);
	frame_release(&frame);
}
END_TEST

START_TEST(numbers_are_read)
{
	struct frame frame;
	const double *age;

	read_frame(&frame, 2);
	age = frame.column[1].number;
	ck_assert_ptr_nonnull(age);
	ck_assert(age[0] == 30 && age[1] == -15 && isnan(age[2]) && isnan(age[3]));
	frame_release(&frame);
}
END_TEST

START_TEST(rows_can_be_left_out)
{
	static const unsigned char keep[] = { 0, 1, 0, 1 };
	struct frame frame;

	read_frame(&frame, 1);
	frame_keep(&frame, keep);
	ck_assert_uint_eq(frame.count, 2);
	ck_assert_uint_eq(frame.column[0].code[0], FRAME_MISSING);
	ck_assert_uint_eq(frame.column[0].code[1], 1);
	ck_assert(frame.column[1].number[0] == -15);
	frame_release(&frame);
}
END_TEST

/* So many rows that there are several blocks, and workers whose codes differ. */
START_TEST(codes_of_many_workers_are_one)
{
	enum { ROWS = 300000 };
	struct buf text = BUF_EMPTY;
	char *paths[] = { NULL, NULL };
	struct run run = { .jobs = 4 };
	struct diag why = DIAG_EMPTY;
	struct stream *in;
	struct frame frame;
	size_t sum = 0;

	buf_text(&text, "a\tb\tc\td\n");
	for (int i = 0; i < ROWS; i++)
		buf_printf(&text, "%d\tw%d\t%d\tx\n", i, i * 7 % 1000, i % 1000);
	paths[0] = scratch_file("many.tsv", buf_slice(&text));
	ck_assert_int_eq(stream_open(&in, paths, 1, NULL, &why), 0);
	ck_assert_int_eq(frame_read(&frame, &run, in, position, 3, NULL, &why), 0);
	ck_assert_uint_eq(frame.count, ROWS);
	ck_assert_uint_eq(frame.column[0].texts, 1000);
	ck_assert_uint_eq(frame.column[2].texts, 1);
	for (size_t i = 0; i < frame.count; i++) {
		long number =
			strtol(frame.column[0].text[frame.column[0].code[i]].at + 1, NULL, 10);

		ck_assert_int_eq((long)frame.column[1].number[i] * 7 % 1000, number);
		sum += (size_t)number;
	}
	ck_assert_uint_eq(sum, (size_t)ROWS / 1000 * 499500);
	frame_release(&frame);
	stream_close(in);
	buf_release(&text);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("frame");

	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_set_timeout(tests, 30);
	tcase_add_test(tests, cells_have_codes_in_byte_order);
	tcase_add_test(tests, numbers_are_read);
	tcase_add_test(tests, rows_can_be_left_out);
	tcase_add_test(tests, codes_of_many_workers_are_one);
	return run_tests(tests);
}
