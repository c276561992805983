/* SPDX-License-Identifier: MIT */
#include "io/encoding_decoder.h"

#include <endian.h>
#include <iconv.h>
#include <stdlib.h>

#include "base/mem.h"

/* One character at most, or the mark of a fault, and eight bytes of ASCII too many. */
enum { STEP = 64 };

/* A character. In the tables, at[0] is NUL where there is none. */
struct utf8 {
	char at[4];
};

/* What some bytes are: `used` 0: more are needed to tell; `length` 0: a fault. */
struct character {
	size_t used;
	size_t length;
	struct utf8 utf8;
};

struct encoding_decoder {
	uint64_t offset; /* of the next byte to be decoded, in the original */
	uint64_t faults;

	/* The start of a character whose other bytes have not come. */
	unsigned char held[4];
	size_t held_count;

	/* Text for which the caller had no room. */
	char ready[STEP * 2];
	size_t ready_at, ready_end;

	bool is_wide, is_mark_decisive, is_big_endian; /* UTF-16 */
	bool has_four;                                 /* GB18030 */
	iconv_t charset;

	/* Of the bytes from 0x80. */
	struct utf8 single[128];
	bool is_lead[128]; /* begins some pair */
	struct utf8 pair[128][256];
};

static const iconv_t NO_CHARSET = (iconv_t)-1;

