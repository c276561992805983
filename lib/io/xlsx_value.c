/* SPDX-License-Identifier: MIT */
#include "io/xlsx_value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/date.h"
#include "base/num.h"

/* ---- forms ---- */

/* What the letters of a code have said so far. */
struct letters {
	bool date, time, elapsed;
	bool month_or_minute; /* an m that the next letter decides on */
	char last;
};

/* An m is a minute right behind an hour or right before a second, and a month elsewhere. */
static void see_letter(struct letters *seen, char letter)
{
	if (letter == 'm' && seen->last == 'h') {
		seen->time = true;
	} else if (letter == 'm') {
		seen->date |= seen->month_or_minute;
		seen->month_or_minute = true;
	} else {
		seen->date |= seen->month_or_minute && letter != 's';
		seen->month_or_minute = false;
		seen->time |= letter == 'h' || letter == 's';
		seen->date |= letter == 'y' || letter == 'd';
	}
	seen->last = letter;
}

static bool is_letter(char byte)
{
	return byte != '\0' && strchr("ymdhs", byte | 0x20) != NULL && (byte & 0x40);
}

/* Behind what follows `start` up to and with `last`. */
static size_t behind(struct slice code, size_t start, char last)
{
	const char *found =
		start < code.length ? memchr(code.at + start, last, code.length - start) : NULL;

	return found != NULL ? (size_t)(found - code.at) + 1 : code.length;
}

/* [h], [mm] and [ss] are time that has passed; other brackets are colours, places, conditions. */
static size_t see_bracket(struct slice code, size_t start, struct letters *seen)
{
	size_t end = behind(code, start, ']');
	char letter = start + 1 < end ? (char)(code.at[start + 1] | 0x20) : '\0';

	if (letter != 'h' && letter != 'm' && letter != 's')
		return end;
	for (size_t i = start + 1; i + 1 < end; i++)
		if ((code.at[i] | 0x20) != letter)
			return end;
	see_letter(seen, letter == 's' ? 's' : 'h');
	seen->elapsed = true;
	return end;
}

static bool has_word(struct slice code, size_t start, const char *word)
{
	size_t length = strlen(word);

	return code.length - start >= length && strncasecmp(code.at + start, word, length) == 0;
}

/* Words that hold letters but are no date: returns the length of the one that stands here, or 0. */
static size_t see_word(struct slice code, size_t start, struct letters *seen)
{
	if (has_word(code, start, "general"))
		return 7;
	if (has_word(code, start, "am/pm") || has_word(code, start, "a/p")) {
		see_letter(seen, 'h');
		return has_word(code, start, "a/p") ? 3 : 5;
	}
	return 0;
}

/* Returns where the next piece of the code begins. */
static size_t see_piece(struct slice code, size_t start, struct letters *seen)
{
	size_t length = see_word(code, start, seen);
	char byte = code.at[start];

	if (length > 0)
		return start + length;
	switch (byte) {
	case '"':
		return behind(code, start + 1, '"');
	case '\\': /* the next character as it is, … */
	case '_':  /* … as wide as it is, … */
	case '*':  /* … as often as it fits */
		return start + 2;
	case '[':
		return see_bracket(code, start, seen);
	case ';':
		seen->date |= seen->month_or_minute;
		seen->month_or_minute = false;
		seen->last = '\0';
		return start + 1;
	}
	if (!is_letter(byte))
		return start + 1;
	see_letter(seen, (char)(byte | 0x20));
	while (start < code.length && code.at[start] == byte)
		start++;
	return start;
}

enum xlsx_value_form xlsx_value_form(struct slice code)
{
	struct letters seen = { .last = '\0' };

	for (size_t i = 0; i < code.length;)
		i = see_piece(code, i, &seen);
	if (seen.date || seen.month_or_minute)
		return seen.time ? XLSX_VALUE_MOMENT : XLSX_VALUE_DATE;
	if (seen.elapsed)
		return XLSX_VALUE_ELAPSED;
	return seen.time ? XLSX_VALUE_TIME : XLSX_VALUE_NUMBER;
}

enum xlsx_value_form xlsx_value_form_built_in(int64_t number)
{
	static const struct {
		int first, last;
		enum xlsx_value_form form;
	} ranges[] = {
		{ 14, 17, XLSX_VALUE_DATE },
		{ 18, 21, XLSX_VALUE_TIME },
		{ 22, 22, XLSX_VALUE_MOMENT },
		{ 27, 31, XLSX_VALUE_DATE },
		{ 32, 33, XLSX_VALUE_TIME },
		/* dates in one East Asian language and times in another; a number without day is a
		   time all the same */
		{ 34, 36, XLSX_VALUE_DATE },
		{ 45, 45, XLSX_VALUE_TIME },
		{ 46, 46, XLSX_VALUE_ELAPSED },
		{ 47, 47, XLSX_VALUE_TIME },
		{ 50, 58, XLSX_VALUE_DATE },
	};

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (number >= ranges[i].first && number <= ranges[i].last)
			return ranges[i].form;
	return XLSX_VALUE_NUMBER;
}

/* ---- dates ---- */

enum {
	DAY = 86400, /* seconds */
	DAY_0_OF_1904 = -24107,
	DAY_0_OF_1900 = -25568, /* 1899-12-31, … */
	LEAP_DAY_OF_1900 = 60,  /* … until the day that was not */
	LAST_DATE = 2932896,    /* 9999-12-31 */
};

