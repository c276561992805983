/* SPDX-License-Identifier: MIT */
#include "crm/shop.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crm/shop_person.h"

static const struct shop_options defaults = SHOP_DEFAULTS;

/* The sum of what an order's lines cost, in cents. */
static int64_t cost(const struct shop_basket *basket)
{
	int64_t sum = 0;

	for (int i = 0; i < basket->count; i++)
		sum += (int64_t)basket->line[i].quantity * basket->line[i].cents;
	return sum;
}

START_TEST(a_customer_is_the_same_wherever_drawn)
{
	struct shop_ledger one = SHOP_LEDGER_EMPTY, all = SHOP_LEDGER_EMPTY;
	struct shop_life life, again;
	struct shop shop;
	size_t at = 0;

	shop_open(&shop, &defaults);
	for (uint32_t customer = 1; customer <= 50; customer++)
		shop_live(&shop, customer, &life, &all);
	for (uint32_t customer = 1; customer <= 50; customer++) {
		one.count = 0;
		shop_live(&shop, customer, &again, &one);
		for (size_t i = 0; i < one.count; i++, at++) {
			ck_assert_uint_eq(one.order[i].customer, all.order[at].customer);
			ck_assert_uint_eq(one.order[i].number, all.order[at].number);
			ck_assert_uint_eq(one.order[i].cents, all.order[at].cents);
			ck_assert_uint_eq(one.order[i].day, all.order[at].day);
		}
	}
	ck_assert_uint_eq(at, all.count);
	ck_assert(life.buying == again.buying);
	shop_ledger_release(&one);
	shop_ledger_release(&all);
}
END_TEST

START_TEST(orders_come_in_time_and_returns_behind_their_order)
{
	struct shop_ledger ledger = SHOP_LEDGER_EMPTY;
	struct shop_life life;
	struct shop shop;
	size_t returns = 0;

	shop_open(&shop, &defaults);
	for (uint32_t customer = 1; customer <= 2000; customer++) {
		uint32_t orders = 0;

		ledger.count = 0;
		shop_live(&shop, customer, &life, &ledger);
		for (size_t i = 0; i < ledger.count; i++) {
			const struct shop_order *order = &ledger.order[i];

			ck_assert_int_lt(order->day, defaults.days);
			ck_assert(i == 0 || order->day >= order[-1].day);
			orders += !order->returned;
			if (order->returned > 0) {
				returns++;
				ck_assert_uint_le(order->number, orders);
				ck_assert_uint_le(order->returned, order->lines);
			}
		}
		ck_assert_uint_eq(orders, life.orders);
		ck_assert_int_eq(ledger.order[0].day, life.first_day);
		ck_assert_int_lt(life.first_day, defaults.arrivals);
		ck_assert_int_le(life.first_day, life.last_day);
		ck_assert(life.alive || life.orders_after == 0);
	}
	ck_assert_uint_gt(returns, 500);
	shop_ledger_release(&ledger);
}
END_TEST

START_TEST(lines_add_up_to_what_the_order_costs)
{
	struct shop_ledger ledger = SHOP_LEDGER_EMPTY;
	struct shop_basket basket;
	struct shop_life life;
	struct shop shop;

	shop_open(&shop, &defaults);
	for (uint32_t customer = 1; customer <= 2000; customer++)
		shop_live(&shop, customer, &life, &ledger);
	for (size_t i = 0; i < ledger.count; i++) {
		const struct shop_order *order = &ledger.order[i];
		int64_t away;

		if (order->returned > 0)
			continue;
		shop_fill(&shop, order, &basket);
		ck_assert_int_eq(basket.count, order->lines);
		for (int j = 0; j < basket.count; j++) {
			ck_assert_int_gt(basket.line[j].quantity, 0);
			ck_assert_uint_gt(basket.line[j].cents, 0);
			ck_assert_uint_le(basket.line[j].cents, basket.line[j].product->cents);
		}
		away = llabs(cost(&basket) - order->cents);
		ck_assert_int_le(2 * away, basket.line[basket.count - 1].quantity);
	}
	shop_ledger_release(&ledger);
}
END_TEST

