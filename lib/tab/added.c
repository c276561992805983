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

/* How long a row becomes, at most: with all values, and what they replace. */
static size_t longest(const struct added *added, const struct row *row, const struct slice *value)
{
	size_t length = row_line(row).length + 1;

	for (size_t i = 0; i < added->count; i++)
		length += 1 + value[i].length;
	return length;
}

static char *put(char *to, struct slice field)
{
	slice_copy(to, field);
	return to + field.length;
}

/* The row's own fields, but those that are replaced. */
static char *put_fields(
	const struct added *added, const struct row *row, const struct slice *value, char *to)
{
	if (!added->replaces)
		return put(to, row_line(row));
	for (size_t i = 0; i < row->count; i++) {
		int by = added->replaced_by[i];

		if (i > 0)
			*to++ = '\t';
		to = put(to, by >= 0 ? value[by] : row_field(row, i));
	}
	return to;
}

void added_put_row(const struct added *added, const struct row *row, const struct slice *value,
	struct buf *out)
{
	char *start = buf_room(out, longest(added, row, value)), *to = start;

	to = put_fields(added, row, value, to);
	for (size_t i = 0; i < added->count; i++) {
		if (added->place[i] >= 0)
			continue;
		*to++ = '\t';
		to = put(to, value[i]);
	}
	*to++ = '\n';
	out->length += (size_t)(to - start);
}
