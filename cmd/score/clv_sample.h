/* SPDX-License-Identifier: MIT */
#ifndef SCORE_CLV_SAMPLE_H
#define SCORE_CLV_SAMPLE_H

/*
 * clv_sample: the customers that a model of buying is learnt from.
 *
 *	struct clv_sample sample = CLV_SAMPLE_EMPTY;
 *
 *	clv_sample_add(&sample, &history, 1);	for each customer, in any order
 *	clv_sample_add_spend(&sample, frequency, mean, 1);
 *	clv_sample_merge(&sample, &of_another_thread);
 *	clv_sample_sort(&sample);
 *	… sample.history[0 … sample.count - 1] …
 *
 * Customers with the same history are counted, not kept, so memory and work follow the number of
 * different histories. Values are whole millionths (base/amount), as exact as the stream has them;
 * after sorting nothing tells in which order customers came.
 */

#include <stddef.h>
#include <stdint.h>

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

struct clv_slot {
	uint32_t hash;   /* of the history */
	uint32_t number; /* its index + 1, or 0: empty */
};

struct clv_sample {
	struct clv_histories *history;
	size_t count, capacity;
	struct clv_slot *slot; /* a hash table */
	size_t slots;
	struct clv_spend *spend;
	size_t spends, spend_capacity;
};

#define CLV_SAMPLE_EMPTY { 0 }

void clv_sample_add(
	struct clv_sample *sample, const struct clv_history *history, uint64_t customers);

void clv_sample_add_spend(
	struct clv_sample *sample, int64_t frequency, int64_t mean, uint64_t customers);

/* Take in `more`, which is empty afterwards. */
void clv_sample_merge(struct clv_sample *sample, struct clv_sample *more);

/* Put all in an order of their own, equal spends in one. To be called once, behind the last. */
void clv_sample_sort(struct clv_sample *sample);

/* How many customers there are in all. */
uint64_t clv_sample_customers(const struct clv_sample *sample);

void clv_sample_release(struct clv_sample *sample);

#endif
