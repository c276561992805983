/* SPDX-License-Identifier: MIT */
#include "io/encoding.h"

#include <endian.h>
#include <stdio.h>

#include "io/encoding_score.h"

/*
 * Of GB18030, GBK and GB2312 each contains the next; only the euro sign of code page 936 is a byte
 * of its own. For Big5 and Shift-JIS, too, the widest set in use is taken.
 */
static const struct encoding encodings[] = {
	{ "utf-8", "utf8", NULL, NULL },
	{ "utf-16", "utf16 unicode", NULL, NULL },
	{ "utf-16le", "utf16le ucs2le", NULL, NULL },
	{ "utf-16be", "utf16be ucs2be", NULL, NULL },
	{ "gb18030", "gb18030 gbk gb2312 cp936 ms936 windows936 euccn", "GB18030", "GBK" },
	{ "big5", "big5 cp950 ms950 windows950", "BIG5", NULL },
	{ "shift_jis", "shiftjis sjis cp932 ms932 windows31j windows932", "CP932", NULL },
	{ "windows-1252", "windows1252 cp1252 ms1252 latin1 iso88591 l1", "CP1252", NULL },
};

enum { ENCODING_COUNT = sizeof encodings / sizeof *encodings };

static bool is_listed(struct slice name, const char *list)
{
	struct slice rest = slice_of(list), item;

	while (slice_cut(&rest, ' ', &item))
		if (slice_equal(item, name))
			return true;
	return false;
}

const struct encoding *encoding_find(struct slice name)
{
	char plain[32];
	size_t length = 0;

	for (size_t i = 0; i < name.length; i++) {
		char byte = name.at[i];

		if (byte == '-' || byte == '_')
			continue;
		if (length == sizeof plain)
			return NULL;
		plain[length++] = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
	}
	for (size_t i = 0; i < ENCODING_COUNT; i++)
		if (is_listed((struct slice){ plain, length }, encodings[i].aliases))
			return &encodings[i];
	return NULL;
}

void encoding_put_names(struct buf *out)
{
	for (size_t i = 0; i < ENCODING_COUNT; i++) {
		buf_text(out, i > 0 ? ", " : "");
		buf_text(out, encodings[i].name);
	}
}

bool encoding_is_utf8(const struct encoding *encoding)
{
	return encoding == &encodings[0];
}

/* ---- valid UTF-8 -------------------------------------------------------------------------------
 */

static const uint64_t HIGH_BITS = 0x8080808080808080;

/* Where the first byte stands that is not ASCII. */
static size_t skip_ascii(struct slice text, size_t at)
{
	uint64_t word[4];

	for (; text.length - at >= sizeof word; at += sizeof word) {
		memcpy(word, text.at + at, sizeof word);
		if (((word[0] | word[1] | word[2] | word[3]) & HIGH_BITS) != 0)
			break;
	}
	while (text.length - at >= 8) {
		memcpy(word, text.at + at, 8);
		if ((*word & HIGH_BITS) != 0)
			return at + (size_t)__builtin_ctzll(le64toh(*word) & HIGH_BITS) / 8;
		at += 8;
	}
	while (at < text.length && (unsigned char)text.at[at] < 0x80)
		at++;
	return at;
}

/* The next four bytes, the first the lowest; zero behind the end. */
static uint32_t load_four(struct slice text, size_t at)
{
	uint32_t word = 0;

	memcpy(&word, text.at + at, text.length - at < 4 ? text.length - at : 4);
	return le32toh(word);
}

/*
 * The length of the character of more than one byte that `word` begins with; 0 if it is none. A
 * mask takes out the bits that say which byte it is. What is left in the first bytes must need
 * that many bytes and be no surrogate (0xd800 to 0xdfff), nor above 0x10ffff.
 */
static size_t sequence(uint32_t word)
{
	if ((word & 0x00c0c0f0) == 0x008080e0)
		return (word & 0x200f) != 0 && (word & 0x200f) != 0x200d ? 3 : 0;
	if ((word & 0x0000c0e0) == 0x000080c0)
		return (word & 0x1e) != 0 ? 2 : 0;
	if ((word & 0xc0c0c0f8) == 0x808080f0)
		return (word & 0x3007) != 0 && ((word & 7) < 4 || (word & 0x3007) == 4) ? 4 : 0;
	return 0;
}

