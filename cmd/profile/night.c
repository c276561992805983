/* SPDX-License-Identifier: MIT */
#include "night.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/mem.h"
#include "run/belt.h"

/* A customer of the new rows; all of them in order. */
struct today {
	struct slice id;
	struct slice *record; /* packed dealings */
	size_t count;
};

/* The customers of one partition of the new rows, before they are in order. */
struct part {
	struct today *today;
	size_t count;
	struct arena memory;
};

/* A block of the state on its way. */
struct slot {
	struct block block;
	bool failed, failed_in_row; /* `why` says why, and `line` in which line of the block */
	bool otherwise;             /* this is not a state in order, or is newer than it may be */
	struct diag why;
	uint64_t line;

	struct slice first, last; /* customers; the pointer is NULL if there is none */

	/* of a look */
	struct night_state found;

	/* of a pass */
	size_t today, today_end; /* the customers of today that belong here */
	struct buf profiles, state;
	uint64_t lines;
};

/* One way through a state, to look or to write. */
struct pass {
	const struct night *night;
	struct stream *in;
	struct reader **reader;
	struct slot *slot;
	size_t slots;
	bool ended;

	struct buf before; /* the last customer of the blocks before … */
	bool has_before;   /* … if they have one */
	struct night_state found;

	struct today *today;
	size_t today_count, today_next;
	uint64_t lines; /* of the blocks that have been put */
	bool otherwise; /* the state is not as it must be */
	struct diag *why;
};

static int open_pass(struct pass *pass, const char *path, int jobs, struct diag *why)
{
	static const struct stream_options options = { .whole_groups = true };
	char *paths[] = { mem_text(path, strlen(path)), NULL };
	int result = stream_open(&pass->in, paths, 1, &options, why);

	free(paths[0]);
	if (result < 0)
		return -1;
	pass->why = why;
	pass->slots = jobs == 1 ? 1 : (size_t)jobs * 3;
	pass->slot = mem_zero(pass->slots, sizeof *pass->slot);
	pass->reader = mem_zero((size_t)jobs, sizeof *pass->reader);
	for (int i = 0; i < jobs; i++)
		pass->reader[i] = reader_new(pass->in);
	return 0;
}

static void close_pass(struct pass *pass, int jobs)
{
	for (int i = 0; pass->reader != NULL && i < jobs; i++)
		reader_free(pass->reader[i]);
	for (size_t i = 0; i < pass->slots; i++) {
		chunk_release(&pass->slot[i].block.chunk);
		buf_release(&pass->slot[i].profiles);
		buf_release(&pass->slot[i].state);
	}
	buf_release(&pass->before);
	free(pass->reader);
	free(pass->slot);
	stream_close(pass->in);
}

static bool take_block(struct pass *pass, struct slot *slot)
{
	int more;

	if (pass->ended)
		return false;
	more = stream_next(pass->in, &slot->block, &slot->why);
	slot->failed = more < 0;
	slot->failed_in_row = false;
	if (more <= 0)
		slot->block.bytes.length = slot->block.lines_before = 0;
	pass->ended = more <= 0;
	return more != 0;
}

/* ---- looking ---- */

static bool take_to_look(void *context, size_t number)
{
	struct pass *pass = context;

	return take_block(pass, &pass->slot[number]);
}

enum { DATE_LENGTH = 10 };

/*
 * Is the row behind the one before it? Dates as they are written compare as their bytes do; one
 * that is none is found when it is used, or here if it is the newest.
 */
static bool is_next(struct slice last, struct slice last_date, struct slice id, struct slice date)
{
	if (slice_equal(last, id))
		return memcmp(last_date.at, date.at, DATE_LENGTH) < 0;
	return slice_compare(last, id) < 0;
}

