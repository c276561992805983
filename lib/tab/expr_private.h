/* SPDX-License-Identifier: MIT */
#ifndef TAB_EXPR_PRIVATE_H
#define TAB_EXPR_PRIVATE_H

/*
 * expr_private: what the files of expr share, and nobody else includes.
 *
 *	expr_lex        text to tokens
 *	expr_parse      tokens to nodes: names, types, constants
 *	expr_functions  the table of functions and operators, and what each does
 *	expr            running the nodes; the public calls
 *
 * A compiled expression is an array of nodes in postfix order: what a node works on stands before
 * it. a + b*c is
 *
 *	COLUMN a, COLUMN b, COLUMN c, CALL *, CALL +
 *
 * The array is at once the program, run from left to right with a stack of values, and the tree,
 * of which `start` says where the part below a node begins. The last node of a part stands for the
 * part and is called its root. Parts that may be left out have jumps before or behind them:
 *
 *	if(c, a, b)     c BRANCH a JUMP b JOIN
 *	coalesce(a, b)  a SKIP b JOIN
 *	a and b         a SHORT b LOGIC
 */

#include <strings.h>

#include "tab/expr.h"

enum expr_op {
	EXPR_OP_LITERAL, /* push `literal` */
	EXPR_OP_COLUMN,  /* push field number `operand`, read as `type` */
	EXPR_OP_CALL,    /* take `operand` values, push what `function` makes of them */
	EXPR_OP_BRANCH,  /* take a condition; unless it is true, go on behind node `operand` */
	EXPR_OP_JUMP,    /* go on behind node `operand` */
	EXPR_OP_SKIP,    /* unless the value is missing, do so; else take it away */
	EXPR_OP_SHORT,   /* if the condition is `settling`, do so */
	EXPR_OP_LOGIC,   /* take two conditions, push what they come to; `settling` rules: false in
			    "and", true in "or" */
	EXPR_OP_JOIN,    /* do nothing: the root of an if() or coalesce() */
};

struct expr_node {
	uint8_t op;
	uint8_t type; /* enum expr_type; EXPR_ANY: a column, or columns, not yet put to use */
	bool settling;
	bool loose;        /* CALL: texts are columns, and compared as numbers if they are some */
	uint32_t position; /* where it stands in the text, in bytes */
	uint32_t start;    /* the first node of the part of which this one is the root */
	uint32_t operand;
	union {
		const struct expr_value *literal;
		const struct expr_function *function;
		const struct slice *name; /* of the column */
	};
};

/*
 * The whole is a column, read as a number, beside a literal, as most conditions are: that is tested
 * without a stack. `accepts` has a bit for each way in which the comparison can come out, of
 * EXPR_BELOW and the next two; 0: it is something else.
 */
enum { EXPR_BELOW = 1, EXPR_EQUAL = 2, EXPR_ABOVE = 4 };

struct expr_plain_test {
	unsigned accepts;
	uint32_t column;
	struct decimal literal;
};

struct expr {
	struct arena memory; /* text, names and literals */
	struct slice text;
	struct expr_node *node;
	size_t count;
	size_t capacity;
	size_t depth; /* how many values the stack must hold */
	enum expr_type type;
	struct expr_plain_test plain_test;
};

/* A call on its way: the function reads `argument` and fills `result`. */
struct expr_call {
	const struct expr *expr;
	const struct expr_node *node;
	const struct expr_value *argument;
	size_t count;
	struct expr_value *result; /* missing, unless changed */
	struct expr_scratch *scratch;
	struct diag *why;
};

/* How a function or an operator is written. */
enum expr_form {
	EXPR_FORM_CALL, /* name(…) */
	EXPR_FORM_IF,   /* the same, but not all arguments are looked at */
	EXPR_FORM_COALESCE,
	EXPR_FORM_COMPARISON, /* a < b */
	EXPR_FORM_SUM,        /* a + b */
	EXPR_FORM_PRODUCT,    /* a * b */
	EXPR_FORM_PREFIX,     /* -a, not a */
	EXPR_FORM_WORD,       /* a and b, a in (b), a like b */
};

/*
 * `parameters` has a letter for each argument, of which the last one is repeated:
 *
 *	t text, n number, d date, f condition
 *	s the same type as the others that are marked so
 *	a anything (a column is read as text)
 *	N a number, or a text or condition that is to become one
 *	D a date, or a text that is to become one
 */
struct expr_function {
	const char *name;
	enum expr_form form;
	const char *parameters;
	size_t least, most;    /* how many arguments; most 0: any number */
	enum expr_type result; /* EXPR_ANY: the type of the arguments marked s */
	bool sees_missing;     /* else a missing argument makes the result missing */
	int (*call)(struct expr_call *call);
	const char *usage; /* name and arguments, for faults */
};

enum expr_token_kind {
	EXPR_TOKEN_END,
	EXPR_TOKEN_NUMBER,
	EXPR_TOKEN_TEXT,
	EXPR_TOKEN_WORD,   /* a name or a keyword */
	EXPR_TOKEN_COLUMN, /* a name in backticks */
	EXPR_TOKEN_SIGN,   /* an operator, parenthesis or comma; == and <> have become = and != */
};

struct expr_token {
	enum expr_token_kind kind;
	size_t position;
	struct slice text; /* without quotes */
	struct decimal number;
};

/* Read the token at byte `*at` of the text and step behind it. */
int expr_lex_next(struct expr *expr, size_t *at, struct expr_token *token, struct diag *why);

/* Turn expr->text into nodes, and make the result `wanted`. */
int expr_parse_text(struct expr *expr, enum expr_type wanted, const struct slice *columns,
	size_t column_count, struct diag *why);

/* Returns the function or operator that is written `name` in that form, or NULL. */
const struct expr_function *expr_functions_find(struct slice name, enum expr_form form);

/* Append what an unknown function may have been meant to be. */
void expr_functions_suggest(struct slice name, struct buf *out);

/* Fail with "in 'TEXT' at character N: MESSAGE". Returns -1. */
int expr_fault(const struct expr *expr, size_t position, struct diag *why, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Run the nodes first … last. */
int expr_run(const struct expr *expr, size_t first, size_t last, const struct slice *fields,
	struct expr_scratch *scratch, struct expr_value *value, struct diag *why);

/* "a number", as faults say it. */
const char *expr_type_name(enum expr_type type);

/* How many bytes the character at text.at[i] takes; i is below text.length. */
static inline size_t expr_character(struct slice text, size_t i)
{
	size_t end = i + 1;

	while (end < text.length && ((unsigned char)text.at[end] & 0xc0) == 0x80)
		end++;
	return end - i;
}

static inline bool expr_word_is(struct slice word, const char *other)
{
	return word.length == strlen(other) && strncasecmp(word.at, other, word.length) == 0;
}

#endif
