/* SPDX-License-Identifier: MIT */
#include "repeats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "io/lock.h"
#include "run/unique.h"
#include "tab/escape.h"

/* A key's number is the input where it came first, 0 for --seen, and the line there. */
enum { LINE_BITS = 40 };

struct repeats {
	const struct repeats_settings *settings;
	const struct plan *plan;
	const struct stream *in;
	size_t *part; /* the columns of the key, by their places in the output */
	size_t parts, capacity;
	bool whole;          /* the key is the row, whatever is missing */
	struct slice *field; /* of the row, as far as the key needs them */
	size_t fields;
	struct unique *unique;
	struct buf key;
	uint64_t count;
	int lock;           /* of the file of --seen; -1: none */
	struct output *out; /* its new content, or NULL */
};

static int add_part(struct repeats *repeats, struct slice name, struct diag *why)
{
	const struct plan *plan = repeats->plan;
	const struct target *target = plan_find(plan, name);
	struct buf list = BUF_EMPTY;
	size_t place;

	if (target == NULL) {
		plan_put_names(plan, ", ", &list);
		diag_usage(why, "--unique: the output has no column '" SLICE "'; there are: %s",
			SLICE_ARG(name), buf_string(&list));
		buf_release(&list);
		return -1;
	}
	place = (size_t)(target - plan->target);
	repeats->part = mem_grow(
		repeats->part, &repeats->capacity, repeats->parts + 1, sizeof *repeats->part);
	repeats->part[repeats->parts++] = place;
	repeats->fields = place + 1 > repeats->fields ? place + 1 : repeats->fields;
	return 0;
}

static int add_parts(struct repeats *repeats, const char *names, char between, struct diag *why)
{
	struct slice list = slice_of(names), name;

	while (slice_cut(&list, between, &name))
		if (add_part(repeats, name, why) < 0)
			return -1;
	return 0;
}

static int find_parts(struct repeats *repeats, struct diag *why)
{
	const struct plan *plan = repeats->plan;
	const char *unique = repeats->settings->unique;

	repeats->whole = strcmp(unique, "*") == 0;
	for (size_t i = 0; repeats->whole && i < plan->count; i++)
		if (add_part(repeats, plan->target[i].name, why) < 0)
			return -1;
	if (repeats->whole)
		return 0;
	if (strcmp(unique, "key") != 0 || plan_find(plan, slice_of("key")) != NULL)
		return add_parts(repeats, unique, ',', why);
	if (plan->kind == NULL)
		return diag_usage(why, "--unique key: it is --kind that has a key");
	return add_parts(repeats, plan->kind->key, ' ', why);
}

static void put_header(const struct repeats *repeats, struct buf *out)
{
	for (size_t i = 0; i < repeats->parts; i++) {
		if (i > 0)
			buf_char(out, '\t');
		escape_put(out, repeats->plan->target[repeats->part[i]].name);
	}
	buf_char(out, '\n');
}

/* Take over the keys of one block of the old file. */
static int take_block(struct repeats *repeats, struct reader *reader, const struct block *block,
	uint64_t lines, struct diag *why)
{
	struct row row;
	uint64_t first;
	int result;

	reader_begin(reader, block);
	while ((result = reader_next(reader, &row, why)) > 0) {
		if (unique_add(repeats->unique, row_line(&row), lines + row.line + 1, &first, why) <
			0)
			return -1;
	}
	if (result < 0)
		return diag_line(why, repeats->settings->seen, lines + row.line + 1);
	return output_write(repeats->out, block->bytes, why);
}

static int take_rows(struct repeats *repeats, struct stream *old, struct diag *why)
{
	struct reader *reader = reader_new(old);
	struct block block = BLOCK_EMPTY;
	uint64_t lines = 0;
	int result;

	while ((result = stream_next(old, &block, why)) > 0) {
		lines += block.lines_before;
		result = take_block(repeats, reader, &block, lines, why);
		if (result < 0)
			break;
		lines += reader_lines(reader);
	}
	chunk_release(&block.chunk);
	reader_free(reader);
	return result;
}

