/* SPDX-License-Identifier: MIT */
#include "draw/mailtext.h"

enum { WORD = 42 /* bytes in an encoded word, which may have 75 characters */ };

void mailtext_base64(struct buf *out, struct slice bytes)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *at = (const unsigned char *)bytes.at;

	for (size_t i = 0; i < bytes.length; i += 3) {
		size_t left = bytes.length - i;
		unsigned bits = (unsigned)at[i] << 16 | (left > 1 ? (unsigned)at[i + 1] << 8 : 0) |
				(left > 2 ? at[i + 2] : 0);

		buf_char(out, digits[bits >> 18]);
		buf_char(out, digits[bits >> 12 & 63]);
		buf_char(out, left > 1 ? digits[bits >> 6 & 63] : '=');
		buf_char(out, left > 2 ? digits[bits & 63] : '=');
	}
}

void mailtext_words(struct buf *out, struct slice text)
{
	while (text.length > 0) {
		size_t length = text.length < WORD ? text.length : WORD;

		while (length < text.length && length > 1 &&
			((unsigned char)text.at[length] & 0xc0) == 0x80)
			length--;
		buf_text(out, "=?UTF-8?B?");
		mailtext_base64(out, (struct slice){ text.at, length });
		buf_text(out, "?=");
		text.at += length;
		text.length -= length;
		buf_text(out, text.length > 0 ? "\n " : "");
	}
}
