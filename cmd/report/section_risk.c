/* SPDX-License-Identifier: MIT */
#include "base/amount.h"
#include "list.h"
#include "section.h"

static const char *const band_key[CUSTOMER_BANDS] = { "low", "medium", "high" };
static const char *const band_word[CUSTOMER_BANDS] = { "risk.low", "risk.medium", "risk.high" };

/* The classes that the customers are divided into, from the best. */
struct classes {
	struct slice column;
	struct slice name[CUSTOMER_CLASSES], exact[CUSTOMER_CLASSES];
	size_t count;
};

static void find_classes(struct sheet *sheet, struct classes *classes)
{
	static const char *const letters[] = { "A", "B", "C", "D", "E" };
	static const char *const tiers[] = { "vip", "major", "ordinary", "small" };
	const struct customer_layout *layout = &sheet->intake->layout;
	bool is_abc = layout->abc >= 0;
	const char *const *value = is_abc ? letters : tiers;

	*classes = (struct classes){ .column = slice_of(is_abc ? "abc" : "pyramid") };
	for (size_t i = 0; i < (is_abc ? 5 : 4); i++) {
		int64_t customers = 0;

		for (size_t b = 0; b < CUSTOMER_BANDS; b++)
			customers += sheet->intake->all.risk[i][b].customers;
		if (customers == 0 && i >= 3)
			break;
		classes->exact[i] = slice_of(value[i]);
		classes->name[i] = sheet_value(sheet, classes->column, slice_of(value[i])).shown;
		classes->count = i + 1;
	}
}

static void fill_matrix(struct grid *grid, const struct classes *classes)
{
	struct sheet *sheet = grid->sheet;

	for (size_t i = 0; i < classes->count; i++)
		for (size_t b = 0; b < CUSTOMER_BANDS; b++) {
			const struct intake_risk *risk = &sheet->intake->all.risk[i][b];

			grid_put(grid, sheet_text(classes->name[i], classes->exact[i]));
			grid_put(grid,
				sheet_text(sheet_word(sheet, band_word[b]), slice_of(band_key[b])));
			grid_put(grid, sheet_count(sheet, risk->customers));
			grid_put(grid, sheet_money(sheet, risk->value, sheet->table_decimals));
			grid_put(grid, sheet_money(sheet, risk->loss, sheet->table_decimals));
		}
}

/* Value by risk: the upper right corner is whom to call. */
static int put_matrix(struct sheet *sheet, struct diag *why)
{
	const struct intake_risk *call = &sheet->intake->all.risk[0][CUSTOMER_BANDS - 1];
	bool is_clv = (sheet->intake->all.has & CUSTOMER_HAS_CLV) != 0;
	struct slice column[CUSTOMER_BANDS];
	struct classes classes;
	struct grid grid;
	int result;

	find_classes(sheet, &classes);
	for (size_t b = 0; b < CUSTOMER_BANDS; b++)
		column[b] = sheet_word(sheet, band_word[b]);
	grid_begin(&grid, sheet, "value_risk");
	grid_column(&grid, arena_copy(&sheet->texts, classes.column).at,
		words_column(classes.column, sheet->words), REPORT_TEXT);
	grid_column(&grid, "risk", sheet_word(sheet, "risk.band"), REPORT_TEXT);
	grid_column(&grid, "customers", sheet_word(sheet, "word.customers"), REPORT_COUNT);
	grid_column(&grid, is_clv ? "clv" : "amount",
		sheet_column(sheet, is_clv ? "clv" : "amount"), REPORT_AMOUNT);
	grid_column(&grid, "expected_loss", sheet_column(sheet, "expected_loss"), REPORT_AMOUNT);
	fill_matrix(&grid, &classes);
	grid_source(&grid, sheet->stream, "abc, pyramid, churn_probability, p_alive, clv",
		"rule.value_risk");
	result = grid_cells(&grid,
		&(struct grid_look){
			.title = SHEET_SAY(sheet, "risk.finding",
				sheet_count(sheet, call->customers).shown,
				sheet_money(sheet, call->value, sheet->table_decimals).shown),
			.note = sheet_word(sheet, "risk.note"),
			.first = 3,
			.second = 2 },
		&(struct grid_axes){ .row_name = words_column(classes.column, sheet->words),
			.column_name = sheet_word(sheet, "risk.band"),
			.row = classes.name,
			.column = column,
			.rows = classes.count,
			.columns = CUSTOMER_BANDS },
		why);
	grid_end(&grid);
	return result;
}

