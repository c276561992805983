/* SPDX-License-Identifier: MIT */
/*
 * crm-report: profiles, with segments or without → a page that a manager reads.
 *
 * The profiles are folded into totals, tallies, the amounts alone, and a few best customers; of
 * these a report is composed, in the order of a manager's questions: how much, who brings it, who
 * they are, who falls silent, who is best. It is drawn for the terminal or as HTML.
 */
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "cli/app.h"
#include "cli/filter.h"
#include "crm/best.h"
#include "crm/pareto.h"
#include "crm/summary.h"
#include "crm/tally.h"
#include "crm/words.h"
#include "draw/page.h"
#include "draw/term.h"

enum { FORMAT_AUTO, FORMAT_TEXT, FORMAT_HTML };

static const char *const format_words[] = { "auto", "text", "html", NULL };

static struct {
	const char *id, *amount;
	struct opt_list by;
	const char *title, *currency;
	int64_t top;
	int language, format;
	bool ascii;
	struct filter_options filter;
} opt = { .id = "customer_id", .amount = "amount", .top = 10 };

static const struct opt options[] = {
	OPT_GROUP("Columns of the profiles"),
	OPT_TEXT(0, "id", "COLUMN", &opt.id, "the customer"),
	OPT_TEXT(0, "amount", "COLUMN", &opt.amount, "what the customer brought"),
	OPT_LIST(0, "by", "COLUMN", &opt.by,
		"divide the customers by this column too; may be repeated"),
	OPT_GROUP("The page"),
	OPT_CHOICE('f', "format", "FORMAT", &opt.format, format_words,
		"what to write: text, for a terminal; html, a page in one file; auto, HTML if the "
		"name behind -o ends in .html, else text"),
	OPT_TEXT(0, "title", "TEXT", &opt.title, "the title of the page"),
	OPT_CHOICE(0, "language", "LANGUAGE", &opt.language, words_languages, "speak"),
	OPT_TEXT(0, "currency", "TEXT", &opt.currency, "what stands before amounts, such as £"),
	OPT_INT(0, "top", "N", &opt.top, 0, 1000, "list so many customers"),
	OPT_FLAG(0, "ascii", &opt.ascii, "draw text with ASCII characters only"),
	FILTER_OPTIONS(opt.filter),
	OPT_END,
};

/* The columns that mean something; only the first two must be there. */
enum field {
	FIELD_ID,
	FIELD_AMOUNT,
	FIELD_NAME,
	FIELD_ORDERS,
	FIELD_FIRST_DATE,
	FIELD_LAST_DATE,
	FIELD_RECENCY,
	FIELD_FREQUENCY,
	FIELD_RETURNED,
	FIELD_GAP_MEAN,
	FIELD_GAP_SD,
	FIELD_AMOUNT_90D,
	FIELD_AMOUNT_365D,
	FIELDS,
};

static const char *const field_name[FIELDS] = {
	"customer_id",
	"amount",
	"name",
	"orders",
	"first_date",
	"last_date",
	"recency",
	"frequency",
	"returned_amount",
	"gap_mean",
	"gap_sd",
	"amount_90d",
	"amount_365d",
};

/* Segments that are shown whenever their column is there. */
static const char *const usual_segments[] = { "lifecycle", "abc", "pyramid", "rfm_segment" };

enum {
	USUAL_SEGMENTS = sizeof usual_segments / sizeof *usual_segments,
	SEGMENT_ROWS = 20,   /* rows of a segment's table; what is behind is added up */
	DAYS_MOST = 4000000, /* more than there are dates */
	WIDTH_MOST = 120,    /* longer lines are hard to read, however wide the terminal */
	WHOLE_FROM = 100000, /* totals from which tables leave out what is behind the point */
	FIFTH_FROM = 5,      /* fewer customers have no fifth */
};

/* A column by which the customers are divided. */
struct segment {
	struct slice name;
	int column;
};

/* What is known of some of the customers, and in the end of all. */
struct part {
	struct summary summary;
	struct tally *tally; /* one for each segment */
	int64_t *amount;     /* of each customer */
	size_t count, capacity;
	struct best best;
	struct best silent;
	int64_t silent_count;
	int128 silent_amount;
};

/* The tool at work. */
struct tool {
	const char *name[FIELDS]; /* what the columns are called */
	int column[FIELDS];       /* where they are; -1: nowhere */
	struct segment *segment;
	size_t segments;
	int abc, lifecycle; /* of the segments; -1: there is none */
	struct part all;
};

/* A worker's state in the fold. */
struct folder {
	const struct tool *tool;
	struct part part;
	struct buf record;
};

static void begin_part(struct part *part, const struct tool *tool)
{
	*part = (struct part){
		.tally = mem_zero(tool->segments + 1, sizeof *part->tally),
		.best.most = (size_t)opt.top,
		.silent.most = (size_t)opt.top,
	};
}

static void merge_part(struct part *part, const struct part *other, size_t segments)
{
	summary_merge(&part->summary, &other->summary);
	for (size_t i = 0; i < segments; i++)
		tally_merge(&part->tally[i], &other->tally[i]);
	part->amount = mem_grow(
		part->amount, &part->capacity, part->count + other->count, sizeof *part->amount);
	if (other->count > 0)
		memcpy(part->amount + part->count, other->amount,
			other->count * sizeof *part->amount);
	part->count += other->count;
	best_merge(&part->best, &other->best);
	best_merge(&part->silent, &other->silent);
	part->silent_count += other->silent_count;
	part->silent_amount += other->silent_amount;
}

