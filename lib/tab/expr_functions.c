/* SPDX-License-Identifier: MIT */
#include "base/date.h"
#include "tab/expr_private.h"

/*
 * To add a function, write it here, put it into the table at the end, and into expr.h. The types
 * of the arguments are as the table says, and none is missing unless the row sees_missing.
 */

static int fail(struct expr_call *call, const char *code, const char *text)
{
	expr_fault(call->expr, call->node->position, call->why, "%s", text);
	return diag_code(call->why, code);
}

static int give_number(struct expr_call *call, struct decimal number)
{
	call->result->type = EXPR_NUMBER;
	call->result->number = number;
	return 0;
}

/* The same for what base/decimal made, if it could. */
static int give_if(struct expr_call *call, bool fits, struct decimal number)
{
	if (!fits)
		return fail(call, "too-many-digits", "result has too many digits; round() first");
	return give_number(call, number);
}

static int give_flag(struct expr_call *call, bool flag)
{
	call->result->type = EXPR_FLAG;
	call->result->flag = flag;
	return 0;
}

static int give_date(struct expr_call *call, int32_t date)
{
	call->result->type = EXPR_DATE;
	call->result->date = date;
	return 0;
}

/* An empty text is missing, whichever function made it. */
static int give_text(struct expr_call *call, struct slice text)
{
	if (text.length > 0) {
		call->result->type = EXPR_TEXT;
		call->result->text = text;
	}
	return 0;
}

/* ---- arithmetic ---- */

static int add(struct expr_call *call)
{
	struct decimal sum = { 0, 0 };
	bool fits = decimal_add(call->argument[0].number, call->argument[1].number, &sum);

	return give_if(call, fits, sum);
}

static int subtract(struct expr_call *call)
{
	struct decimal difference = { 0, 0 };
	bool fits =
		decimal_subtract(call->argument[0].number, call->argument[1].number, &difference);

	return give_if(call, fits, difference);
}

static int multiply(struct expr_call *call)
{
	struct decimal product = { 0, 0 };
	bool fits = decimal_multiply(call->argument[0].number, call->argument[1].number, &product);

	return give_if(call, fits, product);
}

static int divide(struct expr_call *call)
{
	struct decimal quotient = { 0, 0 };

	if (call->argument[1].number.units == 0)
		return fail(call, "division-by-zero", "division by zero; test for it with if()");
	return give_if(call,
		decimal_divide(call->argument[0].number, call->argument[1].number, &quotient),
		quotient);
}

/* Adding a zero of the other's scale brings both to the same scale. */
static int remainder_of(struct expr_call *call)
{
	struct decimal a = call->argument[0].number, b = call->argument[1].number;
	struct decimal zero_a = { 0, a.scale }, zero_b = { 0, b.scale };

	if (b.units == 0)
		return fail(call, "division-by-zero", "division by zero; test for it with if()");
	if (!decimal_add(a, zero_b, &a) || !decimal_add(b, zero_a, &b) || a.scale != b.scale)
		return give_if(call, false, a);
	/* The smallest int128 cannot be divided by -1; the remainder is 0 anyway. */
	a.units = b.units == -1 ? 0 : a.units % b.units;
	return give_number(call, a);
}

static int negate(struct expr_call *call)
{
	struct decimal negative = { 0, 0 };
	bool fits = decimal_subtract(negative, call->argument[0].number, &negative);

	return give_if(call, fits, negative);
}

static int absolute(struct expr_call *call)
{
	if (call->argument[0].number.units < 0)
		return negate(call);
	return give_number(call, call->argument[0].number);
}

/* Rounded down if `step` is -1, up if it is 1. */
static int round_towards(struct expr_call *call, int step)
{
	struct decimal exact = call->argument[0].number;
	struct decimal whole = decimal_round(exact, 0);

	if (decimal_compare(whole, exact) * step < 0)
		whole.units += step;
	return give_number(call, whole);
}

static int round_down(struct expr_call *call)
{
	return round_towards(call, -1);
}

static int round_up(struct expr_call *call)
{
	return round_towards(call, 1);
}

/* Whether `number` is whole and from `low` to `high`, and then, as what. */
static bool is_whole(struct decimal number, int64_t low, int64_t high, int64_t *whole)
{
	struct decimal rounded = decimal_round(number, 0);

	if (decimal_compare(rounded, number) != 0 || rounded.units < low || rounded.units > high)
		return false;
	*whole = (int64_t)rounded.units;
	return true;
}

