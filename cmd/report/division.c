/* SPDX-License-Identifier: MIT */
#include "division.h"

/* In the order of words; values without a known place by amount; what is missing last. */
static void sort_tally(struct tally *tally, struct slice column)
{
	for (size_t i = 0; i < tally->count; i++) {
		struct slice value = tally->entry[i].value;

		tally->entry[i].rank =
			value.length > 0 ? words_rank(column, value) : WORDS_RANK_UNKNOWN + 1;
	}
	tally_sort(tally);
}

static void add_others(struct sheet *sheet, struct division *division, const struct tally *tally)
{
	struct tally_entry *others = &division->entry[division->own];
	int128 count = (int128)(tally->count - division->own);

	*others = (struct tally_entry){ .customers = 0 };
	for (size_t i = division->own; i < tally->count; i++) {
		others->customers += tally->entry[i].customers;
		others->amount += tally->entry[i].amount;
	}
	division->label[division->count++] = sheet_text(
		SHEET_SAY(sheet, "segment.others", sheet_count(sheet, count).shown), slice_of("…"));
}

void division_of(
	struct sheet *sheet, struct division *division, struct tally *tally, struct slice column)
{
	size_t own = tally->count <= DIVISION_ROWS ? tally->count : DIVISION_ROWS - 1;

	*division =
		(struct division){ .column = column, .own = own, .count_word = "word.customers" };
	sort_tally(tally, column);
	for (size_t i = 0; i < tally->count; i++) {
		division->customers += tally->entry[i].customers;
		division->amount += tally->entry[i].amount;
	}
	for (size_t i = 0; i < own; i++) {
		division->entry[i] = tally->entry[i];
		division->label[i] = sheet_value(sheet, column, tally->entry[i].value);
	}
	division->count = own;
	if (own < tally->count)
		add_others(sheet, division, tally);
}

struct slice division_finding(struct sheet *sheet, const struct division *division)
{
	const struct tally_entry *entry = division->entry;
	struct slice name = words_column(division->column, sheet->words);
	size_t most = division->count;

	/* Neither what is missing nor the rest that was added up has a value. */
	for (size_t i = 0; i < division->own; i++)
		if (entry[i].value.length > 0 &&
			(most == division->count || entry[i].amount > entry[most].amount))
			most = i;
	if (division->amount <= 0 || most == division->count)
		return name;
	return SHEET_SAY(sheet, "segment.finding", name, division->label[most].shown,
		sheet_share(sheet, entry[most].customers, division->customers).shown,
		sheet_share(sheet, entry[most].amount, division->amount).shown);
}

void division_fill(struct grid *grid, const struct division *division)
{
	struct sheet *sheet = grid->sheet;
	struct slice name = words_column(division->column, sheet->words);

	grid_column(grid, arena_copy(&sheet->texts, division->column).at, name, REPORT_TEXT);
	grid_column(grid, "customers", sheet_word(sheet, division->count_word), REPORT_COUNT);
	grid_column(grid, "share_of_customers", sheet_word(sheet, "word.share_of_customers"),
		REPORT_SHARE);
	grid_column(grid, "amount", sheet_word(sheet, "word.amount"), REPORT_AMOUNT);
	grid_column(
		grid, "share_of_amount", sheet_word(sheet, "word.share_of_amount"), REPORT_SHARE);
	grid_column(grid, "mean", sheet_word(sheet, "word.mean"), REPORT_AMOUNT);
	for (size_t i = 0; i < division->count; i++) {
		const struct tally_entry *entry = &division->entry[i];

		grid_put(grid, division->label[i]);
		grid_put(grid, sheet_count(sheet, entry->customers));
		grid_put(grid, sheet_share(sheet, entry->customers, division->customers));
		grid_put(grid, sheet_money(sheet, entry->amount, sheet->table_decimals));
		grid_put(grid, sheet_share(sheet, entry->amount, division->amount));
		grid_put(grid, sheet_mean(sheet, entry->amount, entry->customers));
	}
}

int division_bars(struct sheet *sheet, const struct division *division, const char *name, bool half,
	struct diag *why)
{
	struct slice columns;
	struct grid grid;
	int result;

	grid_begin(&grid, sheet, name);
	division_fill(&grid, division);
	buf_put(&sheet->draft, division->column);
	buf_text(&sheet->draft, ", amount");
	columns = sheet_take(sheet);
	grid_source(&grid, sheet->stream, columns.at, "rule.by_value");
	result = grid_bars(&grid,
		&(struct grid_look){ .title = division_finding(sheet, division),
			.first = 2,
			.second = division->amount > 0 ? 4 : 0,
			.half = half },
		why);
	grid_end(&grid);
	return result;
}
