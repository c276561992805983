/* SPDX-License-Identifier: MIT */
#ifndef STAT_RANKED_H
#define STAT_RANKED_H

/*
 * ranked: which numbers stand at given ranks, without sorting all of them.
 *
 *	float value[] = { 3, 1, 2, 9 }, found[2];
 *
 *	ranked_find(value, 4, (size_t[]){ 0, 2 }, 2, found);	1 and 3
 *
 * Numbers are counted by the upper half of their bits, and those that share it with one that is
 * looked for by the lower half: a few walks over them, whatever they are.
 */

#include <stddef.h>

/* `value` has no NAN and no -0; ranks are from 0, below `count`, and best in ascending order. */
void ranked_find(const float *value, size_t count, const size_t *rank, size_t ranks, float *found);

#endif
