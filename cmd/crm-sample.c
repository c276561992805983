/* SPDX-License-Identifier: MIT */
/*
 * crm-sample: nothing in; the ledger of an invented shop out, or its customers, or the truth
 * behind both.
 *
 * The shop is in crm/shop, the tables are in cmd/sample; here are the options.
 */
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "cli/app.h"
#include "sample/days.h"
#include "sample/press.h"

enum {
	CUSTOMERS_MAX = 100000000,
	CUSTOMERS_USUAL = 2000,
};

/* Branches of keys below the seed; the shop has its own from 0 up. */
enum { BRANCH_PEOPLE = 100, BRANCH_MESS };

enum { KIND_SHOP };

static const char *const kind_words[] = { "shop", NULL };
static const char *const table_words[] = { "transactions", "customers", "truth", NULL };
static const char *const format_words[] = { "tsv", "csv", NULL };
static const char *const order_words[] = { "date", "customer", NULL };
static const char *const process_words[] = { "bgnbd", "mbgnbd", "paretonbd", "bgbb", NULL };

static struct {
	int kind, table, format, order, process;
	int64_t customers, rows, seed, arrivals;
	struct opt_date start;
	double mess;
	struct shop_options shop;
	struct shop_process_parameters given; /* 0: not given, as what is usual depends on it */
} opt = { .seed = 1, .shop = SHOP_DEFAULTS };

static const struct opt options[] = {
	OPT_GROUP("What to write"),
	OPT_CHOICE('k', "kind", "KIND", &opt.kind, kind_words, "kind of business"),
	OPT_CHOICE(0, "table", "TABLE", &opt.table, table_words, "which table"),
	OPT_CHOICE('f', "format", "FORMAT", &opt.format, format_words,
		"tab-separated values, or a CSV file as a shop system exports it"),
	OPT_CHOICE(0, "order", "ORDER", &opt.order, order_words,
		"put transactions in the order of dates or of customers"),
	OPT_REAL(0, "mess", "SHARE", &opt.mess, 0, 1,
		"spoil this share of the rows of transactions in CSV"),

	OPT_GROUP("How much"),
	OPT_INT('c', "customers", "N", &opt.customers, 1, CUSTOMERS_MAX,
		"number of customers (default: 2000, or what --rows asks for)"),
	OPT_INT('n', "rows", "N", &opt.rows, 1, 100000000000,
		"about N rows of transactions: with as many customers as that takes, or with "
		"--customers at the rate of buying that gives it"),
	OPT_INT('d', "days", "D", &opt.shop.days, 1, SHOP_DAYS_MAX, "days from first to last"),
	OPT_INT(0, "arrivals", "D", &opt.arrivals, 1, SHOP_DAYS_MAX,
		"days within which customers come first (default: 3/4 of --days)"),
	OPT_DATE(0, "start", "DATE", &opt.start, "the first day (default: 2024-01-01)"),
	OPT_INT(0, "seed", "S", &opt.seed, 0, INT64_MAX, "another seed, another shop"),

	OPT_GROUP("The purchase process"),
	OPT_CHOICE(
		0, "process", "NAME", &opt.process, process_words, "how customers buy and leave"),
	OPT_REAL(0, "r", "X", &opt.given.r, 0.01, 1000,
		"shape of the purchase rates (default: 0.35)"),
	OPT_REAL(0, "alpha", "X", &opt.given.alpha, 0.001, 1e6,
		"scale of the purchase rates, in weeks (default: 1.5); of bgbb, first parameter of "
		"buying (default: 1.2)"),
	OPT_REAL(
		0, "a", "X", &opt.given.a, 0.01, 1000, "first parameter of leaving (default: 0.8)"),
	OPT_REAL(0, "b", "X", &opt.given.b, 0.01, 1000, "second parameter of leaving (default: 4)"),
	OPT_REAL(0, "s", "X", &opt.given.s, 0.01, 1000,
		"of paretonbd, shape of the rates of leaving (default: 0.6)"),
	OPT_REAL(0, "beta", "X", &opt.given.beta, 0.001, 1e6,
		"of paretonbd, their scale in weeks (default: 12); of bgbb, second parameter of "
		"buying (default: 4)"),
	OPT_REAL(0, "gamma", "X", &opt.given.gamma, 0.01, 1000,
		"of bgbb, first parameter of leaving (default: 0.7)"),
	OPT_REAL(0, "delta", "X", &opt.given.delta, 0.01, 1000,
		"of bgbb, second parameter of leaving (default: 12)"),
	OPT_INT(0, "chance-every", "D", &opt.given.chance_days, 1, SHOP_DAYS_MAX,
		"of bgbb, days from one chance to buy to the next (default: 7)"),
	OPT_REAL(0, "spend-p", "X", &opt.shop.spend_p, 0.01, 1000,
		"shape of a customer's order values"),
	OPT_REAL(0, "spend-q", "X", &opt.shop.spend_q, 0.01, 1000,
		"shape of the level between customers"),
	OPT_REAL(0, "spend-gamma", "X", &opt.shop.spend_gamma, 0.001, 1e6,
		"scale of the level between customers"),
	OPT_REAL(0, "lines", "X", &opt.shop.lines, 1, 10, "lines per order, on average"),
	OPT_REAL(0, "returns", "P", &opt.shop.returns, 0, 1, "probability of a line to come back"),
	OPT_END,
};

