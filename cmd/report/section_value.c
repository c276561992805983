/* SPDX-License-Identifier: MIT */
#include "grid.h"
#include "section.h"

/* Tenth by tenth of the customers: what they are expected to bring, and what they have brought. */
static void fill_deciles(struct grid *grid, const struct intake *intake)
{
	struct sheet *sheet = grid->sheet;

	for (size_t i = 0; i < RANKING_DECILES; i++) {
		const struct ranking_decile *decile = &intake->decile[i];
		struct slice name;

		if (decile->customers == 0)
			continue;
		buf_printf(&sheet->draft, "%zu", i + 1);
		name = sheet_take(sheet);
		grid_put(grid, sheet_text(name, name));
		grid_put(grid, sheet_count(sheet, decile->customers));
		grid_put(grid, sheet_money(sheet, decile->clv, sheet->table_decimals));
		grid_put(grid, sheet_share(sheet, decile->clv, intake->all.clv));
		grid_put(grid, sheet_mean(sheet, decile->clv, decile->customers));
		grid_put(grid, sheet_money(sheet, decile->amount, sheet->table_decimals));
	}
}

int section_value(struct sheet *sheet, struct diag *why)
{
	const struct intake_part *all = &sheet->intake->all;
	struct slice title;
	struct grid grid;
	int result;

	if (all->clv_customers == 0)
		return 0;
	grid_begin(&grid, sheet, "value_deciles");
	grid_column(&grid, "decile", sheet_word(sheet, "value.decile"), REPORT_TEXT);
	grid_column(&grid, "customers", sheet_word(sheet, "word.customers"), REPORT_COUNT);
	grid_column(&grid, "clv", sheet_column(sheet, "clv"), REPORT_AMOUNT);
	grid_column(&grid, "share", sheet_word(sheet, "word.share"), REPORT_SHARE);
	grid_column(&grid, "clv_mean", sheet_word(sheet, "word.mean"), REPORT_AMOUNT);
	grid_column(&grid, "amount", sheet_word(sheet, "value.so_far"), REPORT_AMOUNT);
	fill_deciles(&grid, sheet->intake);
	title = all->clv > 0 && grid_rows(&grid) == RANKING_DECILES
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
