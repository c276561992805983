/* SPDX-License-Identifier: MIT */
#include "tab/reader.h"

#include <stdlib.h>

#include "base/mem.h"
#include "tab/csvin.h"
#include "tab/footer.h"
#include "tab/stream.h"

struct reader {
	const struct stream *in;
	const struct table *table; /* of the block's input */
	struct csvin *csv;         /* for it; NULL: TSV */
	struct rows rows;
	struct rows_memory memory;
	const struct block *block;
	bool takes_text; /* and nothing else: bytes that are none are told */
	bool is_checked; /* whether all of the block is text is known: ASCII need not be looked at
			  */
	bool is_suspect; /* not all of it is */
	bool may_be_no_row; /* the table was found out, and may have been made for people */
	bool is_plain;      /* there is nothing to be done but to find the rows of TSV */

	/* a row whose fields had to be put in order */
	struct buf text;
	uint32_t *mark;
	size_t capacity;
};

struct reader *reader_new(const struct stream *in)
{
	struct reader *reader = mem_zero(1, sizeof *reader);

	reader->in = in;
	reader->may_be_no_row = stream_options(in)->find_dialect;
	return reader;
}

static void change_table(struct reader *reader, const struct table *table)
{
	if (table == reader->table)
		return;
	csvin_free(reader->csv);
	reader->csv = table->is_csv ? csvin_new(table->dialect.csv) : NULL;
	reader->table = table;
}

void reader_begin(struct reader *reader, const struct block *block)
{
	struct slice bytes = block->bytes;

	change_table(reader, stream_table(reader->in, block->input));
	reader->block = block;
	reader->takes_text = stream_options(reader->in)->origin.guess;
	reader->is_suspect = reader->takes_text && block->chunk.has_faults;
	reader->is_checked = !reader->takes_text || reader->is_suspect;
	if (reader->csv != NULL) {
		csvin_begin(reader->csv, bytes, reader->table->width);
	} else {
		rows_begin(&reader->rows, &reader->memory, bytes, reader->table->width);
		reader->rows.take_cr = reader->table->take_cr;
	}
	reader->is_plain = reader->csv == NULL && !reader->takes_text && !reader->may_be_no_row &&
			   reader->table->place == NULL;
}

static struct slice raw_record(const struct reader *reader, const struct row *row)
{
	return (struct slice){ reader->block->bytes.at + row->raw_start, row->raw_length };
}

/* A record with bytes that are no text is no row, whatever else it may be. */
static int check_text(const struct reader *reader, const struct row *row, struct diag *why)
{
	const struct block *block = reader->block;
	struct slice record = raw_record(reader, row);
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
			(uintmax_t)stream_offset(
				reader->in, block->input, block->offset + row->raw_start + good));
	else
		return 0;
	return diag_code(why, "bad-encoding");
}

static bool is_header(const struct columns *columns, const struct row *row)
{
	if (columns->count < 2)
		return false;
	for (size_t i = 0; i < columns->count; i++)
		if (!slice_equal(row_field(row, i), columns->name[i]))
			return false;
	return true;
}

/* What is no row in a table that somebody made for people to read. */
static int look_for_no_row(
	const struct reader *reader, const struct row *row, int result, struct diag *why)
{
	const struct table *table = reader->table;
	const struct csv_dialect *csv = &table->dialect.csv;
	const char *what = NULL;

	if (result > 0 && !table->no_header && is_header(&table->columns, row)) {
		diag_fail(why, "the header line again");
		diag_code(why, "repeated-header");
		return READER_NO_ROW;
	}
	if (result < 0 && strcmp(why->code, "ragged") == 0)
		what = footer_find(raw_record(reader, row), csv->separator, csv->quote);
	if (what == NULL)
		return result;
	diag_fail(why, "%s", strcmp(what, "blank") == 0 ? "nothing in it" : "the end of a report");
	diag_code(why, what);
	return READER_NO_ROW;
}

/* Put the fields in the order of the stream's columns. */
static void arrange(struct reader *reader, struct row *row)
{
	size_t count = stream_columns(reader->in)->count;
	const int *place = reader->table->place;

	reader->mark = mem_grow(reader->mark, &reader->capacity, count, sizeof *reader->mark);
	buf_reset(&reader->text);
	for (size_t i = 0; i < count; i++) {
		if (place[i] >= 0)
			buf_put(&reader->text, row_field(row, (size_t)place[i]));
		reader->mark[i] = (uint32_t)reader->text.length;
		buf_char(&reader->text, '\t');
	}
	row->base = reader->text.at;
	row->mark = reader->mark;
	row->start = 0;
	row->end = count > 0 ? reader->mark[count - 1] : 0;
	row->count = count;
}

/*
 * Look through the block, unless all that has been seen of it is ASCII, which scanning it for
 * tabs has told. To look through all beforehand would bring every byte to the processor once more.
 */
static void check_block(struct reader *reader)
{
	struct slice bytes = reader->block->bytes;

	if (reader->is_checked || (reader->csv == NULL && !reader->rows.has_high))
		return;
	reader->is_checked = true;
	reader->is_suspect = encoding_check_utf8(bytes) < bytes.length;
}

static __attribute__((noinline)) int next_of_any(
	struct reader *reader, struct row *row, struct diag *why)
{
	int more = reader->csv != NULL ? csvin_next(reader->csv, row, why)
				       : rows_next(&reader->rows, row, why);

	check_block(reader);
	if (more != 0 && reader->is_suspect && check_text(reader, row, why) < 0)
		return -1;
	if (more != 0 && reader->may_be_no_row)
		more = look_for_no_row(reader, row, more, why);
	if (more == 1 && reader->table->place != NULL)
		arrange(reader, row);
	return more;
}

int reader_next(struct reader *reader, struct row *row, struct diag *why)
{
	return reader->is_plain ? rows_next(&reader->rows, row, why)
				: next_of_any(reader, row, why);
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
	buf_release(&reader->text);
	free(reader->mark);
	free(reader);
}
