/* SPDX-License-Identifier: MIT */
#include "values.h"

#include <stdlib.h>

#include "base/mem.h"

struct values {
	const struct plan *plan;
	struct slice *field;
	struct expr_scratch expr;
	struct arena text;
	struct buf value;
};

struct values *values_new(const struct plan *plan)
{
	struct values *values = mem_zero(1, sizeof *values);

	values->plan = plan;
	values->field = mem_zero(plan->columns->count, sizeof *values->field);
	return values;
}

void values_free(struct values *values)
{
	expr_scratch_release(&values->expr);
	arena_release(&values->text);
	buf_release(&values->value);
	free(values->field);
	free(values);
}

/* What stands for missing by the user's own word is missing for expressions, too. */
static struct slice take_field(struct values *values, const struct row *row, size_t column)
{
	const struct plan *plan = values->plan;
	struct slice text = row_text(row, column, &values->text);

	if (plan->settings->missing != NULL && missing_find(&plan->missing, text) >= 0)
		text.length = 0;
	return text;
}

int values_test(struct values *values, const struct row *row, struct diag *why)
{
	const struct plan *plan = values->plan;

	arena_reset(&values->text);
	expr_scratch_reset(&values->expr);
	if (plan->where == NULL)
		return 1;
	for (size_t i = 0; i < plan->where_columns; i++) {
		size_t column = plan->where_column[i];

		values->field[column] = take_field(values, row, column);
	}
	return expr_test(plan->where, values->field, &values->expr, why);
}

void values_take(struct values *values, const struct row *row)
{
	for (size_t i = 0; i < values->plan->columns->count; i++)
		values->field[i] = take_field(values, row, i);
}

int values_of(
	struct values *values, const struct target *target, struct slice *text, struct diag *why)
{
	struct expr_value value;

	if (target->expr == NULL) {
		*text = values->field[target->source];
		return 0;
	}
	if (expr_eval(target->expr, values->field, &values->expr, &value, why) < 0)
		return -1;
	buf_reset(&values->value);
	expr_put(&values->value, &value);
	*text = buf_slice(&values->value);
	return 0;
}
