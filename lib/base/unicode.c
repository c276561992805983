/* SPDX-License-Identifier: MIT */
#include "base/unicode.h"

#include <utf8proc.h>

enum {
	NO_BREAK_BLANK = 0xa0,
	WIDE_BLANK = 0x3000,
	WIDE_FIRST = 0xff01, /* the full-width forms of '!' … */
	WIDE_LAST = 0xff5e,  /* … to '~' */
};

size_t unicode_first(struct slice text, int32_t *code)
{
	/* No character is longer than 4 bytes; more could be too many for utf8proc's lengths. */
	size_t most = text.length < 4 ? text.length : 4;
	utf8proc_int32_t number;
	utf8proc_ssize_t length = utf8proc_iterate(
		(const utf8proc_uint8_t *)text.at, (utf8proc_ssize_t)most, &number);

	if (length <= 0)
		return 0;
	*code = number;
	return (size_t)length;
}

bool unicode_is_control(int32_t code)
{
	switch (utf8proc_category(code)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return false;
	}
}

int unicode_columns(int32_t code)
{
	return utf8proc_charwidth(code);
}

/* Blanks, and what spreadsheets and web pages leave at the ends of a field without a trace. */
static bool is_blank(int32_t code)
{
	switch (code) {
	case ' ':
	case '\t':
	case 0x200b: /* zero width space */
	case 0x200e: /* left-to-right mark */
	case 0x200f: /* right-to-left mark */
	case 0x2060: /* word joiner */
	case 0xfeff: /* byte order mark */
		return true;
	default:
		return code >= NO_BREAK_BLANK && utf8proc_category(code) == UTF8PROC_CATEGORY_ZS;
	}
}

/* The length of the character at the end of `text`, and its number; 0 if it is no UTF-8. */
static size_t last(struct slice text, int32_t *code)
{
	size_t length = 1;
	struct slice end;

	while (length < 4 && length < text.length &&
		((unsigned char)text.at[text.length - length] & 0xc0) == 0x80)
		length++;
	end = (struct slice){ text.at + (text.length - length), length };
	return unicode_first(end, code) == length ? length : 0;
}

struct slice unicode_trim(struct slice text)
{
	size_t length;
	int32_t code;

	while (text.length > 0 && (length = unicode_first(text, &code)) > 0 && is_blank(code)) {
		text.at += length;
		text.length -= length;
	}
	while (text.length > 0 && (length = last(text, &code)) > 0 && is_blank(code))
		text.length -= length;
	return text;
}

/* Hyphens, the dash of a figure and the minus sign; the apostrophe of a printer. */
static int32_t plain_mark(int32_t code)
{
	if ((code >= 0x2010 && code <= 0x2013) || code == 0x2212)
		return '-';
	return code == 0x2019 ? '\'' : code;
}

bool unicode_fold(struct slice text, struct unicode_room *room, struct slice *folded)
{
	static const utf8proc_option_t options =
		UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD;
	/* One place is left for the NUL that utf8proc_reencode writes. */
	utf8proc_ssize_t most = sizeof room->code / sizeof *room->code - 1;
	utf8proc_ssize_t count, length;

	*folded = text;
	if (unicode_is_ascii(text))
		return true;
	if (text.length > sizeof room->code)
		return false;
	count = utf8proc_decompose((const utf8proc_uint8_t *)text.at, (utf8proc_ssize_t)text.length,
		room->code, most, options);
	if (count < 0 || count > most)
		return false;
	for (utf8proc_ssize_t i = 0; i < count; i++)
		room->code[i] = plain_mark(room->code[i]);
	length = utf8proc_reencode(room->code, count, options);
	if (length < 0)
		return false;
	*folded = (struct slice){ (const char *)room->code, (size_t)length };
	return true;
}

static bool is_letter_or_digit(int32_t ascii)
{
	return (ascii >= '0' && ascii <= '9') || (ascii >= 'A' && ascii <= 'Z') ||
	       (ascii >= 'a' && ascii <= 'z');
}

/* The ASCII character that `code` is another width of, or 0. */
static char narrow(int32_t code, enum unicode_width width)
{
	int32_t ascii = code - WIDE_FIRST + '!';

	if (code == WIDE_BLANK || code == NO_BREAK_BLANK)
		return ' ';
	if (code < WIDE_FIRST || code > WIDE_LAST)
		return '\0';
	return width == UNICODE_PUNCTUATION_TOO || is_letter_or_digit(ascii) ? (char)ascii : '\0';
}

static bool is_accent(int32_t code)
{
	return (code >= 0x300 && code <= 0x36f) || code == 0x3099 || code == 0x309a;
}

/* Put accents from `start` on together with their letters; nothing if it is no UTF-8. */
static void compose(struct buf *out, size_t start)
{
	utf8proc_uint8_t *composed = NULL;
	utf8proc_ssize_t length = utf8proc_map((const utf8proc_uint8_t *)out->at + start,
		(utf8proc_ssize_t)(out->length - start), &composed,
		UTF8PROC_STABLE | UTF8PROC_COMPOSE);

	if (length == UTF8PROC_ERROR_NOMEM)
		mem_must(NULL);
	if (length >= 0) {
		out->length = start;
		buf_put(out, (struct slice){ (const char *)composed, (size_t)length });
	}
	free(composed);
}

void unicode_put(struct buf *out, struct slice text, enum unicode_width width)
{
	size_t start = out->length;
	bool has_accents = false;

	while (text.length > 0) {
		int32_t code = 0;
		size_t length = unicode_first(text, &code);
		char ascii = length > 1 ? narrow(code, width) : '\0';

		length += length == 0; /* a byte that is no UTF-8 */
		has_accents |= is_accent(code);
		if (ascii != '\0')
			buf_char(out, ascii);
		else
			buf_put(out, (struct slice){ text.at, length });
		text.at += length;
		text.length -= length;
	}
	if (has_accents)
		compose(out, start);
}

bool unicode_put_matters(struct slice text)
{
	if (unicode_is_ascii(text))
		return false;
	for (size_t i = 0; i < text.length; i++) {
		switch ((unsigned char)text.at[i]) {
		case 0xc2: /* the no-break blank */
		case 0xcc: /* accents */
		case 0xcd:
		case 0xe3: /* the wide blank, accents of kana */
		case 0xef: /* full-width forms */
			return true;
		default:
			break;
		}
	}
	return false;
}
