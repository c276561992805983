/* SPDX-License-Identifier: MIT */
#include "intake.h"

#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "crm/words.h"
#include "tab/escape.h"

const char *const intake_field_name[INTAKE_FIELDS] = {
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
	DAYS_MOST = 4000000, /* more than there are dates */
};

/* A worker's state in the fold. */
struct folder {
	const struct intake *intake;
	struct intake_part part;
	struct buf record;
};

static void begin_part(struct intake_part *part, const struct intake *intake)
{
	*part = (struct intake_part){
		.tally = mem_zero(intake->segments + 1, sizeof *part->tally),
		.best.most = intake->settings->top,
		.silent.most = intake->settings->top,
	};
}

static void merge_part(struct intake_part *part, const struct intake_part *other, size_t segments)
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

static void release_part(struct intake_part *part, size_t segments)
{
	for (size_t i = 0; i < segments; i++)
		tally_release(&part->tally[i]);
	free(part->tally);
	free(part->amount);
	best_release(&part->best);
	best_release(&part->silent);
}

static bool has_segment(const struct intake *intake, int column)
{
	for (size_t i = 0; i < intake->segments; i++)
		if (intake->segment[i].column == column)
			return true;
	return false;
}

static void add_segment(struct intake *intake, const struct columns *columns, int column)
{
	if (column >= 0 && !has_segment(intake, column))
		intake->segment[intake->segments++] =
			(struct intake_segment){ columns->name[column], column };
}

static int find_segment(const struct intake *intake, const char *name)
{
	for (size_t i = 0; i < intake->segments; i++)
		if (slice_is(intake->segment[i].name, name))
			return (int)i;
	return -1;
}

static int resolve_segments(struct intake *intake, const struct columns *columns, struct diag *why)
{
	int column;

	intake->segment =
		mem_zero(USUAL_SEGMENTS + intake->settings->by->count, sizeof *intake->segment);
	for (size_t i = 0; i < USUAL_SEGMENTS; i++)
		add_segment(intake, columns, columns_find(columns, slice_of(usual_segments[i])));
	for (size_t i = 0; i < intake->settings->by->count; i++) {
		if (columns_need(columns, intake->settings->by->item[i], &column, why) < 0)
			return -1;
		add_segment(intake, columns, column);
	}
	intake->abc = find_segment(intake, "abc");
	intake->lifecycle = find_segment(intake, "lifecycle");
	return 0;
}

int intake_resolve(struct intake *intake, const struct columns *columns, struct diag *why)
{
	for (int i = 0; i < INTAKE_FIELDS; i++) {
		intake->name[i] = i == INTAKE_ID       ? intake->settings->id
				  : i == INTAKE_AMOUNT ? intake->settings->amount
						       : intake_field_name[i];
		intake->column[i] = columns_find(columns, slice_of(intake->name[i]));
	}
	if (columns_need(columns, intake->settings->id, &intake->column[INTAKE_ID], why) < 0 ||
		columns_need(
			columns, intake->settings->amount, &intake->column[INTAKE_AMOUNT], why) < 0)
		return -1;
	return resolve_segments(intake, columns, why);
}

/* A row on its way to being a customer. */
struct reading {
	const struct intake *intake;
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

static struct slice value_of(const struct reading *reading, enum intake_field field)
{
	return value_at(reading->row, reading->intake->column[field]);
}

static int refuse(const struct reading *reading, enum intake_field field, const char *expected)
{
	struct slice value = value_of(reading, field);

	if (value.length == 0) {
		diag_fail(reading->why, "no value; expected %s", expected);
		diag_code(reading->why, "missing");
	} else {
		diag_fail(reading->why, "not %s: '" SLICE "'", expected, SLICE_ARG(value));
		diag_code(reading->why, "bad-value");
	}
	return diag_column(reading->why, slice_of(reading->intake->name[field]));
}

/* The functions that follow read a field, if it is there, and say so in `known`. */

static int read_amount(
	struct reading *reading, enum intake_field field, unsigned known, int64_t *micros)
{
	struct slice value = value_of(reading, field);

	if (value.length == 0)
		return 0;
	if (amount_parse(value, micros, reading->why) < 0)
		return diag_column(reading->why, slice_of(reading->intake->name[field]));
	reading->customer.known |= known;
	return 0;
}

static int read_count(
	struct reading *reading, enum intake_field field, unsigned known, int64_t *count)
{
	struct slice value = value_of(reading, field);

	if (value.length == 0)
		return 0;
	if (!num_parse_int(value, count) || *count < 0)
		return refuse(reading, field, "a count");
	reading->customer.known |= known;
	return 0;
}

static int read_date(
	struct reading *reading, enum intake_field field, unsigned known, int32_t *date)
{
	struct slice value = value_of(reading, field);

	if (value.length == 0)
		return 0;
	if (!date_parse_start(value, date))
		return refuse(reading, field, "a date like 2026-11-22");
	reading->customer.known |= known;
	return 0;
}

static int read_days(
	struct reading *reading, enum intake_field field, unsigned known, int32_t *days)
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

static int read_gap(struct reading *reading, enum intake_field field, bool *is_known, double *days)
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

