/* SPDX-License-Identifier: MIT */
#include "crm/tally.h"

#include <assert.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

enum { SLOTS_AT_FIRST = 64 };

/* The slot of `value`: its own, or the free one where it would go. */
static uint32_t *find_slot(const struct tally *tally, struct slice value)
{
	size_t at = hash_bytes(value) & (tally->slots - 1);

	while (tally->slot[at] != 0 && !slice_equal(tally->entry[tally->slot[at] - 1].value, value))
		at = (at + 1) & (tally->slots - 1);
	return &tally->slot[at];
}

/* The table is kept half empty at least. */
static void grow_slots(struct tally *tally)
{
	if (tally->count * 2 < tally->slots)
		return;
	free(tally->slot);
	tally->slots = tally->slots == 0 ? SLOTS_AT_FIRST : tally->slots * 2;
	tally->slot = mem_zero(tally->slots, sizeof *tally->slot);
	for (size_t i = 0; i < tally->count; i++)
		*find_slot(tally, tally->entry[i].value) = (uint32_t)i + 1;
}

static struct tally_entry *entry_of(struct tally *tally, struct slice value)
{
	uint32_t *slot;
	struct tally_entry *entry;

	grow_slots(tally);
	slot = find_slot(tally, value);
	if (*slot != 0)
		return &tally->entry[*slot - 1];
	assert(tally->count < UINT32_MAX);
	tally->entry =
		mem_grow(tally->entry, &tally->capacity, tally->count + 1, sizeof *tally->entry);
	entry = &tally->entry[tally->count++];
	*entry = (struct tally_entry){ .value = arena_copy(&tally->texts, value) };
	*slot = (uint32_t)tally->count;
	return entry;
}

void tally_add(struct tally *tally, struct slice value, int64_t amount)
{
	struct tally_entry *entry = entry_of(tally, value);

	entry->customers++;
	entry->amount += amount;
}

void tally_merge(struct tally *tally, const struct tally *other)
{
	for (size_t i = 0; i < other->count; i++) {
		struct tally_entry *entry = entry_of(tally, other->entry[i].value);

		entry->customers += other->entry[i].customers;
		entry->amount += other->entry[i].amount;
	}
}

static int compare(const void *left, const void *right)
{
	const struct tally_entry *a = left, *b = right;

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->amount != b->amount)
		return a->amount > b->amount ? -1 : 1;
	return slice_compare(a->value, b->value);
}

void tally_sort(struct tally *tally)
{
	free(tally->slot);
	tally->slot = NULL;
	tally->slots = 0;
	if (tally->count > 1)
		qsort(tally->entry, tally->count, sizeof *tally->entry, compare);
}

void tally_release(struct tally *tally)
{
	free(tally->entry);
	free(tally->slot);
	arena_release(&tally->texts);
	*tally = (struct tally)TALLY_EMPTY;
}