static size_t utf8_length(struct utf8 character)
{
	unsigned char first = (unsigned char)character.at[0];

	return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static struct character fault(size_t used)
{
	return (struct character){ .used = used };
}

/* A character whose other bytes have not come, or, if these are the last, never will. */
static struct character cut_short(size_t used, bool last)
{
	return fault(last ? used : 0);
}

static struct character decoded(size_t used, struct utf8 utf8)
{
	return (struct character){ used, utf8_length(utf8), utf8 };
}

/* The byte order mark, as UTF-8. */
static bool is_mark(struct utf8 utf8)
{
	return memcmp(utf8.at, "\xef\xbb\xbf", 3) == 0;
}

/* U+FDD0 to U+FDEF: noncharacters, of which marks are made. */
static bool is_reserved(struct utf8 utf8)
{
	return utf8.at[0] == '\xef' && utf8.at[1] == '\xb7' && (utf8.at[2] & 0xf0) >= 0x90 &&
	       (unsigned char)utf8.at[2] < 0xb0;
}

static bool is_control(struct utf8 utf8)
{
	return utf8.at[0] == '\xc2' && (unsigned char)utf8.at[1] < 0xa0;
}

/* Ask iconv for the one character that the bytes are. Leaves `utf8` alone if they are none. */
static bool ask(iconv_t charset, const unsigned char *bytes, size_t count, struct utf8 *utf8)
{
	char text[16], *to = text, *from = (char *)(uintptr_t)bytes;
	size_t room = sizeof text, left = count, made;
	struct utf8 found = { { 0 } };

	iconv(charset, NULL, NULL, NULL, NULL);
	if (iconv(charset, &from, &left, &to, &room) == (size_t)-1 || left > 0)
		return false;
	made = sizeof text - room;
	if (made < 2 || made > sizeof found.at)
		return false;
	memcpy(found.at, text, made);
	if (utf8_length(found) != made || is_reserved(found))
		return false;
	*utf8 = found;
	return true;
}

/* iconv has a few single bytes that mean nothing stand for control characters. */
static void fill_singles(struct encoding_decoder *self, iconv_t charset)
{
	for (unsigned i = 0; i < 128; i++) {
		unsigned char byte = (unsigned char)(0x80 + i);
		struct utf8 found;

		if (ask(charset, &byte, 1, &found) && !is_control(found))
			self->single[i] = found;
	}
}

static void fill_pairs(struct encoding_decoder *self)
{
	for (unsigned i = 0; i < 128; i++)
		for (unsigned k = 0x40; k < 256 && self->single[i].at[0] == '\0'; k++) {
			unsigned char pair[2] = { (unsigned char)(0x80 + i), (unsigned char)k };

			self->is_lead[i] |= ask(self->charset, pair, 2, &self->pair[i][k]);
		}
}

static int fill_tables(
	struct encoding_decoder *self, const struct encoding *encoding, struct diag *why)
{
	iconv_t more;

	self->charset = iconv_open("UTF-8", encoding->charset);
	if (self->charset == NO_CHARSET)
		return diag_errno(why, "cannot decode %s: iconv has no %s here", encoding->name,
			encoding->charset);
	fill_singles(self, self->charset);
	if (encoding->singles != NULL) {
		more = iconv_open("UTF-8", encoding->singles);
		if (more == NO_CHARSET)
			return diag_errno(why, "cannot decode %s: iconv has no %s here",
				encoding->name, encoding->singles);
		fill_singles(self, more);
		iconv_close(more);
	}
	fill_pairs(self);
	return 0;
}

struct encoding_decoder *encoding_decoder_new(const struct encoding *encoding, struct diag *why)
{
	struct encoding_decoder *self = mem_zero(1, sizeof *self);

	self->charset = NO_CHARSET;
	self->is_wide = encoding->charset == NULL;
	self->is_mark_decisive = strcmp(encoding->name, "utf-16") == 0;
	self->is_big_endian = strcmp(encoding->name, "utf-16be") == 0;
	self->has_four = strcmp(encoding->name, "gb18030") == 0;
	if (!self->is_wide && fill_tables(self, encoding, why) < 0) {
		encoding_decoder_free(self);
		return NULL;
	}
	return self;
}

void encoding_decoder_free(struct encoding_decoder *self)
{
	if (self == NULL)
		return;
	if (self->charset != NO_CHARSET)
		iconv_close(self->charset);
	free(self);
}

uint64_t encoding_decoder_faults(const struct encoding_decoder *self)
{
	return self->faults;
}

/* ---- one character, with all that can be wrong with it -----------------------------------------
 */

static struct utf8 utf8_of(uint32_t point)
{
	if (point < 0x80)
		return (struct utf8){ { (char)point } };
	if (point < 0x800)
		return (struct utf8){ { (char)(0xc0 | point >> 6),
			(char)(0x80 | (point & 0x3f)) } };
	if (point < 0x10000)
		return (struct utf8){ { (char)(0xe0 | point >> 12),
			(char)(0x80 | (point >> 6 & 0x3f)), (char)(0x80 | (point & 0x3f)) } };
	return (struct utf8){ { (char)(0xf0 | point >> 18), (char)(0x80 | (point >> 12 & 0x3f)),
		(char)(0x80 | (point >> 6 & 0x3f)), (char)(0x80 | (point & 0x3f)) } };
}

static uint32_t unit_at(const struct encoding_decoder *self, const unsigned char *at)
{
	return self->is_big_endian ? (uint32_t)at[0] << 8 | at[1] : (uint32_t)at[1] << 8 | at[0];
}

static struct character one_wide(
	const struct encoding_decoder *self, const unsigned char *at, size_t length, bool last)
{
	uint32_t unit, low;
	struct utf8 utf8;

	if (length < 2)
		return cut_short(1, last);
	unit = unit_at(self, at);
	if (unit >= 0xd800 && unit < 0xdc00) {
		if (length < 4)
			return cut_short(2, last);
		low = unit_at(self, at + 2);
		if (low < 0xdc00 || low > 0xdfff)
			return fault(2);
		return decoded(4, utf8_of(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)));
	}
	utf8 = utf8_of(unit);
	if ((unit >= 0xdc00 && unit < 0xe000) || is_reserved(utf8))
		return fault(2);
	return decoded(2, utf8);
}

static bool is_digit(unsigned char byte)
{
	return byte >= '0' && byte <= '9';
}

/* A byte from 0x81 to 0xfe and a digit, twice. The first two are there and right. */
static struct character one_four(
	const struct encoding_decoder *self, const unsigned char *at, size_t length, bool last)
{
	struct utf8 utf8;

	if (length < 3)
		return cut_short(1, last);
	if (at[2] < 0x81 || at[2] == 0xff)
		return fault(1);
	if (length < 4)
		return cut_short(1, last);
	if (!is_digit(at[3]))
		return fault(1);
	return ask(self->charset, at, 4, &utf8) ? decoded(4, utf8) : fault(4);
}

