/* SPDX-License-Identifier: MIT */
#include "ledger.h"

#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/mem.h"
#include "ledger/held.h"

const char ledger_usual_order[] = "order_id";

const char ledger_state_header[] = "customer_id\t" HISTORY_DAYS "\t" HISTORY_ORDER_IDS "\n";

/* The columns of a ledger, the last of which may be missing; and those of a state. */
enum { LEDGER_ID, LEDGER_DATE, LEDGER_AMOUNT, LEDGER_ORDER, LEDGER_COLUMNS };
enum { STATE_ID, STATE_DAYS, STATE_ORDER_IDS, STATE_COLUMNS };

static const char *const state_name[STATE_COLUMNS] = { "customer_id", HISTORY_DAYS,
	HISTORY_ORDER_IDS };

/* How a stream is read. */
struct source {
	struct ledger *ledger;
	const char *name[LEDGER_COLUMNS];
	int column[LEDGER_COLUMNS]; /* -1: no order ids */
};

/* A worker's state in the fold. */
struct folder {
	const struct source *source;
	struct held held;
	struct date_last date;
	struct buf closed_id[2]; /* order ids that are not as in the row */
	struct visits visits;    /* the days of a row of a state */
	int32_t newest;
	bool has_rows;
};

/* Is it a state, to judge by its columns? */
static bool has_state_columns(const struct columns *columns)
{
	for (int i = 0; i < STATE_COLUMNS; i++)
		if (columns_find(columns, slice_of(state_name[i])) < 0)
			return false;
	return columns->count == STATE_COLUMNS;
}

static int resolve_state(struct source *source, const struct columns *columns, struct diag *why)
{
	if (!has_state_columns(columns)) {
		diag_fail(why, "this is no state of crm-profile; make one with --partial");
		return diag_code(why, "missing-column");
	}
	for (int i = 0; i < STATE_COLUMNS; i++) {
		source->name[i] = state_name[i];
		source->column[i] = columns_find(columns, slice_of(state_name[i]));
	}
	return 0;
}

static int resolve_ledger(struct source *source, const struct columns *columns, struct diag *why)
{
	const char *const name[LEDGER_COLUMNS] = { source->ledger->names->id,
		source->ledger->names->date, source->ledger->names->amount,
		source->ledger->names->order };

	if (has_state_columns(columns)) {
		diag_fail(why, "this is a state of crm-profile; read it with --merge");
		return diag_code(why, "missing-column");
	}
	for (int i = 0; i < LEDGER_COLUMNS; i++) {
		source->name[i] = name[i];
		source->column[i] = columns_find(columns, slice_of(name[i]));
		if (source->column[i] < 0 && name[i] != ledger_usual_order)
			return columns_need(columns, name[i], &source->column[i], why);
	}
	return 0;
}

static inline struct slice field_of(const struct source *source, const struct row *row, int column)
{
	return row_field(row, (size_t)source->column[column]);
}

/* May there be some? It need not be looked for where the block is known to have none. */
static bool has_backslashes(const struct row *row)
{
	return row->escaped || !row->is_tsv;
}

/* The field does not hold what it should. */
static __attribute__((cold)) int refuse(const struct source *source, int column, struct slice field,
	const char *expected, struct diag *why)
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

static __attribute__((cold)) int refuse_amount(
	const struct source *source, int column, struct slice field, struct diag *why)
{
	if (escape_is_missing(field))
		return refuse(source, column, field, "an amount", why);
	return diag_column(why, slice_of(source->name[column]));
}

static inline int read_amount(const struct source *source, const struct row *row, int column,
	int64_t *micros, struct diag *why)
{
	struct slice field = field_of(source, row, column);

	return amount_parse(field, micros, why) == 0 ? 0
						     : refuse_amount(source, column, field, why);
}

/* The first column of a ledger and of a state. */
static inline int read_id(
	const struct source *source, const struct row *row, struct slice *id, struct diag *why)
{
	*id = field_of(source, row, LEDGER_ID);
	return escape_is_missing(*id) ? refuse(source, LEDGER_ID, *id, "a customer", why) : 0;
}

/* A row of a ledger. */
struct entry {
	struct slice id;
	int32_t date;
	int64_t amount;
	struct slice order_id; /* empty: none */
};

static inline int read_entry(const struct source *source, const struct row *row,
	struct date_last *last, struct entry *entry, struct diag *why)
{
	struct slice date = field_of(source, row, LEDGER_DATE);

	entry->order_id = (struct slice){ NULL, 0 };
	if (read_id(source, row, &entry->id, why) < 0)
		return -1;
	if (!date_parse_next(last, date, &entry->date))
		return refuse(source, LEDGER_DATE, date, "a date like 2026-11-22", why);
	if (read_amount(source, row, LEDGER_AMOUNT, &entry->amount, why) < 0)
		return -1;
	if (source->column[LEDGER_ORDER] < 0)
		return 0;
	entry->order_id = field_of(source, row, LEDGER_ORDER);
	if (escape_is_missing(entry->order_id))
		entry->order_id.length = 0;
	return 0;
}