START_TEST(a_return_is_its_line_turned_round)
{
	struct shop_order order = { .customer = 3, .number = 2, .cents = 12345, .lines = 4 };
	struct shop_order back = order;
	struct shop_basket bought, returned;
	struct shop shop;

	shop_open(&shop, &defaults);
	shop_fill(&shop, &order, &bought);
	ck_assert_int_eq(bought.count, 4);
	for (uint8_t line = 1; line <= 4; line++) {
		back.returned = line;
		shop_fill(&shop, &back, &returned);
		ck_assert_int_eq(returned.count, 1);
		ck_assert_str_eq(returned.channel, bought.channel);
		ck_assert_ptr_eq(returned.line[0].product, bought.line[line - 1].product);
		ck_assert_int_eq(returned.line[0].quantity, -bought.line[line - 1].quantity);
		ck_assert_uint_eq(returned.line[0].cents, bought.line[line - 1].cents);
	}
}
END_TEST

/* Sums of many numbers, to compare their mean with theory. */
struct series {
	double sum, squares;
	int count;
};

static void add(struct series *series, double value)
{
	series->sum += value;
	series->squares += value * value;
	series->count++;
}

/* Within four standard errors, as the sample itself tells them. */
static void check_mean(const struct series *series, double expected, const char *what)
{
	double mean = series->sum / series->count;
	double variance = series->squares / series->count - mean * mean;

	ck_assert_msg(fabs(mean - expected) < 4 * sqrt(variance / series->count),
		"%s: mean %g, not %g", what, mean, expected);
}

/* Gauss's hypergeometric series, for 0 <= z < 1. */
static double hypergeometric(double a, double b, double c, double z)
{
	double term = 1, sum = 1;

	for (int i = 0; i < 100000 && term > 1e-16 * sum; i++) {
		term *= (a + i) * (b + i) / ((c + i) * (i + 1)) * z;
		sum += term;
	}
	return sum;
}

/* The expected number of repeat purchases in t weeks: Fader, Hardie and Lee 2005, equation 9. */
static double expected_repeats(const struct shop_options *options, double t)
{
	const struct shop_process_parameters *process = &options->process;
	double r = process->r, alpha = process->alpha, a = process->a, b = process->b;

	return (a + b - 1) / (a - 1) *
	       (1 - pow(alpha / (alpha + t), r) * hypergeometric(r, b, a + b - 1, t / (alpha + t)));
}

START_TEST(customers_follow_the_stated_process)
{
	struct shop_options options = SHOP_DEFAULTS;
	struct series rate = { 0 }, leaving = { 0 }, repeats = { 0 }, spend = { 0 };
	struct shop_ledger ledger = SHOP_LEDGER_EMPTY;
	struct shop_life life;
	struct shop shop;

	/* All come on the first day; a level with a variance, so that means have one. */
	options.arrivals = 1;
	options.spend_q = 6;
	options.returns = 0;
	shop_open(&shop, &options);
	for (uint32_t customer = 1; customer <= 40000; customer++) {
		ledger.count = 0;
		shop_live(&shop, customer, &life, &ledger);
		add(&rate, life.buying);
		add(&leaving, life.leaving);
		add(&repeats, life.orders - 1);
		add(&spend, ledger.order[0].cents / 100.0);
	}
	check_mean(&rate, options.process.r / options.process.alpha, "lambda");
	check_mean(&leaving, options.process.a / (options.process.a + options.process.b), "p");
	check_mean(&repeats, expected_repeats(&options, ((double)options.days - 0.5) / 7),
		"repeat purchases");
	check_mean(&spend, options.spend_p * options.spend_gamma / (options.spend_q - 1), "spend");
	shop_ledger_release(&ledger);
}
END_TEST

START_TEST(share_of_returned_lines_is_as_asked)
{
	struct shop_options options = SHOP_DEFAULTS;
	struct shop_ledger ledger = SHOP_LEDGER_EMPTY;
	struct shop_life life;
	struct shop shop;
	double lines = 0, returned = 0;

	/* Long enough that what falls behind the end hardly counts. */
	options.days = 20000;
	options.arrivals = 300;
	options.returns = 0.1;
	shop_open(&shop, &options);
	for (uint32_t customer = 1; customer <= 2000; customer++)
		shop_live(&shop, customer, &life, &ledger);
	for (size_t i = 0; i < ledger.count; i++) {
		lines += ledger.order[i].returned ? 0 : ledger.order[i].lines;
		returned += ledger.order[i].returned > 0;
	}
	ck_assert(fabs(returned / lines - 0.1) < 4 * sqrt(0.09 / lines) + 0.0002);
	shop_ledger_release(&ledger);
}
END_TEST

