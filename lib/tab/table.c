/* SPDX-License-Identifier: MIT */
#include "tab/table.h"

#include <stdlib.h>

#include "base/mem.h"
#include "tab/csvin.h"

void table_release(struct table *table)
{
	buf_release(&table->header);
	columns_release(&table->columns);
	free(table->place);
	table->place = NULL;
}

/* Is it the toolkit's own format? In CSV, some of the names would be in quotes as others are. */
static bool is_tsv(const struct csv_dialect *dialect, struct slice header)
{
	return dialect->separator == '\t' && memchr(header.at, '"', header.length) == NULL &&
	       dialect->quote != '\'' && dialect->escape == '\0' && dialect->comment == '\0' &&
	       !dialect->cr_ends && !dialect->drop_empty && !dialect->blank_after && !dialect->many;
}

/* How far the field that begins with the quote at `at` reaches, with its quotes; 0: it is none. */
static size_t quoted_field(const char *at, const char *end, bool *has_reason)
{
	const char *start = at++;

	for (; at < end; at++) {
		*has_reason |= *at == ',' || *at == '\t' || *at == '\n';
		if (*at != '"')
			continue;
		if (at + 1 == end || memchr("\t\r\n", at[1], 3) != NULL)
			return (size_t)(at + 1 - start);
		if (at[1] != '"')
			return 0;
		*has_reason = true;
		at++;
	}
	return 0;
}

/*
 * Are there fields in quotes, as a spreadsheet writes them into a text with tabs: each for a
 * reason, which is a quote, a comma, a tab or a line break in it? No quote speaks against it, nor
 * does a backslash that begins an escape of crm-tsv(5).
 */
static bool has_quoted_fields(struct slice bytes)
{
	const char *at = bytes.at, *end = bytes.at + bytes.length;
	size_t count = 0;

	if (bytes.length > DIALECT_SAMPLE)
		end = at + DIALECT_SAMPLE;
	for (const char *place = at; place < end; place++) {
		bool has_reason = false;
		size_t length;

		if (*place == '\\' && place + 1 < end && memchr("tnr\\", place[1], 4) != NULL)
			return false;
		if (*place != '"' || (place > at && memchr("\t\n", place[-1], 2) == NULL))
			continue;
		length = quoted_field(place, end, &has_reason);
		if (length == 0 || !has_reason)
			return false;
		place += length - 1;
		count++;
	}
	return count > 0;
}

void table_settle(
	struct table *table, enum stream_format format, struct slice bytes, bool is_sample)
{
	struct csv_dialect *csv = &table->dialect.csv;
	const char *end = bytes.length > 0 ? memchr(bytes.at, '\n', bytes.length) : NULL;
	struct slice line = bytes;

	if (end != NULL)
		line.length = (size_t)(end - bytes.at);
	if (csv->separator == '\0')
		csv->separator = csvin_guess_separator(line);
	table->is_csv = format == STREAM_CSV;
	if (format == STREAM_ANY)
		table->is_csv = table->dialect.lines > 0 || !is_tsv(csv, line) ||
				(is_sample && has_quoted_fields(bytes));
}

static void cut(struct slice *bytes, size_t length)
{
	bytes->at += length;
	bytes->length -= length;
}

void table_cut_front(const struct table *table, struct slice *bytes, uint64_t *lines)
{
	/* UTF-8 needs no byte order mark, but some programs write one. */
	static const struct slice mark = { "\xef\xbb\xbf", 3 };
	const struct csv_dialect dialect = { .cr_ends = table->dialect.csv.cr_ends };

	if (slice_starts(*bytes, mark))
		cut(bytes, mark.length);
	for (uint64_t i = 0; i < table->dialect.lines && bytes->length > 0; i++) {
		const char *end = bytes->at + bytes->length;
		const char *line_end = csvrecord_line_end(bytes->at, end, &dialect);

		if (line_end != NULL)
			end = csvrecord_behind_line_end(line_end, end, &dialect);
		cut(bytes, (size_t)(end - bytes->at));
		++*lines;
	}
}

