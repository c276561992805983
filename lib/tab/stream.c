/* SPDX-License-Identifier: MIT */
#include "tab/stream.h"

#include <stdlib.h>

#include "base/mem.h"
#include "io/spool.h"
#include "tab/scan.h"

/* What is known of a block that has been kept. */
struct kept {
	struct block block; /* bytes: of a mapped input, or none when they are spooled */
	bool spooled;
	size_t piece;
};

struct stream {
	struct stream_options options;
	struct dialect dialect; /* what was found out */
	char **path;
	struct origin *origin; /* opened one after the other, and kept open */
	size_t count, current;
	struct columns columns;
	struct buf header;
	uint64_t done_before; /* bytes of the inputs before the current one */

	struct block first; /* read together with the header */
	bool has_first;

	bool keeping, replaying;
	struct spool *spool;
	struct kept *kept;
	size_t kept_count, kept_capacity, kept_next;
};

const struct dialect *stream_dialect(const struct stream *in)
{
	return &in->dialect;
}

const struct columns *stream_columns(const struct stream *in)
{
	return &in->columns;
}

struct slice stream_header(const struct stream *in)
{
	return buf_slice(&in->header);
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

/* Every block is stamped so that positions do not depend on how an input comes. */
static int read_block(struct stream *in, struct block *block, struct diag *why)
{
	bool csv = in->options.format == STREAM_CSV;
	int more = input_next(in->origin[in->current].input, CHUNK_SIZE,
		csv ? csvin_cut : input_cut_lines, &in->options.dialect, &block->chunk, why);

	block->bytes = (struct slice){ block->chunk.at, more > 0 ? block->chunk.length : 0 };
	block->offset = block->chunk.offset;
	block->input = in->current;
	block->lines_before = 0;
	if (more > 0 && block->bytes.length > UINT32_MAX) { /* places in a block have 32 bits */
		diag_fail(why, "a row of more than 4 GB; is this a text file?");
		return diag_line(why, stream_input_name(in, in->current), 0);
	}
	return more;
}

static void cut_front(struct block *block, size_t length)
{
	block->bytes.at += length;
	block->bytes.length -= length;
	block->offset += length;
}

static struct slice without_line_end(struct slice line)
{
	if (slice_ends(line, slice_of("\n")))
		line.length--;
	return line;
}

/* The same for a line that may end in CR LF. */
static struct slice without_any_line_end(struct slice line)
{
	line = without_line_end(line);
	if (slice_ends(line, slice_of("\r")))
		line.length--;
	return line;
}

/* Is it the toolkit's own format? In CSV, some of the names would be in quotes as others are. */
static bool is_tsv(const struct csv_dialect *dialect, struct slice header)
{
	return dialect->separator == '\t' && memchr(header.at, '"', header.length) == NULL &&
	       dialect->quote != '\'' && dialect->escape == '\0' && dialect->comment == '\0' &&
	       !dialect->cr_ends && !dialect->drop_empty && !dialect->blank_after;
}

/* Options that only the header line can settle. */
static void settle_format(struct stream *in, struct slice bytes)
{
	struct stream_options *options = &in->options;
	const char *end = bytes.length > 0 ? memchr(bytes.at, '\n', bytes.length) : NULL;
	struct slice line = bytes;

	if (end != NULL)
		line.length = (size_t)(end - bytes.at);
	if (options->dialect.separator == '\0')
		options->dialect.separator = csvin_guess_separator(line);
	if (options->format == STREAM_ANY)
		options->format = in->dialect.lines == 0 && is_tsv(&options->dialect, line)
					  ? STREAM_TSV
					  : STREAM_CSV;
}

/* How much of the first input is looked at: a mapped one is there anyway. */
static int find_dialect(struct stream *in, struct diag *why)
{
	struct stream_options *options = &in->options;
	struct dialect *dialect = &in->dialect;
	struct slice bytes;
	bool is_whole = false;

	if (options->format == STREAM_TSV)
		return 0;
	if (in->origin[0].is_sheet) {
		options->format = STREAM_CSV;
		options->dialect = (struct csv_dialect){ .separator = ',', .quote = '"' };
	}
	if (!options->find_dialect) {
		if (input_peek(in->origin[0].input, &bytes, why) < 0)
			return -1;
		settle_format(in, bytes);
		return 0;
	}
	if (input_sample(in->origin[0].input, 2 * DIALECT_SAMPLE, &bytes, &is_whole, why) < 0)
		return -1;
	dialect->csv = options->dialect;
	dialect->lines_given = options->skip_given;
	dialect->lines = options->skip_lines;
	dialect->has_given_names = options->no_header;
	dialect_find(dialect, bytes, is_whole);
	options->dialect = dialect->csv;
	options->no_header |= dialect->no_header;
	settle_format(in, bytes);
	return 0;
}

static int add_csv_names(struct stream *in, struct slice record, struct diag *why)
{
	struct csvin *csv = csvin_new(in->options.dialect);
	struct row row;
	int result;

	csvin_begin(csv, record, 0);
	result = csvin_next(csv, &row, why);
	if (result == 0)
		result = diag_fail(why, "the header line is blank");
	if (result > 0 && in->options.dialect.drop_empty && row.count > in->dialect.used)
		row.count = in->dialect.used;
	for (size_t i = 0; result > 0 && i < row.count; i++) {
		struct slice name = row_field(&row, i);

		if (name.length > 0 && columns_find(&in->columns, name) >= 0)
			result = diag_fail(
				why, "two columns are called '" SLICE "'", SLICE_ARG(name));
		else
			columns_add(&in->columns, name);
	}
	csvin_free(csv);
	return result < 0 ? -1 : 0;
}

/* UTF-8 needs no byte order mark, but some programs write one. */
static void cut_mark(struct block *block)
{
	static const struct slice mark = { "\xef\xbb\xbf", 3 };

	if (slice_starts(block->bytes, mark))
		cut_front(block, mark.length);
}

/* Take off what stands in front of the table. */
static void cut_to_table(struct stream *in, struct block *block)
{
	const struct csv_dialect lines = { .cr_ends = in->options.dialect.cr_ends };

	cut_mark(block);
	for (uint64_t i = 0; i < in->dialect.lines && block->bytes.length > 0; i++) {
		const char *end = block->bytes.at + block->bytes.length;
		const char *line_end = csvrecord_line_end(block->bytes.at, end, &lines);

		if (line_end != NULL)
			end = csvrecord_behind_line_end(line_end, end, &lines);
		cut_front(block, (size_t)(end - block->bytes.at));
		block->lines_before++;
	}
}

/* Take the header line off the front of an input's first block. */
static int cut_header(struct stream *in, struct block *block, struct slice *line, struct diag *why)
{
	bool csv = in->options.format == STREAM_CSV;
	const char *end;

	*line = block->bytes;
	if (csv) {
		line->length = csvin_record(*line, in->options.dialect);
	} else {
		end = memchr(line->at, '\n', line->length);
		line->length = end == NULL ? line->length : (size_t)(end + 1 - line->at);
	}
	if (memchr(line->at, '\0', line->length) != NULL)
		return diag_fail(why, "NUL byte in the header; this is no text");
	block->lines_before += csvrecord_lines(*line, &in->options.dialect);
	cut_front(block, line->length);
	return 0;
}

static int add_tsv_names(struct stream *in, struct slice line, struct diag *why)
{
	line = without_line_end(line);
	if (slice_ends(line, slice_of("\r"))) {
		if (!in->options.take_cr)
			return diag_fail(why, "line ends in CR LF; take off the CR first, "
					      "e.g. with tr -d '\\r'");
		line.length--;
	}
	return columns_add_header(&in->columns, line, why);
}

/* Read the names from the first line of the first input. */
static int learn_header(struct stream *in, struct diag *why)
{
	struct slice line;

	if (cut_header(in, &in->first, &line, why) < 0)
		return -1;
	buf_put(&in->header, line);
	return in->options.format == STREAM_CSV ? add_csv_names(in, line, why)
						: add_tsv_names(in, line, why);
}

/* There is neither a header nor an option to name the columns. */
static void number_columns(struct stream *in)
{
	const struct dialect *dialect = &in->dialect;
	size_t count = dialect->csv.drop_empty ? dialect->used : dialect->width;
	struct buf name = BUF_EMPTY;

	for (size_t i = 1; i <= count; i++) {
		buf_reset(&name);
		buf_printf(&name, "column_%zu", i);
		columns_add(&in->columns, buf_slice(&name));
	}
	buf_release(&name);
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
	return 0;
}

/* An input behind the first has the same header, which is not part of its rows. */
static int check_header(struct stream *in, struct block *block, struct diag *why)
{
	struct slice wanted = without_any_line_end(buf_slice(&in->header)), line;

	if (in->options.no_header)
		return 0;
	if (cut_header(in, block, &line, why) == 0 &&
		slice_equal(without_any_line_end(line), wanted))
		return 0;
	diag_fail(why, "the header is not that of '%s'", stream_input_name(in, 0));
	return diag_line(why, stream_input_name(in, in->current), 1);
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

	if (origin_open(&in->origin[0], in->path[0], &in->options.origin, why) < 0)
		return -1;
	if (in->options.no_header && take_given_names(in, why) < 0)
		return -1;
	if (find_dialect(in, why) < 0)
		return -1;
	more = read_block(in, &in->first, why);
	if (more < 0)
		return -1;
	if (more == 0 && !in->options.no_header)
		return empty_input(in, 0, why);
	in->has_first = more > 0;
	cut_to_table(in, &in->first);
	if (in->dialect.no_header)
		number_columns(in);
	if (!in->options.no_header && learn_header(in, why) < 0) {
		diag_code(why, NULL); /* no row: it cannot be put aside */
		return diag_line(why, stream_input_name(in, 0), 1);
	}
	return 0;
}

static void copy_paths(struct stream *in, char *const *paths, size_t count)
{
	in->count = count > 0 ? count : 1;
	in->path = mem_zero(in->count, sizeof *in->path);
	in->origin = mem_zero(in->count, sizeof *in->origin);
	for (size_t i = 0; i < in->count; i++) {
		const char *path = count > 0 ? paths[i] : "-";

		in->path[i] = mem_text(path, strlen(path));
	}
}

int stream_open(struct stream **result, char *const *paths, size_t count,
	const struct stream_options *options, struct diag *why)
{
	struct stream *in = mem_zero(1, sizeof *in);

	*result = NULL;
	if (options != NULL)
		in->options = *options;
	copy_paths(in, paths, count);
	if (open_first(in, why) < 0) {
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
		int more = read_block(in, block, why);
		uint64_t done, total;

		if (more < 0)
			return -1;
		if (more > 0)
			return 1;
		input_position(in->origin[in->current].input, &done, &total);
		in->done_before += done;
		if (++in->current == in->count)
			break;
		if (origin_open(&in->origin[in->current], in->path[in->current],
			    &in->options.origin, why) < 0)
			return -1;
		more = read_block(in, block, why);
		if (more < 0)
			return -1;
		if (more == 0 && !in->options.no_header)
			return empty_input(in, in->current, why);
		if (more > 0) {
			cut_to_table(in, block);
			return check_header(in, block, why) < 0 ? -1 : 1;
		}
	}
	return 0;
}

static int remember(struct stream *in, const struct block *block, struct diag *why)
{
	struct kept *kept;

	in->kept = mem_grow(in->kept, &in->kept_capacity, in->kept_count + 1, sizeof *in->kept);
	kept = &in->kept[in->kept_count++];
	*kept = (struct kept){ .block = *block };
	kept->block.chunk = (struct chunk)CHUNK_EMPTY;
	kept->spooled = !input_can_rewind(in->origin[block->input].input);
	if (!kept->spooled)
		return 0;
	kept->piece = spool_count(in->spool);
	return spool_put(in->spool, block->bytes, why);
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
	if (kept->spooled && spool_get(in->spool, kept->piece, &block->bytes, why) < 0)
		return -1;
	return 1;
}

uint64_t stream_line(const struct stream *in, size_t input, uint64_t line)
{
	return origin_line(&in->origin[input], line);
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
		origin_close(&in->origin[i]);
		free(in->path[i]);
	}
	free(in->path);
	free(in->origin);
	columns_release(&in->columns);
	buf_release(&in->header);
	spool_free(in->spool);
	free(in->kept);
	free(in);
}

