/* SPDX-License-Identifier: MIT */
#include "tab/stream.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "io/spool.h"
#include "tab/csvin.h"
#include "tab/dialect_text.h"
#include "tab/escape.h"
#include "tab/rejected.h"

/* What is known of a block that has been kept. */
struct kept {
	struct block block; /* bytes: of a mapped input, or none when they are spooled */
	bool spooled;
	size_t piece;
};

struct stream {
	struct stream_options options;
	char **path;
	struct origin *origin; /* opened one after the other, and kept open */
	struct table *table;
	size_t *part;         /* which part of `rejected` it is, from 1; 0: none */
	struct input *peeked; /* standard input, if it had to be looked at */
	struct rejected rejected;
	size_t count, capacity, current, opened;
	struct columns columns;
	uint64_t done_before; /* bytes of the inputs before the current one */

	struct block first; /* read together with the header */
	bool has_first;

	bool keeping, replaying;
	struct spool *spool;
	struct kept *kept;
	size_t kept_count, kept_capacity, kept_next;
};

const struct stream_options *stream_options(const struct stream *in)
{
	return &in->options;
}

size_t stream_opened(const struct stream *in)
{
	return in->opened;
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
	return in->origin[input].input != NULL ? input_name(in->origin[input].input)
					       : in->path[input];
}

const struct block *stream_first(const struct stream *in)
{
	return &in->first;
}

/* The records of an input that come from a rejects file, or NULL. */
static struct rejected_part *part_of(const struct stream *in, size_t input)
{
	return in->part[input] > 0 ? &in->rejected.part[in->part[input] - 1] : NULL;
}

static int read_rejected(struct stream *in, struct block *block)
{
	block->input = in->current;
	block->lines_before = 0;
	block->chunk.has_faults = false;
	return rejected_next(part_of(in, in->current), &block->bytes, &block->offset);
}

