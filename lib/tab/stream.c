/* SPDX-License-Identifier: MIT */
#include "tab/stream.h"

#include <stdlib.h>

#include "base/mem.h"
#include "tab/csvin.h"
#include "tab/dialect_text.h"
#include "tab/escape.h"
#include "tab/stream_private.h"

const struct stream_options *stream_options(const struct stream *in)
{
	return &in->options;
}

size_t stream_count(const struct stream *in)
{
	return in->count;
}

const struct table *stream_table(const struct stream *in, size_t input)
{
	return &in->table[input];
}

const struct columns *stream_columns(const struct stream *in)
{
	return &in->columns;
}

struct slice stream_header(const struct stream *in)
{
	return buf_slice(&in->table[0].header);
}

const char *stream_input_name(const struct stream *in, size_t input)
{
	return strcmp(in->path[input], "-") == 0 ? "standard input" : in->path[input];
}

const struct block *stream_first(const struct stream *in)
{
	return &in->first;
}

static int read_rejected(struct stream *in, struct block *block)
{
	block->input = in->current;
	block->lines_before = 0;
	block->chunk.has_faults = false;
	return rejected_next(stream_part(in, in->current), &block->bytes, &block->offset);
}

/* How a table is cut into blocks. */
struct cut {
	const struct table *table;
	uint64_t footer; /* lines that are held back: they may be the last */
	bool is_first;   /* the block has what is in front of the table, and its header */
};

/* How long the last lines are. */
static size_t last_lines(struct slice bytes, uint64_t lines, const struct csv_dialect *dialect)
{
	size_t at = bytes.length;

	for (; lines > 0 && at > 0; lines--) {
		at -= bytes.at[at - 1] == '\n';
		at -= at > 0 && bytes.at[at - 1] == '\r' && dialect->cr_ends;
		while (at > 0 && bytes.at[at - 1] != '\n' &&
			(bytes.at[at - 1] != '\r' || !dialect->cr_ends))
			at--;
	}
	return bytes.length - at;
}

static size_t cut_records(const struct cut *cut, const char *at, size_t length)
{
	if (cut->table->is_csv)
		return csvin_cut(at, length, &cut->table->dialect.csv);
	return input_cut_lines(at, length, NULL);
}

static size_t cut_rows(const char *at, size_t length, const void *context)
{
	const struct cut *cut = context;
	struct slice rows = { at, length };
	uint64_t lines = 0;
	size_t whole;

	if (cut->is_first)
		table_cut_front(cut->table, &rows, &lines);
	/* What stands behind the last line end may be a line, too. */
	if (cut->footer > 0)
		rows.length -= last_lines(rows, cut->footer + 1, &cut->table->dialect.csv);
	whole = cut_records(cut, rows.at, rows.length);
	return whole > 0 ? (size_t)(rows.at - at) + whole : 0;
}

/* Every block is stamped so that positions do not depend on how an input comes. */
static int read_block(struct stream *in, bool is_first, struct block *block, struct diag *why)
{
	const struct cut cut = { &in->table[in->current], in->options.footer, is_first };
	int more;

	block->footer = 0;
	if (stream_part(in, in->current) != NULL)
		return read_rejected(in, block);
	more = input_next(
		in->origin[in->current].input, CHUNK_SIZE, cut_rows, &cut, &block->chunk, why);
	block->bytes = (struct slice){ block->chunk.at, more > 0 ? block->chunk.length : 0 };
	block->offset = block->chunk.offset;
	block->input = in->current;
	block->lines_before = 0;
	if (more > 0 && block->bytes.length > UINT32_MAX) { /* places in a block have 32 bits */
		diag_fail(why, "a row of more than 4 GB; is this a text file?");
		return diag_line(why, stream_input_name(in, in->current), 0);
	}
	if (more > 0 && block->chunk.is_last) {
		block->footer = last_lines(block->bytes, cut.footer, &cut.table->dialect.csv);
		block->bytes.length -= block->footer;
	}
	return more;
}

