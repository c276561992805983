/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "tab/expr_private.h"

enum {
	MOST_LEVELS = 100,
	MOST_BYTES = 1000000,
};

struct parser {
	struct expr *expr;
	const struct slice *columns;
	size_t column_count;
	struct expr_token *token; /* all of them, the last one is the end */
	size_t token_count, token_capacity;
	size_t at;      /* the token that comes next */
	size_t levels;  /* how deep the parser has called itself */
	uint32_t *root; /* of the arguments before this one, in all calls that are open */
	size_t root_count, root_capacity;
	struct expr_scratch scratch;
	struct diag *why;
};

/* ---- tokens ---- */

static int read_tokens(struct parser *p)
{
	struct expr_token token;
	size_t at = 0;

	do {
		if (expr_lex_next(p->expr, &at, &token, p->why) < 0)
			return -1;
		p->token = mem_grow(
			p->token, &p->token_capacity, p->token_count + 1, sizeof *p->token);
		p->token[p->token_count++] = token;
	} while (token.kind != EXPR_TOKEN_END);
	return 0;
}

static const struct expr_token *next(const struct parser *p)
{
	return &p->token[p->at];
}

/* Never steps beyond the end. */
static void advance(struct parser *p)
{
	p->at += next(p)->kind != EXPR_TOKEN_END;
}

static bool is_sign(const struct expr_token *token, const char *sign)
{
	return token->kind == EXPR_TOKEN_SIGN && slice_is(token->text, sign);
}

static bool is_word(const struct expr_token *token, const char *word)
{
	return token->kind == EXPR_TOKEN_WORD && expr_word_is(token->text, word);
}

static int unexpected(struct parser *p, const char *expected)
{
	const struct expr_token *token = next(p);

	if (token->kind == EXPR_TOKEN_END)
		return expr_fault(p->expr, token->position, p->why,
			"expected %s, but the expression ends", expected);
	return expr_fault(p->expr, token->position, p->why, "expected %s, not '" SLICE "'",
		expected, SLICE_ARG(token->text));
}

static int expect_sign(struct parser *p, const char *sign, const char *expected)
{
	if (!is_sign(next(p), sign))
		return unexpected(p, expected);
	advance(p);
	return 0;
}

static int enter(struct parser *p)
{
	if (++p->levels > MOST_LEVELS)
		return expr_fault(p->expr, next(p)->position, p->why,
			"nested more than %d levels deep", MOST_LEVELS);
	return 0;
}

/* ---- nodes ---- */

/* Where the part that was just parsed has its root. */
static uint32_t last(const struct parser *p)
{
	return (uint32_t)(p->expr->count - 1);
}

/* Returns the place of the new node. */
static uint32_t emit(struct parser *p, struct expr_node node)
{
	struct expr *expr = p->expr;

	expr->node = mem_grow(expr->node, &expr->capacity, expr->count + 1, sizeof *expr->node);
	expr->node[expr->count++] = node;
	return last(p);
}

static void emit_literal(struct parser *p, size_t position, const struct expr_value *value)
{
	struct expr_value *copy = arena_alloc(&p->expr->memory, sizeof *copy);

	*copy = *value;
	emit(p, (struct expr_node){ .op = EXPR_OP_LITERAL,
			.type = (uint8_t)value->type,
			.position = (uint32_t)position,
			.start = (uint32_t)p->expr->count,
			.literal = copy });
}

/* Returns the place of the jump, which is told later where to. */
static uint32_t emit_jump(struct parser *p, enum expr_op op, bool settling)
{
	return emit(p, (struct expr_node){ .op = (uint8_t)op,
			       .settling = settling,
			       .position = (uint32_t)next(p)->position });
}

/* ---- types ---- */

static int wrong_type(
	struct parser *p, uint32_t root, enum expr_type wanted, const struct expr_function *user)
{
	const struct expr_node *node = &p->expr->node[root];
	const char *type = expr_type_name(node->type), *needed = expr_type_name(wanted);
	const char *help = "";

