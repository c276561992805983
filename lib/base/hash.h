/* SPDX-License-Identifier: MIT */
#ifndef BASE_HASH_H
#define BASE_HASH_H

/*
 * hash: the one door to xxHash (XXH3, 64 bits), 2 ns for a key of 9 to 36 bytes.
 *
 * The value is the same on every machine. It decides where a key is kept, or draws lots among keys;
 * it never decides in which order something is printed.
 *
 * The wide one may stand for the key itself where keys are too many to be kept: among 100 million
 * different ones, two have the same with a probability of 1.5e-23. Who makes up the keys can make
 * two the same on purpose: it is no seal.
 */

#include <stdint.h>

#include "base/slice.h"

struct hash_wide {
	uint64_t low, high;
};

uint64_t hash_bytes(struct slice key);
struct hash_wide hash_wide(struct slice key);

#endif
