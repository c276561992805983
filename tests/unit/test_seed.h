/* SPDX-License-Identifier: MIT */
#ifndef TEST_SEED_H
#define TEST_SEED_H

/*
 * test_seed: where tests with random values begin.
 *
 * The seed is the same in each run, so that a failure stays a failure; SEED=N tries another one.
 * It is printed, and what fails says with which value.
 */

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"

static inline void test_seed(struct rng *rng, const char *test)
{
	const char *text = getenv("SEED");
	uint64_t seed = text != NULL ? strtoull(text, NULL, 10) : 20101201;

	printf("%s: SEED=%" PRIu64 "\n", test, seed);
	fflush(stdout);
	rng_start(rng, seed);
}

#endif