static void release_part(struct part *part, size_t segments)
{
	for (size_t i = 0; i < segments; i++)
		tally_release(&part->tally[i]);
	free(part->tally);
	free(part->amount);
	best_release(&part->best);
	best_release(&part->silent);
}

/* ---- columns -----------------------------------------------------------------------------------
 */

static bool has_segment(const struct tool *tool, int column)
{
	for (size_t i = 0; i < tool->segments; i++)
		if (tool->segment[i].column == column)
			return true;
	return false;
}

static void add_segment(struct tool *tool, const struct columns *columns, int column)
{
	if (column >= 0 && !has_segment(tool, column))
		tool->segment[tool->segments++] = (struct segment){ columns->name[column], column };
}

static int find_segment(const struct tool *tool, const char *name)
{
	for (size_t i = 0; i < tool->segments; i++)
		if (slice_is(tool->segment[i].name, name))
			return (int)i;
	return -1;
}

static int resolve_segments(struct tool *tool, const struct columns *columns, struct diag *why)
{
	int column;

	tool->segment = mem_zero(USUAL_SEGMENTS + opt.by.count, sizeof *tool->segment);
	for (size_t i = 0; i < USUAL_SEGMENTS; i++)
		add_segment(tool, columns, columns_find(columns, slice_of(usual_segments[i])));
	for (size_t i = 0; i < opt.by.count; i++) {
		if (columns_need(columns, opt.by.item[i], &column, why) < 0)
			return -1;
		add_segment(tool, columns, column);
	}
	tool->abc = find_segment(tool, "abc");
	tool->lifecycle = find_segment(tool, "lifecycle");
	return 0;
}

static int resolve(struct tool *tool, const struct columns *columns, struct diag *why)
{
	for (int i = 0; i < FIELDS; i++) {
		tool->name[i] = i == FIELD_ID       ? opt.id
				: i == FIELD_AMOUNT ? opt.amount
						    : field_name[i];
		tool->column[i] = columns_find(columns, slice_of(tool->name[i]));
	}
	if (columns_need(columns, opt.id, &tool->column[FIELD_ID], why) < 0 ||
		columns_need(columns, opt.amount, &tool->column[FIELD_AMOUNT], why) < 0)
		return -1;
	return resolve_segments(tool, columns, why);
}

/* ---- rows --------------------------------------------------------------------------------------
 */

/* A row on its way to being a customer. */
struct reading {
	const struct tool *tool;
	const struct row *row;
	struct summary_customer customer;
	struct diag *why;
};

/* The column's field; empty if it is missing, or the column is. */
static struct slice value_at(const struct row *row, int column)
{
	struct slice field = { NULL, 0 };

	if (column >= 0)
		field = row_field(row, (size_t)column);
	return escape_is_missing(field) ? (struct slice){ NULL, 0 } : field;
}

static struct slice value_of(const struct reading *reading, enum field field)
{
	return value_at(reading->row, reading->tool->column[field]);
}

static int refuse(const struct reading *reading, enum field field, const char *expected)
{
	struct slice value = value_of(reading, field);

	if (value.length == 0) {
		diag_fail(reading->why, "no value; expected %s", expected);
		diag_code(reading->why, "missing");
	} else {
		diag_fail(reading->why, "not %s: '" SLICE "'", expected, SLICE_ARG(value));
		diag_code(reading->why, "bad-value");
	}
	return diag_column(reading->why, slice_of(reading->tool->name[field]));
}

/* The functions that follow read a field, if it is there, and say so in `known`. */

static int read_amount(struct reading *reading, enum field field, unsigned known, int64_t *micros)
{
	struct slice value = value_of(reading, field);

	if (value.length == 0)
		return 0;
	if (amount_parse(value, micros, reading->why) < 0)
		return diag_column(reading->why, slice_of(reading->tool->name[field]));
	reading->customer.known |= known;
	return 0;
}

static int read_count(struct reading *reading, enum field field, unsigned known, int64_t *count)
{
	struct slice value = value_of(reading, field);

	if (value.length == 0)
		return 0;
	if (!num_parse_int(value, count) || *count < 0)
		return refuse(reading, field, "a count");
	reading->customer.known |= known;
	return 0;
}

static int read_date(struct reading *reading, enum field field, unsigned known, int32_t *date)
{
	struct slice value = value_of(reading, field);

	if (value.length == 0)
		return 0;
	if (!date_parse_start(value, date))
		return refuse(reading, field, "a date like 2026-11-22");
	reading->customer.known |= known;
	return 0;
}

static int read_days(struct reading *reading, enum field field, unsigned known, int32_t *days)
{
	struct slice value = value_of(reading, field);
	int64_t whole;

	if (value.length == 0)
		return 0;
	if (!num_parse_int(value, &whole) || whole < 0 || whole > DAYS_MOST)
		return refuse(reading, field, "a number of days");
	*days = (int32_t)whole;
	reading->customer.known |= known;
	return 0;
}

static int read_gap(struct reading *reading, enum field field, bool *is_known, double *days)
{
	struct slice value = value_of(reading, field);

	*is_known = value.length > 0;
	if (*is_known && (!num_parse_real(value, days) || *days < 0))
		return refuse(reading, field, "a number of days");
	return 0;
}

