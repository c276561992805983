/* SPDX-License-Identifier: MIT */
#include "tab/type.h"

#include "base/amount.h"
#include "base/date.h"
#include "base/num.h"
#include "tab/email.h"
#include "tab/escape.h"
#include "tab/phone.h"

static int not_a(const char *expected, const char *code, struct slice text, struct diag *why)
{
	diag_fail(why, "not %s: '" SLICE "'", expected, SLICE_ARG(text));
	return diag_code(why, code);
}

static int put_id(struct slice text, bool *left_out, struct buf *out, struct diag *why)
{
	(void)left_out;
	for (size_t i = 0; i < text.length; i++)
		if ((unsigned char)text.at[i] < ' ')
			return not_a("an id: it has a tab, line break or control character",
				"not-an-id", text, why);
	escape_put(out, text);
	return 0;
}

static int put_text(struct slice text, bool *left_out, struct buf *out, struct diag *why)
{
	(void)left_out;
	(void)why;
	escape_put(out, text);
	return 0;
}

/* Digits at the start of `rest`, `least` to `most` of them. */
static bool take_digits(struct slice *rest, size_t least, size_t most, int *value)
{
	size_t count = 0;

	*value = 0;
	while (count < most && count < rest->length && rest->at[count] >= '0' &&
		rest->at[count] <= '9')
		*value = *value * 10 + (rest->at[count++] - '0');
	rest->at += count;
	rest->length -= count;
	return count >= least;
}

static bool take_byte(struct slice *rest, char byte)
{
	if (rest->length == 0 || rest->at[0] != byte)
		return false;
	rest->at++;
	rest->length--;
	return true;
}

/* A day in any of the orders of year, month, day; what stands behind it is left in `rest`. */
static bool take_day(struct slice *rest, int32_t *date)
{
	int year, month, day;
	char mark;

	if (!take_digits(rest, 4, 4, &year) || rest->length == 0)
		return false;
	mark = rest->at[0];
	if (mark == '-' || mark == '/' || mark == '.')
		return take_byte(rest, mark) && take_digits(rest, 1, 2, &month) &&
		       take_byte(rest, mark) && take_digits(rest, 1, 2, &day) &&
		       date_of(year, month, day, date);
	return take_digits(rest, 2, 2, &month) && take_digits(rest, 2, 2, &day) &&
	       date_of(year, month, day, date);
}

/* A day, with or without a time of day behind it, as a moment. */
static bool parse_moment(struct slice text, struct moment *moment)
{
	struct buf iso = BUF_EMPTY;
	struct slice rest = text;
	int32_t date;
	bool good = take_day(&rest, &date);

	if (good && rest.length == 0) {
		*moment = (struct moment){ (int64_t)date * 86400, 0, false };
		return true;
	}
	if (good) {
		date_put(&iso, date);
		/* One digit for the hour is common where spreadsheets have been. */
		if (rest.length > 2 && rest.at[2] == ':') {
			buf_put(&iso, (struct slice){ rest.at, 1 });
			buf_char(&iso, '0');
			rest.at++;
			rest.length--;
		}
		buf_put(&iso, rest);
		good = moment_parse(buf_slice(&iso), moment);
	}
	buf_release(&iso);
	return good;
}

/* Does the day have a time of day that is not midnight? `rest` is what stands behind the day. */
static bool has_time_of_day(struct slice rest)
{
	for (size_t i = 0; i < rest.length; i++) {
		char c = rest.at[i];

		if (c >= '1' && c <= '9')
			return true;
		if (c == '+' || c == '-' || c == 'Z' || c == 'z')
			return false; /* the zone is none of it */
	}
	return false;
}

