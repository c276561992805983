/* SPDX-License-Identifier: MIT */
#include "crm/visits.h"

#include <stdlib.h>

#include "base/hash.h"

void visits_release(struct visits *visits)
{
	free(visits->dealing);
	free(visits->day);
	free(visits->day_ids);
	free(visits->id);
	free(visits->seen);
	free(visits->seen_hash);
	*visits = (struct visits){ 0 };
}

static int compare_dates(const void *left, const void *right)
{
	const struct dealing *a = left, *b = right;

	return (a->date > b->date) - (a->date < b->date);
}

/* By date. Few, or nearly in order, is the rule: then insertion is the fastest. */
static void sort_by_date(struct visits *visits)
{
	if (visits->count > 64) {
		qsort(visits->dealing, visits->count, sizeof *visits->dealing, compare_dates);
		return;
	}
	for (size_t i = 1; i < visits->count; i++) {
		struct dealing moving;
		size_t to = i;

		if (visits->dealing[i - 1].date <= visits->dealing[i].date)
			continue;
		moving = visits->dealing[i];
		for (; to > 0 && visits->dealing[to - 1].date > moving.date; to--)
			visits->dealing[to] = visits->dealing[to - 1];
		visits->dealing[to] = moving;
	}
}

/* How far it is to the first separator, or to the end. */
static size_t find_separator(struct slice list)
{
	const size_t gap = sizeof VISITS_SEPARATOR - 1;

	for (size_t i = 0; i + gap <= list.length; i++) {
		if (list.at[i] != '\\')
			continue;
		if (memcmp(list.at + i, VISITS_SEPARATOR, gap) == 0)
			return i;
		i++; /* another escape: what follows the backslash is not the start of one */
	}
	return list.length;
}

bool visits_is_list(struct slice ids)
{
	return find_separator(ids) < ids.length;
}

bool visits_ends_open(struct slice ids)
{
	size_t backslashes = 0;

	while (backslashes < ids.length && ids.at[ids.length - 1 - backslashes] == '\\')
		backslashes++;
	return backslashes % 2 == 1;
}

bool visits_next_id(struct slice *list, struct slice *id)
{
	size_t passed;

	if (list->length == 0)
		return false;
	*id = *list;
	id->length = passed = find_separator(*list);
	if (passed < list->length)
		passed += sizeof VISITS_SEPARATOR - 1;
	list->at += passed;
	list->length -= passed;
	return true;
}

/* Walks through the ids of a dealing: `rest` begins as its order_ids. */
static inline bool next_id(const struct dealing *dealing, struct slice *rest, struct slice *id)
{
	if (dealing->kind == DEALING_DAY)
		return visits_next_id(rest, id);
	*id = *rest;
	rest->length = 0;
	return id->length > 0;
}

/* An empty set with room for `count` ids; the power of two that it uses. */
static size_t clear_seen(struct visits *visits, size_t count)
{
	size_t size = 8;

	while (size < 2 * count)
		size *= 2;
	if (visits->seen_capacity < size) {
		free(visits->seen);
		free(visits->seen_hash);
		visits->seen = mem_alloc(size * sizeof *visits->seen);
		visits->seen_hash = mem_alloc(size * sizeof *visits->seen_hash);
		visits->seen_capacity = size;
	}
	memset(visits->seen_hash, 0, size * sizeof *visits->seen_hash);
	return size;
}

/* Ids are short and mostly few; what counts is that it costs next to nothing. */
static uint64_t hash_id(struct slice id)
{
	uint64_t head = 0, tail = 0;

	if (id.length > 16)
		return hash_bytes(id);
	if (id.length >= 8) {
		memcpy(&head, id.at, 8);
		memcpy(&tail, id.at + id.length - 8, 8);
	} else {
		memcpy(&head, id.at, id.length);
	}
	return (head ^ tail << 29 ^ tail >> 35) * 0x9e3779b97f4a7c15;
}

/* Put `id` to the ids if it is not among them. */
static void see(struct visits *visits, size_t size, struct slice id)
{
	uint64_t hash = hash_id(id) | 1;                 /* 0 is the free place */
	size_t at = hash >> (__builtin_clzll(size) + 1); /* the highest bits: all bytes count */

	for (; visits->seen_hash[at] != 0; at = (at + 1) & (size - 1))
		if (visits->seen_hash[at] == hash && slice_equal(visits->id[visits->seen[at]], id))
			return;
	visits->seen_hash[at] = hash;
	visits->seen[at] = visits->id_count;
	visits->id[visits->id_count++] = id;
}

static size_t count_ids(const struct visits *visits)
{
	size_t count = 0;
	struct slice id;

	for (size_t i = 0; i < visits->count; i++) {
		const struct dealing *dealing = &visits->dealing[i];
		struct slice rest = dealing->order_ids;

		if (dealing->kind != DEALING_DAY)
			count += rest.length > 0;
		else
			while (next_id(dealing, &rest, &id))
				count++;
	}
	return count;
}

static void add_dealing(struct profile_day *day, const struct dealing *more)
{
	day->amount += more->amount;
	day->returned_amount += more->returned_amount;
	day->sales += more->sales;
	day->returns += more->returns;
	day->orders += more->orders_without_id;
}

void visits_begin_days(struct visits *visits, size_t ids)
{
	visits->id = mem_grow(visits->id, &visits->id_capacity, ids, sizeof *visits->id);
	visits->day_count = visits->id_count = 0;
}

/* The day of the next dealing in order of date: the last one, or a new one. */
static struct profile_day *day_of(struct visits *visits, const struct dealing *next)
{
	struct profile_day *day = visits->day + visits->day_count;

	if (visits->day_count > 0 && day[-1].date == next->date)
		return &day[-1];
	day = visits_add_day(visits);
	*day = (struct profile_day){ .date = next->date };
	return day;
}

void visits_compact(struct visits *visits)
{
	size_t ids = count_ids(visits), size = clear_seen(visits, ids);

	sort_by_date(visits);
	visits_begin_days(visits, ids);
	for (size_t i = 0; i < visits->count; i++) {
		const struct dealing *dealing = &visits->dealing[i];
		struct profile_day *day = day_of(visits, dealing);
		struct slice rest = dealing->order_ids, id;
		size_t before = visits->id_count;

		add_dealing(day, dealing);
		while (next_id(dealing, &rest, &id))
			see(visits, size, id);
		day->orders += (int64_t)(visits->id_count - before);
		visits->day_ids[visits->day_count - 1] += visits->id_count - before;
	}
}
