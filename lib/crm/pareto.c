/* SPDX-License-Identifier: MIT */
#include "crm/pareto.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { DIGITS = 256 };

/* The byte of `amount` that pass `pass` sorts by; the highest amounts have the lowest. */
static unsigned digit_of(int64_t amount, int pass)
{
	uint64_t falling = ~((uint64_t)amount ^ (UINT64_C(1) << 63));

	return (falling >> (8 * pass)) & 0xff;
}

/*
 * Sort from one array into the other by one byte. Returns false, and does nothing, if all have
 * the same.
 */
static bool sort_by_digit(const int64_t *from, int64_t *to, size_t count, int pass)
{
	size_t start[DIGITS] = { 0 }, sum = 0;

	for (size_t i = 0; i < count; i++)
		start[digit_of(from[i], pass)]++;
	if (start[digit_of(from[0], pass)] == count)
		return false;
	for (int digit = 0; digit < DIGITS; digit++) {
		size_t own = start[digit];

		start[digit] = sum;
		sum += own;
	}
	for (size_t i = 0; i < count; i++)
		to[start[digit_of(from[i], pass)]++] = from[i];
	return true;
}

/* The highest first: a pass for each byte, in time that grows with the count alone. */
static void sort_falling(int64_t *amount, size_t count)
{
	int64_t *spare = mem_alloc(count * sizeof *spare), *from = amount, *to = spare;

	for (int pass = 0; pass < 8; pass++) {
		if (sort_by_digit(from, to, count, pass)) {
			int64_t *swap = from;

			from = to;
			to = swap;
		}
	}
	if (from != amount)
		memcpy(amount, from, count * sizeof *amount);
	free(spare);
}

void pareto_of(struct pareto *pareto, int64_t *amount, size_t count)
{
	if (count > 1)
		sort_falling(amount, count);
	*pareto = (struct pareto){ .amount = amount, .count = count };
	for (size_t i = 0; i < count; i++) {
		pareto->total += amount[i];
		if (amount[i] < 0) {
			pareto->below_count++;
			pareto->below_total += amount[i];
		}
	}
}

int128 pareto_amount(const struct pareto *pareto, size_t best)
{
	int128 sum = 0;

	for (size_t i = 0; i < best && i < pareto->count; i++)
		sum += pareto->amount[i];
	return sum;
}

size_t pareto_reach(const struct pareto *pareto, int percent)
{
	int128 sum = 0;

	if (pareto->total <= 0)
		return 0;
	for (size_t i = 0; i < pareto->count; i++) {
		sum += pareto->amount[i];
		if (sum * 100 >= pareto->total * percent)
			return i + 1;
	}
	return pareto->count;
}

size_t pareto_curve(const struct pareto *pareto, struct pareto_point *point)
{
	size_t steps = PARETO_POINTS - 1, passed = 0;
	int128 sum = 0;

	if (pareto->total <= 0)
		return 0;
	steps = pareto->count < steps ? pareto->count : steps;
	for (size_t i = 0; i <= steps; i++) {
		size_t end = (size_t)((uint128)pareto->count * i / steps);
		int128 seen;

		for (; passed < end; passed++)
			sum += pareto->amount[passed];
		seen = sum < pareto->total ? sum : pareto->total;
		point[i].customers = (double)end / (double)pareto->count;
		point[i].amount = (double)seen / (double)pareto->total;
	}
	return steps + 1;
}
