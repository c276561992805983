/* SPDX-License-Identifier: MIT */
#include "run/run.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "run/belt.h"
#include "tab/rejects.h"

/* A bad row that has been put aside; its text is in the slot's `rejects` up to `end`. */
struct reject {
	uint64_t line; /* in the block */
	uint64_t offset;
	size_t end;
	bool none; /* it is no row, and no reject */
};

/* A row that was used, of a map that is not through with it; its output is in `out` up to `end`. */
struct used {
	uint64_t line;   /* in the block */
	uint64_t number; /* in the block, from 1 */
	size_t raw_start, raw_length;
	size_t end;
};

/* A block on its way: read, worked on, finished. */
struct slot {
	struct block block;
	bool failed;        /* `why` holds the reason */
	bool failed_in_row; /* … and `failed_line` the line of the block */
	uint64_t failed_line;
	struct diag why;
	struct buf out;
	struct buf rejects;
	struct reject *reject;
	size_t reject_count, reject_capacity;
	size_t reject_next; /* to be written */
	struct used *used;
	size_t used_count, used_capacity;
	struct run_counts counts;
	uint64_t lines;
};

/* One pass over a stream, by either fold or map. */
struct pass {
	const struct run *run;
	struct stream *in;
	const struct run_fold *fold;
	const struct run_map *map;
	run_admit admit; /* or NULL */
	void *tool;
	void **state; /* a worker's each */
	struct output *out;

	struct reader **reader;
	struct slot *slot;
	size_t slot_count;
	bool ended; /* there are no more blocks to be read */

	/* of the finisher alone */
	size_t input;
	uint64_t lines; /* of that input, before the block */
	struct run_counts counts;
	struct buf reject, numbered;
	struct buf table; /* of input `table_input`, as the rejects have it */
	size_t table_input;
	struct diag *why;
};

/* The bytes of a record, as far as others may know them. */
static struct slice raw_record(
	const struct pass *pass, const struct slot *slot, size_t start, size_t length)
{
	return (struct slice){ slot->block.bytes.at + start, pass->run->withhold ? 0 : length };
}

static void put_aside(const struct pass *pass, struct slot *slot, const struct row *row, bool none,
	const struct diag *reason)
{
	struct reject *reject;
	struct slice raw = raw_record(pass, slot, row->raw_start, row->raw_length);

	slot->reject = mem_grow(
		slot->reject, &slot->reject_capacity, slot->reject_count + 1, sizeof *slot->reject);
	reject = &slot->reject[slot->reject_count++];
	rejects_format(&slot->rejects, reason, raw);
	reject->line = row->line;
	reject->offset = slot->block.offset + row->raw_start;
	reject->end = slot->rejects.length;
	reject->none = none;
	slot->counts.rejected += !none;
	slot->counts.filtered += none;
}

/* One row, by whichever the pass is. A bad row's output is taken back. */
static int use_row(const struct pass *pass, void *state, struct slot *slot, const struct row *row)
{
	size_t before = slot->out.length;
	int result;

	if (pass->map == NULL)
		return pass->fold->row(state, row, &slot->why);
	result = pass->map->row(state, row, &slot->out, &slot->why);
	if (result != RUN_ROW_USED)
		slot->out.length = before;
	return result;
}

/* Remember a row that has yet to get its number or to be admitted. */
static void note_used(struct slot *slot, const struct row *row)
{
	slot->used = mem_grow(
		slot->used, &slot->used_capacity, slot->used_count + 1, sizeof *slot->used);
	slot->used[slot->used_count++] = (struct used){
		.line = row->line,
		.number = slot->counts.read,
		.raw_start = row->raw_start,
		.raw_length = row->raw_length,
		.end = slot->out.length,
	};
}

/* The lines behind the rows, which the user calls none. */
static void leave_out_footer(const struct pass *pass, struct slot *slot)
{
	const struct table *table = stream_table(pass->in, slot->block.input);
	const char *start = slot->block.bytes.at, *at = start + slot->block.bytes.length;
	const char *end = at + slot->block.footer;
	struct row row = { .line = slot->lines };
	struct diag why;

	diag_fail(&why, "the end of a report");
	diag_code(&why, "footer");
	while (at < end) {
		const char *next = csvrecord_line_end(at, end, &table->dialect.csv);

		next = next == NULL ? end
				    : csvrecord_behind_line_end(next, end, &table->dialect.csv);
		row.raw_start = (size_t)(at - start);
		row.raw_length = (size_t)(next - at);
		if (*at != '\n' && *at != '\r') { /* a blank line is no record */
			slot->counts.read++;
			if (pass->run->watch != NULL)
				put_aside(pass, slot, &row, true, &why);
			else
				slot->counts.filtered++;
		}
		row.line++;
		at = next;
	}
}

