/* SPDX-License-Identifier: MIT */
#include "tab/escape.h"

static char letter_of(char byte)
{
	switch (byte) {
	case '\t':
		return 't';
	case '\n':
		return 'n';
	case '\r':
		return 'r';
	case '\\':
		return '\\';
	default:
		return '\0';
	}
}

/* Is there a backslash, or a byte below 14, among eight? */
static bool may_need_escape(uint64_t bytes)
{
	const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
	uint64_t slashes = bytes ^ ones * '\\';

	return ((((bytes - ones * 14) & ~bytes) | ((slashes - ones) & ~slashes)) & highs) != 0;
}

/* Nearly all text: nothing to escape, which is found out eight bytes at a time. */
static bool is_plain_text(struct slice text)
{
	uint64_t bytes;
	size_t i = 0;

	for (; i + sizeof bytes <= text.length; i += sizeof bytes) {
		memcpy(&bytes, text.at + i, sizeof bytes);
		if (may_need_escape(bytes))
			return false;
	}
	bytes = UINT64_MAX; /* no byte of it needs an escape */
	if (i < text.length)
		memcpy(&bytes, text.at + i, text.length - i);
	return !may_need_escape(bytes);
}

void escape_put(struct buf *out, struct slice text)
{
	char *to;

	if (is_plain_text(text)) {
		buf_put(out, text);
		return;
	}
	to = buf_room(out, 2 * text.length);
	for (size_t i = 0; i < text.length; i++) {
		char letter = letter_of(text.at[i]);

		if (letter != '\0') {
			*to++ = '\\';
			*to++ = letter;
		} else {
			*to++ = text.at[i];
		}
	}
	out->length = (size_t)(to - out->at);
}

/* What stands behind a backslash, or '\0' if the two mean nothing together. */
static char meaning_of(char letter)
{
	switch (letter) {
	case 't':
		return '\t';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case '\\':
		return '\\';
	default:
		return '\0';
	}
}

size_t escape_remove_to(char *to, struct slice field)
{
	char *start = to;

	for (size_t i = 0; i < field.length; i++) {
		char meaning = '\0';

		if (field.at[i] == '\\' && i + 1 < field.length)
			meaning = meaning_of(field.at[i + 1]);
		if (meaning != '\0')
			i++;
		*to++ = meaning != '\0' ? meaning : field.at[i];
	}
	return (size_t)(to - start);
}

void escape_remove(struct buf *out, struct slice field)
{
	out->length += escape_remove_to(buf_room(out, field.length), field);
}
