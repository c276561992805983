/* SPDX-License-Identifier: MIT */
#include "crm/shop_goods.h"

#include <stdio.h>
#include <stdlib.h>

#include "stat/draws.h"

enum {
	PER_CATEGORY = SHOP_GOODS_COUNT / SHOP_GOODS_CATEGORIES,
	WINDOW = 8,
};

/* Standard deviation of the logarithm of a price between seeds. */
#define SPREAD 0.2

struct shelf {
	const char *category;
	struct {
		const char *name;
		double level; /* the median of its price over all seeds */
	} product[PER_CATEGORY];
};

/* clang-format off */
static const struct shelf shelves[SHOP_GOODS_CATEGORIES] = {
	{ "tea", {
		{ "green tea 100 g", 9 }, { "龙井茶 50 克", 38 }, { "black tea, 40 bags", 4 },
		{ "普洱茶饼", 88 }, { "jasmine tea 80 g", 11 }, { "铁观音 125 克", 46 },
		{ "white tea 50 g", 19 }, { "菊花茶", 8 }, { "earl grey 100 g", 10 },
		{ "大红袍 50 克", 58 }, { "mint tea, 20 bags", 3 }, { "碧螺春 100 克", 52 },
		{ "tea sampler, 6 tins", 34 }, { "枸杞 250 克", 13 }, { "rooibos 100 g", 7 },
		{ "honey 350 g", 9 }, { "ginger tea", 5 }, { "冰糖 400 克", 2 },
		{ "tea filter bags", 3 }, { "bamboo whisk", 16 } } },
	{ "coffee", {
		{ "espresso beans 250 g", 9 }, { "espresso beans 1 kg", 28 },
		{ "filter coffee 500 g", 13 }, { "decaf beans 250 g", 10 },
		{ "挂耳咖啡 10 片", 12 }, { "cold brew bags", 8 }, { "速溶咖啡 30 条", 6 },
		{ "paper filters, 100", 3 }, { "hand grinder", 64 }, { "moka pot", 36 },
		{ "french press", 29 }, { "pour-over kettle", 79 }, { "milk frother", 22 },
		{ "coffee scale", 48 }, { "云南咖啡豆 500 克", 17 },
		{ "single origin 200 g", 15 }, { "cocoa 250 g", 6 }, { "coffee syrup", 7 },
		{ "drip stand", 42 }, { "travel mug", 24 } } },
	{ "kitchen", {
		{ "paring knife", 12 }, { "chef's knife 8\"", 69 }, { "cutting board", 27 },
		{ "砂锅", 39 }, { "wok 12\"", 45 }, { "steamer basket", 18 },
		{ "mixing bowl", 14 }, { "measuring cups", 8 }, { "电饭煲 3 升", 119 },
		{ "kitchen scale", 25 }, { "rolling pin", 11 }, { "竹筷 10 双", 5 },
		{ "rice bowl", 4 }, { "soup spoon, set of 4", 9 }, { "frying pan 9\"", 49 },
		{ "stock pot", 82 }, { "garlic press", 13 }, { "保温杯", 21 }, { "apron", 17 },
		{ "oven gloves", 10 } } },
	{ "home", {
		{ "cushion cover", 15 }, { "wool blanket", 98 }, { "table lamp", 55 },
		{ "蚕丝被", 289 }, { "floor mat", 32 }, { "storage box, large", 19 },
		{ "storage box, small", 7 }, { "wall clock", 37 }, { "candle, fig", 12 },
		{ "candle, cedar", 13 }, { "picture frame A4", 16 }, { "香薰机", 59 },
		{ "curtain, pair", 75 }, { "laundry basket", 26 }, { "coat hook", 6 },
		{ "四件套", 109 }, { "door stop", 5 }, { "vase", 33 }, { "mirror, round", 94 },
		{ "bookend", 18 } } },
	{ "stationery", {
		{ "notebook A5", 4 }, { "notebook A4", 6 }, { "gel pen", 2 },
		{ "fountain pen", 35 }, { "毛笔", 9 }, { "宣纸 100 张", 12 }, { "墨汁", 3 },
		{ "pencil, dozen", 4 }, { "highlighter set", 5 }, { "sticky notes", 2 },
		{ "desk planner", 14 }, { "便签本", 2 }, { "paper clips", 1 }, { "stapler", 8 },
		{ "washi tape", 2 }, { "ink cartridge", 6 }, { "envelope, 50", 5 },
		{ "ruler", 1 }, { "scissors", 6 }, { "sketchbook", 11 } } },
	{ "toys", {
		{ "wooden train", 31 }, { "building blocks, 100", 28 },
		{ "jigsaw, 500 pieces", 17 }, { "毛绒熊猫", 20 }, { "kite", 14 },
		{ "chess set", 39 }, { "围棋", 46 }, { "memory game", 12 }, { "toy car", 5 },
		{ "doll house", 99 }, { "七巧板", 6 }, { "spinning top", 3 }, { "puppet", 11 },
		{ "modelling clay", 8 }, { "bubble wand", 2 }, { "card game", 9 }, { "魔方", 7 },
		{ "marble run", 53 }, { "plush rabbit", 19 }, { "skipping rope", 5 } } },
	{ "beauty", {
		{ "hand cream", 7 }, { "lip balm", 3 }, { "face wash", 11 },
		{ "面膜 10 片", 16 }, { "shampoo 300 ml", 8 }, { "conditioner 300 ml", 9 },
		{ "bath salts", 10 }, { "护手霜", 6 }, { "soap bar, olive", 4 },
		{ "soap bar, rose", 4 }, { "sunscreen SPF 50", 18 }, { "精华液", 65 },
		{ "night cream", 41 }, { "nail file", 2 }, { "hair brush", 13 },
		{ "body oil", 21 }, { "珍珠粉", 25 }, { "toner 200 ml", 15 },
		{ "shaving set", 57 }, { "gift set, spa", 72 } } },
	{ "garden", {
		{ "seeds, basil", 2 }, { "seeds, tomato", 2 }, { "plant pot, 6\"", 5 },
		{ "plant pot, 10\"", 12 }, { "watering can", 15 }, { "secateurs", 24 },
		{ "garden gloves", 8 }, { "potting soil 10 l", 7 }, { "多肉植物", 9 },
		{ "bird feeder", 19 }, { "hose 20 m", 34 }, { "trowel", 11 },
		{ "string lights", 22 }, { "兰花", 43 }, { "bonsai", 68 }, { "compost bin", 61 },
		{ "rake", 20 }, { "plant food", 6 }, { "hanging basket", 16 },
		{ "garden chair", 139 } } },
	{ "books", {
		{ "cookbook, noodles", 23 }, { "cookbook, bread", 26 }, { "tea handbook", 18 },
		{ "唐诗三百首", 10 }, { "city walks", 13 }, { "travel diary", 9 },
		{ "成语词典", 15 }, { "children's atlas", 21 }, { "garden year", 17 },
		{ "picture book, moon", 12 }, { "书法入门", 8 }, { "short stories", 7 },
		{ "puzzle book", 5 }, { "colouring book", 4 }, { "history of porcelain", 54 },
		{ "围棋入门", 11 }, { "star map", 14 }, { "bird guide", 19 },
		{ "phrase book", 6 }, { "poetry, pocket", 8 } } },
	{ "electronics", {
		{ "earphones", 29 }, { "headphones", 149 }, { "power bank", 36 },
		{ "充电器", 18 }, { "USB cable 1 m", 6 }, { "USB cable 2 m", 9 },
		{ "desk fan", 33 }, { "蓝牙音箱", 79 }, { "smart plug", 14 },
		{ "e-reader cover", 20 }, { "keyboard", 62 }, { "mouse", 23 }, { "webcam", 51 },
		{ "phone stand", 10 }, { "智能手环", 89 }, { "night light", 11 },
		{ "memory card", 16 }, { "tablet sleeve", 25 }, { "digital photo frame", 85 },
		{ "加湿器", 44 } } },
};
/* clang-format on */