	if (read_gap(reading, INTAKE_GAP_MEAN, &mean_is_known, &customer->gap_mean) < 0 ||
		read_gap(reading, INTAKE_GAP_SD, &sd_is_known, &customer->gap_sd) < 0)
		return -1;
	if (mean_is_known && sd_is_known)
		customer->known |= SUMMARY_GAPS;
	return 0;
}

static int read_customer(struct reading *r)
{
	struct summary_customer *c = &r->customer;

	if (value_of(r, INTAKE_ID).length == 0)
		return refuse(r, INTAKE_ID, "a customer");
	if (value_of(r, INTAKE_AMOUNT).length == 0)
		return refuse(r, INTAKE_AMOUNT, "an amount");
	if (read_amount(r, INTAKE_AMOUNT, 0, &c->amount) < 0 ||
		read_count(r, INTAKE_ORDERS, SUMMARY_ORDERS, &c->orders) < 0 ||
		read_date(r, INTAKE_FIRST_DATE, SUMMARY_FIRST_DATE, &c->first_date) < 0 ||
		read_date(r, INTAKE_LAST_DATE, SUMMARY_LAST_DATE, &c->last_date) < 0 ||
		read_days(r, INTAKE_RECENCY, SUMMARY_RECENCY, &c->recency) < 0 ||
		read_count(r, INTAKE_FREQUENCY, SUMMARY_FREQUENCY, &c->frequency) < 0 ||
		read_amount(r, INTAKE_RETURNED, SUMMARY_RETURNED, &c->returned_amount) < 0 ||
		read_amount(r, INTAKE_AMOUNT_90D, SUMMARY_AMOUNT_90D, &c->amount_90d) < 0 ||
		read_amount(r, INTAKE_AMOUNT_365D, SUMMARY_AMOUNT_365D, &c->amount_365d) < 0)
		return -1;
	return read_gaps(r);
}

static struct slice segment_of(const struct reading *reading, int segment)
{
	return value_at(reading->row, reading->intake->segment[segment].column);
}

/* Of value, by ABC if we know it, and not heard of for too long. */
static bool is_worth_a_call(const struct reading *reading)
{
	const struct intake *intake = reading->intake;
	struct slice stage;

	if (intake->abc >= 0 ? !words_same(segment_of(reading, intake->abc), "A")
			     : reading->customer.amount <= 0)
		return false;
	if (intake->lifecycle < 0)
		return summary_is_silent(&reading->customer);
	stage = segment_of(reading, intake->lifecycle);
	return words_same(stage, "dormant") || words_same(stage, "lost");
}

/* What a list may show of the customer: the fields, then the segments, as they stand in a row. */
static void make_record(const struct reading *reading, struct buf *record)
{
	buf_reset(record);
	for (int i = 0; i < INTAKE_FIELDS; i++) {
		buf_put(record, value_of(reading, (enum intake_field)i));
		buf_char(record, '\t');
	}
	for (size_t i = 0; i < reading->intake->segments; i++) {
		buf_put(record, segment_of(reading, (int)i));
		buf_char(record, '\t');
	}
}

static void offer(struct best *best, const struct reading *reading, struct buf *record)
{
	struct slice id = value_of(reading, INTAKE_ID);

	if (!best_wants(best, reading->customer.amount, id))
		return;
	make_record(reading, record);
	best_add(best, reading->customer.amount, id, buf_slice(record));
}

static void add_customer(
	struct intake_part *part, const struct reading *reading, struct buf *record)
{
	int64_t amount = reading->customer.amount;

	summary_add(&part->summary, &reading->customer);
	for (size_t i = 0; i < reading->intake->segments; i++)
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
	struct reading reading = { .intake = folder->intake, .row = row, .why = why };

	if (read_customer(&reading) < 0)
		return -1;
	add_customer(&folder->part, &reading, &folder->record);
	return RUN_ROW_USED;
}

static void *begin_fold(void *context)
{
	struct folder *folder = mem_zero(1, sizeof *folder);

	folder->intake = context;
	begin_part(&folder->part, folder->intake);
	return folder;
}

static void end_fold(void *context, void *state)
{
	struct intake *intake = context;
	struct folder *folder = state;

	merge_part(&intake->all, &folder->part, intake->segments);
	release_part(&folder->part, intake->segments);
	buf_release(&folder->record);
	free(folder);
}

int intake_fold(struct intake *intake, const struct run *run, struct stream *in,
	struct run_counts *counts, struct diag *why)
{
	static const struct run_fold fold = {
		.begin = begin_fold,
		.row = fold_row,
		.end = end_fold,
	};

	begin_part(&intake->all, intake);
	return run_fold(run, in, &fold, intake, counts, why);
}

void intake_release(struct intake *intake)
{
	if (intake->all.tally != NULL)
		release_part(&intake->all, intake->segments);
	free(intake->segment);
}
