/* SPDX-License-Identifier: MIT */
#include "clv_sample.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/radix.h"

enum { FIRST_SLOTS = 1024 };

static bool same_history(const struct clv_history *a, const struct clv_history *b)
{
	return a->frequency == b->frequency && a->t_x == b->t_x && a->tenure == b->tenure;
}

/*
 * Where the history of this hash stands in the table, or is to stand. Most that are in its way are
 * told from it by their hash, without a look at them, which would be one into cold memory.
 */
static size_t find_slot(
	const struct clv_sample *sample, const struct clv_history *history, uint32_t hash)
{
	size_t at = hash & (sample->slots - 1);

	for (; sample->slot[at].number != 0; at = (at + 1) & (sample->slots - 1))
		if (sample->slot[at].hash == hash &&
			same_history(
				&sample->history[sample->slot[at].number - 1].history, history))
			break;
	return at;
}

/* At most half full. */
static void grow_slots(struct clv_sample *sample)
{
	struct clv_slot *slot = sample->slot;
	size_t slots = sample->slots;

	if (sample->count < slots / 2)
		return;
	sample->slots = slots == 0 ? FIRST_SLOTS : slots * 2;
	sample->slot = mem_zero(sample->slots, sizeof *sample->slot);
	for (size_t i = 0; i < slots; i++) {
		size_t at = slot[i].hash & (sample->slots - 1);

		if (slot[i].number == 0)
			continue;
		while (sample->slot[at].number != 0)
			at = (at + 1) & (sample->slots - 1);
		sample->slot[at] = slot[i];
	}
	free(slot);
}

void clv_sample_add(
	struct clv_sample *sample, const struct clv_history *history, uint64_t customers)
{
	struct slice bytes = { (const char *)history, sizeof *history };
	uint32_t hash = (uint32_t)(hash_bytes(bytes) >> 32);
	size_t at;

	grow_slots(sample);
	at = find_slot(sample, history, hash);
	if (sample->slot[at].number != 0) {
		sample->history[sample->slot[at].number - 1].customers += customers;
		return;
	}
	sample->history = mem_grow(
		sample->history, &sample->capacity, sample->count + 1, sizeof *sample->history);
	sample->history[sample->count++] = (struct clv_histories){ *history, customers };
	sample->slot[at] = (struct clv_slot){ hash, (uint32_t)sample->count };
}

void clv_sample_add_spend(
	struct clv_sample *sample, int64_t frequency, int64_t mean, uint64_t customers)
{
	sample->spend = mem_grow(
		sample->spend, &sample->spend_capacity, sample->spends + 1, sizeof *sample->spend);
	sample->spend[sample->spends++] = (struct clv_spend){ frequency, mean, customers };
}

void clv_sample_merge(struct clv_sample *sample, struct clv_sample *more)
{
	for (size_t i = 0; i < more->count; i++)
		clv_sample_add(sample, &more->history[i].history, more->history[i].customers);
	for (size_t i = 0; i < more->spends; i++)
		clv_sample_add_spend(sample, more->spend[i].frequency, more->spend[i].mean,
			more->spend[i].customers);
	clv_sample_release(more);
}

static bool same_spend(const struct clv_spend *a, const struct clv_spend *b)
{
	return a->frequency == b->frequency && a->mean == b->mean;
}

/* Make one of those that are equal. */
static void join_spends(struct clv_sample *sample)
{
	size_t kept = 0;

	for (size_t i = 0; i < sample->spends; i++) {
		if (kept > 0 && same_spend(&sample->spend[kept - 1], &sample->spend[i]))
			sample->spend[kept - 1].customers += sample->spend[i].customers;
		else
			sample->spend[kept++] = sample->spend[i];
	}
	sample->spends = kept;
}

void clv_sample_sort(struct clv_sample *sample)
{
	free(sample->slot);
	sample->slot = NULL;
	sample->slots = 0;
	if (sample->count > 0)
		radix_sort(&sample->history->history.frequency, sample->count, 4, 3);
	if (sample->spends > 0)
		radix_sort(&sample->spend->frequency, sample->spends, 3, 2);
	join_spends(sample);
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
	free(sample->slot);
	free(sample->spend);
	*sample = (struct clv_sample)CLV_SAMPLE_EMPTY;
}