static struct character one_coded(
	const struct encoding_decoder *self, const unsigned char *at, size_t length, bool last)
{
	unsigned lead = at[0] & 0x7f;
	struct utf8 pair;

	if (at[0] < 0x80)
		return decoded(1, (struct utf8){ { (char)at[0] } });
	if (self->single[lead].at[0] != '\0')
		return decoded(1, self->single[lead]);
	if (!self->is_lead[lead])
		return fault(1);
	if (length < 2)
		return cut_short(1, last);
	pair = self->pair[lead][at[1]];
	if (pair.at[0] != '\0')
		return decoded(2, pair);
	if (self->has_four && is_digit(at[1]))
		return one_four(self, at, length, last);
	return fault(at[1] < 0x80 ? 1 : 2);
}

/* What the first of `length` > 0 bytes begin. */
static struct character one(
	struct encoding_decoder *self, const unsigned char *at, size_t length, bool last)
{
	if (!self->is_wide)
		return one_coded(self, at, length, last);
	if (self->is_mark_decisive && self->offset == 0 && length >= 2)
		self->is_big_endian = at[0] == 0xfe && at[1] == 0xff;
	return one_wide(self, at, length, last);
}

/* ---- many characters ---------------------------------------------------------------------------
 */

/* Where the work stands: bytes from `at` become text at `to`, which has STEP bytes of room. */
struct run {
	const unsigned char *at, *end;
	char *to;
	const char *limit;
};

static size_t put_fault(
	const struct encoding_decoder *self, const unsigned char *at, size_t count, char *to)
{
	static const char digit[] = "0123456789abcdef";
	char *start = to;
	int shift = 60;

	memcpy(to, "\xef\xb7\x90", 3);
	to += 3;
	while (shift > 0 && self->offset >> shift == 0)
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		*to++ = digit[self->offset >> shift & 15];
	*to++ = ':';
	for (size_t i = 0; i < count; i++) {
		*to++ = digit[at[i] >> 4];
		*to++ = digit[at[i] & 15];
	}
	memcpy(to, "\xef\xb7\x91", 3);
	return (size_t)(to + 3 - start);
}

/* Write what the bytes at `at` are. Returns the length of that. */
static size_t put_character(struct encoding_decoder *self, struct character character,
	const unsigned char *at, char *to)
{
	size_t made = character.length;

	if (made == 0) {
		made = put_fault(self, at, character.used, to);
		self->faults++;
	} else if (self->offset == 0 && is_mark(character.utf8)) {
		made = 0;
	} else {
		memcpy(to, character.utf8.at, sizeof character.utf8.at);
	}
	self->offset += character.used;
	return made;
}

static const uint64_t HIGH_BITS = 0x8080808080808080;

/* Copies up to the first byte that is not ASCII, and eight bytes at a time. */
static void take_ascii(struct run *run)
{
	while (run->end - run->at >= 8 && run->to <= run->limit) {
		uint64_t word;

		memcpy(&word, run->at, 8);
		memcpy(run->to, &word, 8);
		word = le64toh(word) & HIGH_BITS;
		if (word != 0) {
			run->at += __builtin_ctzll(word) / 8;
			run->to += __builtin_ctzll(word) / 8;
			return;
		}
		run->at += 8;
		run->to += 8;
	}
	while (run->at < run->end && run->to <= run->limit && *run->at < 0x80)
		*run->to++ = (char)*run->at++;
}

/* Most pairs are three bytes of UTF-8, which the processor foresees. */
static void take_pairs(const struct encoding_decoder *self, struct run *run)
{
	const unsigned char *at = run->at;
	char *to = run->to;

	while (run->end - at >= 2 && *at >= 0x80 && to <= run->limit) {
		const struct utf8 *pair = &self->pair[*at & 0x7f][at[1]];

		if (pair->at[0] == '\0')
			break;
		memcpy(to, pair->at, sizeof pair->at);
		to += (pair->at[0] & 0xf0) == 0xe0 ? 3 : utf8_length(*pair);
		at += 2;
	}
	run->at = at;
	run->to = to;
}

