/* SPDX-License-Identifier: MIT */
#include "joined.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "part.h"
#include "run/keyed.h"
#include "tab/added.h"
#include "tab/columns.h"

enum { MOST_FIELDS = 8 };

struct entry {
	struct slice id, fields;
};

/* What one thread has put aside. */
struct part {
	struct entry *entry;
	size_t count, capacity;
	struct arena texts;
};

struct joined {
	struct part part[KEYED_PARTITIONS];
	const char *const *name;
	size_t names;
	struct columns ids;         /* a table of names is one of ids too: … */
	const struct slice *fields; /* … these belong to the id at the same place */
	struct added added;
	int id_column;
	uint64_t unknown;    /* rows of whom nothing is known */
	unsigned char *seen; /* ids that had a row */
};

/* A worker's count. */
struct worker {
	struct joined *joined;
	uint64_t unknown;
};

struct joined *joined_new(const char *const *name, size_t count)
{
	struct joined *joined = mem_zero(1, sizeof *joined);

	joined->name = name;
	joined->names = count;
	return joined;
}

void joined_add(struct joined *joined, size_t partition, struct slice id, struct slice fields)
{
	struct part *part = &joined->part[partition];

	part->entry = mem_grow(part->entry, &part->capacity, part->count + 1, sizeof *part->entry);
	part->entry[part->count++] =
		(struct entry){ arena_copy(&part->texts, id), arena_copy(&part->texts, fields) };
}

static void make_table(struct joined *joined)
{
	struct slice *fields;
	size_t count = 0;

	for (size_t i = 0; i < KEYED_PARTITIONS; i++)
		count += joined->part[i].count;
	joined->fields = fields = mem_alloc(count * sizeof *fields);
	joined->seen = mem_zero(count, 1);
	for (size_t i = 0; i < KEYED_PARTITIONS; i++)
		for (size_t n = 0; n < joined->part[i].count; n++) {
			const struct entry *entry = &joined->part[i].entry[n];

			fields[columns_add(&joined->ids, entry->id)] = entry->fields;
		}
}

static void *begin_map(void *context)
{
	struct worker *worker = mem_zero(1, sizeof *worker);

	worker->joined = context;
	return worker;
}

static int map_row(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	struct worker *worker = state;
	struct joined *joined = worker->joined;
	struct slice value[MOST_FIELDS] = { { NULL, 0 } };
	int at = columns_find(&joined->ids, row_field(row, (size_t)joined->id_column));

	(void)why;
	if (at >= 0) {
		struct slice rest = joined->fields[at];

		__atomic_store_n(&joined->seen[at], 1, __ATOMIC_RELAXED);
		for (size_t i = 0; i < joined->names; i++)
			slice_cut(&rest, '\t', &value[i]);
	} else {
		worker->unknown++;
	}
	added_put_row(&joined->added, row, value, out);
	return RUN_ROW_USED;
}

static void end_map(void *context, void *state)
{
	struct joined *joined = context;

	joined->unknown += ((const struct worker *)state)->unknown;
	free(state);
}

static void note_count(uint64_t count, const char *one, const char *several)
{
	struct buf text = BUF_EMPTY;

	if (count == 0)
		return;
	num_put_grouped(&text, (int64_t)count);
	app_note("%s %s", buf_string(&text), count == 1 ? one : several);
	buf_release(&text);
}

static void note(const struct joined *joined)
{
	uint64_t without_row = 0;

	for (size_t i = 0; i < joined->ids.count; i++)
		without_row += !joined->seen[i];
	note_count(joined->unknown, "row is of a customer of whom the ledgers say nothing",
		"rows are of customers of whom the ledgers say nothing");
	note_count(without_row, "customer of the ledgers has no row",
		"customers of the ledgers have no row");
}

int joined_map(struct joined *joined, struct filter *filter, struct diag *why)
{
	static const struct run_map map = { begin_map, map_row, end_map };
	const char *id = churn_given()->id != NULL ? churn_given()->id : "customer_id";
	struct buf header = BUF_EMPTY;
	int result;

	if (columns_need(stream_columns(filter->in), id, &joined->id_column, why) < 0)
		return diag_line(why, stream_input_name(filter->in, 0), 1);
	make_table(joined);
	added_begin(&joined->added, joined->name, joined->names, stream_columns(filter->in));
	added_put_header(&joined->added, stream_header(filter->in), &header);
	result = filter_put_header(filter, buf_slice(&header), why);
	if (result == 0)
		result = run_map(
			&filter->run, filter->in, &map, joined, filter->out, &filter->counts, why);
	if (result == 0)
		note(joined);
	buf_release(&header);
	return result;
}

void joined_free(struct joined *joined)
{
	for (size_t i = 0; i < KEYED_PARTITIONS; i++) {
		free(joined->part[i].entry);
		arena_release(&joined->part[i].texts);
	}
	columns_release(&joined->ids);
	added_release(&joined->added);
	free((void *)(uintptr_t)joined->fields);
	free(joined->seen);
	free(joined);
}
