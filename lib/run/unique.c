/* SPDX-License-Identifier: MIT */
#include "run/unique.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

/* `number` 0: a free place. */
struct entry {
	struct hash_wide hash;
	uint64_t number;
};

/* A hash table; the keys are spread over many, so that no growth needs twice the memory of all. */
struct part {
	struct entry *entry;
	size_t count, capacity; /* the latter a power of two, or 0 */
};

enum { PARTS = 256, FIRST_CAPACITY = 64 };

struct unique {
	struct part part[PARTS];
	uint64_t size, memory; /* bytes taken, and allowed */
};

struct unique *unique_new(uint64_t memory)
{
	struct unique *unique = mem_zero(1, sizeof *unique);

	unique->memory = memory;
	return unique;
}

/* The place of the hash, or the free one where it would be. */
static struct entry *find_entry(const struct part *part, struct hash_wide hash)
{
	size_t mask = part->capacity - 1, at = hash.low & mask;

	for (; part->entry[at].number != 0; at = (at + 1) & mask)
		if (part->entry[at].hash.low == hash.low && part->entry[at].hash.high == hash.high)
			break;
	return &part->entry[at];
}

static int grow_part(struct unique *unique, struct part *part, struct diag *why)
{
	struct part old = *part;

	part->capacity = old.capacity > 0 ? old.capacity * 2 : FIRST_CAPACITY;
	if (old.capacity > 0 &&
		unique->size + part->capacity * sizeof *part->entry > unique->memory) {
		part->capacity = old.capacity;
		return diag_fail(why,
			"the keys take more than the %" PRIu64 " MB of --memory; allow more",
			unique->memory >> 20);
	}
	part->entry = mem_zero(part->capacity, sizeof *part->entry);
	for (size_t i = 0; i < old.capacity; i++)
		if (old.entry[i].number != 0)
			*find_entry(part, old.entry[i].hash) = old.entry[i];
	unique->size += (part->capacity - old.capacity) * sizeof *part->entry;
	free(old.entry);
	return 0;
}

int unique_add(
	struct unique *unique, struct slice key, uint64_t number, uint64_t *first, struct diag *why)
{
	struct hash_wide hash = hash_wide(key);
	struct part *part = &unique->part[hash.high % PARTS];
	struct entry *entry;

	entry = part->capacity > 0 ? find_entry(part, hash) : NULL;
	if (entry != NULL && entry->number != 0) {
		*first = entry->number;
		return 0;
	}
	if (4 * (part->count + 1) > 3 * part->capacity) {
		if (grow_part(unique, part, why) < 0)
			return -1;
		entry = find_entry(part, hash);
	}
	*entry = (struct entry){ hash, number };
	part->count++;
	return 1;
}

void unique_free(struct unique *unique)
{
	if (unique == NULL)
		return;
	for (size_t i = 0; i < PARTS; i++)
		free(unique->part[i].entry);
	free(unique);
}