int table_cut_header(struct table *table, struct slice *bytes, uint64_t *lines, struct diag *why)
{
	struct slice line = *bytes;
	const char *end;

	if (table->is_csv) {
		line.length = csvin_record(line, table->dialect.csv);
	} else {
		end = memchr(line.at, '\n', line.length);
		line.length = end == NULL ? line.length : (size_t)(end + 1 - line.at);
	}
	if (memchr(line.at, '\0', line.length) != NULL)
		return diag_fail(why, "NUL byte in the header; this is no text");
	*lines += csvrecord_lines(line, &table->dialect.csv);
	cut(bytes, line.length);
	buf_reset(&table->header);
	buf_put(&table->header, line);
	return 0;
}

static int learn_csv(struct table *table, struct slice record, struct diag *why)
{
	const struct dialect *dialect = &table->dialect;
	struct csvin *csv = csvin_new(dialect->csv);
	struct row row;
	int result;

	csvin_begin(csv, record, 0);
	result = csvin_next(csv, &row, why);
	if (result == 0)
		result = diag_fail(why, "the header line is blank");
	if (result > 0 && dialect->csv.drop_empty && row.count > dialect->used)
		row.count = dialect->used;
	for (size_t i = 0; result > 0 && i < row.count; i++) {
		struct slice name = row_field(&row, i);

		if (name.length > 0 && columns_find(&table->columns, name) >= 0)
			result = diag_fail(why,
				"two columns are called '" SLICE
				"'; if this is a row and no header, --columns NAME,… names them",
				SLICE_ARG(name));
		else
			columns_add(&table->columns, name);
	}
	csvin_free(csv);
	return result < 0 ? -1 : 0;
}

static int learn_tsv(struct table *table, struct slice line, struct diag *why)
{
	if (slice_ends(line, slice_of("\n")))
		line.length--;
	if (slice_ends(line, slice_of("\r"))) {
		if (!table->take_cr)
			return diag_fail(why, "line ends in CR LF; take off the CR first, "
					      "e.g. with tr -d '\\r'");
		line.length--;
	}
	return columns_add_header(&table->columns, line, why);
}

int table_learn(struct table *table, struct diag *why)
{
	struct slice header = buf_slice(&table->header);
	int result = table->is_csv ? learn_csv(table, header, why) : learn_tsv(table, header, why);

	table->width = table->columns.count;
	return result;
}

void table_number(struct table *table)
{
	const struct dialect *dialect = &table->dialect;
	size_t count = dialect->csv.drop_empty ? dialect->used : dialect->width;
	struct buf name = BUF_EMPTY;

	for (size_t i = 1; i <= count; i++) {
		buf_reset(&name);
		buf_printf(&name, "column_%zu", i);
		columns_add(&table->columns, buf_slice(&name));
	}
	table->width = count;
	buf_release(&name);
}

int table_find(const struct columns *columns, struct slice name)
{
	int found = columns_find(columns, name);

	return found >= 0 || name.length == 0 ? found : columns_find_usual(columns, name);
}

bool table_has_columns(const struct table *table, const struct columns *columns)
{
	if (table->columns.count != columns->count)
		return false;
	for (size_t i = 0; i < columns->count; i++)
		if (table_find(&table->columns, columns->name[i]) < 0)
			return false;
	return true;
}

void table_arrange(struct table *table, const struct columns *columns)
{
	bool same = table->columns.count == columns->count;
	int *place = mem_zero(columns->count + 1, sizeof *place);

	for (size_t i = 0; i < columns->count; i++) {
		/* Columns without a name are told apart by their place. */
		bool nameless = columns->name[i].length == 0;

		place[i] =
			nameless && i < table->columns.count && table->columns.name[i].length == 0
				? (int)i
				: table_find(&table->columns, columns->name[i]);
		same &= place[i] == (int)i;
	}
	free(table->place);
	table->place = same ? NULL : place;
	if (same)
		free(place);
}
