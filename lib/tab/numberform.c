/* SPDX-License-Identifier: MIT */
#include "tab/numberform.h"

#include "base/num.h"
#include "base/unicode.h"

/* What a mark of currency may stand for. */
enum {
	CNY = 1 << 0,
	USD = 1 << 1,
	EUR = 1 << 2,
	GBP = 1 << 3,
	JPY = 1 << 4,
	HKD = 1 << 5,
	TWD = 1 << 6,
	SGD = 1 << 7,
	CAD = 1 << 8,
	AUD = 1 << 9,
	NZD = 1 << 10,
	CHF = 1 << 11,
	INR = 1 << 12,
	KRW = 1 << 13,
	BRL = 1 << 14,
	MXN = 1 << 15,
	SEK = 1 << 16,
	NOK = 1 << 17,
	DKK = 1 << 18,
	PLN = 1 << 19,
	CZK = 1 << 20,
	RUB = 1 << 21,
	TRY = 1 << 22,
	THB = 1 << 23,
	ZAR = 1 << 24,
	AED = 1 << 25,
	VND = 1 << 26,
	MOP = 1 << 27,
	MYR = 1 << 28,
	ANY_DOLLAR = USD | HKD | TWD | SGD | CAD | AUD | NZD | MXN,
};

/* In lower case, as folded; a longer one stands before those that it ends or begins with. */
static const struct {
	const char *text;
	unsigned means;
} currencies[] = {
	{ "人民币", CNY },
	{ "rmb", CNY },
	{ "cny", CNY },
	{ "cn¥", CNY },
	{ "usd", USD },
	{ "us$", USD },
	{ "美元", USD },
	{ "eur", EUR },
	{ "€", EUR },
	{ "欧元", EUR },
	{ "gbp", GBP },
	{ "£", GBP },
	{ "英镑", GBP },
	{ "jpy", JPY },
	{ "jp¥", JPY },
	{ "日元", JPY },
	{ "円", JPY },
	{ "hkd", HKD },
	{ "hk$", HKD },
	{ "港元", HKD },
	{ "港币", HKD },
	{ "twd", TWD },
	{ "nt$", TWD },
	{ "新台币", TWD },
	{ "sgd", SGD },
	{ "s$", SGD },
	{ "cad", CAD },
	{ "ca$", CAD },
	{ "c$", CAD },
	{ "aud", AUD },
	{ "au$", AUD },
	{ "a$", AUD },
	{ "nzd", NZD },
	{ "nz$", NZD },
	{ "chf", CHF },
	{ "fr.", CHF },
	{ "inr", INR },
	{ "₹", INR },
	{ "rs.", INR },
	{ "rs", INR },
	{ "krw", KRW },
	{ "₩", KRW },
	{ "brl", BRL },
	{ "r$", BRL },
	{ "mxn", MXN },
	{ "sek", SEK },
	{ "nok", NOK },
	{ "dkk", DKK },
	{ "kr.", SEK | NOK | DKK },
	{ "kr", SEK | NOK | DKK },
	{ "pln", PLN },
	{ "zł", PLN },
	{ "czk", CZK },
	{ "kč", CZK },
	{ "rub", RUB },
	{ "₽", RUB },
	{ "try", TRY },
	{ "₺", TRY },
	{ "thb", THB },
	{ "฿", THB },
	{ "zar", ZAR },
	{ "aed", AED },
	{ "vnd", VND },
	{ "₫", VND },
	{ "mop", MOP },
	{ "myr", MYR },
	{ "¥", CNY | JPY },
	{ "元", CNY | TWD | HKD | MOP },
	{ "$", ANY_DOLLAR },
};

enum { CURRENCIES = sizeof currencies / sizeof *currencies, NO_CURRENCY = -1, BODY_MOST = 60 };

_Static_assert(CURRENCIES <= 128, "the bits of struct numberform");

static const struct {
	const char *text;
	int zeros;
} units[] = { { "万", 4 }, { "萬", 4 }, { "亿", 8 }, { "億", 8 } };

/* A number without what stands around its digits. */
struct written {
	struct slice body; /* digits, marks and perhaps an exponent */
	bool has_sign, negative;
	bool percent;
	int zeros; /* of 万 and 亿 */
	int currency;
};

