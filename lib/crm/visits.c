/* SPDX-License-Identifier: MIT */
#include "crm/visits.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

struct visit *visits_add(struct visits *visits)
{
	visits->visit = mem_grow(
		visits->visit, &visits->capacity, visits->count + 1, sizeof *visits->visit);
	return &visits->visit[visits->count++];
}

void visits_release(struct visits *visits)
{
	free(visits->visit);
	free(visits->day);
	free(visits->seen);
	free(visits->seen_hash);
	*visits = (struct visits){ 0 };
}

static int compare_dates(const void *left, const void *right)
{
	const struct visit *a = left, *b = right;

	return (a->day.date > b->day.date) - (a->day.date < b->day.date);
}

/* By date. Few, or nearly in order, is the rule: then insertion is the fastest. */
static void sort_by_date(struct visits *visits)
{
	if (visits->count > 64) {
		qsort(visits->visit, visits->count, sizeof *visits->visit, compare_dates);
		return;
	}
	for (size_t i = 1; i < visits->count; i++) {
		struct visit moving = visits->visit[i];
		size_t to = i;

		for (; to > 0 && visits->visit[to - 1].day.date > moving.day.date; to--)
			visits->visit[to] = visits->visit[to - 1];
		visits->visit[to] = moving;
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

/* Walks through the ids of a visit: `rest` begins as its order_ids. */
static bool next_id(const struct visit *visit, struct slice *rest, struct slice *id)
{
	size_t passed;

	if (rest->length == 0)
		return false;
	*id = *rest;
	if (visit->is_list)
		id->length = find_separator(*rest);
	passed = id->length;
	if (passed < rest->length)
		passed += sizeof VISITS_SEPARATOR - 1;
	rest->at += passed;
	rest->length -= passed;
	return true;
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

/* Returns whether `id` had not been seen. */
static bool see(struct visits *visits, size_t size, struct slice id)
{
	uint64_t hash = hash_id(id) | 1;                 /* 0 is the free place */
	size_t at = hash >> (__builtin_clzll(size) + 1); /* the highest bits: all bytes count */

	for (; visits->seen_hash[at] != 0; at = (at + 1) & (size - 1))
		if (visits->seen_hash[at] == hash && slice_equal(visits->seen[at], id))
			return false;
	visits->seen_hash[at] = hash;
	visits->seen[at] = id;
	return true;
}

static size_t count_ids(const struct visits *visits)
{
	size_t count = 0;
	struct slice id;

	for (size_t i = 0; i < visits->count; i++) {
		const struct visit *visit = &visits->visit[i];
		struct slice rest = visit->order_ids;

		if (!visit->is_list)
			count += rest.length > 0;
		else
			while (next_id(visit, &rest, &id))
				count++;
	}
	return count;
}

static void add_visit(struct profile_day *day, const struct profile_day *more)
{
	day->amount += more->amount;
	day->returned_amount += more->returned_amount;
	day->sales += more->sales;
	day->returns += more->returns;
	day->orders += more->orders;
}

void visits_compact(struct visits *visits)
{
	struct profile_day *day = NULL;
	size_t size;

	sort_by_date(visits);
	size = clear_seen(visits, count_ids(visits));
	visits->day =
		mem_grow(visits->day, &visits->day_capacity, visits->count, sizeof *visits->day);
	visits->day_count = 0;
	for (size_t i = 0; i < visits->count; i++) {
		const struct visit *visit = &visits->visit[i];
		struct slice rest = visit->order_ids, id;

		if (day == NULL || day->date != visit->day.date) {
			day = &visits->day[visits->day_count++];
			*day = visit->day;
		} else {
			add_visit(day, &visit->day);
		}
		while (next_id(visit, &rest, &id))
			day->orders += see(visits, size, id);
	}
}

static int compare_slices(const void *left, const void *right)
{
	return slice_compare(*(const struct slice *)left, *(const struct slice *)right);
}

/* The ids of some visits of one date: sorted, each once. Where they end in `ids`. */
static void merge_ids(struct visits *visits, size_t from, size_t to, struct buf *ids)
{
	size_t count = 0;
	struct slice id;

	for (size_t i = from; i < to; i++) {
		struct slice rest = visits->visit[i].order_ids;

		while (next_id(&visits->visit[i], &rest, &id))
			visits->seen[count++] = id;
	}
	if (count > 1)
		qsort(visits->seen, count, sizeof *visits->seen, compare_slices);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && slice_equal(visits->seen[i - 1], visits->seen[i]))
			continue;
		if (i > 0)
			buf_text(ids, VISITS_SEPARATOR);
		buf_put(ids, visits->seen[i]);
	}
}

void visits_merge_days(struct visits *visits, struct buf *ids)
{
	size_t count = 0, to;
	size_t *end;

	sort_by_date(visits);
	clear_seen(visits, count_ids(visits)); /* for its room only */
	end = mem_alloc((visits->count + 1) * sizeof *end);
	for (size_t from = 0; from < visits->count; from = to) {
		struct visit merged = visits->visit[from];

		for (to = from + 1; to < visits->count; to++) {
			if (visits->visit[to].day.date != merged.day.date)
				break;
			add_visit(&merged.day, &visits->visit[to].day);
		}
		merge_ids(visits, from, to, ids);
		visits->visit[count] = merged;
		end[count++] = ids->length;
	}
	/* Only now does `ids` keep still. */
	for (size_t i = 0; i < count; i++) {
		size_t start = i == 0 ? 0 : end[i - 1];

		visits->visit[i].order_ids = (struct slice){ ids->at + start, end[i] - start };
		visits->visit[i].is_list = true;
	}
	visits->count = count;
	free(end);
}
