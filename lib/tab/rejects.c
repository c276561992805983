/* SPDX-License-Identifier: MIT */
#include "tab/rejects.h"

#include "base/num.h"
#include "tab/escape.h"

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
	escape_put(out, record);
	buf_char(out, '\n');
}

int rejects_begin(struct output *out, struct diag *why)
{
	return output_write(
		out, slice_of("file\tline\toffset\tcolumn\treason\tmessage\trecord\n"), why);
}

int rejects_put(struct output *out, const char *file, uint64_t line, uint64_t offset,
	struct slice rest, struct diag *why)
{
	struct buf place = BUF_EMPTY;
	int result;

	escape_put(&place, slice_of(file));
	buf_char(&place, '\t');
	num_put_int(&place, (int64_t)line);
	buf_char(&place, '\t');
	num_put_int(&place, (int64_t)offset);
	buf_char(&place, '\t');
	buf_put(&place, rest);
	result = output_write(out, buf_slice(&place), why);
	buf_release(&place);
	return result;
}
