/* SPDX-License-Identifier: MIT */
#include "crm/shop.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/draws.h"

enum {
	OPENING = 9 * 60,
	OPEN_MINUTES = 13 * 60,
	RETURN_DAYS = 30,
	DAYS_AFTER = 365,
	CENTS_MIN = 100,
	LINE_CENTS_MIN = 300,
	CENTS_MAX = 1000000000,
	PILOT_CUSTOMERS = 5000,
};

/* What the generators below a seed are for: one branch of keys each. */
enum { BRANCH_GOODS, BRANCH_LIVES, BRANCH_TASTES };

static const char *const channels[SHOP_CHANNELS] = { "web", "store", "app", "phone" };

/* Their shares of the customers, in percent, added up. */
static const uint32_t channel_shares[SHOP_CHANNELS] = { 40, 70, 94, 100 };

static uint64_t life_key(const struct shop *shop, uint32_t customer)
{
	return rng_key(rng_key(shop->options.seed, BRANCH_LIVES), customer);
}

void shop_open(struct shop *shop, const struct shop_options *options)
{
	shop->options = *options;
	shop_goods_fill(&shop->goods, rng_key(options->seed, BRANCH_GOODS));
}

void shop_ledger_release(struct shop_ledger *ledger)
{
	free(ledger->order);
	*ledger = (struct shop_ledger)SHOP_LEDGER_EMPTY;
}

static bool is_before(const struct shop_order *one, const struct shop_order *other)
{
	if (one->day != other->day)
		return one->day < other->day;
	return one->minute < other->minute;
}

/* Insert by time among the orders from `first` on; nearly always at or near the end. */
static void insert(struct shop_ledger *ledger, size_t first, struct shop_order order)
{
	size_t at = ledger->count;

	ledger->order = mem_grow(
		ledger->order, &ledger->capacity, ledger->count + 1, sizeof *ledger->order);
	for (; at > first && is_before(&order, &ledger->order[at - 1]); at--)
		ledger->order[at] = ledger->order[at - 1];
	ledger->order[at] = order;
	ledger->count++;
}

/* Busiest in the middle of the opening hours: the mean of two uniform numbers. */
static uint16_t minute_of_day(struct rng *rng)
{
	uint32_t two = rng_below(rng, OPEN_MINUTES) + rng_below(rng, OPEN_MINUTES);

	return (uint16_t)(OPENING + two / 2);
}

static uint32_t order_cents(const struct shop *shop, double level, struct rng *rng)
{
	double cents = draws_gamma(rng, shop->options.spend_p, level) * 100;

	if (cents < CENTS_MIN)
		return CENTS_MIN;
	return cents > CENTS_MAX ? CENTS_MAX : (uint32_t)(cents + 0.5);
}

/* One and a Poisson number more, as far as there are three units of money for each. */
static uint8_t order_lines(const struct shop *shop, uint32_t cents, struct rng *rng)
{
	uint32_t lines = 1 + draws_poisson(rng, shop->options.lines - 1);
	uint32_t most = cents / LINE_CENTS_MIN;

	if (most > SHOP_LINES_MAX)
		most = SHOP_LINES_MAX;
	if (lines > most)
		lines = most;
	return (uint8_t)(lines > 0 ? lines : 1);
}

/* The lines of `order` that come back, each as an order of its own. */
static void add_returns(const struct shop *shop, const struct shop_order *order, size_t first,
	struct rng *rng, struct shop_ledger *ledger)
{
	for (uint8_t line = 1; line <= order->lines; line++) {
		struct shop_order back = *order;
		int64_t day;

		if (!rng_chance(rng, shop->options.returns))
			continue;
		day = order->day + 1 + rng_below(rng, RETURN_DAYS);
		back.minute = minute_of_day(rng);
		if (day >= shop->options.days)
			continue;
		back.day = (uint16_t)day;
		back.returned = line;
		insert(ledger, first, back);
	}
}

static void add_order(const struct shop *shop, uint32_t customer, int32_t day, size_t first,
	struct shop_life *life, struct rng *rng, struct shop_ledger *ledger)
{
	struct shop_order order = { .customer = customer, .day = (uint16_t)day };