struct reader {
	const struct stream *in;
	struct rows rows;
	struct rows_memory memory;
	struct csvin *csv;
	const struct block *block;
	bool is_suspect;   /* not all of the block is text */
	bool knows_header; /* which may be repeated */
};

struct reader *reader_new(const struct stream *in)
{
	struct reader *reader = mem_zero(1, sizeof *reader);

	reader->in = in;
	if (in->options.format == STREAM_CSV)
		reader->csv = csvin_new(in->options.dialect);
	reader->knows_header = in->options.find_dialect && reader->csv != NULL &&
			       !in->options.no_header && in->columns.count > 1;
	return reader;
}

void reader_begin(struct reader *reader, const struct block *block)
{
	size_t columns = reader->in->columns.count;
	struct slice bytes = block->bytes;

	reader->block = block;
	reader->is_suspect = reader->in->options.origin.guess &&
			     (block->chunk.has_faults || encoding_check_utf8(bytes) < bytes.length);
	if (reader->csv != NULL) {
		csvin_begin(reader->csv, block->bytes, columns);
	} else {
		rows_begin(&reader->rows, &reader->memory, block->bytes, columns);
		reader->rows.take_cr = reader->in->options.take_cr;
	}
}

/* A record with bytes that are no text is no row, whatever else it may be. */
static int check_text(const struct reader *reader, const struct row *row, struct diag *why)
{
	const struct block *block = reader->block;
	struct slice record = { block->bytes.at + row->raw_start, row->raw_length };
	struct encoding_fault fault;
	size_t good = encoding_check_utf8(record);

	if (block->chunk.has_faults && encoding_find_fault(record, &fault))
		diag_fail(why, "the byte %02X at offset %ju does not decode", fault.byte[0],
			(uintmax_t)fault.offset);
	else if (good < record.length)
		diag_fail(why,
			"the byte %02X at offset %ju is not UTF-8; if it means something, "
			"name the --encoding",
			(unsigned char)record.at[good],
			(uintmax_t)(block->offset + row->raw_start + good));
	else
		return 0;
	return diag_code(why, "bad-encoding");
}

static bool is_header(const struct columns *columns, const struct row *row)
{
	for (size_t i = 0; i < columns->count; i++)
		if (!slice_equal(row_field(row, i), columns->name[i]))
			return false;
	return true;
}

int reader_next(struct reader *reader, struct row *row, struct diag *why)
{
	int more = reader->csv != NULL ? csvin_next(reader->csv, row, why)
				       : rows_next(&reader->rows, row, why);

	if (more != 0 && reader->is_suspect && check_text(reader, row, why) < 0)
		return -1;
	if (more > 0 && reader->knows_header && is_header(&reader->in->columns, row)) {
		diag_fail(why, "the header line again");
		return diag_code(why, "repeated-header");
	}
	return more;
}

uint64_t reader_lines(const struct reader *reader)
{
	return reader->csv != NULL ? csvin_lines(reader->csv) : reader->rows.lines;
}

void reader_free(struct reader *reader)
{
	if (reader == NULL)
		return;
	rows_memory_release(&reader->memory);
	csvin_free(reader->csv);
	free(reader);
}
