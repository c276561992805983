/* SPDX-License-Identifier: MIT */
#include "tab/expr_private.h"

/* What people and their keyboards write for the signs of this language. */
static const struct {
	const char *written;
	const char *meant;
} mistaken[] = {
	{ "&&", "and" },
	{ "||", "or" },
	{ "!", "not" },
	{ "‘", "'" },
	{ "’", "'" },
	{ "“", "\"" },
	{ "”", "\"" },
	{ "−", "-" },
	{ "–", "-" },
	{ "×", "*" },
	{ "÷", "/" },
	{ "≤", "<=" },
	{ "≥", ">=" },
	{ "≠", "!=" },
	{ "、", "," },
	{ "。", "." },
	{ "　", " " },
	{ "\xc2\xa0", " " },
};

/* The first one that fits is taken: longer ones come first. */
static const char *const signs[] = { "==", "<>", "!=", "<=", ">=", "=", "<", ">", "+", "-", "*",
	"/", "%", "(", ")", "," };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* The number of a character in Unicode; 0xfffd for what is no UTF-8. */
static uint32_t code_point(struct slice character)
{
	static const unsigned char lead_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t code;

	if (character.length < 1 || character.length > 4)
		return 0xfffd;
	code = (unsigned char)character.at[0] & lead_bits[character.length];
	for (size_t i = 1; i < character.length; i++)
		code = code << 6 | ((unsigned char)character.at[i] & 0x3f);
	return code;
}

/* What lies above ASCII is a letter, except the blocks of punctuation, arrows and mathematics. */
static bool is_foreign_letter(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} other[] = {
		{ 0x80, 0xa9 },
		{ 0xab, 0xb4 },
		{ 0xb6, 0xb9 },
		{ 0xbb, 0xbf },
		{ 0xd7, 0xd7 },
		{ 0xf7, 0xf7 },
		{ 0x2000, 0x206f },
		{ 0x2190, 0x23ff },
		{ 0x3000, 0x3004 },
		{ 0x3008, 0x3020 },
		{ 0x3030, 0x3030 },
		{ 0xff00, 0xff0f },
		{ 0xff1a, 0xff20 },
		{ 0xff3b, 0xff40 },
		{ 0xff5b, 0xff65 },
	};

	if (code < 0x80)
		return false;
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		if (code >= other[i].first && code <= other[i].last)
			return false;
	return true;
}

/* How many bytes of a name stand at byte `at`; 0 if none does. */
static size_t word_length(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.length) {
		size_t length = expr_character(text, end);

		if (!is_ascii_letter(text.at[end]) && !(end > at && is_digit(text.at[end])) &&
			!is_foreign_letter(code_point((struct slice){ text.at + end, length })))
			break;
		end += length;
	}
	return end - at;
}

static size_t digits_end(struct slice text, size_t at)
{
	while (at < text.length && is_digit(text.at[at]))
		at++;
	return at;
}

static int lex_number(struct expr *expr, size_t *at, struct expr_token *token, struct diag *why)
{
	struct slice text = expr->text;
	size_t start = *at, end = digits_end(text, start), exponent;
	struct slice name;

	if (end < text.length && text.at[end] == '.')
		end = digits_end(text, end + 1);
	if (end < text.length && (text.at[end] == 'e' || text.at[end] == 'E')) {
		exponent = end + 1;
		if (exponent < text.length &&
			(text.at[exponent] == '+' || text.at[exponent] == '-'))
			exponent++;
		if (digits_end(text, exponent) > exponent)
			end = digits_end(text, exponent);
	}
	token->kind = EXPR_TOKEN_NUMBER;
	token->text = (struct slice){ text.at + start, end - start };
	name = (struct slice){ text.at + start, end - start + word_length(text, end) };
	if (name.length > token->text.length)
		return expr_fault(expr, start, why,
			"a name that begins with a digit needs backticks: `" SLICE "`",
			SLICE_ARG(name));
	if (!decimal_parse(token->text, &token->number))
		return expr_fault(expr, start, why, "number has too many digits");
	*at = end;
	return 0;
}

/* Text up to the same quote; the quote doubled stands for itself. */
static int lex_quoted(struct expr *expr, size_t *at, struct expr_token *token, struct diag *why)
{
	struct slice text = expr->text;
	size_t start = *at + 1, end = start, doubled = 0;
	char quote = text.at[*at], *copy;

	for (; end < text.length; end++) {
		if (text.at[end] != quote)
			continue;
		if (end + 1 == text.length || text.at[end + 1] != quote)
			break;
		doubled++;
		end++;
	}
	if (end >= text.length)
		return expr_fault(expr, *at, why, "no closing %c", quote);
	copy = arena_alloc(&expr->memory, end - start + 1);
	token->kind = quote == '`' ? EXPR_TOKEN_COLUMN : EXPR_TOKEN_TEXT;
	token->text = (struct slice){ copy, end - start - doubled };
	for (size_t i = start; i < end; i += text.at[i] == quote ? 2 : 1)
		*copy++ = text.at[i];
	*at = end + 1;
	return 0;
}

/* Fail for what has no meaning here, with what may have been meant. */
static int unknown_sign(struct expr *expr, size_t at, struct diag *why)
{
	struct slice rest = { expr->text.at + at, expr->text.length - at };
	struct slice character = { rest.at, expr_character(rest, 0) };
	uint32_t code = code_point(character);

	for (size_t i = 0; i < sizeof mistaken / sizeof *mistaken; i++)
		if (slice_starts(rest, slice_of(mistaken[i].written)))
			return expr_fault(expr, at, why, "unexpected '%s'; write '%s'",
				mistaken[i].written, mistaken[i].meant);
	/* The wide forms of ASCII stand in the same order as ASCII does. */
	if (code >= 0xff01 && code <= 0xff5e)
		return expr_fault(expr, at, why, "unexpected '" SLICE "'; write '%c'",
			SLICE_ARG(character), (char)(code - 0xff01 + '!'));
	return expr_fault(expr, at, why, "unexpected '" SLICE "'", SLICE_ARG(character));
}

static int lex_sign(struct expr *expr, size_t *at, struct expr_token *token, struct diag *why)
{
	struct slice rest = { expr->text.at + *at, expr->text.length - *at };

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (!slice_starts(rest, slice_of(signs[i])))
			continue;
		*at += strlen(signs[i]);
		token->kind = EXPR_TOKEN_SIGN;
		token->text = slice_of(signs[i]);
		if (slice_is(token->text, "=="))
			token->text = slice_of("=");
		if (slice_is(token->text, "<>"))
			token->text = slice_of("!=");
		return 0;
	}
	return unknown_sign(expr, *at, why);
}

int expr_lex_next(struct expr *expr, size_t *at, struct expr_token *token, struct diag *why)
{
	struct slice text = expr->text;
	size_t length;
	char c;

	while (*at < text.length && is_blank(text.at[*at]))
		++*at;
	*token = (struct expr_token){ .kind = EXPR_TOKEN_END, .position = *at };
	if (*at == text.length)
		return 0;
	c = text.at[*at];
	if (c == '\'' || c == '"' || c == '`')
		return lex_quoted(expr, at, token, why);
	if (is_digit(c) || (c == '.' && digits_end(text, *at + 1) > *at + 1))
		return lex_number(expr, at, token, why);
	length = word_length(text, *at);
	if (length == 0)
		return lex_sign(expr, at, token, why);
	token->kind = EXPR_TOKEN_WORD;
	token->text = (struct slice){ text.at + *at, length };
	*at += length;
	return 0;
}
