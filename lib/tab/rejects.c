/* SPDX-License-Identifier: MIT */
#include "tab/rejects.h"

#include "base/num.h"
#include "io/encoding.h"
#include "tab/escape.h"

/* A NUL would make a file of the rejects that no tool reads; it is shown as \0. */
static void put_text(struct buf *out, struct slice record)
{
	const char *nul;

	while (record.length > 0 && (nul = memchr(record.at, '\0', record.length)) != NULL) {
		size_t before = (size_t)(nul - record.at);

		escape_put(out, (struct slice){ record.at, before });
		buf_text(out, "\\0");
		record.at += before + 1;
		record.length -= before + 1;
	}
	escape_put(out, record);
}

/* Bytes that did not decode are shown as they were: <D5>. */
static void put_record(struct buf *out, struct slice record)
{
	struct encoding_fault fault;
	struct buf shown = BUF_EMPTY;

	if (memmem(record.at, record.length, "\xef\xb7\x90", 3) == NULL ||
		!encoding_find_fault(record, &fault)) {
		put_text(out, record);
		return;
	}
	encoding_remove_faults(record, &shown);
	put_text(out, buf_slice(&shown));
	buf_release(&shown);
}

void rejects_format(struct buf *out, const struct diag *reason, struct slice record)
{
	if (slice_ends(record, slice_of("\n")))
		record.length--;
	if (slice_ends(record, slice_of("\r")))
		record.length--;
	escape_put(out, slice_of(reason->column));
	buf_char(out, '\t');
	buf_text(out, reason->code != NULL ? reason->code : "bad-value");
	buf_char(out, '\t');
	escape_put(out, slice_of(reason->text));
	buf_char(out, '\t');
	put_record(out, record);
	buf_char(out, '\n');
}

int rejects_begin(struct output *out, bool with_table, struct diag *why)
{
	return output_write(out,
		slice_of(with_table ? REJECTS_COLUMNS REJECTS_TABLE_COLUMNS "\n"
				    : REJECTS_COLUMNS "\n"),
		why);
}

int rejects_put(struct output *out, const char *file, uint64_t line, uint64_t offset,
	struct slice rest, struct slice table, struct diag *why)
{
	struct buf place = BUF_EMPTY;
	int result;

	escape_put(&place, slice_of(file));
	buf_char(&place, '\t');
	num_put_int(&place, (int64_t)line);
	buf_char(&place, '\t');
	num_put_int(&place, (int64_t)offset);
	buf_char(&place, '\t');
	if (table.length > 0) {
		rest.length--; /* the LF goes behind the table */
		buf_put(&place, rest);
		buf_char(&place, '\t');
		buf_put(&place, table);
		buf_char(&place, '\n');
	} else {
		buf_put(&place, rest);
	}
	result = output_write(out, buf_slice(&place), why);
	buf_release(&place);
	return result;
}