/* The same one character after the other, which tells where the fault is. */
static size_t find_invalid(struct slice text)
{
	size_t at = 0, length;

	for (;;) {
		at = skip_ascii(text, at);
		if (at == text.length)
			return at;
		length = sequence(load_four(text, at));
		if (length == 0)
			return at;
		at += length;
	}
}

/*
 * A machine that reads a byte a cycle and never branches. A state is a distance in bits: the row
 * of a byte holds, at the distance of each state, the state that follows.
 */
enum state {
	WRONG = 0,
	START = 6,
	WANTS_1 = 12, /* bytes more */
	WANTS_2 = 18,
	WANTS_3 = 24,
	AFTER_E0 = 30, /* the next byte has its own bounds */
	AFTER_ED = 36,
	AFTER_F0 = 42,
	AFTER_F4 = 48,
};

#define FROM(state, next) ((uint64_t)(next) << (state))

#define ON FROM(WANTS_1, START) | FROM(WANTS_2, WANTS_1) | FROM(WANTS_3, WANTS_2)
#define ON_80 ON | FROM(AFTER_ED, WANTS_1) | FROM(AFTER_F4, WANTS_2)
#define ON_90 ON | FROM(AFTER_ED, WANTS_1) | FROM(AFTER_F0, WANTS_2)
#define ON_A0 ON | FROM(AFTER_E0, WANTS_1) | FROM(AFTER_F0, WANTS_2)

#define TWICE(row) row, row
#define ROWS_4(row) TWICE(row), TWICE(row)
#define ROWS_8(row) ROWS_4(row), ROWS_4(row)
#define ROWS_16(row) ROWS_8(row), ROWS_8(row)
#define ROWS_32(row) ROWS_16(row), ROWS_16(row)
#define ROWS_64(row) ROWS_32(row), ROWS_32(row)

static const uint64_t row_of[256] = {
	ROWS_64(FROM(START, START)), ROWS_64(FROM(START, START)), ROWS_16(ON_80), ROWS_16(ON_90),
	ROWS_32(ON_A0), TWICE(WRONG), /* 0xc0 */
	TWICE(FROM(START, WANTS_1)), ROWS_4(FROM(START, WANTS_1)), ROWS_8(FROM(START, WANTS_1)),
	ROWS_16(FROM(START, WANTS_1)), FROM(START, AFTER_E0), /* 0xe0 */
	ROWS_8(FROM(START, WANTS_2)), ROWS_4(FROM(START, WANTS_2)),
	FROM(START, AFTER_ED),                                                    /* 0xed */
	TWICE(FROM(START, WANTS_2)), FROM(START, AFTER_F0),                       /* 0xf0 */
	TWICE(FROM(START, WANTS_3)), FROM(START, WANTS_3), FROM(START, AFTER_F4), /* 0xf4 */
};

static uint64_t read_bytes(uint64_t state, const char *at, size_t length)
{
	for (size_t i = 0; i < length; i++)
		state = row_of[(unsigned char)at[i]] >> (state & 63);
	return state;
}

size_t encoding_check_utf8(struct slice text)
{
	enum { STRIDE = 16 };
	uint64_t state = START, word[2];
	size_t at = 0;

	for (; text.length - at >= STRIDE; at += STRIDE) {
		memcpy(word, text.at + at, sizeof word);
		if (((word[0] | word[1]) & HIGH_BITS) == 0 && (state & 63) == START)
			continue;
		state = read_bytes(state, text.at + at, STRIDE);
		if ((state & 63) == WRONG)
			break;
	}
	if ((state & 63) != WRONG)
		state = read_bytes(state, text.at + at, text.length - at);
	return (state & 63) == START ? text.length : find_invalid(text);
}

/* ---- faults ------------------------------------------------------------------------------------
 */

static const struct slice mark_start = { "\xef\xb7\x90", 3 };
static const struct slice mark_end = { "\xef\xb7\x91", 3 };

static int hex_value(char digit)
{
	return digit >= '0' && digit <= '9'   ? digit - '0'
	       : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
					      : -1;
}

