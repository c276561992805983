/* SPDX-License-Identifier: MIT */
#include "draw/width.h"

#include "base/unicode.h"

static const char *const ellipses[] = { "…", "..." };
static const char *const replacements[] = { "\xEF\xBF\xBD", "?" };
static const int ellipsis_columns[] = { 1, 3 };

static bool is_plain(unsigned char byte)
{
	return byte >= 0x20 && byte < 0x7f;
}

/* How many bytes at the start are printable ASCII. */
static size_t plain_length(struct slice text)
{
	size_t i = 0;

	while (i < text.length && is_plain((unsigned char)text.at[i]))
		i++;
	return i;
}

/* Embeddings, overrides and isolates reorder what is written after them, even our own text. */
static bool turns_direction(int32_t code)
{
	return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

static bool can_be_shown(int32_t code)
{
	return !unicode_is_control(code) && !turns_direction(code) && (code & 0xfffe) != 0xfffe;
}

/* `next` becomes the first character of `text`, which starts with a byte that is not plain. */
static void read_wide(struct slice text, struct width_char *next)
{
	int32_t code;
	size_t length = unicode_first(text, &code);

	next->code = length > 0 ? code : -1;
	next->bytes.length = length > 0 ? length : 1;
	next->shown = length > 0 && can_be_shown(code);
	next->columns = next->shown ? unicode_columns(code) : 1;
}

bool width_next(struct slice *rest, struct width_char *next)
{
	unsigned char first;

	if (rest->length == 0)
		return false;
	first = (unsigned char)*rest->at;
	*next = (struct width_char){ { rest->at, 1 }, first, 1, true };
	if (!is_plain(first))
		read_wide(*rest, next);
	rest->at += next->bytes.length;
	rest->length -= next->bytes.length;
	return true;
}

int width_of(struct slice text)
{
	size_t plain = plain_length(text);
	size_t columns = plain;
	struct width_char next;

	text.at = plain > 0 ? text.at + plain : text.at;
	text.length -= plain;
	while (columns < WIDTH_MAX && width_next(&text, &next))
		columns += (size_t)next.columns;
	return columns < WIDTH_MAX ? (int)columns : WIDTH_MAX;
}

void width_put(struct buf *out, struct slice text, enum width_marks marks)
{
	struct width_char next;

	if (plain_length(text) == text.length) {
		buf_put(out, text);
		return;
	}
	while (width_next(&text, &next))
		if (next.shown)
			buf_put(out, next.bytes);
		else
			buf_text(out, replacements[marks]);
}

/* The start of `text` that fits into `columns`, whose width becomes `used`. */
static struct slice head_of(struct slice text, int columns, int *used)
{
	struct slice head = { text.at, 0 };
	struct width_char next;

	*used = 0;
	while (width_next(&text, &next) && *used + next.columns <= columns) {
		head.length += next.bytes.length;
		*used += next.columns;
	}
	return head;
}

int width_put_cut(struct buf *out, struct slice text, int columns, enum width_marks marks)
{
	int used = width_of(text);

	if (columns <= 0)
		return 0;
	if (used <= columns) {
		width_put(out, text, marks);
		return used;
	}
	if (columns < ellipsis_columns[marks]) {
		width_put(out, head_of(text, columns, &used), marks);
		return used;
	}
	text = head_of(text, columns - ellipsis_columns[marks], &used);
	width_put(out, text, marks);
	buf_text(out, ellipses[marks]);
	return used + ellipsis_columns[marks];
}

static void put_blanks(struct buf *out, int count)
{
	for (; count > 0; count--)
		buf_char(out, ' ');
}

void width_put_left(struct buf *out, struct slice text, int columns, enum width_marks marks)
{
	put_blanks(out, columns - width_put_cut(out, text, columns, marks));
}

void width_put_right(struct buf *out, struct slice text, int columns, enum width_marks marks)
{
	int used = width_of(text);

	if (used <= columns) {
		put_blanks(out, columns - used);
		width_put(out, text, marks);
	} else {
		width_put_left(out, text, columns, marks);
	}
}

static bool is_blank(int32_t code)
{
	return code == ' ' || code == '\t' || code == '\n' || code == '\r';
}

/* Chinese and Western punctuation that may not begin a line. */
static bool closes(int32_t code)
{
	static const int32_t closing[] = { ',', '.', ';', ':', '!', '?', ')', ']', '%', 0x2019,
		0x201d, 0x2026, 0x3001, 0x3002, 0x3009, 0x300b, 0x300d, 0x300f, 0x3011, 0xff01,
		0xff05, 0xff09, 0xff0c, 0xff1a, 0xff1b, 0xff1f };

	for (size_t i = 0; i < sizeof closing / sizeof closing[0]; i++)
		if (code == closing[i])
			return true;
	return false;
}

/* Brackets and quotation marks that may not end a line. */
static bool opens(int32_t code)
{
	return code == '(' || code == '[' || code == 0x2018 || code == 0x201c || code == 0x3008 ||
	       code == 0x300a || code == 0x300c || code == 0x300e || code == 0x3010 ||
	       code == 0xff08;
}

static bool may_break(const struct width_char *before, const struct width_char *after)
{
	if (is_blank(after->code) || is_blank(before->code))
		return true;
	return (before->columns == 2 || after->columns == 2) && !closes(after->code) &&
	       !opens(before->code);
}

static struct slice skip_blanks(struct slice text)
{
	while (text.length > 0 && is_blank((unsigned char)*text.at))
		text.at++, text.length--;
	return text;
}

/* How many bytes the next line takes; at least one character, `text` is not empty. */
static size_t line_length(struct slice text, int columns)
{
	struct slice rest = text;
	struct width_char next, before = { 0 };
	size_t length = 0, best = 0;
	int used = 0;

	while (width_next(&rest, &next)) {
		if (length > 0 && may_break(&before, &next))
			best = length;
		used += next.columns;
		if (used > columns && length > 0)
			return best > 0 ? best : length;
		length += next.bytes.length;
		before = next;
	}
	return length;
}

bool width_line(struct slice *rest, int columns, struct slice *line)
{
	size_t length;

	*rest = skip_blanks(*rest);
	if (rest->length == 0)
		return false;
	length = line_length(*rest, columns);
	*line = (struct slice){ rest->at, length };
	rest->at += length;
	rest->length -= length;
	*rest = skip_blanks(*rest);
	while (line->length > 0 && is_blank((unsigned char)line->at[line->length - 1]))
		line->length--;
	return true;
}
