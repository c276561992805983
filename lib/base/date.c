/* SPDX-License-Identifier: MIT */
#include "base/date.h"

#include <time.h>

#include "base/digits.h"

enum { SECONDS_PER_DAY = 86400 };

/* 0001-01-01T00:00:00 and 9999-12-31T23:59:59. */
static const int64_t FIRST_SECOND = -62135596800, LAST_SECOND = 253402300799;

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/*
 * Years are counted from 1 March, so that the leap day is the last of its year. After Howard
 * Hinnant, "chrono-Compatible Low-Level Date Algorithms"; 719,468 is the number of days from
 * 0000-03-01 to 1970-01-01.
 */
bool date_of(int year, int month, int day, int32_t *date)
{
	static const struct {
		int days, before; /* of the month, and of its year from March before it */
	} of_month[] = { { 31, 306 }, { 28, 337 }, { 31, 0 }, { 30, 31 }, { 31, 61 }, { 30, 92 },
		{ 31, 122 }, { 31, 153 }, { 30, 184 }, { 31, 214 }, { 30, 245 }, { 31, 275 } };
	unsigned from_march;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	if (day > of_month[month - 1].days && (month != 2 || day > 29 || !is_leap(year)))
		return false;
	from_march = (unsigned)(year - (month <= 2));
	*date = (int32_t)(from_march * 365 + from_march / 4 - from_march / 100 + from_march / 400) +
		of_month[month - 1].before + day - 1 - 719468;
	return true;
}

/* Eras have 400 years, which is 146,097 days. */
void date_split(int32_t date, int *year, int *month, int *day)
{
	unsigned days = (unsigned)(date + 719468);
	unsigned era = days / 146097;
	unsigned day_of_era = days % 146097;
	unsigned year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	unsigned day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	unsigned from_march = (5 * day_of_year + 2) / 153;

	*day = (int)(day_of_year - (153 * from_march + 2) / 5 + 1);
	*month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
	*year = (int)(year_of_era + era * 400 + (from_march >= 10));
}

static inline bool two_digits(const char *at, int *value)
{
	unsigned tens = (unsigned char)(at[0] - '0'), ones = (unsigned char)(at[1] - '0');

	*value = (int)(tens * 10 + ones);
	return tens <= 9 && ones <= 9;
}

/* The eight characters up to the second dash at once: the dashes become zeros like digits. */
static bool parse_ten(const char *at, int32_t *date)
{
	const uint64_t dashes = (uint64_t)('-' ^ '0') << 32 | (uint64_t)('-' ^ '0') << 56;
	const uint64_t above_dash = UINT64_C(9) << 32 | UINT64_C(9) << 56;
	uint64_t text = digits_load(at, 8) ^ dashes, pairs;
	int day;

	/* A dash has no room above 0. */
	if (!digits_are(text) || !digits_are(text + above_dash) || !two_digits(at + 8, &day))
		return false;
	pairs = digits_pairs(text);
	return date_of((int)(pairs & 0xff) * 100 + (int)(pairs >> 16 & 0xff),
		(int)(pairs >> 40 & 0xff), day, date);
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

static void put_pair(char *at, unsigned value)
{
	at[0] = (char)('0' + value / 10);
	at[1] = (char)('0' + value % 10);
}

void date_put(struct buf *out, int32_t date)
{
	int year, month, day;
	char *at = buf_room(out, 10);

	date_split(date, &year, &month, &day);
	put_pair(at, (unsigned)year / 100);
	put_pair(at + 2, (unsigned)year % 100);
	at[4] = '-';
	put_pair(at + 5, (unsigned)month);
	at[7] = '-';
	put_pair(at + 8, (unsigned)day);
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
