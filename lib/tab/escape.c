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

void escape_put(struct buf *out, struct slice text)
{
	char *to = buf_room(out, 2 * text.length);

	for (size_t i = 0; i < text.length; i++) {
		char letter = letter_of(text.at[i]);

		if (letter != '\0') {
			*to++ = '\\';
			*to++ = letter;
		} else {
			*to++ = text.at[i];
		}
	}
	if (text.length > 0)
		out->length = (size_t)(to - out->at);
}

size_t escape_remove_to(char *to, struct slice field)
{
	char *start = to;

	for (size_t i = 0; i < field.length; i++) {
		char byte = field.at[i];

		if (byte == '\\' && i + 1 < field.length) {
			byte = field.at[++i];
			byte = byte == 't' ? '\t' : byte == 'n' ? '\n' : byte == 'r' ? '\r' : byte;
		}
		*to++ = byte;
	}
	return (size_t)(to - start);
}

void escape_remove(struct buf *out, struct slice field)
{
	out->length += escape_remove_to(buf_room(out, field.length), field);
}