static void look(void *context, int worker, size_t number)
{
	const struct pass *pass = context;
	struct slot *slot = &pass->slot[number];
	struct night_state *found = &slot->found;
	struct slice last_date = { NULL, 0 }, newest = last_date;
	struct row row;
	int more = 0;

	*found = (struct night_state){ .in_order = !slot->failed };
	reader_begin(pass->reader[worker], &slot->block);
	while (found->in_order &&
		(more = reader_next(pass->reader[worker], &row, &slot->why)) > 0) {
		struct slice id = row_field(&row, LEDGER_ID);
		struct slice date = row_field(&row, LEDGER_DATE);

		found->in_order = date.length == DATE_LENGTH &&
				  (!found->has_rows || is_next(slot->last, last_date, id, date));
		if (!found->has_rows) {
			found->has_rows = true;
			slot->first = id;
			newest = date;
		} else if (found->in_order && memcmp(newest.at, date.at, DATE_LENGTH) < 0) {
			newest = date;
		}
		slot->last = id;
		last_date = date;
	}
	found->in_order &=
		more == 0 && (!found->has_rows || date_parse_start(newest, &found->newest));
}

/* Does the block come behind those before? Its last customer is remembered. */
static bool is_next_block(struct pass *pass, const struct slot *slot)
{
	if (slot->first.at == NULL)
		return true;
	if (pass->has_before && slice_compare(buf_slice(&pass->before), slot->first) >= 0)
		return false;
	pass->has_before = true;
	buf_reset(&pass->before);
	buf_put(&pass->before, slot->last);
	return true;
}

static int add_look(void *context, size_t number)
{
	struct pass *pass = context;
	const struct slot *slot = &pass->slot[number];
	struct night_state *all = &pass->found;

	if (!slot->found.in_order || !is_next_block(pass, slot))
		return -1;
	if (!slot->found.has_rows)
		return 0;
	if (!all->has_rows || slot->found.newest > all->newest)
		all->newest = slot->found.newest;
	all->has_rows = true;
	return 0;
}

int night_look(const char *path, int jobs, struct night_state *state, struct diag *why)
{
	static const struct belt_work steps = { take_to_look, look, add_look };
	struct pass pass = { 0 };
	int result = open_pass(&pass, path, jobs, why);

	if (result == 0 && slice_is(stream_header(pass.in), ledger_state_header))
		pass.found.in_order = belt_run(&steps, jobs, pass.slots, &pass) == 0;
	*state = pass.found;
	close_pass(&pass, jobs);
	return result;
}

/* ---- the new rows in order ---- */

static int collect(void *context, int worker, size_t partition, const struct keyed_group *group,
	size_t count, struct diag *why)
{
	struct part *part = &((struct part *)context)[partition];

	(void)worker;
	(void)why;
	part->today = mem_alloc(count * sizeof *part->today);
	part->count = count;
	for (size_t i = 0; i < count; i++) {
		struct today *today = &part->today[i];

		today->id = arena_copy(&part->memory, group[i].key);
		today->count = group[i].count;
		today->record = arena_alloc(&part->memory, today->count * sizeof *today->record);
		for (size_t j = 0; j < today->count; j++)
			today->record[j] = arena_copy(&part->memory, group[i].record[j]);
	}
	return 0;
}

static int compare_ids(const void *left, const void *right)
{
	return slice_compare(((const struct today *)left)->id, ((const struct today *)right)->id);
}

static void put_in_order(struct pass *pass, struct part *part)
{
	for (size_t p = 0; p < KEYED_PARTITIONS; p++)
		pass->today_count += part[p].count;
	pass->today = mem_alloc(pass->today_count * sizeof *pass->today);
	pass->today_count = 0;
	for (size_t p = 0; p < KEYED_PARTITIONS; p++)
		for (size_t i = 0; i < part[p].count; i++)
			pass->today[pass->today_count++] = part[p].today[i];
	qsort(pass->today, pass->today_count, sizeof *pass->today, compare_ids);
}

/* ---- the pass ---- */

/* The customer of the last row. */
static struct slice last_id(struct slice rows)
{
	const char *line = rows.length > 1 ? memrchr(rows.at, '\n', rows.length - 1) : NULL;
	struct slice id = { NULL, 0 }, rest = rows;

