/* SPDX-License-Identifier: MIT */
#include "tab/footer.h"

/* In lower case. */
static const char *const totals[] = { "total", "totals", "grand total", "grand totals", "subtotal",
	"sub total", "sum", "overall", "all", "合计", "总计", "小计", "共计", "总合计", "累计",
	"合計", "總計", "小計", "summe", "gesamt", "somme", NULL };

/* What a line begins with that tells of the rows above. */
static const char *const starts[] = { "total", "grand total", "subtotal", "end of", "end", "eof",
	"generated", "report generated", "report created", "created on", "created by", "exported",
	"printed", "source:", "note:", "notes:", "page ", "copyright", "confidential", "合计",
	"总计", "小计", "共计", "总数", "注:", "注：", "备注", "说明", "制表", "打印", "导出",
	"数据来源", "来源:", "来源：", "以上", NULL };

/* With a number, they count rows. */
static const char *const counted[] = { "row", "rows", "record", "records", "line", "lines", "行",
	"条", "筆", "笔", NULL };

static bool is_mark(char byte)
{
	return byte != '\0' && strchr(" \t\r\n-=_*#+|()[]<>.:;,\"'", byte) != NULL;
}

static struct slice without_marks(struct slice text)
{
	while (text.length > 0 && is_mark(text.at[0])) {
		text.at++;
		text.length--;
	}
	while (text.length > 0 && is_mark(text.at[text.length - 1]))
		text.length--;
	return text;
}

static bool starts_with(struct slice text, const char *word)
{
	size_t length = strlen(word);

	return text.length >= length && strncasecmp(text.at, word, length) == 0;
}

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Does the word end here? One that is not ASCII may go on. */
static bool ends_word(struct slice text, size_t length)
{
	return length == text.length || !is_letter(text.at[length]) ||
	       !is_letter(text.at[length - 1]);
}

static bool has_digit(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.at[i] >= '0' && text.at[i] <= '9')
			return true;
	return false;
}

static bool has_word(struct slice text, const char *const *words)
{
	for (size_t i = 0; i < text.length; i++) {
		struct slice rest = { text.at + i, text.length - i };

		if (i > 0 && is_letter(text.at[i]) && is_letter(text.at[i - 1]))
			continue;
		for (size_t k = 0; words[k] != NULL; k++)
			if (starts_with(rest, words[k]) && ends_word(rest, strlen(words[k])))
				return true;
	}
	return false;
}

/* The one field that is not empty; false if there are several. */
static bool only_field(struct slice record, char separator, char quote, struct slice *field)
{
	const char marks[] = { separator, ' ', '\r', '\n', quote, '\0' };

	while (record.length > 0 && strchr(marks, record.at[0]) != NULL) {
		record.at++;
		record.length--;
	}
	while (record.length > 0 && strchr(marks, record.at[record.length - 1]) != NULL)
		record.length--;
	*field = record;
	return separator == ' ' || record.length == 0 ||
	       memchr(record.at, separator, record.length) == NULL;
}

static bool is_footer(struct slice field)
{
	struct slice text = without_marks(field);

	if (text.length == 0) /* a rule: ----- */
		return field.length > 2;
	for (size_t i = 0; starts[i] != NULL; i++)
		if (starts_with(text, starts[i]) && ends_word(text, strlen(starts[i])))
			return true;
	return has_digit(text) && has_word(text, counted);
}

const char *footer_find(struct slice record, char separator, char quote)
{
	struct slice field;

	if (!only_field(record, separator, quote, &field)) {
		slice_cut(&record, separator, &field);
		return footer_is_total(field) ? "footer" : NULL;
	}
	if (field.length == 0)
		return "blank";
	return is_footer(field) ? "footer" : NULL;
}

bool footer_is_total(struct slice field)
{
	field = without_marks(field);
	for (size_t i = 0; totals[i] != NULL; i++)
		if (field.length == strlen(totals[i]) && starts_with(field, totals[i]))
			return true;
	return false;
}
