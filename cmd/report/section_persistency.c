/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "grid.h"
#include "section.h"
#include "survival_chart.h"

/* ---- the loyalty ladder ------------------------------------------------------------------ */

static int put_ladder(struct sheet *sheet, struct diag *why)
{
	static const char *const rung[CUSTOMER_RUNGS] = { "tester", "customer", "client",
		"supporter", "advocate" };
	const struct intake_part *all = &sheet->intake->all;
	int64_t customers = 0;
	struct grid grid;
	int result;

	for (size_t i = 0; i < CUSTOMER_RUNGS; i++)
		customers += all->rung[i].customers;
	if (customers == 0)
		return 0;
	grid_begin(&grid, sheet, "ladder");
	grid_column(&grid, "ladder", sheet_column(sheet, "ladder"), REPORT_TEXT);
	grid_column(&grid, "customers", sheet_word(sheet, "word.customers"), REPORT_COUNT);
	grid_column(&grid, "share_of_customers", sheet_word(sheet, "word.share_of_customers"),
		REPORT_SHARE);
	grid_column(&grid, "amount", sheet_word(sheet, "word.amount"), REPORT_AMOUNT);
	grid_column(
		&grid, "share_of_amount", sheet_word(sheet, "word.share_of_amount"), REPORT_SHARE);
	for (size_t k = CUSTOMER_RUNGS; k > 0; k--) {
		const struct intake_cell *cell = &all->rung[k - 1];

		if (k == CUSTOMER_RUNGS && !sheet->intake->layout.known[CUSTOMER_REFERRALS])
			continue;
		grid_put(&grid, sheet_value(sheet, slice_of("ladder"), slice_of(rung[k - 1])));
		grid_put(&grid, sheet_count(sheet, cell->customers));
		grid_put(&grid, sheet_share(sheet, cell->customers, customers));
		grid_put(&grid, sheet_money(sheet, cell->amount, sheet->table_decimals));
		grid_put(&grid, sheet_share(sheet, cell->amount, sheet->summary->amount));
	}
	grid_source(&grid, sheet->stream, "frequency, lifecycle, referrals", "rule.ladder");
	result = grid_bars(&grid,
		&(struct grid_look){
			.title = SHEET_SAY(sheet, "ladder.finding",
				sheet_share(sheet, all->rung[0].customers, customers).shown),
			.note = sheet_word(sheet, "ladder.note"),
			.first = 2,
			.second = sheet->summary->amount > 0 ? 4 : 0 },
		why);
	grid_end(&grid);
	return result;
}

/* ---- cohorts ----------------------------------------------------------------------------- */

/* 2026-11, 2026 Q4, 2026: when a cohort began. */
static struct slice cohort_name(struct sheet *sheet, size_t cohort)
{
	const struct sales *sales = sheet->sales;
	int length = sales->months_of_cohort;
	int last = (sales->first_month + (int)sales->months - 1) / length;
	int own = last - (int)(sales->cohorts - 1 - cohort);

	if (length == 1)
		return sheet_month(sheet, own);
	/* Of a history that is longer than the triangle, the first row is all that came before too.
	 */
	if (cohort == 0 && own > sales->first_month / length)
		buf_text(&sheet->draft, "≤ ");
	if (length == 12)
		buf_printf(&sheet->draft, "%04d", own);
	else
		buf_printf(&sheet->draft, "%04d Q%d", own / 4, own % 4 + 1);
	return sheet_take(sheet);
}

/* Does the ledger end with the period that it ends in? */
static bool is_last_whole(const struct sales *sales)
{
	int last = sales->first_month + (int)sales->months - 1;

	return sales_whole_months(sales) == sales->months &&
	       last % sales->months_of_cohort == sales->months_of_cohort - 1;
}

/* How many of a cohort bought again in each period after their first one. */
static int put_cohorts(struct sheet *sheet, struct diag *why)
{
	static const char *const period[] = { "cohort.month", "cohort.quarter", "cohort.year" };
	const struct sales *sales = sheet->sales;
	int length = sales->months_of_cohort;
	/* Who came last has not had a whole period to come back. */
	size_t whole = sales->cohorts - (is_last_whole(sales) ? 1 : 2);
	int128 all = 0, back = 0;
	struct grid grid;
	int result;

	grid_begin(&grid, sheet, "cohorts");
	grid_column(&grid, "cohort", sheet_word(sheet, "cohort.began"), REPORT_TEXT);
	grid_column(&grid, "customers", sheet_word(sheet, "word.customers"), REPORT_COUNT);
	for (size_t k = 1; k < sales->cohorts; k++) {
		struct slice number;

		buf_printf(&sheet->draft, "%zu", k);
		number = sheet_take(sheet);
		grid_column(&grid, number.at, number, REPORT_SHARE);
	}
	for (size_t i = 0; i < sales->cohorts; i++) {
		struct slice name = cohort_name(sheet, i);

		grid_put(&grid, sheet_text(name, name));
		grid_put(&grid, sheet_count(sheet, sales->cohort[i][0]));
		for (size_t k = 1; k < sales->cohorts; k++)
			grid_put(&grid, i + k < sales->cohorts
						? sheet_share(sheet, sales->cohort[i][k],
							  sales->cohort[i][0])
						: sheet_nothing(REPORT_SHARE));
		if (i < whole) {
			all += sales->cohort[i][0];
			back += sales->cohort[i][1];
		}
	}
	grid_source(&grid, "transactions", "customer_id, date, amount", "rule.cohorts");
	result = grid_heat(&grid,
		&(struct grid_look){
			.title = all > 0 ? SHEET_SAY(sheet, "cohort.finding",
						   sheet_share(sheet, back, all).shown,
						   sheet_word(sheet, period[length == 1    ? 0
									     : length == 3 ? 1
											   : 2]))
					 : sheet_word(sheet, "cohort.title"),
			.note = sheet_join(sheet,
				SHEET_SAY(sheet, "cohort.note",
					sheet_word(sheet, period[length == 1    ? 0
								  : length == 3 ? 1
										: 2])),
				sheet_partial(sheet)),
			.first = 2 },
		false, why);
	grid_end(&grid);
	return result;
}

int section_persistency(struct sheet *sheet, struct diag *why)
{
	if (put_ladder(sheet, why) < 0)
		return -1;
	if (sheet->sales != NULL && sheet->sales->cohorts > 1 && put_cohorts(sheet, why) < 0)
		return -1;
	return survival_chart_put(sheet, why);
}