	if (line != NULL)
		rest = (struct slice){ line + 1, (size_t)(rows.at + rows.length - line - 1) };
	slice_cut(&rest, '\t', &id);
	return id;
}

/* Take the next block, and the customers of today up to its last one; behind the last block, all.
 */
static bool take_to_write(void *context, size_t number)
{
	struct pass *pass = context;
	struct slot *slot = &pass->slot[number];
	const struct run *run = pass->night->run;
	uint64_t done, total;

	if (take_block(pass, slot)) {
		struct slice last = last_id(slot->block.bytes);

		slot->today = pass->today_next;
		while (slot->block.bytes.length > 0 && pass->today_next < pass->today_count &&
			slice_compare(pass->today[pass->today_next].id, last) <= 0)
			pass->today_next++;
		slot->today_end = pass->today_next;
	} else {
		slot->failed = false;
		slot->today = pass->today_next;
		slot->today_end = pass->today_next = pass->today_count;
		return slot->today < slot->today_end;
	}
	if (run->progress != NULL) {
		stream_position(pass->in, &done, &total);
		run->progress(run->progress_context, done, total);
	}
	return true;
}

/* A customer of the state, whose rows are being read. */
struct reading {
	const struct night *night;
	struct slot *slot;
	const struct today *today;
	struct customer *customer;
	struct slice id;
	int32_t date;       /* of the last row */
	const char *start;  /* of the customer's rows; NULL: there is none yet */
	const char *copied; /* up to which the state has been passed on */
};

/* Add what today has brought, and write profile and state. */
static int renew(struct reading *reading, const struct today *today)
{
	struct visits *visits = &reading->customer->visits;
	struct slot *slot = reading->slot;

	for (size_t i = 0; i < today->count; i++)
		dealing_unpack(today->record[i], visits_add(visits));
	slot->today++;
	if (customer_put_profile(reading->customer, reading->night->rules, today->id,
		    &slot->profiles, &slot->why) < 0 ||
		customer_put_state(reading->customer, today->id, &slot->state, &slot->why) < 0)
		return customer_fail(today->id, &slot->why);
	return 0;
}

static void pass_on(struct reading *reading, const char *end)
{
	buf_put(&reading->slot->state,
		(struct slice){ reading->copied, (size_t)(end - reading->copied) });
	reading->copied = end;
}

/* Customers who are not in the state, and come before `id`, whose rows begin at `start`. */
static int put_new(struct reading *reading, struct slice id, const char *start)
{
	const struct slot *slot = reading->slot;

	while (slot->today < slot->today_end &&
		slice_compare(reading->today[slot->today].id, id) < 0) {
		pass_on(reading, start);
		visits_reset(&reading->customer->visits);
		if (renew(reading, &reading->today[slot->today]) < 0)
			return -1;
	}
	return 0;
}

/* All rows of the customer have been read; `end` is where they end. */
static int end_customer(struct reading *reading, const char *end)
{
	struct slot *slot = reading->slot;
	const struct today *today = &reading->today[slot->today];

	if (reading->start == NULL)
		return 0;
	if (slot->today < slot->today_end && slice_equal(today->id, reading->id)) {
		pass_on(reading, reading->start);
		reading->copied = end;
		return renew(reading, today);
	}
	if (customer_put_profile(reading->customer, reading->night->rules, reading->id,
		    &slot->profiles, &slot->why) < 0)
		return customer_fail(reading->id, &slot->why);
	return 0;
}

static int begin_customer(struct reading *reading, struct slice id, const char *start)
{
	if (end_customer(reading, start) < 0 || put_new(reading, id, start) < 0)
		return -1;
	visits_reset(&reading->customer->visits);
	if (reading->start == NULL)
		reading->slot->first = id;
	reading->slot->last = reading->id = id;
	reading->start = start;
	return 0;
}

