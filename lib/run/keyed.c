/* SPDX-License-Identifier: MIT */
#include "run/keyed.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/hash.h"
#include "base/mem.h"
#include "run/each.h"
#include "run/spill.h"

/* Chunks and slabs grow, so that few rows take little memory and many go fast. */
enum {
	CHUNK_SMALLEST = 512,
	CHUNK_LARGEST = CHUNK_SMALLEST << 5,
	SLAB_SMALLEST = 256 * 1024,
	SLAB_LARGEST = 16 * 1024 * 1024,
	HUGE_PAGE = 2 * 1024 * 1024,
};

/*
 * What stands in front of a record's key and bytes. Not aligned: read and written by memcpy. As
 * there are very many, it is short where it can be; else struct lengths follows.
 */
struct head {
	uint32_t hash;
	uint16_t key_length; /* or IS_LONG */
	uint16_t length;     /* of the record behind the key */
};

enum { IS_LONG = UINT16_MAX };

struct lengths {
	uint32_t key, record;
};

/* Full chunks of records of one worker and partition: in memory, or in the file. */
struct full {
	char *memory; /* NULL: in the file */
	uint64_t offset;
	size_t length;
};

struct part {
	char *chunk; /* being filled */
	size_t used, size;
	struct full *full;
	size_t count, capacity;
};

/* Memory for chunks is had in large pieces, which cost the kernel less than many small ones. */
struct slab {
	struct slab *older;
	size_t used, size;
};

struct keyed_writer {
	struct keyed *keyed;
	struct slab *slab;
	struct keyed_writer *next;
	struct part part[KEYED_PARTITIONS];
};

struct keyed {
	atomic_uint_least64_t memory; /* in chunks */
	uint64_t memory_limit;
	struct spill file;
	pthread_mutex_t lock; /* for what follows */
	struct keyed_writer *writers;
};

struct keyed *keyed_new(uint64_t memory)
{
	struct keyed *keyed = mem_zero(1, sizeof *keyed);

	keyed->memory_limit = memory;
	spill_open(&keyed->file);
	pthread_mutex_init(&keyed->lock, NULL);
	return keyed;
}

struct keyed_writer *keyed_writer(struct keyed *keyed)
{
	struct keyed_writer *writer = mem_zero(1, sizeof *writer);

	writer->keyed = keyed;
	pthread_mutex_lock(&keyed->lock);
	writer->next = keyed->writers;
	keyed->writers = writer;
	pthread_mutex_unlock(&keyed->lock);
	return writer;
}

/* Put the full chunk away: keep it if there is memory for another, else write it to the file. */
static int retire(struct keyed *keyed, struct part *part, struct diag *why)
{
	struct full full = { part->chunk, 0, part->used };

	if (atomic_load_explicit(&keyed->memory, memory_order_relaxed) < keyed->memory_limit) {
		part->chunk = NULL;
		part->size = 0;
	} else {
		full.memory = NULL;
		if (spill_put(&keyed->file, (struct slice){ part->chunk, part->used }, &full.offset,
			    why) < 0)
			return -1;
	}
	part->full = mem_grow(part->full, &part->capacity, part->count + 1, sizeof *part->full);
	part->full[part->count++] = full;
	part->used = 0;
	return 0;
}

static char *slab_alloc(struct keyed_writer *writer, size_t size)
{
	struct slab *slab = writer->slab;
	char *memory;

	if (slab == NULL || slab->size - slab->used < size) {
		size_t wanted = slab == NULL ? SLAB_SMALLEST : slab->size * 2;

		if (wanted > SLAB_LARGEST)
			wanted = SLAB_LARGEST;
		if (wanted < size + sizeof *slab)
			wanted = size + sizeof *slab;
		slab = mem_aligned(HUGE_PAGE, wanted);
		if (wanted >= HUGE_PAGE)
			madvise(slab, wanted, MADV_HUGEPAGE); /* a wish: nothing hangs on it */
		*slab = (struct slab){ writer->slab, sizeof *slab, wanted };
		writer->slab = slab;
	}
	memory = (char *)slab + slab->used;
	slab->used += size;
	return memory;
}

/* The slow road of keyed_put: a new chunk. */
static int make_room(struct keyed_writer *writer, struct part *part, size_t size, struct diag *why)
{
	size_t wanted = (size_t)CHUNK_SMALLEST
			<< (part->count < 5 ? part->count : 5); /* to CHUNK_LARGEST */

	if (part->used > 0 && retire(writer->keyed, part, why) < 0)
		return -1;
	if (wanted < size)
		wanted = size;
	if (part->size < wanted) {
		atomic_fetch_add_explicit(&writer->keyed->memory, wanted, memory_order_relaxed);
		part->chunk = slab_alloc(writer, wanted);
		part->size = wanted;
	}
	return 0;
}

