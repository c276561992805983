/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "section.h"

enum { SPARK_MONTHS = 24, TILES = 16 };

/* Key figures, as many as are known. */
struct tiles {
	struct sheet *sheet;
	struct report_tile tile[TILES];
	double *spark[TILES];
	size_t count;
};

/* What is added to the page as one tile. */
struct key_figure {
	const char *key, *columns, *rule; /* of the texts: "tile.KEY", "rule.RULE" */
	struct figure now, before;        /* `before` is not known without --compare */
	struct slice note;
	enum report_tone more; /* what it means if there is more */
};

static struct report_tile *add(struct tiles *tiles, const struct key_figure *figure);

/* ---- changes ----------------------------------------------------------------------------- */

static enum report_tone other_tone(enum report_tone tone)
{
	return tone == REPORT_GOOD ? REPORT_BAD : tone == REPORT_BAD ? REPORT_GOOD : tone;
}

/* The exact difference; both are decimals. */
static bool subtract(const struct key_figure *figure, struct decimal *difference)
{
	struct decimal now, before;

	return decimal_parse(figure->now.exact, &now) &&
	       decimal_parse(figure->before.exact, &before) &&
	       decimal_subtract(now, before, difference);
}

/* "+3.1%" of what it was, or for a share "+1.2 points"; or the difference where it was nothing. */
static struct slice change_text(
	struct sheet *sheet, const struct key_figure *figure, struct decimal difference)
{
	struct decimal before;
	double part;

	if (difference.units > 0)
		buf_char(&sheet->draft, '+');
	if (figure->now.unit == REPORT_SHARE) {
		struct decimal points = decimal_round(
			(struct decimal){ difference.units * 100, difference.scale }, 1);
		struct slice text;

		amount_put_grouped(&sheet->draft,
			points.units * AMOUNT_UNIT / (points.scale == 1 ? 10 : 1), 1);
		text = sheet_take(sheet);
		return SHEET_SAY(sheet, "change.points", text);
	}
	if (!decimal_parse(figure->before.exact, &before) || before.units == 0) {
		decimal_put(&sheet->draft, difference);
		return sheet_take(sheet);
	}
	part = (figure->now.number - figure->before.number) / figure->before.number;
	if (figure->before.number < 0)
		part = -part;
	measure_put(&sheet->draft, &(struct measure){ .percent = true, .decimals = 1 }, part);
	return sheet_take(sheet);
}

static void put_change(
	struct sheet *sheet, struct report_tile *tile, const struct key_figure *figure)
{
	struct decimal difference;

	if (sheet->before == NULL || !subtract(figure, &difference))
		return;
	decimal_put(&sheet->draft, difference);
	tile->change_exact = sheet_take(sheet);
	if (difference.units == 0) {
		tile->change = sheet_word(sheet, "change.none");
		return;
	}
	tile->change = SHEET_SAY(sheet, "change.since", change_text(sheet, figure, difference),
		figure->before.shown);
	tile->tone = difference.units > 0 ? figure->more : other_tone(figure->more);
}

static struct report_tile *add(struct tiles *tiles, const struct key_figure *figure)
{
	struct sheet *sheet = tiles->sheet;
	struct report_tile *tile = &tiles->tile[tiles->count++];

	buf_printf(&sheet->draft, "tile.%s", figure->key);
	*tile = (struct report_tile){
		.label = slice_of(words_text(buf_string(&sheet->draft), sheet->words)),
		.value = figure->now.shown,
		.note = figure->note,
		.key = slice_of(figure->key),
		.exact = figure->now.exact,
		.unit = figure->now.unit,
		.source = sheet_source(sheet, sheet->stream, figure->columns, figure->rule),
	};
	buf_reset(&sheet->draft);
	put_change(sheet, tile, figure);
	return tile;
}

/* ---- sparks ------------------------------------------------------------------------------ */

/* A number of each of the last months. */
typedef double (*of_month)(const struct sales_period *month);

static double month_amount(const struct sales_period *month)
{
	return (double)month->amount / AMOUNT_UNIT;
}