	if (wanted == EXPR_NUMBER && node->type != EXPR_DATE)
		help = "; number() makes one of it";
	if (wanted == EXPR_DATE && node->type == EXPR_TEXT)
		help = "; date() makes one of it";
	if (wanted == EXPR_TEXT)
		help = "; text() makes text of it";
	if (user == NULL)
		return expr_fault(p->expr, node->position, p->why,
			"the expression must be %s, but is %s%s", needed, type, help);
	return expr_fault(p->expr, node->position, p->why, "%s%s%s needs %s, but this is %s%s",
		user->usage ? "" : "'", user->name, user->usage ? "()" : "'", needed, type, help);
}

/* The root of the argument before `child` in the call `root`, or `root` if it is the first. */
static uint32_t argument_before(const struct parser *p, uint32_t root, uint32_t child)
{
	const struct expr_node *node = p->expr->node;
	uint32_t start = node[child].start;

	if (start == node[root].start || node[start - 1].op == EXPR_OP_BRANCH)
		return root; /* the condition of if() does not count */
	if (node[start - 1].op == EXPR_OP_JUMP || node[start - 1].op == EXPR_OP_SKIP)
		start--;
	return start - 1;
}

/*
 * Read columns, or what consists of columns only, as `type`. What has the type EXPR_ANY is a
 * column, or a call of which the arguments are columns, such calls, or missing.
 */
static void adopt(struct parser *p, uint32_t root, enum expr_type type)
{
	struct expr_node *node = &p->expr->node[root];

	if (node->type != EXPR_ANY)
		return;
	node->type = (uint8_t)type;
	if (node->op == EXPR_OP_COLUMN)
		return;
	for (uint32_t child = root - 1; child != root; child = argument_before(p, root, child))
		adopt(p, child, type);
}

/* A text that stands where a date is expected is one. */
static int make_date(struct parser *p, struct expr_node *node)
{
	struct expr_value *value = arena_alloc(&p->expr->memory, sizeof *value);

	value->type = EXPR_DATE;
	if (!date_parse_start(node->literal->text, &value->date))
		return expr_fault(p->expr, node->position, p->why,
			"not a date (YYYY-MM-DD): '" SLICE "'", SLICE_ARG(node->literal->text));
	node->literal = value;
	node->type = EXPR_DATE;
	return 0;
}

/* See to it that a part has the type that its user (NULL: the caller) needs. */
static int coerce(
	struct parser *p, uint32_t root, enum expr_type wanted, const struct expr_function *user)
{
	struct expr_node *node = &p->expr->node[root];

	adopt(p, root, wanted);
	if (node->type == wanted || node->type == EXPR_MISSING)
		return 0;
	if (wanted == EXPR_DATE && node->type == EXPR_TEXT && node->op == EXPR_OP_LITERAL)
		return make_date(p, node);
	return wrong_type(p, root, wanted, user);
}

/* The type that several parts have in common; EXPR_ANY if they are all columns. */
static enum expr_type common_type(const struct parser *p, const uint32_t *root, size_t count)
{
	enum expr_type common = EXPR_MISSING;

	for (size_t i = 0; i < count; i++) {
		enum expr_type type = p->expr->node[root[i]].type;

		if (common == EXPR_MISSING || (common == EXPR_ANY && type != EXPR_MISSING) ||
			(common == EXPR_TEXT && type == EXPR_DATE))
			common = type;
	}
	return common;
}

static int unify(struct parser *p, const struct expr_function *user, const uint32_t *root,
	size_t count, enum expr_type *type)
{
	*type = common_type(p, root, count);
	if (*type == EXPR_ANY || *type == EXPR_MISSING)
		return 0;
	for (size_t i = 0; i < count; i++)
		if (coerce(p, root[i], *type, user) < 0)
			return -1;
	return 0;
}

/* A comparison with missing is never true: who writes one means something else. */
static int refuse_missing(struct parser *p, const uint32_t *root, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (p->expr->node[root[i]].type == EXPR_MISSING)
			return expr_fault(p->expr, p->expr->node[root[i]].position, p->why,
				"nothing equals the missing value; write 'is missing'");
	return 0;
}

static char parameter(const struct expr_function *function, size_t i)
{
	size_t count = strlen(function->parameters);

	return function->parameters[i < count ? i : count - 1];
}

static int check_argument(
	struct parser *p, const struct expr_function *function, size_t i, uint32_t root)
{
	enum expr_type type = p->expr->node[root].type;