static int take_old(struct repeats *repeats, struct slice header, struct diag *why)
{
	const char *path = repeats->settings->seen;
	char *paths[] = { mem_text(path, strlen(path)), NULL };
	struct stream *old;
	int result = stream_open(&old, paths, 1, NULL, why);

	if (result == 0 && !slice_equal(stream_header(old), header)) {
		diag_fail(why, "these are not the keys of --unique %s", repeats->settings->unique);
		result = diag_line(why, path, 1);
	}
	if (result == 0)
		result = take_rows(repeats, old, why);
	if (result < 0)
		diag_code(why, NULL); /* this is beyond --rejects */
	stream_close(old);
	free(paths[0]);
	return result;
}

static int open_seen(struct repeats *repeats, struct diag *why)
{
	const char *seen = repeats->settings->seen;
	struct buf header = BUF_EMPTY;
	struct stat info;
	int result;

	if (seen == NULL)
		return 0;
	repeats->lock = lock_take(seen, why);
	if (repeats->lock < 0 || output_open(&repeats->out, seen, why) < 0)
		return -1;
	put_header(repeats, &header);
	result = output_write(repeats->out, buf_slice(&header), why);
	if (result == 0 && fstat(repeats->lock, &info) != 0)
		result = diag_errno(why, "%s", seen);
	if (result == 0 && info.st_size > 0)
		result = take_old(repeats, buf_slice(&header), why);
	buf_release(&header);
	return result;
}

int repeats_open(struct repeats **result, const struct repeats_settings *settings,
	const struct plan *plan, const struct stream *in, struct diag *why)
{
	struct repeats *repeats = mem_zero(1, sizeof *repeats);

	*result = NULL;
	*repeats = (struct repeats){ .settings = settings, .plan = plan, .in = in, .lock = -1 };
	repeats->unique = unique_new(settings->memory);
	if (find_parts(repeats, why) < 0 || open_seen(repeats, why) < 0)
		return repeats_close(repeats, -1, why);
	repeats->field = mem_zero(repeats->fields, sizeof *repeats->field);
	*result = repeats;
	return 0;
}

/* Make the key of a row. Returns whether it has one. */
static bool make_key(struct repeats *repeats, struct slice row)
{
	bool complete = true;

	for (size_t i = 0; i < repeats->fields; i++)
		slice_cut(&row, '\t', &repeats->field[i]);
	buf_reset(&repeats->key);
	for (size_t i = 0; i < repeats->parts; i++) {
		struct slice field = repeats->field[repeats->part[i]];

		complete &= field.length > 0 && !slice_is(field, "\\N");
		if (i > 0)
			buf_char(&repeats->key, '\t');
		buf_put(&repeats->key, field);
	}
	return complete || repeats->whole;
}

static int refuse(struct repeats *repeats, uint64_t first, struct diag *why)
{
	uint64_t line = first & (((uint64_t)1 << LINE_BITS) - 1);
	size_t input = (size_t)(first >> LINE_BITS);
	const char *name =
		input == 0 ? repeats->settings->seen : stream_input_name(repeats->in, input - 1);

	repeats->count++;
	diag_fail(why, "duplicate of line %" PRIu64 " of '%s'", line, name);
	diag_code(why, "duplicate");
	if (!repeats->whole)
		diag_column(why, repeats->plan->target[repeats->part[0]].name);
	return -1;
}

int repeats_admit(
	struct repeats *repeats, const struct run_place *place, struct slice made, struct diag *why)
{
	uint64_t number = ((uint64_t)place->input + 1) << LINE_BITS | place->line, first;
	int added;

	made.length--; /* the LF */
	if (!make_key(repeats, made))
		return RUN_ROW_USED;
	added = unique_add(repeats->unique, buf_slice(&repeats->key), number, &first, why);
	if (added < 0)
		return RUN_STOP;
	if (added == 0)
		return refuse(repeats, first, why);
	if (repeats->out == NULL)
		return RUN_ROW_USED;
	buf_char(&repeats->key, '\n');
	return output_write(repeats->out, buf_slice(&repeats->key), why) < 0 ? RUN_STOP
									     : RUN_ROW_USED;
}

uint64_t repeats_count(const struct repeats *repeats)
{
	return repeats != NULL ? repeats->count : 0;
}

int repeats_close(struct repeats *repeats, int result, struct diag *why)
{
	if (repeats == NULL)
		return result;
	if (result == 0 && repeats->out != NULL)
		result = output_commit(repeats->out, why);
	else
		output_discard(repeats->out);
	lock_release(repeats->lock);
	unique_free(repeats->unique);
	buf_release(&repeats->key);
	free(repeats->field);
	free(repeats->part);
	free(repeats);
	return result;
}