static inline int read_state(const struct source *source, const struct row *row, struct slice *id,
	struct history *history, struct diag *why)
{
	if (read_id(source, row, id, why) < 0)
		return -1;
	history->days = field_of(source, row, STATE_DAYS);
	history->order_ids = field_of(source, row, STATE_ORDER_IDS);
	return 0;
}

int ledger_read_state(
	const struct row *row, struct slice *id, struct history *history, struct diag *why)
{
	static const struct source source = {
		.name = { [STATE_ID] = "customer_id" },
		.column = { STATE_ID, STATE_DAYS, STATE_ORDER_IDS },
	};

	return read_state(&source, row, id, history, why);
}

/*
 * An order id that ends in a backslash that stands for itself, with that written as two, as in a
 * list. What is held may be in one of the rooms, so this is in the other.
 */
static struct slice closed_id(struct folder *folder, struct slice id)
{
	const struct held *held = &folder->held;
	bool second = held->is_one && held->dealing.order_ids.at == folder->closed_id[0].at;
	struct buf *room = &folder->closed_id[second];

	buf_reset(room);
	buf_put(room, id);
	buf_char(room, '\\');
	return buf_slice(room);
}

static void note_date(struct folder *folder, int32_t date)
{
	if (!folder->has_rows || date > folder->newest)
		folder->newest = date;
	folder->has_rows = true;
}

static int fold_row(void *state, const struct row *row, struct diag *why)
{
	struct folder *folder = state;
	const struct ledger *ledger = folder->source->ledger;
	struct entry entry;

	if (read_entry(folder->source, row, &folder->date, &entry, why) < 0)
		return -1;
	if (has_backslashes(row)) {
		if (visits_is_list(entry.order_id))
			return refuse(folder->source, LEDGER_ORDER, entry.order_id,
				"an order id in one line", why);
		if (visits_ends_open(entry.order_id))
			entry.order_id = closed_id(folder, entry.order_id);
	}
	if (ledger->filters && entry.date > ledger->as_of)
		return RUN_ROW_FILTERED;
	if (ledger->forgets_orders)
		entry.order_id.length = 0;
	note_date(folder, entry.date);
	if (held_add(&folder->held, entry.id, entry.date, entry.amount, entry.order_id, why) < 0)
		return RUN_STOP; /* it is not the row's fault */
	return RUN_ROW_USED;
}

/* The block ends. */
static int settle(void *state, struct diag *why)
{
	return held_put(&((struct folder *)state)->held, why);
}

static int fold_customer(void *state, const struct row *row, struct diag *why)
{
	struct folder *folder = state;
	struct visits *visits = &folder->visits;
	struct history history;
	struct slice id;

	visits_reset(visits);
	if (read_state(folder->source, row, &id, &history, why) < 0 ||
		history_dealings(&history, visits, why) < 0)
		return -1;
	for (size_t i = 0; i < visits->count; i++) {
		struct dealing *day = &visits->dealing[i];

		if (folder->source->ledger->forgets_orders)
			day->order_ids.length = 0;
		if (held_put_dealing(folder->held.writer, id, day, why) < 0)
			return RUN_STOP;
	}
	note_date(folder, visits->dealing[visits->count - 1].date);
	return RUN_ROW_USED;
}

static void *begin_fold(void *context)
{
	const struct source *source = context;
	struct folder *folder = mem_zero(1, sizeof *folder);

	folder->source = source;
	folder->held.writer = keyed_writer(source->ledger->keyed);
	return folder;
}

static void end_fold(void *context, void *state)
{
	struct ledger *ledger = ((const struct source *)context)->ledger;
	struct folder *folder = state;

	if (folder->has_rows && (!ledger->has_rows || folder->newest > ledger->newest))
		ledger->newest = folder->newest;
	ledger->has_rows |= folder->has_rows;
	buf_release(&folder->closed_id[0]);
	buf_release(&folder->closed_id[1]);
	visits_release(&folder->visits);
	free(folder);
}

int ledger_fold(struct ledger *ledger, const struct run *run, struct stream *in, bool is_state,
	struct run_counts *counts, struct diag *why)
{
	static const struct run_fold rows = { begin_fold, fold_row, end_fold, settle };
	static const struct run_fold customers = { begin_fold, fold_customer, end_fold, NULL };
	struct source source = { .ledger = ledger };
	int result = is_state ? resolve_state(&source, stream_columns(in), why)
			      : resolve_ledger(&source, stream_columns(in), why);

	if (result < 0)
		return diag_line(why, stream_input_name(in, 0), 1);
	return run_fold(run, in, is_state ? &customers : &rows, &source, counts, why);
}

void ledger_visits(const struct keyed_group *group, struct visits *visits)
{
	visits_reset(visits);
	for (size_t i = 0; i < group->count; i++)
		dealing_unpack(group->record[i], visits_add(visits));
}