	switch (parameter(function, i)) {
	case 't':
		return coerce(p, root, EXPR_TEXT, function);
	case 'n':
		return coerce(p, root, EXPR_NUMBER, function);
	case 'd':
		return coerce(p, root, EXPR_DATE, function);
	case 'f':
		return coerce(p, root, EXPR_FLAG, function);
	case 'N':
		if (type == EXPR_TEXT || type == EXPR_FLAG)
			return 0;
		return coerce(p, root, EXPR_NUMBER, function);
	case 'D':
		return type == EXPR_TEXT ? 0 : coerce(p, root, EXPR_DATE, function);
	case 'a':
		adopt(p, root, EXPR_TEXT);
		return 0;
	default:
		return 0; /* 's': see unify */
	}
}

static int check_count(
	struct parser *p, const struct expr_function *function, size_t position, size_t count)
{
	size_t least = function->least, most = function->most;
	struct buf allowed = BUF_EMPTY;

	if (count >= least && (most == 0 || count <= most))
		return 0;
	if (most == 0 || most == least)
		buf_printf(&allowed, "%zu argument%s%s", least, least == 1 ? "" : "s",
			most == 0 ? " or more" : "");
	else
		buf_printf(&allowed, "%zu or %zu arguments", least, most);
	expr_fault(p->expr, position, p->why, "%s takes %s, not %zu", function->usage,
		buf_string(&allowed), count);
	buf_release(&allowed);
	return -1;
}

/* ---- calls ---- */

static bool are_literals(const struct parser *p, const uint32_t *root, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (p->expr->node[root[i]].op != EXPR_OP_LITERAL)
			return false;
	return true;
}

/* Replace the call that was just emitted, and its arguments, by what it gives. */
static int fold(struct parser *p)
{
	struct expr_node call = p->expr->node[last(p)];
	struct expr_value value;

	p->expr->depth = call.operand + 1;
	if (expr_run(p->expr, call.start, last(p), NULL, &p->scratch, &value, p->why) < 0)
		return -1;
	if (value.type == EXPR_TEXT)
		value.text = arena_copy(&p->expr->memory, value.text);
	expr_scratch_reset(&p->scratch);
	p->expr->count = call.start;
	emit_literal(p, call.position, &value);
	return 0;
}

/* Let the jumps behind the arguments of if() or coalesce() lead on. */
static void connect(
	struct parser *p, const struct expr_function *function, const uint32_t *root, size_t count)
{
	struct expr_node *node = p->expr->node;

	for (size_t i = 0; i + 1 < count; i++)
		node[root[i] + 1].operand = last(p);
	if (function->form == EXPR_FORM_IF)
		node[root[0] + 1].operand = root[1] + 1; /* the JUMP: "else" begins behind it */
}

/* Emit a call for the parts that were parsed, of which `root` are the roots. */
static int apply(struct parser *p, const struct expr_function *function, size_t position,
	const uint32_t *root, size_t count)
{
	bool is_join = function->form == EXPR_FORM_IF || function->form == EXPR_FORM_COALESCE;
	size_t same = function->form == EXPR_FORM_IF ? 1 : 0; /* the first argument marked s */
	struct expr_node call = { .op = is_join ? EXPR_OP_JOIN : EXPR_OP_CALL,
		.position = (uint32_t)position,
		.operand = (uint32_t)count,
		.function = function };
	enum expr_type type = function->result;

	for (size_t i = 0; i < count; i++)
		if (check_argument(p, function, i, root[i]) < 0)
			return -1;
	if (parameter(function, same) == 's') {
		if (type == EXPR_FLAG && refuse_missing(p, root, count) < 0)
			return -1;
		if (unify(p, function, root + same, count - same, &type) < 0)
			return -1;
		call.loose = type == EXPR_ANY;
	}
	if (function->result != EXPR_ANY) {
		for (size_t i = 0; i < count; i++)
			adopt(p, root[i], EXPR_TEXT);
		type = function->result;
	}
	call.type = (uint8_t)type;
	call.start = p->expr->node[root[0]].start;
	emit(p, call);
	if (is_join)
		connect(p, function, root, count);
	else if (are_literals(p, root, count))
		return fold(p);
	return 0;
}

static int parse_expression(struct parser *p);

