/* SPDX-License-Identifier: MIT */
#include "io/encoding.h"

#include <iconv.h>

#include "io/encoding_decoder.h"
#include "io/input.h"
#include "io/output.h"
#include "test_streams.h"

static const struct encoding *named(const char *name)
{
	const struct encoding *encoding = encoding_find(slice_of(name));

	ck_assert_msg(encoding != NULL, "no encoding '%s'", name);
	return encoding;
}

/* Append `text` in another encoding, as iconv makes it. */
static void put_as(const char *charset, struct slice text, struct buf *out)
{
	iconv_t convert = iconv_open(charset, "UTF-8");
	char *from = (char *)(uintptr_t)text.at, *to = buf_room(out, text.length * 4 + 16);
	size_t left = text.length, room = text.length * 4 + 16;

	ck_assert(convert != (iconv_t)-1);
	ck_assert_uint_ne(iconv(convert, &from, &left, &to, &room), (size_t)-1);
	out->length = (size_t)(to - out->at);
	iconv_close(convert);
}

/* Decode `coded` given in pieces of `piece` bytes, into room for `room`. */
static void decode(const char *name, struct slice coded, size_t piece, size_t room, struct buf *out)
{
	struct diag why;
	struct encoding_decoder *decoder = encoding_decoder_new(named(name), &why);
	size_t at = 0, made;

	ck_assert_ptr_nonnull(decoder);
	for (bool last = false; !last; at += piece) {
		struct slice from = { coded.at + at, coded.length - at };

		last = from.length <= piece;
		from.length = last ? from.length : piece;
		do {
			made = encoding_decoder_take(
				decoder, &from, last, buf_room(out, room), room);
			ck_assert_uint_le(made, room);
			out->length += made;
		} while (made > 0);
		ck_assert_uint_eq(from.length, 0);
	}
	encoding_decoder_free(decoder);
}

/* The same text must come of `coded`, however it is cut. */
static void ck_decodes(const char *name, struct slice coded, struct slice wanted)
{
	static const size_t rooms[] = { 1, 3, 63, 64, 65, 100, 4096 };
	struct buf text = BUF_EMPTY;

	for (size_t piece = 1; piece <= coded.length + 1; piece++) {
		buf_reset(&text);
		decode(name, coded, piece, rooms[piece % 7], &text);
		ck_slice_eq(buf_slice(&text), wanted);
	}
	buf_release(&text);
}

static void ck_decodes_text(const char *name, const char *coded, const char *wanted)
{
	ck_decodes(name, slice_of(coded), slice_of(wanted));
}

static const char shop[] = "订单编号,客户姓名,商品,金额,地址\n"
			   "A1001,张伟,\"龙井茶,特级\",128.50,浙江省杭州市西湖区文三路18号\n"
			   "A1002,李娜,蓝牙耳机,€35.00,上海市浦东新区张江路\n"
			   "A1003,王芳,Latte 咖啡（大杯）,29.00,\n";

START_TEST(names_and_aliases_are_found)
{
	static const char *const pairs[][2] = { { "utf-8", "utf-8" }, { "UTF8", "utf-8" },
		{ "utf-16", "utf-16" }, { "UTF-16LE", "utf-16le" }, { "utf16be", "utf-16be" },
		{ "GB18030", "gb18030" }, { "gbk", "gb18030" }, { "GB2312", "gb18030" },
		{ "gb-2312", "gb18030" }, { "cp936", "gb18030" }, { "Big5", "big5" },
		{ "BIG-5", "big5" }, { "cp950", "big5" }, { "windows-1252", "windows-1252" },
		{ "cp1252", "windows-1252" }, { "latin1", "windows-1252" },
		{ "ISO-8859-1", "windows-1252" }, { "iso8859_1", "windows-1252" },
		{ "shift_jis", "shift_jis" }, { "Shift-JIS", "shift_jis" }, { "sjis", "shift_jis" },
		{ "cp932", "shift_jis" } };
	static const char *const unknown[] = { "", "-", "utf", "gb", "gbk gb2312", "utf-7",
		"koi8-r", "a name that is longer than every name of an encoding" };
	struct buf list = BUF_EMPTY;

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		ck_assert_str_eq(named(pairs[i][0])->name, pairs[i][1]);
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
		ck_assert_msg(encoding_find(slice_of(unknown[i])) == NULL, "%s", unknown[i]);
	ck_assert(encoding_is_utf8(named("UTF-8")));
	ck_assert(!encoding_is_utf8(named("utf-16")));
	encoding_put_names(&list);
	ck_assert_str_eq(buf_string(&list), "utf-8, utf-16, utf-16le, utf-16be, gb18030, big5, "
					    "shift_jis, windows-1252");
	buf_release(&list);
}
END_TEST

/* ---- valid UTF-8 -------------------------------------------------------------------------------
 */