/* Take hexadecimal digits off the front. Returns how many there were, at most `most`. */
static int take_hex(struct slice *rest, int most, uint64_t *value)
{
	int count = 0;

	for (*value = 0; count < most && rest->length > 0 && hex_value(*rest->at) >= 0; count++) {
		*value = *value << 4 | (uint64_t)hex_value(*rest->at);
		rest->at++;
		rest->length--;
	}
	return count;
}

/* Read a mark that `rest` begins with. */
static bool read_mark(struct slice rest, struct encoding_fault *fault)
{
	uint64_t byte;
	int digits;

	fault->mark.at = rest.at;
	rest.at += mark_start.length;
	rest.length -= mark_start.length;
	if (take_hex(&rest, 16, &fault->offset) == 0 || !slice_starts(rest, slice_of(":")))
		return false;
	rest.at++;
	rest.length--;
	fault->count = 0;
	while (fault->count < sizeof fault->byte && (digits = take_hex(&rest, 2, &byte)) > 0) {
		if (digits == 1)
			return false;
		fault->byte[fault->count++] = (unsigned char)byte;
	}
	fault->mark.length = (size_t)(rest.at - fault->mark.at) + mark_end.length;
	return fault->count > 0 && slice_starts(rest, mark_end);
}

bool encoding_find_fault(struct slice text, struct encoding_fault *fault)
{
	const char *found, *end = text.at + text.length;

	while (text.length > 0) {
		found = memmem(text.at, text.length, mark_start.at, mark_start.length);
		if (found == NULL)
			return false;
		if (read_mark((struct slice){ found, (size_t)(end - found) }, fault))
			return true;
		text = (struct slice){ found + 1, (size_t)(end - found) - 1 };
	}
	return false;
}

void encoding_remove_faults(struct slice text, struct buf *out)
{
	struct encoding_fault fault;
	const char *end = text.at + text.length;

	while (encoding_find_fault(text, &fault)) {
		buf_put(out, (struct slice){ text.at, (size_t)(fault.mark.at - text.at) });
		for (size_t i = 0; i < fault.count; i++)
			buf_printf(out, "<%02X>", fault.byte[i]);
		text.at = fault.mark.at + fault.mark.length;
		text.length = (size_t)(end - text.at);
	}
	buf_put(out, text);
}

/* ---- a guess -----------------------------------------------------------------------------------
 */

static const struct encoding *named(const char *name)
{
	return encoding_find(slice_of(name));
}

static struct encoding_guess decided(
	const char *name, enum encoding_confidence confidence, const char *why)
{
	struct encoding_guess guess = { named(name), confidence, "" };

	snprintf(guess.why, sizeof guess.why, "%s", why);
	return guess;
}

static bool guess_by_mark(struct slice sample, struct encoding_guess *guess)
{
	static const struct {
		struct slice mark;
		const char *name;
	} marks[] = {
		{ { "\xef\xbb\xbf", 3 }, "utf-8" },
		{ { "\xff\xfe", 2 }, "utf-16le" },
		{ { "\xfe\xff", 2 }, "utf-16be" },
		{ { "\x84\x31\x95\x33", 4 }, "gb18030" },
	};

	if (slice_starts(sample, (struct slice){ "\xff\xfe\0\0", 4 })) {
		*guess = decided("utf-16le", ENCODING_UNSURE, "this seems to be UTF-32");
		return true;
	}
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (slice_starts(sample, marks[i].mark)) {
			*guess = decided(marks[i].name, ENCODING_SURE, "byte order mark");
			return true;
		}
	return false;
}

/*
 * UTF-16 without a mark: ASCII, of which every table has some, has a NUL as its higher byte. Bytes
 * that are NUL on both sides are of something else; a few NULs here and there are faults of single
 * records, and tell nothing of the file.
 */
