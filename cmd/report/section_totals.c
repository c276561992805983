/* SPDX-License-Identifier: MIT */
#include "base/amount.h"
#include "section.h"

/* Key figures, as many as are known. */
struct tiles {
	struct report_tile tile[8];
	size_t count;
};

static void add_tile(struct tiles *tiles, struct slice label, struct slice value, struct slice note)
{
	tiles->tile[tiles->count++] = (struct report_tile){ label, value, note, REPORT_NEUTRAL };
}

/* The total to the last digit, if not all of it is shown. */
static struct slice exact_note(struct sheet *sheet)
{
	if (sheet->summary->amount % (AMOUNT_UNIT / 100) == 0)
		return (struct slice){ NULL, 0 };
	amount_put_total(&sheet->draft, sheet->summary->amount);
	return SHEET_SAY(sheet, WORDS_NOTE_EXACTLY, sheet_take(sheet));
}

/* int128 / int64 with one digit: 5.1. */
static struct slice ratio_text(struct sheet *sheet, int128 part, int64_t whole)
{
	amount_put_grouped(&sheet->draft, amount_mean(part * AMOUNT_UNIT, whole), 1);
	return sheet_take(sheet);
}

static void add_order_tiles(struct tiles *tiles, struct sheet *sheet)
{
	const struct summary *summary = sheet->summary;

	if (!(summary->known & SUMMARY_ORDERS))
		return;
	add_tile(tiles, sheet_word(sheet, WORDS_TILE_ORDERS), sheet_count(sheet, summary->orders),
		SHEET_SAY(sheet, WORDS_NOTE_ORDERS_EACH,
			ratio_text(sheet, summary->orders, summary->customers)));
	if (summary->orders > 0 && summary->orders <= INT64_MAX)
		add_tile(tiles, sheet_word(sheet, WORDS_TILE_ORDER_AMOUNT),
			sheet_money(sheet, amount_mean(summary->amount, (int64_t)summary->orders),
				sheet->decimals),
			(struct slice){ NULL, 0 });
}

static void add_active_tile(struct tiles *tiles, struct sheet *sheet, int days, int64_t active,
	bool has_amount, int128 amount)
{
	struct slice share = sheet_share(sheet, active, sheet->summary->customers);
	struct slice note = has_amount ? SHEET_SAY(sheet, WORDS_NOTE_SPENT, share,
						 sheet_money(sheet, amount, sheet->table_decimals))
				       : SHEET_SAY(sheet, WORDS_NOTE_ACTIVE, share);

	add_tile(tiles, SHEET_SAY(sheet, WORDS_TILE_ACTIVE, sheet_count(sheet, days)),
		sheet_count(sheet, active), note);
}

/* What was sent back, as a share of all that was sold. */
static void add_returns_tile(struct tiles *tiles, struct sheet *sheet)
{
	const struct summary *summary = sheet->summary;
	int128 sold = summary->amount + summary->returned_amount;
	struct slice note = { NULL, 0 };

	if (sold > 0)
		note = SHEET_SAY(sheet, WORDS_NOTE_RETURNED,
			sheet_share(sheet, summary->returned_amount, sold));
	add_tile(tiles, sheet_word(sheet, WORDS_TILE_RETURNED),
		sheet_money(sheet, summary->returned_amount, sheet->decimals), note);
}

static void add_habit_tiles(struct tiles *tiles, struct sheet *sheet)
{
	const struct summary *summary = sheet->summary;
	unsigned known = summary->known;

	if (known & SUMMARY_FREQUENCY)
		add_tile(tiles, sheet_word(sheet, WORDS_TILE_REPEATERS),
			sheet_share(sheet, summary->repeaters, summary->customers),
			SHEET_SAY(sheet, WORDS_NOTE_OF, sheet_count(sheet, summary->repeaters),
				sheet_count(sheet, summary->customers)));
	if (known & SUMMARY_RECENCY) {
		add_active_tile(tiles, sheet, 90, summary->active_90d, known & SUMMARY_AMOUNT_90D,
			summary->amount_90d);
		add_active_tile(tiles, sheet, 365, summary->active_365d,
			known & SUMMARY_AMOUNT_365D, summary->amount_365d);
	}
	if (known & SUMMARY_RETURNED)
		add_returns_tile(tiles, sheet);
}

void section_totals(struct sheet *sheet)
{
	const struct summary *summary = sheet->summary;
	struct tiles tiles = { .count = 0 };

	if (summary->has_as_of && summary->as_of != summary->as_of_least)
		report_paragraph(&sheet->report,
			SHEET_SAY(sheet, WORDS_MIXED_DATES, sheet_date(sheet, summary->as_of_least),
				sheet_date(sheet, summary->as_of)));
	add_tile(&tiles, sheet_word(sheet, WORDS_TILE_AMOUNT),
		sheet_money(sheet, summary->amount, sheet->decimals), exact_note(sheet));
	add_tile(&tiles, sheet_word(sheet, WORDS_TILE_CUSTOMERS),
		sheet_count(sheet, summary->customers),
		SHEET_SAY(sheet, WORDS_NOTE_EACH,
			sheet_money(sheet, amount_mean(summary->amount, summary->customers),
				sheet->decimals)));
	add_order_tiles(&tiles, sheet);
	add_habit_tiles(&tiles, sheet);
	report_tiles(&sheet->report, tiles.tile, tiles.count);
}
