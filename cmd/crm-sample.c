/* SPDX-License-Identifier: MIT */
/*
 * crm-sample: nothing in; the ledger of an invented shop out, or its customers, or the truth
 * behind both.
 *
 * Customers are made in chunks, by any thread. For a ledger in the order of dates the orders of
 * each chunk are sorted by day, and then each stretch of days is written from all chunks. What is
 * written depends on neither the chunks nor the threads.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/mem.h"
#include "cli/app.h"
#include "crm/shop.h"
#include "crm/shop_person.h"
#include "io/output.h"
#include "run/each.h"

enum {
	CHUNK = 4096,        /* customers that are made in one go */
	PAGE_ORDERS = 10000, /* orders that are written in one go, about */
	PAGES_PER_THREAD = 4,
	TEXT_ROOM = 72, /* bytes that hold any id or number */
	ROW_ROOM = 512, /* and any row of transactions in TSV */
	MINUTES_PER_DAY = 1440,
	DATE_WIDTH = 10,
	CUSTOMERS_MAX = 100000000,
	CUSTOMERS_USUAL = 2000,
};

/* Branches of keys below the seed; the shop has its own from 0 up. */
enum { BRANCH_PEOPLE = 100, BRANCH_MESS };

enum { KIND_SHOP };
enum { TABLE_TRANSACTIONS, TABLE_CUSTOMERS, TABLE_TRUTH };
enum { FORMAT_TSV, FORMAT_CSV };
enum { ORDER_DATE, ORDER_CUSTOMER };

static const char *const kind_words[] = { "shop", NULL };
static const char *const table_words[] = { "transactions", "customers", "truth", NULL };
static const char *const format_words[] = { "tsv", "csv", NULL };
static const char *const order_words[] = { "date", "customer", NULL };

static struct {
	int kind, table, format, order;
	int64_t customers, rows, seed, arrivals;
	struct opt_date start;
	double mess;
	struct shop_options shop;
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
		"--customers by the value of alpha that gives it"),
	OPT_INT('d', "days", "D", &opt.shop.days, 1, SHOP_DAYS_MAX, "days from first to last"),
	OPT_INT(0, "arrivals", "D", &opt.arrivals, 1, SHOP_DAYS_MAX,
		"days within which customers come first (default: 3/4 of --days)"),
	OPT_DATE(0, "start", "DATE", &opt.start, "the first day (default: 2024-01-01)"),
	OPT_INT(0, "seed", "S", &opt.seed, 0, INT64_MAX, "another seed, another shop"),

	OPT_GROUP("The purchase process"),
	OPT_REAL(0, "r", "X", &opt.shop.r, 0.01, 1000, "shape of the purchase rates"),
	OPT_REAL(0, "alpha", "X", &opt.shop.alpha, 0.001, 1e6,
		"scale of the purchase rates, in weeks"),
	OPT_REAL(0, "a", "X", &opt.shop.a, 0.01, 1000, "first parameter of leaving"),
	OPT_REAL(0, "b", "X", &opt.shop.b, 0.01, 1000, "second parameter of leaving"),
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

/* A row can be spoilt in one of these ways. */
enum defect {
	DEFECT_CUSTOMER,
	DEFECT_DATE,
	DEFECT_NUMBER,
	DEFECT_SHORT,
	DEFECT_COUNT,
};

/* Bytes that one piece of work has made, and what is in them. */
struct page {
	struct buf text;
	uint64_t rows;
	uint64_t defects[DEFECT_COUNT];
};

/* Customers CHUNK * n + 1 … CHUNK * (n + 1), their orders sorted by day. */
struct chunk {
	struct shop_order *order;
	uint32_t *start; /* of each day, and behind the last one the end */
};

/* What a worker needs again and again. */
struct bench {
	struct shop_ledger ledger;
	struct shop_order *sorted;
	size_t sorted_capacity;
};

struct sample {
	struct shop shop;
	uint32_t customers;
	uint64_t people_seed, mess_seed;
	char *dates;                            /* DATE_WIDTH bytes for each day */
	struct slice product[SHOP_GOODS_COUNT]; /* "id TAB name TAB category TAB" */
	struct arena names;
	size_t chunk_count;
	struct chunk *chunk; /* only in the order of dates */
	int32_t days_per_page;
	struct bench *bench; /* one for each worker */
};