static bool guess_by_nul(struct slice sample, struct encoding_guess *guess)
{
	size_t count[2] = { 0, 0 }, most;
	bool big, is_one_sided;

	if (sample.length > 65536)
		sample.length = 65536;
	for (size_t i = 0; i < sample.length; i++)
		count[i & 1] += sample.at[i] == '\0';
	big = count[0] > count[1];
	most = count[!big];
	is_one_sided = count[big] <= most / 20;
	if (most == 0 || (most * 5 < sample.length && most < 8) || most * 40 < sample.length)
		return false;
	if (!is_one_sided)
		*guess = decided("utf-8", ENCODING_UNSURE, "NUL bytes: this seems to be no text");
	else
		*guess = decided(big ? "utf-16be" : "utf-16le",
			most > 3 ? ENCODING_SURE : ENCODING_LIKELY,
			big ? "every other byte of ASCII is NUL, the first"
			    : "every other byte of ASCII is NUL, the second");
	return true;
}

/* Is it the start of a character of UTF-8 whose other bytes were cut off? */
static bool is_cut_utf8(struct slice rest)
{
	static const char tails[][3] = { { '\x80', '\x80', '\x80' }, { '\xa0', '\x80', '\x80' },
		{ '\x90', '\x80', '\x80' } };
	char whole[4];

	if (rest.length == 0 || rest.length > 3)
		return false;
	memcpy(whole, rest.at, rest.length);
	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
		for (size_t length = rest.length + 1; length <= sizeof whole; length++) {
			memcpy(whole + rest.length, tails[i], length - rest.length);
			if (encoding_check_utf8((struct slice){ whole, length }) == length)
				return true;
		}
	return false;
}

/* Are there so many bytes that continue a character that chance did not put them there? */
static bool has_many_sequences(struct slice text)
{
	enum { MANY = 8 };
	size_t count = 0;

	for (size_t i = 0; i < text.length && count < MANY; i++)
		count += (text.at[i] & 0xc0) == 0x80;
	return count == MANY;
}

/* Takes a character of UTF-8 that was cut off from the end of the sample. */
static bool guess_by_validity(struct slice *sample, bool is_whole, struct encoding_guess *guess)
{
	size_t valid;

	if (sample->length == 0) {
		*guess = decided("utf-8", ENCODING_SURE, "all ASCII");
		return true;
	}
	valid = encoding_check_utf8(*sample);
	if (!is_whole && is_cut_utf8((struct slice){ sample->at + valid, sample->length - valid }))
		sample->length = valid;
	if (valid < sample->length || !has_many_sequences(*sample))
		return false;
	*guess = decided("utf-8", ENCODING_SURE, "valid UTF-8");
	return true;
}

/*
 * Gather lines that are not all ASCII: a line end ends a character in all encodings. Of a line
 * that begins too far away, what follows the first byte that is not ASCII. Returns whether the
 * last one is whole.
 */
static bool gather_lines(struct slice sample, struct buf *lines)
{
	enum { ENOUGH = 64 * 1024, NEAR = 1024 };
	size_t at = 0, high, end, start;
	const char *line_end;

	while (lines->length < ENOUGH && (high = skip_ascii(sample, at)) < sample.length) {
		for (start = high; start > at && high - start < NEAR;)
			if (sample.at[--start] == '\n')
				break;
		if (high - start == NEAR)
			start = high;
		line_end = memchr(sample.at + high, '\n', sample.length - high);
		end = line_end ? (size_t)(line_end + 1 - sample.at) : sample.length;
		if (end - start > ENOUGH - lines->length) {
			buf_put(lines, (struct slice){ sample.at + start, ENOUGH - lines->length });
			return false;
		}
		buf_put(lines, (struct slice){ sample.at + start, end - start });
		at = end;
	}
	return true;
}

struct encoding_guess encoding_guess(struct slice sample, bool is_whole)
{
	struct encoding_guess guess;
	struct buf lines = BUF_EMPTY;
	struct slice high;
	size_t at;

	if (guess_by_mark(sample, &guess) || guess_by_nul(sample, &guess))
		return guess;
	at = skip_ascii(sample, 0);
	high = (struct slice){ sample.at + at, sample.length - at };
	if (high.length > ENCODING_SAMPLE) {
		high.length = ENCODING_SAMPLE;
		is_whole = false;
	}
	if (guess_by_validity(&high, is_whole, &guess))
		return guess;
	sample.length = at + high.length;
	is_whole &= gather_lines(sample, &lines);
	guess = encoding_score_guess(buf_slice(&lines), is_whole);
	buf_release(&lines);
	return guess;
}
