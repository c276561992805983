/* SPDX-License-Identifier: MIT */
#include "tab/csvin.h"

#include <assert.h>
#include <csv.h>
#include <stdlib.h>

#include "base/mem.h"
#include "tab/scan.h"

enum { STEP = 64 * 1024 };

struct csvin {
	struct csv_parser parser;
	struct csv_dialect dialect;
	struct slice block;
	size_t columns;
	size_t next; /* where the next record starts */
	uint64_t lines;

	/* the record that libcsv has just taken apart */
	struct buf text;
	uint32_t *mark; /* where each field ends in `text` */
	size_t count, capacity;
	bool at_end;
	bool goes_on; /* behind what libcsv takes for its end: a CR that is none */
};

/* libcsv trims what this calls space: nothing, or fields would change silently. */
static int no_space(unsigned char byte)
{
	(void)byte;
	return 0;
}

static void prepare(struct csvin *csv)
{
	unsigned char options = CSV_STRICT | CSV_STRICT_FINI;

	int refused = csv_init(&csv->parser, options);

	assert(refused == 0); /* only a NULL parser is */
	(void)refused;
	csv_set_space_func(&csv->parser, no_space);
	csv_set_delim(&csv->parser, (unsigned char)csv->dialect.separator);
	/* Without quotes, NUL stands for the quote: a record with a NUL never comes this far. */
	csv_set_quote(&csv->parser, (unsigned char)csv->dialect.quote);
}

struct csvin *csvin_new(struct csv_dialect dialect)
{
	struct csvin *csv = mem_zero(1, sizeof *csv);

	csv->dialect = dialect;
	prepare(csv);
	return csv;
}

void csvin_free(struct csvin *csv)
{
	if (csv == NULL)
		return;
	csv_free(&csv->parser);
	buf_release(&csv->text);
	free(csv->mark);
	free(csv);
}

void csvin_begin(struct csvin *csv, struct slice block, size_t columns)
{
	csv->block = block;
	csv->columns = columns;
	csv->next = 0;
	csv->lines = 0;
}

uint64_t csvin_lines(const struct csvin *csv)
{
	return csv->lines;
}

/* Behind the quote that closes the field opened before `at`; NULL if none does. */
static const char *behind_quoted(const char *at, const char *end, char quote)
{
	while ((at = memchr(at, quote, (size_t)(end - at))) != NULL) {
		if (at + 1 == end || at[1] != quote)
			return at + 1;
		at += 2;
		if (at >= end)
			break;
	}
	return NULL;
}

/* The first record with its line end. Returns false, and all of `bytes`, if the end is missing. */
static bool find_record(struct slice bytes, struct csv_dialect dialect, size_t *length)
{
	const char *at = bytes.at, *end = bytes.at + bytes.length;
	bool field_begins = true;

	*length = bytes.length;
	while (at < end) {
		if (field_begins && *at == dialect.quote && dialect.quote != '\0') {
			at = at + 1 < end ? behind_quoted(at + 1, end, dialect.quote) : NULL;
			if (at == NULL)
				return false;
			field_begins = false;
			continue;
		}
		if (*at == '\n') {
			*length = (size_t)(at + 1 - bytes.at);
			return true;
		}
		field_begins = *at == dialect.separator;
		at++;
	}
	return false;
}

size_t csvin_record(struct slice bytes, struct csv_dialect dialect)
{
	size_t length;

	find_record(bytes, dialect, &length);
	return length;
}

size_t csvin_cut(const char *at, size_t length, const void *context)
{
	static const struct slice bom = { "\xef\xbb\xbf", 3 };
	const struct csv_dialect *dialect = context;
	/* The mark at a file's start stands in front of its first field's quote. */
	size_t start = slice_starts((struct slice){ at, length }, bom) ? bom.length : 0;
	size_t whole = start, record;

	while (find_record((struct slice){ at + whole, length - whole }, *dialect, &record))
		whole += record;
	return whole > start ? whole : 0;
}

