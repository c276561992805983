/* SPDX-License-Identifier: MIT */
#include "stat/ranked.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { HALF = 16, HALVES = 1 << HALF };

/* Whole numbers in the order of the floats, and back. */
static uint32_t number_of(float value)
{
	uint32_t bits;

	memcpy(&bits, &value, sizeof bits);
	return bits & 0x80000000 ? ~bits : bits | 0x80000000;
}

static float value_of(uint32_t number)
{
	uint32_t bits = number & 0x80000000 ? number & 0x7fffffff : ~number;
	float value;

	memcpy(&value, &bits, sizeof value);
	return value;
}

/* Which half has the rank? What stands before it is taken off the rank. */
static uint32_t half_at(const size_t *tally, size_t *rank)
{
	uint32_t half = 0;

	while (*rank >= tally[half])
		*rank -= tally[half++];
	return half;
}

void ranked_find(const float *value, size_t count, const size_t *rank, size_t ranks, float *found)
{
	size_t *upper = mem_zero(HALVES, sizeof *upper), *lower = mem_alloc(HALVES * sizeof *lower);
	uint32_t counted = HALVES; /* the upper half of which the lower ones are counted */

	for (size_t i = 0; i < count; i++)
		upper[number_of(value[i]) >> HALF]++;
	for (size_t n = 0; n < ranks; n++) {
		size_t left = rank[n];
		uint32_t half;

		assert(left < count);
		half = half_at(upper, &left);
		if (half != counted) {
			memset(lower, 0, HALVES * sizeof *lower);
			for (size_t i = 0; i < count; i++)
				if (number_of(value[i]) >> HALF == half)
					lower[number_of(value[i]) & (HALVES - 1)]++;
			counted = half;
		}
		found[n] = value_of(half << HALF | half_at(lower, &left));
	}
	free(upper);
	free(lower);
}