static int read_gaps(struct reading *reading)
{
	struct summary_customer *customer = &reading->customer;
	bool mean_is_known, sd_is_known;

	if (read_gap(reading, FIELD_GAP_MEAN, &mean_is_known, &customer->gap_mean) < 0 ||
		read_gap(reading, FIELD_GAP_SD, &sd_is_known, &customer->gap_sd) < 0)
		return -1;
	if (mean_is_known && sd_is_known)
		customer->known |= SUMMARY_GAPS;
	return 0;
}

static int read_customer(struct reading *r)
{
	struct summary_customer *c = &r->customer;

	if (value_of(r, FIELD_ID).length == 0)
		return refuse(r, FIELD_ID, "a customer");
	if (value_of(r, FIELD_AMOUNT).length == 0)
		return refuse(r, FIELD_AMOUNT, "an amount");
	if (read_amount(r, FIELD_AMOUNT, 0, &c->amount) < 0 ||
		read_count(r, FIELD_ORDERS, SUMMARY_ORDERS, &c->orders) < 0 ||
		read_date(r, FIELD_FIRST_DATE, SUMMARY_FIRST_DATE, &c->first_date) < 0 ||
		read_date(r, FIELD_LAST_DATE, SUMMARY_LAST_DATE, &c->last_date) < 0 ||
		read_days(r, FIELD_RECENCY, SUMMARY_RECENCY, &c->recency) < 0 ||
		read_count(r, FIELD_FREQUENCY, SUMMARY_FREQUENCY, &c->frequency) < 0 ||
		read_amount(r, FIELD_RETURNED, SUMMARY_RETURNED, &c->returned_amount) < 0 ||
		read_amount(r, FIELD_AMOUNT_90D, SUMMARY_AMOUNT_90D, &c->amount_90d) < 0 ||
		read_amount(r, FIELD_AMOUNT_365D, SUMMARY_AMOUNT_365D, &c->amount_365d) < 0)
		return -1;
	return read_gaps(r);
}

static struct slice segment_of(const struct reading *reading, int segment)
{
	return value_at(reading->row, reading->tool->segment[segment].column);
}

/* Of value, by ABC if we know it, and not heard of for too long. */
static bool is_worth_a_call(const struct reading *reading)
{
	const struct tool *tool = reading->tool;

	if (tool->abc >= 0 ? !words_same(segment_of(reading, tool->abc), "A")
			   : reading->customer.amount <= 0)
		return false;
	if (tool->lifecycle >= 0) {
		struct slice stage = segment_of(reading, tool->lifecycle);

		if (words_same(stage, "dormant") || words_same(stage, "lost"))
			return true;
	}
	return summary_is_silent(&reading->customer);
}

/* What a list may show of the customer: the fields, then the segments, as they stand in a row. */
static void make_record(const struct reading *reading, struct buf *record)
{
	buf_reset(record);
	for (int i = 0; i < FIELDS; i++) {
		buf_put(record, value_of(reading, (enum field)i));
		buf_char(record, '\t');
	}
	for (size_t i = 0; i < reading->tool->segments; i++) {
		buf_put(record, segment_of(reading, (int)i));
		buf_char(record, '\t');
	}
}

static void offer(struct best *best, const struct reading *reading, struct buf *record)
{
	struct slice id = value_of(reading, FIELD_ID);

	if (!best_wants(best, reading->customer.amount, id))
		return;
	make_record(reading, record);
	best_add(best, reading->customer.amount, id, buf_slice(record));
}

static void add_customer(struct part *part, const struct reading *reading, struct buf *record)
{
	int64_t amount = reading->customer.amount;

	summary_add(&part->summary, &reading->customer);
	for (size_t i = 0; i < reading->tool->segments; i++)
		tally_add(&part->tally[i], segment_of(reading, (int)i), amount);
	part->amount =
		mem_grow(part->amount, &part->capacity, part->count + 1, sizeof *part->amount);
	part->amount[part->count++] = amount;
	offer(&part->best, reading, record);
	if (is_worth_a_call(reading)) {
		part->silent_count++;
		part->silent_amount += amount;
		offer(&part->silent, reading, record);
	}
}

static int fold_row(void *state, const struct row *row, struct diag *why)
{
	struct folder *folder = state;
	struct reading reading = { .tool = folder->tool, .row = row, .why = why };

	if (read_customer(&reading) < 0)
		return -1;
	add_customer(&folder->part, &reading, &folder->record);
	return RUN_ROW_USED;
}

static void *begin_fold(void *context)
{
	struct folder *folder = mem_zero(1, sizeof *folder);

	folder->tool = context;
	begin_part(&folder->part, folder->tool);
	return folder;
}

static void end_fold(void *context, void *state)
{
	struct tool *tool = context;
	struct folder *folder = state;

	merge_part(&tool->all, &folder->part, tool->segments);
	release_part(&folder->part, tool->segments);
	buf_release(&folder->record);
	free(folder);
}

/* ---- texts -------------------------------------------------------------------------------------
 */

/* The report in the making, and all its texts. */
struct sheet {
	struct tool *tool;
	const struct summary *summary;
	struct pareto pareto;
	enum words_language language;
	int decimals;       /* of amounts */
	int table_decimals; /* … in tables */
	struct report report;
	struct arena texts;
	struct buf draft;
};

/* Keep the draft and begin a new one. */
static struct slice take(struct sheet *sheet)
{
	struct slice text = arena_copy(&sheet->texts, buf_slice(&sheet->draft));

	buf_reset(&sheet->draft);
	return text;
}

static struct slice count_text(struct sheet *sheet, int128 count)
{
	amount_put_grouped(&sheet->draft, count * AMOUNT_UNIT, 0);
	return take(sheet);
}