static int round_off(struct expr_call *call)
{
	int64_t places = 0;

	if (call->count == 2 && !is_whole(call->argument[1].number, 0, DECIMAL_MAX_SCALE, &places))
		return fail(call, "out-of-range", "round() needs 0 to 18 places");
	return give_number(call, decimal_round(call->argument[0].number, (int)places));
}

/* ---- comparison ---- */

static int order_of_columns(struct slice a, struct slice b)
{
	struct decimal number_a, number_b;

	if (decimal_parse(a, &number_a) && decimal_parse(b, &number_b))
		return decimal_compare(number_a, number_b);
	return slice_compare(a, b);
}

/* Below, equal or above 0. Both are of the same type. */
static int order(const struct expr_call *call, size_t i, size_t j)
{
	const struct expr_value *a = &call->argument[i], *b = &call->argument[j];

	switch (a->type) {
	case EXPR_NUMBER:
		return decimal_compare(a->number, b->number);
	case EXPR_DATE:
		return (a->date > b->date) - (a->date < b->date);
	case EXPR_FLAG:
		return a->flag - b->flag;
	default:
		return call->node->loose ? order_of_columns(a->text, b->text)
					 : slice_compare(a->text, b->text);
	}
}

static int equal(struct expr_call *call)
{
	return give_flag(call, order(call, 0, 1) == 0);
}

static int unequal(struct expr_call *call)
{
	return give_flag(call, order(call, 0, 1) != 0);
}

static int below(struct expr_call *call)
{
	return give_flag(call, order(call, 0, 1) < 0);
}

static int at_most(struct expr_call *call)
{
	return give_flag(call, order(call, 0, 1) <= 0);
}

static int above(struct expr_call *call)
{
	return give_flag(call, order(call, 0, 1) > 0);
}

static int at_least(struct expr_call *call)
{
	return give_flag(call, order(call, 0, 1) >= 0);
}

static int is_in(struct expr_call *call)
{
	bool seen_missing = false;

	if (call->argument[0].type == EXPR_MISSING)
		return 0;
	for (size_t i = 1; i < call->count; i++) {
		if (call->argument[i].type == EXPR_MISSING)
			seen_missing = true;
		else if (order(call, 0, i) == 0)
			return give_flag(call, true);
	}
	return seen_missing ? 0 : give_flag(call, false);
}

/* The argument that stands on the `side` of all others: below (-1) or above (1). */
static int extreme(struct expr_call *call, int side)
{
	size_t best = 0;

	for (size_t i = 1; i < call->count; i++)
		if (order(call, i, best) * side > 0)
			best = i;
	*call->result = call->argument[best];
	return 0;
}

static int least(struct expr_call *call)
{
	return extreme(call, -1);
}

static int greatest(struct expr_call *call)
{
	return extreme(call, 1);
}

static int negation(struct expr_call *call)
{
	return give_flag(call, !call->argument[0].flag);
}

static int missing(struct expr_call *call)
{
	return give_flag(call, call->argument[0].type == EXPR_MISSING);
}

/*
 * Whether the pattern matches. After a % the shortest text is tried first; when the match fails
 * later, the last % takes one character more. Those before it need no second try.
 */
static bool matches(struct slice text, struct slice pattern)
{
	size_t t = 0, p = 0, retry_text = 0, retry_pattern = 0;
	bool can_retry = false;

	while (t < text.length) {
		size_t step = expr_character(text, t);
		char c = p < pattern.length ? pattern.at[p] : '\0';
		bool escaped = c == '\\' && p + 1 < pattern.length;

		if (c == '%') {
			can_retry = true;
			retry_text = t;
			retry_pattern = ++p;
		} else if (c == '_') {
			t += step;
			p++;
		} else if (p + escaped < pattern.length && pattern.at[p + escaped] == text.at[t]) {
			t++;
			p += 1 + escaped;
		} else if (can_retry) {
			retry_text += expr_character(text, retry_text);
			t = retry_text;
			p = retry_pattern;
		} else {
			return false;
		}
	}
	while (p < pattern.length && pattern.at[p] == '%')
		p++;
	return p == pattern.length;
}

static int is_like(struct expr_call *call)
{
	return give_flag(call, matches(call->argument[0].text, call->argument[1].text));
}

/* ---- text ---- */

/* Change the letters `first` … `first` + 25 to the other case. */
static int change_case(struct expr_call *call, char first)
{
	struct slice text = call->argument[0].text;
	char *copy = arena_alloc(&call->scratch->text, text.length);

	for (size_t i = 0; i < text.length; i++) {
		bool is_letter = (unsigned char)(text.at[i] - first) < 26;

		copy[i] = (char)(is_letter ? text.at[i] ^ 0x20 : text.at[i]);
	}
	return give_text(call, (struct slice){ copy, text.length });
}

