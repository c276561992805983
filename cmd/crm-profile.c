/* SPDX-License-Identifier: MIT */
/*
 * crm-profile: transactions → one row per customer.
 *
 * The ledger is folded, keyed by customer, into visits; each customer's visits are compacted to
 * days, and a profile is made of the days. What --partial writes, --merge reads and --state keeps
 * is the ledger compacted to one row per customer and day.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "cli/app.h"
#include "cli/filter.h"
#include "crm/profile.h"
#include "crm/visits.h"
#include "run/keyed.h"
#include "run/sorted.h"

static const char *const purchase_words[] = { "net", "sale", "any", NULL };

static struct {
	const char *id, *date, *amount, *order;
	struct opt_date as_of;
	int purchase;
	bool partial, merge;
	const char *state;
	struct filter_options filter;
} opt = { .id = "customer_id", .date = "date", .amount = "amount", .order = "order_id" };

static const struct opt options[] = {
	OPT_GROUP("Columns of the ledger"),
	OPT_TEXT(0, "id", "COLUMN", &opt.id, "the customer"),
	OPT_TEXT(0, "date", "COLUMN", &opt.date, "the day, or a moment of it"),
	OPT_TEXT(0, "amount", "COLUMN", &opt.amount, "what was paid; below zero: a return"),
	OPT_TEXT(0, "order", "COLUMN", &opt.order,
		"the order that a row belongs to; without such a column each row is an order"),
	OPT_GROUP("Reckoning"),
	OPT_DATE(0, "as-of", "DATE", &opt.as_of,
		"the day from which to look back; later rows are left out (default: the newest "
		"date of the stream)"),
	OPT_CHOICE(0, "purchase-day", "RULE", &opt.purchase, purchase_words,
		"which days count as purchases: net, whose rows add up to more than zero; sale, "
		"with a row above zero; any, with any row"),
	OPT_GROUP("Parts and nights"),
	OPT_FLAG(0, "partial", &opt.partial, "write the state of this part, for --merge"),
	OPT_FLAG(0, "merge", &opt.merge, "read states instead of a ledger"),
	OPT_TEXT(0, "state", "FILE", &opt.state,
		"add what FILE has kept, and keep old and new in FILE for the next run"),
	FILTER_OPTIONS(opt.filter),
	OPT_END,
};

/* The columns of a state. A ledger has the first three, and perhaps order ids. */
enum {
	COLUMN_ID,
	COLUMN_DATE,
	COLUMN_AMOUNT,
	COLUMN_ORDER_IDS,
	LEDGER_COLUMNS,
	COLUMN_SALES = LEDGER_COLUMNS,
	COLUMN_RETURNS,
	COLUMN_RETURNED,
	COLUMN_ORDERS,
	STATE_COLUMNS,
};

static const char *const state_name[STATE_COLUMNS] = {
	"customer_id",
	"date",
	"amount",
	"order_ids",
	"sales",
	"returns",
	"returned_amount",
	"orders",
};

static const char state_header[] =
	"customer_id\tdate\tamount\torder_ids\tsales\treturns\treturned_amount\torders\n";

static const char profile_header[] =
	"customer_id\torders\tfirst_date\tlast_date\trecency\ttenure\tfrequency\tt_x\tamount\t"
	"amount_mean\trepeat_amount_mean\treturns\treturned_amount\tgap_mean\tgap_sd\t"
	"amount_90d\tamount_365d\torders_90d\torders_365d\n";

/* A worker's memory for one customer after the other. */
struct scratch {
	struct visits visits;
	struct buf ids;
};

/* The tool at work. */
struct tool {
	struct keyed *keyed;
	int32_t newest; /* date of all rows that count */
	bool has_rows;
	bool filters; /* rows after as-of are of no use for anything */
	int32_t as_of;
	struct sorted *profiles; /* NULL: not wanted */
	struct sorted *states;   /* NULL: not wanted */
	struct scratch *scratch; /* a worker's each */
};

/* How a stream is read. */
struct source {
	struct tool *tool;
	bool is_state;
	const char *name[STATE_COLUMNS];
	int column[STATE_COLUMNS]; /* -1: no order ids */
};

/* A customer's dealings under one order, or of one day of a state. */
struct dealing {
	struct slice id;
	struct slice order_ids;
	struct profile_day day;
	uint32_t rows; /* that it is the sum of */
};

/* A worker's state in the fold. */
struct folder {
	const struct source *source;
	struct keyed_writer *writer;
	struct dealing held; /* the rows of an order mostly follow each other: they become one */
	int32_t newest;
	bool has_rows;
};