	order.number = ++life->orders;
	order.cents = order_cents(shop, life->level, rng);
	order.minute = minute_of_day(rng);
	order.lines = order_lines(shop, order.cents, rng);
	life->last_day = day;
	insert(ledger, first, order);
	if (shop->options.returns > 0)
		add_returns(shop, &order, first, rng, ledger);
}

void shop_live(const struct shop *shop, uint32_t customer, struct shop_life *life,
	struct shop_ledger *ledger)
{
	const struct shop_options *options = &shop->options;
	double end = (double)options->days / 7, after = end + DAYS_AFTER / 7.0, time;
	size_t first = ledger->count;
	struct shop_process process;
	struct rng rng;

	rng_start(&rng, life_key(shop, customer));
	*life = (struct shop_life){ 0 };
	shop_process_draw(&process, &options->process, &rng);
	life->buying = process.buying;
	life->leaving = process.leaving;
	life->level = draws_gamma(&rng, options->spend_q, options->spend_gamma);
	time = rng_unit(&rng) * (double)options->arrivals / 7;
	life->first_day = (int32_t)(time * 7);
	shop_process_begin(&process, time, &rng);
	add_order(shop, customer, life->first_day, first, life, &rng, ledger);
	while (shop_process_next(&process, after, &rng)) {
		if (process.time < end)
			add_order(shop, customer, (int32_t)(process.time * 7), first, life, &rng,
				ledger);
		else
			life->orders_after++;
	}
	life->alive = process.end >= end;
}

static uint32_t channel_drawn(struct rng *rng)
{
	uint32_t percent = rng_below(rng, 100), channel = 0;

	while (percent >= channel_shares[channel])
		channel++;
	return channel;
}

/* What a customer likes: a channel, and two categories out of all. */
struct taste {
	uint32_t channel;
	int category[2];
};

static struct taste taste_of(const struct shop *shop, uint32_t customer)
{
	struct taste taste;
	struct rng rng;

	rng_start(&rng, rng_key(rng_key(shop->options.seed, BRANCH_TASTES), customer));
	taste.channel = channel_drawn(&rng);
	taste.category[0] = (int)rng_below(&rng, SHOP_GOODS_CATEGORIES);
	taste.category[1] = (int)rng_below(&rng, SHOP_GOODS_CATEGORIES);
	return taste;
}

const char *shop_channel(const struct shop *shop, uint32_t customer)
{
	return channels[taste_of(shop, customer).channel];
}

/* Mostly one piece, and always so many that one costs no more than the dearest product. */
static uint32_t pieces(const struct shop *shop, uint32_t cents, struct rng *rng)
{
	static const uint8_t usual[16] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 6 };
	uint32_t dearest = shop->goods.product[SHOP_GOODS_COUNT - 1].cents;
	uint32_t quantity = usual[rng_next(rng) >> 60];

	if (cents / quantity < shop->goods.product[0].cents)
		quantity = 1;
	if (cents / quantity > dearest)
		quantity = cents / dearest + 1;
	return quantity;
}

/*
 * One line for about `share` cents, at the list price.
 *
 * The product is sought a little below the share, as the eight candidates lie above what is
 * sought.
 */
static struct shop_line listed_line(
	const struct shop *shop, uint32_t share, int wanted, struct rng *rng)
{
	uint32_t quantity = pieces(shop, share, rng), unit = share / quantity;
	const struct shop_product *product =
		shop_goods_near(&shop->goods, rng, unit - unit / 8, wanted);

	return (struct shop_line){ product, (int32_t)quantity, product->cents };
}

/* The last line: whatever is left, as a price below the list price. */
static struct shop_line closing_line(
	const struct shop *shop, uint32_t rest, int wanted, struct rng *rng)
{
	uint32_t quantity = pieces(shop, rest, rng);
	uint32_t unit = (rest + quantity / 2) / quantity;

	return (struct shop_line){ shop_goods_near(&shop->goods, rng, unit, wanted),
		(int32_t)quantity, unit };
}

