/* SPDX-License-Identifier: MIT */
#include "stat/dataset.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/rng.h"
#include "stat/quantile.h"

void dataset_release(struct dataset *set)
{
	free(set->value);
	free(set->event);
	free(set->late);
	free(set->key);
	*set = (struct dataset)DATASET_EMPTY;
}

static void make_room(struct dataset *set, size_t rows)
{
	size_t capacity = set->capacity;

	if (rows <= capacity)
		return;
	set->event = mem_grow(set->event, &set->capacity, rows, 1);
	set->late = mem_resize(set->late, set->capacity, 1);
	set->key = mem_resize(set->key, set->capacity, sizeof *set->key);
	set->value = mem_resize(set->value, set->capacity, set->columns * sizeof *set->value);
}

void dataset_add(struct dataset *set, struct dataset_row row)
{
	float *value;

	make_room(set, set->rows + 1);
	value = set->value + set->rows * set->columns;
	for (size_t i = 0; i < set->columns; i++)
		value[i] = isnan(row.value[i]) ? NAN : row.value[i] + 0.0f;
	set->event[set->rows] = row.event;
	set->late[set->rows] = row.late;
	set->key[set->rows] = row.key;
	set->keyed |= row.has_key;
	set->rows++;
}

void dataset_join(struct dataset *set, struct dataset *more)
{
	size_t rows = set->rows, added = more->rows;

	if (rows == 0) {
		struct dataset empty = DATASET_EMPTY;

		empty.columns = set->columns;
		dataset_release(set);
		*set = *more;
		*more = empty;
		return;
	}
	make_room(set, rows + added);
	if (added > 0) {
		memcpy(set->value + rows * set->columns, more->value,
			added * set->columns * sizeof *set->value);
		memcpy(set->event + rows, more->event, added);
		memcpy(set->late + rows, more->late, added);
		memcpy(set->key + rows, more->key, added * sizeof *more->key);
	}
	set->rows += added;
	dataset_release(more);
}

/* ---- sorting ---- */

struct place {
	uint64_t key, content;
	size_t row;
	const struct dataset *set;
};

static int compare_places(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	const struct dataset *set = a->set;
	int order;

	if (a->key != b->key)
		return a->key > b->key ? 1 : -1;
	if (a->content != b->content)
		return a->content > b->content ? 1 : -1;
	order = memcmp(dataset_values(set, a->row), dataset_values(set, b->row),
		set->columns * sizeof(float));
	if (order == 0)
		order = set->event[a->row] - set->event[b->row];
	return order != 0 ? order : set->late[a->row] - set->late[b->row];
}

static struct place *sorted_places(const struct dataset *set)
{
	struct place *place = mem_alloc(set->rows * sizeof *place);

	for (size_t i = 0; i < set->rows; i++) {
		struct slice bytes = { (const char *)dataset_values(set, i),
			set->columns * sizeof(float) };

		place[i] = (struct place){
			.key = set->key[i],
			.content = hash_bytes(bytes),
			.row = i,
			.set = set,
		};
	}
	qsort(place, set->rows, sizeof *place, compare_places);
	return place;
}

/* Content, and the how-manieth row of this content it is. */
static void make_keys(struct dataset *set, const struct place *place)
{
	uint64_t number = 0;

	for (size_t i = 0; i < set->rows; i++) {
		number = i > 0 && place[i].content == place[i - 1].content ? number + 1 : 0;
		set->key[i] = rng_key(place[i].content, number);
	}
}

void dataset_sort(struct dataset *set)
{
	struct dataset sorted = DATASET_EMPTY;
	struct place *place = sorted_places(set);

	sorted.columns = set->columns;
	make_room(&sorted, set->rows);
	for (size_t i = 0; i < set->rows; i++) {
		size_t row = place[i].row;

		dataset_add(&sorted, (struct dataset_row){
					     .value = dataset_values(set, row),
					     .event = set->event[row],
					     .late = set->late[row],
					     .has_key = set->keyed,
					     .key = set->key[row],
				     });
	}
	dataset_release(set);
	*set = sorted;
	if (!set->keyed)
		make_keys(set, place);
	free(place);
}

/* ---- a column ---- */

float *dataset_column(
	const struct dataset *set, size_t column, const unsigned char *marked, size_t *count)
{
	float *value = mem_alloc(set->rows * sizeof *value);

	*count = 0;
	for (size_t i = 0; i < set->rows; i++) {
		float one = dataset_values(set, i)[column];

		if ((marked == NULL || marked[i]) && !isnan(one))
			value[(*count)++] = one;
	}
	return value;
}

/* Whole numbers of 0 and more in the order of the floats, and back; there is no -0. */
static int64_t number_of(float value)
{
	int32_t bits;

	memcpy(&bits, &value, sizeof bits);
	return (bits < 0 ? INT32_MIN - (int64_t)bits : bits) - INT32_MIN;
}

static float value_of(int64_t number)
{
	int64_t order = number + INT32_MIN;
	int32_t bits = (int32_t)(order < 0 ? INT32_MIN - order : order);
	float value;

	memcpy(&value, &bits, sizeof value);
	return value;
}

float *dataset_ascending(
	const struct dataset *set, size_t column, const unsigned char *marked, size_t *count)
{
	float *value = dataset_column(set, column, marked, count);
	int64_t *number = mem_alloc(*count * sizeof *number);

	for (size_t i = 0; i < *count; i++)
		number[i] = number_of(value[i]);
	quantile_sort(number, *count);
	for (size_t i = 0; i < *count; i++)
		value[i] = value_of(number[i]);
	free(number);
	return value;
}