/* Some of the first bytes of an input that is open, up to the end of a row. */
static int look_at(struct stream *in, size_t input, struct block *block)
{
	const struct cut cut = { &in->table[input], in->options.footer, true };
	bool is_whole = false;
	struct diag ignored;

	if (input_sample(in->origin[input].input, 2 * DIALECT_SAMPLE, &block->bytes, &is_whole,
		    &ignored) < 0)
		return 0;
	if (block->bytes.length > CHUNK_SIZE) {
		block->bytes.length = CHUNK_SIZE;
		is_whole = false;
	}
	if (!is_whole)
		block->bytes.length = cut_rows(block->bytes.at, block->bytes.length, &cut);
	return stream_inputs_cut(in, block, &ignored) == 0;
}

int stream_look(struct stream *in, size_t input, struct block *block)
{
	struct rejected_part *part = stream_part(in, input);
	struct diag ignored;

	*block = (struct block){ .input = input };
	if (!in->is_open[input] && (!stream_operands_is_file(in->path[input]) ||
					   stream_inputs_open(in, input, &ignored) < 0))
		return 0;
	if (part != NULL) {
		rejected_next(part, &block->bytes, &block->offset);
		part->next = 0;
	} else if (!look_at(in, input, block)) {
		return 0;
	}
	if (!in->table[input].no_header)
		table_arrange(&in->table[input], &in->columns);
	return block->bytes.length > 0;
}

void stream_look_end(struct stream *in, size_t input)
{
	if (stream_operands_is_file(in->path[input]))
		stream_inputs_leave(in, input);
}

static int empty_input(const struct stream *in, size_t input, struct diag *why)
{
	diag_fail(why, "empty input: expected a header line with the column names");
	diag_code(why, "empty");
	return diag_line(why, stream_input_name(in, input), 0);
}

static int open_first(struct stream *in, struct diag *why)
{
	int more;

	if (in->options.no_header && stream_inputs_take_given(in, why) < 0)
		return -1;
	if (stream_inputs_open(in, 0, why) < 0)
		return -1;
	more = read_block(in, true, &in->first, why);
	if (more < 0)
		return -1;
	if (more == 0 && !in->options.no_header)
		return empty_input(in, 0, why);
	in->has_first = more > 0;
	if (stream_inputs_learn(in, &in->first, why) < 0) {
		diag_code(why, NULL); /* no row: it cannot be put aside */
		return diag_line(why, stream_input_name(in, 0), in->table[0].dialect.lines + 1);
	}
	return in->options.find_dialect && !in->table[0].no_header ? stream_inputs_compare(in, why)
								   : 0;
}

int stream_open(struct stream **result, char *const *paths, size_t count,
	const struct stream_options *options, struct diag *why)
{
	struct stream *in = mem_zero(1, sizeof *in);

	*result = NULL;
	if (options != NULL)
		in->options = *options;
	if (stream_operands_add(in, paths, count, why) < 0 || open_first(in, why) < 0) {
		stream_close(in);
		return -1;
	}
	*result = in;
	return 0;
}

/* The next block of rows, passing from input to input. */
static int next_unread(struct stream *in, struct block *block, struct diag *why)
{
	while (in->current < in->count) {
		int more = read_block(in, false, block, why);
		uint64_t done, total;

		if (more < 0)
			return -1;
		if (more > 0)
			return 1;
		if (in->origin[in->current].input != NULL) {
			input_position(in->origin[in->current].input, &done, &total);
			in->done_before += done;
		}
		stream_inputs_leave(in, in->current);
		if (++in->current == in->count)
			break;
		if (!in->is_open[in->current] && stream_inputs_open(in, in->current, why) < 0)
			return -1;
		more = read_block(in, true, block, why);
		if (more < 0)
			return -1;
		if (more == 0 && !in->options.no_header)
			return empty_input(in, in->current, why);
		if (more > 0)
			return stream_inputs_begin(in, block, why) < 0 ? -1 : 1;
	}
	return 0;
}

