/* SPDX-License-Identifier: MIT */
#include "clv_sample.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

enum { FIRST_SLOTS = 1024 };

static size_t home_of(const struct clv_sample *sample, const struct clv_history *history)
{
	struct slice bytes = { (const char *)history, sizeof *history };

	return (size_t)hash_bytes(bytes) & (sample->slots - 1);
}

static bool same_history(const struct clv_history *a, const struct clv_history *b)
{
	return a->frequency == b->frequency && a->t_x == b->t_x && a->tenure == b->tenure;
}

/* Where the history stands in the table, or is to stand. */
static size_t find_slot(const struct clv_sample *sample, const struct clv_history *history)
{
	size_t at = home_of(sample, history);

	while (sample->slot[at] != 0 &&
		!same_history(&sample->history[sample->slot[at] - 1].history, history))
		at = (at + 1) & (sample->slots - 1);
	return at;
}

/* At most half full. */
static void grow_slots(struct clv_sample *sample)
{
	if (sample->count < sample->slots / 2)
		return;
	sample->slots = sample->slots == 0 ? FIRST_SLOTS : sample->slots * 2;
	free(sample->slot);
	sample->slot = mem_zero(sample->slots, sizeof *sample->slot);
	for (size_t i = 0; i < sample->count; i++)
		sample->slot[find_slot(sample, &sample->history[i].history)] = (uint32_t)i + 1;
}

void clv_sample_add(
	struct clv_sample *sample, const struct clv_history *history, uint64_t customers)
{
	size_t at;

	grow_slots(sample);
	at = find_slot(sample, history);
	if (sample->slot[at] != 0) {
		sample->history[sample->slot[at] - 1].customers += customers;
		return;
	}
	sample->history = mem_grow(
		sample->history, &sample->capacity, sample->count + 1, sizeof *sample->history);
	sample->history[sample->count++] = (struct clv_histories){ *history, customers };
	sample->slot[at] = (uint32_t)sample->count;
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

static int compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int compare_histories(const void *a, const void *b)
{
	const struct clv_history *x = &((const struct clv_histories *)a)->history;
	const struct clv_history *y = &((const struct clv_histories *)b)->history;
	int order = compare(x->frequency, y->frequency);

	if (order == 0)
		order = compare(x->t_x, y->t_x);
	return order != 0 ? order : compare(x->tenure, y->tenure);
}

static int compare_spends(const void *a, const void *b)
{
	const struct clv_spend *x = a, *y = b;
	int order = compare(x->frequency, y->frequency);

	return order != 0 ? order : compare(x->mean, y->mean);
}

/* Make one of those that are equal. */
static void join_spends(struct clv_sample *sample)
{
	size_t kept = 0;

	for (size_t i = 0; i < sample->spends; i++) {
		if (kept > 0 && compare_spends(&sample->spend[kept - 1], &sample->spend[i]) == 0)
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
		qsort(sample->history, sample->count, sizeof *sample->history, compare_histories);
	if (sample->spends > 0)
		qsort(sample->spend, sample->spends, sizeof *sample->spend, compare_spends);
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
