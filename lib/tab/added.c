/* SPDX-License-Identifier: MIT */
#include "tab/added.h"

#include <stdlib.h>

#include "base/mem.h"
#include "tab/escape.h"

void added_begin(
	struct added *added, const char *const *name, size_t count, const struct columns *columns)
{
	*added = (struct added){ .name = name, .count = count };
	added->place = mem_alloc(count * sizeof *added->place);
	added->replaced_by = mem_alloc(columns->count * sizeof *added->replaced_by);
	for (size_t i = 0; i < columns->count; i++)
		added->replaced_by[i] = -1;
	for (size_t i = 0; i < count; i++) {
		added->place[i] = columns_find(columns, slice_of(name[i]));
		if (added->place[i] < 0)
			continue;
		added->replaced_by[added->place[i]] = (int)i;
		added->replaces = true;
	}
}

void added_release(struct added *added)
{
	free(added->place);
	free(added->replaced_by);
	*added = (struct added){ 0 };
}

void added_put_header(const struct added *added, struct slice header, struct buf *out)
{
	if (slice_ends(header, slice_of("\n")))
		header.length--;
	buf_put(out, header);
	for (size_t i = 0; i < added->count; i++) {
		if (added->place[i] >= 0)
			continue;
		buf_char(out, '\t');
		escape_put(out, slice_of(added->name[i]));
	}
	buf_char(out, '\n');
}

/* The row's own fields, but those that are replaced. */
static void put_fields(const struct added *added, const struct row *row, const struct slice *value,
	struct buf *out)
{
	if (!added->replaces) {
		buf_put(out, row_line(row));
		return;
	}
	for (size_t i = 0; i < row->count; i++) {
		int by = added->replaced_by[i];

		if (i > 0)
			buf_char(out, '\t');
		buf_put(out, by >= 0 ? value[by] : row_field(row, i));
	}
}

void added_put_row(const struct added *added, const struct row *row, const struct slice *value,
	struct buf *out)
{
	put_fields(added, row, value, out);
	for (size_t i = 0; i < added->count; i++) {
		if (added->place[i] >= 0)
			continue;
		buf_char(out, '\t');
		buf_put(out, value[i]);
	}
	buf_char(out, '\n');
}
