/* SPDX-License-Identifier: MIT */
#include "stat/leak.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/roc.h"

enum { HALVES = 2, MOST_VALUES = 1024, BINS = 64 };

static float value_at(const struct dataset *set, size_t column, size_t row)
{
	return dataset_values(set, row)[column];
}

static double auc_of(const struct dataset *set, const double *score)
{
	struct roc roc;
	double auc;

	roc_new(&roc, score, set->event, set->rows);
	auc = roc_auc(&roc);
	roc_release(&roc);
	return auc;
}

/* By order; what is missing has the value `missing`. */
static double auc_by_order(const struct dataset *set, size_t column, double missing, double *score)
{
	double auc;

	for (size_t i = 0; i < set->rows; i++) {
		float value = value_at(set, column, i);

		score[i] = isnan(value) ? missing : (double)value;
	}
	auc = auc_of(set, score);
	return fmax(auc, 1 - auc);
}

/* By the share of events of a row's group in the other half of the rows. */
static double auc_by_group(
	const struct dataset *set, const uint32_t *group, size_t groups, double *score)
{
	uint64_t *rows = mem_zero(HALVES * groups, sizeof *rows);
	uint64_t *events = mem_zero(HALVES * groups, sizeof *events);
	double all = 0;

	for (size_t i = 0; i < set->rows; i++) {
		size_t at = (set->key[i] & 1) * groups + group[i];

		rows[at]++;
		events[at] += set->event[i];
		all += set->event[i];
	}
	for (size_t i = 0; i < set->rows; i++) {
		size_t at = (~set->key[i] & 1) * groups + group[i];

		score[i] = ((double)events[at] + all / (double)set->rows) / ((double)rows[at] + 1);
	}
	free(rows);
	free(events);
	return auc_of(set, score);
}

/* Where groups of values begin: at each value, or where they are many, at every 64th part. */
static size_t find_edges(float *value, size_t count)
{
	size_t edges = 0;

	for (size_t i = 0; i < count && edges <= MOST_VALUES; i++)
		edges += i == 0 || value[i] != value[i - 1];
	if (edges > MOST_VALUES) {
		for (size_t i = 0; i < BINS; i++)
			value[i] = value[i * count / BINS];
		return BINS;
	}
	edges = 0;
	for (size_t i = 0; i < count; i++)
		if (edges == 0 || value[i] != value[edges - 1])
			value[edges++] = value[i];
	return edges;
}

/* The last edge that is not above the value. */
static uint32_t group_of(const float *edge, size_t edges, float value)
{
	size_t low = 0, high = edges;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (edge[middle] <= value)
			low = middle;
		else
			high = middle;
	}
	return (uint32_t)low;
}

/* Returns how many groups there are; the last one is for what is missing, if `gaps`. */
static size_t group_numbers(const struct dataset *set, size_t column, uint32_t *group, bool *gaps)
{
	size_t count, edges;
	float *value = dataset_ascending(set, column, NULL, &count);

	*gaps = count < set->rows;
	edges = find_edges(value, count);
	for (size_t i = 0; i < set->rows; i++) {
		float own = value_at(set, column, i);

		group[i] = isnan(own) ? (uint32_t)edges : group_of(value, edges, own);
	}
	free(value);
	return edges + 1;
}

static struct dataset first_rows(const struct dataset *set)
{
	struct dataset first = *set;
	size_t count[2] = { 0, 0 };

	first.rows = 0;
	while (first.rows < set->rows &&
		(first.rows < LEAK_ROWS || count[0] < LEAK_EVENTS || count[1] < LEAK_EVENTS))
		count[set->event[first.rows++] != 0]++;
	return first;
}

double leak_auc(const struct dataset *all, size_t column, bool words, size_t levels)
{
	const struct dataset first = first_rows(all), *set = &first;
	double *score = mem_alloc(set->rows * sizeof *score), auc;
	uint32_t *group = mem_alloc(set->rows * sizeof *group);
	bool gaps;

	if (words) {
		for (size_t i = 0; i < set->rows; i++)
			group[i] = (uint32_t)value_at(set, column, i);
		auc = auc_by_group(set, group, levels, score);
	} else {
		levels = group_numbers(set, column, group, &gaps);
		auc = auc_by_group(set, group, levels, score);
		auc = fmax(auc, auc_by_order(set, column, -INFINITY, score));
		if (gaps)
			auc = fmax(auc, auc_by_order(set, column, INFINITY, score));
	}
	free(score);
	free(group);
	return auc;
}
