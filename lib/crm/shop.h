/* SPDX-License-Identifier: MIT */
#ifndef CRM_SHOP_H
#define CRM_SHOP_H

/*
 * shop: an invented shop whose truth is known.
 *
 * Customers buy and leave by one of the processes of crm/shop_process, and spend by the gamma-gamma
 * model (Fader and Hardie, "The gamma-gamma model of monetary value", 2013):
 *
 *	first      uniform over the first `arrivals` days
 *	level      nu ~ gamma(spend_q, spend_gamma)
 *	an order   z ~ gamma(spend_p, nu), in units of money
 *
 * Everything about a customer follows from the seed and the customer's number alone, and
 * everything within an order from that and the order's number. So customers can be made by any
 * thread in any order, and the first thousand are the same however many there are.
 *
 *	struct shop shop;
 *	struct shop_ledger ledger = SHOP_LEDGER_EMPTY;
 *	struct shop_life life;
 *	struct shop_basket basket;
 *
 *	shop_open(&shop, &(struct shop_options)SHOP_DEFAULTS);
 *	shop_live(&shop, 17, &life, &ledger);
 *	shop_fill(&shop, &ledger.order[0], &basket);
 *	shop_ledger_release(&ledger);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/shop_goods.h"
#include "crm/shop_process.h"

enum {
	SHOP_LINES_MAX = 20,
	SHOP_DAYS_MAX = 36500,
	SHOP_CHANNELS = 4,
};

struct shop_options {
	uint64_t seed;
	int64_t days;     /* how long the ledger runs */
	int64_t arrivals; /* within how many of them customers come first */
	struct shop_process_parameters process;
	double spend_p, spend_q, spend_gamma;
	double lines;   /* lines per order, on average; 1 or more */
	double returns; /* chance of each line to come back */
};

/* Two years of the BG/NBD process; 6 orders and 20 lines per customer. */
#define SHOP_DEFAULTS                                                                           \
	{                                                                                       \
		.seed = 1, .days = 731, .arrivals = 548,                                        \
		.process = { SHOP_BGNBD, .r = 0.35, .alpha = 1.5, .a = 0.8, .b = 4 },           \
		.spend_p = 4, .spend_q = 2.5, .spend_gamma = 30, .lines = 3.2, .returns = 0.03, \
	}

/* Read only. */
struct shop {
	struct shop_options options;
	struct shop_goods goods;
};

/* What drives a customer, and what came of it within the days of the ledger. */
struct shop_life {
	double buying, leaving;      /* as in crm/shop_process */
	double level;                /* nu; the mean of the orders is spend_p / nu */
	uint32_t orders;             /* returns are no orders */
	uint32_t orders_after;       /* those of the 365 days after the ledger ends */
	int32_t first_day, last_day; /* of an order; the ledger's first day is 0 */
	bool alive;                  /* has not left when the ledger ends */
};

struct shop_order {
	uint32_t customer; /* from 1 */
	uint32_t number;   /* the customer's orders count from 1 */
	uint32_t cents;    /* what the order is meant to cost */
	uint16_t day, minute;
	uint8_t lines;
	uint8_t returned; /* 0, or which line of the order comes back here */
};

struct shop_ledger {
	struct shop_order *order;
	size_t count, capacity;
};

#define SHOP_LEDGER_EMPTY  \
	{                  \
		NULL, 0, 0 \
	}

struct shop_line {
	const struct shop_product *product;
	int32_t quantity; /* negative where it comes back */
	uint32_t cents;   /* paid for one */
};

struct shop_basket {
	const char *channel;
	int count;
	struct shop_line line[SHOP_LINES_MAX];
};

/* Options must be sound: positive parameters, 1 … SHOP_DAYS_MAX days, arrivals within them. */
void shop_open(struct shop *shop, const struct shop_options *options);

/*
 * Add a customer's orders and returns, in the order of time, behind what `ledger` holds.
 *
 * The first order is always within the ledger's days; returns that fall behind its end are left
 * out.
 */
void shop_live(const struct shop *shop, uint32_t customer, struct shop_life *life,
	struct shop_ledger *ledger);

/*
 * What an order consists of. Its lines add up to `cents` but for the rounding of unit prices:
 * at most half a cent for each piece of the last line.
 */
void shop_fill(const struct shop *shop, const struct shop_order *order, struct shop_basket *basket);

/* The channel that a customer prefers. */
const char *shop_channel(const struct shop *shop, uint32_t customer);

/*
 * How many customers have about `lines` lines together, returned ones counted.
 *
 * Exact, but for the last customer, as long as a few thousand customers do; estimated from them
 * beyond that.
 */
double shop_customers_for(const struct shop *shop, double lines);

/*
 * Change the rate of buying so that `customers` customers have about `lines` lines together: the
 * parameter alpha, or beta for chances to buy.
 *
 * Returns false, with it as it was, if no rate of buying gives so many or so few.
 */
bool shop_aim(struct shop *shop, double lines, uint32_t customers);

void shop_ledger_release(struct shop_ledger *ledger);

#endif
