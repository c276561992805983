/* SPDX-License-Identifier: MIT */
#include "base/date.h"

#include <time.h>

enum { SECONDS_PER_DAY = 86400 };

/* 0001-01-01T00:00:00 and 9999-12-31T23:59:59. */
static const int64_t FIRST_SECOND = -62135596800, LAST_SECOND = 253402300799;

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/*
 * Days are counted in eras of 400 years (146,097 days) that begin on 1 March, so that the leap
 * day is the last of its year. After Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms"; 719,468 is the number of days from 0000-03-01 to 1970-01-01.
 */
bool date_of(int year, int month, int day, int32_t *date)
{
	static const int month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int shifted, era, year_of_era, day_of_year;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	if (day > month_days[month - 1] + (month == 2 && is_leap(year)))
		return false;
	shifted = month <= 2 ? year - 1 : year;
	era = shifted / 400;
	year_of_era = shifted % 400;
	day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	*date = era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
		day_of_year - 719468;
	return true;
}

void date_split(int32_t date, int *year, int *month, int *day)
{
	int days = date + 719468;
	int era = days / 146097;
	int day_of_era = days % 146097;
	int year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int shifted_month = (5 * day_of_year + 2) / 153;

	*day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
	*month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
	*year = year_of_era + era * 400 + (*month <= 2);
}

static inline bool two_digits(const char *at, int *value)
{
	unsigned tens = (unsigned char)(at[0] - '0'), ones = (unsigned char)(at[1] - '0');

	*value = (int)(tens * 10 + ones);
	return tens <= 9 && ones <= 9;
}

static bool parse_ten(const char *at, int32_t *date)
{
	int century, year, month, day;

	return two_digits(at, &century) && two_digits(at + 2, &year) && at[4] == '-' &&
	       two_digits(at + 5, &month) && at[7] == '-' && two_digits(at + 8, &day) &&
	       date_of(century * 100 + year, month, day, date);
}

bool date_parse(struct slice text, int32_t *date)
{
	return text.length == 10 && parse_ten(text.at, date);
}

bool date_parse_start(struct slice text, int32_t *date)
{
	struct moment ignored;

	if (text.length == 10)
		return parse_ten(text.at, date);
	return text.length > 10 && parse_ten(text.at, date) && moment_parse(text, &ignored);
}

void date_put(struct buf *out, int32_t date)
{
	int year, month, day;
	char *at = buf_room(out, 10);

	date_split(date, &year, &month, &day);
	at[0] = (char)('0' + year / 1000);
	at[1] = (char)('0' + year / 100 % 10);
	at[2] = (char)('0' + year / 10 % 10);
	at[3] = (char)('0' + year % 10);
	at[4] = '-';
	at[5] = (char)('0' + month / 10);
	at[6] = (char)('0' + month % 10);
	at[7] = '-';
	at[8] = (char)('0' + day / 10);
	at[9] = (char)('0' + day % 10);
	out->length += 10;
}

/* The zone at the end of a moment, in seconds east of Greenwich. */
static bool parse_zone(struct slice text, int *offset)
{
	int hours, minutes = 0;
	int sign;

	if (slice_is(text, "Z") || slice_is(text, "z")) {
		*offset = 0;
		return true;
	}
	if (text.length < 3 || (text.at[0] != '+' && text.at[0] != '-'))
		return false;
	sign = text.at[0] == '-' ? -1 : 1;
	if (!two_digits(text.at + 1, &hours) || hours > 23)
		return false;
	text.at += 3;
	text.length -= 3;
	if (text.length == 3 && text.at[0] == ':') {
		text.at++;
		text.length--;
	}
	if (text.length != 0 &&
		(text.length != 2 || !two_digits(text.at, &minutes) || minutes > 59))
		return false;
	*offset = sign * (hours * 3600 + minutes * 60);
	return true;
}

bool moment_parse(struct slice text, struct moment *moment)
{
	const char *at = text.at, *end;
	int hours = 0, minutes = 0, seconds = 0, offset = 0;
	struct moment value = { 0, 0, false };
	int32_t date;

	if (text.length < 10 || !parse_ten(at, &date))
		return false;
	end = at + text.length;
	at += 10;
	if (at < end) {
		if (end - at < 6 || (*at != 'T' && *at != ' ') || !two_digits(at + 1, &hours) ||
			at[3] != ':' || !two_digits(at + 4, &minutes))
			return false;
		at += 6;
		if (end - at >= 3 && *at == ':') {
			if (!two_digits(at + 1, &seconds))
				return false;
			at += 3;
			if (at < end && *at == '.') {
				int32_t unit = 100000000;

				if (++at == end || (unsigned char)(*at - '0') > 9)
					return false;
				for (; at < end && (unsigned char)(*at - '0') <= 9; at++) {
					value.nanoseconds += (*at - '0') * unit;
					unit /= 10;
				}
			}
		}
		if (hours > 23 || minutes > 59 || seconds > 59)
			return false;
		if (at < end) {
			if (!parse_zone((struct slice){ at, (size_t)(end - at) }, &offset))
				return false;
			value.has_zone = true;
		}
	}
	value.seconds =
		(int64_t)date * SECONDS_PER_DAY + hours * 3600 + minutes * 60 + seconds - offset;
	/* A zone can move it out of the years that can be written. */
	if (value.seconds < FIRST_SECOND || value.seconds > LAST_SECOND)
		return false;
	*moment = value;
	return true;
}

void moment_put(struct buf *out, struct moment moment)
{
	int64_t date = moment.seconds / SECONDS_PER_DAY;
	int rest = (int)(moment.seconds % SECONDS_PER_DAY);

	if (rest < 0) {
		rest += SECONDS_PER_DAY;
		date--;
	}
	date_put(out, (int32_t)date);
	buf_printf(out, "T%02d:%02d:%02d", rest / 3600, rest / 60 % 60, rest % 60);
	if (moment.nanoseconds > 0) {
		buf_printf(out, ".%09d", (int)moment.nanoseconds);
		while (out->at[out->length - 1] == '0')
			out->length--;
	}
	if (moment.has_zone)
		buf_char(out, 'Z');
}

int32_t date_today(void)
{
	return (int32_t)(time(NULL) / SECONDS_PER_DAY);
}
