/* SPDX-License-Identifier: MIT */
#include "io/xlsx_text.h"

#include "io/xml.h"

void xlsx_text_reset(struct xlsx_text *text)
{
	buf_reset(&text->raw);
	text->run = 0;
	text->keeps_blanks = true;
}

void xlsx_text_begin_run(struct xlsx_text *text, const char *const *attributes)
{
	const char *space = xml_attribute(attributes, "space");

	text->run = text->raw.length;
	text->keeps_blanks = space != NULL && strcmp(space, "preserve") == 0;
}

void xlsx_text_add(struct xlsx_text *text, struct slice piece)
{
	buf_put(&text->raw, piece);
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

struct slice xlsx_text_trim(struct slice text)
{
	while (text.length > 0 && is_blank(text.at[text.length - 1]))
		text.length--;
	while (text.length > 0 && is_blank(text.at[0]))
		text.at++, text.length--;
	return text;
}

void xlsx_text_end_run(struct xlsx_text *text)
{
	struct slice run;

	if (text->keeps_blanks || text->raw.length == text->run)
		return;
	run = xlsx_text_trim(
		(struct slice){ text->raw.at + text->run, text->raw.length - text->run });
	if (run.length > 0)
		memmove(text->raw.at + text->run, run.at, run.length);
	text->raw.length = text->run + run.length;
}

void xlsx_text_release(struct xlsx_text *text)
{
	buf_release(&text->raw);
	buf_release(&text->plain);
}

/* ---- characters written as their numbers ---- */

enum { CODE_LENGTH = 7 }; /* _x000D_ */

static int hex_digit(char byte)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = byte >= 'A' && byte <= 'F' ? strchr(digits, byte | 0x20)
			    : byte != '\0'             ? strchr(digits, byte)
						       : NULL;

	return found != NULL ? (int)(found - digits) : -1;
}

/* Read the code that stands at the start. Returns false if none does. */
static bool parse_code(struct slice text, uint32_t *unit)
{
	if (text.length < CODE_LENGTH || text.at[0] != '_' || text.at[1] != 'x' ||
		text.at[CODE_LENGTH - 1] != '_')
		return false;
	*unit = 0;
	for (int i = 2; i < CODE_LENGTH - 1; i++) {
		int digit = hex_digit(text.at[i]);

		if (digit < 0)
			return false;
		*unit = *unit * 16 + (uint32_t)digit;
	}
	return true;
}

static void put_character(struct buf *out, uint32_t point)
{
	if (point < 0x80) {
		buf_char(out, (char)point);
		return;
	}
	if (point < 0x800) {
		buf_char(out, (char)(0xc0 | point >> 6));
	} else {
		if (point < 0x10000) {
			buf_char(out, (char)(0xe0 | point >> 12));
		} else {
			buf_char(out, (char)(0xf0 | point >> 18));
			buf_char(out, (char)(0x80 | (point >> 12 & 0x3f)));
		}
		buf_char(out, (char)(0x80 | (point >> 6 & 0x3f)));
	}
	buf_char(out, (char)(0x80 | (point & 0x3f)));
}

/* Append the character that one code, or two of a pair, stand for. Returns their length. */
static size_t put_coded(struct buf *out, struct slice text, uint32_t unit)
{
	static const uint32_t unknown = 0xfffd;
	struct slice rest = { text.at + CODE_LENGTH, text.length - CODE_LENGTH };
	uint32_t second;

	if (unit < 0xd800 || unit > 0xdfff) {
		put_character(out, unit);
		return CODE_LENGTH;
	}
	if (unit <= 0xdbff && parse_code(rest, &second) && second >= 0xdc00 && second <= 0xdfff) {
		put_character(out, 0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00));
		return 2 * CODE_LENGTH;
	}
	put_character(out, unknown);
	return CODE_LENGTH;
}

static void put_decoded(struct buf *out, struct slice text)
{
	const char *mark;
	uint32_t unit;

	while (text.length > 0 && (mark = memchr(text.at, '_', text.length)) != NULL) {
		size_t before = (size_t)(mark - text.at), length = 1;

		buf_put(out, (struct slice){ text.at, before });
		text = (struct slice){ mark, text.length - before };
		if (parse_code(text, &unit))
			length = put_coded(out, text, unit);
		else
			buf_char(out, '_');
		text = (struct slice){ text.at + length, text.length - length };
	}
	buf_put(out, text);
}

/* ---- fields of CSV ---- */

static bool needs_quotes(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		switch (text.at[i]) {
		case ',':
		case '"':
		case '\n':
		case '\r':
		case '\t':
			return true;
		}
	return false;
}

void xlsx_text_put_csv(struct buf *out, struct slice text)
{
	const char *mark;

	if (!needs_quotes(text)) {
		buf_put(out, text);
		return;
	}
	buf_char(out, '"');
	while (text.length > 0 && (mark = memchr(text.at, '"', text.length)) != NULL) {
		size_t with = (size_t)(mark - text.at) + 1;

		buf_put(out, (struct slice){ text.at, with });
		buf_char(out, '"');
		text = (struct slice){ text.at + with, text.length - with };
	}
	buf_put(out, text);
	buf_char(out, '"');
}

void xlsx_text_put(struct xlsx_text *text, struct buf *out)
{
	buf_reset(&text->plain);
	put_decoded(&text->plain, buf_slice(&text->raw));
	xlsx_text_put_csv(out, buf_slice(&text->plain));
}
