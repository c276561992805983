/* SPDX-License-Identifier: MIT */
#include "card.h"

#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/mem.h"
#include "grid.h"
#include "tab/escape.h"

enum { TILES = 12, DEALINGS = 100, MONTHS = 36 };

struct card {
	struct sheet *sheet;
	size_t number;
	struct slice id;
	struct slice facts; /* name, tab, value, LF … */
};

static bool find_facts(struct card *card)
{
	const struct intake_part *all = &card->sheet->intake->all;

	for (size_t i = 0; i < all->cards; i++)
		if (all->card[i].number == card->number) {
			card->facts = all->card[i].facts;
			return true;
		}
	return false;
}

/* The value of a column; empty if it has none. */
static struct slice fact(const struct card *card, const char *name)
{
	struct slice rest = card->facts, line, key;

	while (slice_cut(&rest, '\n', &line))
		if (slice_cut(&line, '\t', &key) && slice_is(key, name))
			return line;
	return (struct slice){ NULL, 0 };
}

/* The number of a field or segment of this name, -1 if there is none. */
static int place_of(const struct sheet *sheet, struct slice name)
{
	for (int i = 0; i < CUSTOMER_FIELDS; i++)
		if (slice_is(name, sheet->intake->layout.name[i] != NULL
					   ? sheet->intake->layout.name[i]
					   : customer_field_name[i]))
			return i;
	for (size_t i = 0; i < sheet->intake->layout.segments; i++)
		if (slice_equal(name, sheet->intake->layout.segment[i].name))
			return CUSTOMER_FIELDS + (int)i;
	return -1;
}

/* A value as people read it, whatever column it is of. */
static struct figure show(struct sheet *sheet, struct slice name, struct slice value)
{
	int place = place_of(sheet, name);
	struct slice plain;

	if (value.length == 0)
		return sheet_nothing(REPORT_TEXT);
	if (place >= 0)
		return sheet_field(sheet, (size_t)place, value);
	if (slice_starts(name, slice_of("reason_")))
		return sheet_field(sheet, CUSTOMER_REASON, value);
	plain = sheet_plain(sheet, value);
	return sheet_text(words_value(name, plain, sheet->words), plain);
}

static void put_tiles(const struct card *card)
{
	static const char *const shown[] = { "amount", "orders", "last_date", "recency", "clv",
		"churn_probability", "warning", "expected_loss", "abc", "pyramid", "rfm_segment",
		"lifecycle" };
	struct report_tile tile[TILES];
	struct sheet *sheet = card->sheet;
	size_t count = 0;

	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		struct slice value = fact(card, shown[i]);
		struct figure figure = show(sheet, slice_of(shown[i]), value);

		if (value.length == 0)
			continue;
		tile[count++] = (struct report_tile){
			.label = sheet_column(sheet, shown[i]),
			.value = figure.shown,
			.key = slice_of(shown[i]),
			.exact = figure.exact,
			.unit = figure.unit,
			.source = sheet_source(sheet, sheet->stream, shown[i], "rule.as_is"),
		};
	}
	report_section(&sheet->report, slice_of("card"), sheet_word(sheet, "card.now"));
	report_tiles(&sheet->report, tile, count);
	report_name(&sheet->report, slice_of("card"));
}

/* Why the customer may leave, and which signs there are. */
static void put_reasons(const struct card *card)
{
	static const char *const names[] = { "reason_1", "reason_2", "reason_3", "signs",
		"newest_sign" };
	struct sheet *sheet = card->sheet;
	struct grid grid;

	grid_begin(&grid, sheet, "reasons");
	grid_column(&grid, "reason", sheet_word(sheet, "card.what"), REPORT_TEXT);
	grid_column(&grid, "value", sheet_word(sheet, "word.value"), REPORT_TEXT);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct slice value = fact(card, names[i]);

		if (value.length == 0)
			continue;
		grid_put(&grid, sheet_text(sheet_column(sheet, names[i]), slice_of(names[i])));
		grid_put(&grid, show(sheet, slice_of(names[i]), value));
	}
	grid_source(&grid, sheet->stream, "reason_1, reason_2, reason_3, signs, newest_sign",
		"rule.as_is");
	if (grid_rows(&grid) > 0)
		grid_table(&grid, &(struct grid_look){ .title = sheet_word(sheet, "card.reasons") },
			false);
	grid_end(&grid);
}

/* ---- dealings ---------------------------------------------------------------------------- */

/* The newest first; all that decides the order is shown. */
static int compare(const void *a, const void *b)
{
	const struct sales_entry *first = a, *second = b;
	int order;

	if (first->date != second->date)
		return first->date > second->date ? -1 : 1;
	order = slice_compare(first->order, second->order);
	if (order == 0)
		order = slice_compare(first->what, second->what);
	return order != 0 ? order
			  : (first->amount > second->amount) - (first->amount < second->amount);
}

static size_t find_entries(const struct card *card, struct sales_entry **entry)
{
	const struct sales *sales = card->sheet->sales;
	size_t count = 0;

	*entry = mem_zero(sales->entries + 1, sizeof **entry);
	for (size_t i = 0; i < sales->entries; i++)
		if (sales->entry[i].customer == card->number)
			(*entry)[count++] = sales->entry[i];
	qsort(*entry, count, sizeof **entry, compare);
	return count;
}

static int month_of(int32_t date)
{
	int year, month, day;

	date_split(date, &year, &month, &day);
	return year * 12 + month - 1;
}

