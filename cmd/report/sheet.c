/* SPDX-License-Identifier: MIT */
#include "sheet.h"

#include "base/amount.h"
#include "base/date.h"
#include "tab/escape.h"

struct slice sheet_take(struct sheet *sheet)
{
	struct slice text = arena_copy(&sheet->texts, buf_slice(&sheet->draft));

	buf_reset(&sheet->draft);
	return text;
}

struct slice sheet_count(struct sheet *sheet, int128 count)
{
	amount_put_grouped(&sheet->draft, count * AMOUNT_UNIT, 0);
	return sheet_take(sheet);
}

struct slice sheet_money(struct sheet *sheet, int128 micros, int decimals)
{
	struct slice plain;
	bool below;

	amount_put_grouped(&sheet->draft, micros, decimals);
	if (sheet->currency == NULL)
		return sheet_take(sheet);
	plain = sheet_take(sheet);
	below = slice_starts(plain, slice_of("-"));
	if (below)
		buf_char(&sheet->draft, '-');
	buf_text(&sheet->draft, sheet->currency);
	buf_put(&sheet->draft, (struct slice){ plain.at + below, plain.length - below });
	return sheet_take(sheet);
}

struct slice sheet_share(struct sheet *sheet, int128 part, int128 whole)
{
	bool below = part < 0;
	int128 size = below ? -part : part;
	int128 tenths = (size * 2000 + whole) / (2 * whole);

	amount_put_grouped(&sheet->draft, (below ? -tenths : tenths) * (AMOUNT_UNIT / 10), 1);
	buf_char(&sheet->draft, '%');
	return sheet_take(sheet);
}

struct slice sheet_date(struct sheet *sheet, int32_t date)
{
	date_put(&sheet->draft, date);
	return sheet_take(sheet);
}

struct slice sheet_word(const struct sheet *sheet, enum words_phrase phrase)
{
	return slice_of(words_phrase(phrase, sheet->language));
}

struct slice sheet_say(
	struct sheet *sheet, enum words_phrase phrase, const struct slice *text, size_t count)
{
	words_fill(&sheet->draft, words_phrase(phrase, sheet->language), text, count);
	return sheet_take(sheet);
}

struct slice sheet_plain(struct sheet *sheet, struct slice field)
{
	escape_remove(&sheet->draft, field);
	return sheet_take(sheet);
}

struct slice sheet_join(struct sheet *sheet, struct slice first, struct slice second)
{
	buf_put(&sheet->draft, first);
	if (first.length > 0 && second.length > 0 && sheet->language == WORDS_ENGLISH)
		buf_char(&sheet->draft, ' ');
	buf_put(&sheet->draft, second);
	return sheet_take(sheet);
}

struct slice sheet_value(struct sheet *sheet, struct slice column, struct slice value)
{
	if (value.length == 0)
		return sheet_word(sheet, WORDS_SEGMENT_MISSING);
	return words_value(column, sheet_plain(sheet, value), sheet->language);
}

void sheet_release(struct sheet *sheet)
{
	report_release(&sheet->report);
	arena_release(&sheet->texts);
	buf_release(&sheet->draft);
}
