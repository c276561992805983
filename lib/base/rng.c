/* SPDX-License-Identifier: MIT */
#include "base/rng.h"

/* 2^64 divided by the golden ratio, made odd: the step of SplitMix64. */
static const uint64_t golden = 0x9e3779b97f4a7c15;

static uint64_t mix(uint64_t bits)
{
	bits = (bits ^ bits >> 30) * 0xbf58476d1ce4e5b9;
	bits = (bits ^ bits >> 27) * 0x94d049bb133111eb;
	return bits ^ bits >> 31;
}

uint64_t rng_split(uint64_t *state)
{
	*state += golden;
	return mix(*state);
}

/* Both halves are mixed, so that neighbouring seeds do not share keys at neighbouring numbers. */
uint64_t rng_key(uint64_t seed, uint64_t number)
{
	return mix(mix(seed + golden) + golden * (number + 1));
}

void rng_start(struct rng *rng, uint64_t seed)
{
	for (int i = 0; i < 4; i++)
		rng->state[i] = rng_split(&seed);
}

/*
 * The upper half of a 32 by 32 bit product; the few lower halves that would favour some results
 * are drawn again. After Lemire, "Fast random integer generation in an interval", 2019.
 */
uint32_t rng_below(struct rng *rng, uint32_t count)
{
	uint64_t product = (rng_next(rng) >> 32) * count;

	if ((uint32_t)product < count) {
		uint32_t unfair = (0 - count) % count;

		while ((uint32_t)product < unfair)
			product = (rng_next(rng) >> 32) * count;
	}
	return (uint32_t)(product >> 32);
}
