/* SPDX-License-Identifier: MIT */
#ifndef TAB_EXPR_H
#define TAB_EXPR_H

/*
 * expr: small expressions over the columns of a row.
 *
 * They serve options such as -s 'amount=Quantity*UnitPrice' and --where 'amount > 0 and
 * country = "France"'. An expression is compiled once, against the header, and then run for every
 * row. All that can be known beforehand is checked beforehand: names, argument counts, types.
 *
 *	struct expr *amount;
 *	struct expr_scratch scratch = EXPR_SCRATCH_EMPTY;
 *	struct expr_value value;
 *
 *	if (expr_compile(&amount, slice_of("Quantity*UnitPrice"), EXPR_NUMBER, names, count,
 *		why) < 0)
 *		return -1;
 *	for each row {
 *		expr_scratch_reset(&scratch);
 *		if (expr_eval(amount, fields, &scratch, &value, why) < 0)
 *			…
 *		expr_put(&out, &value);
 *	}
 *	expr_scratch_release(&scratch);
 *	expr_free(amount);
 *
 * A compiled expression is never changed again: any number of threads may share it, each with a
 * scratch of its own. Running it takes no memory from the heap once the scratch has grown.
 *
 * VALUES
 *
 *	columns     UnitPrice  客户编号  `Unit Price`   anything but letters, digits and _ needs
 *	                                                backticks, and so do the words below
 *	numbers     12  12.50  .5  1e3                  exact decimals (base/decimal)
 *	text        'France'  "France"  'it''s'         the quote itself is doubled
 *	dates       date('2011-12-01')                  or a text literal where a date is expected
 *	conditions  true  false
 *	nothing     missing  ''                         the empty field
 *
 * OPERATORS, from those that bind closest; the words in any case
 *
 *	-x
 *	x * y   x / y   x % y       x / y is rounded at 12 places; x % y has the sign of x
 *	x + y   x - y
 *	= != < <= > >=              == and <> mean = and !=; they cannot be chained
 *	x in (a, b, …)   x like 'A%_'   x is missing        with "not": x not in, is not missing
 *	                            % is any text, _ one character, \ takes the next one as it is
 *	not x
 *	x and y                     y is only looked at if x does not settle the answer
 *	x or y                      the same
 *
 * FUNCTIONS, their names in any case; text counts in characters, and the first one is 1
 *
 *	if(condition, then, else)   coalesce(a, b, …)   missing(x)
 *	lower(text)  upper(text)    the letters of ASCII; others stay
 *	trim(text)   length(text)   substr(text, start[, length])   replace(text, from, to)
 *	concat(a, …)                texts, numbers and dates in a row; the only way to join text
 *	round(number[, places])     half away from zero   abs(number)   floor(number)   ceil(number)
 *	least(a, …)  greatest(a, …)
 *	days_between(from, to)      below zero if `to` is earlier   add_days(date, days)
 *	year(date)  month(date)  day(date)
 *	number(x)   date(x)   text(x)                            from one type to another
 *
 * TYPES
 *
 * A value is text, a number, a date or a condition, and nothing changes from one to the other by
 * itself, except a column. A column has no type, it comes from a file: it is read as its place
 * demands, as a number in arithmetic, as a date in year(), as text in lower(), as a condition
 * (1, 0, true, false) behind "and". Compared with something, it is read as that thing's type. So
 *
 *	Quantity > 5                compares numbers
 *	Quantity > Ordered          two columns: numbers if both are numbers, else bytes
 *	Country = 'France'          compares bytes
 *	Day >= '2011-12-01'         compares bytes too, which is right for ISO dates
 *	date(Day) = '2011-12-01'    compares days, whatever the time of day
 *
 * A date column may hold a moment (2011-12-01T08:26:00); its day counts.
 *
 * MISSING
 *
 * Arithmetic, functions and comparisons on a missing value give missing. Exceptions: missing(),
 * is missing, coalesce() and if() look at it; concat() and the last argument of replace() take it
 * as empty text. A text that comes out empty is missing. Conditions have three values:
 *
 *	not missing = missing
 *	false and missing = false       true and missing = missing
 *	true or missing = true          false or missing = missing
 *
 * At the end, that is in if() and expr_test, a missing condition counts as false.
 *
 * FAULTS
 *
 * What is wrong with the expression is a usage fault that points at the character:
 *
 *	in 'Quantity*UnitPrise' at character 10: no column 'UnitPrise'; columns are: Quantity, …
 *
 * It may have 1,000,000 bytes, and parentheses, calls and signs nested 100 levels deep.
 *
 * What is wrong with a row carries the column, or else the place in the expression, and a code:
 *
 *	column 'Quantity': not a number: 'abc'                                      not-a-number
 *	column 'InvoiceDate': not a date: 'abc'                                     not-a-date
 *	column 'lapsed': not 1, 0, true or false: 'abc'                             not-a-condition
 *	in 'a*b' at character 2: result has too many digits; round() first          too-many-digits
 *	in 'a/b' at character 2: division by zero; test for it with if()            division-by-zero
 *	in 'substr(a, b)' at character 1: substr() needs a start of 1 or more …     out-of-range
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "base/diag.h"
#include "base/slice.h"

enum expr_type {
	EXPR_MISSING,
	EXPR_TEXT,
	EXPR_NUMBER,
	EXPR_DATE,
	EXPR_FLAG, /* a condition */
	EXPR_ANY,  /* for expr_compile: take what comes; never the type of a value */
};