/* What each process takes, and what it is if it is not given; NAN: none of its own. */
static const struct {
	const char *name;
	double *value;
	double usual[SHOP_BGBB + 1];
} parameters[] = {
	{ "r", &opt.given.r, { 0.35, 0.35, 0.35, NAN } },
	{ "alpha", &opt.given.alpha, { 1.5, 1.5, 1.5, 1.2 } },
	{ "a", &opt.given.a, { 0.8, 0.8, NAN, NAN } },
	{ "b", &opt.given.b, { 4, 4, NAN, NAN } },
	{ "s", &opt.given.s, { NAN, NAN, 0.6, NAN } },
	{ "beta", &opt.given.beta, { NAN, NAN, 12, 4 } },
	{ "gamma", &opt.given.gamma, { NAN, NAN, NAN, 0.7 } },
	{ "delta", &opt.given.delta, { NAN, NAN, NAN, 12 } },
};

static int settle_process(struct diag *why)
{
	const char *process = process_words[opt.process];

	opt.given.kind = (enum shop_process_kind)opt.process;
	for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
		double usual = parameters[i].usual[opt.process];

		if (isnan(usual) && *parameters[i].value > 0)
			return diag_usage(why, "--%s is no parameter of --process %s",
				parameters[i].name, process);
		if (*parameters[i].value == 0)
			*parameters[i].value = usual;
	}
	if (opt.given.chance_days > 0 && opt.given.kind != SHOP_BGBB)
		return diag_usage(why, "--chance-every is no parameter of --process %s", process);
	if (opt.given.chance_days == 0)
		opt.given.chance_days = 7;
	opt.shop.process = opt.given;
	return 0;
}

/* What can be wrong with options that are right one by one. Fills in what was left out. */
static int check_options(struct diag *why)
{
	bool is_export = opt.table == SAMPLE_TRANSACTIONS && opt.format == SAMPLE_CSV;
	int32_t last;

	if (opt.format == SAMPLE_CSV && opt.table == SAMPLE_TRUTH)
		return diag_usage(why, "the truth is written in TSV only; leave out --format");
	if (opt.mess > 0 && !is_export)
		return diag_usage(why, "--mess is for transactions in CSV; add --format csv");
	if (opt.order == SAMPLE_BY_CUSTOMER && opt.table != SAMPLE_TRANSACTIONS)
		return diag_usage(why, "--order is for transactions");
	if (!opt.start.given)
		date_of(2024, 1, 1, &opt.start.date);
	date_of(9999, 12, 31, &last);
	if (opt.start.date + opt.shop.days - 1 > last)
		return diag_usage(why, "--start and --days reach beyond the year 9999");
	if (opt.arrivals > opt.shop.days)
		return diag_usage(why, "--arrivals %lld is more than --days %lld",
			(long long)opt.arrivals, (long long)opt.shop.days);
	opt.shop.arrivals = opt.arrivals > 0 ? opt.arrivals : (opt.shop.days * 3 + 3) / 4;
	opt.shop.seed = (uint64_t)opt.seed;
	return settle_process(why);
}

