/* SPDX-License-Identifier: MIT */
#include "crm/best.h"

#include <stdlib.h>

#include "base/mem.h"

/* Below 0: `a` is better than `b`. */
static int compare(const struct best_row *a, const struct best_row *b)
{
	int order;

	if (a->amount != b->amount)
		return a->amount > b->amount ? -1 : 1;
	order = slice_compare(a->id, b->id);
	return order != 0 ? order : slice_compare(a->record, b->record);
}

static void swap(struct best_row *a, struct best_row *b)
{
	struct best_row kept = *a;

	*a = *b;
	*b = kept;
}

/* The rows are a heap: none is better than the two below it, so the worst is at the top. */
static void sink(struct best *best, size_t at)
{
	for (;;) {
		size_t worst = at;

		for (size_t below = 2 * at + 1; below <= 2 * at + 2; below++)
			if (below < best->count &&
				compare(&best->row[below], &best->row[worst]) > 0)
				worst = below;
		if (worst == at)
			return;
		swap(&best->row[at], &best->row[worst]);
		at = worst;
	}
}

static void rise(struct best *best, size_t at)
{
	while (at > 0 && compare(&best->row[at], &best->row[(at - 1) / 2]) > 0) {
		swap(&best->row[at], &best->row[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
}

bool best_wants(const struct best *best, int64_t amount, struct slice id)
{
	if (best->count < best->most)
		return true;
	if (best->most == 0 || amount < best->row[0].amount)
		return false;
	return amount > best->row[0].amount || slice_compare(id, best->row[0].id) <= 0;
}

/* Id and record in one block of memory. */
static struct best_row copy(const struct best_row *row)
{
	char *text = mem_alloc(row->record.length + row->id.length + 1);
	struct best_row own = { row->amount, { text + row->record.length, row->id.length },
		{ text, row->record.length } };

	if (row->record.length > 0)
		memcpy(text, row->record.at, row->record.length);
	if (row->id.length > 0)
		memcpy(text + row->record.length, row->id.at, row->id.length);
	return own;
}

static void forget(struct best_row *row)
{
	free((char *)(uintptr_t)row->record.at);
}

void best_add(struct best *best, int64_t amount, struct slice id, struct slice record)
{
	struct best_row row = { amount, id, record };

	if (best->row == NULL)
		best->row = mem_zero(best->most, sizeof *best->row);
	if (best->count < best->most) {
		best->row[best->count++] = copy(&row);
		rise(best, best->count - 1);
	} else if (best->most > 0 && compare(&row, &best->row[0]) < 0) {
		forget(&best->row[0]);
		best->row[0] = copy(&row);
		sink(best, 0);
	}
}

void best_merge(struct best *best, const struct best *other)
{
	for (size_t i = 0; i < other->count; i++)
		best_add(best, other->row[i].amount, other->row[i].id, other->row[i].record);
}

static int compare_rows(const void *left, const void *right)
{
	return compare(left, right);
}

void best_sort(struct best *best)
{
	if (best->count > 1)
		qsort(best->row, best->count, sizeof *best->row, compare_rows);
}

void best_release(struct best *best)
{
	for (size_t i = 0; i < best->count; i++)
		forget(&best->row[i]);
	free(best->row);
	*best = (struct best){ .most = best->most };
}