/* Where the expected loss lies. */
static int put_bands(struct sheet *sheet, struct diag *why)
{
	const struct intake_part *all = &sheet->intake->all;
	bool is_loss = (all->has & CUSTOMER_HAS_LOSS) != 0;
	struct slice title;
	struct grid grid;
	int result;

	grid_begin(&grid, sheet, "risk_bands");
	grid_column(&grid, "risk", sheet_word(sheet, "risk.band"), REPORT_TEXT);
	grid_column(&grid, "customers", sheet_word(sheet, "word.customers"), REPORT_COUNT);
	grid_column(&grid, "share", sheet_word(sheet, "word.share_of_customers"), REPORT_SHARE);
	if (is_loss) {
		grid_column(&grid, "expected_loss", sheet_column(sheet, "expected_loss"),
			REPORT_AMOUNT);
		grid_column(&grid, "share_of_loss", sheet_word(sheet, "risk.share_of_loss"),
			REPORT_SHARE);
	}
	for (size_t b = 0; b < CUSTOMER_BANDS; b++) {
		grid_put(&grid, sheet_text(sheet_word(sheet, band_word[b]), slice_of(band_key[b])));
		grid_put(&grid, sheet_count(sheet, all->band[b].customers));
		grid_put(&grid, sheet_share(sheet, all->band[b].customers, all->churn_customers));
		if (!is_loss)
			continue;
		grid_put(&grid, sheet_money(sheet, all->band[b].loss, sheet->table_decimals));
		grid_put(&grid, sheet_share(sheet, all->band[b].loss, all->loss));
	}
	title = is_loss ? SHEET_SAY(sheet, "risk.loss",
				  sheet_money(sheet, all->loss, sheet->table_decimals).shown,
				  sheet_ratio(sheet, all->churn, AMOUNT_UNIT, 0).shown)
			: SHEET_SAY(sheet, "risk.leaving",
				  sheet_ratio(sheet, all->churn, AMOUNT_UNIT, 0).shown,
				  sheet_count(sheet, all->churn_customers).shown);
	grid_source(
		&grid, sheet->stream, "churn_probability, p_alive, expected_loss", "rule.bands");
	result = grid_bars(&grid,
		&(struct grid_look){ .title = title, .first = 2, .second = is_loss ? 4 : 0 }, why);
	grid_end(&grid);
	return result;
}

int section_risk(struct sheet *sheet, struct diag *why)
{
	static const enum customer_field call[] = { CUSTOMER_ID, CUSTOMER_NAME, CUSTOMER_AMOUNT,
		CUSTOMER_CLV, CUSTOMER_CHURN, CUSTOMER_P_ALIVE, CUSTOMER_LOSS, CUSTOMER_REASON,
		CUSTOMER_LAST_DATE };
	static const enum customer_field warning[] = { CUSTOMER_ID, CUSTOMER_NAME, CUSTOMER_WARNING,
		CUSTOMER_SIGNS, CUSTOMER_NEWEST_SIGN, CUSTOMER_AMOUNT, CUSTOMER_CHURN,
		CUSTOMER_LOSS };
	const struct intake *intake = sheet->intake;
	bool has_classes = intake->layout.abc >= 0 || intake->layout.pyramid >= 0;

	if (intake->all.churn_customers > 0) {
		if (put_bands(sheet, why) < 0)
			return -1;
		if (has_classes && put_matrix(sheet, why) < 0)
			return -1;
		list_put(sheet, INTAKE_CALL, "call", call, sizeof call / sizeof *call,
			&(struct grid_look){ .title = sheet_word(sheet, "risk.call"),
				.note = sheet_word(sheet, "risk.call_note") },
			"rule.call");
	}
	list_put(sheet, INTAKE_WARNING, "warnings", warning, sizeof warning / sizeof *warning,
		&(struct grid_look){ .title = SHEET_SAY(sheet, "risk.warnings",
					     sheet_count(sheet, intake->all.warned).shown) },
		"rule.warnings");
	return 0;
}
