/* SPDX-License-Identifier: MIT */
#include "tab/expr.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "tab/expr_private.h"

/* ---- faults ---- */

const char *expr_type_name(enum expr_type type)
{
	static const char *const names[] = { "missing", "text", "a number", "a date", "a condition",
		"anything" };

	return names[type];
}

/* Characters before byte `position`, and this one. */
static size_t character_number(struct slice text, size_t position)
{
	size_t number = 1;

	for (size_t i = 0; i < position && i < text.length; i += expr_character(text, i))
		number++;
	return number;
}

/* The start of the character that byte `at` belongs to. */
static size_t character_start(struct slice text, size_t at)
{
	while (at > 0 && at < text.length && ((unsigned char)text.at[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* The part of a long text around byte `position`, with "…" for what is left out. */
static void put_excerpt(struct buf *out, struct slice text, size_t position)
{
	enum { SHOWN = 120, BEFORE = 60 };
	size_t start = position > BEFORE ? position - BEFORE : 0, end;

	if (text.length <= SHOWN || start + SHOWN > text.length)
		start = text.length > SHOWN ? text.length - SHOWN : 0;
	start = character_start(text, start);
	end = start + SHOWN < text.length ? character_start(text, start + SHOWN) : text.length;
	buf_text(out, start > 0 ? "…" : "");
	buf_put(out, (struct slice){ text.at + start, end - start });
	buf_text(out, end < text.length ? "…" : "");
}

int expr_fault(const struct expr *expr, size_t position, struct diag *why, const char *format, ...)
{
	struct buf text = BUF_EMPTY;
	va_list arguments;

	buf_text(&text, "in '");
	put_excerpt(&text, expr->text, position);
	buf_printf(&text, "' at character %zu: ", character_number(expr->text, position));
	va_start(arguments, format);
	buf_vprintf(&text, format, arguments);
	va_end(arguments);
	diag_fail(why, "%s", buf_string(&text));
	buf_release(&text);
	return -1;
}

/* ---- running ---- */

static int misread(const struct expr_node *node, struct slice field, const char *kind,
	const char *code, struct diag *why)
{
	diag_fail(why, "not %s: '" SLICE "'", kind, SLICE_ARG(field));
	diag_column(why, *node->name);
	return diag_code(why, code);
}

static bool read_flag(struct slice field, bool *flag)
{
	*flag = slice_is(field, "1") || expr_word_is(field, "true");
	return *flag || slice_is(field, "0") || expr_word_is(field, "false");
}

/* Read a field as the type that its place demands. */
static int load(const struct expr_node *node, struct slice field, struct expr_value *value,
	struct diag *why)
{
	value->type = field.length > 0 ? node->type : EXPR_MISSING;
	switch (value->type) {
	case EXPR_NUMBER:
		if (!decimal_parse(field, &value->number))
			return misread(node, field, "a number", "not-a-number", why);
		return 0;
	case EXPR_DATE:
		if (!date_parse_start(field, &value->date))
			return misread(node, field, "a date", "not-a-date", why);
		return 0;
	case EXPR_FLAG:
		if (!read_flag(field, &value->flag))
			return misread(node, field, "1, 0, true or false", "not-a-condition", why);
		return 0;
	case EXPR_TEXT:
		value->text = field;
		return 0;
	default:
		return 0;
	}
}

static bool is_flag(const struct expr_value *value, bool flag)
{
	return value->type == EXPR_FLAG && value->flag == flag;
}

/* "and" and "or" with three values: one of them settles it, else a missing one spoils it. */
static void combine(struct expr_value *a, const struct expr_value *b, bool settling)
{
	if (is_flag(a, settling) || is_flag(b, settling)) {
		a->type = EXPR_FLAG;
		a->flag = settling;
	} else if (b->type == EXPR_MISSING) {
		a->type = EXPR_MISSING;
	}
}

/*
 * Copy what the type says is there. The whole would be copied in wide pieces that have just been
 * written in narrow ones, for which a processor has to wait.
 */
static inline void copy_value(struct expr_value *to, const struct expr_value *from)
{
	to->type = from->type;
	switch (from->type) {
	case EXPR_NUMBER:
		to->number.units = from->number.units;
		to->number.scale = from->number.scale;
		break;
	case EXPR_DATE:
		to->date = from->date;
		break;
	case EXPR_FLAG:
		to->flag = from->flag;
		break;
	case EXPR_TEXT:
		to->text = from->text;
		break;
	default:
		break;
	}
}

/* Call a function for the `count` values from `argument` on; its result takes their place. */
static int call_function(const struct expr *expr, const struct expr_node *node,
	struct expr_value *argument, struct expr_scratch *scratch, struct diag *why)
{
	struct expr_value result;
	struct expr_call call = { expr, node, argument, node->operand, &result, scratch, why };
	bool skipped = false;

	result.type = EXPR_MISSING;
	for (size_t i = 0; i < node->operand; i++)
		skipped |= argument[i].type == EXPR_MISSING;
	if ((!skipped || node->function->sees_missing) && node->function->call(&call) < 0)
		return -1;
	copy_value(argument, &result);
	return 0;
}

/* Whether to go on behind node `operand`. Takes away the value that is not needed then. */
static bool jumps(const struct expr_node *node, struct expr_value **top)
{
	switch (node->op) {
	case EXPR_OP_BRANCH:
		return !is_flag(--*top, true);
	case EXPR_OP_JUMP:
		return true;
	case EXPR_OP_SKIP:
		if ((*top)[-1].type != EXPR_MISSING)
			return true;
		--*top;
		return false;
	case EXPR_OP_SHORT:
		return is_flag(*top - 1, node->settling);
	default:
		return false;
	}
}

int expr_run(const struct expr *expr, size_t first, size_t last, const struct slice *fields,
	struct expr_scratch *scratch, struct expr_value *value, struct diag *why)
{
	struct expr_value *top; /* behind the newest value */

	scratch->stack =
		mem_grow(scratch->stack, &scratch->capacity, expr->depth, sizeof *scratch->stack);
	top = scratch->stack;
	for (size_t i = first; i <= last; i++) {
		const struct expr_node *node = &expr->node[i];

		switch ((enum expr_op)node->op) {
		case EXPR_OP_LITERAL:
			copy_value(top++, node->literal);
			break;
		case EXPR_OP_COLUMN:
			if (load(node, fields[node->operand], top++, why) < 0)
				return -1;
			break;
		case EXPR_OP_CALL:
			top -= node->operand;
			if (call_function(expr, node, top++, scratch, why) < 0)
				return -1;
			break;
		case EXPR_OP_LOGIC:
			top--;
			combine(top - 1, top, node->settling);
			break;
		default:
			if (jumps(node, &top))
				i = node->operand;
		}
	}
	copy_value(value, &top[-1]);
	return 0;
}

int expr_eval(const struct expr *expr, const struct slice *fields, struct expr_scratch *scratch,
	struct expr_value *value, struct diag *why)
{
	return expr_run(expr, 0, expr->count - 1, fields, scratch, value, why);
}

/* Returns 1 or 0, or -1 if that cannot be told here. */
static inline int test_plainly(const struct expr_plain_test *test, const struct slice *fields)
{
	int64_t units;
	int scale, order;

	if (test->accepts == 0 || !num_parse_short(fields[test->column], &units, &scale))
		return -1;
	order = decimal_compare((struct decimal){ units, scale }, test->literal);
	return (test->accepts & (order < 0          ? EXPR_BELOW
					: order > 0 ? EXPR_ABOVE
						    : EXPR_EQUAL)) != 0;
}

int expr_test(const struct expr *expr, const struct slice *fields, struct expr_scratch *scratch,
	struct diag *why)
{
	struct expr_value value;
	int result = test_plainly(&expr->plain_test, fields);

	assert(expr->type == EXPR_FLAG || expr->type == EXPR_MISSING);
	if (result >= 0)
		return result;
	if (expr_eval(expr, fields, scratch, &value, why) < 0)
		return -1;
	return is_flag(&value, true);
}

void expr_put(struct buf *out, const struct expr_value *value)
{
	switch (value->type) {
	case EXPR_TEXT:
		buf_put(out, value->text);
		break;
	case EXPR_NUMBER:
		decimal_put(out, value->number);
		break;
	case EXPR_DATE:
		date_put(out, value->date);
		break;
	case EXPR_FLAG:
		buf_char(out, value->flag ? '1' : '0');
		break;
	default:
		break;
	}
}

void expr_scratch_release(struct expr_scratch *scratch)
{
	arena_release(&scratch->text);
	buf_release(&scratch->form);
	free(scratch->stack);
	*scratch = (struct expr_scratch)EXPR_SCRATCH_EMPTY;
}

/* ---- life ---- */

/* How many values each node leaves on the stack, added up as if no jump were taken. */
static size_t stack_depth(const struct expr *expr)
{
	size_t now = 0, most = 0;

	for (size_t i = 0; i < expr->count; i++) {
		const struct expr_node *node = &expr->node[i];

		switch ((enum expr_op)node->op) {
		case EXPR_OP_LITERAL:
		case EXPR_OP_COLUMN:
			now++;
			break;
		case EXPR_OP_CALL:
			now = now - node->operand + 1;
			break;
		case EXPR_OP_BRANCH:
		case EXPR_OP_JUMP:
		case EXPR_OP_SKIP:
		case EXPR_OP_LOGIC:
			now--;
			break;
		case EXPR_OP_SHORT:
		case EXPR_OP_JOIN:
			break;
		}
		most = now > most ? now : most;
	}
	return most;
}

static struct expr_plain_test plain_test(const struct expr *expr)
{
	static const struct {
		const char *name;
		unsigned accepts;
	} comparisons[] = { { "<", EXPR_BELOW }, { "<=", EXPR_BELOW | EXPR_EQUAL },
		{ "=", EXPR_EQUAL }, { "!=", EXPR_BELOW | EXPR_ABOVE },
		{ ">=", EXPR_EQUAL | EXPR_ABOVE }, { ">", EXPR_ABOVE } };
	const struct expr_node *node = expr->node;
	struct expr_plain_test test = { 0 };

	if (expr->count != 3 || node[0].op != EXPR_OP_COLUMN || node[0].type != EXPR_NUMBER ||
		node[1].op != EXPR_OP_LITERAL || node[1].literal->type != EXPR_NUMBER ||
		node[2].op != EXPR_OP_CALL || node[2].function->form != EXPR_FORM_COMPARISON)
		return test;
	test.column = node[0].operand;
	test.literal = node[1].literal->number;
	for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++)
		if (strcmp(node[2].function->name, comparisons[i].name) == 0)
			test.accepts = comparisons[i].accepts;
	return test;
}

int expr_compile(struct expr **expr, struct slice text, enum expr_type wanted,
	const struct slice *columns, size_t column_count, struct diag *why)
{
	struct expr *fresh = mem_zero(1, sizeof *fresh);

	*expr = NULL;
	fresh->text = arena_copy(&fresh->memory, text);
	if (expr_parse_text(fresh, wanted, columns, column_count, why) < 0) {
		why->usage = true;
		expr_free(fresh);
		return -1;
	}
	fresh->depth = stack_depth(fresh);
	fresh->plain_test = plain_test(fresh);
	*expr = fresh;
	return 0;
}

enum expr_type expr_type(const struct expr *expr)
{
	return expr->type;
}

bool expr_uses(const struct expr *expr, size_t column)
{
	for (size_t i = 0; i < expr->count; i++)
		if (expr->node[i].op == EXPR_OP_COLUMN && expr->node[i].operand == column)
			return true;
	return false;
}

void expr_free(struct expr *expr)
{
	if (expr == NULL)
		return;
	free(expr->node);
	arena_release(&expr->memory);
	free(expr);
}
