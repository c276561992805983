/* SPDX-License-Identifier: MIT */
#ifndef STAT_DATASET_H
#define STAT_DATASET_H

/*
 * dataset: rows to learn from, gathered in any order and put into one that is always the same.
 *
 *	struct dataset set = DATASET_EMPTY;
 *
 *	set.columns = 3;
 *	dataset_add(&set, (struct dataset_row){ .value = value, .event = true });
 *	…
 *	dataset_sort(&set);
 *
 * Values are single floats, NAN if missing: exact for whole numbers to 16 millions, and half the
 * memory. Threads gather sets of their own, which are joined.
 *
 * A row has a key, by which lots are drawn (stat/folds): a hash of who it is about, or else of its
 * content. Sorting is by key and content, so it depends on the rows alone; what two rows share that
 * cannot be told apart, they may swap.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dataset_row {
	const float *value; /* as many as there are columns */
	bool event;
	bool late;    /* it is to be judged, not to be learnt from, if time decides */
	bool has_key; /* else it is made of the content */
	uint64_t key;
};

/* Read all but the capacity. */
struct dataset {
	size_t columns;
	float *value; /* row by row */
	unsigned char *event, *late;
	uint64_t *key;
	size_t rows, capacity;
	bool keyed; /* rows came with keys */
};

#define DATASET_EMPTY { 0, NULL, NULL, NULL, NULL, 0, 0, false }

void dataset_release(struct dataset *set);

/* Add a row; -0 becomes 0, and every NAN the same. */
void dataset_add(struct dataset *set, struct dataset_row row);

/* Move the rows of `more` over, and release it. */
void dataset_join(struct dataset *set, struct dataset *more);

/* Sort. Rows without keys get theirs: equal ones get different keys, so that they may part. */
void dataset_sort(struct dataset *set);

/*
 * The values of a column, without the missing ones, in memory that is the caller's; `count` is how
 * many. With `marked`, of the rows only that it marks.
 */
float *dataset_column(
	const struct dataset *set, size_t column, const unsigned char *marked, size_t *count);

/* The same in ascending order. */
float *dataset_ascending(
	const struct dataset *set, size_t column, const unsigned char *marked, size_t *count);

static inline const float *dataset_values(const struct dataset *set, size_t row)
{
	return set->value + row * set->columns;
}

#endif
