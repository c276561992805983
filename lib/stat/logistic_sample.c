/* SPDX-License-Identifier: MIT */
#include "stat/logistic_sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/rng.h"
#include "stat/total.h"

enum { ONE_OF = 16, ROWS_OF_A_COLUMN = 50, LEAST_ROWS = 4096 };

size_t logistic_sample_rows(const struct logistic_data *data)
{
	size_t rows = data->count / ONE_OF, enough = ROWS_OF_A_COLUMN * (data->columns + 1);

	rows = rows > enough ? rows : enough;
	return rows > LEAST_ROWS ? rows : LEAST_ROWS;
}

/* By lots of its own for each number of rows: a sample may be drawn from again. */
static bool is_drawn(const struct logistic_data *data, size_t row, uint64_t below)
{
	const struct slice content = {
		(const char *)(data->x + row * data->columns),
		data->columns * sizeof *data->x,
	};

	return rng_key(hash_bytes(content), data->count) < below;
}

static void take_row(struct logistic_sample *sample, const struct logistic_data *from, size_t row,
	double *x, unsigned char *event, double *weight)
{
	size_t columns = from->columns, to = sample->data.count++;

	memcpy(x + to * columns, from->x + row * columns, columns * sizeof *x);
	event[to] = from->event[row];
	if (from->weight != NULL)
		weight[to] = from->weight[row];
}

static void sum_weights(struct logistic_sample *sample)
{
	const struct logistic_data *data = &sample->data;
	struct total sum = TOTAL_EMPTY;
	double most = 0;

	sample->weights = (double)data->count;
	if (data->weight == NULL)
		return;
	for (size_t i = 0; i < data->count; i++)
		most = fmax(most, data->weight[i]);
	for (size_t i = 0; i < data->count; i++)
		total_add(&sum, total_grid_of(most * (double)data->count), data->weight[i]);
	sample->weights = total_value(&sum);
}

void logistic_sample_new(struct logistic_sample *sample, const struct logistic_data *data)
{
	double share = (double)logistic_sample_rows(data) / (double)data->count;
	uint64_t below = share < 1 ? (uint64_t)ldexp(share, 64) : UINT64_MAX;
	unsigned char *drawn = mem_alloc(data->count), *event;
	double *x, *weight = NULL;
	size_t rows = 0;

	for (size_t i = 0; i < data->count; i++)
		rows += drawn[i] = is_drawn(data, i, below);
	x = mem_alloc(rows * data->columns * sizeof *x);
	event = mem_alloc(rows);
	if (data->weight != NULL)
		weight = mem_alloc(rows * sizeof *weight);
	*sample = (struct logistic_sample){
		.data = { .x = x, .columns = data->columns, .event = event, .weight = weight },
	};
	for (size_t i = 0; i < data->count; i++)
		if (drawn[i])
			take_row(sample, data, i, x, event, weight);
	sum_weights(sample);
	free(drawn);
}

/* What was allocated above is ours, though data borrows as a rule. */
static void release(const void *at)
{
	union {
		const void *borrowed;
		void *own;
	} memory = { at };

	free(memory.own);
}

void logistic_sample_release(struct logistic_sample *sample)
{
	release(sample->data.x);
	release(sample->data.event);
	release(sample->data.weight);
	*sample = (struct logistic_sample){ .weights = 0 };
}
