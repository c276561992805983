/* SPDX-License-Identifier: MIT */
#ifndef CRM_SHOP_GOODS_H
#define CRM_SHOP_GOODS_H

/*
 * shop_goods: what the invented shop sells.
 *
 * Two hundred products in ten categories. Their names are fixed; their prices come from the seed,
 * lognormal around a level that is fixed too. The list is kept in the order of price, so that
 * something can be found for any sum.
 */

#include <stdint.h>

#include "base/rng.h"

enum {
	SHOP_GOODS_COUNT = 200,
	SHOP_GOODS_CATEGORIES = 10,
};

struct shop_product {
	char id[8];       /* "P001" … "P200", in the order of the categories */
	const char *name; /* English or Chinese; some hold a comma or a quote */
	const char *category;
	int category_number;
	uint32_t popularity; /* the higher, the more often bought; no two are equal */
	uint32_t cents;      /* list price */
};

struct shop_goods {
	struct shop_product product[SHOP_GOODS_COUNT]; /* cheapest first */
};

void shop_goods_fill(struct shop_goods *goods, uint64_t seed);

/*
 * A product whose list price is near `cents`: one of the eight at or next above it in price, the
 * popular ones more often, and one of category `wanted` if chance offers it.
 */
const struct shop_product *shop_goods_near(
	const struct shop_goods *goods, struct rng *rng, uint32_t cents, int wanted);

#endif
