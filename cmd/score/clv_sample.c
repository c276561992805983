/* SPDX-License-Identifier: MIT */
#include "clv_sample.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/radix.h"

enum {
	/*
	 * Histories and spends are kept in bins, each of which can be sorted by itself, and one
	 * behind the other they make the order of a sample: so which value is of which bin is part
	 * of the format, as it were.
	 */
	BIN_BITS = 4,
	BINS = 1 << BIN_BITS,
	FIRST_SLOTS = 256,
	PENDING = 32,
};

struct slot {
	uint32_t hash;   /* of the history */
	uint32_t number; /* its index + 1, or 0: empty */
};

/* Where a history of the bin is found: a hash table. */
struct bin {
	struct clv_histories *history;
	size_t count, capacity;
	struct slot *slot;
	size_t slots;
	struct clv_spend *spend;
	size_t spends, spend_capacity;
};

/* Histories that wait a little, so that their slots, in cold memory, are on the way already. */
struct pending {
	struct clv_histories histories;
	uint64_t hash;
};

struct clv_gatherer {
	struct bin bin[BINS];
	struct pending pending[PENDING];
	size_t waiting;
};

/* ---- a bin ---- */

static bool same_history(const struct clv_history *a, const struct clv_history *b)
{
	return a->frequency == b->frequency && a->t_x == b->t_x && a->tenure == b->tenure;
}

/*
 * Where the history of this hash stands in the table, or is to stand. Most that are in its way are
 * told from it by their hash, without a look at them, which would be one into cold memory.
 */
static size_t find_slot(const struct bin *bin, const struct clv_history *history, uint32_t hash)
{
	size_t at = hash & (bin->slots - 1);

	for (; bin->slot[at].number != 0; at = (at + 1) & (bin->slots - 1))
		if (bin->slot[at].hash == hash &&
			same_history(&bin->history[bin->slot[at].number - 1].history, history))
			break;
	return at;
}

/* At most half full. */
static void grow_slots(struct bin *bin)
{
	struct slot *slot = bin->slot;
	size_t slots = bin->slots;

	if (bin->count < slots / 2)
		return;
	bin->slots = slots == 0 ? FIRST_SLOTS : slots * 2;
	bin->slot = mem_zero(bin->slots, sizeof *bin->slot);
	for (size_t i = 0; i < slots; i++) {
		size_t at = slot[i].hash & (bin->slots - 1);

		if (slot[i].number == 0)
			continue;
		while (bin->slot[at].number != 0)
			at = (at + 1) & (bin->slots - 1);
		bin->slot[at] = slot[i];
	}
	free(slot);
}

static void add(struct bin *bin, const struct clv_histories *histories, uint32_t hash)
{
	size_t at;

	grow_slots(bin);
	at = find_slot(bin, &histories->history, hash);
	if (bin->slot[at].number != 0) {
		bin->history[bin->slot[at].number - 1].customers += histories->customers;
		return;
	}
	bin->history = mem_grow(bin->history, &bin->capacity, bin->count + 1, sizeof *bin->history);
	bin->history[bin->count++] = *histories;
	bin->slot[at] = (struct slot){ hash, (uint32_t)bin->count };
}

static struct clv_spend *add_spends(struct bin *bin, size_t count)
{
	bin->spend =
		mem_grow(bin->spend, &bin->spend_capacity, bin->spends + count, sizeof *bin->spend);
	bin->spends += count;
	return bin->spend + (bin->spends - count);
}

static void release_bin(struct bin *bin)
{
	free(bin->history);
	free(bin->slot);
	free(bin->spend);
	*bin = (struct bin){ 0 };
}

/* ---- gathering ---- */

static uint64_t hash_history(const struct clv_history *history)
{
	return hash_bytes((struct slice){ (const char *)history, sizeof *history });
}

/* The bin has the upper bits of the hash; the slot within has other ones. */
static size_t bin_of(uint64_t hash)
{
	return (size_t)(hash >> (64 - BIN_BITS));
}

struct clv_gatherer *clv_gatherer_new(void)
{
	return mem_zero(1, sizeof(struct clv_gatherer));
}

static void settle(struct clv_gatherer *gatherer)
{
	for (size_t i = 0; i < gatherer->waiting; i++) {
		const struct pending *next = &gatherer->pending[i];

		add(&gatherer->bin[bin_of(next->hash)], &next->histories, (uint32_t)next->hash);
	}
	gatherer->waiting = 0;
}