static struct slice money_text(struct sheet *sheet, int128 micros, int decimals)
{
	struct slice plain;
	bool below;

	amount_put_grouped(&sheet->draft, micros, decimals);
	if (opt.currency == NULL)
		return take(sheet);
	plain = take(sheet);
	below = slice_starts(plain, slice_of("-"));
	if (below)
		buf_char(&sheet->draft, '-');
	buf_text(&sheet->draft, opt.currency);
	buf_put(&sheet->draft, (struct slice){ plain.at + below, plain.length - below });
	return take(sheet);
}

/* `part` of `whole` (above zero) in per cent, rounded from the exact quotient: 73.1%. */
static struct slice share_text(struct sheet *sheet, int128 part, int128 whole)
{
	bool below = part < 0;
	int128 size = below ? -part : part;
	int128 tenths = (size * 2000 + whole) / (2 * whole);

	amount_put_grouped(&sheet->draft, (below ? -tenths : tenths) * (AMOUNT_UNIT / 10), 1);
	buf_char(&sheet->draft, '%');
	return take(sheet);
}

static struct slice date_text(struct sheet *sheet, int32_t date)
{
	date_put(&sheet->draft, date);
	return take(sheet);
}

static struct slice word(const struct sheet *sheet, enum words_phrase phrase)
{
	return slice_of(words_phrase(phrase, sheet->language));
}

static struct slice say_all(
	struct sheet *sheet, enum words_phrase phrase, const struct slice *text, size_t count)
{
	words_fill(&sheet->draft, words_phrase(phrase, sheet->language), text, count);
	return take(sheet);
}

/* A phrase, filled with texts. */
#define SAY(sheet, phrase, ...)                                       \
	say_all(sheet, phrase, (const struct slice[]){ __VA_ARGS__ }, \
		sizeof((const struct slice[]){ __VA_ARGS__ }) / sizeof(struct slice))

/* A field of a stream as people read it. */
static struct slice plain_text(struct sheet *sheet, struct slice field)
{
	escape_remove(&sheet->draft, field);
	return take(sheet);
}

/* Two texts in one, with a blank between them where the language has blanks. */
static struct slice join(struct sheet *sheet, struct slice first, struct slice second)
{
	buf_put(&sheet->draft, first);
	if (first.length > 0 && second.length > 0 && sheet->language == WORDS_ENGLISH)
		buf_char(&sheet->draft, ' ');
	buf_put(&sheet->draft, second);
	return take(sheet);
}

/* ---- how much ----------------------------------------------------------------------------------
 */

static struct slice customers_text(struct sheet *sheet)
{
	if (sheet->summary->customers == 1)
		return word(sheet, WORDS_CUSTOMER);
	return SAY(sheet, WORDS_CUSTOMERS, count_text(sheet, sheet->summary->customers));
}

static void begin_report(struct sheet *sheet)
{
	const struct summary *summary = sheet->summary;
	const unsigned period = SUMMARY_FIRST_DATE | SUMMARY_LAST_DATE;
	struct buf subtitle = BUF_EMPTY;

	if (summary->customers > 0)
		buf_put(&subtitle, customers_text(sheet));
	if (summary->has_as_of)
		buf_put(&subtitle, SAY(sheet, WORDS_AS_OF, date_text(sheet, summary->as_of)));
	if ((summary->known & period) == period)
		buf_put(&subtitle, SAY(sheet, WORDS_PERIOD, date_text(sheet, summary->first_date),
					   date_text(sheet, summary->last_date)));
	report_begin(&sheet->report,
		opt.title != NULL ? slice_of(opt.title) : word(sheet, WORDS_TITLE),
		buf_slice(&subtitle), slice_of(sheet->language == WORDS_CHINESE ? "zh-CN" : "en"));
	buf_release(&subtitle);
}

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
	return SAY(sheet, WORDS_NOTE_EXACTLY, take(sheet));
}

/* int128 / int64 with one digit: 5.1. */
static struct slice ratio_text(struct sheet *sheet, int128 part, int64_t whole)
{
	amount_put_grouped(&sheet->draft, amount_mean(part * AMOUNT_UNIT, whole), 1);
	return take(sheet);
}

static void add_order_tiles(struct tiles *tiles, struct sheet *sheet)
{
	const struct summary *summary = sheet->summary;

	if (!(summary->known & SUMMARY_ORDERS))
		return;
	add_tile(tiles, word(sheet, WORDS_TILE_ORDERS), count_text(sheet, summary->orders),
		SAY(sheet, WORDS_NOTE_ORDERS_EACH,
			ratio_text(sheet, summary->orders, summary->customers)));
	if (summary->orders > 0 && summary->orders <= INT64_MAX)
		add_tile(tiles, word(sheet, WORDS_TILE_ORDER_AMOUNT),
			money_text(sheet, amount_mean(summary->amount, (int64_t)summary->orders),
				sheet->decimals),
			(struct slice){ NULL, 0 });
}

static void add_active_tile(struct tiles *tiles, struct sheet *sheet, int days, int64_t active,
	bool has_amount, int128 amount)
{
	struct slice share = share_text(sheet, active, sheet->summary->customers);
	struct slice note = has_amount ? SAY(sheet, WORDS_NOTE_SPENT, share,
						 money_text(sheet, amount, sheet->table_decimals))
				       : SAY(sheet, WORDS_NOTE_ACTIVE, share);

	add_tile(tiles, SAY(sheet, WORDS_TILE_ACTIVE, count_text(sheet, days)),
		count_text(sheet, active), note);
}

