/* SPDX-License-Identifier: MIT */
#include "shop.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cli/app.h"

/* Purchase days, of the customers of one partition. */
struct shelf {
	int32_t *date;
	size_t dates, date_capacity;
	struct place {
		struct slice id;
		size_t start, count; /* in `date` */
	} * place;
	size_t count, capacity;
	struct arena ids;
};

/* What threads work on. */
struct work {
	const struct past *past;
	struct shelf shelf[KEYED_PARTITIONS];
	struct past_list *list; /* a worker's each */
};

static void shelve(struct shelf *shelf, struct slice id, const struct past_list *list)
{
	size_t days;

	shelf->date = mem_grow(shelf->date, &shelf->date_capacity, shelf->dates + list->count,
		sizeof *shelf->date);
	days = past_days(list, shelf->date + shelf->dates);
	if (days == 0)
		return;
	shelf->place =
		mem_grow(shelf->place, &shelf->capacity, shelf->count + 1, sizeof *shelf->place);
	shelf->place[shelf->count++] =
		(struct place){ arena_copy(&shelf->ids, id), shelf->dates, days };
	shelf->dates += days;
}

static int shelve_partition(void *context, int worker, size_t partition,
	const struct keyed_group *group, size_t count, struct diag *why)
{
	struct work *work = context;

	(void)why;
	for (size_t i = 0; i < count; i++) {
		past_unpack(work->past, &group[i], &work->list[worker]);
		shelve(&work->shelf[partition], group[i].key, &work->list[worker]);
	}
	return 0;
}

static void take_shelves(struct shop *shop, const struct work *work)
{
	size_t count = 0, dates = 0;

	for (size_t i = 0; i < KEYED_PARTITIONS; i++) {
		count += work->shelf[i].count;
		dates += work->shelf[i].dates;
	}
	shop->id = mem_alloc(count * sizeof *shop->id);
	shop->days = mem_alloc(count * sizeof *shop->days);
	shop->date = mem_alloc(dates * sizeof *shop->date);
	dates = 0;
	for (size_t i = 0; i < KEYED_PARTITIONS; i++) {
		const struct shelf *shelf = &work->shelf[i];

		for (size_t n = 0; n < shelf->count; n++) {
			const struct place *place = &shelf->place[n];

			shop->id[shop->count] = arena_copy(&shop->ids, place->id);
			shop->days[shop->count++] =
				(struct churn_label_days){ shop->date + dates + place->start,
					place->count };
		}
		if (shelf->dates > 0)
			memcpy(shop->date + dates, shelf->date, shelf->dates * sizeof *shelf->date);
		dates += shelf->dates;
	}
}

static void release_work(struct work *work, size_t jobs)
{
	for (size_t i = 0; i < jobs; i++)
		free(work->list[i].fact);
	free(work->list);
	for (size_t i = 0; i < KEYED_PARTITIONS; i++) {
		free(work->shelf[i].date);
		free(work->shelf[i].place);
		arena_release(&work->shelf[i].ids);
	}
	free(work);
}

int shop_read(struct shop *shop, const struct run *run, struct diag *why)
{
	size_t jobs = (size_t)app_common()->jobs;
	struct work *work = mem_zero(1, sizeof *work);
	struct past past;
	int result = past_read(&past, run, why);

	*shop = (struct shop){ .as_of = past.as_of };
	work->past = &past;
	work->list = mem_zero(jobs, sizeof *work->list);
	if (result == 0)
		result = keyed_each(past.keyed, (int)jobs, shelve_partition, work, why);
	if (result == 0)
		take_shelves(shop, work);
	release_work(work, jobs);
	past_release(&past);
	return result;
}

int shop_read_operands(struct shop *shop, char *const *paths, size_t count, struct diag *why)
{
	struct run run = { .jobs = (int)app_common()->jobs, .progress = app_progress };
	struct opt_list *ledger = &past_given.transactions;
	int result;

	for (size_t i = 0; i < count || i == 0; i++) {
		ledger->item = mem_grow(
			ledger->item, &ledger->capacity, ledger->count + 1, sizeof *ledger->item);
		ledger->item[ledger->count++] = count > 0 ? paths[i] : "-";
	}
	result = shop_read(shop, &run, why);
	free(ledger->item);
	*ledger = (struct opt_list){ NULL, 0, 0 };
	return result;
}

void shop_release(struct shop *shop)
{
	free(shop->id);
	free(shop->days);
	free(shop->date);
	arena_release(&shop->ids);
	*shop = (struct shop){ .count = 0 };
}
