/* SPDX-License-Identifier: MIT */
#include "base/amount.h"
#include "section.h"

enum { SEGMENT_ROWS = 20 }; /* of a table; what is behind is added up */

/* The rows of a segment's table and chart. */
struct division {
	struct slice label[SEGMENT_ROWS];
	struct tally_entry entry[SEGMENT_ROWS];
	size_t count;
};

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

static void divide(struct sheet *sheet, const struct tally *tally, struct slice column,
	struct division *division)
{
	size_t own = tally->count <= SEGMENT_ROWS ? tally->count : SEGMENT_ROWS - 1;
	struct tally_entry *others = &division->entry[own];

	for (size_t i = 0; i < own; i++) {
		division->entry[i] = tally->entry[i];
		division->label[i] = sheet_value(sheet, column, tally->entry[i].value);
	}
	division->count = own;
	if (own == tally->count)
		return;
	*others = (struct tally_entry){ .customers = 0 };
	for (size_t i = own; i < tally->count; i++) {
		others->customers += tally->entry[i].customers;
		others->amount += tally->entry[i].amount;
	}
	division->label[division->count++] = SHEET_SAY(
		sheet, WORDS_SEGMENT_OTHERS, sheet_count(sheet, (int128)(tally->count - own)));
}

/* What the chart shows: the part of the customers that brings most. */
static struct slice finding_text(
	struct sheet *sheet, const struct division *division, struct slice column)
{
	const struct tally_entry *entry = division->entry;
	struct slice name = words_column(column, sheet->language);
	size_t most = division->count;

	/* Neither what is missing nor the rest that was added up has a value. */
	for (size_t i = 0; i < division->count; i++)
		if (entry[i].value.length > 0 &&
			(most == division->count || entry[i].amount > entry[most].amount))
			most = i;
	if (sheet->summary->amount <= 0 || most == division->count)
		return name;
	return SHEET_SAY(sheet, WORDS_SEGMENT_FINDING, name, division->label[most],
		sheet_share(sheet, entry[most].customers, sheet->summary->customers),
		sheet_share(sheet, entry[most].amount, sheet->summary->amount));
}

static int put_segment_bars(
	struct sheet *sheet, const struct division *division, struct slice column, struct diag *why)
{
	double customers[SEGMENT_ROWS], amount[SEGMENT_ROWS];
	bool has_shares = sheet->summary->amount > 0;
	struct report_series series[] = {
		{ .measure = { .name = sheet_word(sheet, WORDS_SHARE_OF_CUSTOMERS),
			  .percent = true,
			  .decimals = 1 },
			.value = customers },
		{ .measure = { .name = sheet_word(sheet, WORDS_SHARE_OF_AMOUNT),
			  .percent = true,
			  .decimals = 1 },
			.value = amount },
	};
	struct report_chart chart = {
		.title = finding_text(sheet, division, column),
		.label = division->label,
		.count = division->count,
		.series = series,
		.series_count = has_shares ? 2 : 1,
	};

	for (size_t i = 0; i < division->count; i++) {
		const struct tally_entry *entry = &division->entry[i];

		customers[i] = (double)entry->customers / (double)sheet->summary->customers;
		amount[i] = has_shares ? (double)entry->amount / (double)sheet->summary->amount : 0;
	}
	return report_bars(&sheet->report, &chart, why);
}

enum { SEGMENT_COLUMNS = 6 };

static void put_segment_row(struct sheet *sheet, const struct tally_entry *entry,
	struct slice label, struct slice *cell)
{
	const struct summary *summary = sheet->summary;

	cell[0] = label;
	cell[1] = sheet_count(sheet, entry->customers);
	cell[2] = sheet_share(sheet, entry->customers, summary->customers);
	cell[3] = sheet_money(sheet, entry->amount, sheet->table_decimals);
	cell[4] = summary->amount > 0 ? sheet_share(sheet, entry->amount, summary->amount)
				      : slice_of("");
	cell[5] = sheet_money(sheet, amount_mean(entry->amount, entry->customers), sheet->decimals);
}

static void put_segment_table(
	struct sheet *sheet, const struct division *division, struct slice column)
{
	struct slice cell[SEGMENT_ROWS * SEGMENT_COLUMNS];
	struct report_column columns[SEGMENT_COLUMNS] = {
		{ words_column(column, sheet->language), false },
		{ sheet_word(sheet, WORDS_COUNT), true },
		{ sheet_word(sheet, WORDS_SHARE), true },
		{ sheet_word(sheet, WORDS_AMOUNT), true },
		{ sheet_word(sheet, WORDS_SHARE), true },
		{ sheet_word(sheet, WORDS_MEAN), true },
	};

	for (size_t i = 0; i < division->count; i++)
		put_segment_row(
			sheet, &division->entry[i], division->label[i], &cell[i * SEGMENT_COLUMNS]);
	report_table(&sheet->report, &(struct report_table){ .column = columns,
					     .column_count = SEGMENT_COLUMNS,
					     .cell = cell,
					     .row_count = division->count });
}

int section_segments(struct sheet *sheet, struct diag *why)
{
	struct intake *intake = sheet->intake;

	if (intake->segments > 0)
		report_heading(&sheet->report, sheet_word(sheet, WORDS_HEAD_SEGMENTS));
	for (size_t i = 0; i < intake->segments; i++) {
		struct slice column = intake->segment[i].name;
		struct division division;

		sort_tally(&intake->all.tally[i], column);
		divide(sheet, &intake->all.tally[i], column, &division);
		if (put_segment_bars(sheet, &division, column, why) < 0)
			return -1;
		put_segment_table(sheet, &division, column);
	}
	return 0;
}
