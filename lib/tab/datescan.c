/* SPDX-License-Identifier: MIT */
#include "tab/datescan.h"

static const struct {
	const char *word;
	int month;
} months[] = {
	{ "jan", 1 },
	{ "feb", 2 },
	{ "mar", 3 },
	{ "apr", 4 },
	{ "may", 5 },
	{ "jun", 6 },
	{ "jul", 7 },
	{ "aug", 8 },
	{ "sep", 9 },
	{ "oct", 10 },
	{ "nov", 11 },
	{ "dec", 12 },
	{ "january", 1 },
	{ "february", 2 },
	{ "march", 3 },
	{ "april", 4 },
	{ "june", 6 },
	{ "july", 7 },
	{ "august", 8 },
	{ "september", 9 },
	{ "sept", 9 },
	{ "october", 10 },
	{ "november", 11 },
	{ "december", 12 },
	/* German */
	{ "januar", 1 },
	{ "jänner", 1 },
	{ "februar", 2 },
	{ "märz", 3 },
	{ "mär", 3 },
	{ "mrz", 3 },
	{ "mai", 5 },
	{ "juni", 6 },
	{ "juli", 7 },
	{ "oktober", 10 },
	{ "okt", 10 },
	{ "dezember", 12 },
	{ "dez", 12 },
	/* French */
	{ "janvier", 1 },
	{ "janv", 1 },
	{ "février", 2 },
	{ "févr", 2 },
	{ "fév", 2 },
	{ "mars", 3 },
	{ "avril", 4 },
	{ "avr", 4 },
	{ "juin", 6 },
	{ "juillet", 7 },
	{ "juil", 7 },
	{ "août", 8 },
	{ "septembre", 9 },
	{ "octobre", 10 },
	{ "novembre", 11 },
	{ "décembre", 12 },
	{ "déc", 12 },
	/* Spanish */
	{ "enero", 1 },
	{ "ene", 1 },
	{ "febrero", 2 },
	{ "marzo", 3 },
	{ "abril", 4 },
	{ "abr", 4 },
	{ "mayo", 5 },
	{ "junio", 6 },
	{ "julio", 7 },
	{ "agosto", 8 },
	{ "ago", 8 },
	{ "septiembre", 9 },
	{ "setiembre", 9 },
	{ "octubre", 10 },
	{ "noviembre", 11 },
	{ "diciembre", 12 },
	{ "dic", 12 },
};

/* Days of the week may stand before a date; they say nothing more. */
static const char *const weekdays[] = { "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri",
	"sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
	NULL };

static const char *const ordinals[] = { "st", "nd", "rd", "th", "er", NULL };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters, and whatever is not ASCII. */
static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

static void skip(struct slice *rest, size_t count)
{
	rest->at += count;
	rest->length -= count;
}

static size_t skip_blanks(struct slice *rest)
{
	size_t count = 0;

	while (count < rest->length && rest->at[count] == ' ')
		count++;
	skip(rest, count);
	return count;
}

static bool take_char(struct slice *rest, char c)
{
	if (rest->length == 0 || rest->at[0] != c)
		return false;
	skip(rest, 1);
	return true;
}

static bool take_text(struct slice *rest, const char *text)
{
	size_t length = strlen(text);

	if (rest->length < length || strncasecmp(rest->at, text, length) != 0)
		return false;
	skip(rest, length);
	return true;
}

static size_t count_digits(struct slice rest)
{
	size_t count = 0;

	while (count < rest.length && is_digit(rest.at[count]))
		count++;
	return count;
}

static int digits_value(const char *at, size_t count)
{
	int value = 0;

	while (count-- > 0)
		value = value * 10 + (*at++ - '0');
	return value;
}

/* All digits that are there: `least` to `most` of them, at most 9. Returns how many, or 0. */
static int take_number(struct slice *rest, size_t least, size_t most, int *value)
{
	size_t count = count_digits(*rest);

	if (count < least || count > most)
		return 0;
	*value = digits_value(rest->at, count);
	skip(rest, count);
	return (int)count;
}

static struct slice next_word(struct slice rest)
{
	size_t length = 0;

	while (length < rest.length && is_letter(rest.at[length]))
		length++;
	rest.length = length;
	return rest;
}

static bool same_word(struct slice word, const char *other)
{
	return word.length == strlen(other) && strncasecmp(word.at, other, word.length) == 0;
}

