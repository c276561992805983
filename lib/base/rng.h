/* SPDX-License-Identifier: MIT */
#ifndef BASE_RNG_H
#define BASE_RNG_H

/*
 * rng: random numbers that are the same on every machine.
 *
 * The generator is xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", 2021), its state filled by SplitMix64 (Steele, Lea and Flood, 2014). Whole numbers
 * only, but for rng_unit, which is exact: no result depends on a compiler or a processor.
 *
 * Work that is divided among threads gives each piece its own generator, named by a number, so
 * that who does the work, and in which order, changes nothing:
 *
 *	struct rng rng;
 *
 *	rng_start(&rng, rng_key(seed, customer));
 *	if (rng_chance(&rng, 0.25))
 *		…
 */

#include <stdbool.h>
#include <stdint.h>

struct rng {
	uint64_t state[4];
};

/* The next number of SplitMix64, whose whole state is `*state`. */
uint64_t rng_split(uint64_t *state);

/* The seed of the generator numbered `number` below `seed`; keys can have keys below them. */
uint64_t rng_key(uint64_t seed, uint64_t number);

/* Begin at `seed`; every seed, 0 too, is as good as any other. */
void rng_start(struct rng *rng, uint64_t seed);

static inline uint64_t rng_rotate(uint64_t bits, int by)
{
	return bits << by | bits >> (64 - by);
}

/* 64 random bits. */
static inline uint64_t rng_next(struct rng *rng)
{
	uint64_t *s = rng->state;
	uint64_t result = rng_rotate(s[1] * 5, 7) * 9;
	uint64_t shifted = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= shifted;
	s[3] = rng_rotate(s[3], 45);
	return result;
}

/* Uniform between 0 and 1, never either: one of 2^52 numbers at equal distances. */
static inline double rng_unit(struct rng *rng)
{
	return ((double)(rng_next(rng) >> 12) + 0.5) * 0x1p-52;
}

/* True with probability `p`. */
static inline bool rng_chance(struct rng *rng, double p)
{
	return rng_unit(rng) < p;
}

/* Uniform among 0 … count - 1, all equally likely; count > 0. */
uint32_t rng_below(struct rng *rng, uint32_t count);

#endif
