/* SPDX-License-Identifier: MIT */
#ifndef SAMPLE_SAMPLE_H
#define SAMPLE_SAMPLE_H

/*
 * sample: what the parts of crm-sample know of each other: an invented shop, and pages of text that
 * are made of it.
 *
 * Customers are made in chunks, by any thread. For a ledger in the order of dates the orders of
 * each chunk are sorted by day (sample/days), and then each stretch of days is written from all
 * chunks. What is written depends on neither the chunks nor the threads.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/slice.h"
#include "crm/shop.h"

enum {
	SAMPLE_CHUNK = 4096, /* customers that are made in one go */
	SAMPLE_DATE_WIDTH = 10,
};

enum sample_table { SAMPLE_TRANSACTIONS, SAMPLE_CUSTOMERS, SAMPLE_TRUTH };
enum sample_format { SAMPLE_TSV, SAMPLE_CSV };
enum sample_order { SAMPLE_BY_DATE, SAMPLE_BY_CUSTOMER };

/* A row can be spoilt in one of these ways. */
enum sample_defect {
	SAMPLE_DEFECT_CUSTOMER,
	SAMPLE_DEFECT_DATE,
	SAMPLE_DEFECT_NUMBER,
	SAMPLE_DEFECT_SHORT,
	SAMPLE_DEFECTS,
};

/* Bytes that one piece of work has made, and what is in them. */
struct page {
	struct buf text;
	uint64_t rows;
	uint64_t defects[SAMPLE_DEFECTS];
};

/* Customers SAMPLE_CHUNK * n + 1 … SAMPLE_CHUNK * (n + 1), their orders sorted by day. */
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
	enum sample_table table;
	enum sample_format format;
	enum sample_order order;
	double mess; /* share of rows to be spoilt */
	uint32_t customers;
	uint64_t people_seed, mess_seed;
	char *dates;                            /* SAMPLE_DATE_WIDTH bytes for each day */
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

/* The header of the table that is asked for, with the end of its line. */
const char *sample_header(const struct sample *sample);

/* Append an order, or a return, in the format asked for. */
void sample_put_order(
	const struct sample *sample, const struct shop_order *order, struct page *page);

/* The numbers of the customers in chunk `index`: from *first to *last. */
void sample_chunk_range(const struct sample *sample, size_t index, uint32_t *first, uint32_t *last);

/* A page of customers, of their truth, or of their orders one customer after the other. */
void sample_make_customers(
	struct sample *sample, struct bench *bench, size_t index, struct page *page);

#endif