static double month_orders(const struct sales_period *month)
{
	return (double)month->orders;
}

static double month_customers(const struct sales_period *month)
{
	return (double)month->customers;
}

static double month_new(const struct sales_period *month)
{
	return (double)month->new_customers;
}

static double month_mean(const struct sales_period *month)
{
	return month->orders > 0 ? month_amount(month) / (double)month->orders : 0;
}

static void put_spark(struct tiles *tiles, struct report_tile *tile, of_month number)
{
	const struct sales *sales = tiles->sheet->sales;
	size_t first, months, place = (size_t)(tile - tiles->tile);

	if (sales == NULL || sales->months < 3)
		return;
	months = sales_whole_months(sales);
	first = months > SPARK_MONTHS ? months - SPARK_MONTHS : 0;
	tiles->spark[place] = mem_zero(SPARK_MONTHS, sizeof(double));
	for (size_t i = first; i < months; i++)
		tiles->spark[place][tile->spark_count++] = number(&sales->month[i]);
	tile->spark = tiles->spark[place];
}

/* ---- the figures ------------------------------------------------------------------------- */

/* The summary of the time before, or an empty one. */
static const struct summary *summary_before(const struct sheet *sheet)
{
	static const struct summary none = { 0 };

	return sheet->before != NULL ? &sheet->before->all.summary : &none;
}

static bool has_before(const struct sheet *sheet, unsigned known)
{
	return sheet->before != NULL && (summary_before(sheet)->known & known) == known;
}

/* The total to the last digit, if not all of it is shown. */
static struct slice exact_note(struct sheet *sheet)
{
	if (sheet->summary->amount % (AMOUNT_UNIT / 100) == 0)
		return (struct slice){ NULL, 0 };
	amount_put_total(&sheet->draft, sheet->summary->amount);
	return SHEET_SAY(sheet, "note.exactly", sheet_take(sheet));
}

static void add_amount(struct tiles *tiles)
{
	struct sheet *sheet = tiles->sheet;
	struct key_figure figure = {
		.key = "revenue",
		.columns = "amount",
		.rule = "rule.sum",
		.now = sheet_money(sheet, sheet->summary->amount, sheet->decimals),
		.note = exact_note(sheet),
		.more = REPORT_GOOD,
	};

	if (sheet->before != NULL)
		figure.before = sheet_money(sheet, summary_before(sheet)->amount, sheet->decimals);
	put_spark(tiles, add(tiles, &figure), month_amount);
}

static void add_customers(struct tiles *tiles)
{
	struct sheet *sheet = tiles->sheet;
	const struct summary *now = sheet->summary;
	struct key_figure figure = {
		.key = "customers",
		.columns = "customer_id",
		.rule = "rule.count",
		.now = sheet_count(sheet, now->customers),
		.note = SHEET_SAY(
			sheet, "note.each", sheet_mean(sheet, now->amount, now->customers).shown),
		.more = REPORT_GOOD,
	};

	if (sheet->before != NULL)
		figure.before = sheet_count(sheet, summary_before(sheet)->customers);
	put_spark(tiles, add(tiles, &figure), month_customers);
}

static void add_orders(struct tiles *tiles)
{
	struct sheet *sheet = tiles->sheet;
	const struct summary *now = sheet->summary, *before = summary_before(sheet);
	struct key_figure orders = {
		.key = "orders", .columns = "orders", .rule = "rule.sum", .more = REPORT_GOOD
	};
	struct key_figure mean = { .key = "order_mean",
		.columns = "amount, orders",
		.rule = "rule.order_mean",
		.more = REPORT_GOOD };

	if (!(now->known & SUMMARY_ORDERS))
		return;
	orders.now = sheet_count(sheet, now->orders);
	orders.note = SHEET_SAY(sheet, "note.orders_each",
		sheet_ratio(sheet, now->orders, now->customers, 1).shown);
	mean.now = sheet_mean(sheet, now->amount, (int64_t)now->orders);
	if (has_before(sheet, SUMMARY_ORDERS)) {
		orders.before = sheet_count(sheet, before->orders);
		mean.before = sheet_mean(sheet, before->amount, (int64_t)before->orders);
	}
	put_spark(tiles, add(tiles, &orders), month_orders);
	if (now->orders > 0 && now->orders <= INT64_MAX)
		put_spark(tiles, add(tiles, &mean), month_mean);
}

