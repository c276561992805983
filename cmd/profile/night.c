/* SPDX-License-Identifier: MIT */
#include "night.h"

#include <stdlib.h>

#include "base/arena.h"
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

	struct customer *customer; /* a worker's each */
	struct buf before;         /* the last customer of the blocks before … */
	bool has_before;           /* … if they have one */
	struct night_state found;

	struct today *today;
	size_t today_count, today_next;
	uint64_t lines; /* of the blocks that have been put */
	bool otherwise; /* the state is not as it must be */
	struct diag *why;
};

static int open_pass(struct pass *pass, const char *path, int jobs, struct diag *why)
{
	char *paths[] = { mem_text(path, strlen(path)), NULL };
	int result = stream_open(&pass->in, paths, 1, NULL, why);

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

/* Does the customer come behind those of the block before? The customer is remembered. */
static bool is_next_customer(struct slot *slot, struct slice id)
{
	bool is_first = slot->first.at == NULL;

	if (!is_first && slice_compare(slot->last, id) >= 0)
		return false;
	if (is_first)
		slot->first = id;
	slot->last = id;
	return true;
}

/* ---- looking ---- */

static bool take_to_look(void *context, size_t number)
{
	struct pass *pass = context;

	return take_block(pass, &pass->slot[number]);
}

static void note_newest(struct night_state *state, int32_t date)
{
	if (!state->has_rows || date > state->newest)
		state->newest = date;
	state->has_rows = true;
}

static void look(void *context, int worker, size_t number)
{
	const struct pass *pass = context;
	struct visits *visits = &pass->customer[worker].visits;
	struct slot *slot = &pass->slot[number];
	struct night_state *found = &slot->found;
	struct history history;
	struct row row;
	struct slice id;
	int more = 0;

	*found = (struct night_state){ .in_order = !slot->failed };
	slot->first.at = NULL;
	reader_begin(pass->reader[worker], &slot->block);
	while (found->in_order &&
		(more = reader_next(pass->reader[worker], &row, &slot->why)) > 0) {
		found->in_order = ledger_read_state(&row, &id, &history, &slot->why) == 0 &&
				  history_days(&history, visits, &slot->why) == 0 &&
				  is_next_customer(slot, id);
		if (found->in_order)
			note_newest(found, visits->day[visits->day_count - 1].date);
	}
	found->in_order &= more == 0;
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

	if (!slot->found.in_order || !is_next_block(pass, slot))
		return -1;
	if (slot->found.has_rows)
		note_newest(&pass->found, slot->found.newest);
	return 0;
}

int night_look(const char *path, int jobs, struct customer *customer, struct night_state *state,
	struct diag *why)
{
	static const struct belt_work steps = { take_to_look, look, add_look };
	struct pass pass = { .customer = customer };
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

/* The rows of a block on their way. */
struct reading {
	const struct pass *pass;
	struct slot *slot;
	struct customer *customer;
	const char *copied; /* up to which the state has been passed on */
};

/* The next customer of today who belongs to this block; NULL: there is none left. */
static const struct today *next_today(const struct reading *reading)
{
	const struct slot *slot = reading->slot;

	return slot->today < slot->today_end ? &reading->pass->today[slot->today] : NULL;
}

static int put_profile(struct reading *reading, struct slice id)
{
	struct slot *slot = reading->slot;
	const struct customer_rules *rules = reading->pass->night->rules;

	return customer_put_profile(reading->customer, rules, id, &slot->profiles, &slot->why) < 0
		       ? customer_fail(id, &slot->why)
		       : 0;
}

/* Add what today has brought to what is known, and write profile and state. */
static int renew(struct reading *reading, const struct today *today)
{
	struct visits *visits = &reading->customer->visits;
	struct slot *slot = reading->slot;

	slot->today++;
	for (size_t i = 0; i < today->count; i++)
		dealing_unpack(today->record[i], visits_add(visits));
	visits_compact(visits);
	if (put_profile(reading, today->id) < 0)
		return -1;
	return customer_put_state(reading->customer, today->id, &slot->state, &slot->why) < 0
		       ? customer_fail(today->id, &slot->why)
		       : 0;
}

/* The state up to `end` is passed on as it is. Its last row may have lost its line end. */
static void pass_on(struct reading *reading, const char *end)
{
	struct slice rows = { reading->copied, (size_t)(end - reading->copied) };

	reading->copied = end;
	buf_put(&reading->slot->state, rows);
	if (rows.length > 0 && end[-1] != '\n')
		buf_char(&reading->slot->state, '\n');
}

/* Customers who are not in the state: those before `id`, or all that are left if it is NULL. */
static int put_new(struct reading *reading, const struct slice *id)
{
	const struct today *today;

	while ((today = next_today(reading)) != NULL &&
		(id == NULL || slice_compare(today->id, *id) < 0)) {
		visits_reset(&reading->customer->visits);
		if (renew(reading, today) < 0)
			return -1;
	}
	return 0;
}

/* A row of the state is no row that we wrote, or as it must not be. */
static int fail_in_row(struct slot *slot)
{
	slot->failed_in_row = true;
	return -1;
}

/* Profiles are made as of a day that must be the newest. */
static bool is_newer(struct reading *reading, int32_t date)
{
	const struct night *night = reading->pass->night;

	reading->slot->otherwise = night->until_newest && date > night->rules->as_of;
	return reading->slot->otherwise;
}

/* Where the next row begins. */
static const char *row_behind(const struct reading *reading, const struct row *row)
{
	const char *end = row->base + row->end;

	return end + (end < reading->slot->block.bytes.at + reading->slot->block.bytes.length);
}

/* The customer has new rows. */
static int add_today(struct reading *reading, const struct history *history, const struct row *row)
{
	struct visits *visits = &reading->customer->visits;

	pass_on(reading, row->base + row->start);
	reading->copied = row_behind(reading, row);
	visits_reset(visits);
	if (history_dealings(history, visits, &reading->slot->why) < 0)
		return fail_in_row(reading->slot);
	if (is_newer(reading, visits->dealing[visits->count - 1].date))
		return -1;
	return renew(reading, next_today(reading));
}

/* The customer has none: the row will be passed on. */
static int keep(struct reading *reading, const struct history *history, struct slice id)
{
	struct visits *visits = &reading->customer->visits;

	if (history_days(history, visits, &reading->slot->why) < 0)
		return fail_in_row(reading->slot);
	if (is_newer(reading, visits->day[visits->day_count - 1].date))
		return -1;
	return put_profile(reading, id);
}

static int read_customer(struct reading *reading, const struct row *row)
{
	struct slot *slot = reading->slot;
	const struct today *today = next_today(reading);
	struct history history;
	struct slice id;

	if (ledger_read_state(row, &id, &history, &slot->why) < 0)
		return fail_in_row(slot);
	slot->otherwise = !is_next_customer(slot, id);
	if (slot->otherwise)
		return -1;
	if (today != NULL && slice_compare(today->id, id) < 0) {
		pass_on(reading, row->base + row->start);
		if (put_new(reading, &id) < 0)
			return -1;
		today = next_today(reading);
	}
	if (today != NULL && slice_equal(today->id, id))
		return add_today(reading, &history, row);
	return keep(reading, &history, id);
}

static int read_block(struct reading *reading, struct reader *reader)
{
	struct slot *slot = reading->slot;
	struct row row;
	int more;

	while ((more = reader_next(reader, &row, &slot->why)) != 0) {
		slot->line = row.line;
		if (more < 0)
			return fail_in_row(slot);
		if (read_customer(reading, &row) < 0)
			return -1;
	}
	pass_on(reading, slot->block.bytes.at + slot->block.bytes.length);
	return put_new(reading, NULL);
}

static void write_block(void *context, int worker, size_t number)
{
	const struct pass *pass = context;
	struct slot *slot = &pass->slot[number];
	struct reader *reader = pass->reader[worker];
	struct reading reading = {
		.pass = pass,
		.slot = slot,
		.customer = &pass->customer[worker],
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
	struct pass pass = { .night = night, .customer = night->customer };

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
