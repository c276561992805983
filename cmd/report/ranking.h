/* SPDX-License-Identifier: MIT */
#ifndef REPORT_RANKING_H
#define REPORT_RANKING_H

/*
 * ranking: what of a report needs the customers in order, however many they are.
 *
 * The Pareto curve asks for all amounts from the highest on, the tenths of lifetime value for all
 * values, and who moved from one stage of the life cycle to another for the customers of then and
 * now side by side. Each is a sorter (io/sorter), so nothing of it grows with their number.
 *
 *	struct ranking ranking;
 *
 *	ranking_begin(&ranking, RANKING_AMOUNTS | RANKING_STAGES, memory);
 *	ranking_add(&ranking, &customer);		of each
 *	ranking_pareto(&ranking, total, &pareto, why);
 *	ranking_release(&ranking);
 *
 * What has been read is gone: each of the last functions is called once.
 */

#include "crm/pareto.h"
#include "customer.h"
#include "io/sorter.h"

/* What is asked for. */
enum {
	RANKING_AMOUNTS = 1, /* amounts, and lifetime values where they are known */
	RANKING_STAGES = 2,
};

struct ranking {
	struct sorter *amount;
	struct sorter *worth; /* lifetime value and amount */
	struct sorter *stage; /* 128 bits that stand for the customer, and the stage */
};

/* A tenth of the customers whose lifetime value is known. */
struct ranking_decile {
	int64_t customers;
	int128 clv, amount;
};

enum { RANKING_DECILES = 10 };

/* `memory` is that of the whole run, of which this takes a small part, and at most a few MB. */
void ranking_begin(struct ranking *ranking, unsigned what, uint64_t memory);

void ranking_add(struct ranking *ranking, const struct customer *customer);

/* Take over all customers of another one, which is empty then. */
void ranking_take(struct ranking *ranking, struct ranking *other);

/* `total` is the amount of all customers. */
int ranking_pareto(struct ranking *ranking, int128 total, struct pareto *pareto, struct diag *why);

/* The most valuable first; of equal ones, who brought more. Fewer than ten have empty tenths. */
int ranking_deciles(struct ranking *ranking, struct ranking_decile *decile, struct diag *why);

/*
 * Customers by stage then and now; behind the last stage: who was not, or is no more. Where one
 * stands in the old stream twice, the earliest of the stages counts.
 */
int ranking_flow(struct ranking *before, struct ranking *now,
	int64_t flow[CUSTOMER_STAGES + 1][CUSTOMER_STAGES + 1], struct diag *why);

void ranking_release(struct ranking *ranking);

#endif