/* As far as ASCII and pairs go. */
static void take_plain_coded(const struct encoding_decoder *self, struct run *run)
{
	const unsigned char *before;

	do {
		before = run->at;
		take_ascii(run);
		take_pairs(self, run);
	} while (run->at > before);
}

/* As far as there are neither surrogates nor reserved characters. */
static void take_plain_wide(const struct encoding_decoder *self, struct run *run)
{
	while (run->end - run->at >= 2 && run->to <= run->limit) {
		uint32_t unit = unit_at(self, run->at);

		if (unit < 0x80) {
			*run->to++ = (char)unit;
		} else if (unit < 0xd800 || (unit >= 0xe000 && unit < 0xfdd0)) {
			struct utf8 utf8 = utf8_of(unit);

			memcpy(run->to, utf8.at, sizeof utf8.at);
			run->to += unit < 0x800 ? 2 : 3;
		} else {
			return;
		}
		run->at += 2;
	}
}

/* All but the start of a character whose other bytes have not come. */
static void take_run(struct encoding_decoder *self, struct run *run)
{
	struct character character;
	const unsigned char *before;

	while (run->at < run->end && run->to <= run->limit) {
		before = run->at;
		if (self->is_wide)
			take_plain_wide(self, run);
		else
			take_plain_coded(self, run);
		self->offset += (uint64_t)(run->at - before);
		if (run->at == run->end || run->to > run->limit)
			return;
		character = one(self, run->at, (size_t)(run->end - run->at), false);
		if (character.used == 0)
			return;
		run->to += put_character(self, character, run->at, run->to);
		run->at += character.used;
	}
}

/* One byte more of a character that came in pieces. Returns false if there is none. */
static bool hold_another(struct encoding_decoder *self, struct run *run)
{
	if (run->at == run->end)
		return false;
	self->held[self->held_count++] = *run->at++;
	return true;
}

/* What is held, one character. Returns false if it is not whole and there is nothing to add. */
static bool take_held(struct encoding_decoder *self, struct run *run, bool last)
{
	bool is_all = last && run->at == run->end;
	struct character character = one(self, self->held, self->held_count, is_all);

	if (character.used == 0)
		return hold_another(self, run);
	run->to += put_character(self, character, self->held, run->to);
	self->held_count -= character.used;
	memmove(self->held, self->held + character.used, self->held_count);
	return true;
}

/*
 * Decode to a place with room for more than STEP bytes. The first character is taken byte by
 * byte, as one in pieces is: it may be a byte order mark.
 */
static size_t decode(
	struct encoding_decoder *self, struct slice *from, bool last, char *to, size_t room)
{
	const unsigned char *start = (const unsigned char *)from->at;
	struct run run = { start, start + from->length, to, to + (room - STEP) };
	bool more = true;

	while (more && run.to <= run.limit) {
		if (self->held_count > 0) {
			more = take_held(self, &run, last);
			continue;
		}
		if (self->offset > 0)
			take_run(self, &run);
		if (run.to <= run.limit)
			more = hold_another(self, &run);
	}
	from->at += run.at - start;
	from->length -= (size_t)(run.at - start);
	return (size_t)(run.to - to);
}

size_t encoding_decoder_take(
	struct encoding_decoder *self, struct slice *from, bool last, char *to, size_t room)
{
	size_t given;

	if (self->ready_at == self->ready_end) {
		if (room > STEP)
			return decode(self, from, last, to, room);
		self->ready_at = 0;
		self->ready_end = decode(self, from, last, self->ready, sizeof self->ready);
	}
	given = self->ready_end - self->ready_at;
	if (given > room)
		given = room;
	memcpy(to, self->ready + self->ready_at, given);
	self->ready_at += given;
	return given;
}
