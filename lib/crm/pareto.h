/* SPDX-License-Identifier: MIT */
#ifndef CRM_PARETO_H
#define CRM_PARETO_H

/*
 * pareto: how much of the whole the best customers bring.
 *
 * The amounts of all customers, the highest first, are added up one after the other; the share
 * of customers passed against the share of the amount so far is the Pareto curve, the ground of
 * ABC and of every "20 % bring 80 %".
 *
 *	struct pareto pareto;
 *	struct pareto_point point[PARETO_POINTS];
 *
 *	pareto_of(&pareto, amount, count);		sorts the array
 *	size_t half = pareto_reach(&pareto, 50);	so many bring half of it
 *	size_t points = pareto_curve(&pareto, point);
 *
 * Sums are exact, hence all is the same in whatever order the amounts come. Customers who sent
 * back more than they bought are below zero: with them in sight, the best bring more than all of
 * the total. The curve is drawn no higher than the whole.
 *
 * Where the total is not above zero there are no shares: pareto_reach and pareto_curve give 0.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"

struct pareto {
	const int64_t *amount; /* in micros, the highest first; the caller's */
	size_t count;
	int128 total;
	size_t below_count; /* customers below zero … */
	int128 below_total; /* … and their amounts */
};

struct pareto_point {
	double customers, amount; /* shares, 0 … 1 */
};

enum { PARETO_POINTS = 1001 };

void pareto_of(struct pareto *pareto, int64_t *amount, size_t count);

/* The amount of the `best` customers. */
int128 pareto_amount(const struct pareto *pareto, size_t best);

/* How many of the best customers bring at least `percent` (1 … 100) of the total. */
size_t pareto_reach(const struct pareto *pareto, int percent);

/* The curve, from (0, 0) to (1, 1), in at most PARETO_POINTS. Returns how many there are. */
size_t pareto_curve(const struct pareto *pareto, struct pareto_point *point);

#endif