static bool take_word_of(struct slice *rest, const char *const *words)
{
	struct slice word = next_word(*rest);

	for (; word.length > 0 && *words != NULL; words++) {
		if (same_word(word, *words)) {
			skip(rest, word.length);
			return true;
		}
	}
	return false;
}

static bool take_month_name(struct slice *rest, int *month)
{
	struct slice word = next_word(*rest);

	for (size_t i = 0; word.length > 0 && i < sizeof months / sizeof *months; i++) {
		if (same_word(word, months[i].word)) {
			*month = months[i].month;
			skip(rest, word.length);
			take_char(rest, '.');
			return true;
		}
	}
	return false;
}

static bool is_mark(char c)
{
	return c == '-' || c == '/' || c == '.';
}

/* What may stand between the parts of a date with the name of a month. */
static bool take_between(struct slice *rest)
{
	size_t taken = skip_blanks(rest);

	if (rest->length > 0 && (is_mark(rest->at[0]) || rest->at[0] == ','))
		skip(rest, 1), taken++;
	taken += skip_blanks(rest);
	if (rest->length > 3 && (take_text(rest, "de ") || take_text(rest, "of ")))
		taken += 1 + skip_blanks(rest);
	return taken > 0;
}

static bool take_year(struct slice *rest, struct datescan *scan)
{
	size_t count = count_digits(*rest);

	scan->digits[0] = count == 2 || count == 4 ? take_number(rest, 2, 4, &scan->part[0]) : 0;
	return scan->digits[0] > 0;
}

/* Behind a day and what follows it: "Dec-11", "December 2011". */
static bool take_name_and_year(struct slice *rest, struct datescan *scan)
{
	return take_month_name(rest, &scan->part[1]) && (take_between(rest) || true) &&
	       take_year(rest, scan);
}

/* "Dec 1, 2011" */
static bool read_month_first(struct slice *rest, struct datescan *scan)
{
	scan->shape = DATESCAN_DAY;
	if (!take_month_name(rest, &scan->part[1]))
		return false;
	take_between(rest);
	if (!take_number(rest, 1, 2, &scan->part[2]))
		return false;
	take_word_of(rest, ordinals);
	return take_between(rest) && take_year(rest, scan);
}

/* "1-Dec-11", "1. Dezember 2011", "1st of December 2011", or "1/12/2011": `rest` is behind the 1.
 */
static bool read_day_or_parts(struct slice *rest, struct datescan *scan)
{
	struct slice named = *rest;

	take_word_of(&named, ordinals);
	take_between(&named);
	if (named.length > 0 && is_letter(named.at[0])) {
		scan->shape = DATESCAN_DAY;
		scan->part[2] = scan->part[0];
		*rest = named;
		return take_name_and_year(rest, scan);
	}
	scan->shape = DATESCAN_PARTS;
	if (rest->length == 0 || !is_mark(rest->at[0]))
		return false;
	scan->mark = rest->at[0];
	skip(rest, 1);
	scan->digits[1] = take_number(rest, 1, 2, &scan->part[1]);
	if (scan->digits[1] == 0 || !take_char(rest, scan->mark))
		return false;
	scan->digits[2] = take_number(rest, 1, 4, &scan->part[2]);
	return scan->digits[2] > 0 && scan->digits[2] != 3;
}

/* "2011-12-01", "2011-Dec-01": `rest` is behind the year. */
static bool read_year_first(struct slice *rest, struct datescan *scan)
{
	char mark = rest->length > 0 ? rest->at[0] : '\0';

	scan->shape = DATESCAN_DAY;
	if (!is_mark(mark) && mark != ' ')
		return false;
	skip(rest, 1);
	if (!take_month_name(rest, &scan->part[1]) &&
		(mark == ' ' || !take_number(rest, 1, 2, &scan->part[1])))
		return false;
	return take_char(rest, mark) && take_number(rest, 1, 2, &scan->part[2]);
}

/* "2011年12月1日": `rest` is behind the 年. */
static bool read_chinese(struct slice *rest, struct datescan *scan)
{
	scan->shape = DATESCAN_DAY;
	skip_blanks(rest);
	if (!take_number(rest, 1, 2, &scan->part[1]))
		return false;
	skip_blanks(rest);
	if (!take_text(rest, "月"))
		return false;
	skip_blanks(rest);
	if (!take_number(rest, 1, 2, &scan->part[2]))
		return false;
	skip_blanks(rest);
	if (!take_text(rest, "日") && !take_text(rest, "号"))
		return rest->length == 0;
	return true;
}