void clv_gather(
	struct clv_gatherer *gatherer, const struct clv_history *history, uint64_t customers)
{
	uint64_t hash = hash_history(history);
	const struct bin *bin = &gatherer->bin[bin_of(hash)];

	if (bin->slots > 0)
		__builtin_prefetch(&bin->slot[(uint32_t)hash & (bin->slots - 1)]);
	gatherer->pending[gatherer->waiting++] = (struct pending){ { *history, customers }, hash };
	if (gatherer->waiting == PENDING)
		settle(gatherer);
}

void clv_gather_spend(
	struct clv_gatherer *gatherer, int64_t frequency, int64_t mean, uint64_t customers)
{
	uint64_t hash = hash_bytes((struct slice){ (const char *)&mean, sizeof mean });

	*add_spends(&gatherer->bin[bin_of(hash)], 1) =
		(struct clv_spend){ frequency, mean, customers };
}

/* ---- a sample of all ---- */

/* What is made of the bins of all gatherers, a piece for each. */
struct joined {
	struct clv_gatherer *const *gatherer;
	size_t count;
	struct clv_sample *sample;
	size_t first[BINS], first_spend[BINS]; /* where a bin begins in the sample */
};

static bool same_spend(const struct clv_spend *a, const struct clv_spend *b)
{
	return a->frequency == b->frequency && a->mean == b->mean;
}

/* Sort them, and make one of those that are equal. */
static void order_spends(struct bin *bin)
{
	size_t kept = 0;

	if (bin->spends > 0)
		radix_sort(&bin->spend->frequency, bin->spends, 3, 2);
	for (size_t i = 0; i < bin->spends; i++) {
		if (kept > 0 && same_spend(&bin->spend[kept - 1], &bin->spend[i]))
			bin->spend[kept - 1].customers += bin->spend[i].customers;
		else
			bin->spend[kept++] = bin->spend[i];
	}
	bin->spends = kept;
}

/* Take a bin of all the other gatherers into that of the first one, and sort it. */
static void join_bin(void *context, size_t piece)
{
	struct joined *joined = context;
	struct bin *bin = &joined->gatherer[0]->bin[piece];

	for (size_t i = 1; i < joined->count; i++) {
		struct bin *more = &joined->gatherer[i]->bin[piece];

		for (size_t k = 0; k < more->count; k++)
			add(bin, &more->history[k],
				(uint32_t)hash_history(&more->history[k].history));
		if (more->spends > 0)
			memcpy(add_spends(bin, more->spends), more->spend,
				more->spends * sizeof *more->spend);
		release_bin(more);
	}
	if (bin->count > 0)
		radix_sort(&bin->history->history.frequency, bin->count, 4, 3);
	order_spends(bin);
}

static void place_bin(void *context, size_t piece)
{
	struct joined *joined = context;
	struct bin *bin = &joined->gatherer[0]->bin[piece];

	if (bin->count > 0)
		memcpy(joined->sample->history + joined->first[piece], bin->history,
			bin->count * sizeof *bin->history);
	if (bin->spends > 0)
		memcpy(joined->sample->spend + joined->first_spend[piece], bin->spend,
			bin->spends * sizeof *bin->spend);
	release_bin(bin);
}

void clv_sample_make(struct clv_sample *sample, struct clv_gatherer *const *gatherer, size_t count,
	const struct pieces *pieces)
{
	struct joined joined = { gatherer, count, sample, { 0 }, { 0 } };

	*sample = (struct clv_sample){ 0 };
	if (count == 0)
		return;
	for (size_t i = 0; i < count; i++)
		settle(gatherer[i]);
	pieces_run(pieces, BINS, join_bin, &joined);
	for (size_t i = 0; i < BINS; i++) {
		joined.first[i] = sample->count;
		joined.first_spend[i] = sample->spends;
		sample->count += gatherer[0]->bin[i].count;
		sample->spends += gatherer[0]->bin[i].spends;
	}
	sample->history = mem_alloc(sample->count * sizeof *sample->history);
	sample->spend = mem_alloc(sample->spends * sizeof *sample->spend);
	pieces_run(pieces, BINS, place_bin, &joined);
	for (size_t i = 0; i < count; i++)
		free(gatherer[i]);
}

uint64_t clv_sample_customers(const struct clv_sample *sample)
{
	uint64_t customers = 0;

	for (size_t i = 0; i < sample->count; i++)
		customers += sample->history[i].customers;
	return customers;
}

void clv_sample_release(struct clv_sample *sample)
{
	free(sample->history);
	free(sample->spend);
	*sample = (struct clv_sample){ 0 };
}