/* By the definition: the length of the first character, or 0. */
static size_t valid_length(const unsigned char *at, size_t length)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t count = at[0] < 0x80   ? 1
		       : at[0] < 0xc0 ? 0
		       : at[0] < 0xe0 ? 2
		       : at[0] < 0xf0 ? 3
				      : 4;
	uint32_t point = at[0];

	if (count < 2 || count > length)
		return count == 1;
	point &= 0x7fu >> count;
	for (size_t i = 1; i < count; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (at[i] & 0x3f);
	}
	if (at[0] >= 0xf8 || point < least[count] || point > 0x10ffff)
		return 0;
	return point >= 0xd800 && point < 0xe000 ? 0 : count;
}

static size_t check_plainly(struct slice text)
{
	size_t at = 0, length;

	while (at < text.length) {
		length = valid_length((const unsigned char *)text.at + at, text.length - at);
		if (length == 0)
			break;
		at += length;
	}
	return at;
}

/* Every sequence of up to four bytes that differ in kind, at every place in a word. */
START_TEST(check_agrees_with_the_definition)
{
	static const unsigned char kinds[] = { 'a', 0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf,
		0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4,
		0xf5, 0xf8, 0xff };
	enum { KINDS = sizeof kinds };
	char bytes[40];

	for (unsigned i = 0; i < KINDS * KINDS * KINDS * KINDS; i++) {
		size_t shift = i % 17;
		struct slice text = { bytes, shift + 4 + i % 13 };

		memset(bytes, 'x', sizeof bytes);
		for (unsigned k = 0, rest = i; k < 4; k++, rest /= KINDS)
			bytes[shift + k] = (char)kinds[rest % KINDS];
		ck_assert_uint_eq(encoding_check_utf8(text), check_plainly(text));
		text.length = shift + 1 + i % 4;
		ck_assert_uint_eq(encoding_check_utf8(text), check_plainly(text));
	}
}
END_TEST

START_TEST(check_passes_every_character)
{
	struct buf text = BUF_EMPTY, coded = BUF_EMPTY;

	for (uint32_t point = 0; point < 0x110000; point++) {
		unsigned char four[4] = { (unsigned char)point, (unsigned char)(point >> 8),
			(unsigned char)(point >> 16), 0 };

		if (point < 0xd800 || point > 0xdfff)
			buf_put(&coded, (struct slice){ (const char *)four, 4 });
	}
	{
		iconv_t convert = iconv_open("UTF-8", "UCS-4LE");
		char *from = coded.at, *to = buf_room(&text, coded.length * 2);
		size_t left = coded.length, room = coded.length * 2;

		ck_assert_uint_eq(iconv(convert, &from, &left, &to, &room), 0);
		text.length = (size_t)(to - text.at);
		iconv_close(convert);
	}
	ck_assert_uint_eq(encoding_check_utf8(buf_slice(&text)), text.length);
	ck_assert_uint_eq(encoding_check_utf8((struct slice){ NULL, 0 }), 0);
	buf_release(&coded);
	buf_release(&text);
}
END_TEST

START_TEST(check_finds_the_place)
{
	struct buf text = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 20000; i++) {
		buf_reset(&text);
		for (uint32_t k = rng_below(&rng, 12); k > 0; k--)
			buf_text(&text, rng_chance(&rng, 0.5) ? "张é😀" : "plain ascii,\n");
		if (text.length > 0 && rng_chance(&rng, 0.7))
			text.at[rng_below(&rng, (uint32_t)text.length)] = (char)rng_next(&rng);
		ck_assert_uint_eq(
			encoding_check_utf8(buf_slice(&text)), check_plainly(buf_slice(&text)));
	}
	buf_release(&text);
}
END_TEST

/* ---- decoding ----------------------------------------------------------------------------------
 */

START_TEST(text_of_every_encoding_decodes_however_it_is_cut)
{
	static const struct {
		const char *name, *charset, *text;
	} cases[] = {
		{ "gb18030", "GB18030", "客户,金额\n张伟,12.50\n😀, ḿ, 㐀 ok\n" },
		{ "gbk", "GBK", "客户,金额\n张伟,€12.50\nASCII in a long stretch of bytes,王\n" },
		{ "big5", "BIG5", "客戶,金額\n張偉,12.50\n許功蓋,A\n" },
		{ "shift_jis", "CP932", "顧客,金額\n山田,12\nﾔﾏﾀﾞ,ソ表十\n①～￥\n" },
		{ "windows-1252", "CP1252", "Müller;“Café”;€ 12,50\nÅngström;ÿ\n" },
		{ "utf-16le", "UTF-16LE", "客户,金额\n张伟,12.50\n😀é plain text\n" },
		{ "utf-16be", "UTF-16BE", "客户,金额\n张伟,12.50\n😀é plain text\n" },
		{ "utf-16", "UTF-16LE", "no mark, 客户\n" },
	};
	struct buf coded = BUF_EMPTY;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct slice text = slice_of(cases[i].text);

		buf_reset(&coded);
		put_as(cases[i].charset, text, &coded);
		ck_decodes(cases[i].name, buf_slice(&coded), text);
	}
	buf_release(&coded);
}
END_TEST

