/* SPDX-License-Identifier: MIT */
#include "tab/columns.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "tab/escape.h"
#include "tab/kind.h"

void columns_release(struct columns *columns)
{
	free(columns->name);
	free(columns->usual);
	free(columns->slot);
	free(columns->usual_slot);
	arena_release(&columns->texts);
	*columns = (struct columns)COLUMNS_EMPTY;
}

/* Where `name`, one of `names`, is in their hash table, or the free place where it would be. */
static uint32_t *find_slot(
	const struct columns *columns, uint32_t *slot, const struct slice *names, struct slice name)
{
	size_t mask = columns->slot_count - 1, at = hash_bytes(name) & mask;
	uint32_t position;

	for (; (position = slot[at]) != 0; at = (at + 1) & mask)
		if (slice_equal(names[position - 1], name))
			break;
	return &slot[at];
}

static uint32_t *find_name(const struct columns *columns, struct slice name)
{
	return find_slot(columns, columns->slot, columns->name, name);
}

static uint32_t *find_usual(const struct columns *columns, struct slice usual)
{
	return find_slot(columns, columns->usual_slot, columns->usual, usual);
}

/* Of several columns with one name the first is found. */
static void put_slots(struct columns *columns, size_t position)
{
	uint32_t *slot = find_name(columns, columns->name[position]);
	uint32_t *usual_slot = find_usual(columns, columns->usual[position]);

	if (*slot == 0)
		*slot = (uint32_t)position + 1;
	if (*usual_slot == 0)
		*usual_slot = (uint32_t)position + 1;
}

/* Tables of thousands of columns exist: looking for a name must not mean looking at all. */
static void grow_slots(struct columns *columns)
{
	columns->slot_count = columns->slot_count == 0 ? 64 : columns->slot_count * 2;
	free(columns->slot);
	columns->slot = mem_zero(columns->slot_count, sizeof *columns->slot);
	free(columns->usual_slot);
	columns->usual_slot = mem_zero(columns->slot_count, sizeof *columns->usual_slot);
	for (size_t i = 0; i < columns->count; i++)
		put_slots(columns, i);
}

static struct slice usual_name(struct arena *texts, struct slice name)
{
	struct buf usual = BUF_EMPTY;

	kind_put_name(&usual, name);
	if (!slice_equal(buf_slice(&usual), name))
		name = arena_copy(texts, buf_slice(&usual));
	buf_release(&usual);
	return name;
}

size_t columns_add(struct columns *columns, struct slice name)
{
	size_t position = columns->count;

	if (columns->slot_count <= 2 * columns->count)
		grow_slots(columns);
	columns->name =
		mem_grow(columns->name, &columns->capacity, position + 1, sizeof *columns->name);
	columns->usual = mem_grow(
		columns->usual, &columns->usual_capacity, position + 1, sizeof *columns->usual);
	columns->name[position] = arena_copy(&columns->texts, name);
	columns->usual[position] = usual_name(&columns->texts, columns->name[position]);
	put_slots(columns, position);
	return columns->count++;
}

int columns_add_header(struct columns *columns, struct slice line, struct diag *why)
{
	struct buf name = BUF_EMPTY;
	struct slice field;
	int result = 0;

	while (result == 0 && slice_cut(&line, '\t', &field)) {
		buf_reset(&name);
		escape_remove(&name, field);
		if (name.length == 0)
			result = diag_fail(
				why, "column %zu of the header has no name", columns->count + 1);
		else if (columns_find(columns, buf_slice(&name)) >= 0)
			result = diag_fail(why, "two columns are called '" SLICE "'",
				SLICE_ARG(buf_slice(&name)));
		else
			columns_add(columns, buf_slice(&name));
	}
	buf_release(&name);
	return result;
}

int columns_find(const struct columns *columns, struct slice name)
{
	return columns->count > 0 ? (int)*find_name(columns, name) - 1 : -1;
}

int columns_find_usual(const struct columns *columns, struct slice name)
{
	struct buf usual = BUF_EMPTY;
	int found = -1;

	kind_put_name(&usual, name);
	if (columns->count > 0)
		found = (int)*find_usual(columns, buf_slice(&usual)) - 1;
	buf_release(&usual);
	return found;
}

void columns_put_list(const struct columns *columns, struct buf *out)
{
	for (size_t i = 0; i < columns->count; i++) {
		if (i > 0)
			buf_text(out, ", ");
		buf_put(out, columns->name[i]);
	}
}

/* One name with separators in it: the commonest mistake of all. */
static bool looks_like_csv(const struct columns *columns)
{
	struct slice name = columns->count == 1 ? columns->name[0] : slice_of("");

	return name.length > 0 && (memchr(name.at, ',', name.length) != NULL ||
					  memchr(name.at, ';', name.length) != NULL);
}

int columns_need(const struct columns *columns, const char *name, int *position, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	*position = columns_find(columns, slice_of(name));
	if (*position >= 0)
		return 0;
	columns_put_list(columns, &list);
	diag_fail(why, "no column '%s'; there are: %s%s", name, buf_string(&list),
		looks_like_csv(columns) ? "; if this is CSV, crm-import makes a stream of it" : "");
	diag_code(why, "missing-column");
	buf_release(&list);
	return -1;
}

void columns_put_header(const struct columns *columns, struct buf *out)
{
	for (size_t i = 0; i < columns->count; i++) {
		if (i > 0)
			buf_char(out, '\t');
		escape_put(out, columns->name[i]);
	}
	buf_char(out, '\n');
}