/* What was sent back, as a share of all that was sold. */
static void add_returns_tile(struct tiles *tiles, struct sheet *sheet)
{
	const struct summary *summary = sheet->summary;
	int128 sold = summary->amount + summary->returned_amount;
	struct slice note = { NULL, 0 };

	if (sold > 0)
		note = SAY(sheet, WORDS_NOTE_RETURNED,
			share_text(sheet, summary->returned_amount, sold));
	add_tile(tiles, word(sheet, WORDS_TILE_RETURNED),
		money_text(sheet, summary->returned_amount, sheet->decimals), note);
}

static void add_habit_tiles(struct tiles *tiles, struct sheet *sheet)
{
	const struct summary *summary = sheet->summary;
	unsigned known = summary->known;

	if (known & SUMMARY_FREQUENCY)
		add_tile(tiles, word(sheet, WORDS_TILE_REPEATERS),
			share_text(sheet, summary->repeaters, summary->customers),
			SAY(sheet, WORDS_NOTE_OF, count_text(sheet, summary->repeaters),
				count_text(sheet, summary->customers)));
	if (known & SUMMARY_RECENCY) {
		add_active_tile(tiles, sheet, 90, summary->active_90d, known & SUMMARY_AMOUNT_90D,
			summary->amount_90d);
		add_active_tile(tiles, sheet, 365, summary->active_365d,
			known & SUMMARY_AMOUNT_365D, summary->amount_365d);
	}
	if (known & SUMMARY_RETURNED)
		add_returns_tile(tiles, sheet);
}

static void put_totals(struct sheet *sheet)
{
	const struct summary *summary = sheet->summary;
	struct tiles tiles = { .count = 0 };

	if (summary->has_as_of && summary->as_of != summary->as_of_least)
		report_paragraph(&sheet->report,
			SAY(sheet, WORDS_MIXED_DATES, date_text(sheet, summary->as_of_least),
				date_text(sheet, summary->as_of)));
	add_tile(&tiles, word(sheet, WORDS_TILE_AMOUNT),
		money_text(sheet, summary->amount, sheet->decimals), exact_note(sheet));
	add_tile(&tiles, word(sheet, WORDS_TILE_CUSTOMERS), count_text(sheet, summary->customers),
		SAY(sheet, WORDS_NOTE_EACH,
			money_text(sheet, amount_mean(summary->amount, summary->customers),
				sheet->decimals)));
	add_order_tiles(&tiles, sheet);
	add_habit_tiles(&tiles, sheet);
	report_tiles(&sheet->report, tiles.tile, tiles.count);
}

/* ---- who brings how much -----------------------------------------------------------------------
 */

/* How many customers the stream itself puts into class `class` of ABC. */
static int64_t count_class(const struct tool *tool, const char *class)
{
	const struct tally *tally = &tool->all.tally[tool->abc];

	for (size_t i = 0; i < tally->count; i++)
		if (words_same(tally->entry[i].value, class))
			return tally->entry[i].customers;
	return 0;
}

/* Where A, B and C end on the curve: by the column abc, or at 80 % and 95 % of the amount. */
static void find_zones(const struct sheet *sheet, struct report_zone zone[3])
{
	int64_t a = (int64_t)pareto_reach(&sheet->pareto, 80);
	int64_t b = (int64_t)pareto_reach(&sheet->pareto, 95);

	if (sheet->tool->abc >= 0 && count_class(sheet->tool, "A") > 0) {
		a = count_class(sheet->tool, "A");
		b = a + count_class(sheet->tool, "B");
	}
	zone[0] = (struct report_zone){ slice_of("A"),
		(double)a / (double)sheet->summary->customers };
	zone[1] = (struct report_zone){ slice_of("B"),
		(double)b / (double)sheet->summary->customers };
	zone[2] = (struct report_zone){ slice_of("C"), 1 };
}

static struct slice best_fifth_text(struct sheet *sheet)
{
	size_t fifth = (sheet->pareto.count * 2 + 5) / 10;

	if (sheet->pareto.count < FIFTH_FROM)
		return (struct slice){ NULL, 0 };
	return SAY(sheet, WORDS_BEST_FIFTH,
		share_text(sheet, pareto_amount(&sheet->pareto, fifth), sheet->pareto.total));
}

static struct slice half_text(struct sheet *sheet)
{
	size_t half = pareto_reach(&sheet->pareto, 50);

	return SAY(sheet, half == 1 ? WORDS_HALF_ONE : WORDS_HALF, count_text(sheet, (int128)half),
		share_text(sheet, (int128)half, (int128)sheet->pareto.count));
}

static struct slice below_text(struct sheet *sheet)
{
	const struct pareto *pareto = &sheet->pareto;

	if (pareto->below_count == 0)
		return (struct slice){ NULL, 0 };
	return SAY(sheet, pareto->below_count == 1 ? WORDS_BELOW_ZERO_ONE : WORDS_BELOW_ZERO,
		count_text(sheet, (int128)pareto->below_count),
		money_text(sheet, pareto->below_total, sheet->decimals));
}