/*
 * What is put aside of a dealing: a byte for the kind, then the figures, then the order ids. A
 * dealing of one row is written shorter. Not aligned: read and written by memcpy.
 */
enum { RECORD_ROW, RECORD_SUM, RECORD_STATE };

struct row_figures {
	int32_t date;
	int32_t amount_low;  /* in two halves, so that the struct has no gap */
	int32_t amount_high;
};

struct sum_figures {
	int32_t date;
	uint32_t sales, returns, orders;
	int64_t amount, returned_amount;
};

static int resolve(struct source *source, const struct columns *columns, struct diag *why)
{
	const char *const ledger_name[LEDGER_COLUMNS] = { opt.id, opt.date, opt.amount, opt.order };
	int count = source->is_state ? STATE_COLUMNS : LEDGER_COLUMNS;

	for (int i = 0; i < count; i++) {
		source->name[i] = source->is_state ? state_name[i] : ledger_name[i];
		if (i == COLUMN_ORDER_IDS && !source->is_state)
			source->column[i] = columns_find(columns, slice_of(source->name[i]));
		else if (columns_need(columns, source->name[i], &source->column[i], why) < 0)
			return -1;
	}
	return 0;
}

static struct slice field_of(const struct source *source, const struct row *row, int column)
{
	return source->column[column] < 0 ? (struct slice){ NULL, 0 }
					  : row_field(row, (size_t)source->column[column]);
}

/* The field does not hold what it should. */
static int refuse(const struct source *source, int column, struct slice field, const char *expected,
	struct diag *why)
{
	if (escape_is_missing(field)) {
		diag_fail(why, "no value; expected %s", expected);
		diag_code(why, "missing");
	} else {
		diag_fail(why, "not %s: '" SLICE "'", expected, SLICE_ARG(field));
		diag_code(why, "bad-value");
	}
	return diag_column(why, slice_of(source->name[column]));
}

static int read_amount(const struct source *source, const struct row *row, int column,
	int64_t *micros, struct diag *why)
{
	struct slice field = field_of(source, row, column);

	if (escape_is_missing(field))
		return refuse(source, column, field, "an amount", why);
	if (amount_parse(field, micros, why) < 0)
		return diag_column(why, slice_of(source->name[column]));
	return 0;
}

static int read_count(const struct source *source, const struct row *row, int column,
	int64_t *count, struct diag *why)
{
	struct slice field = field_of(source, row, column);

	if (!num_parse_int(field, count) || *count < 0 || *count > UINT32_MAX)
		return refuse(source, column, field, "a count", why);
	return 0;
}

/* What a state's row knows beyond a ledger's. */
static int read_rest_of_day(const struct source *source, const struct row *row,
	struct profile_day *day, struct diag *why)
{
	if (read_count(source, row, COLUMN_SALES, &day->sales, why) < 0 ||
		read_count(source, row, COLUMN_RETURNS, &day->returns, why) < 0 ||
		read_count(source, row, COLUMN_ORDERS, &day->orders, why) < 0 ||
		read_amount(source, row, COLUMN_RETURNED, &day->returned_amount, why) < 0)
		return -1;
	if (day->returned_amount < 0)
		return refuse(source, COLUMN_RETURNED, field_of(source, row, COLUMN_RETURNED),
			"an amount from 0 up", why);
	return 0;
}

/* An order id that looks like a list of ids would be counted wrongly. */
static bool is_list(struct slice ids)
{
	return !escape_is_plain(ids) &&
	       memmem(ids.at, ids.length, VISITS_SEPARATOR, strlen(VISITS_SEPARATOR)) != NULL;
}

/* Put what has been held back aside under its customer. */
static int put_aside(void *state, struct diag *why)
{
	struct folder *folder = state;
	const struct dealing *held = &folder->held;
	const struct profile_day *day = &held->day;
	bool is_row = held->rows == 1 && !folder->source->is_state;
	size_t size = is_row ? sizeof(struct row_figures) : sizeof(struct sum_figures);
	char *to;

	if (held->rows == 0)
		return 0;
	to = keyed_put(folder->writer, held->id, 1 + size + held->order_ids.length, why);
	if (to == NULL)
		return -1;
	if (is_row) {
		struct row_figures row = { day->date, (int32_t)(uint32_t)day->amount,
			(int32_t)(day->amount >> 32) };

		*to++ = RECORD_ROW;
		memcpy(to, &row, sizeof row);
	} else {
		struct sum_figures sum = { day->date, (uint32_t)day->sales, (uint32_t)day->returns,
			(uint32_t)day->orders, day->amount, day->returned_amount };

		*to++ = folder->source->is_state ? RECORD_STATE : RECORD_SUM;
		memcpy(to, &sum, sizeof sum);
	}
	if (held->order_ids.length > 0)
		memcpy(to + size, held->order_ids.at, held->order_ids.length);
	folder->held.rows = 0;
	return 0;
}

