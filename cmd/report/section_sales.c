/* SPDX-License-Identifier: MIT */
/* The questions that a ledger answers: performance, prospecting, products, promotion. */
#include <math.h>

#include "division.h"
#include "section.h"

/* The value that brings most, as the finding. */
static struct slice sales_finding(struct sheet *sheet, const struct division *division)
{
	struct slice name = words_column(division->column, sheet->words);
	size_t best = 0;

	for (size_t i = 0; i < division->own; i++)
		if (division->entry[i].amount > division->entry[best].amount)
			best = i;
	if (division->own == 0 || division->amount <= 0)
		return name;
	return SHEET_SAY(sheet, "sales.finding", name, division->label[best].shown,
		sheet_share(sheet, division->entry[best].amount, division->amount).shown);
}

static struct slice others_note(struct sheet *sheet, const struct division *division)
{
	if (division->own == division->count)
		return (struct slice){ NULL, 0 };
	return SHEET_SAY(sheet, "sales.others", division->label[division->own].shown,
		sheet_money(sheet, division->entry[division->own].amount, sheet->table_decimals)
			.shown);
}

enum { HALF_MOST = 12 /* longer charts stand alone */ };

/* Rows of the ledger by a column, in bars of their amount; beside another if there is one. */
static int put_dimension(struct sheet *sheet, enum sales_dimension dimension, const char *name,
	bool half, struct diag *why)
{
	struct sales *sales = sheet->sales;
	struct slice column, columns;
	struct division division;
	struct grid grid;
	int result;

	if (sales->column_name[dimension] == NULL)
		return 0;
	column = slice_of(sales->column_name[dimension]);
	division_of(sheet, &division, &sales->dimension[dimension], column);
	grid_begin(&grid, sheet, name);
	grid_column(&grid, column.at, words_column(column, sheet->words), REPORT_TEXT);
	grid_column(&grid, "rows", sheet_word(sheet, "word.rows"), REPORT_COUNT);
	grid_column(&grid, "amount", sheet_word(sheet, "word.amount"), REPORT_AMOUNT);
	grid_column(&grid, "share", sheet_word(sheet, "word.share"), REPORT_SHARE);
	for (size_t i = 0; i < division.count; i++) {
		const struct tally_entry *entry = &division.entry[i];

		grid_put(&grid, division.label[i]);
		grid_put(&grid, sheet_count(sheet, entry->customers));
		grid_put(&grid, sheet_money(sheet, entry->amount, sheet->table_decimals));
		grid_put(&grid, sheet_share(sheet, entry->amount, division.amount));
	}
	/* The others together would dwarf those that are named; the table has them. */
	grid.drawn = division.own;
	buf_put(&sheet->draft, column);
	buf_text(&sheet->draft, ", amount");
	columns = sheet_take(sheet);
	grid_source(&grid, "transactions", columns.at, "rule.by_value");
	result = grid_bars(&grid,
		&(struct grid_look){ .title = sales_finding(sheet, &division),
			.note = others_note(sheet, &division),
			.first = 2,
			.half = half && division.count <= HALF_MOST },
		why);
	grid_end(&grid);
	return result;
}

/* How well does it sell, by kind, channel and place? */
int section_performance(struct sheet *sheet, struct diag *why)
{
	const char *const *column;
	bool pair;

	if (sheet->sales == NULL)
		return 0;
	column = sheet->sales->column_name;
	pair = column[SALES_CATEGORY] != NULL && column[SALES_CHANNEL] != NULL;
	if (put_dimension(sheet, SALES_CATEGORY, "sales_by_category", pair, why) < 0 ||
		put_dimension(sheet, SALES_CHANNEL, "sales_by_channel", pair, why) < 0)
		return -1;
	return put_dimension(sheet, SALES_PLACE, "sales_by_place", false, why);
}