static void work_block(void *context, int worker, size_t number)
{
	const struct pass *pass = context;
	struct slot *slot = &pass->slot[number];
	struct reader *reader = pass->reader[worker];
	void *state = pass->state[worker];
	struct row row;
	int result;

	if (slot->failed)
		return;
	reader_begin(reader, &slot->block);
	while ((result = reader_next(reader, &row, &slot->why)) != 0) {
		slot->counts.read++;
		if (result == 1)
			result = use_row(pass, state, slot, &row);
		if (result == RUN_ROW_USED) {
			slot->counts.used++;
			if (pass->admit != NULL || pass->run->numbers)
				note_used(slot, &row);
		} else if (result == RUN_ROW_NONE && pass->run->watch != NULL) {
			put_aside(pass, slot, &row, true, &slot->why);
		} else if (result == RUN_ROW_FILTERED || result == RUN_ROW_NONE) {
			slot->counts.filtered++;
		} else if (result == RUN_STOP) {
			slot->failed = true;
			return;
		} else if (pass->run->seen) {
			slot->counts.rejected++;
		} else if (pass->run->rejects != NULL) {
			put_aside(pass, slot, &row, false, &slot->why);
		} else {
			slot->failed = slot->failed_in_row = true;
			slot->failed_line = row.line;
			return;
		}
	}
	slot->lines = reader_lines(reader);
	if (slot->block.footer > 0)
		leave_out_footer(pass, slot);
	if (pass->fold != NULL && pass->fold->settle != NULL)
		slot->failed = pass->fold->settle(state, &slot->why) < 0;
}

/* Make the slot ready for its next block; its memory stays. */
static void clear_slot(struct slot *slot)
{
	buf_reset(&slot->out);
	buf_reset(&slot->rejects);
	slot->reject_count = slot->reject_next = slot->used_count = 0;
	slot->counts = (struct run_counts){ 0, 0, 0, 0 };
	slot->lines = 0;
	slot->failed = slot->failed_in_row = false;
}

static void show_progress(const struct pass *pass)
{
	uint64_t done, total;

	if (pass->run->progress == NULL)
		return;
	stream_position(pass->in, &done, &total);
	pass->run->progress(pass->run->progress_context, done, total);
}

/* Read the next block into a slot. That it cannot be read is told when its turn comes. */
static bool take_block(void *context, size_t number)
{
	struct pass *pass = context;
	struct slot *slot = &pass->slot[number];
	int more;

	if (pass->ended)
		return false;
	clear_slot(slot);
	more = stream_next(pass->in, &slot->block, &slot->why);
	slot->failed = more < 0;
	pass->ended = more <= 0;
	show_progress(pass);
	return more != 0;
}

/* The line in its input, from 1, of one in a block that is being finished. */
static uint64_t line_of(const struct pass *pass, const struct slot *slot, uint64_t line)
{
	return stream_line(pass->in, slot->block.input, pass->lines + line + 1);
}

static int write_reject(struct pass *pass, const struct slot *slot, uint64_t line, uint64_t offset,
	struct slice rest)
{
	const struct run_watch *watch = pass->run->watch;
	struct slice column, reason, others = rest;

	if (!pass->run->withhold &&
		(pass->table.length == 0 || pass->table_input != slot->block.input)) {
		buf_reset(&pass->table);
		stream_put_table(pass->in, slot->block.input, &pass->table);
		pass->table_input = slot->block.input;
	}
	if (rejects_put(pass->run->rejects, stream_input_name(pass->in, slot->block.input),
		    line_of(pass, slot, line), stream_offset(pass->in, slot->block.input, offset),
		    rest, buf_slice(&pass->table), pass->why) < 0)
		return -1;
	if (watch != NULL && slice_cut(&others, '\t', &column) && slice_cut(&others, '\t', &reason))
		watch->reject(watch->context, slot->block.input, column, reason);
	return 0;
}