static void put_day(struct buf *out, int32_t days, bool from_1904)
{
	if (from_1904)
		date_put(out, DAY_0_OF_1904 + days);
	else if (days == 0)
		buf_text(out, "1900-01-00");
	else if (days == LEAP_DAY_OF_1900)
		buf_text(out, "1900-02-29");
	else
		date_put(out, DAY_0_OF_1900 + days - (days > LEAP_DAY_OF_1900));
}

static void put_clock(struct buf *out, int64_t seconds)
{
	buf_printf(out, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60),
		(int)(seconds % 60));
}

bool xlsx_value_put_serial(
	struct buf *out, double serial, enum xlsx_value_form form, bool from_1904)
{
	int64_t seconds, days, rest;
	bool clock_only;

	if (!(serial >= 0) || serial > LAST_DATE - DAY_0_OF_1900 + 2)
		return false;
	seconds = llround(serial * DAY);
	days = seconds / DAY;
	rest = seconds % DAY;
	if (days > LAST_DATE - (from_1904 ? DAY_0_OF_1904 : DAY_0_OF_1900 - 1))
		return false;
	clock_only = days == 0 && (form == XLSX_VALUE_TIME || (!from_1904 && rest > 0));
	if (clock_only || form == XLSX_VALUE_ELAPSED) {
		put_clock(out, seconds);
		return true;
	}
	put_day(out, (int32_t)days, from_1904);
	if (rest > 0 || form != XLSX_VALUE_DATE) {
		buf_char(out, 'T');
		put_clock(out, rest);
	}
	return true;
}

void xlsx_value_put_iso(struct buf *out, struct slice text, enum xlsx_value_form form)
{
	struct moment moment;

	if (!moment_parse(text, &moment))
		buf_put(out, text);
	else if (form == XLSX_VALUE_DATE && moment.seconds % DAY == 0 && moment.nanoseconds == 0)
		buf_put(out, (struct slice){ text.at, 10 });
	else
		moment_put(out, moment);
}

/* ---- numbers ---- */

enum {
	SAFE_DIGITS = 15, /* what a spreadsheet keeps of a number */
	MOST_DIGITS = 17, /* what tells any two numbers apart */
	LARGEST_WRITTEN_OUT = 20,
	SMALLEST_WRITTEN_OUT = -18,
};

/* Is it "-12.50"? `digits` counts them, but for zeros in front. */
static bool is_plain(struct slice text, size_t *digits, bool *whole)
{
	size_t i = text.length > 0 && text.at[0] == '-';
	bool digit = false;

	*digits = 0;
	*whole = true;
	for (; i < text.length; i++) {
		digit = text.at[i] >= '0' && text.at[i] <= '9';
		if (digit)
			*digits += *digits > 0 || text.at[i] != '0';
		else if (text.at[i] == '.' && *whole && i > 0 && text.at[i - 1] != '-')
			*whole = false;
		else
			return false;
	}
	return digit;
}

/* Write "d.ddde±xx", the shortest that reads as `value`. */
static void shortest(double value, char *text, size_t size)
{
	for (int digits = SAFE_DIGITS; digits <= MOST_DIGITS; digits++) {
		snprintf(text, size, "%.*e", digits - 1, value);
		if (strtod(text, NULL) == value)
			return;
	}
}

static void put_zeros(struct buf *out, int count)
{
	for (; count > 0; count--)
		buf_char(out, '0');
}

/* Append `count` digits, the first of which stands for `digits[0]` × 10^exponent. */
static void put_digits(struct buf *out, const char *digits, int count, int exponent)
{
	int before = exponent + 1; /* digits in front of the point */

	if (exponent > LARGEST_WRITTEN_OUT || exponent < SMALLEST_WRITTEN_OUT) {
		put_digits(out, digits, count, 0);
		buf_printf(out, "e%d", exponent);
		return;
	}
	if (before <= 0) {
		buf_text(out, "0.");
		put_zeros(out, -before);
	}
	for (int i = 0; i < count; i++) {
		if (i == before && i > 0)
			buf_char(out, '.');
		buf_char(out, digits[i]);
	}
	put_zeros(out, before - count);
}

static bool put_shortest(struct buf *out, double value)
{
	char text[40], digits[MOST_DIGITS + 1];
	const char *at = text;
	int count = 0, exponent;

	shortest(value, text, sizeof text);
	if (*at == '-')
		buf_char(out, *at++);
	for (; *at != 'e'; at++)
		if (*at != '.')
			digits[count++] = *at;
	exponent = (int)strtol(at + 1, NULL, 10);
	while (count > 1 && digits[count - 1] == '0')
		count--;
	put_digits(out, digits, count, exponent);
	return exponent >= SAFE_DIGITS && count <= exponent + 1;
}

bool xlsx_value_put_number(struct buf *out, struct slice text)
{
	size_t digits;
	bool whole;
	double value;

	if (is_plain(text, &digits, &whole) && (whole || digits <= SAFE_DIGITS)) {
		buf_put(out, text);
		return digits > SAFE_DIGITS;
	}
	if (num_parse_real(text, &value))
		return put_shortest(out, value);
	buf_put(out, text);
	return false;
}
