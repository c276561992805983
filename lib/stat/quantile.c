/* SPDX-License-Identifier: MIT */
#include "stat/quantile.h"

#include <assert.h>
#include <stdlib.h>

#include "base/decimal.h"
#include "base/mem.h"

enum {
	DIGITS = 8,  /* bytes of a number … */
	RADIX = 256, /* … and their values */
	FEW = 64,    /* so many are sorted faster by insertion */
};

static void sort_few(int64_t *value, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		int64_t moved = value[i];
		size_t to = i;

		for (; to > 0 && value[to - 1] > moved; to--)
			value[to] = value[to - 1];
		value[to] = moved;
	}
}

/* Byte `digit` of a value, such that unsigned order is the order of signed values. */
static size_t digit_of(int64_t value, int digit)
{
	return ((uint64_t)value ^ (uint64_t)INT64_MIN) >> (8 * digit) & (RADIX - 1);
}

/* Turn how often each byte occurs into where its values begin. */
static void starts_of(size_t *tally)
{
	size_t start = 0;

	for (size_t i = 0; i < RADIX; i++) {
		size_t here = tally[i];

		tally[i] = start;
		start += here;
	}
}

/* By the lowest byte, then the next …, each time keeping the order that there is. */
void quantile_sort(int64_t *value, size_t count)
{
	size_t tally[DIGITS][RADIX] = { { 0 } };
	int64_t *from = value, *to;

	if (count <= FEW) {
		sort_few(value, count);
		return;
	}
	to = mem_alloc(count * sizeof *to);
	for (size_t i = 0; i < count; i++)
		for (int digit = 0; digit < DIGITS; digit++)
			tally[digit][digit_of(value[i], digit)]++;
	for (int digit = 0; digit < DIGITS; digit++) {
		size_t *next = tally[digit];
		int64_t *spare = from;

		if (next[digit_of(from[0], digit)] == count)
			continue; /* all are alike here */
		starts_of(next);
		for (size_t i = 0; i < count; i++)
			to[next[digit_of(from[i], digit)]++] = from[i];
		from = to;
		to = spare;
	}
	if (from != value) {
		memcpy(value, from, count * sizeof *value);
		to = from;
	}
	free(to);
}

int64_t quantile_of(const int64_t *ascending, size_t count, uint64_t part, uint64_t parts)
{
	uint128 rank;

	assert(count > 0 && parts > 0 && part <= parts);
	rank = ((uint128)count * part + parts - 1) / parts;
	return ascending[rank > 0 ? (size_t)rank - 1 : 0];
}