static int lower(struct expr_call *call)
{
	return change_case(call, 'A');
}

static int upper(struct expr_call *call)
{
	return change_case(call, 'a');
}

static int trim(struct expr_call *call)
{
	return give_text(call, slice_trim(call->argument[0].text));
}

static int length(struct expr_call *call)
{
	struct slice text = call->argument[0].text;
	int64_t count = 0;

	for (size_t i = 0; i < text.length; i += expr_character(text, i))
		count++;
	return give_number(call, decimal_of(count));
}

/* Without the first `count` characters. */
static struct slice skip_characters(struct slice text, int64_t count)
{
	size_t i = 0;

	while (count-- > 0 && i < text.length)
		i += expr_character(text, i);
	return (struct slice){ text.at + i, text.length - i };
}

static int part(struct expr_call *call)
{
	int64_t start, wanted = INT64_MAX;
	struct slice text, rest;

	if (!is_whole(call->argument[1].number, 1, INT64_MAX, &start))
		return fail(call, "out-of-range",
			"substr() needs a start of 1 or more, in whole characters");
	if (call->count == 3 && !is_whole(call->argument[2].number, 0, INT64_MAX, &wanted))
		return fail(call, "out-of-range",
			"substr() needs a length of 0 or more, in whole characters");
	text = skip_characters(call->argument[0].text, start - 1);
	rest = skip_characters(text, wanted);
	text.length -= rest.length;
	return give_text(call, text);
}

/* Where `what` begins in `text` at or behind byte `from`, or the end of the text. */
static size_t find(struct slice text, struct slice what, size_t from)
{
	const char *found = memmem(text.at + from, text.length - from, what.at, what.length);

	return found != NULL ? (size_t)(found - text.at) : text.length;
}

static int replace(struct expr_call *call)
{
	static const struct slice empty = { "", 0 };
	const struct expr_value *argument = call->argument;
	struct buf *out = &call->scratch->form;
	struct slice text, from, to;
	size_t at, next;

	if (argument[0].type == EXPR_MISSING || argument[1].type == EXPR_MISSING)
		return 0;
	text = argument[0].text;
	from = argument[1].text;
	to = argument[2].type == EXPR_MISSING ? empty : argument[2].text;
	buf_reset(out);
	for (at = 0; (next = find(text, from, at)) < text.length; at = next + from.length) {
		buf_put(out, (struct slice){ text.at + at, next - at });
		buf_put(out, to);
	}
	if (at == 0)
		return give_text(call, text);
	buf_put(out, (struct slice){ text.at + at, text.length - at });
	return give_text(call, arena_copy(&call->scratch->text, buf_slice(out)));
}

/* Also text(), which is the same for one argument. */
static int concat(struct expr_call *call)
{
	struct buf *out = &call->scratch->form;

	buf_reset(out);
	for (size_t i = 0; i < call->count; i++)
		expr_put(out, &call->argument[i]);
	return give_text(call, arena_copy(&call->scratch->text, buf_slice(out)));
}

/* ---- dates ---- */

static int days_between(struct expr_call *call)
{
	return give_number(
		call, decimal_of((int64_t)call->argument[1].date - call->argument[0].date));
}

static int add_days(struct expr_call *call)
{
	int32_t first, last;
	int64_t days;
	int64_t date = call->argument[0].date;

	date_of(1, 1, 1, &first);
	date_of(9999, 12, 31, &last);
	if (!is_whole(call->argument[1].number, first - date, last - date, &days))
		return fail(call, "out-of-range",
			"add_days() needs whole days, and ends in the years 0001 to 9999");
	return give_date(call, (int32_t)(date + days));
}

static int date_part(struct expr_call *call, int which)
{
	int part_of[3];

	date_split(call->argument[0].date, &part_of[0], &part_of[1], &part_of[2]);
	return give_number(call, decimal_of(part_of[which]));
}

static int year(struct expr_call *call)
{
	return date_part(call, 0);
}

static int month(struct expr_call *call)
{
	return date_part(call, 1);
}

static int day(struct expr_call *call)
{
	return date_part(call, 2);
}

/* ---- from one type to another ---- */

/* Fail at the place of the call, since there is no column to name. */
static int unreadable(struct expr_call *call, const char *kind, const char *code)
{
	expr_fault(call->expr, call->node->position, call->why, "not %s: '" SLICE "'", kind,
		SLICE_ARG(call->argument[0].text));
	return diag_code(call->why, code);
}