/* What the customer has brought, month by month up to the end of the ledger. */
static int put_months(
	const struct card *card, const struct sales_entry *entry, size_t count, struct diag *why)
{
	struct sheet *sheet = card->sheet;
	int last = month_of(sheet->sales->newest), first = month_of(entry[count - 1].date);
	struct grid grid;
	int result;

	first = first > last - MONTHS + 1 ? first : last - MONTHS + 1;
	grid_begin(&grid, sheet, "timeline");
	grid_column(&grid, "month", sheet_word(sheet, "word.month"), REPORT_TEXT);
	grid_column(&grid, "amount", sheet_word(sheet, "word.amount"), REPORT_AMOUNT);
	for (int month = first; month <= last; month++) {
		struct slice name = sheet_month(sheet, month);
		int128 amount = 0;

		for (size_t i = 0; i < count; i++)
			if (month_of(entry[i].date) == month)
				amount += entry[i].amount;
		grid_put(&grid, sheet_text(name, name));
		grid_put(&grid, sheet_money(sheet, amount, sheet->decimals));
	}
	grid_source(&grid, "transactions", "customer_id, date, amount", "rule.by_month");
	result = grid_columns(&grid,
		&(struct grid_look){ .title = sheet_word(sheet, "card.timeline"), .first = 1 },
		why);
	grid_end(&grid);
	return result;
}

static void put_dealings(const struct card *card, const struct sales_entry *entry, size_t count)
{
	struct sheet *sheet = card->sheet;
	size_t shown = count < DEALINGS ? count : DEALINGS;
	struct grid grid;

	grid_begin(&grid, sheet, "dealings");
	grid_column(&grid, "date", sheet_column(sheet, "date"), REPORT_DATE);
	grid_column(&grid, "order_id", sheet_column(sheet, "order_id"), REPORT_TEXT);
	grid_column(&grid, "what", sheet_column(sheet, "product"), REPORT_TEXT);
	grid_column(&grid, "amount", sheet_word(sheet, "word.amount"), REPORT_AMOUNT);
	for (size_t i = 0; i < shown; i++) {
		struct slice order = sheet_plain(sheet, entry[i].order);
		struct slice what = sheet_plain(sheet, entry[i].what);

		grid_put(&grid, sheet_date(sheet, entry[i].date));
		grid_put(&grid, sheet_text(order, order));
		grid_put(&grid, sheet_text(what, what));
		grid_put(&grid, sheet_money(sheet, entry[i].amount, sheet->decimals));
	}
	grid_source(&grid, "transactions", "date, order_id, product, amount", "rule.as_is");
	grid_table(&grid,
		&(struct grid_look){ .title = SHEET_SAY(sheet, "card.dealings",
					     sheet_count(sheet, (int128)shown).shown,
					     sheet_count(sheet, (int128)count).shown) },
		true);
	grid_end(&grid);
}

static int put_ledger(const struct card *card, struct diag *why)
{
	struct sheet *sheet = card->sheet;
	struct sales_entry *entry;
	size_t count;
	int result = 0;

	if (sheet->sales == NULL || !sheet->sales->has_rows)
		return 0;
	count = find_entries(card, &entry);
	if (count > 0) {
		report_section(&sheet->report, slice_of("dealings"),
			sheet_word(sheet, "card.dealings_title"));
		result = put_months(card, entry, count, why);
	}
	if (count > 0 && result == 0)
		put_dealings(card, entry, count);
	free(entry);
	return result;
}

static void put_facts(const struct card *card)
{
	struct sheet *sheet = card->sheet;
	struct slice rest = card->facts, line, name;
	struct grid grid;

	report_section(&sheet->report, slice_of("facts"), sheet_word(sheet, "card.facts"));
	grid_begin(&grid, sheet, "facts");
	grid_column(&grid, "column", sheet_word(sheet, "card.what"), REPORT_TEXT);
	grid_column(&grid, "value", sheet_word(sheet, "word.value"), REPORT_TEXT);
	while (slice_cut(&rest, '\n', &line)) {
		if (!slice_cut(&line, '\t', &name) || line.length == 0)
			continue;
		name = sheet_plain(sheet, name);
		grid_put(&grid, sheet_text(words_column(name, sheet->words), name));
		grid_put(&grid, show(sheet, name, line));
	}
	grid_source(&grid, sheet->stream, "", "rule.as_is");
	grid_table(&grid, &(struct grid_look){ .first = 0 }, false);
	grid_end(&grid);
}

int card_compose(struct sheet *sheet, size_t number, struct diag *why)
{
	struct card card = {
		.sheet = sheet, .number = number, .id = sheet->intake->watch.id[number]
	};
	const struct summary *summary = sheet->summary;
	struct slice name, id = sheet_plain(sheet, card.id);

	if (!find_facts(&card))
		return diag_fail(why, "--card: there is no customer '" SLICE "'", SLICE_ARG(id));
	sheet->table_decimals = sheet->decimals;
	name = sheet_plain(sheet, fact(&card, "name"));
	report_begin(&sheet->report, name.length > 0 ? name : id,
		summary->has_as_of ? SHEET_SAY(sheet, "card.subtitle", id,
					     sheet_date(sheet, summary->as_of).shown)
				   : id,
		sheet_word(sheet, "language"));
	put_tiles(&card);
	put_reasons(&card);
	if (put_ledger(&card, why) < 0)
		return -1;
	put_facts(&card);
	return 0;
}