static bool set_clock(struct datescan_time *time, int hours, int minutes, int seconds)
{
	time->seconds = hours * 3600 + minutes * 60 + seconds;
	return hours <= 23 && minutes <= 59 && seconds <= 59;
}

/* Digits without marks: 20111201, with a time behind it or not. */
static bool read_compact(struct slice *rest, struct datescan *scan, size_t count)
{
	const char *at = rest->at;

	scan->shape = DATESCAN_DAY;
	scan->part[0] = digits_value(at, 4);
	scan->part[1] = digits_value(at + 4, 2);
	scan->part[2] = digits_value(at + 6, 2);
	scan->digits[0] = 4;
	skip(rest, count);
	if (count == 8)
		return true;
	return rest->length == 0 &&
	       set_clock(&scan->time, digits_value(at + 8, 2), digits_value(at + 10, 2),
		       count == 14 ? digits_value(at + 12, 2) : 0);
}

/* Up to 9 digits behind a point; more are passed over. Returns false if there are none. */
static bool take_fraction(struct slice *rest, int64_t *billionths)
{
	size_t count = count_digits(*rest);
	int64_t unit = 100000000;

	*billionths = 0;
	for (size_t i = 0; i < count; i++, unit /= 10)
		*billionths += (rest->at[i] - '0') * unit;
	skip(rest, count);
	return count > 0;
}

static bool read_number(struct slice *rest, struct datescan *scan, size_t count)
{
	scan->shape = DATESCAN_NUMBER;
	if (count > 15)
		return false;
	scan->number = 0;
	for (size_t i = 0; i < count; i++)
		scan->number = scan->number * 10 + (rest->at[i] - '0');
	skip(rest, count);
	if (take_char(rest, '.') && !take_fraction(rest, &scan->billionths))
		return false;
	return rest->length == 0;
}

static bool read_digits_first(struct slice *rest, struct datescan *scan)
{
	size_t count = count_digits(*rest);

	if (count == 8 || count == 12 || count == 14)
		return read_compact(rest, scan, count);
	if (count > 4 || count == 3)
		return read_number(rest, scan, count);
	scan->digits[0] = take_number(rest, 1, 4, &scan->part[0]);
	if (scan->digits[0] != 1) {
		struct slice chinese = *rest;

		skip_blanks(&chinese);
		if (take_text(&chinese, "年")) {
			*rest = chinese;
			return read_chinese(rest, scan);
		}
	}
	return scan->digits[0] == 4 ? read_year_first(rest, scan) : read_day_or_parts(rest, scan);
}

/* +08:00, +0800, +08, +8; `rest` becomes what follows. */
static bool take_offset(struct slice *rest, int *offset)
{
	int sign = rest->at[0] == '-' ? -1 : 1;
	int hours, minutes = 0;
	size_t count;

	skip(rest, 1);
	count = count_digits(*rest);
	if (count == 4) {
		take_number(rest, 4, 4, &hours);
		minutes = hours % 100;
		hours /= 100;
	} else if (!take_number(rest, 1, 2, &hours)) {
		return false;
	} else if (take_char(rest, ':') && !take_number(rest, 2, 2, &minutes)) {
		return false;
	}
	*offset = sign * (hours * 3600 + minutes * 60);
	return hours <= 23 && minutes <= 59;
}

/* Nothing; Z, UTC or GMT; a distance from it. Other names of zones mean several zones each. */
static bool read_zone(struct slice *rest, struct datescan_time *time)
{
	skip_blanks(rest);
	if (rest->length == 0)
		return true;
	time->has_zone = take_text(rest, "utc") || take_text(rest, "gmt");
	if (!time->has_zone && take_text(rest, "z"))
		return time->has_zone = true;
	if (rest->length == 0)
		return time->has_zone;
	time->has_zone = true;
	return (rest->at[0] == '+' || rest->at[0] == '-') && take_offset(rest, &time->offset);
}

enum half { NO_HALF, BEFORE_NOON, AFTER_NOON };

static enum half take_half(struct slice *rest)
{
	skip_blanks(rest);
	if (take_text(rest, "am") || take_text(rest, "a.m.") || take_text(rest, "上午"))
		return BEFORE_NOON;
	if (take_text(rest, "pm") || take_text(rest, "p.m.") || take_text(rest, "下午"))
		return AFTER_NOON;
	return NO_HALF;
}