START_TEST(sizes_are_found_for_a_number_of_lines)
{
	struct shop shop;
	double few, many;

	shop_open(&shop, &defaults);
	few = shop_customers_for(&shop, 10000);
	many = shop_customers_for(&shop, 10000000);
	ck_assert(few > 300 && few < 800);
	ck_assert(fabs(many / (few * 1000) - 1) < 0.25);
	ck_assert(shop_aim(&shop, 40000, 1000));
	ck_assert(fabs(shop_customers_for(&shop, 40000) - 1000) <= 2);
}
END_TEST

START_TEST(impossible_sizes_leave_alpha_alone)
{
	struct shop shop;

	shop_open(&shop, &defaults);
	ck_assert(!shop_aim(&shop, 1000000, 10));
	ck_assert(shop.options.process.alpha == defaults.process.alpha);
	ck_assert(!shop_aim(&shop, 10, 1000));
	ck_assert(shop.options.process.alpha == defaults.process.alpha);
}
END_TEST

START_TEST(goods_are_in_the_order_of_price)
{
	struct shop_goods goods;
	uint64_t popularities[4] = { 0 };

	shop_goods_fill(&goods, 5);
	for (int i = 0; i < SHOP_GOODS_COUNT; i++) {
		uint32_t popularity = goods.product[i].popularity;

		ck_assert(i == 0 || goods.product[i - 1].cents <= goods.product[i].cents);
		ck_assert_uint_lt(popularity, SHOP_GOODS_COUNT);
		ck_assert(!(popularities[popularity / 64] >> popularity % 64 & 1));
		popularities[popularity / 64] |= (uint64_t)1 << popularity % 64;
		ck_assert_uint_eq(goods.product[i].cents % 10, 0);
	}
}
END_TEST

START_TEST(goods_are_found_for_any_sum)
{
	struct shop_goods goods;
	struct rng rng;

	shop_goods_fill(&goods, 5);
	rng_start(&rng, 1);
	for (uint32_t cents = 1; cents < 200000; cents += 7) {
		const struct shop_product *product = shop_goods_near(&goods, &rng, cents, 3);

		ck_assert(product >= goods.product);
		ck_assert(product < goods.product + SHOP_GOODS_COUNT);
		if (cents <= goods.product[SHOP_GOODS_COUNT - 1].cents)
			ck_assert_uint_ge(product->cents, cents);
	}
}
END_TEST

START_TEST(people_have_plain_names_and_their_own_addresses)
{
	struct shop_person person;
	char end[16];

	for (uint32_t number = 1; number <= 5000; number++) {
		const char *at;

		shop_person_draw(&person, 9, number);
		ck_assert_uint_gt(strlen(person.name), 0);
		ck_assert_ptr_null(strpbrk(person.name, "\t\n\r\\\","));
		if (person.email[0] == '\0')
			continue;
		at = strchr(person.email, '@');
		ck_assert_ptr_nonnull(at);
		ck_assert_int_eq(strncmp(at, "@example.", 9), 0);
		snprintf(end, sizeof end, "%u@", number);
		ck_assert_ptr_eq(strstr(person.email, end) + strlen(end) - 1, at);
		for (const char *byte = person.email; *byte != '\0'; byte++)
			ck_assert_ptr_nonnull(
				strchr("abcdefghijklmnopqrstuvwxyz0123456789.@", *byte));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("shop");
	TCase *tests = tcase_create("shop");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, a_customer_is_the_same_wherever_drawn);
	tcase_add_test(tests, orders_come_in_time_and_returns_behind_their_order);
	tcase_add_test(tests, lines_add_up_to_what_the_order_costs);
	tcase_add_test(tests, a_return_is_its_line_turned_round);
	tcase_add_test(tests, customers_follow_the_stated_process);
	tcase_add_test(tests, share_of_returned_lines_is_as_asked);
	tcase_add_test(tests, sizes_are_found_for_a_number_of_lines);
	tcase_add_test(tests, impossible_sizes_leave_alpha_alone);
	tcase_add_test(tests, goods_are_in_the_order_of_price);
	tcase_add_test(tests, goods_are_found_for_any_sum);
	tcase_add_test(tests, people_have_plain_names_and_their_own_addresses);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
