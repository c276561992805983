/* SPDX-License-Identifier: MIT */
#include "crm/pareto.h"

/* A point for each customer, or PARETO_POINTS of them. */
static size_t end_of_point(const struct pareto *pareto, size_t number)
{
	return (size_t)((uint128)pareto->count * number / (pareto->points - 1));
}

static size_t end_of_step(const struct pareto *pareto, size_t number)
{
	return (size_t)(((uint128)pareto->count * number + PARETO_STEPS / 2) / PARETO_STEPS);
}

/* The functions that follow note what holds of all customers who were passed so far. */

/* Of a few customers, several steps may end with the same one. */
static void note_steps(struct pareto *pareto)
{
	while (pareto->next_step <= PARETO_STEPS && pareto->step_end == pareto->passed) {
		pareto->step[pareto->next_step++] =
			(struct pareto_step){ pareto->passed, pareto->sum };
		pareto->step_end = end_of_step(pareto, pareto->next_step);
	}
}

static void note_reach(struct pareto *pareto)
{
	while (pareto->next_per_cent <= 100 && pareto->sum * 100 >= pareto->needed) {
		pareto->reach[pareto->next_per_cent++] = pareto->passed;
		pareto->needed += pareto->total;
	}
}

static void note_point(struct pareto *pareto)
{
	int128 seen = pareto->sum < pareto->total ? pareto->sum : pareto->total;

	pareto->point[pareto->next_point++] =
		(struct pareto_point){ (double)pareto->passed / (double)pareto->count,
			(double)seen / (double)pareto->total };
	if (pareto->next_point < pareto->points)
		pareto->point_end = end_of_point(pareto, pareto->next_point);
}

void pareto_begin(struct pareto *pareto, size_t count, int128 total)
{
	*pareto = (struct pareto){ .count = count, .total = total, .next_per_cent = 1 };
	note_steps(pareto);
	if (total <= 0 || count == 0)
		return;
	pareto->needed = total;
	pareto->points = count < PARETO_POINTS ? count + 1 : PARETO_POINTS;
	note_point(pareto);
}

void pareto_add(struct pareto *pareto, int64_t amount)
{
	pareto->passed++;
	pareto->sum += amount;
	if (amount < 0) {
		pareto->below_count++;
		pareto->below_total += amount;
	}
	note_steps(pareto);
	if (pareto->points == 0)
		return;
	note_reach(pareto);
	if (pareto->passed == pareto->point_end)
		note_point(pareto);
}
