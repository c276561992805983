/* SPDX-License-Identifier: MIT */
/* encoding: what any bytes are taken for, and their way to UTF-8, at once and in small pieces. */
#include "io/encoding.h"

#include "fuzz.h"
#include "io/encoding_decoder.h"

static const char *const names[] = { "gb18030", "gbk", "big5", "shift_jis", "windows-1252",
	"utf-16le", "utf-16be", "euc-jp", "euc-kr" };

/* Decode, with `step` bytes at a time and `room` for what comes of them. */
static void decode(const struct encoding *encoding, struct slice bytes, size_t step, size_t room,
	struct buf *out)
{
	struct diag why;
	struct encoding_decoder *decoder = encoding_decoder_new(encoding, &why);
	size_t made;

	if (decoder == NULL) {
		fuzz_message(&why);
		return;
	}
	do {
		struct slice from = { bytes.at, bytes.length < step ? bytes.length : step };
		bool last = from.length == bytes.length;
		size_t given = from.length;

		made = encoding_decoder_take(decoder, &from, last, buf_room(out, room), room);
		assert(made <= room);
		out->length += made;
		bytes.at += given - from.length;
		bytes.length -= given - from.length;
		if (made == 0 && !last)
			step++; /* a character that is cut waits for the rest */
		else if (made == 0)
			break;
	} while (true);
	assert(bytes.length == 0);
	encoding_decoder_free(decoder);
}

/* What comes out is UTF-8, and its marks are true ones. */
static void check_text(struct slice text)
{
	struct encoding_fault fault;
	struct buf shown = BUF_EMPTY;

	assert(encoding_check_utf8(text) == text.length);
	encoding_remove_faults(text, &shown);
	while (encoding_find_fault(text, &fault)) {
		assert(fault.count >= 1 && fault.count <= 4);
		text.length -= (size_t)(fault.mark.at + fault.mark.length - text.at);
		text.at = fault.mark.at + fault.mark.length;
	}
	buf_release(&shown);
}

static void fuzz(struct slice bytes)
{
	unsigned how = fuzz_byte(&bytes);
	const char *name = names[how % (sizeof names / sizeof *names)];
	const struct encoding *encoding = encoding_find(slice_of(name));
	struct encoding_guess guess = encoding_guess(bytes, how & 128);
	struct buf whole = BUF_EMPTY, pieces = BUF_EMPTY;

	assert(guess.encoding != NULL);
	assert(encoding_check_utf8(bytes) <= bytes.length);
	if (how & 64)
		encoding = guess.encoding;
	if (encoding == NULL || encoding_is_utf8(encoding))
		return;
	decode(encoding, bytes, bytes.length + 1, bytes.length * 16 + 64, &whole);
	decode(encoding, bytes, 1 + how % 5, 64, &pieces);
	fuzz_same(&whole, &pieces);
	check_text(buf_slice(&whole));
	buf_release(&whole);
	buf_release(&pieces);
}