/* What stands between the arguments of functions that do not look at all of them. */
static void emit_between(struct parser *p, const struct expr_function *function, size_t count)
{
	if (function->form == EXPR_FORM_COALESCE)
		emit_jump(p, EXPR_OP_SKIP, false);
	else if (function->form == EXPR_FORM_IF)
		emit_jump(p, count == 1 ? EXPR_OP_BRANCH : EXPR_OP_JUMP, false);
}

static void push_root(struct parser *p)
{
	p->root = mem_grow(p->root, &p->root_capacity, p->root_count + 1, sizeof *p->root);
	p->root[p->root_count++] = last(p);
}

/* Arguments up to the closing parenthesis; those before `first` on p->root are others'. */
static int parse_arguments(struct parser *p, const struct expr_function *function, size_t first)
{
	while (!is_sign(next(p), ")")) {
		if (parse_expression(p) < 0)
			return -1;
		push_root(p);
		if (!is_sign(next(p), ","))
			break;
		emit_between(p, function, p->root_count - first);
		advance(p);
		if (is_sign(next(p), ")"))
			return unexpected(p, "a value");
	}
	return expect_sign(p, ")", "',' or ')'");
}

static int unknown_function(struct parser *p, const struct expr_token *name)
{
	struct buf help = BUF_EMPTY;

	expr_functions_suggest(name->text, &help);
	expr_fault(p->expr, name->position, p->why, "no function '" SLICE "'; %s",
		SLICE_ARG(name->text), buf_string(&help));
	buf_release(&help);
	return -1;
}

static int parse_call(struct parser *p)
{
	const struct expr_token *name = next(p);
	const struct expr_function *function = expr_functions_find(name->text, EXPR_FORM_CALL);
	size_t first = p->root_count, count;

	if (function == NULL)
		return unknown_function(p, name);
	advance(p);
	advance(p);
	if (parse_arguments(p, function, first) < 0)
		return -1;
	count = p->root_count - first;
	if (check_count(p, function, name->position, count) < 0)
		return -1;
	p->root_count = first;
	return apply(p, function, name->position, p->root + first, count);
}

/* ---- values ---- */

static int unknown_column(struct parser *p, const struct expr_token *name)
{
	enum { ROOM = 200 };
	struct buf list = BUF_EMPTY;

	for (size_t i = 0; i < p->column_count; i++) {
		buf_text(&list, i > 0 ? ", " : "; columns are: ");
		if (list.length + p->columns[i].length > ROOM) {
			buf_text(&list, "…");
			break;
		}
		buf_put(&list, p->columns[i]);
	}
	expr_fault(p->expr, name->position, p->why, "no column '" SLICE "'%s",
		SLICE_ARG(name->text), buf_string(&list));
	buf_release(&list);
	return -1;
}

static int parse_column(struct parser *p)
{
	const struct expr_token *token = next(p);
	struct slice *name;
	size_t i = 0;

	while (i < p->column_count && !slice_equal(p->columns[i], token->text))
		i++;
	if (i == p->column_count)
		return unknown_column(p, token);
	name = arena_alloc(&p->expr->memory, sizeof *name);
	*name = arena_copy(&p->expr->memory, token->text);
	emit(p, (struct expr_node){ .op = EXPR_OP_COLUMN,
			.type = EXPR_ANY,
			.position = (uint32_t)token->position,
			.start = (uint32_t)p->expr->count,
			.operand = (uint32_t)i,
			.name = name });
	advance(p);
	return 0;
}

static int parse_literal(struct parser *p, struct expr_value value)
{
	emit_literal(p, next(p)->position, &value);
	advance(p);
	return 0;
}

static int parse_word(struct parser *p)
{
	static const char *const taken[] = { "and", "or", "not", "in", "like", "is" };
	const struct expr_token *word = next(p);

	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (is_word(word, taken[i]))
			return unexpected(p, "a value");
	if (is_sign(word + 1, "("))
		return parse_call(p);
	if (is_word(word, "true") || is_word(word, "false"))
		return parse_literal(
			p, (struct expr_value){ .type = EXPR_FLAG, .flag = is_word(word, "true") });
	if (is_word(word, "missing"))
		return parse_literal(p, (struct expr_value){ .type = EXPR_MISSING });
	return parse_column(p);
}