static int read_day(struct reading *reading, const struct row *row)
{
	struct slot *slot = reading->slot;
	struct dealing day;
	struct slice id;

	if (ledger_read_day(row, &id, &day, &slot->why) < 0) {
		slot->failed_in_row = true;
		return -1;
	}
	if (reading->night->until_newest && day.date > reading->night->rules->as_of)
		slot->otherwise = true;
	if (reading->start == NULL || !slice_equal(id, reading->id)) {
		if (reading->start != NULL && slice_compare(id, reading->id) < 0)
			slot->otherwise = true;
		if (begin_customer(reading, id, row->base + row->start) < 0)
			return -1;
	} else if (day.date <= reading->date) {
		slot->otherwise = true;
	}
	reading->date = day.date;
	*visits_add(&reading->customer->visits) = day;
	return slot->otherwise ? -1 : 0;
}

static int read_block(struct reading *reading, struct reader *reader)
{
	struct slot *slot = reading->slot;
	const char *end = slot->block.bytes.at + slot->block.bytes.length;
	struct row row;
	int more;

	while ((more = reader_next(reader, &row, &slot->why)) != 0) {
		slot->line = row.line;
		slot->failed_in_row = more < 0;
		if (more < 0 || read_day(reading, &row) < 0)
			return -1;
	}
	if (end_customer(reading, end) < 0)
		return -1;
	pass_on(reading, end);
	while (slot->today < slot->today_end) {
		visits_reset(&reading->customer->visits);
		if (renew(reading, &reading->today[slot->today]) < 0)
			return -1;
	}
	return 0;
}

static void write_block(void *context, int worker, size_t number)
{
	const struct pass *pass = context;
	struct slot *slot = &pass->slot[number];
	struct reader *reader = pass->reader[worker];
	struct reading reading = {
		.night = pass->night,
		.slot = slot,
		.today = pass->today,
		.customer = &pass->night->customer[worker],
		.copied = slot->block.bytes.at,
	};

	if (slot->failed)
		return;
	slot->otherwise = false;
	slot->first.at = NULL;
	buf_reset(&slot->profiles);
	buf_reset(&slot->state);
	reader_begin(reader, &slot->block);
	slot->failed = read_block(&reading, reader) < 0;
	slot->lines = reader_lines(reader);
}

static int put_block(void *context, size_t number)
{
	struct pass *pass = context;
	struct slot *slot = &pass->slot[number];

	pass->lines += slot->block.lines_before;
	pass->otherwise = slot->otherwise || (!slot->failed && !is_next_block(pass, slot));
	if (pass->otherwise)
		return -1;
	if (slot->failed) {
		*pass->why = slot->why;
		return !slot->failed_in_row ? -1
					    : diag_line(pass->why, pass->night->path,
						      pass->lines + slot->line + 1);
	}
	pass->lines += slot->lines;
	if (output_write(pass->night->profiles, buf_slice(&slot->profiles), pass->why) < 0)
		return -1;
	return output_write(pass->night->state, buf_slice(&slot->state), pass->why);
}

int night_write(const struct night *night, struct diag *why)
{
	static const struct belt_work steps = { take_to_write, write_block, put_block };
	int jobs = night->run->jobs, result;
	struct part *part = mem_zero(KEYED_PARTITIONS, sizeof *part);
	struct pass pass = { .night = night };

	result = keyed_each(night->keyed, jobs, collect, part, why);
	if (result == 0)
		result = open_pass(&pass, night->path, jobs, why);
	if (result == 0 && !slice_is(stream_header(pass.in), ledger_state_header)) {
		result = NIGHT_OTHERWISE;
	} else if (result == 0) {
		put_in_order(&pass, part);
		result = belt_run(&steps, jobs, pass.slots, &pass);
		diag_code(why, NULL); /* a state that we wrote has no bad rows to be put aside */
		if (pass.otherwise)
			result = NIGHT_OTHERWISE;
	}
	close_pass(&pass, jobs);
	free(pass.today);
	for (size_t p = 0; p < KEYED_PARTITIONS; p++) {
		free(part[p].today);
		arena_release(&part[p].memory);
	}
	free(part);
	return result;
}
