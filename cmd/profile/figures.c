/* SPDX-License-Identifier: MIT */
#include "figures.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"

enum kind { COUNT, DATE, AMOUNT, DAYS };

/* Where a column comes from. */
struct column {
	const char *name;
	enum kind kind;
	size_t offset;     /* of the value in a profile */
	bool needs_orders; /* it depends on which orders there were */
};

/* In the order in which they are written. */
static const struct column columns[] = {
	{ "orders", COUNT, offsetof(struct profile, orders), true },
	{ "first_date", DATE, offsetof(struct profile, first_date), false },
	{ "last_date", DATE, offsetof(struct profile, last_date), false },
	{ "recency", COUNT, offsetof(struct profile, recency), false },
	{ "tenure", COUNT, offsetof(struct profile, tenure), false },
	{ "frequency", COUNT, offsetof(struct profile, frequency), false },
	{ "t_x", COUNT, offsetof(struct profile, t_x), false },
	{ "amount", AMOUNT, offsetof(struct profile, amount), false },
	{ "amount_mean", AMOUNT, offsetof(struct profile, amount_mean), true },
	{ "repeat_amount_mean", AMOUNT, offsetof(struct profile, repeat_amount_mean), false },
	{ "returns", COUNT, offsetof(struct profile, returns), false },
	{ "returned_amount", AMOUNT, offsetof(struct profile, returned_amount), false },
	{ "gap_mean", DAYS, offsetof(struct profile, gap_mean), false },
	{ "gap_sd", DAYS, offsetof(struct profile, gap_sd), false },
	{ "amount_90d", AMOUNT, offsetof(struct profile, amount_90d), false },
	{ "amount_365d", AMOUNT, offsetof(struct profile, amount_365d), false },
	{ "orders_90d", COUNT, offsetof(struct profile, orders_90d), true },
	{ "orders_365d", COUNT, offsetof(struct profile, orders_365d), true },
};

enum { COLUMNS = sizeof columns / sizeof *columns };

struct figures {
	const struct column *column[COLUMNS];
	size_t count;
};

/* Some customers have no such figure. */
static bool has(const struct profile *profile, const struct column *column)
{
	switch (column->offset) {
	case offsetof(struct profile, amount_mean):
		return profile->orders > 0;
	case offsetof(struct profile, repeat_amount_mean):
		return profile->has_repeat_amount_mean;
	case offsetof(struct profile, gap_mean):
		return profile->has_gap_mean;
	case offsetof(struct profile, gap_sd):
		return profile->has_gap_sd;
	default:
		return true;
	}
}

static int no_such_column(struct slice name, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	for (size_t i = 0; i < COLUMNS; i++)
		buf_printf(&list, "%s%s", i > 0 ? ", " : "", columns[i].name);
	diag_usage(why, "--only: profiles have no '" SLICE "'; they have %s", SLICE_ARG(name),
		buf_string(&list));
	buf_release(&list);
	return -1;
}

static int choose(struct figures *figures, struct slice name, struct diag *why)
{
	const struct column *column = columns;

	while (column < columns + COLUMNS && !slice_is(name, column->name))
		column++;
	if (column == columns + COLUMNS)
		return no_such_column(name, why);
	for (size_t i = 0; i < figures->count; i++)
		if (figures->column[i] == column)
			return diag_usage(why, "--only: '%s' is given twice", column->name);
	figures->column[figures->count++] = column;
	return 0;
}

int figures_choose(struct figures **result, const char *names, struct diag *why)
{
	struct figures *figures = mem_zero(1, sizeof *figures);
	struct slice list = names != NULL ? slice_of(names) : (struct slice){ NULL, 0 }, name;

	*result = NULL;
	while (names != NULL && slice_cut(&list, ',', &name)) {
		if (choose(figures, name, why) < 0) {
			figures_free(figures);
			return -1;
		}
	}
	for (; names == NULL && figures->count < COLUMNS; figures->count++)
		figures->column[figures->count] = &columns[figures->count];
	*result = figures;
	return 0;
}

void figures_put_names(const struct figures *figures, struct buf *out)
{
	for (size_t i = 0; i < figures->count; i++) {
		buf_char(out, '\t');
		buf_text(out, figures->column[i]->name);
	}
}

void figures_put(const struct figures *figures, const struct profile *profile, struct buf *out)
{
	for (size_t i = 0; i < figures->count; i++) {
		const struct column *column = figures->column[i];
		const void *value = (const char *)profile + column->offset;

		buf_char(out, '\t');
		if (!has(profile, column))
			continue;
		switch (column->kind) {
		case COUNT:
			num_put_int(out, *(const int64_t *)value);
			break;
		case DATE:
			date_put(out, *(const int32_t *)value);
			break;
		case AMOUNT:
			amount_put(out, *(const int64_t *)value);
			break;
		case DAYS:
			num_put_real(out, *(const double *)value, 4);
			break;
		}
	}
}

bool figures_need_orders(const struct figures *figures)
{
	for (size_t i = 0; i < figures->count; i++)
		if (figures->column[i]->needs_orders)
			return true;
	return false;
}

void figures_free(struct figures *figures)
{
	free(figures);
}