/* Prices as shops write them: 3.40 and 3.90, from ten units up 12.90. */
static uint32_t shop_price(double units)
{
	uint32_t step = units < 10 ? 50 : 100;
	uint32_t steps = (uint32_t)(units * 100 / step + 0.5);

	return (steps < 2 ? 2 : steps) * step - 10;
}

static int by_price(const void *a, const void *b)
{
	const struct shop_product *one = a, *other = b;

	if (one->cents != other->cents)
		return one->cents < other->cents ? -1 : 1;
	return memcmp(one->id, other->id, sizeof one->id);
}

/* Every product gets another popularity: the ranks, shuffled. */
static void rank(struct shop_goods *goods, struct rng *rng)
{
	for (uint32_t i = 0; i < SHOP_GOODS_COUNT; i++) {
		uint32_t j = rng_below(rng, i + 1);

		goods->product[i].popularity = goods->product[j].popularity;
		goods->product[j].popularity = i;
	}
}

void shop_goods_fill(struct shop_goods *goods, uint64_t seed)
{
	struct rng rng;

	rng_start(&rng, seed);
	for (int i = 0; i < SHOP_GOODS_COUNT; i++) {
		const struct shelf *shelf = &shelves[i / PER_CATEGORY];
		struct shop_product *product = &goods->product[i];
		double level = shelf->product[i % PER_CATEGORY].level;

		*product = (struct shop_product){
			.name = shelf->product[i % PER_CATEGORY].name,
			.category = shelf->category,
			.category_number = i / PER_CATEGORY,
			.cents = shop_price(draws_lognormal(&rng, draws_log(level), SPREAD)),
		};
		snprintf(product->id, sizeof product->id, "P%03u", (unsigned)(i + 1) % 1000);
	}
	rank(goods, &rng);
	qsort(goods->product, SHOP_GOODS_COUNT, sizeof *goods->product, by_price);
}

/* How many products are cheaper than `cents`. */
static uint32_t cheaper(const struct shop_goods *goods, uint32_t cents)
{
	uint32_t low = 0, high = SHOP_GOODS_COUNT;

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (goods->product[middle].cents < cents)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct shop_product *shop_goods_near(
	const struct shop_goods *goods, struct rng *rng, uint32_t cents, int wanted)
{
	const struct shop_product *best = NULL;
	uint32_t first = cheaper(goods, cents), count = SHOP_GOODS_COUNT - first;
	uint64_t bits = rng_next(rng);

	if (count == 0)
		return &goods->product[SHOP_GOODS_COUNT - 1];
	if (count > WINDOW)
		count = WINDOW;
	/* Two candidates, ten bits of chance each: plenty for a choice of eight at most. */
	for (int i = 0; i < 2; i++, bits >>= 10) {
		uint32_t at = first + ((uint32_t)(bits & 1023) * count >> 10);
		const struct shop_product *candidate = &goods->product[at];

		if (candidate->category_number == wanted)
			return candidate;
		if (best == NULL || candidate->popularity > best->popularity)
			best = candidate;
	}
	return best;
}
