/* SPDX-License-Identifier: MIT */
#include "division.h"
#include "section.h"

/* What the classes leave behind, by the column net_profit. */
static int put_classes(struct sheet *sheet, struct diag *why)
{
	const struct customer_layout *layout = &sheet->intake->layout;
	const struct intake_part *all = &sheet->intake->all;
	static const char *const letters[] = { "A", "B", "C", "D", "E" };
	static const char *const tiers[] = { "vip", "major", "ordinary", "small", "" };
	struct slice column = slice_of(layout->abc >= 0 ? "abc" : "pyramid");
	const char *const *value = layout->abc >= 0 ? letters : tiers;
	struct grid grid;
	int result;

	grid_begin(&grid, sheet, "profit_by_class");
	grid_column(&grid, arena_copy(&sheet->texts, column).at, words_column(column, sheet->words),
		REPORT_TEXT);
	grid_column(&grid, "customers", sheet_word(sheet, "word.customers"), REPORT_COUNT);
	grid_column(&grid, "profit", sheet_word(sheet, "word.profit"), REPORT_AMOUNT);
	grid_column(&grid, "profit_mean", sheet_word(sheet, "word.mean"), REPORT_AMOUNT);
	for (size_t i = 0; i < CUSTOMER_CLASSES; i++) {
		const struct intake_cell *cell = &all->profit_by_class[i];

		if (cell->customers == 0)
			continue;
		grid_put(&grid, sheet_value(sheet, column, slice_of(value[i])));
		grid_put(&grid, sheet_count(sheet, cell->customers));
		grid_put(&grid, sheet_money(sheet, cell->amount, sheet->table_decimals));
		grid_put(&grid, sheet_mean(sheet, cell->amount, cell->customers));
	}
	grid_source(&grid, sheet->stream, "net_profit, abc, pyramid", "rule.by_value");
	result = grid_bars(&grid,
		&(struct grid_look){
			.title = SHEET_SAY(sheet, "profit.customers",
				sheet_money(sheet, all->profit, sheet->decimals).shown),
			.first = 2,
			.second = 3 },
		why);
	grid_end(&grid);
	return result;
}

/* What sales leave behind, by the columns profit or cost of the ledger. */
static int put_categories(struct sheet *sheet, struct diag *why)
{
	struct sales *sales = sheet->sales;
	struct division division;
	struct grid grid;
	int result;

	division_of(sheet, &division, &sales->profit_by, slice_of("category"));
	grid_begin(&grid, sheet, "profit_by_category");
	grid_column(&grid, "category", sheet_column(sheet, "category"), REPORT_TEXT);
	grid_column(&grid, "profit", sheet_word(sheet, "word.profit"), REPORT_AMOUNT);
	grid_column(&grid, "share", sheet_word(sheet, "word.share"), REPORT_SHARE);
	for (size_t i = 0; i < division.count; i++) {
		grid_put(&grid, division.label[i]);
		grid_put(
			&grid, sheet_money(sheet, division.entry[i].amount, sheet->table_decimals));
		grid_put(&grid, sheet_share(sheet, division.entry[i].amount, sales->profit));
	}
	grid_source(&grid, "transactions", "profit, cost, category", "rule.profit");
	result = grid_bars(&grid,
		&(struct grid_look){
			.title = SHEET_SAY(sheet, "profit.sales",
				sheet_money(sheet, sales->profit, sheet->decimals).shown,
				sheet_share(sheet, sales->profit, sheet->summary->amount).shown),
			.first = 1 },
		why);
	grid_end(&grid);
	return result;
}

/* What do they leave behind? */
int section_profitability(struct sheet *sheet, struct diag *why)
{
	const struct customer_layout *layout = &sheet->intake->layout;

	if ((sheet->intake->all.has & CUSTOMER_HAS_PROFIT) &&
		(layout->abc >= 0 || layout->pyramid >= 0) && put_classes(sheet, why) < 0)
		return -1;
	if (sheet->sales != NULL && sheet->sales->has_profit)
		return put_categories(sheet, why);
	return 0;
}