char *keyed_put(struct keyed_writer *writer, struct slice key, size_t size, struct diag *why)
{
	uint64_t hash = hash_bytes(key);
	struct part *part = &writer->part[hash >> 54];
	struct lengths lengths = { (uint32_t)key.length, (uint32_t)size };
	bool is_long = key.length >= IS_LONG || size >= IS_LONG;
	struct head head = { (uint32_t)hash, is_long ? IS_LONG : (uint16_t)key.length,
		(uint16_t)size };
	size_t whole = sizeof head + (is_long ? sizeof lengths : 0) + key.length + size;
	char *to;

	if (part->size - part->used < whole && make_room(writer, part, whole, why) < 0)
		return NULL;
	to = part->chunk + part->used;
	part->used += whole;
	/* Where the next records of this part come to lie, as the processor cannot guess. */
	__builtin_prefetch(to + whole + 64, 1);
	memcpy(to, &head, sizeof head);
	to += sizeof head;
	if (is_long) {
		memcpy(to, &lengths, sizeof lengths);
		to += sizeof lengths;
	}
	slice_copy(to, key);
	return to + key.length;
}

/* A worker's memory for grouping a partition, kept for the next one. */
struct grouping {
	struct slice *piece;
	size_t piece_count, piece_capacity;
	struct buf loaded;

	uint32_t *slot; /* hash table: number of the group + 1, or 0 */
	size_t slot_count;
	struct keyed_group *group;
	uint32_t *hash; /* of each group's key */
	size_t group_count, group_capacity, hash_capacity;

	struct slice *record; /* as they come, and the group of each */
	uint32_t *owner;
	size_t record_count, record_capacity, owner_capacity;
	struct slice *ordered;
	size_t ordered_capacity;
};

struct each_context {
	struct keyed *keyed;
	keyed_work work;
	void *context;
	struct grouping *grouping; /* a worker's each */
};

static void add_piece(struct grouping *grouping, struct slice piece)
{
	grouping->piece = mem_grow(grouping->piece, &grouping->piece_capacity,
		grouping->piece_count + 1, sizeof *grouping->piece);
	grouping->piece[grouping->piece_count++] = piece;
}

/* All chunks of a partition; those in the file are read back. */
static int gather(
	struct keyed *keyed, size_t partition, struct grouping *grouping, struct diag *why)
{
	size_t bytes = 0;
	char *to;

	grouping->piece_count = 0;
	for (const struct keyed_writer *w = keyed->writers; w != NULL; w = w->next)
		for (size_t i = 0; i < w->part[partition].count; i++)
			if (w->part[partition].full[i].memory == NULL)
				bytes += w->part[partition].full[i].length;
	to = buf_room(&grouping->loaded, bytes);
	for (const struct keyed_writer *w = keyed->writers; w != NULL; w = w->next) {
		const struct part *part = &w->part[partition];

		for (size_t i = 0; i < part->count; i++) {
			const struct full *full = &part->full[i];

			if (full->memory != NULL) {
				add_piece(grouping, (struct slice){ full->memory, full->length });
				continue;
			}
			if (spill_get(&keyed->file, to, full->length, full->offset, why) < 0)
				return -1;
			add_piece(grouping, (struct slice){ to, full->length });
			to += full->length;
		}
		if (part->used > 0)
			add_piece(grouping, (struct slice){ part->chunk, part->used });
	}
	return 0;
}

static void insert_slot(struct grouping *grouping, uint32_t hash, uint32_t value)
{
	size_t mask = grouping->slot_count - 1, at = hash & mask;

	while (grouping->slot[at] != 0)
		at = (at + 1) & mask;
	grouping->slot[at] = value;
}

static void grow_slots(struct grouping *grouping)
{
	grouping->slot_count = grouping->slot_count == 0 ? 1024 : grouping->slot_count * 2;
	free(grouping->slot);
	grouping->slot = mem_zero(grouping->slot_count, sizeof *grouping->slot);
	for (size_t i = 0; i < grouping->group_count; i++)
		insert_slot(grouping, grouping->hash[i], (uint32_t)i + 1);
}

/* The number of the group of `key`, which may be new. */
static uint32_t find_group(struct grouping *grouping, struct slice key, uint32_t hash)
{
	size_t mask = grouping->slot_count - 1, at = hash & mask;
	uint32_t number;

	for (; (number = grouping->slot[at]) != 0; at = (at + 1) & mask)
		if (grouping->hash[number - 1] == hash &&
			slice_equal(grouping->group[number - 1].key, key))
			return number - 1;
	number = (uint32_t)grouping->group_count++;
	grouping->group = mem_grow(grouping->group, &grouping->group_capacity,
		grouping->group_count, sizeof *grouping->group);
	grouping->hash = mem_grow(grouping->hash, &grouping->hash_capacity, grouping->group_count,
		sizeof *grouping->hash);
	grouping->group[number] = (struct keyed_group){ key, NULL, 0 };
	grouping->hash[number] = hash;
	grouping->slot[at] = number + 1;
	if (grouping->group_count * 2 > grouping->slot_count)
		grow_slots(grouping);
	return number;
}

