/* SPDX-License-Identifier: MIT */
#include "stat/bins_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static uint64_t rows_of(struct bins_count count)
{
	return count.events + count.others;
}

struct bins_count bins_search_rows(const struct bins_count *sum, size_t first, size_t end)
{
	return (struct bins_count){ sum[end].events - sum[first].events,
		sum[end].others - sum[first].others };
}

/* A bin of the classes from `first` to before `end`. */
struct cell {
	double woe, iv;
	bool allowed;
};

/* The best way to have the classes up to the end of a cell in so many bins, of which it is last. */
struct way {
	double iv;     /* NAN: there is none */
	size_t before; /* where the bin before it begins */
};

/* Both tables have a place for each first and end; ways for each number of bins as well. */
struct search {
	const struct bins_count *sum;
	size_t count, side; /* classes; one more */
	struct bins_count all;
	const struct bins_options *options;
	struct cell *cell;
	struct way *way;
	int sign; /* of the trend: 1 ascending, -1 descending, 0 any */
};

static struct cell *cell_at(const struct search *search, size_t first, size_t end)
{
	return &search->cell[first * search->side + end];
}

static struct way *way_at(const struct search *search, size_t bins, size_t first, size_t end)
{
	return &search->way[((bins - 1) * search->side + first) * search->side + end];
}

static void fill_cells(struct search *search)
{
	double least = search->options->smallest * (double)rows_of(search->all);

	for (size_t first = 0; first < search->count; first++)
		for (size_t end = first + 1; end <= search->count; end++) {
			struct bins_count count = bins_search_rows(search->sum, first, end);
			bool allowed =
				(double)rows_of(count) >= least || end - first == search->count;

			*cell_at(search, first, end) = (struct cell){ bins_woe(count, search->all),
				bins_iv(count, search->all), allowed };
		}
}

/* Put one bin more before the cell, in the best way. */
static void extend(struct search *search, size_t bins, size_t first, size_t end)
{
	const struct cell *last = cell_at(search, first, end);
	struct way *best = way_at(search, bins, first, end);

	for (size_t before = 0; before < first; before++) {
		const struct cell *cell = cell_at(search, before, first);
		const struct way *way = way_at(search, bins - 1, before, first);

		if (isnan(way->iv) || (search->sign > 0 && last->woe <= cell->woe) ||
			(search->sign < 0 && last->woe >= cell->woe))
			continue;
		if (isnan(best->iv) || way->iv + last->iv > best->iv)
			*best = (struct way){ way->iv + last->iv, before };
	}
}

/* Find the best ways of `bins` bins. Returns where the last bin of the best of all begins. */
static size_t find_ways(struct search *search, size_t bins)
{
	size_t count = search->count, best = BINS_NONE;

	for (size_t first = 0; first < count; first++)
		for (size_t end = first + 1; end <= count; end++) {
			struct way *way = way_at(search, bins, first, end);
			const struct cell *cell = cell_at(search, first, end);

			way->iv = NAN;
			if (!cell->allowed)
				continue;
			if (bins > 1)
				extend(search, bins, first, end);
			else if (first == 0)
				way->iv = cell->iv;
		}
	for (size_t first = 0; first < count; first++)
		if (!isnan(way_at(search, bins, first, count)->iv) &&
			(best == BINS_NONE || way_at(search, bins, first, count)->iv >
						      way_at(search, bins, best, count)->iv))
			best = first;
	return best;
}

/* Put the firsts of the best bins into `first`. Returns their number. */
static size_t search_bins(struct search *search, size_t *first, double *iv)
{
	size_t bins = 1, last = find_ways(search, 1), end = search->count;

	while (bins < search->options->most && bins < end) {
		double now = way_at(search, bins, last, end)->iv;
		size_t next = find_ways(search, bins + 1);

		if (next == BINS_NONE || !(way_at(search, bins + 1, next, end)->iv >
						 now * (1 + search->options->gain)))
			break;
		last = next;
		bins++;
	}
	*iv = way_at(search, bins, last, end)->iv;
	for (size_t i = bins; i-- > 0;) {
		size_t before = way_at(search, i + 1, last, end)->before;

		first[i] = last;
		end = last;
		last = before;
	}
	return bins;
}

size_t bins_search_find(const struct bins_count *sum, size_t classes, struct bins_count all,
	const struct bins_options *options, enum bins_trend trend, size_t *first)
{
	struct search search = { sum, classes, classes + 1, all, options, NULL, NULL, 0 };
	size_t square = search.side * search.side, other[BINS_MOST], count = 0;
	double iv = -1;

	if (classes == 0)
		return 0;
	search.cell = mem_zero(square, sizeof *search.cell);
	search.way = mem_zero(square * options->most, sizeof *search.way);
	fill_cells(&search);
	for (search.sign = -1; search.sign <= 1; search.sign++) {
		static const enum bins_trend of_sign[] = { BINS_DESCENDING, BINS_ANY,
			BINS_ASCENDING };
		double found;
		size_t bins;

		if (trend != of_sign[search.sign + 1] &&
			!(trend == BINS_MONOTONE && search.sign != 0))
			continue;
		bins = search_bins(&search, other, &found);
		if (found > iv) {
			iv = found;
			count = bins;
			memcpy(first, other, bins * sizeof *first);
		}
	}
	free(search.cell);
	free(search.way);
	return count;
}