static void cut_front(struct slice *text, size_t count)
{
	text->at += count;
	text->length -= count;
}

/* Take `mark` off one end of `text`, whatever its case. */
static bool take(struct slice *text, const char *mark, bool front)
{
	size_t length = strlen(mark);
	const char *at = front ? text->at : text->at + text->length - length;

	if (text->length < length || strncasecmp(at, mark, length) != 0)
		return false;
	if (front)
		text->at += length;
	text->length -= length;
	return true;
}

static bool take_sign(struct written *number, bool front)
{
	bool negative = take(&number->body, "-", front);

	if (!negative && !(front && take(&number->body, "+", front)))
		return false;
	if (number->has_sign)
		number->body.length = 0; /* two signs are no number */
	number->has_sign = true;
	number->negative |= negative;
	return true;
}

static bool take_brackets(struct written *number)
{
	struct slice *body = &number->body;

	if (body->length < 2 || body->at[0] != '(' || body->at[body->length - 1] != ')')
		return false;
	cut_front(body, 1);
	body->length--;
	if (number->has_sign)
		body->length = 0;
	number->has_sign = number->negative = true;
	return true;
}

static bool take_currency(struct written *number, bool front)
{
	for (int i = 0; i < CURRENCIES; i++) {
		if (!take(&number->body, currencies[i].text, front))
			continue;
		/* One before and one behind it may be the same: ¥12元. */
		if (number->currency != NO_CURRENCY &&
			!(currencies[i].means & currencies[number->currency].means))
			number->body.length = 0;
		if (number->currency == NO_CURRENCY ||
			currencies[i].means < currencies[number->currency].means)
			number->currency = i;
		return true;
	}
	return false;
}

static bool take_unit(struct written *number)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (take(&number->body, units[i].text, false)) {
			number->zeros += units[i].zeros;
			return true;
		}
	}
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Something that may stand before the digits, off the front. */
static bool peel_front(struct written *number)
{
	if (number->body.length == 0 || is_digit(number->body.at[0]))
		return false;
	return take(&number->body, " ", true) || take_brackets(number) || take_sign(number, true) ||
	       take_currency(number, true);
}

static bool peel_back(struct written *number)
{
	if (number->body.length == 0 || is_digit(number->body.at[number->body.length - 1]))
		return false;
	if (take(&number->body, "%", false)) {
		number->body.length = number->percent ? 0 : number->body.length;
		return number->percent = true;
	}
	return take(&number->body, " ", false) || take_sign(number, false) ||
	       take_currency(number, false) || take_unit(number);
}

static struct written peel(struct slice text)
{
	struct written number = { .body = text, .currency = NO_CURRENCY };

	while (peel_front(&number) || peel_back(&number))
		continue;
	if (number.zeros > 8)
		number.body.length = 0;
	return number;
}

static bool is_grouping(char c, char decimal)
{
	return c != decimal && (c == '.' || c == ',' || c == '\'' || c == ' ');
}

/* The whole part of a body, taken apart at its marks of thousands. */
struct groups {
	char mark; /* or '\0' */
	size_t count, first, last;
	bool threes, twos; /* are all between the first and the last of that many digits? */
};

static void close_group(struct groups *groups, size_t digits)
{
	if (groups->count == 0)
		groups->first = digits;
	else if (groups->count > 1) {
		groups->threes &= groups->last == 3;
		groups->twos &= groups->last == 2;
	}
	groups->last = digits;
	groups->count++;
}

/* Western groups are of three; Indian ones of two, but for the last. */
static bool are_groups_right(const struct groups *groups, bool starts_with_zero)
{
	if (groups->count == 1)
		return true;
	if (starts_with_zero || groups->last != 3 || groups->first == 0)
		return false;
	if (groups->threes && groups->first <= 3)
		return true;
	return groups->mark == ',' && groups->twos && groups->first <= 2;
}