/* Work that turns number `index` into text. */
typedef void (*page_maker)(
	struct sample *sample, struct bench *bench, size_t index, struct page *page);

/* Small writers for the hot road: each returns where the next byte goes. */

static inline char *put_slice(char *at, struct slice bytes)
{
	memcpy(at, bytes.at, bytes.length);
	return at + bytes.length;
}

/* At least `width` digits. */
static char *put_digits(char *at, uint64_t value, int width)
{
	char digits[20];
	int count = 0;

	for (; value > 0 || count < width; value /= 10)
		digits[count++] = (char)('0' + value % 10);
	while (count > 0)
		*at++ = digits[--count];
	return at;
}

static char *put_money(char *at, int64_t cents)
{
	uint64_t rest = cents < 0 ? 0 - (uint64_t)cents : (uint64_t)cents;

	if (cents < 0)
		*at++ = '-';
	at = put_digits(at, rest / 100, 1);
	*at++ = '.';
	return put_digits(at, rest % 100, 2);
}

static char *put_customer_id(char *at, uint32_t customer)
{
	*at++ = 'C';
	return put_digits(at, customer, 7);
}

/* O0000017-03 is the third order of customer 17, R0000017-03-2 the return of its second line. */
static char *put_order_id(char *at, const struct shop_order *order)
{
	*at++ = order->returned ? 'R' : 'O';
	at = put_digits(at, order->customer, 7);
	*at++ = '-';
	at = put_digits(at, order->number, 2);
	if (order->returned) {
		*at++ = '-';
		at = put_digits(at, order->returned, 1);
	}
	return at;
}

static struct slice date_text(const struct sample *sample, int32_t day)
{
	return (struct slice){ sample->dates + (ptrdiff_t)day * DATE_WIDTH, DATE_WIDTH };
}

static const char transactions_header[] = "customer_id\torder_id\tdate\tproduct_id\tproduct\t"
					  "category\tchannel\tquantity\tprice\tamount\n";

static char *put_line(
	char *at, const struct sample *sample, const struct shop_line *line, struct slice channel)
{
	at = put_slice(at, sample->product[line->product - sample->shop.goods.product]);
	at = put_slice(at, channel);
	*at++ = '\t';
	if (line->quantity < 0)
		*at++ = '-';
	at = put_digits(at, (uint64_t)llabs(line->quantity), 1);
	*at++ = '\t';
	at = put_money(at, line->cents);
	*at++ = '\t';
	at = put_money(at, (int64_t)line->quantity * line->cents);
	*at++ = '\n';
	return at;
}

static void put_order_tsv(
	const struct sample *sample, const struct shop_order *order, struct page *page)
{
	struct shop_basket basket;
	struct slice head, channel;
	char lead[2 * TEXT_ROOM];
	char *at = put_customer_id(lead, order->customer);

	*at++ = '\t';
	at = put_order_id(at, order);
	*at++ = '\t';
	at = put_slice(at, date_text(sample, order->day));
	*at++ = '\t';
	head = (struct slice){ lead, (size_t)(at - lead) };
	shop_fill(&sample->shop, order, &basket);
	channel = slice_of(basket.channel);
	at = buf_room(&page->text, (size_t)basket.count * ROW_ROOM);
	for (int i = 0; i < basket.count; i++)
		at = put_line(put_slice(at, head), sample, &basket.line[i], channel);
	page->text.length = (size_t)(at - page->text.at);
	page->rows += (uint64_t)basket.count;
}

/* Append a field of CSV by RFC 4180: quoted where it must be. */
static void put_csv_field(struct buf *out, struct slice field)
{
	bool must_quote = false;

	for (size_t i = 0; i < field.length; i++)
		if (strchr(",\"\r\n", field.at[i]) != NULL)
			must_quote = true;
	if (!must_quote) {
		buf_put(out, field);
		return;
	}
	buf_char(out, '"');
	for (size_t i = 0; i < field.length; i++) {
		if (field.at[i] == '"')
			buf_char(out, '"');
		buf_char(out, field.at[i]);
	}
	buf_char(out, '"');
}

/* Append a row in the format asked for. Fields in TSV must need no escapes. */
static void put_row(struct buf *out, const struct slice *field, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_char(out, opt.format == FORMAT_CSV ? ',' : '\t');
		if (opt.format == FORMAT_CSV)
			put_csv_field(out, field[i]);
		else
			buf_put(out, field[i]);
	}
	buf_text(out, opt.format == FORMAT_CSV ? "\r\n" : "\n");
}