static int remember(struct stream *in, const struct block *block, struct diag *why)
{
	struct slice bytes = block->bytes;
	struct kept *kept;

	in->kept = mem_grow(in->kept, &in->kept_capacity, in->kept_count + 1, sizeof *in->kept);
	kept = &in->kept[in->kept_count++];
	*kept = (struct kept){ .block = *block };
	kept->block.chunk = (struct chunk)CHUNK_EMPTY;
	kept->spooled = stream_part(in, block->input) == NULL &&
			!input_can_rewind(in->origin[block->input].input);
	if (!kept->spooled)
		return 0;
	kept->piece = spool_count(in->spool);
	bytes.length += block->footer;
	return spool_put(in->spool, bytes, why);
}

static int replay(struct stream *in, struct block *block, struct diag *why)
{
	struct chunk spare = block->chunk;
	const struct kept *kept;

	if (in->kept_next == in->kept_count)
		return 0;
	kept = &in->kept[in->kept_next++];
	*block = kept->block;
	block->chunk = spare;
	if (!kept->spooled)
		return 1;
	if (spool_get(in->spool, kept->piece, &block->bytes, why) < 0)
		return -1;
	block->bytes.length -= block->footer;
	return 1;
}

uint64_t stream_line(const struct stream *in, size_t input, uint64_t line)
{
	const struct rejected_part *part = stream_part(in, input);

	return part != NULL ? rejected_line(part, line) : origin_line(&in->origin[input], line);
}

uint64_t stream_offset(const struct stream *in, size_t input, uint64_t offset)
{
	const struct rejected_part *part = stream_part(in, input);

	return part != NULL ? rejected_offset(part, offset) : offset;
}

void stream_put_table(const struct stream *in, size_t input, struct buf *out)
{
	const struct table *table = &in->table[input];
	struct slice header = buf_slice(&table->header);
	struct buf dialect = BUF_EMPTY;

	if (!in->options.find_dialect)
		return;
	dialect_text_put(table, &dialect);
	escape_put(out, buf_slice(&dialect));
	buf_char(out, '\t');
	if (slice_ends(header, slice_of("\n")))
		header.length--;
	if (slice_ends(header, slice_of("\r")))
		header.length--;
	escape_put(out, header);
	buf_release(&dialect);
}

void stream_put_notes(const struct stream *in, struct buf *out)
{
	for (size_t i = 0; i < in->count; i++)
		origin_put_notes(&in->origin[i], stream_input_name(in, i), out);
}

int stream_next(struct stream *in, struct block *block, struct diag *why)
{
	int more = 1;

	if (in->replaying)
		return replay(in, block, why);
	if (in->has_first) {
		struct chunk spare = block->chunk;

		*block = in->first;
		in->first.chunk = spare;
		in->has_first = false;
	} else {
		more = next_unread(in, block, why);
	}
	if (more > 0 && in->keeping && remember(in, block, why) < 0)
		return -1;
	return more;
}

void stream_keep(struct stream *in, uint64_t memory)
{
	in->keeping = true;
	in->spool = spool_new(memory);
}

int stream_rewind(struct stream *in, struct diag *why)
{
	if (!in->keeping)
		return diag_fail(why, "the stream was not kept for a second pass");
	in->replaying = true;
	in->kept_next = 0;
	return 0;
}

void stream_position(const struct stream *in, uint64_t *done, uint64_t *total)
{
	*done = *total = 0;
	if (in->current < in->count && in->origin[in->current].input != NULL)
		input_position(in->origin[in->current].input, done, total);
	*done += in->done_before;
	*total = in->count == 1 ? *total : 0;
}

void stream_close(struct stream *in)
{
	if (in == NULL)
		return;
	chunk_release(&in->first.chunk);
	for (size_t i = 0; i < in->count; i++) {
		if (in->origin != NULL)
			origin_close(&in->origin[i]);
		if (in->table != NULL)
			table_release(&in->table[i]);
		free(in->path[i]);
	}
	input_close(in->peeked);
	rejected_release(&in->rejected);
	free(in->part);
	free(in->is_open);
	free(in->path);
	free(in->origin);
	free(in->table);
	columns_release(&in->columns);
	spool_free(in->spool);
	free(in->kept);
	free(in);
}
