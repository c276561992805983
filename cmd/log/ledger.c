/* SPDX-License-Identifier: MIT */
#include "ledger.h"

#include "tab/escape.h"

/* Append a field in the one way in which crm-log writes it. */
static void put_as_written(struct buf *out, struct slice field, struct buf *spare)
{
	if (escape_is_missing(field))
		return;
	if (escape_is_plain(field)) {
		buf_put(out, field);
		return;
	}
	buf_reset(spare);
	escape_remove(spare, field);
	escape_put(out, buf_slice(spare));
}

/* The key of a row of the ledger; false if it has none. */
static bool key_of_row(struct work *work, const struct row *row, struct slice *key)
{
	struct slice line = { row->base + row->start, row->end - row->start };

	if (work->settings->key == NULL && escape_is_plain(line)) {
		*key = line;
		return true;
	}
	buf_reset(&work->key);
	for (size_t i = 0; i < row->count; i++) {
		struct slice field = row_field(row, i);

		if (!work->target[i].in_key)
			continue;
		if (work->settings->key != NULL && escape_is_missing(field))
			return false;
		put_as_written(&work->key, field, &work->field);
		buf_char(&work->key, '\t');
	}
	work->key.length--;
	*key = buf_slice(&work->key);
	return true;
}

bool ledger_same(struct work *work, struct slice a, struct slice b, size_t *column,
	struct slice *in_a, struct slice *in_b)
{
	if (slice_equal(a, b))
		return true;
	for (*column = 0; slice_cut(&a, '\t', in_a) && slice_cut(&b, '\t', in_b); ++*column) {
		if (!work->target[*column].compared)
			continue;
		buf_reset(&work->other);
		put_as_written(&work->other, *in_b, &work->field);
		if (!slice_equal(*in_a, buf_slice(&work->other)))
			return false;
	}
	return true;
}

static void note_row(struct work *work, const struct row *row, uint64_t line)
{
	struct slice there = { row->base + row->start, row->end - row->start };
	struct slice key, mine, other;
	struct fact *fact;
	size_t column;

	if (!key_of_row(work, row, &key))
		return;
	fact = facts_find(&work->facts, key);
	if (fact == NULL || fact->same)
		return;
	fact->same = ledger_same(work, fact->line, there, &column, &mine, &other);
	if (fact->there_line != 0 && !fact->same)
		return;
	fact->there_line = line;
	fact->there = there;
}

/* A row of the ledger is bad. Of one at the end without LF it is plain what has happened. */
static int bad_row(const struct work *work, const struct row *row, uint64_t line, struct diag *why)
{
	size_t length = strlen(why->text), unfinished = append_unfinished(work->ledger);
	struct slice content = append_content(work->ledger);
	const char *start = row->base + row->start;

	if (unfinished > 0 && start == content.at + content.length - unfinished)
		snprintf(why->text + length, sizeof why->text - length,
			"; the line is not finished: finish it, or cut it off with truncate -s %zu",
			content.length - unfinished);
	why->code = NULL;
	return diag_line(why, work->path, line);
}

/* Whole lines, about CHUNK_SIZE bytes of them. */
static struct slice cut_block(struct slice *rest)
{
	struct slice block = { rest->at, 0 };

	for (size_t size = CHUNK_SIZE; size < rest->length && block.length == 0; size *= 2)
		block.length = input_cut_lines(rest->at, size, NULL);
	if (block.length == 0)
		block.length = rest->length;
	rest->at += block.length;
	rest->length -= block.length;
	return block;
}

static int look_through(struct work *work, struct rows_memory *memory, struct diag *why)
{
	struct slice rest = work->content;
	uint64_t line = 2; /* behind the header */
	struct rows rows;
	struct row row;
	int more;

	while (rest.length > 0) {
		rows_begin(&rows, memory, cut_block(&rest), work->columns.count);
		while ((more = rows_next(&rows, &row, why)) > 0)
			note_row(work, &row, line + row.line);
		if (more < 0)
			return bad_row(work, &row, line + row.line, why);
		line += rows.lines;
		app_progress(NULL, work->content.length - rest.length, work->content.length);
	}
	return 0;
}

int ledger_compare(struct work *work, struct diag *why)
{
	struct rows_memory memory = { NULL, NULL, 0, 0 };
	int result = look_through(work, &memory, why);

	rows_memory_release(&memory);
	return result;
}