/* The whole part at the start of `body`, its digits to `to`. Returns its length, or -1. */
static int read_whole(struct slice body, char decimal, char *to, size_t *digits)
{
	struct groups groups = { .threes = true, .twos = true };
	size_t i = 0, open = 0;

	*digits = 0;
	for (; i < body.length; i++) {
		if (is_digit(body.at[i])) {
			to[(*digits)++] = body.at[i];
			open++;
			continue;
		}
		if (!is_grouping(body.at[i], decimal))
			break;
		if (groups.mark != '\0' && groups.mark != body.at[i])
			return -1;
		groups.mark = body.at[i];
		close_group(&groups, open);
		open = 0;
	}
	close_group(&groups, open);
	return are_groups_right(&groups, body.at[0] == '0') ? (int)i : -1;
}

/* The number, if `decimal` is the decimal mark. */
static bool read_body(struct slice body, char decimal, struct decimal *value)
{
	char plain[BODY_MOST + 1];
	size_t digits;
	int whole;

	if (body.length == 0 || body.length > BODY_MOST)
		return false;
	whole = read_whole(body, decimal, plain, &digits);
	if (whole < 0)
		return false;
	cut_front(&body, (size_t)whole);
	memcpy(plain + digits, body.at, body.length);
	if (body.length > 0 && body.at[0] == decimal)
		plain[digits] = '.';
	return decimal_parse((struct slice){ plain, digits + body.length }, value);
}

static bool is_whole(struct decimal value)
{
	return decimal_compare(decimal_round(value, 0), value) == 0;
}

/* Decimals of an integer are zeros that a spreadsheet left, but 1.000 is rather a thousand. */
static bool has_three_decimals(struct slice body, char decimal)
{
	return body.length > 4 && body.at[body.length - 4] == decimal;
}

static bool fits_kind(
	enum numberform_kind kind, const struct written *number, struct decimal value, char decimal)
{
	if (kind == NUMBERFORM_AMOUNT)
		return !number->percent;
	if (kind == NUMBERFORM_NUMBER)
		return true;
	return !number->percent && number->currency == NO_CURRENCY && is_whole(value) &&
	       (number->zeros > 0 || !has_three_decimals(number->body, decimal));
}

static bool read_as(enum numberform_kind kind, const struct written *number, char decimal,
	struct decimal *value)
{
	struct decimal factor = decimal_of(number->zeros == 4   ? 10000
					   : number->zeros == 8 ? 100000000
								: 1);

	if (number->percent)
		factor.scale = 2;
	if (!read_body(number->body, decimal, value) || !decimal_multiply(*value, factor, value))
		return false;
	if (number->negative)
		value->units = -value->units;
	return fits_kind(kind, number, *value, decimal);
}

/* Chinese units stand behind numbers with a decimal point. */
static bool tells_point(const struct written *number)
{
	return number->zeros > 0 ||
	       (number->currency != NO_CURRENCY &&
		       (unsigned char)currencies[number->currency].text[0] >= 0xe4);
}

static bool has_decimal_or_thousands(struct slice body)
{
	return memchr(body.at, '.', body.length) != NULL ||
	       memchr(body.at, ',', body.length) != NULL;
}

/*
 * The decimal marks that fit, as bits: 1 point, 2 comma. 4 if there is nothing to choose; 0 if it
 * is no number. `value` becomes one of the readings, that with the point first.
 */
static unsigned fitting_marks(
	enum numberform_kind kind, const struct written *number, struct decimal *value)
{
	struct decimal by_comma;
	bool point = read_as(kind, number, '.', value);
	bool comma;

	if (number->body.length == 0 || !has_decimal_or_thousands(number->body))
		return point ? 4 : 0;
	if (point && tells_point(number))
		return 1;
	comma = read_as(kind, number, ',', &by_comma);
	if (comma && !point)
		*value = by_comma;
	if (comma && point && decimal_compare(*value, by_comma) == 0)
		return 4;
	return (unsigned)point | (unsigned)comma << 1;
}