/* The columns of an exported transaction. */
enum {
	EXPORT_INVOICE,
	EXPORT_DATE,
	EXPORT_CUSTOMER,
	EXPORT_CODE,
	EXPORT_DESCRIPTION,
	EXPORT_CATEGORY,
	EXPORT_CHANNEL,
	EXPORT_QUANTITY,
	EXPORT_PRICE,
	EXPORT_COLUMNS,
};

static const char export_header[] = "InvoiceNo,InvoiceDate,CustomerID,StockCode,Description,"
				    "Category,Channel,Quantity,UnitPrice\r\n";

/* Put `text` in place of, or behind, what `field` holds; `room` is there to build it in. */
static void spoil_number(struct slice *field, struct rng *rng, struct buf *room)
{
	static const char *const behind[] = { " pcs", "?", " (approx.)", "O" };

	buf_reset(room);
	if (rng_chance(rng, 0.5)) {
		*field = slice_of(rng_chance(rng, 0.5) ? "#VALUE!" : "see note");
		return;
	}
	buf_put(room, *field);
	buf_text(room, behind[rng_below(rng, 4)]);
	*field = buf_slice(room);
}

/* Spoil a row in one way. Returns how many of its fields are left. */
static size_t spoil(
	struct slice field[EXPORT_COLUMNS], enum defect defect, struct rng *rng, struct buf *room)
{
	static const char *const dates[] = { "2024-02-30 10:15", "00/00/0000", "31.11.2024 14:02",
		"yesterday", "2024-13-05 09:30" };

	switch (defect) {
	case DEFECT_CUSTOMER:
		field[EXPORT_CUSTOMER] = (struct slice){ NULL, 0 };
		break;
	case DEFECT_DATE:
		field[EXPORT_DATE] = slice_of(dates[rng_below(rng, 5)]);
		break;
	case DEFECT_NUMBER:
		spoil_number(
			&field[rng_chance(rng, 0.5) ? EXPORT_QUANTITY : EXPORT_PRICE], rng, room);
		break;
	case DEFECT_SHORT:
		return EXPORT_COLUMNS - 1 - rng_below(rng, 5);
	case DEFECT_COUNT:
		break;
	}
	return EXPORT_COLUMNS;
}

/* The generator that decides about line number `line` of `order`. */
static void start_mess(
	struct rng *rng, const struct sample *sample, const struct shop_order *order, int line)
{
	uint64_t key = rng_key(sample->mess_seed, order->customer);

	key = rng_key(key, order->number);
	rng_start(rng, rng_key(key, order->returned * 100u + (uint32_t)line));
}

static void put_export_line(const struct sample *sample, const struct shop_order *order, int line,
	const struct shop_basket *basket, struct page *page)
{
	const struct shop_line *bought = &basket->line[line];
	const struct shop_product *product = bought->product;
	char invoice[TEXT_ROOM], date[32], customer[TEXT_ROOM], quantity[16], price[TEXT_ROOM];
	struct slice field[EXPORT_COLUMNS];
	struct buf room = BUF_EMPTY;
	size_t count = EXPORT_COLUMNS;
	struct rng rng;
	char *at;

	*put_order_id(invoice, order) = '\0';
	at = put_slice(date, date_text(sample, order->day));
	snprintf(at, 8, " %02u:%02u", order->minute / 60 % 24u, order->minute % 60u);
	*put_customer_id(customer, order->customer) = '\0';
	snprintf(quantity, sizeof quantity, "%d", bought->quantity);
	*put_money(price, bought->cents) = '\0';
	field[EXPORT_INVOICE] = slice_of(invoice);
	field[EXPORT_DATE] = slice_of(date);
	field[EXPORT_CUSTOMER] = slice_of(customer);
	field[EXPORT_CODE] = slice_of(product->id);
	field[EXPORT_DESCRIPTION] = slice_of(product->name);
	field[EXPORT_CATEGORY] = slice_of(product->category);
	field[EXPORT_CHANNEL] = slice_of(basket->channel);
	field[EXPORT_QUANTITY] = slice_of(quantity);
	field[EXPORT_PRICE] = slice_of(price);
	start_mess(&rng, sample, order, line);
	if (rng_chance(&rng, opt.mess)) {
		enum defect defect = (enum defect)rng_below(&rng, DEFECT_COUNT);

		count = spoil(field, defect, &rng, &room);
		page->defects[defect]++;
	}
	put_row(&page->text, field, count);
	page->rows++;
	buf_release(&room);
}