START_TEST(mark_at_the_beginning_is_left_out)
{
	ck_decodes("utf-16",
		(struct slice){ "\xff\xfe"
				"a\0\xff\xfe"
				"b\0",
			8 },
		slice_of("a\xef\xbb\xbf"
			 "b"));
	ck_decodes("utf-16", (struct slice){ "\xfe\xff\0a\0b", 6 }, slice_of("ab"));
	ck_decodes("utf-16le",
		(struct slice){ "\xff\xfe"
				"a\0",
			4 },
		slice_of("a"));
	ck_decodes("utf-16be", (struct slice){ "\xfe\xff\0a", 4 }, slice_of("a"));
	ck_decodes("utf-16", (struct slice){ "\xff\xfe", 2 }, slice_of(""));
	ck_decodes("gb18030",
		slice_of("\x84\x31\x95\x33"
			 "a"),
		slice_of("a"));
	ck_decodes("utf-16", slice_of(""), slice_of(""));
}
END_TEST

/* What iconv makes of a pair of bytes: one character, or nothing. */
static size_t ask_iconv(iconv_t convert, const unsigned char *bytes, size_t count, char *text)
{
	char *from = (char *)(uintptr_t)bytes, *to = text;
	size_t left = count, room = 8;

	iconv(convert, NULL, NULL, NULL, NULL);
	if (iconv(convert, &from, &left, &to, &room) == (size_t)-1 || left > 0)
		return 0;
	return 8 - room;
}

static void ck_pair(struct encoding_decoder *decoder, iconv_t convert, unsigned pair, int *valid)
{
	unsigned char bytes[2] = { (unsigned char)(pair >> 8), (unsigned char)pair };
	struct slice from = { (const char *)bytes, 2 };
	struct encoding_fault fault;
	char wanted[8], found[128];
	size_t length = ask_iconv(convert, bytes, 2, wanted);
	size_t made = encoding_decoder_take(decoder, &from, true, found, sizeof found);

	if (length > 0) {
		ck_slice_eq((struct slice){ found, made }, (struct slice){ wanted, length });
		++*valid;
		return;
	}
	ck_assert_msg(encoding_find_fault((struct slice){ found, made }, &fault),
		"%04x should be a fault", pair);
	/* A byte of ASCII stays. */
	if (bytes[1] < 0x80)
		ck_assert(fault.count == 1 && (unsigned char)found[made - 1] == bytes[1]);
}

START_TEST(every_pair_of_gb18030_is_as_iconv_has_it)
{
	struct diag why;
	struct encoding_decoder *decoder = encoding_decoder_new(named("gbk"), &why);
	iconv_t convert = iconv_open("UTF-8", "GB18030");
	struct slice from = slice_of("x");
	char text[128];
	int valid = 0;

	encoding_decoder_take(decoder, &from, false, text, sizeof text);
	for (unsigned pair = 0x8100; pair < 0x10000; pair++)
		ck_pair(decoder, convert, pair, &valid);
	ck_assert_int_eq(valid, 23940);
	iconv_close(convert);
	encoding_decoder_free(decoder);
}
END_TEST

/* Code page 936 and GB18030 have it at different places; both are understood. */
START_TEST(both_euro_signs_of_chinese_decode)
{
	ck_decodes_text("gbk",
		"\x80"
		"5,\xa2\xe3"
		"6",
		"€5,€6");
}
END_TEST

/* Every form of four bytes that stands for a character, and the faults between them. */
START_TEST(forms_of_four_bytes_are_as_iconv_has_them)
{
	iconv_t convert = iconv_open("UTF-8", "GB18030");
	struct buf coded = BUF_EMPTY, wanted = BUF_EMPTY, found = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 100000; i++) {
		unsigned char four[4] = { (unsigned char)(0x81 + rng_below(&rng, 0x25)),
			(unsigned char)('0' + rng_below(&rng, 10)),
			(unsigned char)(0x81 + rng_below(&rng, 126)),
			(unsigned char)('0' + rng_below(&rng, 10)) };
		char text[8];
		size_t length = ask_iconv(convert, four, 4, text);

		if (length == 0 || (length == 3 && memcmp(text, "\xef\xb7", 2) == 0))
			continue;
		buf_put(&coded, (struct slice){ (const char *)four, 4 });
		buf_put(&wanted, (struct slice){ text, length });
	}
	ck_assert_uint_gt(coded.length, 4000);
	buf_text(&coded, "x");
	buf_text(&wanted, "x");
	decode("gb18030", buf_slice(&coded), 4093, 4096, &found);
	ck_slice_eq(buf_slice(&found), buf_slice(&wanted));
	iconv_close(convert);
	buf_release(&coded);
	buf_release(&wanted);
	buf_release(&found);
}
END_TEST

