/* SPDX-License-Identifier: MIT */
#include "tab/escape.h"

#include "test_streams.h"

static void ck_put(struct slice text, const char *field)
{
	struct buf out = BUF_EMPTY, back = BUF_EMPTY;

	buf_text(&out, "<");
	escape_put(&out, text);
	ck_assert_str_eq(buf_string(&out) + 1, field);
	escape_remove(&back, (struct slice){ out.at + 1, out.length - 1 });
	ck_slice_eq(buf_slice(&back), text);
	buf_release(&out);
	buf_release(&back);
}

static void ck_remove(const char *field, const char *text)
{
	struct buf out = BUF_EMPTY;
	char place[40];

	buf_text(&out, "<");
	escape_remove(&out, slice_of(field));
	ck_assert_str_eq(buf_string(&out) + 1, text);
	ck_assert_uint_eq(escape_remove_to(place, slice_of(field)), strlen(text));
	ck_assert_mem_eq(place, text, strlen(text));
	buf_release(&out);
}

START_TEST(writer_makes_exactly_four_escapes)
{
	ck_put(slice_of("a\tb"), "a\\tb");
	ck_put(slice_of("a\nb"), "a\\nb");
	ck_put(slice_of("a\r\n"), "a\\r\\n");
	ck_put(slice_of("C:\\new"), "C:\\\\new");
	ck_put(slice_of("\\"), "\\\\");
	ck_put(slice_of("\\N"), "\\\\N");
	ck_put(slice_of("plain \"quoted\" 客户 \x01\x7f\v\f"),
		"plain \"quoted\" 客户 \x01\x7f\v\f");
	ck_put(slice_of(""), "");
	ck_put((struct slice){ NULL, 0 }, "");
}
END_TEST

START_TEST(reader_undoes_the_four_and_keeps_other_backslashes)
{
	ck_remove("a\\tb\\nc\\rd\\\\e", "a\tb\nc\rd\\e");
	ck_remove("\\\\n", "\\n");
	ck_remove("\\\\\\n", "\\\n");
	ck_remove("\\x\\\"\\0", "\\x\\\"\\0");
	ck_remove("C:\\users", "C:\\users");
	ck_remove("", "");
	ck_remove("at the end \\", "at the end \\");
}
END_TEST

START_TEST(plain_fields_stand_for_themselves)
{
	ck_assert(escape_is_plain(slice_of("")));
	ck_assert(escape_is_plain((struct slice){ NULL, 0 }));
	ck_assert(escape_is_plain(slice_of("abc")));
	ck_assert(!escape_is_plain(slice_of("\\")));
	ck_assert(!escape_is_plain(slice_of("ab\\tc")));
}
END_TEST

START_TEST(missing_is_empty_or_the_mark_of_databases)
{
	ck_assert(escape_is_missing((struct slice){ NULL, 0 }));
	ck_assert(escape_is_missing(slice_of("")));
	ck_assert(escape_is_missing(slice_of("\\N")));
	ck_assert(!escape_is_missing(slice_of("\\n")));
	ck_assert(!escape_is_missing(slice_of("\\")));
	ck_assert(!escape_is_missing(slice_of("\\\\N")));
	ck_assert(!escape_is_missing(slice_of("\\NN")));
	ck_assert(!escape_is_missing(slice_of("NULL")));
	ck_assert(!escape_is_missing(slice_of(" ")));
}
END_TEST

/* Any bytes come back, and different bytes are different fields. */
START_TEST(any_bytes_come_back)
{
	struct buf text = BUF_EMPTY, field = BUF_EMPTY, back = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 20000; i++) {
		buf_reset(&text);
		buf_reset(&field);
		buf_reset(&back);
		put_random(&rng, &text, rng_below(&rng, 12), "\t\n\r\\ntrN\0x", 10);
		escape_put(&field, buf_slice(&text));
		for (size_t j = 0; j < field.length; j++)
			ck_assert(memchr("\t\n\r", field.at[j], 3) == NULL);
		escape_remove(&back, buf_slice(&field));
		ck_slice_eq(buf_slice(&back), buf_slice(&text));
	}
	buf_release(&text);
	buf_release(&field);
	buf_release(&back);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("escape");

	tcase_add_test(tests, writer_makes_exactly_four_escapes);
	tcase_add_test(tests, reader_undoes_the_four_and_keeps_other_backslashes);
	tcase_add_test(tests, plain_fields_stand_for_themselves);
	tcase_add_test(tests, missing_is_empty_or_the_mark_of_databases);
	tcase_add_test(tests, any_bytes_come_back);
	return run_tests(tests);
}
