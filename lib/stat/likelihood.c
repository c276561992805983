/* SPDX-License-Identifier: MIT */
#include "stat/likelihood.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"

enum {
	MANY_GROUPS = 32768,
	PART_CUSTOMERS = 8192, /* drawn from them */
};

struct sum {
	likelihood_rows of_rows;
	const void *context;
	const double *parameter;
	size_t rows, pieces;
	bool has_gradient;
	double value[PIECES_MOST];
	double gradient[PIECES_MOST][LIKELIHOOD_MOST_PARAMETERS];
};

static void add_piece(void *context, size_t piece)
{
	struct sum *sum = context;
	size_t first = pieces_start(sum->rows, sum->pieces, piece);
	size_t end = pieces_start(sum->rows, sum->pieces, piece + 1);

	sum->value[piece] = sum->of_rows(sum->context, sum->parameter, first, end,
		sum->has_gradient ? sum->gradient[piece] : NULL);
}

double likelihood_sum(const struct pieces *pieces, size_t rows, size_t parameters,
	likelihood_rows of_rows, const void *context, const double *parameter, double *gradient)
{
	struct sum sum;
	double value = 0;

	assert(parameters <= LIKELIHOOD_MOST_PARAMETERS);
	sum.of_rows = of_rows;
	sum.context = context;
	sum.parameter = parameter;
	sum.rows = rows;
	sum.pieces = pieces_of(rows);
	sum.has_gradient = gradient != NULL;
	pieces_run(pieces, sum.pieces, add_piece, &sum);
	for (size_t i = 0; gradient != NULL && i < parameters; i++)
		gradient[i] = 0;
	for (size_t piece = 0; piece < sum.pieces; piece++) {
		value += sum.value[piece];
		for (size_t i = 0; gradient != NULL && i < parameters; i++)
			gradient[i] += sum.gradient[piece][i];
	}
	return value;
}

static uint64_t customers_of(const char *group, size_t at)
{
	uint64_t customers;

	memcpy(&customers, group + at, sizeof customers);
	return customers;
}

static uint64_t all_customers(const char *group, size_t count, size_t size, size_t at)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += customers_of(group + i * size, at);
	return sum;
}

void *likelihood_part(const void *group, size_t count, size_t size, size_t at, size_t *drawn)
{
	uint64_t each = all_customers(group, count, size, at) / PART_CUSTOMERS, passed = each / 2;
	const char *from = group;
	char *part, *to;

	if (count < MANY_GROUPS || each == 0)
		return NULL;
	part = to = mem_alloc(count * size);
	for (size_t i = 0; i < count; i++, from += size) {
		uint64_t some;

		passed += customers_of(from, at);
		some = passed / each;
		passed %= each;
		if (some == 0)
			continue;
		memcpy(to, from, size);
		memcpy(to + at, &some, sizeof some);
		to += size;
	}
	*drawn = (size_t)(to - part) / size;
	return part;
}