/* ---- faults ------------------------------------------------------------------------------------
 */

#define UNCLOSED "\xef\xb7\x90"
#define MARK(text) UNCLOSED text "\xef\xb7\x91"

START_TEST(bytes_that_do_not_decode_leave_a_mark)
{
	static const struct {
		const char *name, *coded, *wanted;
	} cases[] = {
		/* A lead without its other half: what stands behind it stays. */
		{ "gbk", "ab\xd5\n\xc0\xee", "ab" MARK("2:d5") "\n李" },
		{ "gbk", "\xd5,\xd5\"\xd5", MARK("0:d5") "," MARK("2:d5") "\"" MARK("4:d5") },
		{ "gbk", "\xff\xd5\xc5", MARK("0:ff") "张" },
		/* A pair that means nothing is one fault. */
		{ "gbk", "a\xd5\xffz", "a" MARK("1:d5ff") "z" },
		/* Forms of four bytes, cut short or meaning nothing. */
		{ "gbk", "\x81\x30", MARK("0:81") "0" },
		{ "gbk", "\x81\x30\xb0", MARK("0:81") "0" MARK("2:b0") },
		{ "gbk", "\x81\x30z", MARK("0:81") "0z" },
		{ "gbk", "\x81\x30\xff", MARK("0:81") "0" MARK("2:ff") },
		{ "gbk", "\x81\x30\xd5\xc5", MARK("0:81") "0张" },
		{ "gbk", "\xfe\x39\xfe\x39!", MARK("0:fe39fe39") "!" },
		{ "big5", "\xa4\n\x80\xff\xa4\xa4",
			MARK("0:a4") "\n" MARK("2:80") MARK("3:ff") "中" },
		{ "shift_jis", "\x82\n\xa0\x82\xa0\xb1", MARK("0:82") "\n" MARK("2:a0") "あｱ" },
		{ "windows-1252", "\x81\x8d\x8f\x90\x9d\xe9",
			MARK("0:81") MARK("1:8d") MARK("2:8f") MARK("3:90") MARK("4:9d") "é" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ck_decodes_text(cases[i].name, cases[i].coded, cases[i].wanted);
}
END_TEST

START_TEST(halves_of_utf_16_leave_a_mark)
{
	/* An odd byte at the end, lone surrogates, U+FDD0 itself. */
	ck_decodes("utf-16le", (struct slice){ "a\0b", 3 }, slice_of("a" MARK("2:62")));
	ck_decodes("utf-16le",
		(struct slice){ "\x3d\xd8"
				"a\0",
			4 },
		slice_of(MARK("0:3dd8") "a"));
	ck_decodes("utf-16le", (struct slice){ "\x3d\xd8\n", 3 },
		slice_of(MARK("0:3dd8") MARK("2:0a")));
	ck_decodes("utf-16be", (struct slice){ "\xde\0\0\n\xd8\x3d", 6 },
		slice_of(MARK("0:de00") "\n" MARK("4:d83d")));
	ck_decodes("utf-16be", (struct slice){ "\xfd\xd0\xfd\xef\xfd\xcf\xfd\xf0", 8 },
		slice_of(MARK("0:fdd0") MARK("2:fdef") "\xef\xb7\x8f\xef\xb7\xb0"));
	ck_decodes("utf-16", (struct slice){ "\xff", 1 }, slice_of(MARK("0:ff")));
	ck_decodes("utf-16be", (struct slice){ "\0\0\0\n", 4 }, (struct slice){ "\0\n", 2 });
}
END_TEST

START_TEST(a_noncharacter_of_marks_is_a_fault)
{
	struct buf coded = BUF_EMPTY, wanted = BUF_EMPTY;

	put_as("GB18030", slice_of("\xef\xb7\x90"), &coded);
	ck_assert_uint_eq(coded.length, 4);
	buf_text(&wanted, "\xef\xb7\x90"
			  "0:");
	for (size_t i = 0; i < 4; i++)
		buf_printf(&wanted, "%02x", (unsigned char)coded.at[i]);
	buf_text(&wanted, "\xef\xb7\x91");
	ck_decodes("gb18030", buf_slice(&coded), buf_slice(&wanted));
	buf_release(&coded);
	buf_release(&wanted);
}
END_TEST

START_TEST(faults_are_found_and_shown)
{
	struct slice text = slice_of("a," MARK("7:d5") "x" MARK("1f00000000:81308130") ",b");
	struct encoding_fault fault;
	struct buf shown = BUF_EMPTY;

	ck_assert(encoding_find_fault(text, &fault));
	ck_assert_uint_eq(fault.offset, 7);
	ck_assert_uint_eq(fault.count, 1);
	ck_assert_uint_eq(fault.byte[0], 0xd5);
	ck_assert_ptr_eq(fault.mark.at, text.at + 2);
	text.length -= 2 + (size_t)(fault.mark.at + fault.mark.length - text.at);
	text.at = fault.mark.at + fault.mark.length;
	ck_assert(encoding_find_fault(text, &fault));
	ck_assert_uint_eq(fault.offset, 0x1f00000000);
	ck_assert_mem_eq(fault.byte, "\x81\x30\x81\x30", 4);
	ck_assert(!encoding_find_fault(slice_of("a,b,张"), &fault));
	ck_assert(!encoding_find_fault((struct slice){ NULL, 0 }, &fault));
	encoding_remove_faults(slice_of("a," MARK("7:d5c5") "张" MARK("a:0a")), &shown);
	ck_assert_str_eq(buf_string(&shown), "a,<D5><C5>张<0A>");
	buf_release(&shown);
}
END_TEST

/* Marks that are none: text that was never decoded may hold anything. */
START_TEST(what_only_looks_like_a_mark_is_none)
{
	static const char *const texts[] = { "\xef\xb7\x90", "\xef\xb7\x90\xef\xb7\x91", MARK(""),
		MARK("1"), MARK("1:"), MARK("1:d"), MARK(":d5"), MARK("g:d5"), MARK("1:d5c"),
		MARK("1:d5d5d5d5d5"), MARK("12345678901234567:d5"), (UNCLOSED "1:d5") };
	struct encoding_fault fault;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		ck_assert_msg(!encoding_find_fault(slice_of(texts[i]), &fault), "%zu", i);
	ck_assert(encoding_find_fault(slice_of(UNCLOSED MARK("1:d5")), &fault));
}
END_TEST

/* Any bytes: what comes is valid UTF-8, and no byte is lost, for marks and text say all of it. */
START_TEST(any_bytes_decode_to_valid_text)
{
	static const char *const names[] = { "gbk", "big5", "sjis", "cp1252", "utf-16",
		"utf-16be" };
	struct buf bytes = BUF_EMPTY, whole = BUF_EMPTY, pieces = BUF_EMPTY;
	struct rng rng;

	start_random(&rng);
	for (int i = 0; i < 600; i++) {
		const char *name = names[i % 6];

		buf_reset(&bytes);
		buf_reset(&whole);
		buf_reset(&pieces);
		for (uint32_t k = rng_below(&rng, 1000); k > 0; k--)
			buf_char(&bytes, (char)rng_next(&rng));
		decode(name, buf_slice(&bytes), bytes.length + 1, 8192, &whole);
		decode(name, buf_slice(&bytes), 1 + rng_below(&rng, 40), 1 + rng_below(&rng, 200),
			&pieces);
		ck_slice_eq(buf_slice(&pieces), buf_slice(&whole));
		ck_assert_uint_eq(encoding_check_utf8(buf_slice(&whole)), whole.length);
	}
	buf_release(&bytes);
	buf_release(&whole);
	buf_release(&pieces);
}
END_TEST

/* ---- as an input -------------------------------------------------------------------------------
 */

static void read_decoded(struct input *in, const char *name, size_t size, struct buf *text)
{
	struct chunk chunk = CHUNK_EMPTY;
	struct diag why;
	int more;

	ck_assert_int_eq(input_decode(in, named(name), &why), 0);
	while ((more = input_next(in, size, input_cut_lines, NULL, &chunk, &why)) > 0) {
		ck_assert_uint_gt(chunk.length, 0);
		buf_put(text, (struct slice){ chunk.at, chunk.length });
	}
	ck_assert_int_eq(more, 0);
	chunk_release(&chunk);
}

/* Through a file or pipe: raw to be sampled before, text afterwards. */
static void ck_input(
	const char *path, const char *name, size_t size, struct slice raw, struct slice wanted)
{
	struct buf text = BUF_EMPTY;
	struct slice bytes;
	struct input *in;
	struct diag why;
	bool is_whole;

	ck_assert_int_eq(input_open(&in, path, &why), 0);
	if (size % 2 == 0) {
		ck_assert_int_eq(input_sample(in, 1 << 20, &bytes, &is_whole, &why), 0);
		ck_slice_eq(bytes, raw);
		ck_assert(is_whole);
	}
	read_decoded(in, name, size, &text);
	ck_slice_eq(buf_slice(&text), wanted);
	input_close(in);
	buf_release(&text);
}

static void ck_input_everywhere(const char *name, struct slice raw, struct slice wanted)
{
	static const char *const packed[] = { "in.gz", "in.zst" };
	struct output *out;
	struct feed feed;
	struct diag why;

	ck_input(scratch_file("in", raw), name, 50, raw, wanted);
	ck_input(scratch_file("in", raw), name, 1, raw, wanted);
	for (size_t i = 0; i < 2; i++) {
		char *path = scratch_path(packed[i]);

		ck_assert_int_eq(output_open(&out, path, &why), 0);
		ck_assert_int_eq(output_write(out, raw, &why), 0);
		ck_assert_int_eq(output_commit(out, &why), 0);
		ck_input(path, name, 64, raw, wanted);
	}
	for (size_t piece = 1; piece < 5; piece++) {
		feed_begin(&feed, raw, piece);
		ck_input(feed.path, name, 40 + piece, raw, wanted);
		feed_end(&feed);
	}
}

START_TEST(files_pipes_and_packed_files_are_decoded)
{
	static const char *const ways[][2] = { { "gbk", "GB18030" }, { "utf-16", "UTF-16" },
		{ "utf-16be", "UTF-16BE" }, { "utf-8", "UTF-8" } };
	struct buf raw = BUF_EMPTY;

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		buf_reset(&raw);
		put_as(ways[i][1], slice_of(shop), &raw);
		ck_input_everywhere(ways[i][0], buf_slice(&raw), slice_of(shop));
	}
	buf_reset(&raw);
	buf_text(&raw, "\xef\xbb\xbf");
	buf_text(&raw, shop);
	ck_input_everywhere("utf-8", buf_slice(&raw), slice_of(shop));
	ck_input_everywhere("gbk", slice_of(""), slice_of(""));
	ck_input_everywhere("utf-16", slice_of("\xff\xfe"), slice_of(""));
	ck_input_everywhere("gbk", slice_of("a\xd5\n"), slice_of("a" MARK("1:d5") "\n"));
	buf_release(&raw);
}
END_TEST

START_TEST(peek_shows_what_will_come)
{
	struct buf raw = BUF_EMPTY;
	struct slice bytes;
	struct input *in;
	struct diag why;

	put_as("GB18030", slice_of(shop), &raw);
	ck_assert_int_eq(input_open(&in, scratch_file("in", buf_slice(&raw)), &why), 0);
	ck_assert(input_can_rewind(in));
	ck_assert_int_eq(input_peek(in, &bytes, &why), 0);
	ck_slice_eq(bytes, buf_slice(&raw));
	ck_assert_int_eq(input_decode(in, named("gbk"), &why), 0);
	ck_assert_int_eq(input_peek(in, &bytes, &why), 0);
	ck_slice_eq(bytes, slice_of(shop));
	ck_assert(!input_can_rewind(in));
	input_close(in);
	buf_release(&raw);
}
END_TEST

/* Offsets of faults count bytes of the original, and the chunks say when to look for them. */
START_TEST(faults_deep_in_a_large_input_have_their_offset)
{
	struct buf raw = BUF_EMPTY;
	struct chunk chunk = CHUNK_EMPTY;
	struct encoding_fault fault;
	struct input *in;
	struct diag why;
	size_t place, found = 0;

	while (raw.length < 3000000)
		put_as("GB18030", slice_of(shop), &raw);
	place = raw.length - 3;
	raw.at[place] = '\xff';
	ck_assert_int_eq(input_open(&in, scratch_file("in", buf_slice(&raw)), &why), 0);
	ck_assert_int_eq(input_decode(in, named("gbk"), &why), 0);
	while (input_next(in, CHUNK_SIZE, input_cut_lines, NULL, &chunk, &why) > 0) {
		if (!encoding_find_fault((struct slice){ chunk.at, chunk.length }, &fault))
			continue;
		found++;
		ck_assert(chunk.has_faults);
		ck_assert_uint_eq(fault.offset, place);
	}
	ck_assert_uint_eq(found, 1);
	chunk_release(&chunk);
	input_close(in);
	buf_release(&raw);
}
END_TEST

/* ---- guessing ----------------------------------------------------------------------------------
 */

static struct encoding_guess guess_as(const char *charset, const char *text)
{
	struct buf coded = BUF_EMPTY;
	struct encoding_guess guess;

	put_as(charset, slice_of(text), &coded);
	guess = encoding_guess(buf_slice(&coded), true);
	buf_release(&coded);
	return guess;
}

static void ck_guess(struct encoding_guess guess, const char *name,
	enum encoding_confidence confidence, const char *why)
{
	ck_assert_msg(strcmp(guess.encoding->name, name) == 0 && guess.confidence == confidence,
		"%s, %d: %s", guess.encoding->name, (int)guess.confidence, guess.why);
	ck_assert_str_eq(guess.why, why);
}

static void ck_guess_bytes(struct slice bytes, bool is_whole, const char *name,
	enum encoding_confidence confidence, const char *why)
{
	ck_guess(encoding_guess(bytes, is_whole), name, confidence, why);
}

START_TEST(marks_and_ascii_settle_it)
{
	ck_guess_bytes((struct slice){ NULL, 0 }, true, "utf-8", ENCODING_SURE, "all ASCII");
	ck_guess_bytes(slice_of("id,name\n1,Bob\n"), true, "utf-8", ENCODING_SURE, "all ASCII");
	ck_guess_bytes(slice_of("\xef\xbb\xbfid"), true, "utf-8", ENCODING_SURE, "byte order mark");
	ck_guess(guess_as("UTF-16", shop), "utf-16le", ENCODING_SURE, "byte order mark");
	ck_guess_bytes((struct slice){ "\xfe\xff\0i", 4 }, true, "utf-16be", ENCODING_SURE,
		"byte order mark");
	ck_guess_bytes((struct slice){ "\xff\xfe\0\0i\0\0\0", 8 }, true, "utf-16le",
		ENCODING_UNSURE, "this seems to be UTF-32");
}
END_TEST

START_TEST(valid_utf8_is_utf8)
{
	struct slice text = slice_of(shop);

	ck_guess_bytes(text, true, "utf-8", ENCODING_SURE, "valid UTF-8");
	/* Cut in the middle of a character, wherever. */
	for (text.length = 60; text.length < sizeof shop - 1; text.length++)
		ck_guess_bytes(text, false, "utf-8", ENCODING_SURE, "valid UTF-8");
	ck_guess_bytes(slice_of("a,Müller\nb,José\nc,Zo\xc3"), false, "utf-8", ENCODING_LIKELY,
		"valid UTF-8, 2 characters beyond ASCII");
	ck_guess_bytes(slice_of("a,Müller\nb,José\n"), true, "utf-8", ENCODING_LIKELY,
		"valid UTF-8, 2 characters beyond ASCII");
}
END_TEST

START_TEST(utf_16_without_a_mark_is_known_by_its_nuls)
{
	ck_guess(guess_as("UTF-16LE", shop), "utf-16le", ENCODING_SURE,
		"every other byte of ASCII is NUL, the second");
	ck_guess(guess_as("UTF-16BE", shop), "utf-16be", ENCODING_SURE,
		"every other byte of ASCII is NUL, the first");
}
END_TEST

START_TEST(chinese_japanese_and_western_shops_are_told_apart)
{
	static const char traditional[] = "訂單編號,客戶姓名,商品,金額\n1,張偉,烏龍茶,120\n"
					  "2,李娜,藍牙耳機,900\n3,陳美玲,鳳梨酥,350\n";
	static const char japanese[] = "注文番号,氏名,商品,金額\n1,山田太郎,コーヒー,450\n"
				       "2,鈴木花子,おにぎり,150\n3,佐藤 健,ノート,200\n";
	static const char western[] = "id;name;city\n1;Müller;Köln\n2;José;Málaga\n"
				      "3;François;Besançon\n4;Søren;Ålborg\n5;Zoë;Genève\n";

	ck_guess(guess_as("GBK", shop), "gb18030", ENCODING_SURE,
		"gb18030: 55 of 59 characters are common Chinese");
	ck_guess(guess_as("BIG5", traditional), "big5", ENCODING_SURE,
		"big5: 23 of 29 characters are common Chinese");
	ck_guess(guess_as("CP932", japanese), "shift_jis", ENCODING_SURE,
		"shift_jis: 31 of 32 characters are kana or common kanji");
	ck_guess(guess_as("CP1252", western), "windows-1252", ENCODING_SURE,
		"windows-1252: 10 of 10 characters are letters of Western Europe");
}
END_TEST

/* A few characters may mean anything: never a wrong answer that claims to be right. */
START_TEST(short_texts_are_not_guessed_wrong)
{
	static const char *const words[][2] = { { "gb18030", "张" }, { "gb18030", "张伟" },
		{ "gb18030", "茅台酒" }, { "gb18030", "联通" }, { "gb18030", "一" },
		{ "gb18030", "王" }, { "big5", "張" }, { "big5", "陳偉" }, { "big5", "許功蓋" },
		{ "shift_jis", "山" }, { "shift_jis", "田中" }, { "shift_jis", "ｶﾅ" },
		{ "shift_jis", "表示" }, { "windows-1252", "é" }, { "windows-1252", "Zoë" },
		{ "windows-1252", "São" }, { "windows-1252", "£" }, { "windows-1252", "MÜ" } };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct encoding_guess guess = guess_as(named(words[i][0])->charset, words[i][1]);

		ck_assert_msg(guess.confidence == ENCODING_UNSURE ||
				      strcmp(guess.encoding->name, words[i][0]) == 0,
			"%s in %s: %s", words[i][1], words[i][0], guess.why);
	}
	ck_guess(guess_as("GBK", "王"), "gb18030", ENCODING_UNSURE,
		"gb18030 or big5: there is little to go by, 1 character");
}
END_TEST