static int parse_value(struct parser *p)
{
	const struct expr_token *token = next(p);

	switch (token->kind) {
	case EXPR_TOKEN_NUMBER:
		return parse_literal(
			p, (struct expr_value){ .type = EXPR_NUMBER, .number = token->number });
	case EXPR_TOKEN_TEXT:
		return parse_literal(p,
			(struct expr_value){ .type = token->text.length ? EXPR_TEXT : EXPR_MISSING,
				.text = token->text });
	case EXPR_TOKEN_COLUMN:
		return parse_column(p);
	case EXPR_TOKEN_WORD:
		return parse_word(p);
	default:
		break;
	}
	if (!is_sign(token, "("))
		return unexpected(p, "a value");
	advance(p);
	return parse_expression(p) < 0 ? -1 : expect_sign(p, ")", "an operator or ')'");
}

/* ---- operators, from those that bind closest ---- */

/* The operator of this form that comes next, or NULL. */
static const struct expr_function *operator_here(const struct parser *p, enum expr_form form)
{
	const struct expr_token *token = next(p);
	bool fits = token->kind == EXPR_TOKEN_SIGN || token->kind == EXPR_TOKEN_WORD;

	return fits ? expr_functions_find(token->text, form) : NULL;
}

/* An operator in front of its operand, any number of times. */
static int parse_prefix(struct parser *p, const char *sign, int (*operand)(struct parser *))
{
	const struct expr_function *function = operator_here(p, EXPR_FORM_PREFIX);
	size_t position = next(p)->position;
	uint32_t root;

	if (function == NULL || strcmp(function->name, sign) != 0)
		return operand(p);
	advance(p);
	if (enter(p) < 0 || parse_prefix(p, sign, operand) < 0)
		return -1;
	p->levels--;
	root = last(p);
	return apply(p, function, position, &root, 1);
}

static int parse_signed(struct parser *p)
{
	return parse_prefix(p, "-", parse_value);
}

/* Operators of the same rank, from left to right. */
static int parse_chain(struct parser *p, enum expr_form form, int (*operand)(struct parser *))
{
	const struct expr_function *function;

	if (operand(p) < 0)
		return -1;
	while ((function = operator_here(p, form)) != NULL) {
		size_t position = next(p)->position;
		uint32_t root[2] = { last(p), 0 };

		advance(p);
		if (operand(p) < 0)
			return -1;
		root[1] = last(p);
		if (apply(p, function, position, root, 2) < 0)
			return -1;
	}
	return 0;
}

static int parse_product(struct parser *p)
{
	return parse_chain(p, EXPR_FORM_PRODUCT, parse_signed);
}

static int parse_sum(struct parser *p)
{
	return parse_chain(p, EXPR_FORM_SUM, parse_product);
}

/* Emit a call of `name` for what was just parsed. */
static int apply_to_last(struct parser *p, const char *name, enum expr_form form, size_t position)
{
	uint32_t root = last(p);

	return apply(p, expr_functions_find(slice_of(name), form), position, &root, 1);
}

/* Behind "is". */
static int parse_is(struct parser *p)
{
	bool negated = is_word(next(p), "not");
	size_t position = next(p)->position;

	p->at += negated;
	if (!is_word(next(p), "missing"))
		return unexpected(p, "'missing' or 'not missing'");
	advance(p);
	if (apply_to_last(p, "missing", EXPR_FORM_CALL, position) < 0)
		return -1;
	return negated ? apply_to_last(p, "not", EXPR_FORM_PREFIX, position) : 0;
}

/* The parenthesis behind "in". */
static int parse_list(struct parser *p, const struct expr_function *function, size_t position)
{
	size_t first = p->root_count, count;

	push_root(p);
	if (expect_sign(p, "(", "'('") < 0)
		return -1;
	if (is_sign(next(p), ")"))
		return unexpected(p, "a value");
	if (parse_arguments(p, function, first) < 0)
		return -1;
	count = p->root_count - first;
	p->root_count = first;
	return apply(p, function, position, p->root + first, count);
}