/* Who comes? New customers, and how much of the revenue they bring. */
int section_prospecting(struct sheet *sheet, struct diag *why)
{
	const struct sales *sales = sheet->sales;
	int128 all = 0, new_amount = 0;
	size_t first;
	struct grid grid;
	int result;

	if (sales == NULL || sales->months < 2)
		return 0;
	first = sales->months > 36 ? sales->months - 36 : 0;
	grid_begin(&grid, sheet, "new_customers");
	grid_column(&grid, "month", sheet_word(sheet, "word.month"), REPORT_TEXT);
	grid_column(&grid, "new_customers", sheet_word(sheet, "time.new_buyers"), REPORT_COUNT);
	grid_column(&grid, "amount", sheet_word(sheet, "prospecting.amount"), REPORT_AMOUNT);
	grid_column(&grid, "share", sheet_word(sheet, "prospecting.share"), REPORT_SHARE);
	for (size_t i = first; i < sales->months; i++) {
		const struct sales_period *month = &sales->month[i];
		struct slice name = sheet_month(sheet, sales->first_month + (int)i);

		grid_put(&grid, sheet_text(name, name));
		grid_put(&grid, sheet_count(sheet, month->new_customers));
		grid_put(&grid, sheet_money(sheet, month->new_amount, sheet->table_decimals));
		grid_put(&grid, sheet_share(sheet, month->new_amount, month->amount));
		if (i + 12 >= sales->months) {
			all += month->amount;
			new_amount += month->new_amount;
		}
	}
	grid_source(&grid, "transactions", "customer_id, date, amount", "rule.new_by_month");
	result = grid_columns(&grid,
		&(struct grid_look){ .title = SHEET_SAY(sheet, "prospecting.finding",
					     sheet_share(sheet, new_amount, all).shown),
			.note = sheet_partial(sheet),
			.first = 1 },
		why);
	grid_end(&grid);
	return result;
}

/* How much more often two products are in one order than if they had nothing to do with another. */
static struct figure lift_of(struct sheet *sheet, size_t i, size_t k)
{
	const struct sales *sales = sheet->sales;
	int128 both = sales->pair[i][k];
	int128 apart = (int128)sales->pair[i][i] * sales->pair[k][k];

	if (i == k || apart == 0)
		return sheet_nothing(REPORT_NUMBER);
	return sheet_ratio(sheet, both * sales->baskets_count, apart, 1);
}

/* Which of the best sellers go together? */
static int put_pairs(struct sheet *sheet, struct diag *why)
{
	const struct sales *sales = sheet->sales;
	const struct tally *product = &sales->dimension[SALES_PRODUCT];
	size_t count = sales->pair_products;
	struct slice name[SALES_PAIRS], number[SALES_PAIRS];
	struct grid grid;
	int result;

	if (sales->baskets_count == 0 || count < 2)
		return 0;
	grid_begin(&grid, sheet, "product_pairs");
	grid_column(&grid, "product", sheet_column(sheet, "product"), REPORT_TEXT);
	grid_column(&grid, "orders", sheet_word(sheet, "word.orders"), REPORT_COUNT);
	for (size_t i = 0; i < count; i++) {
		name[i] = sheet_plain(sheet, product->entry[i].value);
		buf_printf(&sheet->draft, "%zu", i + 1);
		number[i] = sheet_take(sheet);
		grid_column(&grid, name[i].at, number[i], REPORT_NUMBER);
	}
	for (size_t i = 0; i < count; i++) {
		struct slice label;

		buf_put(&sheet->draft, number[i]);
		buf_text(&sheet->draft, "  ");
		buf_put(&sheet->draft, name[i]);
		label = sheet_take(sheet);
		grid_put(&grid, sheet_text(label, name[i]));
		grid_put(&grid, sheet_count(sheet, sales->pair[i][i]));
		for (size_t k = 0; k < count; k++)
			grid_put(&grid, lift_of(sheet, i, k));
	}
	grid_source(&grid, "transactions", "order_id, product", "rule.lift");
	result = grid_heat(&grid,
		&(struct grid_look){ .title = sheet_word(sheet, "products.pairs"),
			.note = sheet_word(sheet, "products.pairs_note"),
			.first = 2 },
		false, why);
	grid_end(&grid);
	return result;
}

int section_products(struct sheet *sheet, struct diag *why)
{
	if (sheet->sales == NULL)
		return 0;
	if (put_dimension(sheet, SALES_PRODUCT, "sales_by_product", false, why) < 0)
		return -1;
	return put_pairs(sheet, why);
}

/* What do campaigns bring? */
int section_promotion(struct sheet *sheet, struct diag *why)
{
	if (sheet->sales == NULL)
		return 0;
	return put_dimension(sheet, SALES_CAMPAIGN, "sales_by_campaign", false, why);
}