START_TEST(other_things_are_not_guessed)
{
	static const char cyrillic[] =
		"имя,город\nИванов,Москва\nПетрова,Новосибирск\nЖуков,Тверь\n";
	static const char korean[] =
		"고객,상품,금액\n김민수,커피,4500\n이서연,노트,2000\n박지훈,우산\n";
	struct buf bytes = BUF_EMPTY;
	struct rng rng;

	ck_assert_int_eq(guess_as("CP1251", cyrillic).confidence, ENCODING_UNSURE);
	ck_assert_int_eq(guess_as("EUC-KR", korean).confidence, ENCODING_UNSURE);
	start_random(&rng);
	for (int i = 0; i < 20; i++) {
		buf_reset(&bytes);
		for (int k = 0; k < 5000; k++)
			buf_char(&bytes, (char)(i % 2 ? rng_next(&rng) : 1 + rng_below(&rng, 255)));
		ck_assert_int_eq(
			encoding_guess(buf_slice(&bytes), true).confidence, ENCODING_UNSURE);
	}
	ck_guess_bytes((struct slice){ "\0\0\1\2", 4 }, true, "utf-8", ENCODING_UNSURE,
		"NUL bytes: this seems to be no text");
	buf_release(&bytes);
}
END_TEST

START_TEST(a_few_faults_do_not_hide_the_encoding)
{
	struct buf bytes = BUF_EMPTY;

	for (int i = 0; i < 10; i++)
		put_as("GBK", slice_of(shop), &bytes);
	buf_text(&bytes, "A1004,\xd5,1\n");
	ck_guess_bytes(buf_slice(&bytes), true, "gb18030", ENCODING_LIKELY,
		"gb18030: 550 of 591 characters are common Chinese, 1 does not decode");
	buf_reset(&bytes);
	for (int i = 0; i < 10; i++)
		buf_text(&bytes, shop);
	buf_text(&bytes, "A1004,\xe5\xbc,1\n");
	ck_guess_bytes(buf_slice(&bytes), true, "utf-8", ENCODING_LIKELY,
		"utf-8: 590 of 591 characters are valid UTF-8, 1 does not decode");
	buf_release(&bytes);
}
END_TEST

