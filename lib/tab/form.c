/* SPDX-License-Identifier: MIT */
#include "tab/form.h"

#include "base/amount.h"
#include "base/num.h"
#include "base/unicode.h"
#include "tab/email.h"
#include "tab/escape.h"

enum { USUAL_FIRST_YEAR = 1950 };

static bool is_date(enum type type)
{
	return type == TYPE_DATE || type == TYPE_TIME;
}

static bool is_number(enum type type)
{
	return type == TYPE_AMOUNT || type == TYPE_NUMBER || type == TYPE_INTEGER;
}

static enum numberform_kind number_kind(enum type type)
{
	if (type == TYPE_AMOUNT)
		return NUMBERFORM_AMOUNT;
	return type == TYPE_INTEGER ? NUMBERFORM_INTEGER : NUMBERFORM_NUMBER;
}

void form_begin(struct form *form, enum type type, const struct form_options *options)
{
	*form = (struct form){ .type = type, .options = *options };
	if (is_date(type))
		form->date.first_year =
			options->first_year != 0 ? options->first_year : USUAL_FIRST_YEAR;
	else if (is_number(type))
		form->number.kind = number_kind(type);
}

bool form_can_depend(enum type type)
{
	return is_date(type) || is_number(type);
}

void form_see(struct form *form, struct slice text)
{
	text = slice_trim(text);
	if (text.length == 0)
		return;
	if (is_date(form->type))
		dateform_see(&form->date, text);
	else if (is_number(form->type))
		numberform_see(&form->number, text);
}

void form_merge(struct form *form, const struct form *other)
{
	if (is_date(form->type))
		dateform_merge(&form->date, &other->date);
	else if (is_number(form->type))
		numberform_merge(&form->number, &other->number);
}

bool form_depends(const struct form *form)
{
	if (is_date(form->type))
		return dateform_depends(&form->date);
	return is_number(form->type) && numberform_depends(&form->number);
}

int form_decide(struct form *form, struct diag *why)
{
	if (is_date(form->type))
		return dateform_decide(&form->date, form->options.dates, why);
	if (is_number(form->type))
		return numberform_decide(&form->number, form->options.decimal, why);
	return 0;
}

/* What cannot be read as a date with a time has the code of its type. */
static int refuse_time(struct slice text, struct diag *why)
{
	if (strcmp(why->code, "not-a-date") != 0)
		return -1;
	diag_fail(why, "not a time like 2011-12-01T08:26:00: '" SLICE "'", SLICE_ARG(text));
	return diag_code(why, "not-a-time");
}

static int put_date(const struct form *form, struct slice text, bool *left_out, struct buf *out,
	struct diag *why)
{
	struct dateform_value value;

	if (dateform_read(&form->date, text, &value, why) < 0)
		return form->type == TYPE_TIME ? refuse_time(text, why) : -1;
	if (form->type == TYPE_TIME) {
		moment_put(out, value.moment);
		return 0;
	}
	if (left_out != NULL)
		*left_out |= value.has_time;
	date_put(out, value.date);
	return 0;
}

static bool is_int64(struct decimal value)
{
	return decimal_compare(value, decimal_of(INT64_MIN)) >= 0 &&
	       decimal_compare(value, decimal_of(INT64_MAX)) <= 0;
}

static int put_number(const struct form *form, struct slice text, struct buf *out, struct diag *why)
{
	struct decimal value;
	int64_t micros;

	if (numberform_read(&form->number, text, &value, why) < 0)
		return -1;
	if (form->type == TYPE_INTEGER && !is_int64(value)) {
		diag_fail(why,
			"not a whole number of at most 64 bits: '" SLICE
			"'; as an id it may have any number of digits",
			SLICE_ARG(text));
		return diag_code(why, "too-large");
	}
	if (form->type != TYPE_AMOUNT) {
		decimal_put(out, value);
		return 0;
	}
	if (amount_of(value, &micros, why) < 0)
		return -1;
	amount_put(out, micros);
	return 0;
}

static int put_folded(const struct form *form, struct slice text, struct buf *out, struct diag *why)
{
	enum unicode_width width =
		form->type == TYPE_ID ? UNICODE_PUNCTUATION_TOO : UNICODE_LETTERS_AND_DIGITS;
	struct buf folded = BUF_EMPTY;
	int result;

	text = unicode_trim(text);
	unicode_put(&folded, text, width);
	result = type_put(form->type, buf_slice(&folded), NULL, out, why);
	buf_release(&folded);
	return result;
}

static int put_flag(struct slice text, struct buf *out, struct diag *why)
{
	struct unicode_room room;
	struct slice folded;

	if (!unicode_fold(unicode_trim(text), &room, &folded))
		folded = text;
	return type_put(TYPE_FLAG, folded, NULL, out, why);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool has_char(struct slice text, char c)
{
	return memchr(text.at, c, text.length) != NULL;
}

/* Is it most likely written as type_put takes it, so that the form has no say? */
static bool is_usual(const struct form *form, struct slice text)
{
	if (is_date(form->type))
		return text.length >= 10 && text.at[4] == '-' && text.at[7] == '-';
	if (!is_number(form->type))
		return !unicode_put_matters(text);
	if (!is_digit(text.at[text.length - 1]) || has_char(text, ','))
		return false;
	if (form->number.mark == NUMBERFORM_POINT && form->type != TYPE_INTEGER)
		return is_digit(text.at[0]) || text.at[0] == '-' || text.at[0] == '.';
	return !has_char(text, '.');
}

static int put_unusual(const struct form *form, struct slice text, bool *left_out, struct buf *out,
	struct diag *why)
{
	if (unicode_trim(text).length == 0)
		return 0;
	if (is_date(form->type))
		return put_date(form, text, left_out, out, why);
	if (is_number(form->type))
		return put_number(form, text, out, why);
	if (form->type == TYPE_FLAG)
		return put_flag(text, out, why);
	return put_folded(form, text, out, why);
}

int form_put(const struct form *form, struct slice text, bool *left_out, struct buf *out,
	struct diag *why)
{
	text = slice_trim(text);
	if (text.length == 0)
		return 0;
	if (form->type == TYPE_PHONE)
		return phone_put(text, form->options.country, out, why);
	if (form->type == TYPE_EMAIL)
		return email_put(text, out, why);
	if (is_usual(form, text) && type_put(form->type, text, left_out, out, why) == 0)
		return 0;
	return put_unusual(form, text, left_out, out, why);
}

void form_describe(const struct form *form, struct buf *out)
{
	if (is_date(form->type))
		dateform_describe(&form->date, out);
	else if (is_number(form->type))
		numberform_describe(&form->number, out);
}
