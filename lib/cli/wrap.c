/* SPDX-License-Identifier: MIT */
#include "cli/wrap.h"

/* Help is our own text, so the blocks from U+3000 to U+DFFF stand for all wide characters. */
static size_t columns_of(unsigned char first)
{
	if ((first & 0xc0) == 0x80)
		return 0;
	return first >= 0xe3 && first <= 0xed ? 2 : 1;
}

size_t wrap_columns(struct slice text)
{
	size_t columns = 0;

	for (size_t i = 0; i < text.length; i++)
		columns += columns_of((unsigned char)text.at[i]);
	return columns;
}

/*
 * Cut the next word off `text`. One that starts with a dash stays with the word before it, so
 * that no line of help starts with an option that it only mentions.
 */
static bool cut_word(struct slice *text, struct slice *word)
{
	struct slice next;

	if (!slice_cut(text, ' ', word))
		return false;
	while (text->length > 0 && text->at[0] == '-' && slice_cut(text, ' ', &next))
		word->length = (size_t)(next.at + next.length - word->at);
	return true;
}

void wrap_put(struct buf *out, struct slice text, size_t at, size_t indent)
{
	struct slice word;
	bool first = true;

	while (cut_word(&text, &word)) {
		size_t width = wrap_columns(word);

		if (!first && at + 1 + width > WRAP_WIDTH) {
			buf_printf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (!first) {
			buf_char(out, ' ');
			at++;
		}
		buf_put(out, word);
		at += width;
		first = false;
	}
	buf_char(out, '\n');
}

void wrap_put_lines(struct buf *out, struct slice lines)
{
	struct slice line;

	while (lines.length > 0 && slice_cut(&lines, '\n', &line)) {
		if (line.length > 0 && line.at[0] != ' ') {
			wrap_put(out, line, 0, 0);
		} else {
			buf_put(out, line);
			buf_char(out, '\n');
		}
	}
}
