/* SPDX-License-Identifier: MIT */
#include "sales_rows.h"

#include "base/amount.h"
#include "base/date.h"
#include "crm/visits.h"
#include "tab/escape.h"

/* The first of the names that is there is the dimension's column. */
static const char *const dimension_names[SALES_DIMENSIONS] = {
	[SALES_CATEGORY] = "category",
	[SALES_CHANNEL] = "channel",
	[SALES_PLACE] = "store place region city country",
	[SALES_PRODUCT] = "product product_id",
	[SALES_CAMPAIGN] = "campaign promotion coupon",
};

static void find_dimension(struct sales *sales, struct sales_layout *layout,
	const struct columns *columns, enum sales_dimension dimension)
{
	struct slice rest = slice_of(dimension_names[dimension]), name;

	layout->dimension[dimension] = -1;
	while (slice_cut(&rest, ' ', &name) && layout->dimension[dimension] < 0) {
		layout->dimension[dimension] = columns_find(columns, name);
		if (layout->dimension[dimension] >= 0 && sales->column_name[dimension] == NULL)
			sales->column_name[dimension] = arena_copy(&sales->texts, name).at;
	}
}

int sales_rows_resolve(struct sales *sales, struct sales_layout *layout,
	const struct columns *columns, struct diag *why)
{
	const struct ledger_names *names = sales->names;
	const char *const name[SALES_FIELDS] = { names->id, names->date, names->amount,
		names->order, "profit", "cost" };

	for (int i = 0; i < SALES_FIELDS; i++) {
		layout->name[i] = name[i];
		layout->column[i] = columns_find(columns, slice_of(name[i]));
	}
	for (int i = FIELD_ID; i <= FIELD_ORDER; i++)
		if ((i < FIELD_ORDER ||
			    (names->order != ledger_usual_order && layout->column[i] < 0)) &&
			columns_need(columns, name[i], &layout->column[i], why) < 0)
			return -1;
	sales->has_orders |= layout->column[FIELD_ORDER] >= 0;
	sales->has_profit |= layout->column[FIELD_PROFIT] >= 0 || layout->column[FIELD_COST] >= 0;
	for (int i = 0; i < SALES_DIMENSIONS; i++)
		find_dimension(sales, layout, columns, (enum sales_dimension)i);
	return 0;
}

struct slice sales_rows_field(const struct row *row, int column)
{
	struct slice field = { NULL, 0 };

	if (column >= 0)
		field = row_field(row, (size_t)column);
	return escape_is_missing(field) ? (struct slice){ NULL, 0 } : field;
}

static int refuse(const struct sales_layout *layout, enum sales_field field, struct slice value,
	const char *expected, struct diag *why)
{
	if (value.length == 0) {
		diag_fail(why, "no value; expected %s", expected);
		diag_code(why, "missing");
	} else {
		diag_fail(why, "not %s: '" SLICE "'", expected, SLICE_ARG(value));
		diag_code(why, "bad-value");
	}
	return diag_column(why, slice_of(layout->name[field]));
}

static int read_amount(const struct sales_layout *layout, const struct row *row,
	enum sales_field field, int64_t *micros, struct diag *why)
{
	struct slice value = sales_rows_field(row, layout->column[field]);

	if (value.length == 0)
		return refuse(layout, field, value, "an amount", why);
	if (amount_parse(value, micros, why) < 0)
		return diag_column(why, slice_of(layout->name[field]));
	return 0;
}

/* As a column of its own, or as what is left of the amount behind the cost. */
static int read_profit(const struct sales_layout *layout, const struct row *row,
	struct sales_row *to, struct diag *why)
{
	enum sales_field field = layout->column[FIELD_PROFIT] >= 0 ? FIELD_PROFIT : FIELD_COST;
	int64_t micros;

	if (sales_rows_field(row, layout->column[field]).length == 0)
		return 0;
	if (read_amount(layout, row, field, &micros, why) < 0)
		return -1;
	to->profit = field == FIELD_PROFIT ? micros : to->amount - micros;
	to->has_profit = true;
	return 0;
}

int sales_rows_read(const struct sales_layout *layout, const struct row *row, struct sales_row *to,
	struct diag *why)
{
	struct slice date = sales_rows_field(row, layout->column[FIELD_DATE]);

	*to = (struct sales_row){
		.id = sales_rows_field(row, layout->column[FIELD_ID]),
		.order = sales_rows_field(row, layout->column[FIELD_ORDER]),
	};
	if (to->id.length == 0)
		return refuse(layout, FIELD_ID, to->id, "a customer", why);
	if (!date_parse_start(date, &to->date))
		return refuse(layout, FIELD_DATE, date, "a date like 2026-11-22", why);
	if (read_amount(layout, row, FIELD_AMOUNT, &to->amount, why) < 0)
		return -1;
	if (visits_is_list(to->order))
		return refuse(layout, FIELD_ORDER, to->order, "an order id in one line", why);
	return read_profit(layout, row, to, why);
}