struct expr_value {
	enum expr_type type;
	union {
		struct slice text;
		struct decimal number;
		int32_t date;
		bool flag;
	};
};

/* What running needs: one for each thread, for any number of expressions. Fields are private. */
struct expr_scratch {
	struct arena text;
	struct buf form;
	struct expr_value *stack;
	size_t capacity;
};

#define EXPR_SCRATCH_EMPTY { 0 }

struct expr;

/*
 * Compile `text` for rows with the given columns.
 *
 * `wanted` is the type that the result must have: a column, or what consists of columns only,
 * is read as that type; anything else of another type is a fault. A --where wants EXPR_FLAG.
 *
 * Neither `text` nor `columns` are needed afterwards. Of columns with the same name the first
 * one counts.
 *
 * Returns 0, or -1 with a usage fault, and then *expr is NULL.
 */
int expr_compile(struct expr **expr, struct slice text, enum expr_type wanted,
	const struct slice *columns, size_t column_count, struct diag *why);

/* The type of every result that is not missing. EXPR_MISSING if all are. */
enum expr_type expr_type(const struct expr *expr);

/* Whether the expression looks at the column with this index. */
bool expr_uses(const struct expr *expr, size_t column);

/* Forget the texts of the row before. */
static inline void expr_scratch_reset(struct expr_scratch *scratch)
{
	arena_reset(&scratch->text);
}

void expr_scratch_release(struct expr_scratch *scratch);

/*
 * Run the expression on a row. fields[i] is what column i holds, without escapes.
 *
 * Fails if a field does not read as what the expression takes it for, or a result is out of range.
 *
 * Lives: a text may be part of a field, of the expression or of the scratch. It is gone when one
 * of them is, the scratch by expr_scratch_reset.
 */
int expr_eval(const struct expr *expr, const struct slice *fields, struct expr_scratch *scratch,
	struct expr_value *value, struct diag *why);

/* Run a condition. Returns 1 if it is true, 0 if it is false or missing, -1 if it fails. */
int expr_test(const struct expr *expr, const struct slice *fields, struct expr_scratch *scratch,
	struct diag *why);

/*
 * Append a value as a field: numbers in their shortest form, dates in ISO 8601, conditions as 1
 * and 0, missing as nothing. Text is appended as it is; escapes are the caller's.
 */
void expr_put(struct buf *out, const struct expr_value *value);

/* `expr` may be NULL. */
void expr_free(struct expr *expr);

#endif