static void add_repeaters(struct tiles *tiles)
{
	struct sheet *sheet = tiles->sheet;
	const struct summary *now = sheet->summary, *before = summary_before(sheet);
	struct key_figure figure = { .key = "repeat_rate",
		.columns = "frequency",
		.rule = "rule.repeat",
		.more = REPORT_GOOD };

	if (!(now->known & SUMMARY_FREQUENCY))
		return;
	figure.now = sheet_share(sheet, now->repeaters, now->customers);
	figure.note = SHEET_SAY(sheet, "note.of", sheet_count(sheet, now->repeaters).shown,
		sheet_count(sheet, now->customers).shown);
	if (has_before(sheet, SUMMARY_FREQUENCY))
		figure.before = sheet_share(sheet, before->repeaters, before->customers);
	add(tiles, &figure);
}

static struct slice active_note(struct sheet *sheet, int64_t active, unsigned flag, int128 amount)
{
	struct slice share = sheet_share(sheet, active, sheet->summary->customers).shown;

	if (!(sheet->summary->known & flag))
		return SHEET_SAY(sheet, "note.active", share);
	return SHEET_SAY(sheet, "note.spent", share,
		sheet_money(sheet, amount, sheet->table_decimals).shown);
}

static void add_active(struct tiles *tiles)
{
	struct sheet *sheet = tiles->sheet;
	const struct summary *now = sheet->summary, *before = summary_before(sheet);
	struct key_figure quarter = { .key = "active_90d",
		.columns = "recency",
		.rule = "rule.active_90d",
		.more = REPORT_GOOD };
	struct key_figure year = { .key = "active_365d",
		.columns = "recency",
		.rule = "rule.active_365d",
		.more = REPORT_GOOD };

	if (!(now->known & SUMMARY_RECENCY))
		return;
	quarter.now = sheet_count(sheet, now->active_90d);
	quarter.note = active_note(sheet, now->active_90d, SUMMARY_AMOUNT_90D, now->amount_90d);
	year.now = sheet_count(sheet, now->active_365d);
	year.note = active_note(sheet, now->active_365d, SUMMARY_AMOUNT_365D, now->amount_365d);
	if (has_before(sheet, SUMMARY_RECENCY)) {
		quarter.before = sheet_count(sheet, before->active_90d);
		year.before = sheet_count(sheet, before->active_365d);
	}
	add(tiles, &quarter);
	add(tiles, &year);
}

static void add_new(struct tiles *tiles)
{
	struct sheet *sheet = tiles->sheet;
	const struct intake_part *now = &sheet->intake->all;
	struct key_figure figure = {
		.key = "new_90d", .columns = "tenure", .rule = "rule.new_90d", .more = REPORT_GOOD
	};

	if (!(now->has & CUSTOMER_HAS_TENURE))
		return;
	figure.now = sheet_count(sheet, now->new_90d);
	figure.note = SHEET_SAY(sheet, "note.active",
		sheet_share(sheet, now->new_90d, sheet->summary->customers).shown);
	if (sheet->before != NULL && (sheet->before->all.has & CUSTOMER_HAS_TENURE))
		figure.before = sheet_count(sheet, sheet->before->all.new_90d);
	put_spark(tiles, add(tiles, &figure), month_new);
}

