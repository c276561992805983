/* SPDX-License-Identifier: MIT */
#include "base/unicode.h"

#include "test_streams.h"

static void ck_trim(const char *text, const char *expected)
{
	ck_slice_eq(unicode_trim(slice_of(text)), slice_of(expected));
}

START_TEST(blanks_of_any_width_are_cut)
{
	ck_trim("", "");
	ck_trim(" a b ", "a b");
	ck_trim("\xc2\xa0"
		"12\xc2\xa0",
		"12");
	ck_trim("　张　三　", "张　三");
	ck_trim("\xef\xbb\xbfid", "id");
	ck_trim("\xe2\x80\x8b", "");
	ck_trim("\xe2\x80\x8e+86\xe2\x80\x8f", "+86");
	ck_trim(" \n x\n", "\n x\n");
	ck_trim(" \xff ", "\xff");
	ck_trim("\x80\x80\x80\x80\x80", "\x80\x80\x80\x80\x80");
}
END_TEST

static void ck_fold(const char *text, const char *expected)
{
	struct unicode_room room;
	struct slice folded;

	ck_assert(unicode_fold(slice_of(text), &room, &folded));
	ck_slice_eq(folded, slice_of(expected));
}

START_TEST(short_fields_are_folded)
{
	ck_fold("", "");
	ck_fold("ABC", "ABC");
	ck_fold("ＡＢＣ１２３", "abc123");
	ck_fold("￥１，２３４．５０", "¥1,234.50");
	ck_fold("−5", "-5");
	ck_fold("1’234", "1'234");
	ck_fold("1\xc2\xa0"
		"234",
		"1 234");
	ck_fold("1\xe2\x80\xaf"
		"234",
		"1 234");
	ck_fold("MÄRZ", "märz");
}
END_TEST

START_TEST(what_is_no_utf8_or_long_is_not_folded)
{
	struct unicode_room room;
	struct slice folded;
	char text[900];

	ck_assert(!unicode_fold(slice_of("\xff\xfe"), &room, &folded));
	ck_assert(!unicode_fold(slice_of("\xe6\x97"), &room, &folded));
	for (size_t i = 0; i < sizeof text; i += 3)
		memcpy(text + i, "万", 3);
	ck_assert(!unicode_fold((struct slice){ text, sizeof text }, &room, &folded));
	/* One character that becomes 18. */
	for (size_t i = 0; i < 240; i += 3)
		memcpy(text + i, "ﷺ", 3);
	ck_assert(!unicode_fold((struct slice){ text, 240 }, &room, &folded));
	ck_assert(unicode_fold((struct slice){ text, 30 }, &room, &folded));
}
END_TEST

static void ck_put(const char *text, enum unicode_width width, const char *expected)
{
	struct buf out = BUF_EMPTY;

	buf_text(&out, "x");
	unicode_put(&out, slice_of(text), width);
	ck_assert_str_eq(buf_string(&out) + 1, expected);
	ck_assert(unicode_put_matters(slice_of(text)) || strcmp(text, expected) == 0);
	buf_release(&out);
}

START_TEST(texts_keep_what_no_keyboard_did)
{
	ck_put("上海市，浦东　１２号Ａ座（东）", UNICODE_LETTERS_AND_DIGITS,
		"上海市，浦东 12号A座（东）");
	ck_put("Ａ－１／２", UNICODE_PUNCTUATION_TOO, "A-1/2");
	ck_put("Ａ－１", UNICODE_LETTERS_AND_DIGITS, "A－1");
	ck_put("m² ① ﬁ ㎡ ½ ™", UNICODE_LETTERS_AND_DIGITS, "m² ① ﬁ ㎡ ½ ™");
	ck_put("Jose\xcc\x81", UNICODE_LETTERS_AND_DIGITS, "José");
	ck_put("か\xe3\x82\x99", UNICODE_LETTERS_AND_DIGITS, "が");
	ck_put("a\xc2\xa0"
	       "b",
		UNICODE_LETTERS_AND_DIGITS, "a b");
	ck_put("\xff\xef\xcc", UNICODE_LETTERS_AND_DIGITS, "\xff\xef\xcc");
	ck_put("e\xcc\x81\xff", UNICODE_LETTERS_AND_DIGITS, "e\xcc\x81\xff");
	ck_put("", UNICODE_PUNCTUATION_TOO, "");
}
END_TEST

START_TEST(ascii_is_told_apart)
{
	ck_assert(unicode_is_ascii(slice_of("")));
	ck_assert(unicode_is_ascii(slice_of("abcdefghijklmnopq\x7f")));
	ck_assert(!unicode_is_ascii(slice_of("abcdefghijklmnopé")));
	ck_assert(!unicode_is_ascii(slice_of("é")));
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("unicode");

	tcase_add_test(tests, blanks_of_any_width_are_cut);
	tcase_add_test(tests, short_fields_are_folded);
	tcase_add_test(tests, what_is_no_utf8_or_long_is_not_folded);
	tcase_add_test(tests, texts_keep_what_no_keyboard_did);
	tcase_add_test(tests, ascii_is_told_apart);
	return run_tests(tests);
}
