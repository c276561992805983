/* SPDX-License-Identifier: MIT */
#include "base/mem.h"
#include "tab/csvin.h"
#include "tab/dialect_text.h"
#include "tab/stream_private.h"

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

/* Most files of a directory are of one make: is it written as the first one is? */
static bool is_like_first(
	const struct stream *in, struct table *table, struct slice bytes, bool is_whole)
{
	const struct table *first = &in->table[0];
	struct table other = {
		.dialect = first->dialect, .is_csv = first->is_csv, .take_cr = first->take_cr
	};
	struct diag ignored;

	if (!first->is_csv || first->dialect.lines > 0 ||
		!dialect_fits(&first->dialect, bytes, is_whole))
		return false;
	if (look_at_names(&other, bytes, &ignored) < 0 ||
		!table_has_columns(&other, &in->columns)) {
		table_release(&other);
		return false;
	}
	*table = other;
	return true;
}

static int find_dialect(struct stream *in, size_t input, struct diag *why)
{
	const struct stream_options *options = &in->options;
	struct table *table = &in->table[input];
	struct dialect *dialect = &table->dialect;
	const struct rejected_part *part = stream_part(in, input);
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
		table_settle(table, format, bytes, false);
		return 0;
	}
	/* How much of it is looked at: a mapped one is there anyway. */
	if (input_sample(in->origin[input].input, 2 * DIALECT_SAMPLE, &bytes, &is_whole, why) < 0)
		return -1;
	if (input > 0 && !table->no_header && is_like_first(in, table, bytes, is_whole))
		return 0;
	dialect->lines_given = options->skip_given;
	dialect->lines = options->skip_lines;
	dialect->has_given_names = table->no_header;
	dialect_find(dialect, bytes, is_whole);
	table_settle(table, format, bytes, true);
	if (input > 0)
		return table->no_header ? 0 : find_names(in, table, bytes, why);
	table->no_header |= dialect->no_header;
	return 0;
}

/* Begin with an input: what it is, and how it is written. */
static int open_input(struct stream *in, size_t input, struct diag *why)
{
	struct table *table = &in->table[input];

	table_release(table);
	*table = (struct table){
		.dialect = { .csv = in->options.dialect },
		.take_cr = in->options.take_cr,
		.no_header = input == 0 ? in->options.no_header : in->table[0].no_header,
		.width = in->columns.count,
	};
	if (stream_part(in, input) != NULL)
		return 0;
	if (in->peeked != NULL && strcmp(in->path[input], "-") == 0) {
		struct input *peeked = in->peeked;

		in->peeked = NULL;
		return origin_take(&in->origin[input], peeked, &in->options.origin, why);
	}
	return origin_open(&in->origin[input], in->path[input], &in->options.origin, why);
}

int stream_inputs_open(struct stream *in, size_t input, struct diag *why)
{
	if (open_input(in, input, why) < 0)
		return -1;
	if (find_dialect(in, input, why) == 0) {
		in->is_open[input] = true;
		return 0;
	}
	diag_code(why, NULL); /* no row: it cannot be put aside */
	return diag_line(why, stream_input_name(in, input), input > 0 ? 1 : 0);
}

void stream_inputs_leave(struct stream *in, size_t input)
{
	struct origin *origin = &in->origin[input];

	if (origin->input == NULL || input_can_rewind(origin->input))
		return;
	origin_leave(origin);
	in->is_open[input] = false;
}

int stream_inputs_cut(struct stream *in, struct block *block, struct diag *why)
{
	struct table *table = &in->table[block->input];
	const char *start = block->bytes.at;
	int result = 0;

	if (stream_part(in, block->input) != NULL)
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
		if (table_find(to, from->name[i]) < 0)
			columns_add(to, from->name[i]);
}

int stream_inputs_learn(struct stream *in, struct block *first, struct diag *why)
{
	struct table *table = &in->table[0];

	if (stream_inputs_cut(in, first, why) < 0)
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

int stream_inputs_take_given(struct stream *in, struct diag *why)
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
		if (table_find(there, wanted->name[i]) < 0) {
			diag_fail(why,
				"there is no column '" SLICE "', which '%s' has; "
				"--union takes it for empty",
				SLICE_ARG(wanted->name[i]), first);
			return true;
		}
	for (size_t i = 0; i < there->count; i++)
		if (table_find(wanted, there->name[i]) < 0) {
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
		if (table_find(b, a->name[i]) >= 0)
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

	if (stream_inputs_cut(in, block, why) == 0) {
		line = without_line_end(buf_slice(&in->table[block->input].header));
		if (in->options.find_dialect || slice_equal(line, wanted))
			return 0;
	}
	return refuse_header(in, block->input, why);
}

/*
 * All columns that any input has, those of the first in front. Rejects have been read together
 * once: the input that had a column of each need not be among them.
 */
static int unite(struct stream *in, size_t input, struct diag *why)
{
	const struct columns *columns = &in->table[input].columns;

	if (stream_part(in, input) == NULL && !shares_column(&in->columns, columns))
		return refuse_header(in, input, why);
	add_columns(&in->columns, columns);
	return 0;
}

/* Only files are looked at: what comes from a pipe cannot wait for another. */
static bool can_look(const struct stream *in, size_t input)
{
	return in->options.unite || stream_part(in, input) != NULL ||
	       stream_operands_is_file(in->path[input]);
}

int stream_inputs_compare(struct stream *in, struct diag *why)
{
	for (size_t i = 1; i < in->count; i++) {
		if (!can_look(in, i))
			continue;
		if (stream_inputs_open(in, i, why) < 0)
			return -1;
		if (in->table[i].columns.count == 0 && !in->table[i].no_header)
			continue; /* it is empty, which is said when its turn comes */
		if (in->options.unite ? unite(in, i, why) < 0 : check_columns(in, i, why) < 0)
			return -1;
		if (stream_operands_is_file(in->path[i]))
			stream_inputs_leave(in, i);
	}
	if (in->options.unite)
		table_arrange(&in->table[0], &in->columns);
	return 0;
}

int stream_inputs_begin(struct stream *in, struct block *block, struct diag *why)
{
	if (in->options.find_dialect && check_columns(in, block->input, why) < 0)
		return -1;
	return check_header(in, block, why);
}
