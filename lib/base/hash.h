/* SPDX-License-Identifier: MIT */
#ifndef BASE_HASH_H
#define BASE_HASH_H

/*
 * hash: the one door to xxHash (XXH3, 64 bits), 2 ns for a key of 9 to 36 bytes.
 *
 * The value is the same on every machine. It decides where a key is kept, never what is printed.
 */

#include <stdint.h>

#include "base/slice.h"

uint64_t hash_bytes(struct slice key);

#endif