/* Does the row go on with what is held back? Then it is added. */
static bool add_to_held(struct dealing *held, const struct dealing *next)
{
	int64_t amount, returned;

	if (held->rows == 0 || held->rows == UINT32_MAX || held->day.date != next->day.date ||
		!slice_equal(held->id, next->id) || !slice_equal(held->order_ids, next->order_ids))
		return false;
	if (__builtin_add_overflow(held->day.amount, next->day.amount, &amount) ||
		__builtin_add_overflow(held->day.returned_amount, next->day.returned_amount,
			&returned))
		return false;
	held->day.amount = amount;
	held->day.returned_amount = returned;
	held->day.sales += next->day.sales;
	held->day.returns += next->day.returns;
	held->day.orders += next->day.orders;
	held->rows++;
	return true;
}

/* What the figures of one row of a ledger say about its day. */
static void derive(struct profile_day *day, bool has_order_id)
{
	day->sales = day->amount > 0;
	day->returns = day->amount < 0;
	day->returned_amount = day->amount < 0 ? -day->amount : 0;
	day->orders = !has_order_id;
}

static int read_row(const struct source *source, const struct row *row, struct dealing *dealing,
	struct diag *why)
{
	struct slice date = field_of(source, row, COLUMN_DATE);

	dealing->id = field_of(source, row, COLUMN_ID);
	dealing->order_ids = field_of(source, row, COLUMN_ORDER_IDS);
	dealing->rows = 1;
	if (escape_is_missing(dealing->id))
		return refuse(source, COLUMN_ID, dealing->id, "a customer", why);
	if (!date_parse_start(date, &dealing->day.date))
		return refuse(source, COLUMN_DATE, date, "a date like 2026-11-22", why);
	if (read_amount(source, row, COLUMN_AMOUNT, &dealing->day.amount, why) < 0)
		return -1;
	if (escape_is_missing(dealing->order_ids))
		dealing->order_ids.length = 0;
	if (source->is_state)
		return read_rest_of_day(source, row, &dealing->day, why);
	if (is_list(dealing->order_ids))
		return refuse(source, COLUMN_ORDER_IDS, dealing->order_ids,
			"an order id in one line", why);
	derive(&dealing->day, dealing->order_ids.length > 0);
	return 0;
}

static int fold_row(void *state, const struct row *row, struct diag *why)
{
	struct folder *folder = state;
	const struct tool *tool = folder->source->tool;
	struct dealing next;

	if (read_row(folder->source, row, &next, why) < 0)
		return -1;
	if (tool->filters && next.day.date > tool->as_of)
		return RUN_ROW_FILTERED;
	if (!folder->has_rows || next.day.date > folder->newest)
		folder->newest = next.day.date;
	folder->has_rows = true;
	if (!folder->source->is_state && add_to_held(&folder->held, &next))
		return RUN_ROW_USED;
	if (put_aside(folder, why) < 0)
		return -1;
	folder->held = next;
	return RUN_ROW_USED;
}

static void *begin_fold(void *context)
{
	const struct source *source = context;
	struct folder *folder = mem_zero(1, sizeof *folder);

	folder->source = source;
	folder->writer = keyed_writer(source->tool->keyed);
	return folder;
}

static void end_fold(void *context, void *state)
{
	struct tool *tool = ((const struct source *)context)->tool;
	struct folder *folder = state;

	if (folder->has_rows && (!tool->has_rows || folder->newest > tool->newest))
		tool->newest = folder->newest;
	tool->has_rows |= folder->has_rows;
	free(folder);
}

static int fold_stream(struct tool *tool, const struct run *run, struct stream *in, bool is_state,
	struct run_counts *counts, struct diag *why)
{
	static const struct run_fold fold = { begin_fold, fold_row, end_fold, put_aside };
	struct source source = { .tool = tool, .is_state = is_state };

	if (resolve(&source, stream_columns(in), why) < 0)
		return diag_line(why, stream_input_name(in, 0), 1);
	return run_fold(run, in, &fold, &source, counts, why);
}

