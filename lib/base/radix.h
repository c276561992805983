/* SPDX-License-Identifier: MIT */
#ifndef BASE_RADIX_H
#define BASE_RADIX_H

/*
 * radix: sort rows of whole numbers in time that grows with their count alone.
 *
 *	struct spend { int64_t frequency, mean, customers; } *spend;
 *
 *	radix_sort(&spend->frequency, count, 3, 2);	by frequency, then by mean
 *
 * Rows follow each other without gaps, `width` numbers each. Those that are equal in the first
 * `keys` numbers keep the order that they have. Takes as much memory again while it works.
 *
 * From the last key to the first, 11 bits at a time, only as many as there are between the least
 * and the greatest number: Knuth, "The Art of Computer Programming", volume 3, 5.2.5.
 */

#include <stddef.h>
#include <stdint.h>

enum { RADIX_MOST_WIDTH = 4 };

/* 1 <= keys <= width <= RADIX_MOST_WIDTH */
void radix_sort(int64_t *row, size_t count, size_t width, size_t keys);

#endif
