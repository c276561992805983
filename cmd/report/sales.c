/* SPDX-License-Identifier: MIT */
#include "sales.h"

#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/mem.h"
#include "ledger/held.h"
#include "sales_rows.h"

/* A worker's state in the fold. */
struct folder {
	struct sales *sales;
	const struct sales_layout *layout;
	struct held held;
	struct keyed_writer *baskets;
	bool has_rows, has_fractions;
	int32_t oldest, newest;
	struct hash_wide digest;
	struct tally dimension[SALES_DIMENSIONS];
	struct tally profit_by;
	int128 profit;
	struct sales_entry *entry;
	size_t entries, entry_capacity;
	struct arena texts;
};

/* One pass over one stream. */
struct pass {
	struct sales *sales;
	struct sales_layout layout;
};

void sales_begin(struct sales *sales, const struct ledger_names *names, uint64_t memory)
{
	*sales = (struct sales){
		.names = names,
		.keyed = keyed_new(memory / 4 * 3),
		.baskets = keyed_new(memory / 4),
		.texts = ARENA_EMPTY,
	};
}

/* The products of an order are put aside under it, each as the hash of its name. */
static int add_to_basket(
	struct folder *folder, const struct sales_row *row, struct slice product, struct diag *why)
{
	uint64_t hash;
	char *to;

	if (product.length == 0 || row->order.length == 0 || row->amount <= 0)
		return 0;
	hash = hash_bytes(product);
	to = keyed_put(folder->baskets, row->order, sizeof hash, why);
	if (to == NULL)
		return -1;
	memcpy(to, &hash, sizeof hash);
	return 0;
}

static void add_digest(struct hash_wide *digest, struct hash_wide other)
{
	uint64_t low = digest->low + other.low;

	digest->high += other.high + (low < digest->low);
	digest->low = low;
}

static void watch(struct folder *folder, const struct row *row, const struct sales_row *own)
{
	const struct sales_layout *layout = folder->layout;
	struct slice what = sales_rows_field(row, layout->dimension[SALES_PRODUCT]);
	int number = customer_watched(&folder->sales->watch, own->id);

	if (number < 0)
		return;
	if (what.length == 0)
		what = sales_rows_field(row, layout->dimension[SALES_CATEGORY]);
	folder->entry = mem_grow(
		folder->entry, &folder->entry_capacity, folder->entries + 1, sizeof *folder->entry);
	folder->entry[folder->entries++] =
		(struct sales_entry){ (size_t)number, own->date, own->amount,
			arena_copy(&folder->texts, own->order), arena_copy(&folder->texts, what) };
}

static void add_to_dimensions(
	struct folder *folder, const struct row *row, const struct sales_row *own)
{
	const struct sales_layout *layout = folder->layout;

	for (int i = 0; i < SALES_DIMENSIONS; i++)
		if (layout->dimension[i] >= 0)
			tally_add(&folder->dimension[i],
				sales_rows_field(row, layout->dimension[i]), own->amount);
	if (!own->has_profit)
		return;
	folder->profit += own->profit;
	tally_add(&folder->profit_by, sales_rows_field(row, layout->dimension[SALES_CATEGORY]),
		own->profit);
}

static int fold_row(void *state, const struct row *row, struct diag *why)
{
	struct folder *folder = state;
	struct sales_row own;

	if (sales_rows_read(folder->layout, row, &own, why) < 0)
		return -1;
	if (!folder->has_rows || own.date < folder->oldest)
		folder->oldest = own.date;
	if (!folder->has_rows || own.date > folder->newest)
		folder->newest = own.date;
	folder->has_rows = true;
	folder->has_fractions |= own.amount % AMOUNT_UNIT != 0;
	add_digest(&folder->digest,
		hash_wide((struct slice){ row->base + row->start, row->end - row->start }));
	add_to_dimensions(folder, row, &own);
	watch(folder, row, &own);
	if (folder->layout->dimension[SALES_PRODUCT] >= 0 &&
		add_to_basket(folder, &own,
			sales_rows_field(row, folder->layout->dimension[SALES_PRODUCT]), why) < 0)
		return RUN_STOP; /* it is not the row's fault */
	return held_add(&folder->held, own.id, own.date, own.amount, own.order, why) < 0
		       ? RUN_STOP
		       : RUN_ROW_USED;
}

static int settle(void *state, struct diag *why)
{
	return held_put(&((struct folder *)state)->held, why);
}

static void *begin_fold(void *context)
{
	struct pass *pass = context;
	struct folder *folder = mem_zero(1, sizeof *folder);

	folder->sales = pass->sales;
	folder->layout = &pass->layout;
	folder->held.writer = keyed_writer(pass->sales->keyed);
	folder->baskets = keyed_writer(pass->sales->baskets);
	return folder;
}

static void take_entries(struct sales *sales, const struct folder *folder)
{
	sales->entry = mem_grow(sales->entry, &sales->entry_capacity,
		sales->entries + folder->entries, sizeof *sales->entry);
	for (size_t i = 0; i < folder->entries; i++) {
		struct sales_entry entry = folder->entry[i];

		entry.order = arena_copy(&sales->texts, entry.order);
		entry.what = arena_copy(&sales->texts, entry.what);
		sales->entry[sales->entries++] = entry;
	}
}

static void end_fold(void *context, void *state)
{
	struct sales *sales = ((struct pass *)context)->sales;
	struct folder *folder = state;

	if (folder->has_rows && (!sales->has_rows || folder->oldest < sales->oldest))
		sales->oldest = folder->oldest;
	if (folder->has_rows && (!sales->has_rows || folder->newest > sales->newest))
		sales->newest = folder->newest;
	sales->has_rows |= folder->has_rows;
	sales->has_fractions |= folder->has_fractions;
	add_digest(&sales->digest, folder->digest);
	for (int i = 0; i < SALES_DIMENSIONS; i++) {
		tally_merge(&sales->dimension[i], &folder->dimension[i]);
		tally_release(&folder->dimension[i]);
	}
	tally_merge(&sales->profit_by, &folder->profit_by);
	tally_release(&folder->profit_by);
	sales->profit += folder->profit;
	take_entries(sales, folder);
	arena_release(&folder->texts);
	free(folder->entry);
	free(folder);
}

int sales_fold(struct sales *sales, const struct run *run, struct stream *in,
	struct run_counts *counts, struct diag *why)
{
	static const struct run_fold fold = {
		.begin = begin_fold,
		.row = fold_row,
		.end = end_fold,
		.settle = settle,
	};
	struct pass pass = { .sales = sales };

	if (sales_rows_resolve(sales, &pass.layout, stream_columns(in), why) < 0)
		return diag_line(why, stream_input_name(in, 0), 1);
	return run_fold(run, in, &fold, &pass, counts, why);
}

size_t sales_whole_months(const struct sales *sales)
{
	int year, month, day;

	/* It is the last day of its month if the next day is the first of another. */
	date_split(sales->newest + 1, &year, &month, &day);
	return sales->months - (day != 1 && sales->months > 1);
}

void sales_release(struct sales *sales)
{
	if (sales->keyed != NULL) {
		keyed_free(sales->keyed);
		keyed_free(sales->baskets);
	}
	for (int i = 0; i < SALES_DIMENSIONS; i++)
		tally_release(&sales->dimension[i]);
	tally_release(&sales->profit_by);
	free(sales->month);
	free(sales->cohort);
	free(sales->entry);
	arena_release(&sales->texts);
}