/*
 * A line of about `share` cents at the list price where that leaves `reserve` cents of the rest,
 * else of no more than `share` cents.
 */
static struct shop_line next_line(const struct shop *shop, uint32_t share, uint32_t rest,
	uint32_t reserve, int wanted, struct rng *rng)
{
	struct shop_line line = listed_line(shop, share, wanted, rng);
	uint32_t quantity = (uint32_t)line.quantity;

	if (line.cents * quantity + reserve > rest) {
		line.cents = share / quantity;
		line.product = shop_goods_near(&shop->goods, rng, line.cents, wanted);
	}
	return line;
}

static void fill_lines(const struct shop *shop, const struct shop_order *order,
	const struct taste *taste, struct rng *rng, struct shop_basket *basket)
{
	uint32_t rest = order->cents;

	for (uint32_t left = order->lines; left > 1; left--) {
		uint64_t bits = rng_next(rng);
		/* Between 1/2 and 3/2 of an equal part. */
		uint32_t part = rest / left;
		uint32_t share = part / 2 + 1 + (uint32_t)((bits >> 32) * part >> 32);
		struct shop_line *line = &basket->line[basket->count++];

		*line = next_line(
			shop, share, rest, (left - 1) * CENTS_MIN, taste->category[bits & 1], rng);
		rest -= line->cents * (uint32_t)line->quantity;
	}
	basket->line[basket->count++] = closing_line(shop, rest, taste->category[0], rng);
}

void shop_fill(const struct shop *shop, const struct shop_order *order, struct shop_basket *basket)
{
	struct taste taste = taste_of(shop, order->customer);
	struct rng rng;

	rng_start(&rng, rng_key(life_key(shop, order->customer), order->number));
	/* Three orders in four come by the preferred channel. */
	if (rng_below(&rng, 4) == 0)
		taste.channel = channel_drawn(&rng);
	basket->channel = channels[taste.channel];
	basket->count = 0;
	fill_lines(shop, order, &taste, &rng, basket);
	if (order->returned > 0) {
		basket->line[0] = basket->line[order->returned - 1];
		basket->line[0].quantity = -basket->line[0].quantity;
		basket->count = 1;
	}
}

/* Walks through the first `most` customers until they have `enough` lines. */
static double count_lines(
	const struct shop *shop, double enough, uint32_t most, uint32_t *customers)
{
	struct shop_ledger ledger = SHOP_LEDGER_EMPTY;
	struct shop_life life;
	double lines = 0;

	*customers = 0;
	while (lines < enough && *customers < most) {
		ledger.count = 0;
		shop_live(shop, ++*customers, &life, &ledger);
		for (size_t i = 0; i < ledger.count; i++)
			lines += ledger.order[i].returned ? 1 : ledger.order[i].lines;
	}
	shop_ledger_release(&ledger);
	return lines;
}

double shop_customers_for(const struct shop *shop, double lines)
{
	uint32_t customers;
	double counted = count_lines(shop, lines, PILOT_CUSTOMERS, &customers);

	return counted < lines ? customers * (lines / counted) : customers;
}

/* By halving the logarithm of the interval: more of the parameter is fewer orders. */
bool shop_aim(struct shop *shop, double lines, uint32_t customers)
{
	struct shop_process_parameters *process = &shop->options.process;
	double *aimed = process->kind == SHOP_BGBB ? &process->beta : &process->alpha;
	double before = *aimed, low = -5, high = 14, reached;
	uint32_t seen, pilot = customers < PILOT_CUSTOMERS ? customers : PILOT_CUSTOMERS;
	double wanted = lines * pilot / customers;

	for (int i = 0; i < 30; i++) {
		double middle = (low + high) / 2;

		*aimed = draws_exp(middle);
		if (count_lines(shop, wanted, pilot, &seen) >= wanted)
			low = middle;
		else
			high = middle;
	}
	reached = count_lines(shop, INFINITY, pilot, &seen);
	if (reached > 0.9 * wanted && reached < 1.1 * wanted)
		return true;
	*aimed = before;
	return false;
}