/* What a program writes: digits, a point, a minus. 0 if not, else as fitting_marks. */
static unsigned plain_marks(enum numberform_kind kind, struct slice text)
{
	size_t i = text.length > 0 && text.at[0] == '-' ? 1 : 0;
	size_t start = i, point = text.length;

	for (; i < text.length; i++) {
		if (text.at[i] == '.' && point == text.length)
			point = i;
		else if (!is_digit(text.at[i]))
			return 0;
	}
	if (text.length == start)
		return 0;
	if (point == text.length)
		return 4;
	if (kind == NUMBERFORM_INTEGER || text.length == start + 1)
		return 0;
	return text.length - point != 4 || point - start > 3 || point == start ||
			       text.at[start] == '0'
		       ? 1
		       : 3;
}

static bool is_zero_text(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.at[i] >= '1' && text.at[i] <= '9')
			return false;
	return true;
}

static void see_plain(struct numberform *form, unsigned fits, struct slice text)
{
	if (fits < 4)
		example_add(&form->marked[fits], text);
	if (form->kind == NUMBERFORM_NUMBER && !is_zero_text(text))
		example_add(&form->no_percent, text);
}

void numberform_see(struct numberform *form, struct slice text)
{
	struct unicode_room room;
	struct written number;
	struct decimal value;
	unsigned fits = plain_marks(form->kind, text);

	if (fits != 0) {
		see_plain(form, fits, text);
		return;
	}
	if (!unicode_fold(unicode_trim(text), &room, &text))
		return;
	number = peel(text);
	fits = fitting_marks(form->kind, &number, &value);
	if (fits == 0)
		return;
	if (fits < 4)
		example_add(&form->marked[fits], text);
	if (number.percent)
		example_add(&form->percent, text);
	else if (value.units != 0)
		example_add(&form->no_percent, text);
	if (number.currency != NO_CURRENCY) {
		example_add(&form->in_currency, text);
		form->currencies[number.currency / 64] |= UINT64_C(1) << (number.currency % 64);
	}
}

void numberform_merge(struct numberform *form, const struct numberform *other)
{
	for (size_t i = 0; i < sizeof form->marked / sizeof *form->marked; i++)
		example_merge(&form->marked[i], &other->marked[i]);
	example_merge(&form->percent, &other->percent);
	example_merge(&form->no_percent, &other->no_percent);
	example_merge(&form->in_currency, &other->in_currency);
	form->currencies[0] |= other->currencies[0];
	form->currencies[1] |= other->currencies[1];
}

bool numberform_depends(const struct numberform *form)
{
	return form->marked[2].count + form->marked[3].count + form->percent.count +
		       form->in_currency.count >
	       0;
}

static bool was_seen(const struct numberform *form, int currency)
{
	return (form->currencies[currency / 64] >> (currency % 64)) & 1;
}

/* Two marks that cannot be the same currency. */
static int check_currencies(const struct numberform *form, struct diag *why)
{
	for (int a = 0; a < CURRENCIES; a++) {
		for (int b = a + 1; b < CURRENCIES && was_seen(form, a); b++) {
			if (!was_seen(form, b) || (currencies[a].means & currencies[b].means))
				continue;
			diag_fail(why,
				"mixed currencies, '%s' and '%s': take the rows of one with "
				"--where, or keep the column as text with --type NAME=text",
				currencies[a].text, currencies[b].text);
			return diag_code(why, "mixed-currencies");
		}
	}
	return 0;
}

static int check_percent(const struct numberform *form, struct diag *why)
{
	if (form->percent.count == 0 || form->no_percent.count == 0)
		return 0;
	diag_fail(why,
		"some values are in percent ('" SLICE "'), others are not ('" SLICE
		"'): keep the column as text with --type NAME=text",
		SLICE_ARG(example_text(&form->percent)),
		SLICE_ARG(example_text(&form->no_percent)));
	return diag_code(why, "mixed-percent");
}

static int refuse_both(const struct numberform *form, struct diag *why)
{
	struct slice text = example_text(&form->marked[3]);
	struct written number = peel(text);
	struct decimal by_point = { 0, 0 }, by_comma = { 0, 0 };
	struct buf ways = BUF_EMPTY;

	read_as(form->kind, &number, '.', &by_point);
	read_as(form->kind, &number, ',', &by_comma);
	decimal_put(&ways, by_point);
	buf_text(&ways, " (--decimal point) or ");
	decimal_put(&ways, by_comma);
	diag_fail(why, "'" SLICE "' may be %s (--decimal comma), and no other value tells",
		SLICE_ARG(text), buf_string(&ways));
	buf_release(&ways);
	return diag_code(why, "ambiguous-number");
}

