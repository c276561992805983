/* SPDX-License-Identifier: MIT */
#include "stat/concordance.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* Who is known to come later, by rank of their scores: a tree of sums (Fenwick, 1994). */
struct later {
	double *sum; /* from 1 */
	size_t ranks;
	double all;
};

static void add_later(struct later *later, size_t rank, double weight)
{
	later->all += weight;
	for (; rank <= later->ranks; rank += rank & -rank)
		later->sum[rank] += weight;
}

/* The weight of all ranks up to this one. */
static double sum_to(const struct later *later, size_t rank)
{
	double sum = 0;

	for (; rank > 0; rank -= rank & -rank)
		sum += later->sum[rank];
	return sum;
}

static int compare_doubles(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static size_t rank_in(const double *sorted, size_t count, double score)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sorted[middle] < score)
			low = middle + 1;
		else
			high = middle;
	}
	return low + 1;
}

/* All scores, each once. Returns how many. */
static size_t different_scores(const double *score, size_t count, double *different)
{
	size_t kept = 0;

	if (count == 0)
		return 0;
	memcpy(different, score, count * sizeof *different);
	if (count > 1)
		qsort(different, count, sizeof *different, compare_doubles);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || different[i] != different[kept - 1])
			different[kept++] = different[i];
	return kept;
}

static void count_pairs(
	struct concordance *pairs, const struct later *later, size_t rank, double weight)
{
	double below = sum_to(later, rank - 1), equal = sum_to(later, rank) - below;

	pairs->concordant += weight * below;
	pairs->tied += weight * equal;
	pairs->discordant += weight * (later->all - below - equal);
}

void concordance_add(struct concordance *pairs, const double *time, const bool *event,
	const double *weight, const double *score, size_t count)
{
	double *different = mem_alloc((count + 1) * sizeof *different);
	size_t *rank = mem_alloc((count + 1) * sizeof *rank), end;
	struct later later = { NULL, different_scores(score, count, different), 0 };

	later.sum = mem_zero(later.ranks + 1, sizeof *later.sum);
	for (size_t i = 0; i < count; i++)
		rank[i] = rank_in(different, later.ranks, score[i]);
	for (size_t start = 0; start < count; start = end) {
		for (end = start; end < count && time[end] == time[start]; end++)
			if (!event[end])
				add_later(&later, rank[end], weight != NULL ? weight[end] : 1);
		for (size_t i = start; i < end; i++)
			if (event[i])
				count_pairs(pairs, &later, rank[i], weight != NULL ? weight[i] : 1);
		for (size_t i = start; i < end; i++)
			if (event[i])
				add_later(&later, rank[i], weight != NULL ? weight[i] : 1);
	}
	free(different);
	free(rank);
	free(later.sum);
}

double concordance_of(const struct concordance *pairs)
{
	double all = pairs->concordant + pairs->discordant + pairs->tied;

	return all > 0 ? (pairs->concordant + pairs->tied / 2) / all : NAN;
}
