/* SPDX-License-Identifier: MIT */
#include "stat/folds.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"

struct row {
	uint64_t key, lot;
	size_t number;
	bool event; /* of the row; after marking, of any row with its key */
};

static int compare_keys(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	int order = (a->key > b->key) - (a->key < b->key);

	return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static int compare_lots(const void *left, const void *right)
{
	const struct row *a = left, *b = right;

	if (a->event != b->event)
		return a->event ? -1 : 1;
	if (a->lot != b->lot)
		return a->lot > b->lot ? 1 : -1;
	return compare_keys(a, b);
}

static size_t rows_of_key(const struct row *row, size_t count)
{
	size_t i = 1;

	while (i < count && row[i].key == row->key)
		i++;
	return i;
}

/* Say of each row whether its key has an event. */
static void mark_keys(struct row *row, size_t count)
{
	qsort(row, count, sizeof *row, compare_keys);
	for (size_t i = 0, rows; i < count; i += rows) {
		bool event = false;

		rows = rows_of_key(row + i, count - i);
		for (size_t j = i; j < i + rows; j++)
			event |= row[j].event;
		for (size_t j = i; j < i + rows; j++)
			row[j].event = event;
	}
}

/* The rows in the order in which lots are drawn, those of a key behind each other. */
static struct row *draw(
	const uint64_t *key, const unsigned char *event, size_t count, uint64_t seed)
{
	struct row *row = mem_alloc(count * sizeof *row);

	for (size_t i = 0; i < count; i++)
		row[i] = (struct row){
			.key = key[i],
			.lot = rng_key(seed, key[i]),
			.number = i,
			.event = event[i] != 0,
		};
	mark_keys(row, count);
	qsort(row, count, sizeof *row, compare_lots);
	return row;
}

void folds_deal(const uint64_t *key, const unsigned char *event, size_t count, int folds,
	uint64_t seed, unsigned char *fold)
{
	struct row *row = draw(key, event, count, seed);
	int next = 0;

	for (size_t i = 0, rows; i < count; i += rows) {
		rows = rows_of_key(row + i, count - i);
		for (size_t j = i; j < i + rows; j++)
			fold[row[j].number] = (unsigned char)next;
		next = (next + 1) % folds;
	}
	free(row);
}

/* How many keys with an event, or without, there are from row `i` on. */
static size_t keys_alike(const struct row *row, size_t count)
{
	size_t keys = 0;

	for (size_t i = 0; i < count && row[i].event == row->event; keys++)
		i += rows_of_key(row + i, count - i);
	return keys;
}

void folds_hold_out(const uint64_t *key, const unsigned char *event, size_t count, double share,
	uint64_t seed, unsigned char *part)
{
	struct row *row = draw(key, event, count, seed);
	size_t held = 0;

	for (size_t i = 0, rows; i < count; i += rows) {
		if (i == 0 || row[i].event != row[i - 1].event)
			held = (size_t)(share * (double)keys_alike(row + i, count - i) + 0.5);
		rows = rows_of_key(row + i, count - i);
		for (size_t j = i; j < i + rows; j++)
			part[row[j].number] = held > 0;
		if (held > 0)
			held--;
	}
	free(row);
}
