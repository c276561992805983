/* SPDX-License-Identifier: MIT */
#ifndef CRM_SHOP_PROCESS_H
#define CRM_SHOP_PROCESS_H

/*
 * shop_process: when an invented customer buys, and when the customer leaves.
 *
 * Each process is the story behind one of the models of crm/purchase, with parameters that are
 * known. Two numbers drive a customer: one for buying, one for leaving.
 *
 *	bgnbd	lambda ~ gamma(r, alpha)	purchases come at random, lambda per week
 *		p ~ beta(a, b)			after each but the first the customer may leave
 *	mbgnbd	the same			… and after the first one, too
 *	paretonbd lambda ~ gamma(r, alpha)
 *		mu ~ gamma(s, beta)		leaves at random, mu per week
 *	bgbb	p ~ beta(alpha, beta)		there is a chance to buy every so many days
 *		theta ~ beta(gamma, delta)	before each chance the customer may leave
 *
 * A customer is drawn, begins, and then buys until the next purchase never comes:
 *
 *	shop_process_draw(&process, &parameters, &rng);
 *	shop_process_begin(&process, time, &rng);	the first purchase
 *	while (shop_process_next(&process, until, &rng))
 *		… process.time …
 *
 * Times are in weeks. Sources: see crm/purchase.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/rng.h"

enum shop_process_kind {
	SHOP_BGNBD,
	SHOP_MBGNBD,
	SHOP_PARETONBD,
	SHOP_BGBB,
};

/* Those of other processes mean nothing. */
struct shop_process_parameters {
	enum shop_process_kind kind;
	double r, alpha,
		beta; /* times in weeks; for bgbb alpha and beta are of the chance to buy */
	double a, b;
	double s;
	double gamma, delta;
	int64_t chance_days; /* from one chance to buy to the next */
};

struct shop_process {
	const struct shop_process_parameters *parameters;
	double buying;  /* lambda, or p of bgbb */
	double leaving; /* p, mu or theta */
	double time;    /* of the latest purchase */
	double end;     /* when the customer leaves; infinite as long as it is not known */
	bool may_leave; /* before the next purchase a coin is to be tossed */
};

/* Draw the two numbers of a customer. */
void shop_process_draw(struct shop_process *process,
	const struct shop_process_parameters *parameters, struct rng *rng);

/* Buy for the first time at `time`. */
void shop_process_begin(struct shop_process *process, double time, struct rng *rng);

/*
 * Go on to the next purchase. Returns false if it comes not before `until`, or never, as the
 * customer has left, at `end`.
 */
bool shop_process_next(struct shop_process *process, double until, struct rng *rng);

#endif