/* The other way round: a visit of what was put aside. */
static void take_up(struct visit *visit, struct slice record)
{
	struct profile_day *day = &visit->day;
	const char *at = record.at + 1, *end = record.at + record.length;
	struct row_figures row;
	struct sum_figures sum;

	if (*record.at == RECORD_ROW) {
		memcpy(&row, at, sizeof row);
		at += sizeof row;
		day->date = row.date;
		day->amount = (int64_t)row.amount_high * (1LL << 32) + (uint32_t)row.amount_low;
		derive(day, at < end);
	} else {
		memcpy(&sum, at, sizeof sum);
		at += sizeof sum;
		*day = (struct profile_day){ sum.date, sum.amount, sum.sales, sum.returns,
			sum.returned_amount, sum.orders };
	}
	visit->order_ids = (struct slice){ at, (size_t)(end - at) };
	visit->is_list = *record.at == RECORD_STATE;
}

static void put_int(struct buf *out, int64_t value)
{
	buf_char(out, '\t');
	num_put_int(out, value);
}

static void put_date(struct buf *out, int32_t date)
{
	buf_char(out, '\t');
	date_put(out, date);
}

static void put_amount(struct buf *out, bool has, int64_t micros)
{
	buf_char(out, '\t');
	if (has)
		amount_put(out, micros);
}

static void put_days(struct buf *out, bool has, double days)
{
	buf_char(out, '\t');
	if (has)
		num_put_real(out, days, 4);
}

static void put_profile(struct buf *out, struct slice id, const struct profile *profile)
{
	buf_put(out, id);
	put_int(out, profile->orders);
	put_date(out, profile->first_date);
	put_date(out, profile->last_date);
	put_int(out, profile->recency);
	put_int(out, profile->tenure);
	put_int(out, profile->frequency);
	put_int(out, profile->t_x);
	put_amount(out, true, profile->amount);
	put_amount(out, profile->orders > 0, profile->amount_mean);
	put_amount(out, profile->has_repeat_amount_mean, profile->repeat_amount_mean);
	put_int(out, profile->returns);
	put_amount(out, true, profile->returned_amount);
	put_days(out, profile->has_gap_mean, profile->gap_mean);
	put_days(out, profile->has_gap_sd, profile->gap_sd);
	put_amount(out, true, profile->amount_90d);
	put_amount(out, true, profile->amount_365d);
	put_int(out, profile->orders_90d);
	put_int(out, profile->orders_365d);
	buf_char(out, '\n');
}

static void put_state(struct buf *out, struct slice id, const struct visit *visit)
{
	const struct profile_day *day = &visit->day;

	buf_put(out, id);
	put_date(out, day->date);
	put_amount(out, true, day->amount);
	buf_char(out, '\t');
	buf_put(out, visit->order_ids);
	put_int(out, day->sales);
	put_int(out, day->returns);
	put_amount(out, true, day->returned_amount);
	put_int(out, day->orders);
	buf_char(out, '\n');
}

static int make_profile(const struct tool *tool, struct visits *visits, struct slice id,
	struct sorted_part *part, struct diag *why)
{
	struct profile profile;
	int made;

	if (visits_compact(visits, why) < 0)
		return -1;
	made = profile_of(visits->day, visits->day_count, (enum profile_purchase)opt.purchase,
		tool->as_of, &profile, why);
	if (made <= 0)
		return made;
	put_profile(&part->text, id, &profile);
	sorted_end(part, id.length);
	return 0;
}

static int make_state(
	struct scratch *scratch, struct slice id, struct sorted_part *part, struct diag *why)
{
	struct visits *visits = &scratch->visits;

	buf_reset(&scratch->ids);
	if (visits_merge_days(visits, &scratch->ids, why) < 0)
		return -1;
	for (size_t i = 0; i < visits->count; i++)
		put_state(&part->text, id, &visits->visit[i]);
	sorted_end(part, id.length);
	return 0;
}

static int make_customer(const struct tool *tool, struct scratch *scratch, size_t partition,
	const struct keyed_group *group, struct diag *why)
{
	struct visits *visits = &scratch->visits;
	int result = 0;

	visits_reset(visits);
	for (size_t i = 0; i < group->count; i++)
		take_up(visits_add(visits), group->record[i]);
	if (tool->profiles != NULL)
		result = make_profile(
			tool, visits, group->key, sorted_part(tool->profiles, partition), why);
	if (result == 0 && tool->states != NULL)
		result = make_state(scratch, group->key, sorted_part(tool->states, partition), why);
	return result;
}