static int put_curve(struct sheet *sheet, struct diag *why)
{
	struct report_point *drawn = mem_zero(PARETO_POINTS, sizeof *drawn);
	struct pareto_point *point = mem_zero(PARETO_POINTS, sizeof *point);
	size_t count = pareto_curve(&sheet->pareto, point);
	struct report_zone zone[3];
	struct report_curve curve = {
		.title = best_fifth_text(sheet),
		.note = join(sheet, half_text(sheet), below_text(sheet)),
		.x = { .name = word(sheet, WORDS_SHARE_OF_CUSTOMERS), .percent = true },
		.y = { .name = word(sheet, WORDS_SHARE_OF_AMOUNT), .percent = true },
		.point = drawn,
		.count = count,
		.zone = zone,
		.zone_count = 3,
		.diagonal = true,
	};
	int result;

	find_zones(sheet, zone);
	for (size_t i = 0; i < count; i++)
		drawn[i] = (struct report_point){ point[i].customers, point[i].amount };
	result = report_curve(&sheet->report, &curve, why);
	free(point);
	free(drawn);
	return result;
}

static int put_spread(struct sheet *sheet, struct diag *why)
{
	report_heading(&sheet->report, word(sheet, WORDS_HEAD_SPREAD));
	if (sheet->pareto.total > 0)
		return put_curve(sheet, why);
	report_paragraph(
		&sheet->report, join(sheet, word(sheet, WORDS_NO_SHARES), below_text(sheet)));
	return 0;
}

/* ---- who the customers are ---------------------------------------------------------------------
 */

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

static struct slice segment_text(struct sheet *sheet, struct slice column, struct slice value)
{
	if (value.length == 0)
		return word(sheet, WORDS_SEGMENT_MISSING);
	return words_value(column, plain_text(sheet, value), sheet->language);
}

static void divide(struct sheet *sheet, const struct tally *tally, struct slice column,
	struct division *division)
{
	size_t own = tally->count <= SEGMENT_ROWS ? tally->count : SEGMENT_ROWS - 1;
	struct tally_entry *others = &division->entry[own];

	for (size_t i = 0; i < own; i++) {
		division->entry[i] = tally->entry[i];
		division->label[i] = segment_text(sheet, column, tally->entry[i].value);
	}
	division->count = own;
	if (own == tally->count)
		return;
	*others = (struct tally_entry){ .customers = 0 };
	for (size_t i = own; i < tally->count; i++) {
		others->customers += tally->entry[i].customers;
		others->amount += tally->entry[i].amount;
	}
	division->label[division->count++] =
		SAY(sheet, WORDS_SEGMENT_OTHERS, count_text(sheet, (int128)(tally->count - own)));
}

/* What the chart shows: the part of the customers that brings most. */
static struct slice finding_text(
	struct sheet *sheet, const struct division *division, struct slice column)
{
	const struct tally_entry *entry = division->entry;
	struct slice name = words_column(column, sheet->language);
	size_t most = 0;

	for (size_t i = 1; i < division->count; i++)
		if (entry[i].amount > entry[most].amount)
			most = i;
	if (sheet->summary->amount <= 0)
		return name;
	return SAY(sheet, WORDS_SEGMENT_FINDING, name, division->label[most],
		share_text(sheet, entry[most].customers, sheet->summary->customers),
		share_text(sheet, entry[most].amount, sheet->summary->amount));
}

