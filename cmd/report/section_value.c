/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/amount.h"
#include "grid.h"
#include "section.h"

enum { DECILES = 10 };

/* The most valuable first; equal ones by what they have brought, so that the order is settled. */
static int compare(const void *a, const void *b)
{
	const struct intake_worth *first = a, *second = b;

	if (first->clv != second->clv)
		return first->clv > second->clv ? -1 : 1;
	if (first->amount != second->amount)
		return first->amount > second->amount ? -1 : 1;
	return 0;
}

/* Tenth by tenth of the customers: what they are expected to bring, and what they have brought. */
static void fill_deciles(struct grid *grid, const struct intake_part *all)
{
	struct sheet *sheet = grid->sheet;
	size_t start = 0;

	for (size_t decile = 1; decile <= DECILES; decile++) {
		size_t end = (size_t)((uint128)all->worth_count * decile / DECILES);
		int128 clv = 0, amount = 0;
		struct slice name;

		for (size_t i = start; i < end; i++) {
			clv += all->worth[i].clv;
			amount += all->worth[i].amount;
		}
		if (end > start) {
			buf_printf(&sheet->draft, "%zu", decile);
			name = sheet_take(sheet);
			grid_put(grid, sheet_text(name, name));
			grid_put(grid, sheet_count(sheet, (int128)(end - start)));
			grid_put(grid, sheet_money(sheet, clv, sheet->table_decimals));
			grid_put(grid, sheet_share(sheet, clv, all->clv));
			grid_put(grid, sheet_mean(sheet, clv, (int64_t)(end - start)));
			grid_put(grid, sheet_money(sheet, amount, sheet->table_decimals));
		}
		start = end;
	}
}

int section_value(struct sheet *sheet, struct diag *why)
{
	const struct intake_part *all = &sheet->intake->all;
	struct slice title;
	struct grid grid;
	int result;

	if (all->worth_count == 0)
		return 0;
	qsort(all->worth, all->worth_count, sizeof *all->worth, compare);
	grid_begin(&grid, sheet, "value_deciles");
	grid_column(&grid, "decile", sheet_word(sheet, "value.decile"), REPORT_TEXT);
	grid_column(&grid, "customers", sheet_word(sheet, "word.customers"), REPORT_COUNT);
	grid_column(&grid, "clv", sheet_column(sheet, "clv"), REPORT_AMOUNT);
	grid_column(&grid, "share", sheet_word(sheet, "word.share"), REPORT_SHARE);
	grid_column(&grid, "clv_mean", sheet_word(sheet, "word.mean"), REPORT_AMOUNT);
	grid_column(&grid, "amount", sheet_word(sheet, "value.so_far"), REPORT_AMOUNT);
	fill_deciles(&grid, all);
	title = all->clv > 0 && grid_rows(&grid) == DECILES
			? SHEET_SAY(sheet, "value.finding", grid_at(&grid, 0, 3)->shown,
				  sheet_money(sheet, all->clv, sheet->table_decimals).shown)
			: sheet_word(sheet, "section.value");
	grid_source(&grid, sheet->stream, "clv, amount", "rule.deciles");
	result = grid_columns(&grid,
		&(struct grid_look){ .title = title,
			.note = sheet_word(sheet, "value.note"),
			.first = 2,
			.second = 5 },
		why);
	grid_end(&grid);
	return result;
}
