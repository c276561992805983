/* SPDX-License-Identifier: MIT */
#include "draw/mail.h"

#include "base/hash.h"
#include "draw/page.h"
#include "draw/term.h"

enum {
	LINE = 57, /* bytes in a line of base64 of 76 characters */
	WORD = 42, /* bytes in an encoded word of a head, which may have 75 characters */
	TEXT_WIDTH = 76,
};

static void put_base64(struct buf *out, const unsigned char *at, size_t length)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < length; i += 3) {
		size_t left = length - i;
		unsigned bits = (unsigned)at[i] << 16 | (left > 1 ? (unsigned)at[i + 1] << 8 : 0) |
				(left > 2 ? at[i + 2] : 0);

		buf_char(out, digits[bits >> 18]);
		buf_char(out, digits[bits >> 12 & 63]);
		buf_char(out, left > 1 ? digits[bits >> 6 & 63] : '=');
		buf_char(out, left > 2 ? digits[bits & 63] : '=');
	}
}

static void put_lines(struct buf *out, struct slice bytes)
{
	for (size_t i = 0; i < bytes.length; i += LINE) {
		size_t length = bytes.length - i < LINE ? bytes.length - i : LINE;

		put_base64(out, (const unsigned char *)bytes.at + i, length);
		buf_char(out, '\n');
	}
}

/* Text of a head as encoded words, none of which ends inside a character. */
static void put_words(struct buf *out, struct slice text)
{
	while (text.length > 0) {
		size_t length = text.length < WORD ? text.length : WORD;

		while (length < text.length && length > 1 &&
			((unsigned char)text.at[length] & 0xc0) == 0x80)
			length--;
		buf_text(out, "=?UTF-8?B?");
		put_base64(out, (const unsigned char *)text.at, length);
		buf_text(out, "?=");
		text.at += length;
		text.length -= length;
		buf_text(out, text.length > 0 ? "\n " : "");
	}
}

static void begin_part(struct buf *out, const char *boundary, const char *type, struct slice name,
	struct slice bytes)
{
	buf_printf(out, "\n--%s\nContent-Type: %s\nContent-Transfer-Encoding: base64\n", boundary,
		type);
	if (name.length > 0) {
		buf_text(out, "Content-Disposition: inline\nContent-ID: <");
		buf_put(out, name);
		buf_text(out, ">\n");
	}
	buf_char(out, '\n');
	put_lines(out, bytes);
}

bool mail_is_address(struct slice to)
{
	for (size_t i = 0; i < to.length; i++)
		if ((unsigned char)to.at[i] < 0x20 || (unsigned char)to.at[i] >= 0x7f)
			return false;
	return slice_trim(to).length > 0;
}

void mail_render(const struct report *report, struct slice to, const struct mail_picture *picture,
	size_t count, struct buf *out)
{
	struct buf text = BUF_EMPTY, html = BUF_EMPTY;
	char outer[40], inner[60];

	term_render(report, &(struct term_style){ .width = TEXT_WIDTH }, &text);
	page_render(report, PAGE_MAIL, &html);
	/* Base64 has no '-', so no line of a part can be taken for a boundary. */
	snprintf(outer, sizeof outer, "crm-report-%016llx",
		(unsigned long long)hash_bytes(buf_slice(&html)));
	snprintf(inner, sizeof inner, "%s-related", outer);
	buf_text(out, "To: ");
	buf_put(out, slice_trim(to));
	buf_text(out, "\nSubject: ");
	put_words(out, report->title);
	buf_printf(out,
		"\nMIME-Version: 1.0\nAuto-Submitted: auto-generated\n"
		"Content-Type: multipart/alternative; boundary=\"%s\"\n",
		outer);
	begin_part(out, outer, "text/plain; charset=utf-8", (struct slice){ NULL, 0 },
		buf_slice(&text));
	buf_printf(out,
		"\n--%s\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"%s\"\n",
		outer, inner);
	begin_part(out, inner, "text/html; charset=utf-8", (struct slice){ NULL, 0 },
		buf_slice(&html));
	for (size_t i = 0; i < count; i++)
		begin_part(out, inner, picture[i].type, picture[i].name, picture[i].bytes);
	buf_printf(out, "\n--%s--\n\n--%s--\n", inner, outer);
	buf_release(&text);
	buf_release(&html);
}
