/* SPDX-License-Identifier: MIT */
#ifndef SCORE_CLV_SAMPLE_H
#define SCORE_CLV_SAMPLE_H

/*
 * clv_sample: the customers that a model of buying is learnt from.
 *
 *	struct clv_gatherer *gatherer = clv_gatherer_new();	each thread one of its own
 *
 *	clv_gather(gatherer, &history, 1);	for each customer, in any order
 *	clv_gather_spend(gatherer, frequency, mean, 1);
 *
 *	struct clv_sample sample;
 *
 *	clv_sample_make(&sample, gatherers, threads, pieces);
 *	… sample.history[0 … sample.count - 1] …
 *
 * Customers with the same history are counted, not kept, so memory and work follow the number of
 * different histories. Values are whole millionths (base/amount), as exact as the stream has them.
 * A sample has an order of its own, in which nothing tells how customers came, or to whom.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/pieces.h"

/* Purchases after the first, and times as they stand in the columns, in millionths. */
struct clv_history {
	int64_t frequency, t_x, tenure;
};

struct clv_histories {
	struct clv_history history;
	uint64_t customers;
};

/* Customers who bought again, and what they paid per purchase day on average, in millionths. */
struct clv_spend {
	int64_t frequency, mean;
	uint64_t customers;
};

struct clv_gatherer;

struct clv_gatherer *clv_gatherer_new(void);

void clv_gather(
	struct clv_gatherer *gatherer, const struct clv_history *history, uint64_t customers);

void clv_gather_spend(
	struct clv_gatherer *gatherer, int64_t frequency, int64_t mean, uint64_t customers);

struct clv_sample {
	struct clv_histories *history; /* all different */
	size_t count;
	struct clv_spend *spend; /* all different */
	size_t spends;
};

/* Of all that was gathered; the gatherers are released. */
void clv_sample_make(struct clv_sample *sample, struct clv_gatherer *const *gatherer, size_t count,
	const struct pieces *pieces);

/* How many customers there are in all. */
uint64_t clv_sample_customers(const struct clv_sample *sample);

void clv_sample_release(struct clv_sample *sample);

#endif