/* Tell whoever watches of what is no row. */
static void tell_none(
	const struct pass *pass, const struct slot *slot, uint64_t line, struct slice rest)
{
	const struct run_watch *watch = pass->run->watch;
	struct slice column, reason, message;

	if (slice_cut(&rest, '\t', &column) && slice_cut(&rest, '\t', &reason) &&
		slice_cut(&rest, '\t', &message))
		watch->none(watch->context, slot->block.input, line_of(pass, slot, line), reason,
			(struct slice){ rest.at, rest.length - 1 });
}

/* Write the rejects of the lines before `line`, which have not been written yet. */
static int write_rejects(struct pass *pass, struct slot *slot, uint64_t line)
{
	for (; slot->reject_next < slot->reject_count; slot->reject_next++) {
		const struct reject *reject = &slot->reject[slot->reject_next];
		size_t start = slot->reject_next > 0 ? reject[-1].end : 0;
		struct slice rest = { slot->rejects.at + start, reject->end - start };

		if (reject->line >= line)
			return 0;
		if (reject->none)
			tell_none(pass, slot, reject->line, rest);
		else if (write_reject(pass, slot, reject->line, reject->offset, rest) < 0)
			return -1;
	}
	return 0;
}

/* A row was good by itself, but not behind those that came before it. */
static int turn_away(
	struct pass *pass, struct slot *slot, const struct used *used, const struct diag *reason)
{
	struct slice raw = raw_record(pass, slot, used->raw_start, used->raw_length);

	slot->counts.rejected++;
	buf_reset(&pass->reject);
	rejects_format(&pass->reject, reason, raw);
	if (write_rejects(pass, slot, used->line) < 0)
		return -1;
	return write_reject(pass, slot, used->line, slot->block.offset + used->raw_start,
		buf_slice(&pass->reject));
}

static int admit_row(
	struct pass *pass, struct slot *slot, const struct used *used, struct slice made)
{
	struct run_place place = { slot->block.input, line_of(pass, slot, used->line) };
	struct diag reason;
	int result = pass->admit(pass->tool, &place, made, &reason);

	if (result == RUN_ROW_USED)
		return result;
	slot->counts.used--;
	if (result == RUN_ROW_FILTERED) {
		slot->counts.filtered++;
	} else if (result == RUN_STOP) {
		*pass->why = reason;
		return -1;
	} else if (pass->run->rejects == NULL) {
		slot->failed = slot->failed_in_row = true;
		slot->failed_line = used->line;
		slot->why = reason;
	} else if (turn_away(pass, slot, used, &reason) < 0) {
		return -1;
	}
	return RUN_ROW_FILTERED;
}

/* Put the numbers of the rows into what the map has made of them. */
static void number_rows(struct pass *pass, struct slot *slot)
{
	struct buf *out = &pass->numbered, other = slot->out;
	struct slice rest = buf_slice(&slot->out);

	if (!pass->run->numbers)
		return;
	buf_reset(out);
	for (size_t i = 0; i < slot->used_count; i++) {
		struct used *used = &slot->used[i];
		size_t end = used->end - (slot->out.length - rest.length);
		struct slice made = { rest.at, end }, part;

		rest.at += end;
		rest.length -= end;
		while (slice_cut(&made, RUN_NUMBER, &part)) {
			buf_put(out, part);
			if (made.at != NULL)
				num_put_int(out, (int64_t)(pass->counts.read + used->number));
		}
		used->end = out->length;
	}
	slot->out = *out;
	*out = other;
}

/* Let the map see its rows in order, and take back what it does not admit. */
static int admit_rows(struct pass *pass, struct slot *slot)
{
	size_t start = 0, kept = 0;

	if (slot->used_count == 0)
		return 0;
	for (size_t i = 0; i < slot->used_count; i++) {
		const struct used *used = &slot->used[i];
		struct slice made = { slot->out.at + start, used->end - start };
		int result = admit_row(pass, slot, used, made);

		if (result < 0)
			return -1;
		if (result == RUN_ROW_USED) {
			memmove(slot->out.at + kept, made.at, made.length);
			kept += made.length;
		} else if (slot->failed && slot->failed_line == used->line) {
			break;
		}
		start = used->end;
	}
	slot->out.length = kept;
	return 0;
}