static int put_segment_bars(
	struct sheet *sheet, const struct division *division, struct slice column, struct diag *why)
{
	double customers[SEGMENT_ROWS], amount[SEGMENT_ROWS];
	bool has_shares = sheet->summary->amount > 0;
	struct report_series series[] = {
		{ .measure = { .name = word(sheet, WORDS_SHARE_OF_CUSTOMERS),
			  .percent = true,
			  .decimals = 1 },
			.value = customers },
		{ .measure = { .name = word(sheet, WORDS_SHARE_OF_AMOUNT),
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
	cell[1] = count_text(sheet, entry->customers);
	cell[2] = share_text(sheet, entry->customers, summary->customers);
	cell[3] = money_text(sheet, entry->amount, sheet->table_decimals);
	cell[4] = summary->amount > 0 ? share_text(sheet, entry->amount, summary->amount)
				      : slice_of("");
	cell[5] = money_text(sheet, amount_mean(entry->amount, entry->customers), sheet->decimals);
}

static void put_segment_table(
	struct sheet *sheet, const struct division *division, struct slice column)
{
	struct slice cell[SEGMENT_ROWS * SEGMENT_COLUMNS];
	struct report_column columns[SEGMENT_COLUMNS] = {
		{ words_column(column, sheet->language), false },
		{ word(sheet, WORDS_COUNT), true },
		{ word(sheet, WORDS_SHARE), true },
		{ word(sheet, WORDS_AMOUNT), true },
		{ word(sheet, WORDS_SHARE), true },
		{ word(sheet, WORDS_MEAN), true },
	};

	for (size_t i = 0; i < division->count; i++)
		put_segment_row(
			sheet, &division->entry[i], division->label[i], &cell[i * SEGMENT_COLUMNS]);
	report_table(&sheet->report, &(struct report_table){ .column = columns,
					     .column_count = SEGMENT_COLUMNS,
					     .cell = cell,
					     .row_count = division->count });
}

static int put_segments(struct sheet *sheet, struct diag *why)
{
	struct tool *tool = sheet->tool;

	if (tool->segments > 0)
		report_heading(&sheet->report, word(sheet, WORDS_HEAD_SEGMENTS));
	for (size_t i = 0; i < tool->segments; i++) {
		struct slice column = tool->segment[i].name;
		struct division division;

		sort_tally(&tool->all.tally[i], column);
		divide(sheet, &tool->all.tally[i], column, &division);
		if (put_segment_bars(sheet, &division, column, why) < 0)
			return -1;
		put_segment_table(sheet, &division, column);
	}
	return 0;
}

/* ---- lists of customers ------------------------------------------------------------------------
 */

/* The columns of a list: fields, then segments. */
struct list {
	int column[FIELDS + USUAL_SEGMENTS + 64]; /* segment i is FIELDS + i */
	size_t count;
};

static void list_field(struct list *list, const struct tool *tool, enum field field)
{
	if (tool->column[field] >= 0)
		list->column[list->count++] = (int)field;
}

static void list_segment(struct list *list, size_t segment)
{
	if (list->count < sizeof list->column / sizeof *list->column)
		list->column[list->count++] = FIELDS + (int)segment;
}

static struct slice cell_text(struct sheet *sheet, int column, struct slice field)
{
	int64_t whole;
	double days;

	if (field.length == 0)
		return field;
	if (column >= FIELDS)
		return segment_text(sheet, sheet->tool->segment[column - FIELDS].name, field);
	if (column == FIELD_AMOUNT && amount_parse(field, &whole, &(struct diag)DIAG_EMPTY) == 0)
		return money_text(sheet, whole, sheet->table_decimals);
	if (column == FIELD_ORDERS && num_parse_int(field, &whole))
		return count_text(sheet, whole);
	if (column == FIELD_GAP_MEAN && num_parse_real(field, &days)) {
		num_put_real(&sheet->draft, days, 0);
		return take(sheet);
	}
	return plain_text(sheet, field);
}

/* The fields of a record in the columns of the list. */
static void put_list_row(
	struct sheet *sheet, const struct list *list, struct slice record, struct slice *cell)
{
	struct slice field;

	for (int column = 0; slice_cut(&record, '\t', &field); column++)
		for (size_t i = 0; i < list->count; i++)
			if (list->column[i] == column)
				cell[i] = cell_text(sheet, column, field);
}

static void name_list_columns(
	struct sheet *sheet, const struct list *list, struct report_column *column)
{
	for (size_t i = 0; i < list->count; i++) {
		int own = list->column[i];
		struct slice name = own < FIELDS ? slice_of(field_name[own])
						 : sheet->tool->segment[own - FIELDS].name;

		column[i].name = words_column(name, sheet->language);
		column[i].number = own == FIELD_AMOUNT || own == FIELD_ORDERS ||
				   own == FIELD_RECENCY || own == FIELD_GAP_MEAN;
	}
}

static void put_list(struct sheet *sheet, const struct list *list, struct best *best)
{
	struct report_column *column = mem_zero(list->count, sizeof *column);
	struct slice *cell = mem_zero(best->count * list->count + 1, sizeof *cell);

	best_sort(best);
	name_list_columns(sheet, list, column);
	for (size_t i = 0; i < best->count; i++)
		put_list_row(sheet, list, best->row[i].record, &cell[i * list->count]);
	report_table(&sheet->report, &(struct report_table){ .column = column,
					     .column_count = list->count,
					     .cell = cell,
					     .row_count = best->count });
	free(cell);
	free(column);
}

static bool can_tell_silence(const struct tool *tool)
{
	return tool->lifecycle >= 0 ||
	       (tool->column[FIELD_RECENCY] >= 0 && tool->column[FIELD_GAP_MEAN] >= 0 &&
		       tool->column[FIELD_GAP_SD] >= 0);
}

static struct slice silent_text(struct sheet *sheet)
{
	const struct part *all = &sheet->tool->all;
	bool is_abc = sheet->tool->abc >= 0;
	enum words_phrase phrase = is_abc ? WORDS_SILENT_BEST : WORDS_SILENT;

	if (all->silent_count == 0)
		return word(sheet, WORDS_SILENT_NONE);
	if (all->silent_count == 1)
		phrase = is_abc ? WORDS_SILENT_BEST_ONE : WORDS_SILENT_ONE;
	return SAY(sheet, phrase, count_text(sheet, all->silent_count),
		money_text(sheet, all->silent_amount, sheet->decimals),
		share_text(sheet, all->silent_amount, sheet->summary->amount));
}

/* Customers of value of whom nothing has been heard for too long. */
static void put_silent(struct sheet *sheet)
{
	static const enum field fields[] = { FIELD_ID, FIELD_NAME, FIELD_AMOUNT, FIELD_LAST_DATE,
		FIELD_RECENCY, FIELD_GAP_MEAN };
	struct tool *tool = sheet->tool;
	struct list list = { .count = 0 };

	if (!can_tell_silence(tool) || sheet->summary->amount <= 0)
		return;
	report_heading(&sheet->report, word(sheet, WORDS_HEAD_SILENT));
	report_paragraph(&sheet->report, silent_text(sheet));
	if (tool->all.silent.count == 0)
		return;
	report_paragraph(&sheet->report, word(sheet, WORDS_SILENT_FIRST));
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		list_field(&list, tool, fields[i]);
	for (size_t i = 0; i < tool->segments; i++)
		if (slice_is(tool->segment[i].name, "lifecycle") ||
			slice_is(tool->segment[i].name, "rfm_segment"))
			list_segment(&list, i);
	put_list(sheet, &list, &tool->all.silent);
}

static void put_best(struct sheet *sheet)
{
	static const enum field fields[] = { FIELD_ID, FIELD_NAME, FIELD_AMOUNT, FIELD_ORDERS,
		FIELD_LAST_DATE };
	struct tool *tool = sheet->tool;
	size_t count = tool->all.best.count;
	int128 amount = pareto_amount(&sheet->pareto, count);
	struct list list = { .count = 0 };

	if (count == 0)
		return;
	report_heading(&sheet->report, word(sheet, WORDS_HEAD_BEST));
	if (sheet->summary->amount > 0)
		report_paragraph(&sheet->report,
			SAY(sheet, count == 1 ? WORDS_BEST_SHARE_ONE : WORDS_BEST_SHARE,
				count_text(sheet, (int128)count),
				money_text(sheet, amount, sheet->decimals),
				share_text(sheet, amount, sheet->summary->amount)));
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		list_field(&list, tool, fields[i]);
	for (size_t i = 0; i < tool->segments; i++)
		list_segment(&list, i);
	put_list(sheet, &list, &tool->all.best);
}

/* ---- the page ----------------------------------------------------------------------------------
 */

static int compose(struct sheet *sheet, struct diag *why)
{
	begin_report(sheet);
	report_footer(&sheet->report, word(sheet, WORDS_FOOTER));
	if (sheet->summary->customers == 0) {
		report_paragraph(&sheet->report, word(sheet, WORDS_NO_CUSTOMERS));
		return 0;
	}
	put_totals(sheet);
	if (put_spread(sheet, why) < 0 || put_segments(sheet, why) < 0)
		return -1;
	put_silent(sheet);
	put_best(sheet);
	return 0;
}

/* The file's name says what it is, also behind that of a compression. */
static bool is_html_name(const char *path)
{
	static const char *const compressions[] = { ".gz", ".zst" };
	struct slice name = slice_of(path != NULL ? path : "");

	for (size_t i = 0; i < sizeof compressions / sizeof *compressions; i++)
		if (slice_ends(name, slice_of(compressions[i])))
			name.length -= strlen(compressions[i]);
	return slice_ends(name, slice_of(".html")) || slice_ends(name, slice_of(".htm"));
}

static int width_of_terminal(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	int64_t width = 0;

	if (columns == NULL || !num_parse_int(slice_of(columns), &width) || width <= 0)
		width = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
	return width < WIDTH_MOST ? (int)width : WIDTH_MOST;
}

static struct term_style style_of_terminal(void)
{
	const char *output = app_common()->output, *no_color = getenv("NO_COLOR");
	struct term_style style = { .ascii = opt.ascii };

	if (output != NULL && strcmp(output, "-") != 0)
		return style;
	style.color = isatty(STDOUT_FILENO) && (no_color == NULL || *no_color == '\0');
	style.width = width_of_terminal();
	return style;
}

static int write_report(const struct report *report, struct output *out, struct diag *why)
{
	bool is_html = opt.format == FORMAT_HTML ||
		       (opt.format == FORMAT_AUTO && is_html_name(app_common()->output));
	struct term_style style = style_of_terminal();
	struct buf text = BUF_EMPTY;
	int result;

	if (is_html)
		page_render(report, &text);
	else
		term_render(report, &style, &text);
	result = output_write(out, buf_slice(&text), why);
	buf_release(&text);
	return result;
}

static int report_on(struct tool *tool, struct output *out, struct diag *why)
{
	const struct summary *summary = &tool->all.summary;
	int128 size = summary->amount < 0 ? -summary->amount : summary->amount;
	struct sheet sheet = {
		.tool = tool,
		.summary = summary,
		.language = (enum words_language)opt.language,
		.decimals = summary->has_fractions ? 2 : 0,
		.report = REPORT_EMPTY,
		.texts = ARENA_EMPTY,
		.draft = BUF_EMPTY,
	};
	int result;

	sheet.table_decimals = size < (int128)WHOLE_FROM * AMOUNT_UNIT ? sheet.decimals : 0;
	pareto_of(&sheet.pareto, tool->all.amount, tool->all.count);
	result = compose(&sheet, why);
	if (result == 0)
		result = write_report(&sheet.report, out, why);
	report_release(&sheet.report);
	arena_release(&sheet.texts);
	buf_release(&sheet.draft);
	return result;
}

static int work(struct tool *tool, struct filter *filter, struct diag *why)
{
	static const struct run_fold fold = {
		.begin = begin_fold, .row = fold_row, .end = end_fold
	};

	if (resolve(tool, stream_columns(filter->in), why) < 0)
		return diag_line(why, stream_input_name(filter->in, 0), 1);
	begin_part(&tool->all, tool);
	if (run_fold(&filter->run, filter->in, &fold, tool, &filter->counts, why) < 0)
		return -1;
	return report_on(tool, filter->out, why);
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	struct filter filter;
	struct tool tool = { .segment = NULL };
	int result = filter_open(&filter, &opt.filter, NULL, paths, count, why);

	if (result == 0)
		result = work(&tool, &filter, why);
	if (tool.all.tally != NULL)
		release_part(&tool.all, tool.segments);
	free(tool.segment);
	result = filter_close(&filter, result, why);
	if (result == 0)
		filter_note_counts(&filter, "used", false);
	return result;
}

static const struct app app = {
	.name = "crm-report",
	.summary = "turn profiles into a page that a manager reads",
	.usage = "[OPTION …] [FILE …]",
	.details = "Reads profiles, with segments or without, and writes how much the customers "
		   "bring, who brings it, who has fallen silent and who is best: as text, or as "
		   "HTML with -o FILE.html.",
	.options = options,
	.run = run,
};

int main(int argc, char **argv)
{
	return app_main(&app, argc, argv);
}
