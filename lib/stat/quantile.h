/* SPDX-License-Identifier: MIT */
#ifndef STAT_QUANTILE_H
#define STAT_QUANTILE_H

/*
 * quantile: order among whole numbers, exactly.
 *
 * A quantile here is always one of the values, never something between two of them: the quantile
 * of part/parts is the smallest value which at least that share of all values do not exceed. It
 * is the inverse of the distribution function, type 1 of Hyndman and Fan, "Sample Quantiles in
 * Statistical Packages" (1996). So it can be told to anybody ("3,200 and not more"), needs no
 * rounding, and does not depend on the order of the values.
 *
 *	int64_t value[] = { 30, 10, 20, 40 };
 *
 *	quantile_sort(value, 4);
 *	quantile_of(value, 4, 1, 2);	20: two of the four do not exceed it
 *	quantile_of(value, 4, 3, 4);	30
 */

#include <stddef.h>
#include <stdint.h>

/* Sort ascending. Takes time in proportion to `count`, and as much memory again. */
void quantile_sort(int64_t *value, size_t count);

/* The quantile of part/parts, where 0 <= part <= parts; `count` > 0 values in ascending order. */
int64_t quantile_of(const int64_t *ascending, size_t count, uint64_t part, uint64_t parts);

#endif