static int make_customers(void *context, int worker, size_t partition,
	const struct keyed_group *group, size_t count, struct diag *why)
{
	const struct tool *tool = context;

	for (size_t i = 0; i < count; i++) {
		if (make_customer(tool, &tool->scratch[worker], partition, &group[i], why) < 0) {
			struct diag reason = *why;

			return diag_fail(why, "customer '" SLICE "': %s", SLICE_ARG(group[i].key),
				reason.text);
		}
	}
	return 0;
}

/* Read what the state file has kept, if it is there already. */
static int fold_old_state(struct tool *tool, const struct run *run, struct diag *why)
{
	char *paths[] = { mem_text(opt.state, strlen(opt.state)), NULL };
	struct run strict = *run;
	struct stream *in = NULL;
	int result = 0;

	strict.rejects = NULL; /* a state that we wrote has no bad rows */
	if (access(opt.state, F_OK) == 0) {
		result = stream_open(&in, paths, 1, NULL, why);
		if (result == 0)
			result = fold_stream(tool, &strict, in, true, NULL, why);
	}
	stream_close(in);
	free(paths[0]);
	return result;
}

static int write_sorted(struct sorted *rows, struct output *out, struct diag *why)
{
	return sorted_write(rows, (int)app_common()->jobs, out, why);
}

/* The state is put in its place last: if anything fails before, the run can be repeated. */
static int write_state(struct sorted *states, struct diag *why)
{
	struct output *out;
	int result = output_open(&out, opt.state, why);

	if (result == 0)
		result = output_write(out, slice_of(state_header), why);
	if (result == 0)
		result = write_sorted(states, out, why);
	if (result == 0)
		return output_commit(out, why);
	output_discard(out);
	return -1;
}

static int write_result(struct tool *tool, struct filter *filter, struct diag *why)
{
	struct slice header = slice_of(opt.partial ? state_header : profile_header);

	tool->as_of = opt.as_of.given ? opt.as_of.date : tool->newest;
	if (filter_put_header(filter, header, why) < 0)
		return -1;
	if (keyed_each(tool->keyed, (int)app_common()->jobs, make_customers, tool, why) < 0)
		return -1;
	if (write_sorted(opt.partial ? tool->states : tool->profiles, filter->out, why) < 0)
		return -1;
	if (opt.state == NULL)
		return 0;
	return output_flush(filter->out, why) < 0 ? -1 : write_state(tool->states, why);
}

static int work(struct tool *tool, struct filter *filter, struct diag *why)
{
	if (fold_stream(tool, &filter->run, filter->in, opt.merge, &filter->counts, why) < 0)
		return -1;
	if (opt.state != NULL && fold_old_state(tool, &filter->run, why) < 0)
		return -1;
	return write_result(tool, filter, why);
}

static void prepare(struct tool *tool)
{
	*tool = (struct tool){
		.keyed = keyed_new(app_common()->memory),
		.as_of = opt.as_of.date,
		.filters = opt.as_of.given && !opt.partial && opt.state == NULL,
		.scratch = mem_zero((size_t)app_common()->jobs, sizeof *tool->scratch),
	};
	if (!opt.partial)
		tool->profiles = sorted_new(KEYED_PARTITIONS);
	if (opt.partial || opt.state != NULL)
		tool->states = sorted_new(KEYED_PARTITIONS);
}

static void release(struct tool *tool)
{
	for (int64_t i = 0; i < app_common()->jobs; i++) {
		visits_release(&tool->scratch[i].visits);
		buf_release(&tool->scratch[i].ids);
	}
	free(tool->scratch);
	sorted_free(tool->profiles);
	sorted_free(tool->states);
	keyed_free(tool->keyed);
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	struct filter filter;
	struct tool tool;
	int result;

	if (opt.partial && opt.state != NULL)
		return diag_usage(why, "--partial and --state exclude each other");
	if (opt.partial && opt.as_of.given)
		return diag_usage(why, "--as-of belongs to the run that merges, not to --partial");
	result = filter_open(&filter, &opt.filter, NULL, paths, count, why);
	if (result == 0) {
		prepare(&tool);
		result = work(&tool, &filter, why);
		release(&tool);
	}
	result = filter_close(&filter, result, why);
	if (result == 0)
		filter_note_counts(&filter, "used", false);
	return result;
}

static const struct app app = {
	.name = "crm-profile",
	.summary = "make one row per customer of a ledger of transactions",
	.usage = "[OPTION …] [FILE …]",
	.details = "Reads rows of customer, date and amount, in any order, and writes the customer "
		   "profiles in byte order of customer_id.",
	.options = options,
	.run = run,
};

int main(int argc, char **argv)
{
	return app_main(&app, argc, argv);
}