/* Behind a value: "in (…)" or "like …", and "not" before them. */
static int parse_membership(struct parser *p)
{
	bool negated = is_word(next(p), "not");
	size_t position = next(p)->position;
	const struct expr_function *function;
	uint32_t root[2] = { last(p), 0 };
	int result;

	p->at += negated;
	function = operator_here(p, EXPR_FORM_WORD);
	if (!is_word(next(p), "in") && !is_word(next(p), "like"))
		return unexpected(p, "'in' or 'like'");
	advance(p);
	if (strcmp(function->name, "in") == 0) {
		result = parse_list(p, function, position);
	} else {
		result = parse_sum(p);
		root[1] = last(p);
		if (result == 0)
			result = apply(p, function, position, root, 2);
	}
	if (result == 0 && negated)
		result = apply_to_last(p, "not", EXPR_FORM_PREFIX, position);
	return result;
}

static bool is_membership(const struct expr_token *token)
{
	return is_word(token, "not") || is_word(token, "in") || is_word(token, "like");
}

static int parse_comparison(struct parser *p)
{
	const struct expr_function *function;
	size_t position;
	uint32_t root[2];
	int result = parse_sum(p);

	if (result < 0)
		return -1;
	position = next(p)->position;
	root[0] = last(p);
	function = operator_here(p, EXPR_FORM_COMPARISON);
	if (function != NULL) {
		advance(p);
		if (parse_sum(p) < 0)
			return -1;
		root[1] = last(p);
		result = apply(p, function, position, root, 2);
	} else if (is_word(next(p), "is")) {
		advance(p);
		result = parse_is(p);
	} else if (is_membership(next(p))) {
		result = parse_membership(p);
	} else {
		return 0;
	}
	if (result == 0 && (operator_here(p, EXPR_FORM_COMPARISON) || is_word(next(p), "is") ||
				   is_membership(next(p))))
		return expr_fault(p->expr, next(p)->position, p->why,
			"comparisons cannot be chained; join them with 'and'");
	return result;
}

static int parse_not(struct parser *p)
{
	return parse_prefix(p, "not", parse_comparison);
}

/* "and" (settled by false) or "or" (by true), from left to right. */
static int parse_logic(
	struct parser *p, const char *word, bool settling, int (*operand)(struct parser *))
{
	const struct expr_function *function = expr_functions_find(slice_of(word), EXPR_FORM_WORD);

	if (operand(p) < 0)
		return -1;
	while (is_word(next(p), word)) {
		struct expr_node logic = { .op = EXPR_OP_LOGIC,
			.type = EXPR_FLAG,
			.settling = settling,
			.position = (uint32_t)next(p)->position,
			.start = p->expr->node[last(p)].start };
		uint32_t jump, end;

		if (coerce(p, last(p), EXPR_FLAG, function) < 0)
			return -1;
		jump = emit_jump(p, EXPR_OP_SHORT, settling);
		advance(p);
		if (operand(p) < 0 || coerce(p, last(p), EXPR_FLAG, function) < 0)
			return -1;
		end = emit(p, logic); /* which may move the nodes */
		p->expr->node[jump].operand = end;
	}
	return 0;
}

static int parse_and(struct parser *p)
{
	return parse_logic(p, "and", false, parse_not);
}

static int parse_expression(struct parser *p)
{
	if (enter(p) < 0 || parse_logic(p, "or", true, parse_and) < 0)
		return -1;
	p->levels--;
	return 0;
}

/* ---- the whole ---- */

static int parse_all(struct parser *p, enum expr_type wanted)
{
	if (p->expr->text.length > MOST_BYTES)
		return expr_fault(p->expr, 0, p->why, "longer than %d bytes", MOST_BYTES);
	if (read_tokens(p) < 0)
		return -1;
	if (next(p)->kind == EXPR_TOKEN_END)
		return diag_fail(p->why, "the expression is empty");
	if (parse_expression(p) < 0)
		return -1;
	if (next(p)->kind != EXPR_TOKEN_END)
		return unexpected(p, "an operator");
	if (wanted == EXPR_ANY)
		adopt(p, last(p), EXPR_TEXT);
	else if (coerce(p, last(p), wanted, NULL) < 0)
		return -1;
	p->expr->type = p->expr->node[last(p)].type;
	return 0;
}

int expr_parse_text(struct expr *expr, enum expr_type wanted, const struct slice *columns,
	size_t column_count, struct diag *why)
{
	struct parser p = {
		.expr = expr, .columns = columns, .column_count = column_count, .why = why
	};
	int result = parse_all(&p, wanted);

	expr_scratch_release(&p.scratch);
	free(p.token);
	free(p.root);
	return result;
}
