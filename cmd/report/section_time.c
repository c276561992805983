/* SPDX-License-Identifier: MIT */
#include "base/amount.h"
#include "grid.h"
#include "section.h"

enum { SHOWN_MONTHS = 36, YEAR = 12 };

static size_t first_shown(const struct sales *sales)
{
	return sales->months > SHOWN_MONTHS ? sales->months - SHOWN_MONTHS : 0;
}

/* The month that brought most, as the finding. */
static struct slice best_month(struct sheet *sheet)
{
	const struct sales *sales = sheet->sales;
	size_t best = first_shown(sales);

	for (size_t i = best; i < sales->months; i++)
		if (sales->month[i].amount > sales->month[best].amount)
			best = i;
	return SHEET_SAY(sheet, "time.best_month",
		sheet_month(sheet, sales->first_month + (int)best),
		sheet_money(sheet, sales->month[best].amount, sheet->table_decimals).shown);
}

static int put_months(struct sheet *sheet, struct diag *why)
{
	const struct sales *sales = sheet->sales;
	struct grid grid;
	int result;

	grid_begin(&grid, sheet, "revenue_by_month");
	grid_column(&grid, "month", sheet_word(sheet, "word.month"), REPORT_TEXT);
	grid_column(&grid, "amount", sheet_word(sheet, "word.revenue"), REPORT_AMOUNT);
	grid_column(&grid, "orders", sheet_word(sheet, "word.orders"), REPORT_COUNT);
	grid_column(&grid, "order_mean", sheet_word(sheet, "tile.order_mean"), REPORT_AMOUNT);
	for (size_t i = first_shown(sales); i < sales->months; i++) {
		const struct sales_period *month = &sales->month[i];
		struct slice name = sheet_month(sheet, sales->first_month + (int)i);

		grid_put(&grid, sheet_text(name, name));
		grid_put(&grid, sheet_money(sheet, month->amount, sheet->table_decimals));
		grid_put(&grid, sheet_count(sheet, month->orders));
		grid_put(&grid, sheet_mean(sheet, month->amount, month->orders));
	}
	grid_source(&grid, "transactions", "date, amount, order_id", "rule.by_month");
	result = grid_columns(&grid,
		&(struct grid_look){
			.title = best_month(sheet), .note = sheet_partial(sheet), .first = 1 },
		why);
	grid_end(&grid);
	return result;
}

static int put_customers(struct sheet *sheet, struct diag *why)
{
	const struct sales *sales = sheet->sales;
	size_t newest = sales_whole_months(sales) - 1;
	const struct sales_period *last = &sales->month[newest];
	struct grid grid;
	int result;

	grid_begin(&grid, sheet, "customers_by_month");
	grid_column(&grid, "month", sheet_word(sheet, "word.month"), REPORT_TEXT);
	grid_column(&grid, "customers", sheet_word(sheet, "time.buyers"), REPORT_COUNT);
	grid_column(&grid, "new_customers", sheet_word(sheet, "time.new_buyers"), REPORT_COUNT);
	for (size_t i = first_shown(sales); i < sales->months; i++) {
		struct slice name = sheet_month(sheet, sales->first_month + (int)i);

		grid_put(&grid, sheet_text(name, name));
		grid_put(&grid, sheet_count(sheet, sales->month[i].customers));
		grid_put(&grid, sheet_count(sheet, sales->month[i].new_customers));
	}
	grid_source(&grid, "transactions", "customer_id, date, amount", "rule.buyers_by_month");
	result = grid_lines(&grid,
		&(struct grid_look){ .title = SHEET_SAY(sheet, "time.buyers_last",
					     sheet_count(sheet, last->customers).shown,
					     sheet_count(sheet, last->new_customers).shown,
					     sheet_month(sheet, sales->first_month + (int)newest)),
			.note = sheet_partial(sheet),
			.first = 1,
			.second = 2 },
		why);
	grid_end(&grid);
	return result;
}

static struct slice name_of(struct sheet *sheet, const char *key, int number)
{
	buf_printf(&sheet->draft, "%s.%d", key, number);
	return slice_of(words_text(arena_copy(&sheet->texts, sheet_take(sheet)).at, sheet->words));
}

/* What a January brings, as a mean of all whole ones that were seen. */
static int put_season(struct sheet *sheet, struct diag *why)
{
	const struct sales *sales = sheet->sales;
	struct grid grid;
	int result;

	grid_begin(&grid, sheet, "season_by_month");
	grid_column(&grid, "month_of_year", sheet_word(sheet, "word.month"), REPORT_TEXT);
	grid_column(&grid, "amount_mean", sheet_word(sheet, "time.month_mean"), REPORT_AMOUNT);
	grid_column(&grid, "months", sheet_word(sheet, "time.months_seen"), REPORT_COUNT);
	for (int m = 0; m < YEAR; m++) {
		int128 amount = 0;
		int64_t seen = 0;

		for (size_t i = 0; i < sales_whole_months(sales); i++)
			if ((sales->first_month + (int)i) % YEAR == m) {
				amount += sales->month[i].amount;
				seen++;
			}
		grid_put(&grid, sheet_text(name_of(sheet, "month", m + 1),
					sheet_count(sheet, m + 1).exact));
		grid_put(&grid, seen > 0 ? sheet_money(sheet, amount_mean(amount, seen),
						   sheet->table_decimals)
					 : sheet_nothing(REPORT_AMOUNT));
		grid_put(&grid, sheet_count(sheet, seen));
	}
	grid_source(&grid, "transactions", "date, amount", "rule.season");
	result = grid_columns(&grid,
		&(struct grid_look){
			.title = sheet_word(sheet, "time.season_title"), .first = 1, .half = true },
		why);
	grid_end(&grid);
	return result;
}

static int put_weekdays(struct sheet *sheet, struct diag *why)
{
	const struct sales *sales = sheet->sales;
	struct grid grid;
	int result;

	grid_begin(&grid, sheet, "season_by_weekday");
	grid_column(&grid, "weekday", sheet_word(sheet, "word.weekday"), REPORT_TEXT);
	grid_column(&grid, "amount", sheet_word(sheet, "word.revenue"), REPORT_AMOUNT);
	grid_column(&grid, "share", sheet_word(sheet, "word.share"), REPORT_SHARE);
	for (int day = 0; day < 7; day++) {
		int128 amount = sales->weekday[day], all = 0;

		for (int i = 0; i < 7; i++)
			all += sales->weekday[i];
		grid_put(&grid, sheet_text(name_of(sheet, "weekday", day + 1),
					sheet_count(sheet, day + 1).exact));
		grid_put(&grid, sheet_money(sheet, amount, sheet->table_decimals));
		grid_put(&grid, sheet_share(sheet, amount, all));
	}
	grid_source(&grid, "transactions", "date, amount", "rule.weekday");
	result = grid_columns(&grid,
		&(struct grid_look){ .title = sheet_word(sheet, "time.weekday_title"),
			.first = 1,
			.half = true },
		why);
	grid_end(&grid);
	return result;
}

int section_time(struct sheet *sheet, struct diag *why)
{
	if (sheet->sales == NULL || sheet->sales->months == 0)
		return 0;
	if (put_months(sheet, why) < 0 || put_customers(sheet, why) < 0)
		return -1;
	if (put_season(sheet, why) < 0)
		return -1;
	return put_weekdays(sheet, why);
}