static int to_number(struct expr_call *call)
{
	const struct expr_value *from = call->argument;
	struct decimal number;

	if (from->type == EXPR_FLAG)
		return give_number(call, decimal_of(from->flag));
	if (from->type == EXPR_NUMBER)
		return give_number(call, from->number);
	if (!decimal_parse(from->text, &number))
		return unreadable(call, "a number", "not-a-number");
	return give_number(call, number);
}

static int to_date(struct expr_call *call)
{
	const struct expr_value *from = call->argument;
	int32_t date;

	if (from->type == EXPR_DATE)
		return give_date(call, from->date);
	if (!date_parse_start(from->text, &date))
		return unreadable(call, "a date", "not-a-date");
	return give_date(call, date);
}

/* ---- the table ---- */

enum { ANY_NUMBER = 0 };

/* clang-format off */
static const struct expr_function functions[] = {
	{ "if", EXPR_FORM_IF, "fss", 3, 3, EXPR_ANY, true, NULL, "if(condition, then, else)" },
	{ "coalesce", EXPR_FORM_COALESCE, "s", 1, ANY_NUMBER, EXPR_ANY, true, NULL, "coalesce(a, b, …)" },
	{ "missing", EXPR_FORM_CALL, "a", 1, 1, EXPR_FLAG, true, missing, "missing(x)" },

	{ "lower", EXPR_FORM_CALL, "t", 1, 1, EXPR_TEXT, false, lower, "lower(text)" },
	{ "upper", EXPR_FORM_CALL, "t", 1, 1, EXPR_TEXT, false, upper, "upper(text)" },
	{ "trim", EXPR_FORM_CALL, "t", 1, 1, EXPR_TEXT, false, trim, "trim(text)" },
	{ "length", EXPR_FORM_CALL, "t", 1, 1, EXPR_NUMBER, false, length, "length(text)" },
	{ "substr", EXPR_FORM_CALL, "tnn", 2, 3, EXPR_TEXT, false, part, "substr(text, start[, length])" },
	{ "replace", EXPR_FORM_CALL, "t", 3, 3, EXPR_TEXT, true, replace, "replace(text, from, to)" },
	{ "concat", EXPR_FORM_CALL, "a", 1, ANY_NUMBER, EXPR_TEXT, true, concat, "concat(a, …)" },

	{ "round", EXPR_FORM_CALL, "n", 1, 2, EXPR_NUMBER, false, round_off, "round(number[, places])" },
	{ "abs", EXPR_FORM_CALL, "n", 1, 1, EXPR_NUMBER, false, absolute, "abs(number)" },
	{ "floor", EXPR_FORM_CALL, "n", 1, 1, EXPR_NUMBER, false, round_down, "floor(number)" },
	{ "ceil", EXPR_FORM_CALL, "n", 1, 1, EXPR_NUMBER, false, round_up, "ceil(number)" },
	{ "least", EXPR_FORM_CALL, "s", 1, ANY_NUMBER, EXPR_ANY, false, least, "least(a, …)" },
	{ "greatest", EXPR_FORM_CALL, "s", 1, ANY_NUMBER, EXPR_ANY, false, greatest, "greatest(a, …)" },

	{ "days_between", EXPR_FORM_CALL, "d", 2, 2, EXPR_NUMBER, false, days_between, "days_between(from, to)" },
	{ "add_days", EXPR_FORM_CALL, "dn", 2, 2, EXPR_DATE, false, add_days, "add_days(date, days)" },
	{ "year", EXPR_FORM_CALL, "d", 1, 1, EXPR_NUMBER, false, year, "year(date)" },
	{ "month", EXPR_FORM_CALL, "d", 1, 1, EXPR_NUMBER, false, month, "month(date)" },
	{ "day", EXPR_FORM_CALL, "d", 1, 1, EXPR_NUMBER, false, day, "day(date)" },

	{ "number", EXPR_FORM_CALL, "N", 1, 1, EXPR_NUMBER, false, to_number, "number(x)" },
	{ "date", EXPR_FORM_CALL, "D", 1, 1, EXPR_DATE, false, to_date, "date(x)" },
	{ "text", EXPR_FORM_CALL, "a", 1, 1, EXPR_TEXT, false, concat, "text(x)" },

	{ "=", EXPR_FORM_COMPARISON, "s", 2, 2, EXPR_FLAG, false, equal, NULL },
	{ "!=", EXPR_FORM_COMPARISON, "s", 2, 2, EXPR_FLAG, false, unequal, NULL },
	{ "<", EXPR_FORM_COMPARISON, "s", 2, 2, EXPR_FLAG, false, below, NULL },
	{ "<=", EXPR_FORM_COMPARISON, "s", 2, 2, EXPR_FLAG, false, at_most, NULL },
	{ ">", EXPR_FORM_COMPARISON, "s", 2, 2, EXPR_FLAG, false, above, NULL },
	{ ">=", EXPR_FORM_COMPARISON, "s", 2, 2, EXPR_FLAG, false, at_least, NULL },
	{ "+", EXPR_FORM_SUM, "n", 2, 2, EXPR_NUMBER, false, add, NULL },
	{ "-", EXPR_FORM_SUM, "n", 2, 2, EXPR_NUMBER, false, subtract, NULL },
	{ "*", EXPR_FORM_PRODUCT, "n", 2, 2, EXPR_NUMBER, false, multiply, NULL },
	{ "/", EXPR_FORM_PRODUCT, "n", 2, 2, EXPR_NUMBER, false, divide, NULL },
	{ "%", EXPR_FORM_PRODUCT, "n", 2, 2, EXPR_NUMBER, false, remainder_of, NULL },
	{ "-", EXPR_FORM_PREFIX, "n", 1, 1, EXPR_NUMBER, false, negate, NULL },
	{ "not", EXPR_FORM_PREFIX, "f", 1, 1, EXPR_FLAG, false, negation, NULL },
	{ "and", EXPR_FORM_WORD, "f", 2, 2, EXPR_FLAG, true, NULL, NULL },
	{ "or", EXPR_FORM_WORD, "f", 2, 2, EXPR_FLAG, true, NULL, NULL },
	{ "in", EXPR_FORM_WORD, "s", 2, ANY_NUMBER, EXPR_FLAG, true, is_in, NULL },
	{ "like", EXPR_FORM_WORD, "t", 2, 2, EXPR_FLAG, false, is_like, NULL },
};
/* clang-format on */