static void count_rows(struct pass *pass, const struct slot *slot)
{
	const struct run_watch *watch = pass->run->watch;

	pass->counts.read += slot->counts.read;
	pass->counts.used += slot->counts.used;
	pass->counts.rejected += slot->counts.rejected;
	pass->counts.filtered += slot->counts.filtered;
	if (watch != NULL)
		watch->rows(watch->context, slot->block.input, &slot->counts);
}

/* What happens with blocks in their order: places become known, output is written. */
static int finish_block(void *context, size_t number)
{
	struct pass *pass = context;
	struct slot *slot = &pass->slot[number];

	if (slot->failed && !slot->failed_in_row) {
		*pass->why = slot->why;
		return -1;
	}
	if (slot->block.input != pass->input)
		pass->lines = 0;
	pass->input = slot->block.input;
	pass->lines += slot->block.lines_before;
	number_rows(pass, slot);
	if (pass->admit != NULL && admit_rows(pass, slot) < 0)
		return -1;
	if (pass->out != NULL && output_write(pass->out, buf_slice(&slot->out), pass->why) < 0)
		return -1;
	if (write_rejects(pass, slot, UINT64_MAX) < 0)
		return -1;
	count_rows(pass, slot);
	if (slot->failed) {
		*pass->why = slot->why;
		return diag_line(pass->why, stream_input_name(pass->in, pass->input),
			line_of(pass, slot, slot->failed_line));
	}
	pass->lines += slot->lines;
	return 0;
}

/* A stream that fits in one block is not worth a thread. */
static int useful_jobs(const struct run *run, const struct stream *in)
{
	uint64_t done, total;

	stream_position(in, &done, &total);
	return run->jobs > 1 && (total == 0 || total > CHUNK_SIZE) ? run->jobs : 1;
}

static void release_slots(struct pass *pass)
{
	for (size_t i = 0; i < pass->slot_count; i++) {
		struct slot *slot = &pass->slot[i];

		chunk_release(&slot->block.chunk);
		buf_release(&slot->out);
		buf_release(&slot->rejects);
		free(slot->reject);
		free(slot->used);
	}
	free(pass->slot);
}

static int run_pass(struct pass *pass, void *(*begin)(void *), void (*end)(void *, void *),
	void *tool, struct run_counts *counts)
{
	static const struct belt_work steps = { take_block, work_block, finish_block };
	int jobs = useful_jobs(pass->run, pass->in), result;

	pass->slot_count = jobs == 1 ? 1 : (size_t)jobs * 3;
	pass->slot = mem_zero(pass->slot_count, sizeof *pass->slot);
	pass->state = mem_zero((size_t)jobs, sizeof *pass->state);
	pass->reader = mem_zero((size_t)jobs, sizeof *pass->reader);
	for (int i = 0; i < jobs; i++) {
		pass->state[i] = begin(tool);
		pass->reader[i] = reader_new(pass->in);
	}
	result = belt_run(&steps, jobs, pass->slot_count, pass);
	for (int i = 0; i < jobs; i++) {
		end(tool, pass->state[i]);
		reader_free(pass->reader[i]);
	}
	release_slots(pass);
	buf_release(&pass->reject);
	buf_release(&pass->table);
	buf_release(&pass->numbered);
	free(pass->state);
	free(pass->reader);
	if (counts != NULL)
		*counts = pass->counts;
	return result;
}

int run_fold(const struct run *run, struct stream *in, const struct run_fold *fold, void *tool,
	struct run_counts *counts, struct diag *why)
{
	struct pass pass = { .run = run, .in = in, .fold = fold, .tool = tool, .why = why };

	return run_pass(&pass, fold->begin, fold->end, tool, counts);
}

int run_map(const struct run *run, struct stream *in, const struct run_map *map, void *tool,
	struct output *out, struct run_counts *counts, struct diag *why)
{
	return run_map_admit(run, in, map, NULL, tool, out, counts, why);
}

int run_map_admit(const struct run *run, struct stream *in, const struct run_map *map,
	run_admit admit, void *tool, struct output *out, struct run_counts *counts,
	struct diag *why)
{
	struct pass pass = {
		.run = run,
		.in = in,
		.map = map,
		.admit = admit,
		.tool = tool,
		.out = out,
		.why = why,
	};

	return run_pass(&pass, map->begin, map->end, tool, counts);
}
