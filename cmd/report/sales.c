/* SPDX-License-Identifier: MIT */
#include "sales.h"

#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/mem.h"
#include "crm/dealing.h"
#include "sales_rows.h"

/* A worker's state in the fold. */
struct folder {
	struct sales *sales;
	const struct sales_layout *layout;
	struct keyed_writer *writer, *baskets;
	struct slice held_id; /* whose dealing is held back, as more rows of it may follow */
	struct dealing held;
	bool holds;
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

/* Put what has been held back aside under its customer. */
static int put_aside(void *state, struct diag *why)
{
	struct folder *folder = state;
	char *to;

	if (!folder->holds)
		return 0;
	folder->holds = false;
	to = keyed_put(folder->writer, folder->held_id, dealing_size(&folder->held), why);
	if (to == NULL)
		return -1;
	dealing_pack(&folder->held, to);
	return 0;
}

static int add_dealing(struct folder *folder, const struct sales_row *row, struct diag *why)
{
	struct dealing dealing;

	dealing_of_row(&dealing, row->date, row->amount, row->order);
	if (folder->holds && slice_equal(row->id, folder->held_id) &&
		dealing_add(&folder->held, &dealing))
		return 0;
	if (put_aside(folder, why) < 0)
		return -1;
	folder->held_id = row->id;
	folder->held = dealing;
	folder->holds = true;
	return 0;
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
	return add_dealing(folder, &own, why) < 0 ? RUN_STOP : RUN_ROW_USED;
}

static void *begin_fold(void *context)
{
	struct pass *pass = context;
	struct folder *folder = mem_zero(1, sizeof *folder);

	folder->sales = pass->sales;
	folder->layout = &pass->layout;
	folder->writer = keyed_writer(pass->sales->keyed);
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
		.settle = put_aside,
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