enum { FUNCTION_COUNT = sizeof functions / sizeof *functions };

/* The forms with parentheses are one to the reader. */
static enum expr_form written_form(const struct expr_function *function)
{
	bool is_call = function->form == EXPR_FORM_IF || function->form == EXPR_FORM_COALESCE;

	return is_call ? EXPR_FORM_CALL : function->form;
}

const struct expr_function *expr_functions_find(struct slice name, enum expr_form form)
{
	for (size_t i = 0; i < FUNCTION_COUNT; i++)
		if (written_form(&functions[i]) == form && expr_word_is(name, functions[i].name))
			return &functions[i];
	return NULL;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many letters must be changed, added or left out to come from one word to the other. */
static size_t distance(struct slice word, const char *other)
{
	enum { LONGEST = 24 };
	size_t row[LONGEST + 1], length_other = strlen(other);

	if (word.length > LONGEST || length_other > LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= length_other; j++)
		row[j] = j;
	for (size_t i = 0; i < word.length; i++) {
		size_t diagonal = row[0];

		row[0] = i + 1;
		for (size_t j = 0; j < length_other; j++) {
			size_t kept = diagonal + ((word.at[i] | 0x20) != (other[j] | 0x20));

			diagonal = row[j + 1];
			row[j + 1] = smaller(kept, smaller(diagonal, row[j]) + 1);
		}
	}
	return row[length_other];
}

/* What other languages call them. */
static const char *other_name(struct slice name)
{
	static const char *const names[][2] = { { "min", "least" }, { "max", "greatest" },
		{ "ifnull", "coalesce" }, { "isnull", "missing" }, { "len", "length" },
		{ "mid", "substr" }, { "ceiling", "ceil" }, { "datediff", "days_between" },
		{ "iif", "if" }, { "str", "text" } };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (expr_word_is(name, names[i][0]))
			return names[i][1];
	return NULL;
}

static void put_names(struct buf *out)
{
	buf_text(out, "functions are:");
	for (size_t i = 0; i < FUNCTION_COUNT; i++)
		if (written_form(&functions[i]) == EXPR_FORM_CALL)
			buf_printf(out, "%s %s", i > 0 ? "," : "", functions[i].name);
}

void expr_functions_suggest(struct slice name, struct buf *out)
{
	const char *best = other_name(name);
	size_t nearest = name.length > 4 ? 3 : 2; /* further away is another word */

	for (size_t i = 0; i < FUNCTION_COUNT && other_name(name) == NULL; i++) {
		size_t away = distance(name, functions[i].name);

		if (written_form(&functions[i]) == EXPR_FORM_CALL && away < nearest) {
			best = functions[i].name;
			nearest = away;
		}
	}
	if (best == NULL)
		put_names(out);
	else
		buf_printf(out, "did you mean '%s'?", best);
}
