/* SPDX-License-Identifier: MIT */
#include "stat/logistic_sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/rng.h"
#include "stat/total.h"

enum { ONE_OF = 16, ROWS_OF_A_COLUMN = 150, LEAST_ROWS = 4096 };

size_t logistic_sample_rows(const struct logistic_data *data)
{
	size_t rows = data->rows.count / ONE_OF;
	size_t enough = ROWS_OF_A_COLUMN * (data->rows.columns + 1);

	rows = rows > enough ? rows : enough;
	return rows > LEAST_ROWS ? rows : LEAST_ROWS;
}

/* By lots of its own for each number of rows: a sample may be drawn from again. */
static bool is_drawn(const struct logistic_data *data, const double *x, uint64_t below)
{
	const struct slice content = { (const char *)x, data->rows.columns * sizeof *x };

	return rng_key(hash_bytes(content), data->rows.count) < below;
}

static void take_row(struct logistic_sample *sample, const struct logistic_data *from, size_t row,
	const double *x)
{
	size_t columns = from->rows.columns, to = sample->data.rows.count++;

	sample->x = mem_grow(sample->x, &sample->capacity, to + 1, columns * sizeof *sample->x);
	sample->event = mem_resize(sample->event, sample->capacity, 1);
	sample->weight = mem_resize(sample->weight, sample->capacity, sizeof *sample->weight);
	memcpy(sample->x + to * columns, x, columns * sizeof *x);
	sample->event[to] = from->event[row];
	sample->weight[to] = from->weight != NULL ? from->weight[row] : 1;
}

static void sum_weights(struct logistic_sample *sample)
{
	struct total sum = TOTAL_EMPTY;
	size_t count = sample->data.rows.count;
	double most = 0;

	for (size_t i = 0; i < count; i++)
		most = fmax(most, sample->weight[i]);
	for (size_t i = 0; i < count; i++)
		total_add(&sum, total_grid_of(most * (double)count), sample->weight[i]);
	sample->weights = total_value(&sum);
}

void logistic_sample_new(struct logistic_sample *sample, const struct logistic_data *data)
{
	const struct regressors *rows = &data->rows;
	double share = (double)logistic_sample_rows(data) / (double)rows->count;
	uint64_t below = share < 1 ? (uint64_t)ldexp(share, 64) : UINT64_MAX;
	double *room = mem_alloc(rows->columns * sizeof *room);

	*sample = (struct logistic_sample){ .data.rows.columns = rows->columns };
	for (size_t i = 0; i < rows->count; i++) {
		const double *x = regressors_row(rows, i, room);

		if (is_drawn(data, x, below))
			take_row(sample, data, i, x);
	}
	sample->data.rows.x = sample->x;
	sample->data.event = sample->event;
	sample->data.weight = sample->weight;
	sum_weights(sample);
	free(room);
}

void logistic_sample_release(struct logistic_sample *sample)
{
	free(sample->x);
	free(sample->event);
	free(sample->weight);
	*sample = (struct logistic_sample){ .weights = 0 };
}