static void put_order(
	const struct sample *sample, const struct shop_order *order, struct page *page)
{
	struct shop_basket basket;

	if (opt.format == FORMAT_TSV) {
		put_order_tsv(sample, order, page);
		return;
	}
	shop_fill(&sample->shop, order, &basket);
	for (int i = 0; i < basket.count; i++)
		put_export_line(sample, order, i, &basket, page);
}

static const char customers_header[] = "customer_id\tname\tgender\tbirth_date\temail\tphone\t"
				       "city\tcountry\tchannel\tsince\n";
static const char customers_export_header[] =
	"客户编号,姓名,性别,出生日期,邮箱,电话,城市,国家,渠道,建档日期\r\n";

static struct slice gender_text(enum shop_gender gender)
{
	static const char *const words[][3] = {
		[FORMAT_TSV] = { "", "female", "male" },
		[FORMAT_CSV] = { "", "女", "男" },
	};

	return slice_of(words[opt.format][gender]);
}

static void put_customer(const struct sample *sample, uint32_t customer,
	const struct shop_life *life, struct page *page)
{
	struct buf birth_date = BUF_EMPTY;
	struct shop_person person;
	char id[TEXT_ROOM];

	*put_customer_id(id, customer) = '\0';
	shop_person_draw(&person, sample->people_seed, customer);
	if (person.birth_date != 0)
		date_put(&birth_date, person.birth_date);
	put_row(&page->text,
		(const struct slice[]){
			slice_of(id),
			slice_of(person.name),
			gender_text(person.gender),
			buf_slice(&birth_date),
			slice_of(person.email),
			slice_of(person.phone),
			slice_of(person.city),
			slice_of(person.country),
			slice_of(shop_channel(&sample->shop, customer)),
			date_text(sample, life->first_day),
		},
		10);
	buf_release(&birth_date);
}

static const char truth_header[] = "customer_id\tlambda\tp\tnu\tfirst\tlast\torders\talive\t"
				   "orders_after\n";

/* Parameters are written with all digits that a test could want. */
static void put_truth(const struct sample *sample, uint32_t customer, const struct shop_life *life,
	struct page *page)
{
	char *at = put_customer_id(buf_room(&page->text, TEXT_ROOM), customer);

	page->text.length = (size_t)(at - page->text.at);
	buf_printf(&page->text, "\t%.9g\t%.9g\t%.9g\t" SLICE "\t" SLICE "\t%u\t%d\t%u\n",
		life->rate, life->leaving, life->level,
		SLICE_ARG(date_text(sample, life->first_day)),
		SLICE_ARG(date_text(sample, life->last_day)), life->orders, life->alive,
		life->orders_after);
}

/* The numbers of the customers in chunk `index`: from *first to *last. */
static void chunk_range(const struct sample *sample, size_t index, uint32_t *first, uint32_t *last)
{
	*first = (uint32_t)index * CHUNK + 1;
	*last = sample->customers - *first < CHUNK ? sample->customers : *first + CHUNK - 1;
}

/* A page of customers, of their truth, or of their orders one customer after the other. */
static void make_customers(
	struct sample *sample, struct bench *bench, size_t index, struct page *page)
{
	uint32_t customer, last;
	struct shop_life life;

	chunk_range(sample, index, &customer, &last);
	for (; customer <= last; customer++) {
		bench->ledger.count = 0;
		shop_live(&sample->shop, customer, &life, &bench->ledger);
		if (opt.table == TABLE_CUSTOMERS)
			put_customer(sample, customer, &life, page);
		else if (opt.table == TABLE_TRUTH)
			put_truth(sample, customer, &life, page);
		else
			for (size_t i = 0; i < bench->ledger.count; i++)
				put_order(sample, &bench->ledger.order[i], page);
	}
}