char csvin_guess_separator(struct slice header)
{
	static const char candidates[] = ",;\t|";
	size_t count[sizeof candidates - 1] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < header.length; i++) {
		const char *hit = memchr(candidates, header.at[i], sizeof candidates - 1);

		quoted ^= header.at[i] == '"';
		if (hit != NULL && !quoted)
			count[hit - candidates]++;
	}
	for (size_t i = 1; i < sizeof candidates - 1; i++)
		if (count[i] > count[best])
			best = i;
	return candidates[best];
}

/* libcsv has a field. */
static void take_field(void *text, size_t length, void *context)
{
	struct csvin *csv = context;

	csv->goes_on |= csv->at_end;
	buf_put(&csv->text, (struct slice){ text, length });
	csv->mark = mem_grow(csv->mark, &csv->capacity, csv->count + 1, sizeof *csv->mark);
	csv->mark[csv->count++] = (uint32_t)csv->text.length;
	buf_char(&csv->text, '\t');
}

static void take_record(int end, void *context)
{
	struct csvin *csv = context;

	(void)end;
	csv->at_end = true;
}

/* Returns 1, 0 for a blank line, -1 for a record that is not CSV. */
static int parse_record(struct csvin *csv, struct slice record, struct diag *why)
{
	size_t done;
	bool whole;

	/* libcsv makes room for a field in steps of this size, and copies it for each. */
	csv_set_blk_size(&csv->parser, record.length < STEP ? STEP : record.length);
	buf_reset(&csv->text);
	csv->count = 0;
	csv->at_end = csv->goes_on = false;
	done = csv_parse(&csv->parser, record.at, record.length, take_field, take_record, csv);
	whole = done == record.length && csv_error(&csv->parser) == CSV_SUCCESS &&
		csv_fini(&csv->parser, take_field, take_record, csv) == 0;
	if (whole && !csv->goes_on)
		return csv->at_end;
	if (whole)
		diag_fail(why, "a CR that ends no line stands in the record; put its field in "
			       "quotes");
	else if (csv_error(&csv->parser) == CSV_ENOMEM)
		diag_fail(why, "record of %zu bytes is too large", record.length);
	else if (done < record.length)
		diag_fail(why,
			"quotes are wrong at byte %zu of the record: a quote inside a field "
			"is doubled, and the field quoted",
			done);
	else
		diag_fail(why, "a quote is opened and never closed");
	diag_code(why, "bad-quoting");
	csv_free(&csv->parser);
	prepare(csv);
	return -1;
}

static void describe(const struct csvin *csv, struct row *row)
{
	row->base = csv->text.at;
	row->mark = csv->mark;
	row->start = 0;
	row->end = csv->count > 0 ? csv->mark[csv->count - 1] : 0;
	row->count = csv->count;
	row->escaped = false;
}

int csvin_next(struct csvin *csv, struct row *row, struct diag *why)
{
	int result = 0;

	while (result == 0 && csv->next < csv->block.length) {
		struct slice record = { csv->block.at + csv->next, csv->block.length - csv->next };

		record.length = csvin_record(record, csv->dialect);
		row->line = csv->lines;
		row->raw_start = csv->next;
		row->raw_length = record.length;
		csv->next += record.length;
		csv->lines += scan_count(record.at, record.length, '\n');
		if (memchr(record.at, '\0', record.length) != NULL) {
			diag_fail(why, "NUL byte in the record; this is no text");
			return diag_code(why, "nul");
		}
		result = parse_record(csv, record, why);
	}
	if (result <= 0)
		return result;
	describe(csv, row);
	if (csv->columns > 0 && csv->count != csv->columns) {
		diag_fail(why, "%zu field%s where the header has %zu", csv->count,
			csv->count == 1 ? "" : "s", csv->columns);
		return diag_code(why, "ragged");
	}
	return 1;
}