int numberform_decide(struct numberform *form, enum numberform_mark mark, struct diag *why)
{
	bool point = form->marked[1].count > 0, comma = form->marked[2].count > 0;

	if (check_currencies(form, why) < 0 || check_percent(form, why) < 0)
		return -1;
	form->mark = mark;
	if (mark != NUMBERFORM_FOUND)
		return 0;
	if (point && comma) /* each value by itself, unless it could be two */
		return 0;
	if (!point && !comma && form->marked[3].count > 0)
		return refuse_both(form, why);
	form->mark = comma ? NUMBERFORM_COMMA : NUMBERFORM_POINT;
	return 0;
}

static int not_a_number(const struct numberform *form, struct slice text, struct diag *why)
{
	bool whole = form->kind == NUMBERFORM_INTEGER;

	diag_fail(why, "not a %snumber%s: '" SLICE "'", whole ? "whole " : "",
		form->mark == NUMBERFORM_COMMA ? " with decimal comma" : "", SLICE_ARG(text));
	return diag_code(why, whole ? "not-an-integer" : "not-a-number");
}

int numberform_read(
	const struct numberform *form, struct slice text, struct decimal *value, struct diag *why)
{
	struct unicode_room room;
	struct slice folded;
	struct written number;
	unsigned fits;

	text = unicode_trim(text);
	if (!unicode_fold(text, &room, &folded))
		return not_a_number(form, text, why);
	number = peel(folded);
	if (form->mark != NUMBERFORM_FOUND) {
		char decimal = form->mark == NUMBERFORM_COMMA && !tells_point(&number) ? ',' : '.';

		return read_as(form->kind, &number, decimal, value) ? 0
								    : not_a_number(form, text, why);
	}
	fits = fitting_marks(form->kind, &number, value);
	if (fits == 0)
		return not_a_number(form, text, why);
	if (fits != 3)
		return 0;
	diag_fail(why, "'" SLICE "' may be two numbers; choose with --decimal point or comma",
		SLICE_ARG(text));
	return diag_code(why, "ambiguous-number");
}

/* Begin a further part of the line. */
static void put_part(struct buf *out, size_t start)
{
	if (out->length > start)
		buf_text(out, "; ");
}

static void describe_values(const struct numberform *form, const char *words,
	const struct example *values, uint64_t count, struct buf *out)
{
	struct decimal value;
	struct diag ignored;

	if (numberform_read(form, example_text(values), &value, &ignored) < 0)
		return;
	buf_printf(out, "%s (", words);
	buf_put(out, example_text(values));
	buf_text(out, " is ");
	decimal_put(out, value);
	buf_text(out, "), in ");
	num_put_grouped(out, (int64_t)count);
	buf_text(out, count == 1 ? " value" : " values");
}

/* A value that could have been read otherwise shows more than one that told. */
static void describe_mark(const struct numberform *form, struct buf *out)
{
	const struct example *open = &form->marked[3], *told = &form->marked[2];
	bool comma = form->mark == NUMBERFORM_COMMA;
	uint64_t count = open->count + (comma ? told->count : 0);

	if (form->marked[1].count > 0 && told->count > 0 && form->mark == NUMBERFORM_FOUND)
		buf_printf(out,
			"decimal point (" SLICE ") and decimal comma (" SLICE
			"); what could be either is refused",
			SLICE_ARG(example_text(&form->marked[1])), SLICE_ARG(example_text(told)));
	else if (count > 0)
		describe_values(form, comma ? "decimal comma" : "decimal point",
			open->count > 0 ? open : told, count, out);
}

void numberform_describe(const struct numberform *form, struct buf *out)
{
	size_t start = out->length;

	describe_mark(form, out);
	if (form->percent.count > 0) {
		put_part(out, start);
		describe_values(form, "percent", &form->percent, form->percent.count, out);
	}
	if (form->in_currency.count > 0) {
		put_part(out, start);
		describe_values(form, "a currency, left out", &form->in_currency,
			form->in_currency.count, out);
	}
}
