/* SPDX-License-Identifier: MIT */
#include "tab/missing.h"

/* Those before NULL are for values that are no text only. */
static const char *const usual[] = { "-", "--", "—", ".", "/", "?", "0000-00-00",
	"0000-00-00 00:00:00", "NULL", "null", "Null", "(null)", "(NULL)", "<null>", "<NULL>",
	"[NULL]", "\\N", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NaT", "None", "none",
	"nil", "无", "空", "暂无", "無", "未填", "未填写", NULL };

enum { FIRST_TELLING = 8 };

static int add(struct missing *missing, struct slice word)
{
	if (missing->count == MISSING_MOST || word.length >= 64)
		return -1;
	missing->word[missing->count++] = word;
	missing->lengths |= UINT64_C(1) << word.length;
	missing->first[(unsigned char)word.at[0]] = true;
	missing->first[' '] = missing->first['\t'] = true;
	return 0;
}

void missing_usual(struct missing *missing)
{
	*missing = (struct missing){ .count = 0 };
	for (size_t i = 0; usual[i] != NULL; i++)
		add(missing, slice_of(usual[i]));
}

int missing_parse(struct missing *missing, const char *text, struct diag *why)
{
	struct slice rest = slice_of(text), word;

	*missing = (struct missing){ .count = 0 };
	if (rest.length == 0)
		return 0;
	while (slice_cut(&rest, ',', &word)) {
		word = slice_trim(word);
		if (word.length == 0)
			return diag_usage(why, "--missing: there is an empty word in '%s'", text);
		if (add(missing, word) < 0)
			return diag_usage(why,
				"--missing: expected at most %d words of at most 63 bytes, got "
				"'%s'",
				MISSING_MOST, text);
	}
	return 0;
}

int missing_search(const struct missing *missing, struct slice text)
{
	text = slice_trim(text);
	if (text.length >= 64 || (missing->lengths >> text.length & 1) == 0)
		return -1;
	for (size_t i = 0; i < missing->count; i++)
		if (slice_equal(missing->word[i], text))
			return (int)i;
	return -1;
}

bool missing_is_telling(struct slice word)
{
	for (size_t i = FIRST_TELLING; usual[i] != NULL; i++)
		if (slice_is(word, usual[i]))
			return true;
	return false;
}
