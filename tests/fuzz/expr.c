/* SPDX-License-Identifier: MIT */
/*
 * expr: an expression in the first line, fields of its columns in the others. A condition is tested
 * as its value says.
 */
#include "tab/expr.h"

#include "fuzz.h"

static void fuzz(struct slice bytes)
{
	static const enum expr_type types[] = { EXPR_ANY, EXPR_TEXT, EXPR_NUMBER, EXPR_DATE,
		EXPR_FLAG };
	const struct slice columns[] = { slice_of("a"), slice_of("b"), slice_of("Unit Price"),
		slice_of("客户编号") };
	enum expr_type wanted = types[fuzz_byte(&bytes) % 5];
	struct slice text = fuzz_line(&bytes), field[4];
	struct expr_scratch scratch = EXPR_SCRATCH_EMPTY;
	struct buf out = BUF_EMPTY;
	struct expr *expr;
	struct diag why;

	if (expr_compile(&expr, text, wanted, columns, 4, &why) < 0) {
		assert(expr == NULL && why.usage);
		fuzz_message(&why);
		return;
	}
	for (int rows = 0; rows < 3; rows++) {
		struct expr_value value;
		int tested = -1;

		for (size_t i = 0; i < 4; i++)
			field[i] = fuzz_line(&bytes);
		expr_scratch_reset(&scratch);
		if (expr_type(expr) == EXPR_FLAG)
			tested = expr_test(expr, field, &scratch, &why);
		if (expr_eval(expr, field, &scratch, &value, &why) < 0) {
			assert(tested == -1);
			fuzz_message(&why);
			continue;
		}
		if (expr_type(expr) == EXPR_FLAG)
			assert(tested == (value.type == EXPR_FLAG && value.flag));
		assert(value.type == EXPR_MISSING || value.type == expr_type(expr));
		expr_put(&out, &value);
	}
	buf_release(&out);
	expr_scratch_release(&scratch);
	expr_free(expr);
}