/* Take a head off the front. Returns the hash. */
static uint32_t read_head(const char **at, struct lengths *lengths)
{
	struct head head;

	memcpy(&head, *at, sizeof head);
	*at += sizeof head;
	*lengths = (struct lengths){ head.key_length, head.length };
	if (head.key_length == IS_LONG) {
		memcpy(lengths, *at, sizeof *lengths);
		*at += sizeof *lengths;
	}
	return head.hash;
}

/* Walk through the records of a piece and note whose they are. */
static void assign(struct grouping *grouping, struct slice piece)
{
	const char *at = piece.at, *end = piece.at + piece.length;

	while (at < end) {
		struct lengths lengths;
		uint32_t hash = read_head(&at, &lengths);
		struct slice key = { at, lengths.key };
		uint32_t number = find_group(grouping, key, hash);

		grouping->group[number].count++;
		grouping->record = mem_grow(grouping->record, &grouping->record_capacity,
			grouping->record_count + 1, sizeof *grouping->record);
		grouping->owner = mem_grow(grouping->owner, &grouping->owner_capacity,
			grouping->record_count + 1, sizeof *grouping->owner);
		at = key.at + key.length;
		grouping->record[grouping->record_count] = (struct slice){ at, lengths.record };
		grouping->owner[grouping->record_count++] = number;
		at += lengths.record;
	}
}

/* Put the records in order of their groups. */
static void distribute(struct grouping *grouping)
{
	size_t next = 0;

	grouping->ordered = mem_grow(grouping->ordered, &grouping->ordered_capacity,
		grouping->record_count, sizeof *grouping->ordered);
	for (size_t i = 0; i < grouping->group_count; i++) {
		grouping->group[i].record = grouping->ordered + next;
		next += grouping->group[i].count;
		grouping->group[i].count = 0;
	}
	for (size_t i = 0; i < grouping->record_count; i++) {
		struct keyed_group *group = &grouping->group[grouping->owner[i]];

		grouping->ordered[group->record - grouping->ordered + (ptrdiff_t)group->count++] =
			grouping->record[i];
	}
}

static int work_partition(void *context, int worker, size_t partition, struct diag *why)
{
	struct each_context *each = context;
	struct grouping *grouping = &each->grouping[worker];

	grouping->group_count = 0;
	grouping->record_count = 0;
	if (gather(each->keyed, partition, grouping, why) < 0)
		return -1;
	if (grouping->slot == NULL)
		grow_slots(grouping);
	else
		memset(grouping->slot, 0, grouping->slot_count * sizeof *grouping->slot);
	for (size_t i = 0; i < grouping->piece_count; i++)
		assign(grouping, grouping->piece[i]);
	distribute(grouping);
	return each->work(
		each->context, worker, partition, grouping->group, grouping->group_count, why);
}

static void release_grouping(struct grouping *grouping)
{
	free(grouping->piece);
	buf_release(&grouping->loaded);
	free(grouping->slot);
	free(grouping->group);
	free(grouping->hash);
	free(grouping->record);
	free(grouping->owner);
	free(grouping->ordered);
}

int keyed_each(struct keyed *keyed, int jobs, keyed_work work, void *context, struct diag *why)
{
	struct each_context each = { keyed, work, context, NULL };
	int result;

	each.grouping = mem_zero((size_t)jobs, sizeof *each.grouping);
	result = run_each(jobs, KEYED_PARTITIONS, work_partition, &each, why);
	for (int i = 0; i < jobs; i++)
		release_grouping(&each.grouping[i]);
	free(each.grouping);
	return result;
}

static void free_writer(struct keyed_writer *writer)
{
	struct slab *older;

	for (size_t i = 0; i < KEYED_PARTITIONS; i++)
		free(writer->part[i].full);
	for (struct slab *slab = writer->slab; slab != NULL; slab = older) {
		older = slab->older;
		free(slab);
	}
	free(writer);
}

void keyed_free(struct keyed *keyed)
{
	struct keyed_writer *writer, *next;

	if (keyed == NULL)
		return;
	for (writer = keyed->writers; writer != NULL; writer = next) {
		next = writer->next;
		free_writer(writer);
	}
	spill_close(&keyed->file);
	pthread_mutex_destroy(&keyed->lock);
	free(keyed);
}