/* How a table is cut into blocks. */
struct cut {
	const struct table *table;
	uint64_t footer; /* lines that are held back: they may be the last */
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

static size_t cut_rows(const char *at, size_t length, const void *context)
{
	const struct cut *cut = context;
	const struct csv_dialect *dialect = &cut->table->dialect.csv;

	/* What stands behind the last line end may be a line, too. */
	if (cut->footer > 0)
		length -= last_lines((struct slice){ at, length }, cut->footer + 1, dialect);
	return cut->table->is_csv ? csvin_cut(at, length, dialect)
				  : input_cut_lines(at, length, NULL);
}

/* Every block is stamped so that positions do not depend on how an input comes. */
static int read_block(struct stream *in, struct block *block, struct diag *why)
{
	const struct cut cut = { &in->table[in->current], in->options.footer };
	int more;

	block->footer = 0;
	if (part_of(in, in->current) != NULL)
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

static struct slice without_line_end(struct slice line)
{
	if (slice_ends(line, slice_of("\n")))
		line.length--;
	if (slice_ends(line, slice_of("\r")))
		line.length--;
	return line;
}

/* Take the names from the bytes in which the table begins, which are only looked at. */
static int look_at_names(struct table *table, struct slice bytes, struct diag *why)
{
	uint64_t lines = 0;

	table_cut_front(table, &bytes, &lines);
	if (bytes.length == 0)
		return 0;
	return table_cut_header(table, &bytes, &lines, why) < 0 ? -1 : table_learn(table, why);
}

/*
 * Take the names of an input behind the first. A few rows may tell too little of how it is
 * written; then it is written as the first one is, if that makes its columns the same.
 */
static int find_names(struct stream *in, struct table *table, struct slice bytes, struct diag *why)
{
	const struct table *first = &in->table[0];
	struct table other = {
		.dialect = first->dialect, .is_csv = first->is_csv, .take_cr = first->take_cr
	};
	int result = look_at_names(table, bytes, why);
	struct diag ignored;

	if (result == 0 && table_has_columns(table, &in->columns))
		return 0;
	other.dialect.lines = table->dialect.lines_given ? table->dialect.lines : 0;
	if (look_at_names(&other, bytes, &ignored) < 0 ||
		!table_has_columns(&other, &in->columns)) {
		table_release(&other);
		return result;
	}
	table_release(table);
	*table = other;
	return 0;
}

/* The rejects say how they were written. */
static int recall_table(struct table *table, const struct rejected_part *part, struct diag *why)
{
	bool has_names = table->no_header; /* given by an option */

	if (!dialect_text_parse(part->dialect, table))
		return diag_fail(why, "its rejects have no dialect, but '" SLICE "'",
			SLICE_ARG(part->dialect));
	table->no_header |= has_names;
	if (table->no_header)
		return 0;
	buf_put(&table->header, part->header);
	return table_learn(table, why);
}

static int find_dialect(struct stream *in, size_t input, struct diag *why)
{
	const struct stream_options *options = &in->options;
	struct table *table = &in->table[input];
	struct dialect *dialect = &table->dialect;
	const struct rejected_part *part = part_of(in, input);
	enum stream_format format = options->format;
	struct slice bytes;
	bool is_whole = false;

	if (part != NULL)
		return recall_table(table, part, why);
	if (format == STREAM_TSV)
		return 0;
	if (in->origin[input].is_sheet) {
		format = STREAM_CSV;
		dialect->csv = (struct csv_dialect){ .separator = ',', .quote = '"' };
	}
	if (!options->find_dialect) {
		if (input_peek(in->origin[input].input, &bytes, why) < 0)
			return -1;
		table_settle(table, format, bytes);
		return 0;
	}
	/* How much of it is looked at: a mapped one is there anyway. */
	if (input_sample(in->origin[input].input, 2 * DIALECT_SAMPLE, &bytes, &is_whole, why) < 0)
		return -1;
	dialect->lines_given = options->skip_given;
	dialect->lines = options->skip_lines;
	dialect->has_given_names = table->no_header;
	dialect_find(dialect, bytes, is_whole);
	table_settle(table, format, bytes);
	if (input > 0)
		return table->no_header ? 0 : find_names(in, table, bytes, why);
	table->no_header |= dialect->no_header;
	return 0;
}

/* Begin with an input: what it is, and how it is written. */
static int open_input(struct stream *in, size_t input, struct diag *why)
{
	struct table *table = &in->table[input];

	*table = (struct table){
		.dialect = { .csv = in->options.dialect },
		.take_cr = in->options.take_cr,
		.no_header = input == 0 ? in->options.no_header : in->table[0].no_header,
		.width = in->columns.count,
	};
	if (part_of(in, input) != NULL)
		return 0;
	if (in->peeked != NULL && strcmp(in->path[input], "-") == 0) {
		struct input *peeked = in->peeked;

		in->peeked = NULL;
		return origin_take(&in->origin[input], peeked, &in->options.origin, why);
	}
	return origin_open(&in->origin[input], in->path[input], &in->options.origin, why);
}

/* Take off what stands in front of the rows. */
static int cut_header(struct stream *in, struct block *block, struct diag *why)
{
	struct table *table = &in->table[block->input];
	const char *start = block->bytes.at;
	int result = 0;

	if (part_of(in, block->input) != NULL)
		return 0;
	table_cut_front(table, &block->bytes, &block->lines_before);
	if (!table->no_header)
		result = table_cut_header(table, &block->bytes, &block->lines_before, why);
	block->offset += (uint64_t)(block->bytes.at - start);
	return result;
}

static void add_columns(struct columns *to, const struct columns *from)
{
	for (size_t i = 0; i < from->count; i++)
		if (columns_find(to, from->name[i]) < 0)
			columns_add(to, from->name[i]);
}

/* Read the names from the header of the first input. */
static int learn_header(struct stream *in, struct diag *why)
{
	struct table *table = &in->table[0];

	if (cut_header(in, &in->first, why) < 0)
		return -1;
	if (in->options.no_header)
		return 0;
	if (table->no_header)
		table_number(table);
	else if (table->columns.count == 0 && table_learn(table, why) < 0)
		return -1;
	for (size_t i = 0; i < table->columns.count; i++)
		columns_add(&in->columns, table->columns.name[i]);
	return 0;
}

/* The columns come from an option and not from the stream. */
static int take_given_names(struct stream *in, struct diag *why)
{
	struct slice list = slice_of(in->options.columns), name;

	while (slice_cut(&list, ',', &name)) {
		if (name.length == 0 || columns_find(&in->columns, name) >= 0)
			return diag_usage(why, "--columns: '%s' has an empty or repeated name",
				in->options.columns);
		columns_add(&in->columns, name);
	}
	in->table[0].width = in->columns.count;
	return 0;
}

/* Say which column makes the difference; returns false if none does. */
static bool tell_difference(const struct stream *in, const struct table *table, struct diag *why)
{
	const struct columns *wanted = &in->columns, *there = &table->columns;
	const char *first = stream_input_name(in, 0);

	for (size_t i = 0; i < wanted->count; i++)
		if (columns_find(there, wanted->name[i]) < 0) {
			diag_fail(why,
				"there is no column '" SLICE "', which '%s' has; "
				"--union takes it for empty",
				SLICE_ARG(wanted->name[i]), first);
			return true;
		}
	for (size_t i = 0; i < there->count; i++)
		if (columns_find(wanted, there->name[i]) < 0) {
			diag_fail(why,
				"the column '" SLICE "' is not in '%s'; "
				"--union takes it for empty there",
				SLICE_ARG(there->name[i]), first);
			return true;
		}
	return false;
}

static bool shares_column(const struct columns *a, const struct columns *b)
{
	for (size_t i = 0; i < a->count; i++)
		if (columns_find(b, a->name[i]) >= 0)
			return true;
	return false;
}

static int refuse_header(const struct stream *in, size_t input, struct diag *why)
{
	uint64_t lines = in->options.find_dialect ? in->table[input].dialect.lines : 0;

	diag_fail(why, "the header is not that of '%s'", stream_input_name(in, 0));
	return diag_line(why, stream_input_name(in, input), lines + 1);
}

/* An input behind the first has the same columns, perhaps in another order. */
static int check_columns(struct stream *in, size_t input, struct diag *why)
{
	struct table *table = &in->table[input];

	if (table->no_header)
		return 0;
	if (!in->options.unite && !table_has_columns(table, &in->columns) &&
		shares_column(&in->columns, &table->columns) && tell_difference(in, table, why))
		return diag_line(why, stream_input_name(in, input), table->dialect.lines + 1);
	if (!in->options.unite && !table_has_columns(table, &in->columns))
		return refuse_header(in, input, why);
	table_arrange(table, &in->columns);
	return 0;
}

/* In crm-tsv(5), it has the very same header. */
static int check_header(struct stream *in, struct block *block, struct diag *why)
{
	struct slice wanted = without_line_end(stream_header(in)), line;

	if (cut_header(in, block, why) == 0) {
		line = without_line_end(buf_slice(&in->table[block->input].header));
		if (in->options.find_dialect || slice_equal(line, wanted))
			return 0;
	}
	return refuse_header(in, block->input, why);
}

static int empty_input(const struct stream *in, size_t input, struct diag *why)
{
	diag_fail(why, "empty input: expected a header line with the column names");
	diag_code(why, "empty");
	return diag_line(why, stream_input_name(in, input), 0);
}

/* Open an input behind the first. */
static int open_next(struct stream *in, size_t input, struct diag *why)
{
	if (open_input(in, input, why) < 0)
		return -1;
	if (find_dialect(in, input, why) == 0) {
		in->opened = input + 1;
		return 0;
	}
	diag_code(why, NULL);
	return diag_line(why, stream_input_name(in, input), 1);
}

/* All columns that any input has, those of the first in front. */
static int unite_columns(struct stream *in, struct diag *why)
{
	for (size_t i = 1; i < in->count; i++) {
		if (open_next(in, i, why) < 0)
			return -1;
		if (!shares_column(&in->columns, &in->table[i].columns))
			return refuse_header(in, i, why);
		add_columns(&in->columns, &in->table[i].columns);
	}
	table_arrange(&in->table[0], &in->columns);
	return 0;
}

static int open_first(struct stream *in, struct diag *why)
{
	int more;

	if (open_input(in, 0, why) < 0)
		return -1;
	if (in->options.no_header && take_given_names(in, why) < 0)
		return -1;
	if (find_dialect(in, 0, why) < 0)
		return -1;
	in->opened = 1;
	more = read_block(in, &in->first, why);
	if (more < 0)
		return -1;
	if (more == 0 && !in->options.no_header)
		return empty_input(in, 0, why);
	in->has_first = more > 0;
	if (learn_header(in, why) < 0) {
		diag_code(why, NULL); /* no row: it cannot be put aside */
		return diag_line(why, stream_input_name(in, 0), 1);
	}
	return in->options.unite && !in->table[0].no_header ? unite_columns(in, why) : 0;
}

static void add_input(struct stream *in, struct slice path, size_t part)
{
	size_t capacity = in->capacity;

	in->path = mem_grow(in->path, &capacity, in->count + 1, sizeof *in->path);
	capacity = in->capacity;
	in->part = mem_grow(in->part, &capacity, in->count + 1, sizeof *in->part);
	in->capacity = capacity;
	in->path[in->count] = mem_text(path.at, path.length);
	in->part[in->count++] = part;
}

/* Can an input be looked at before its turn? It is a file, or the first and standard input. */
static bool can_peek(const char *path, size_t operand)
{
	struct stat info;

	if (strcmp(path, "-") == 0)
		return operand == 0;
	return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

static int add_parts(struct stream *in, struct input *input, struct diag *why)
{
	size_t before = in->rejected.count;
	struct buf all = BUF_EMPTY;
	int result = origin_read_all(input, &all, why);

	if (result == 0)
		result = rejected_read(&in->rejected, input_name(input), buf_slice(&all), why);
	for (size_t i = before; result == 0 && i < in->rejected.count; i++)
		add_input(in, in->rejected.part[i].file, i + 1);
	buf_release(&all);
	return result;
}

/* Add an operand: an input, or a rejects file and all inputs that it stands for. */
static int add_operand(struct stream *in, const char *path, size_t operand, struct diag *why)
{
	struct input *input;
	struct slice bytes;
	int result;

	if (!in->options.find_dialect || !can_peek(path, operand)) {
		add_input(in, slice_of(path), 0);
		return 0;
	}
	if (input_open(&input, path, why) < 0)
		return -1;
	result = input_peek(input, &bytes, why);
	if (result == 0 && rejected_is(bytes)) {
		result = add_parts(in, input, why);
	} else if (result == 0) {
		add_input(in, slice_of(path), 0);
		if (strcmp(path, "-") == 0) {
			in->peeked = input;
			return 0;
		}
	}
	input_close(input);
	return result;
}

static int add_operands(struct stream *in, char *const *paths, size_t count, struct diag *why)
{
	for (size_t i = 0; i < (count > 0 ? count : 1); i++)
		if (add_operand(in, count > 0 ? paths[i] : "-", i, why) < 0)
			return -1;
	in->origin = mem_zero(in->count + 1, sizeof *in->origin);
	in->table = mem_zero(in->count + 1, sizeof *in->table);
	if (in->count > 0)
		return 0;
	diag_fail(why, "rejects without a record: there is nothing to be read");
	diag_code(why, "empty");
	return diag_line(why, count > 0 ? paths[0] : "standard input", 0);
}

int stream_open(struct stream **result, char *const *paths, size_t count,
	const struct stream_options *options, struct diag *why)
{
	struct stream *in = mem_zero(1, sizeof *in);

	*result = NULL;
	if (options != NULL)
		in->options = *options;
	if (add_operands(in, paths, count, why) < 0 || open_first(in, why) < 0) {
		stream_close(in);
		return -1;
	}
	*result = in;
	return 0;
}

static int begin_input(struct stream *in, struct block *block, struct diag *why)
{
	if (in->options.find_dialect && check_columns(in, block->input, why) < 0)
		return -1;
	return check_header(in, block, why);
}

/* The next block of rows, passing from input to input. */
static int next_unread(struct stream *in, struct block *block, struct diag *why)
{
	while (in->current < in->count) {
		int more = read_block(in, block, why);
		uint64_t done, total;

		if (more < 0)
			return -1;
		if (more > 0)
			return 1;
		if (in->origin[in->current].input != NULL) {
			input_position(in->origin[in->current].input, &done, &total);
			in->done_before += done;
		}
		if (++in->current == in->count)
			break;
		if (in->current >= in->opened && open_next(in, in->current, why) < 0)
			return -1;
		more = read_block(in, block, why);
		if (more < 0)
			return -1;
		if (more == 0 && !in->options.no_header)
			return empty_input(in, in->current, why);
		if (more > 0)
			return begin_input(in, block, why) < 0 ? -1 : 1;
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
	kept->spooled = part_of(in, block->input) == NULL &&
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
	const struct rejected_part *part = part_of(in, input);

	return part != NULL ? rejected_line(part, line) : origin_line(&in->origin[input], line);
}

uint64_t stream_offset(const struct stream *in, size_t input, uint64_t offset)
{
	const struct rejected_part *part = part_of(in, input);

	return part != NULL ? rejected_offset(part, offset) : offset;
}

void stream_put_table(const struct stream *in, size_t input, struct buf *out)
{
	const struct table *table = &in->table[input];
	struct buf dialect = BUF_EMPTY;

	if (!in->options.find_dialect)
		return;
	dialect_text_put(table, &dialect);
	escape_put(out, buf_slice(&dialect));
	buf_char(out, '\t');
	escape_put(out, without_line_end(buf_slice(&table->header)));
	buf_release(&dialect);
}

void stream_put_notes(const struct stream *in, struct buf *out)
{
	for (size_t i = 0; i < in->count; i++)
		origin_put_notes(&in->origin[i], out);
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
	free(in->path);
	free(in->origin);
	free(in->table);
	columns_release(&in->columns);
	spool_free(in->spool);
	free(in->kept);
	free(in);
}