/* A counting sort: orders of one day keep the order that they have. */
static void sort_by_day(const struct shop_ledger *ledger, int64_t days, struct chunk *chunk)
{
	uint32_t *next = mem_zero((size_t)days + 2, sizeof *next);

	/* next[d + 2] counts day d; then next[d + 1] is its start, and in the end its end. */
	for (size_t i = 0; i < ledger->count; i++)
		next[ledger->order[i].day + 2]++;
	for (int64_t day = 1; day <= days + 1; day++)
		next[day] += next[day - 1];
	chunk->order = mem_alloc(ledger->count * sizeof *chunk->order);
	for (size_t i = 0; i < ledger->count; i++)
		chunk->order[next[ledger->order[i].day + 1]++] = ledger->order[i];
	chunk->start = next;
}

static int make_chunk(void *context, int worker, size_t index, struct diag *why)
{
	struct sample *sample = context;
	struct shop_ledger *ledger = &sample->bench[worker].ledger;
	uint32_t customer, last;
	struct shop_life life;

	(void)why;
	ledger->count = 0;
	chunk_range(sample, index, &customer, &last);
	for (; customer <= last; customer++)
		shop_live(&sample->shop, customer, &life, ledger);
	sort_by_day(ledger, sample->shop.options.days, &sample->chunk[index]);
	return 0;
}

/* The orders of a day from all chunks, by time; of one minute, by customer. */
static size_t gather_day(struct sample *sample, struct bench *bench, int32_t day)
{
	size_t next[MINUTES_PER_DAY + 1] = { 0 };

	for (size_t i = 0; i < sample->chunk_count; i++) {
		const struct chunk *chunk = &sample->chunk[i];

		for (uint32_t at = chunk->start[day]; at < chunk->start[day + 1]; at++)
			next[chunk->order[at].minute + 1]++;
	}
	for (int minute = 1; minute <= MINUTES_PER_DAY; minute++)
		next[minute] += next[minute - 1];
	if (bench->sorted_capacity < next[MINUTES_PER_DAY])
		bench->sorted = mem_grow(bench->sorted, &bench->sorted_capacity,
			next[MINUTES_PER_DAY], sizeof *bench->sorted);
	for (size_t i = 0; i < sample->chunk_count; i++) {
		const struct chunk *chunk = &sample->chunk[i];

		for (uint32_t at = chunk->start[day]; at < chunk->start[day + 1]; at++)
			bench->sorted[next[chunk->order[at].minute]++] = chunk->order[at];
	}
	return next[MINUTES_PER_DAY - 1];
}

/* A page of some days, with the orders of all customers. */
static void make_days(struct sample *sample, struct bench *bench, size_t index, struct page *page)
{
	int32_t day = (int32_t)index * sample->days_per_page;

	for (int32_t i = 0; i < sample->days_per_page && day < sample->shop.options.days; i++) {
		size_t count = gather_day(sample, bench, day++);

		for (size_t j = 0; j < count; j++)
			put_order(sample, &bench->sorted[j], page);
	}
}

/*
 * Pages that are made while those before them are written: piece 0 of each round writes what the
 * round before has made.
 */
struct press {
	struct sample *sample;
	page_maker make;
	struct output *out;
	struct page *making, *made;
	size_t first, made_count;
	uint64_t rows;
	uint64_t defects[DEFECT_COUNT];
};

static int write_pages(struct press *press, struct diag *why)
{
	for (size_t i = 0; i < press->made_count; i++) {
		const struct page *page = &press->made[i];

		if (output_write(press->out, buf_slice(&page->text), why) < 0)
			return -1;
		press->rows += page->rows;
		for (int defect = 0; defect < DEFECT_COUNT; defect++)
			press->defects[defect] += page->defects[defect];
	}
	return 0;
}

static int press_piece(void *context, int worker, size_t index, struct diag *why)
{
	struct press *press = context;
	struct page *page;

	if (index == 0)
		return write_pages(press, why);
	page = &press->making[index - 1];
	buf_reset(&page->text);
	*page = (struct page){ .text = page->text };
	press->make(press->sample, &press->sample->bench[worker], press->first + index - 1, page);
	return 0;
}

static int print_pages(struct press *press, size_t count, struct diag *why)
{
	int jobs = (int)app_common()->jobs;
	size_t width = (size_t)jobs * PAGES_PER_THREAD;
	struct page *pages = mem_zero(2 * width, sizeof *pages);
	int result = 0;

	press->making = pages;
	press->made = pages + width;
	while (result == 0 && (press->first < count || press->made_count > 0)) {
		size_t left = count - press->first, now = left < width ? left : width;
		struct page *written = press->made;

		result = run_each(jobs, 1 + now, press_piece, press, why);
		press->made = press->making;
		press->making = written;
		press->made_count = now;
		press->first += now;
		app_progress(NULL, press->first, count);
	}
	for (size_t i = 0; i < 2 * width; i++)
		buf_release(&pages[i].text);
	free(pages);
	return result;
}

