/* SPDX-License-Identifier: MIT */
#include "facts.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

static uint32_t *find_slot(const struct facts *facts, struct slice key, uint64_t hash)
{
	size_t mask = facts->slot_count - 1, at = hash & mask;

	for (; facts->slot[at] != 0; at = (at + 1) & mask) {
		const struct fact *fact = &facts->fact[facts->slot[at] - 1];

		if (fact->hash == hash && slice_equal(fact->key, key))
			break;
	}
	return &facts->slot[at];
}

struct fact *facts_find(const struct facts *facts, struct slice key)
{
	uint32_t number;

	if (facts->count == 0)
		return NULL;
	number = *find_slot(facts, key, hash_bytes(key));
	return number == 0 ? NULL : &facts->fact[number - 1];
}

static void grow_slots(struct facts *facts)
{
	facts->slot_count = facts->slot_count == 0 ? 64 : facts->slot_count * 2;
	free(facts->slot);
	facts->slot = mem_zero(facts->slot_count, sizeof *facts->slot);
	for (size_t i = 0; i < facts->count; i++)
		*find_slot(facts, facts->fact[i].key, facts->fact[i].hash) = (uint32_t)i + 1;
}

void facts_add(struct facts *facts, struct slice key, struct slice line)
{
	uint64_t hash = hash_bytes(key);
	uint32_t *slot;
	struct fact *fact;

	if (facts->slot_count <= 2 * facts->count)
		grow_slots(facts);
	slot = find_slot(facts, key, hash);
	if (*slot != 0)
		return;
	facts->fact =
		mem_grow(facts->fact, &facts->capacity, facts->count + 1, sizeof *facts->fact);
	fact = &facts->fact[facts->count++];
	*fact = (struct fact){ .line = arena_copy(&facts->texts, line), .hash = hash };
	fact->key = slice_equal(key, line) ? fact->line : arena_copy(&facts->texts, key);
	*slot = (uint32_t)facts->count;
}

void facts_release(struct facts *facts)
{
	arena_release(&facts->texts);
	free(facts->fact);
	free(facts->slot);
}
