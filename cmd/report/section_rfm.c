/* SPDX-License-Identifier: MIT */
#include "division.h"
#include "section.h"

/* The highest scores that occur. */
struct scores {
	int r, f;
};

static struct scores find_scores(const struct intake_part *all)
{
	struct scores most = { 0, 0 };

	for (int r = 1; r < CUSTOMER_SCORES; r++)
		for (int f = 1; f < CUSTOMER_SCORES; f++)
			if (all->rfm[r][f].customers > 0) {
				most.r = r > most.r ? r : most.r;
				most.f = f > most.f ? f : most.f;
			}
	return most;
}

/* The cell that brings most, as the finding. */
static struct slice finding(struct sheet *sheet, struct scores most)
{
	const struct intake_part *all = &sheet->intake->all;
	int best_r = most.r, best_f = most.f;

	for (int r = 1; r <= most.r; r++)
		for (int f = 1; f <= most.f; f++)
			if (all->rfm[r][f].amount > all->rfm[best_r][best_f].amount) {
				best_r = r;
				best_f = f;
			}
	return SHEET_SAY(sheet, "rfm.finding", sheet_count(sheet, best_r).shown,
		sheet_count(sheet, best_f).shown,
		sheet_count(sheet, all->rfm[best_r][best_f].customers).shown,
		sheet_money(sheet, all->rfm[best_r][best_f].amount, sheet->table_decimals).shown);
}

static int put_heat(struct sheet *sheet, struct diag *why)
{
	const struct intake_part *all = &sheet->intake->all;
	struct scores most = find_scores(all);
	struct slice row[CUSTOMER_SCORES], column[CUSTOMER_SCORES];
	struct grid grid;
	int result;

	if (most.r == 0)
		return 0;
	grid_begin(&grid, sheet, "rfm_heat");
	grid_column(&grid, "r_f", sheet_word(sheet, "rfm.scores"), REPORT_TEXT);
	grid_column(&grid, "customers", sheet_word(sheet, "word.customers"), REPORT_COUNT);
	grid_column(&grid, "amount", sheet_word(sheet, "word.amount"), REPORT_AMOUNT);
	for (int r = most.r; r >= 1; r--)
		for (int f = 1; f <= most.f; f++) {
			struct slice name;

			buf_printf(&sheet->draft, "R%d F%d", r, f);
			name = sheet_take(sheet);
			grid_put(&grid, sheet_text(name, name));
			grid_put(&grid, sheet_count(sheet, all->rfm[r][f].customers));
			grid_put(&grid,
				sheet_money(sheet, all->rfm[r][f].amount, sheet->table_decimals));
		}
	for (int r = most.r; r >= 1; r--)
		row[most.r - r] = sheet_count(sheet, r).shown;
	for (int f = 1; f <= most.f; f++)
		column[f - 1] = sheet_count(sheet, f).shown;
	grid_source(&grid, sheet->stream, "r, f, amount", "rule.by_score");
	result = grid_cells(&grid,
		&(struct grid_look){ .title = finding(sheet, most),
			.note = sheet_word(sheet, "rfm.note"),
			.first = 2,
			.second = 1 },
		&(struct grid_axes){ .row_name = sheet_word(sheet, "rfm.recency"),
			.column_name = sheet_word(sheet, "rfm.frequency"),
			.row = row,
			.column = column,
			.rows = (size_t)most.r,
			.columns = (size_t)most.f },
		why);
	grid_end(&grid);
	return result;
}

int section_rfm(struct sheet *sheet, struct diag *why)
{
	const struct customer_layout *layout = &sheet->intake->layout;
	struct division division;

	if (put_heat(sheet, why) < 0)
		return -1;
	for (size_t i = 0; i < layout->segments; i++)
		if (slice_is(layout->segment[i].name, "rfm_segment")) {
			division_of(sheet, &division, &sheet->intake->all.tally[i],
				layout->segment[i].name);
			return division_bars(sheet, &division, "rfm_segment", false, why);
		}
	return 0;
}
