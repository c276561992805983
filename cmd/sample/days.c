/* SPDX-License-Identifier: MIT */
#include "days.h"

#include <stdlib.h>

#include "base/mem.h"
#include "run/each.h"

enum {
	PAGE_ORDERS = 10000, /* orders that are written in one go, about */
	MINUTES_PER_DAY = 1440,
};

/* A counting sort: orders of one day keep the order that they have. */
static void sort_by_day(const struct shop_ledger *ledger, int64_t days, struct chunk *chunk)
{
	uint32_t *next = mem_zero((size_t)days + 2, sizeof *next);

	/* next[d + 2] counts day d; then next[d + 1] is its start, and in the end its end. */
	for (size_t i = 0; i < ledger->count; i++)
		next[ledger->order[i].day + 2]++;
	for (int64_t day = 1; day <= days + 1; day++)
		next[day] += next[day - 1];
	chunk->order = mem_alloc(ledger->count * sizeof *chunk->order);
	for (size_t i = 0; i < ledger->count; i++)
		chunk->order[next[ledger->order[i].day + 1]++] = ledger->order[i];
	chunk->start = next;
}

static int make_chunk(void *context, int worker, size_t index, struct diag *why)
{
	struct sample *sample = context;
	struct shop_ledger *ledger = &sample->bench[worker].ledger;
	uint32_t customer, last;
	struct shop_life life;

	(void)why;
	ledger->count = 0;
	sample_chunk_range(sample, index, &customer, &last);
	for (; customer <= last; customer++)
		shop_live(&sample->shop, customer, &life, ledger);
	sort_by_day(ledger, sample->shop.options.days, &sample->chunk[index]);
	return 0;
}

/* The orders of a day from all chunks, by time; of one minute, by customer. */
static size_t gather_day(struct sample *sample, struct bench *bench, int32_t day)
{
	size_t next[MINUTES_PER_DAY + 1] = { 0 };

	for (size_t i = 0; i < sample->chunk_count; i++) {
		const struct chunk *chunk = &sample->chunk[i];

		for (uint32_t at = chunk->start[day]; at < chunk->start[day + 1]; at++)
			next[chunk->order[at].minute + 1]++;
	}
	for (int minute = 1; minute <= MINUTES_PER_DAY; minute++)
		next[minute] += next[minute - 1];
	if (bench->sorted_capacity < next[MINUTES_PER_DAY])
		bench->sorted = mem_grow(bench->sorted, &bench->sorted_capacity,
			next[MINUTES_PER_DAY], sizeof *bench->sorted);
	for (size_t i = 0; i < sample->chunk_count; i++) {
		const struct chunk *chunk = &sample->chunk[i];

		for (uint32_t at = chunk->start[day]; at < chunk->start[day + 1]; at++)
			bench->sorted[next[chunk->order[at].minute]++] = chunk->order[at];
	}
	return next[MINUTES_PER_DAY - 1];
}

void days_make(struct sample *sample, struct bench *bench, size_t index, struct page *page)
{
	int32_t day = (int32_t)index * sample->days_per_page;

	for (int32_t i = 0; i < sample->days_per_page && day < sample->shop.options.days; i++) {
		size_t count = gather_day(sample, bench, day++);

		for (size_t j = 0; j < count; j++)
			sample_put_order(sample, &bench->sorted[j], page);
	}
}

int days_prepare(struct sample *sample, int jobs, struct diag *why)
{
	int64_t days = sample->shop.options.days;
	uint64_t orders = 0;

	sample->chunk = mem_zero(sample->chunk_count, sizeof *sample->chunk);
	if (run_each(jobs, sample->chunk_count, make_chunk, sample, why) < 0)
		return -1;
	for (size_t i = 0; i < sample->chunk_count; i++)
		orders += sample->chunk[i].start[days];
	sample->days_per_page = (int32_t)(1 + (uint64_t)days * PAGE_ORDERS / (orders + 1));
	if (sample->days_per_page > days)
		sample->days_per_page = (int32_t)days;
	return 0;
}

size_t days_pages(const struct sample *sample)
{
	return ((size_t)sample->shop.options.days - 1) / (size_t)sample->days_per_page + 1;
}

void days_release(struct sample *sample)
{
	for (size_t i = 0; sample->chunk != NULL && i < sample->chunk_count; i++) {
		free(sample->chunk[i].order);
		free(sample->chunk[i].start);
	}
	free(sample->chunk);
}