START_TEST(text_behind_much_ascii_is_looked_at)
{
	struct buf bytes = BUF_EMPTY;

	while (bytes.length < 5000000)
		buf_text(&bytes, "12345,plain ASCII for a long time\n");
	put_as("GBK", slice_of(shop), &bytes);
	ck_guess_bytes(buf_slice(&bytes), true, "gb18030", ENCODING_SURE,
		"gb18030: 55 of 59 characters are common Chinese");
	/* Far more than is looked at, in one line; the sample ends inside a character. */
	buf_reset(&bytes);
	buf_char(&bytes, 'x');
	for (int i = 0; i < 100000; i++)
		put_as("GBK", slice_of("张伟的订单"), &bytes);
	ck_assert_int_eq(encoding_guess(buf_slice(&bytes), false).confidence, ENCODING_SURE);
	buf_release(&bytes);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("encoding");

	tcase_add_checked_fixture(tests, scratch_open, scratch_close);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, names_and_aliases_are_found);
	tcase_add_test(tests, check_agrees_with_the_definition);
	tcase_add_test(tests, check_passes_every_character);
	tcase_add_test(tests, check_finds_the_place);
	tcase_add_test(tests, text_of_every_encoding_decodes_however_it_is_cut);
	tcase_add_test(tests, mark_at_the_beginning_is_left_out);
	tcase_add_test(tests, every_pair_of_gb18030_is_as_iconv_has_it);
	tcase_add_test(tests, both_euro_signs_of_chinese_decode);
	tcase_add_test(tests, forms_of_four_bytes_are_as_iconv_has_them);
	tcase_add_test(tests, bytes_that_do_not_decode_leave_a_mark);
	tcase_add_test(tests, halves_of_utf_16_leave_a_mark);
	tcase_add_test(tests, a_noncharacter_of_marks_is_a_fault);
	tcase_add_test(tests, faults_are_found_and_shown);
	tcase_add_test(tests, what_only_looks_like_a_mark_is_none);
	tcase_add_test(tests, any_bytes_decode_to_valid_text);
	tcase_add_test(tests, files_pipes_and_packed_files_are_decoded);
	tcase_add_test(tests, peek_shows_what_will_come);
	tcase_add_test(tests, faults_deep_in_a_large_input_have_their_offset);
	tcase_add_test(tests, marks_and_ascii_settle_it);
	tcase_add_test(tests, valid_utf8_is_utf8);
	tcase_add_test(tests, utf_16_without_a_mark_is_known_by_its_nuls);
	tcase_add_test(tests, chinese_japanese_and_western_shops_are_told_apart);
	tcase_add_test(tests, short_texts_are_not_guessed_wrong);
	tcase_add_test(tests, other_things_are_not_guessed);
	tcase_add_test(tests, a_few_faults_do_not_hide_the_encoding);
	tcase_add_test(tests, text_behind_much_ascii_is_looked_at);
	return run_tests(tests);
}
