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
 *
 *	pareto_begin(&pareto, customers, total);
 *	while (…)
 *		pareto_add(&pareto, amount);		falling, of each customer
 *	size_t half = pareto.reach[50];			so many bring half of it
 *	int128 fifth = pareto.step[4].amount;		what the best 4/20 bring
 *
 * How many there are, and what they bring together, must be known before: then one pass is enough,
 * and it takes the same memory for any number of customers.
 *
 * Sums are exact. Customers who sent back more than they bought are below zero: with them in sight,
 * the best bring more than all of the total. The curve is drawn no higher than the whole.
 *
 * Where the total is not above zero there are no shares: nothing is reached, and the curve has no
 * points.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"

struct pareto_point {
	double customers, amount; /* shares, 0 … 1 */
};

/* So many of the best customers, and what they bring. */
struct pareto_step {
	size_t customers;
	int128 amount;
};

enum { PARETO_POINTS = 1001, PARETO_STEPS = 20 };

/* To be read by the caller when all are added. */
struct pareto {
	size_t count;
	int128 total;
	size_t below_count;                          /* customers below zero … */
	int128 below_total;                          /* … and their amounts */
	size_t reach[101];                           /* so many bring at least so many per cent */
	struct pareto_step step[PARETO_STEPS + 1];   /* every 5 % of the customers, rounded */
	struct pareto_point point[PARETO_POINTS];    /* the curve, from (0, 0) to (1, 1) … */
	size_t points;                               /* … and how many points it has */
	size_t passed;                               /* the rest is where the adding stands: */
	int128 sum, needed;                          /* for the next per cent */
	size_t next_step, next_point, next_per_cent; /* not reached so far */
	size_t step_end, point_end;                  /* customers up to them */
};

void pareto_begin(struct pareto *pareto, size_t count, int128 total);

/* The amount, in micros, of the next customer: no higher than that of the one before. */
void pareto_add(struct pareto *pareto, int64_t amount);

#endif