static int put_date(struct slice text, bool *left_out, struct buf *out, struct diag *why)
{
	struct slice rest = text;
	struct moment moment;
	int32_t date;

	/* The commonest forms, which are right as they stand, then whatever else is a day. */
	if (date_parse_start(text, &date)) {
		buf_put(out, (struct slice){ text.at, 10 });
		rest.at += 10;
		rest.length -= 10;
	} else if (!parse_moment(text, &moment) || !take_day(&rest, &date)) {
		return not_a("a date like 2011-12-01", "not-a-date", text, why);
	} else {
		date_put(out, date);
	}
	if (left_out != NULL)
		*left_out |= has_time_of_day(rest);
	return 0;
}

static int put_time(struct slice text, bool *left_out, struct buf *out, struct diag *why)
{
	struct moment moment;

	(void)left_out;
	if (!moment_parse(text, &moment) && !parse_moment(text, &moment))
		return not_a("a time like 2011-12-01T08:26:00", "not-a-time", text, why);
	moment_put(out, moment);
	return 0;
}

static int put_amount(struct slice text, bool *left_out, struct buf *out, struct diag *why)
{
	int64_t micros;

	(void)left_out;
	if (amount_parse(text, &micros, why) < 0)
		return -1;
	amount_put(out, micros);
	return 0;
}

static int put_number(struct slice text, bool *left_out, struct buf *out, struct diag *why)
{
	struct decimal value;

	(void)left_out;
	if (!decimal_parse(text, &value))
		return not_a("a number", "not-a-number", text, why);
	decimal_put(out, value);
	return 0;
}

static int put_integer(struct slice text, bool *left_out, struct buf *out, struct diag *why)
{
	int64_t value;

	(void)left_out;
	if (!num_parse_int(text, &value))
		return not_a("a whole number", "not-an-integer", text, why);
	num_put_int(out, value);
	return 0;
}

static bool is_word(struct slice text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (text.length == strlen(*words) && strncasecmp(text.at, *words, text.length) == 0)
			return true;
	return false;
}

static int put_flag(struct slice text, bool *left_out, struct buf *out, struct diag *why)
{
	static const char *const yes[] = { "1", "yes", "y", "true", "t", "是", "有", NULL };
	static const char *const no[] = { "0", "no", "n", "false", "f", "否", "无", NULL };

	(void)left_out;
	if (!is_word(text, yes) && !is_word(text, no))
		return not_a("yes or no", "not-a-flag", text, why);
	buf_char(out, is_word(text, yes) ? '1' : '0');
	return 0;
}

static int put_phone(struct slice text, bool *left_out, struct buf *out, struct diag *why)
{
	(void)left_out;
	return phone_put(text, NULL, out, why);
}

static int put_email(struct slice text, bool *left_out, struct buf *out, struct diag *why)
{
	(void)left_out;
	return email_put(text, out, why);
}

static const struct {
	const char *name;
	int (*put)(struct slice text, bool *left_out, struct buf *out, struct diag *why);
} types[TYPE_COUNT] = {
	[TYPE_ID] = { "id", put_id },
	[TYPE_TEXT] = { "text", put_text },
	[TYPE_DATE] = { "date", put_date },
	[TYPE_TIME] = { "time", put_time },
	[TYPE_AMOUNT] = { "amount", put_amount },
	[TYPE_NUMBER] = { "number", put_number },
	[TYPE_INTEGER] = { "integer", put_integer },
	[TYPE_FLAG] = { "flag", put_flag },
	[TYPE_PHONE] = { "phone", put_phone },
	[TYPE_EMAIL] = { "email", put_email },
};

bool type_may_be_text(enum type type)
{
	return type == TYPE_PHONE || type == TYPE_EMAIL;
}

const char *type_name(enum type type)
{
	return types[type].name;
}

bool type_find(struct slice name, enum type *type)
{
	for (int i = 0; i < TYPE_COUNT; i++) {
		if (slice_is(name, types[i].name)) {
			*type = (enum type)i;
			return true;
		}
	}
	return false;
}

int type_put(enum type type, struct slice text, bool *left_out, struct buf *out, struct diag *why)
{
	text = slice_trim(text);
	return text.length == 0 ? 0 : types[type].put(text, left_out, out, why);
}