/* 12 AM is midnight, 12 PM is noon; 15:30 PM is meant well. */
static bool apply_half(enum half half, int *hours)
{
	if (half == BEFORE_NOON && *hours > 12)
		return false;
	if (half == BEFORE_NOON && *hours == 12)
		*hours = 0;
	if (half == AFTER_NOON && *hours < 12)
		*hours += 12;
	return true;
}

/* ":26:00.5" behind the hours */
static bool read_minutes(struct slice *rest, struct datescan_time *time, int *minutes, int *seconds)
{
	int64_t billionths = 0;

	if (!take_number(rest, 2, 2, minutes))
		return false;
	if (!take_char(rest, ':'))
		return true;
	if (!take_number(rest, 2, 2, seconds))
		return false;
	if ((take_char(rest, '.') || take_char(rest, ',')) && !take_fraction(rest, &billionths))
		return false;
	time->nanoseconds = (int)billionths;
	return true;
}

/* "26分30秒" behind "8时"; both may be missing. */
static bool read_chinese_minutes(struct slice *rest, int *minutes, int *seconds)
{
	if (count_digits(*rest) > 0 &&
		(!take_number(rest, 1, 2, minutes) || !take_text(rest, "分")))
		return false;
	if (count_digits(*rest) > 0 &&
		(!take_number(rest, 1, 2, seconds) || !take_text(rest, "秒")))
		return false;
	return true;
}

/* "082600" and "0826", of the basic form of ISO 8601. */
static bool read_compact_clock(struct slice *rest, struct datescan_time *time)
{
	size_t count = count_digits(*rest);
	const char *at = rest->at;

	if (count != 4 && count != 6)
		return false;
	skip(rest, count);
	return set_clock(time, digits_value(at, 2), digits_value(at + 2, 2),
		       count == 6 ? digits_value(at + 4, 2) : 0) &&
	       read_zone(rest, time);
}

static bool read_clock(struct slice *rest, struct datescan_time *time)
{
	enum half half = take_half(rest), behind;
	int hours, minutes = 0, seconds = 0;
	bool alone = false;

	skip_blanks(rest);
	if (!take_number(rest, 1, 2, &hours))
		return false;
	if (take_char(rest, ':')) {
		if (!read_minutes(rest, time, &minutes, &seconds))
			return false;
	} else if (take_text(rest, "时") || take_text(rest, "点")) {
		if (!read_chinese_minutes(rest, &minutes, &seconds))
			return false;
	} else {
		alone = true;
	}
	behind = take_half(rest);
	if (half != NO_HALF && behind != NO_HALF)
		return false;
	half = half != NO_HALF ? half : behind;
	if (alone && half == NO_HALF)
		return false;
	return apply_half(half, &hours) && set_clock(time, hours, minutes, seconds) &&
	       read_zone(rest, time);
}

/* What follows the day: nothing, or a time of day behind a T, blanks or a comma, or at once. */
static bool read_time(struct slice *rest, struct datescan *scan, bool at_once)
{
	bool basic = false;

	if (rest->length == 0)
		return true;
	if (rest->length > 1 && (rest->at[0] == 'T' || rest->at[0] == 't')) {
		skip(rest, 1);
		basic = count_digits(*rest) > 2;
	} else {
		bool divided = take_char(rest, ',');

		if (skip_blanks(rest) == 0 && !divided && !at_once && is_digit(rest->at[0]))
			return false;
	}
	return basic ? read_compact_clock(rest, &scan->time) : read_clock(rest, &scan->time);
}

/* "星期四", as long dates have it behind the day. */
static void skip_chinese_weekday(struct slice *rest)
{
	struct slice day = *rest;

	skip_blanks(&day);
	if (!take_text(&day, "星期") || day.length < 3 || !(day.at[0] & 0x80))
		return;
	skip(&day, 3);
	*rest = day;
}

static bool ends_in_ideograph(const char *end)
{
	return (end[-1] & 0x80) != 0;
}

bool datescan_read(struct slice text, struct datescan *scan)
{
	struct slice rest = text;

	*scan = (struct datescan){ .digits = { 0 } };
	if (take_word_of(&rest, weekdays)) {
		take_char(&rest, '.');
		take_char(&rest, ',');
		skip_blanks(&rest);
	}
	if (rest.length == 0)
		return false;
	if (is_digit(rest.at[0]) ? !read_digits_first(&rest, scan) : !read_month_first(&rest, scan))
		return false;
	if (scan->shape == DATESCAN_NUMBER)
		return rest.length == 0;
	skip_chinese_weekday(&rest);
	return read_time(&rest, scan, ends_in_ideograph(rest.at)) && rest.length == 0;
}
