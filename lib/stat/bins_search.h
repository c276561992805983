/* SPDX-License-Identifier: MIT */
#ifndef STAT_BINS_SEARCH_H
#define STAT_BINS_SEARCH_H

/*
 * bins_search: the best way to put neighbouring classes together to bins (stat/bins).
 *
 * Dynamic programming: the best way to have the classes up to one place in so many bins, the last
 * of which begins at another, is the best way that ends there with one bin less, and that bin. With
 * n classes and b bins it takes n³ b / 6 steps, 170,000 for the usual 50 and 8.
 */

#include "stat/bins.h"

/* The rows of the classes from `first` to before `end`. */
struct bins_count bins_search_rows(const struct bins_count *sum, size_t first, size_t end);

/*
 * Put the first class of each bin into `first`, which has room for BINS_MOST. `sum` has the rows
 * before each class, and those of all behind the last; `all` are the rows for which shares stand,
 * those that miss the value included.
 *
 * Returns the number of bins.
 */
size_t bins_search_find(const struct bins_count *sum, size_t classes, struct bins_count all,
	const struct bins_options *options, enum bins_trend trend, size_t *first);

#endif