/* How many customers there are, by --customers and --rows. */
static int set_size(struct sample *sample, struct diag *why)
{
	double rows = (double)opt.rows, customers;

	sample->customers = opt.customers > 0 ? (uint32_t)opt.customers : CUSTOMERS_USUAL;
	if (opt.rows == 0)
		return 0;
	if (opt.customers > 0) {
		if (shop_aim(&sample->shop, rows, sample->customers))
			return 0;
		return diag_usage(why,
			"no rate of buying makes %lld rows of %lld customers; leave out one of "
			"--rows and "
			"--customers",
			(long long)opt.rows, (long long)opt.customers);
	}
	customers = shop_customers_for(&sample->shop, rows);
	if (customers > CUSTOMERS_MAX)
		return diag_usage(why, "--rows %lld takes more than %d customers",
			(long long)opt.rows, CUSTOMERS_MAX);
	sample->customers = customers < 1 ? 1 : (uint32_t)customers;
	return 0;
}

/* The parts of rows that come again and again. */
static void prepare_texts(struct sample *sample)
{
	int64_t days = sample->shop.options.days;
	struct buf text = BUF_EMPTY;

	for (int64_t day = 0; day < days; day++)
		date_put(&text, opt.start.date + (int32_t)day);
	sample->dates = text.at;
	text = (struct buf)BUF_EMPTY;
	for (int i = 0; i < SHOP_GOODS_COUNT; i++) {
		const struct shop_product *product = &sample->shop.goods.product[i];

		buf_reset(&text);
		buf_printf(&text, "%s\t%s\t%s\t", product->id, product->name, product->category);
		sample->product[i] = arena_copy(&sample->names, buf_slice(&text));
	}
	buf_release(&text);
}

static void release(struct sample *sample)
{
	for (int64_t i = 0; i < app_common()->jobs; i++) {
		shop_ledger_release(&sample->bench[i].ledger);
		free(sample->bench[i].sorted);
	}
	free(sample->bench);
	days_release(sample);
	free(sample->dates);
	arena_release(&sample->names);
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	struct sample sample = {
		.table = (enum sample_table)opt.table,
		.format = (enum sample_format)opt.format,
		.order = (enum sample_order)opt.order,
		.mess = opt.mess,
		.names = ARENA_EMPTY,
	};
	int result;

	(void)paths;
	(void)count;
	if (check_options(why) < 0)
		return -1;
	shop_open(&sample.shop, &opt.shop);
	if (set_size(&sample, why) < 0)
		return -1;
	sample.people_seed = rng_key(opt.shop.seed, BRANCH_PEOPLE);
	sample.mess_seed = rng_key(opt.shop.seed, BRANCH_MESS);
	sample.chunk_count = ((size_t)sample.customers - 1) / SAMPLE_CHUNK + 1;
	sample.bench = mem_zero((size_t)app_common()->jobs, sizeof *sample.bench);
	prepare_texts(&sample);
	result = press_print(&sample, why);
	release(&sample);
	return result;
}

static const struct app app = {
	.name = "crm-sample",
	.summary = "write the ledger of an invented shop whose truth is known",
	.usage = "[--table TABLE] [-c N] [-d D] [--seed S] [OPTION …]",
	.options = options,
	.no_operands = true,
	.without = APP_NO_MEMORY,
	.run = run,
};

int main(int argc, char **argv)
{
	return app_main(&app, argc, argv);
}