static void add_lost(struct tiles *tiles)
{
	struct sheet *sheet = tiles->sheet;
	const struct intake *intake = sheet->intake;
	bool by_stage = intake->layout.lifecycle >= 0;
	struct key_figure figure = { .key = "lost", .more = REPORT_BAD };

	if (!by_stage && !(sheet->summary->known & SUMMARY_GAPS))
		return;
	figure.columns = by_stage ? "lifecycle" : "recency, gap_mean, gap_sd";
	figure.rule = by_stage ? "rule.lost" : "rule.silent";
	figure.now = sheet_count(sheet, intake->all.lost_count);
	figure.note = SHEET_SAY(sheet, "note.active",
		sheet_share(sheet, intake->all.lost_count, sheet->summary->customers).shown);
	if (sheet->before != NULL && (sheet->before->layout.lifecycle >= 0) == by_stage)
		figure.before = sheet_count(sheet, sheet->before->all.lost_count);
	add(tiles, &figure);
}

/* What was sent back, as a share of all that was sold. */
static void add_returns(struct tiles *tiles)
{
	struct sheet *sheet = tiles->sheet;
	const struct summary *now = sheet->summary;
	int128 sold = now->amount + now->returned_amount;
	struct key_figure figure = { .key = "returned",
		.columns = "returned_amount",
		.rule = "rule.sum",
		.more = REPORT_BAD };

	if (!(now->known & SUMMARY_RETURNED))
		return;
	figure.now = sheet_money(sheet, now->returned_amount, sheet->decimals);
	if (sold > 0)
		figure.note = SHEET_SAY(sheet, "note.returned",
			sheet_share(sheet, now->returned_amount, sold).shown);
	if (has_before(sheet, SUMMARY_RETURNED))
		figure.before =
			sheet_money(sheet, summary_before(sheet)->returned_amount, sheet->decimals);
	add(tiles, &figure);
}

static void add_expected(struct tiles *tiles)
{
	struct sheet *sheet = tiles->sheet;
	const struct intake_part *now = &sheet->intake->all;
	const struct intake_part *before = sheet->before != NULL ? &sheet->before->all : NULL;
	struct key_figure value = {
		.key = "expected_value", .columns = "clv", .rule = "rule.sum", .more = REPORT_GOOD
	};
	struct key_figure loss = { .key = "expected_loss",
		.columns = "expected_loss",
		.rule = "rule.sum",
		.more = REPORT_BAD };

	if (now->has & CUSTOMER_HAS_CLV) {
		value.now = sheet_money(sheet, now->clv, sheet->decimals);
		if (now->has & CUSTOMER_HAS_EXPECTED)
			value.note = SHEET_SAY(sheet, "note.expected_orders",
				sheet_ratio(sheet, now->expected_orders, AMOUNT_UNIT, 0).shown);
		if (before != NULL && (before->has & CUSTOMER_HAS_CLV))
			value.before = sheet_money(sheet, before->clv, sheet->decimals);
		add(tiles, &value);
	}
	if (now->has & CUSTOMER_HAS_LOSS) {
		loss.now = sheet_money(sheet, now->loss, sheet->decimals);
		if (before != NULL && (before->has & CUSTOMER_HAS_LOSS))
			loss.before = sheet_money(sheet, before->loss, sheet->decimals);
		add(tiles, &loss);
	}
}

int section_headline(struct sheet *sheet, struct diag *why)
{
	const struct summary *summary = sheet->summary;
	struct tiles tiles = { .sheet = sheet };

	(void)why;
	if (summary->has_as_of && summary->as_of != summary->as_of_least)
		report_paragraph(
			&sheet->report, SHEET_SAY(sheet, "headline.mixed_dates",
						sheet_date(sheet, summary->as_of_least).shown,
						sheet_date(sheet, summary->as_of).shown));
	add_amount(&tiles);
	add_customers(&tiles);
	add_orders(&tiles);
	add_repeaters(&tiles);
	add_active(&tiles);
	add_new(&tiles);
	add_lost(&tiles);
	add_returns(&tiles);
	add_expected(&tiles);
	report_tiles(&sheet->report, tiles.tile, tiles.count);
	report_name(&sheet->report, slice_of("headline"));
	for (size_t i = 0; i < tiles.count; i++)
		free(tiles.spark[i]);
	return 0;
}
