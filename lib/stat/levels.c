/* SPDX-License-Identifier: MIT */
#include "stat/levels.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"

void levels_release(struct levels *levels)
{
	free(levels->level);
	free(levels->slot);
	arena_release(&levels->texts);
	*levels = (struct levels)LEVELS_EMPTY;
}

/* ---- gathering ---- */

static void forget_levels(struct levels *levels)
{
	free(levels->level);
	free(levels->slot);
	arena_release(&levels->texts);
	levels->level = NULL;
	levels->slot = NULL;
	levels->count = levels->capacity = levels->slots = 0;
	levels->too_many = true;
}

/* The slot that has the level, or the free one where it belongs. */
static size_t slot_of(const struct levels *levels, struct slice value, uint64_t hash)
{
	size_t at = hash & (levels->slots - 1);

	while (levels->slot[at] != 0) {
		const struct levels_level *level = &levels->level[levels->slot[at] - 1];

		if (level->hash == hash && slice_equal(level->text, value))
			break;
		at = (at + 1) & (levels->slots - 1);
	}
	return at;
}

static void fill_slots(struct levels *levels)
{
	free(levels->slot);
	levels->slot = mem_zero(levels->slots, sizeof *levels->slot);
	for (size_t i = 0; i < levels->count; i++)
		levels->slot[slot_of(levels, levels->level[i].text, levels->level[i].hash)] =
			(uint32_t)i + 1;
}

static void count_level(struct levels *levels, struct slice value, uint64_t hash, uint64_t count)
{
	size_t at;

	if (levels->too_many)
		return;
	if (2 * (levels->count + 1) > levels->slots) {
		levels->slots = levels->slots > 0 ? 2 * levels->slots : 16;
		fill_slots(levels);
	}
	at = slot_of(levels, value, hash);
	if (levels->slot[at] != 0) {
		levels->level[levels->slot[at] - 1].count += count;
		return;
	}
	if (levels->count == LEVELS_MOST) {
		forget_levels(levels);
		return;
	}
	levels->level = mem_grow(
		levels->level, &levels->capacity, levels->count + 1, sizeof *levels->level);
	levels->level[levels->count++] = (struct levels_level){
		.text = arena_copy(&levels->texts, value),
		.hash = hash,
		.count = count,
	};
	levels->slot[at] = (uint32_t)levels->count;
}

void levels_add(struct levels *levels, struct slice value)
{
	int32_t date;
	double number;

	if (value.length == 0)
		levels->missing++;
	else if (num_parse_real(value, &number))
		levels->numbers++;
	else if (date_parse_start(value, &date))
		levels->dates++;
	else
		levels->words++;
	if (!levels->too_many)
		count_level(levels, value, hash_bytes(value), 1);
}

void levels_join(struct levels *levels, struct levels *more)
{
	levels->missing += more->missing;
	levels->numbers += more->numbers;
	levels->dates += more->dates;
	levels->words += more->words;
	if (more->too_many)
		forget_levels(levels);
	for (size_t i = 0; i < more->count; i++)
		count_level(levels, more->level[i].text, more->level[i].hash, more->level[i].count);
	levels_release(more);
}

/* ---- what it is ---- */

static int compare_levels(const void *left, const void *right)
{
	const struct levels_level *a = left, *b = right;

	return slice_compare(a->text, b->text);
}

/* Names, numbers of contracts and their like come once each: nothing is learnt from them. */
static bool hardly_any_twice(const struct levels *levels, uint64_t values)
{
	enum { FEW = 20 };
	size_t different = levels->count - (levels->missing > 0);

	return values > FEW && different > values / 2;
}

static enum levels_kind kind_of(const struct levels *levels)
{
	uint64_t values = levels->numbers + levels->dates + levels->words;

	if (values == 0 || (!levels->too_many && levels->count == 1))
		return LEVELS_NOTHING;
	if (levels->numbers == values)
		return LEVELS_NUMBERS;
	if (levels->dates == values)
		return LEVELS_DATES;
	if (levels->too_many || hardly_any_twice(levels, values))
		return LEVELS_MANY;
	return LEVELS_WORDS;
}

void levels_finish(struct levels *levels)
{
	levels->kind = kind_of(levels);
	if (levels->count == 0)
		return;
	qsort(levels->level, levels->count, sizeof *levels->level, compare_levels);
	fill_slots(levels);
}

int levels_find(const struct levels *levels, struct slice value)
{
	if (levels->count == 0)
		return -1;
	return (int)levels->slot[slot_of(levels, value, hash_bytes(value))] - 1;
}