static const char *header(void)
{
	bool is_csv = opt.format == FORMAT_CSV;

	switch (opt.table) {
	case TABLE_CUSTOMERS:
		return is_csv ? customers_export_header : customers_header;
	case TABLE_TRUTH:
		return truth_header;
	default:
		return is_csv ? export_header : transactions_header;
	}
}

/* Make all orders, and find how many days fill a page. */
static int prepare_days(struct sample *sample, struct diag *why)
{
	int64_t days = sample->shop.options.days;
	uint64_t orders = 0;

	sample->chunk = mem_zero(sample->chunk_count, sizeof *sample->chunk);
	if (run_each((int)app_common()->jobs, sample->chunk_count, make_chunk, sample, why) < 0)
		return -1;
	for (size_t i = 0; i < sample->chunk_count; i++)
		orders += sample->chunk[i].start[days];
	sample->days_per_page = (int32_t)(1 + (uint64_t)days * PAGE_ORDERS / (orders + 1));
	if (sample->days_per_page > days)
		sample->days_per_page = (int32_t)days;
	return 0;
}

static int print_table(struct press *press, struct diag *why)
{
	struct sample *sample = press->sample;
	size_t pages = sample->chunk_count;

	if (output_write(press->out, slice_of(header()), why) < 0)
		return -1;
	press->make = make_customers;
	if (opt.table == TABLE_TRANSACTIONS && opt.order == ORDER_DATE) {
		if (prepare_days(sample, why) < 0)
			return -1;
		pages = ((size_t)sample->shop.options.days - 1) / (size_t)sample->days_per_page + 1;
		press->make = make_days;
	}
	return print_pages(press, pages, why);
}

static void note_defects(const struct press *press)
{
	uint64_t all = 0;

	for (int defect = 0; defect < DEFECT_COUNT; defect++)
		all += press->defects[defect];
	app_note("%llu rows, %llu spoilt: %llu without customer, %llu with a bad date, "
		 "%llu with a bad number, %llu cut short",
		(unsigned long long)press->rows, (unsigned long long)all,
		(unsigned long long)press->defects[DEFECT_CUSTOMER],
		(unsigned long long)press->defects[DEFECT_DATE],
		(unsigned long long)press->defects[DEFECT_NUMBER],
		(unsigned long long)press->defects[DEFECT_SHORT]);
}

static int print(struct sample *sample, struct diag *why)
{
	struct press press = { .sample = sample };
	int result = output_open(&press.out, app_common()->output, why);

	if (result == 0)
		result = print_table(&press, why);
	if (result == 0)
		result = output_commit(press.out, why);
	else
		output_discard(press.out);
	if (result == 0 && opt.mess > 0)
		note_defects(&press);
	return result;
}

/* What can be wrong with options that are right one by one. Fills in what was left out. */
static int check_options(struct diag *why)
{
	bool is_export = opt.table == TABLE_TRANSACTIONS && opt.format == FORMAT_CSV;
	int32_t last;

	if (opt.format == FORMAT_CSV && opt.table == TABLE_TRUTH)
		return diag_usage(why, "the truth is written in TSV only; leave out --format");
	if (opt.mess > 0 && !is_export)
		return diag_usage(why, "--mess is for transactions in CSV; add --format csv");
	if (opt.order == ORDER_CUSTOMER && opt.table != TABLE_TRANSACTIONS)
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
	return 0;
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
			"no alpha makes %lld rows of %lld customers; leave out one of --rows and "
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
	for (size_t i = 0; sample->chunk != NULL && i < sample->chunk_count; i++) {
		free(sample->chunk[i].order);
		free(sample->chunk[i].start);
	}
	free(sample->chunk);
	free(sample->dates);
	arena_release(&sample->names);
}

static int run(char *const *paths, size_t count, struct diag *why)
{
	struct sample sample = { .names = ARENA_EMPTY };
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
	sample.chunk_count = ((size_t)sample.customers - 1) / CHUNK + 1;
	sample.bench = mem_zero((size_t)app_common()->jobs, sizeof *sample.bench);
	prepare_texts(&sample);
	result = print(&sample, why);
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
