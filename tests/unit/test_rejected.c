/* SPDX-License-Identifier: MIT */
#include "tab/rejected.h"

#include "tab/dialect_text.h"
#include "tab/rejects.h"
#include "test_streams.h"

#define HEADER REJECTS_COLUMNS REJECTS_TABLE_COLUMNS

static void ck_read(struct rejected *rejected, const char *rows)
{
	struct buf bytes = BUF_EMPTY;
	struct diag why = DIAG_EMPTY;

	buf_printf(&bytes, "%s\n%s", HEADER, rows);
	ck_assert(rejected_is(buf_slice(&bytes)));
	ck_assert_msg(rejected_read(rejected, "r", buf_slice(&bytes), &why) == 0, "%s", why.text);
	buf_release(&bytes);
}

START_TEST(known_by_its_header)
{
	ck_assert(rejected_is(slice_of(HEADER)));
	ck_assert(rejected_is(slice_of("\xef\xbb\xbf" HEADER "\r\na")));
	ck_assert(!rejected_is(slice_of(REJECTS_COLUMNS "\n")));
	ck_assert(!rejected_is(slice_of(HEADER "\tmore\n")));
	ck_assert(!rejected_is(slice_of("")));
}
END_TEST

START_TEST(records_of_one_kind_are_one_part)
{
	struct rejected rejected = REJECTED_EMPTY;
	struct slice bytes;
	uint64_t offset;

	ck_read(&rejected, "a\t7\t100\tn\tbad\tm\tx\\ty\tcsv\th\n"
			   "b\t2\t10\tn\tbad\tm\tq\tcsv\th\n"
			   "a\t9\t130\tn\tbad\tm\tu\\nv\tcsv\th\n"
			   "a\t20\t190\tn\tbad\tm\tw\tcsv\th\n");
	ck_assert_uint_eq(rejected.count, 2);
	ck_assert(slice_is(rejected.part[1].file, "b"));
	ck_assert(rejected_next(&rejected.part[0], &bytes, &offset));
	ck_assert(slice_is(bytes, "x\ty\nu\nv\nw\n"));
	ck_assert_uint_eq(offset, 0);
	ck_assert(!rejected_next(&rejected.part[0], &bytes, &offset));
	ck_assert_uint_eq(rejected_line(&rejected.part[0], 1), 7);
	ck_assert_uint_eq(rejected_line(&rejected.part[0], 2), 9);
	ck_assert_uint_eq(rejected_line(&rejected.part[0], 3), 10);
	ck_assert_uint_eq(rejected_line(&rejected.part[0], 4), 20);
	ck_assert_uint_eq(rejected_offset(&rejected.part[0], 0), 100);
	ck_assert_uint_eq(rejected_offset(&rejected.part[0], 5), 131);
	ck_assert_uint_eq(rejected_offset(&rejected.part[0], 8), 190);
	rejected_release(&rejected);
}
END_TEST

/* A quote that was never closed must not swallow the record behind it. */
START_TEST(odd_quotes_stand_alone)
{
	struct rejected rejected = REJECTED_EMPTY;
	struct slice bytes;
	uint64_t offset;

	ck_read(&rejected, "a\t1\t0\t\tr\tm\t\"u\"\tcsv\th\n"
			   "a\t2\t5\t\tr\tm\t1,\"v\tcsv\th\n"
			   "a\t3\t9\t\tr\tm\t2,w\"\tcsv\th\n"
			   "a\t4\t15\t\tr\tm\tx\tcsv\th\n");
	ck_assert(rejected_next(&rejected.part[0], &bytes, &offset));
	ck_assert(slice_is(bytes, "\"u\"\n"));
	ck_assert(rejected_next(&rejected.part[0], &bytes, &offset));
	ck_assert(slice_is(bytes, "1,\"v\n"));
	ck_assert_uint_eq(offset, 4);
	ck_assert(rejected_next(&rejected.part[0], &bytes, &offset));
	ck_assert(slice_is(bytes, "2,w\"\n"));
	ck_assert(rejected_next(&rejected.part[0], &bytes, &offset));
	ck_assert(slice_is(bytes, "x\n"));
	ck_assert(!rejected_next(&rejected.part[0], &bytes, &offset));
	rejected_release(&rejected);
}
END_TEST

START_TEST(bytes_that_were_shown_are_what_they_were)
{
	struct rejected rejected = REJECTED_EMPTY;
	struct slice bytes;
	uint64_t offset;

	ck_read(&rejected, "a\t1\t0\t\tnul\tm\tx\\0y\\\\0<D5>\tcsv\th\n"
			   "a\t2\t5\t\tbad-encoding\tm\t<D5>\\\\<41><D>\tcsv\th\n");
	ck_assert(rejected_next(&rejected.part[0], &bytes, &offset));
	ck_assert(slice_equal(bytes, (struct slice){ "x\0y\\0<D5>\n", 10 }));
	ck_assert(rejected_next(&rejected.part[0], &bytes, &offset));
	ck_assert(slice_is(bytes, "\xd5\\<41><D>\n"));
	rejected_release(&rejected);
}
END_TEST

START_TEST(rows_that_are_no_rejects_are_refused)
{
	static const char *const rows[][2] = {
		{ "a\t1\n", "2 fields where the header has 9" },
		{ "a\tx\t0\t\tr\tm\tr\tcsv\th\n", "not the number of a line: 'x'" },
		{ "a\t0\t0\t\tr\tm\tr\tcsv\th\n", "not the number of a line: '0'" },
		{ "a\t1\t-1\t\tr\tm\tr\tcsv\th\n", "not an offset: '-1'" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct rejected rejected = REJECTED_EMPTY;
		struct buf bytes = BUF_EMPTY;
		struct diag why = DIAG_EMPTY;

		buf_printf(&bytes, "%s\n%s", HEADER, rows[i][0]);
		ck_assert_int_eq(rejected_read(&rejected, "r", buf_slice(&bytes), &why), -1);
		ck_assert_str_eq(why.text, rows[i][1]);
		ck_assert_uint_eq(why.line, 2);
		buf_release(&bytes);
		rejected_release(&rejected);
	}
}
END_TEST

START_TEST(dialects_are_written_and_read_back)
{
	static const char *const texts[] = {
		"tsv",
		"csv separator=, quote=\"",
		"csv separator=tab quote=none cr-ends",
		"csv separator=blank quote=' escape=\\ comment=# blank-after many",
		"csv separator=0x1f quote=\" drop-empty width=3",
		"csv separator== quote=\" no-header width=12",
	};
	static const char *const wrong[] = { "", "html", "csv quote=ab", "csv separator=0x1",
		"csv width=-1", "csv nonsense", "csv separator=0xzz" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct table table = { .width = 0 };
		struct buf text = BUF_EMPTY;

		ck_assert_msg(dialect_text_parse(slice_of(texts[i]), &table), "%s", texts[i]);
		dialect_text_put(&table, &text);
		ck_assert_str_eq(buf_string(&text), texts[i]);
		buf_release(&text);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct table table = { .width = 0 };

		ck_assert_msg(!dialect_text_parse(slice_of(wrong[i]), &table), "%s", wrong[i]);
	}
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("rejected");

	tcase_add_test(tests, known_by_its_header);
	tcase_add_test(tests, records_of_one_kind_are_one_part);
	tcase_add_test(tests, odd_quotes_stand_alone);
	tcase_add_test(tests, bytes_that_were_shown_are_what_they_were);
	tcase_add_test(tests, rows_that_are_no_rejects_are_refused);
	tcase_add_test(tests, dialects_are_written_and_read_back);
	return run_tests(tests);
}
