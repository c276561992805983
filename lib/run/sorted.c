/* SPDX-License-Identifier: MIT */
#include "run/sorted.h"

#include <endian.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/radix.h"
#include "run/belt.h"
#include "run/each.h"
#include "run/spill.h"

/*
 * As many ranges of keys are sorted independently; more if there are so many rows that they would
 * not be near the processor, or those of the file would not fit into their part of the memory.
 */
enum {
	RANGES = 64,
	RANGES_MOST = 4096,
	ROWS_OF_RANGE = 16 * 1024,
	SAMPLES_OF_RANGE = 32,
	MEMORY_OF_RANGE = 4
};

struct sorted_entry {
	int64_t prefix; /* the key's first bytes, as a number that compares as they do */
	size_t start;   /* in the part's text */
	uint32_t key_length;
	uint32_t length;
};

/* An entry on its way to be sorted, when its part's text no longer moves. */
struct item {
	int64_t prefix;
	const char *at;
	uint32_t key_length;
	uint32_t length;
};

/* What stands in front of an item's text in the file. Not aligned: read and written by memcpy. */
struct head {
	uint32_t key_length;
	uint32_t length;
};

/* The rows that a part has put in the file, range by range. */
struct spilled {
	uint64_t offset;
	size_t *start; /* of each range, and the end, from `offset` */
};

/* A range on its way out. */
struct made {
	size_t range;
	struct buf text;
	struct item *item; /* those of the file and of the memory, if some are in the file */
	size_t count, capacity;
	int result;
	struct diag why;
};

struct sorted {
	struct sorted_part *part;
	size_t count;
	uint64_t memory_limit;

	pthread_mutex_t lock;  /* for what follows, until all parts have settled */
	uint64_t memory;       /* bytes of the parts that have settled */
	size_t settled;        /* how often one has */
	struct item *bound;    /* where each range but the first begins; NULL: not known yet */
	int64_t *bound_prefix; /* the same as in `bound`, for looking up */
	size_t ranges;
	struct arena keys; /* of the bounds */
	struct spilled *spilled;
	size_t spilled_count, spilled_capacity;
	struct spill file;

	struct item *item;   /* those in memory, in order of ranges */
	size_t *range_start; /* of each range, and of each part in it */
	struct made *made;   /* the ranges being written, in the slots of a belt */
	size_t next_range;
	struct output *out;
	struct diag *why;
};

struct sorted *sorted_new(size_t parts, uint64_t memory)
{
	struct sorted *sorted = mem_zero(1, sizeof *sorted);

	sorted->part = mem_zero(parts, sizeof *sorted->part);
	sorted->count = parts;
	sorted->memory_limit = memory;
	spill_open(&sorted->file);
	pthread_mutex_init(&sorted->lock, NULL);
	return sorted;
}

struct sorted_part *sorted_part(struct sorted *sorted, size_t part)
{
	return &sorted->part[part];
}

static int64_t prefix_of(const char *key, size_t length)
{
	uint64_t prefix = 0;

	memcpy(&prefix, key, length < sizeof prefix ? length : sizeof prefix);
	return (int64_t)(be64toh(prefix) ^ (uint64_t)1 << 63); /* so that the sign is in order */
}

void sorted_end(struct sorted_part *part, size_t key_length)
{
	struct sorted_entry *entry;

	part->entry = mem_grow(part->entry, &part->capacity, part->count + 1, sizeof *part->entry);
	entry = &part->entry[part->count++];
	entry->start = part->ended;
	entry->prefix = prefix_of(part->text.at + part->ended, key_length);
	entry->key_length = (uint32_t)key_length;
	entry->length = (uint32_t)(part->text.length - part->ended);
	part->ended = part->text.length;
}

static struct item item_of(const struct sorted_part *part, size_t i)
{
	const struct sorted_entry *entry = &part->entry[i];

	return (struct item){ entry->prefix, part->text.at + entry->start, entry->key_length,
		entry->length };
}

static int compare(const void *left, const void *right)
{
	const struct item *a = left, *b = right;

	if (a->prefix != b->prefix)
		return a->prefix < b->prefix ? -1 : 1;
	return slice_compare(
		(struct slice){ a->at, a->key_length }, (struct slice){ b->at, b->key_length });
}

/* ---- ranges ---- */

static size_t within_bounds(uint64_t ranges)
{
	return ranges < RANGES ? RANGES : ranges > RANGES_MOST ? RANGES_MOST : (size_t)ranges;
}

static size_t count_keys(const struct sorted *sorted)
{
	size_t count = 0;

	for (size_t i = 0; i < sorted->count; i++)
		count += sorted->part[i].count;
	return count;
}

/* Choose the bounds of `ranges` ranges from an even sample of the items of some parts. */
static void choose_bounds(
	struct sorted *sorted, const struct sorted_part *part, size_t count, size_t ranges)
{
	size_t total = 0, taken = 0, skip = 0, step;
	struct item *sample;

	for (size_t p = 0; p < count; p++)
		total += part[p].count;
	step = total / (ranges * SAMPLES_OF_RANGE) + 1;
	sample = mem_alloc((total / step + 1) * sizeof *sample);
	for (size_t p = 0; p < count; p++) {
		size_t i = skip;

		for (; i < part[p].count; i += step)
			sample[taken++] = item_of(&part[p], i);
		skip = i - part[p].count;
	}
	qsort(sample, taken, sizeof *sample, compare);
	sorted->ranges = taken < ranges * 4 ? 1 + taken / 16 : ranges;
	sorted->bound = mem_alloc(sorted->ranges * sizeof *sorted->bound);
	sorted->bound_prefix = mem_alloc(sorted->ranges * sizeof *sorted->bound_prefix);
	for (size_t r = 1; r < sorted->ranges; r++) {
		struct item *bound = &sorted->bound[r];

		*bound = sample[r * taken / sorted->ranges];
		sorted->bound_prefix[r] = bound->prefix;
		bound->at =
			arena_copy(&sorted->keys, (struct slice){ bound->at, bound->key_length })
				.at;
	}
	free(sample);
}

/* The last range whose bound is not above `item`, among `low` and those that follow. */
static size_t search_range(const struct sorted *sorted, const struct item *item, size_t low)
{
	size_t high = sorted->ranges;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (compare(item, &sorted->bound[middle]) >= 0)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* The same among all: prefixes tell it, but for keys that begin as a bound does. */
static size_t range_of(const struct sorted *sorted, const struct item *item)
{
	const int64_t *prefix = sorted->bound_prefix;
	size_t low = 0, count = sorted->ranges;

	while (count > 1) {
		size_t half = count / 2;

		low += prefix[low + half] < item->prefix ? half : 0;
		count -= half;
	}
	if (low + 1 < sorted->ranges && prefix[low + 1] == item->prefix)
		return search_range(sorted, item, low);
	return low;
}

/* ---- to the file ---- */

static void empty_part(struct sorted_part *part)
{
	buf_release(&part->text);
	free(part->entry);
	*part = (struct sorted_part){ 0 };
}

/* What a part takes, and will take when it is sorted. */
static uint64_t memory_of(const struct sorted_part *part)
{
	return part->text.length + part->count * (sizeof *part->entry + sizeof(struct item));
}

/*
 * When the first part does not fit: as keys are spread over the parts by chance, it is a sample of
 * all, and all will be as much more as there are parts to come. Called with the lock held.
 */
static void divide(struct sorted *sorted, const struct sorted_part *part)
{
	uint64_t all = sorted->memory / sorted->settled * sorted->count;
	uint64_t ranges = all / (sorted->memory_limit / MEMORY_OF_RANGE + 1);

	choose_bounds(sorted, part, 1, within_bounds(ranges));
}

/* The part's rows as they go to the file; `spilled` gets to know where each range begins. */
static void put_ranges(struct sorted *sorted, const struct sorted_part *part,
	struct spilled *spilled, struct buf *out)
{
	uint32_t *range = mem_alloc(part->count * sizeof *range);
	size_t *to = mem_alloc(sorted->ranges * sizeof *to), sum = 0;

	spilled->start = mem_zero(sorted->ranges + 1, sizeof *spilled->start);
	for (size_t i = 0; i < part->count; i++) {
		struct item item = item_of(part, i);

		range[i] = (uint32_t)range_of(sorted, &item);
		spilled->start[range[i]] += sizeof(struct head) + item.length;
	}
	for (size_t r = 0; r <= sorted->ranges; r++) {
		size_t length = spilled->start[r];

		spilled->start[r] = sum;
		sum += length;
	}
	memcpy(to, spilled->start, sorted->ranges * sizeof *to);
	buf_room(out, sum);
	out->length = sum;
	for (size_t i = 0; i < part->count; i++) {
		struct item item = item_of(part, i);
		struct head head = { item.key_length, item.length };
		char *at = out->at + to[range[i]];

		memcpy(at, &head, sizeof head);
		memcpy(at + sizeof head, item.at, item.length);
		to[range[i]] += sizeof head + item.length;
	}
	free(range);
	free(to);
}

static int spill(struct sorted *sorted, struct sorted_part *part, struct diag *why)
{
	struct spilled spilled;
	struct buf out = BUF_EMPTY;
	int result;

	put_ranges(sorted, part, &spilled, &out);
	empty_part(part);
	result = spill_put(&sorted->file, buf_slice(&out), &spilled.offset, why);
	buf_release(&out);
	pthread_mutex_lock(&sorted->lock);
	sorted->spilled = mem_grow(sorted->spilled, &sorted->spilled_capacity,
		sorted->spilled_count + 1, sizeof *sorted->spilled);
	sorted->spilled[sorted->spilled_count++] = spilled;
	pthread_mutex_unlock(&sorted->lock);
	return result;
}

int sorted_settle(struct sorted *sorted, size_t number, struct diag *why)
{
	struct sorted_part *part = &sorted->part[number];
	uint64_t more = memory_of(part) - part->settled;
	bool fits;

	if (more == 0)
		return 0;
	pthread_mutex_lock(&sorted->lock);
	sorted->memory += more;
	part->settled += more;
	sorted->settled++;
	fits = sorted->memory <= sorted->memory_limit;
	if (!fits && sorted->bound == NULL)
		divide(sorted, part);
	if (!fits)
		sorted->memory -= part->settled;
	pthread_mutex_unlock(&sorted->lock);
	return fits ? 0 : spill(sorted, part, why);
}

/* ---- to the output ---- */

static size_t *start_of(struct sorted *sorted, size_t range, size_t part)
{
	return &sorted->range_start[range * sorted->count + part];
}

static int count_part(void *context, int worker, size_t part, struct diag *why)
{
	struct sorted *sorted = context;

	(void)worker;
	(void)why;
	for (size_t i = 0; i < sorted->part[part].count; i++) {
		struct item item = item_of(&sorted->part[part], i);

		++*start_of(sorted, range_of(sorted, &item), part);
	}
	return 0;
}

static int place_part(void *context, int worker, size_t part, struct diag *why)
{
	struct sorted *sorted = context;

	(void)worker;
	(void)why;
	for (size_t i = 0; i < sorted->part[part].count; i++) {
		struct item item = item_of(&sorted->part[part], i);

		sorted->item[(*start_of(sorted, range_of(sorted, &item), part))++] = item;
	}
	return 0;
}

/* From counts to positions: range by range, and in a range part by part. Returns the sum. */
static size_t add_up(struct sorted *sorted)
{
	size_t sum = 0;

	for (size_t i = 0; i < sorted->ranges * sorted->count; i++) {
		size_t count = sorted->range_start[i];

		sorted->range_start[i] = sum;
		sum += count;
	}
	return sum;
}

static void add_item(struct made *made, struct item item)
{
	made->item = mem_grow(made->item, &made->capacity, made->count + 1, sizeof *made->item);
	made->item[made->count++] = item;
}

/* The items that one part has put in the file for a range. */
static void add_items(struct made *made, const char *at, size_t length)
{
	const char *end = at + length;

	while (at < end) {
		struct head head;

		memcpy(&head, at, sizeof head);
		at += sizeof head;
		add_item(made, (struct item){ prefix_of(at, head.key_length), at, head.key_length,
				       head.length });
		at += head.length;
	}
}

/* What the file has of a range goes to `loaded`, and becomes items. */
static int load(struct sorted *sorted, size_t range, struct made *made, struct buf *loaded,
	struct diag *why)
{
	size_t bytes = 0;
	char *to;

	for (size_t i = 0; i < sorted->spilled_count; i++)
		bytes += sorted->spilled[i].start[range + 1] - sorted->spilled[i].start[range];
	to = buf_room(loaded, bytes);
	for (size_t i = 0; i < sorted->spilled_count; i++) {
		const struct spilled *spilled = &sorted->spilled[i];
		size_t start = spilled->start[range], length = spilled->start[range + 1] - start;

		if (length == 0)
			continue;
		if (spill_get(&sorted->file, to, length, spilled->offset + start, why) < 0)
			return -1;
		add_items(made, to, length);
		to += length;
	}
	return 0;
}

/* Take the bytes of the keys from `depth` on, which are equal before, as their prefixes. */
static void look_deeper(struct item *item, size_t count, size_t depth)
{
	for (size_t i = 0; i < count; i++) {
		size_t passed = item[i].key_length < depth ? item[i].key_length : depth;

		item[i].prefix = prefix_of(item[i].at + passed, item[i].key_length - passed);
	}
}

/*
 * By the prefixes, which are the bytes of the keys from `depth` on; then those that have the same
 * by the bytes that follow. Few are sorted by comparing, and so are keys that are long and alike.
 */
static void sort_items(struct item *item, size_t count, size_t depth)
{
	enum { FEW = 256, DEEPEST = 64, NUMBERS = sizeof *item / sizeof item->prefix };
	size_t end;

	if (count <= FEW || depth >= DEEPEST) {
		qsort(item, count, sizeof *item, compare);
		return;
	}
	radix_sort(&item->prefix, count, NUMBERS, 1);
	for (size_t start = 0; start < count; start = end) {
		end = start + 1;
		while (end < count && item[end].prefix == item[start].prefix)
			end++;
		if (end == start + 1)
			continue;
		look_deeper(item + start, end - start, depth + sizeof item->prefix);
		sort_items(item + start, end - start, depth + sizeof item->prefix);
	}
}

/* Sort a range's items and put its rows together. */
static void put_rows(struct buf *text, struct item *item, size_t count)
{
	sort_items(item, count, 0);
	buf_reset(text);
	for (size_t i = 0; i < count; i++)
		buf_put(text, (struct slice){ item[i].at, item[i].length });
}

static bool take_range(void *context, size_t slot)
{
	struct sorted *sorted = context;

	if (sorted->next_range == sorted->ranges)
		return false;
	sorted->made[slot].range = sorted->next_range++;
	return true;
}

/* After place_part, each start is the end of its items. */
static void make_range(void *context, int worker, size_t slot)
{
	struct sorted *sorted = context;
	struct made *made = &sorted->made[slot];
	size_t range = made->range;
	size_t end = *start_of(sorted, range, sorted->count - 1);
	size_t start = range == 0 ? 0 : *start_of(sorted, range - 1, sorted->count - 1);
	struct buf loaded = BUF_EMPTY;

	(void)worker;
	made->result = 0;
	if (sorted->spilled_count == 0) {
		put_rows(&made->text, sorted->item + start, end - start);
		return;
	}
	made->count = 0;
	for (size_t i = start; i < end; i++)
		add_item(made, sorted->item[i]);
	made->result = load(sorted, range, made, &loaded, &made->why);
	if (made->result == 0)
		put_rows(&made->text, made->item, made->count);
	buf_release(&loaded);
}

static int write_range(void *context, size_t slot)
{
	struct sorted *sorted = context;
	struct made *made = &sorted->made[slot];

	if (made->result == 0)
		return output_write(sorted->out, buf_slice(&made->text), sorted->why);
	*sorted->why = made->why;
	return -1;
}

static int write_ranges(struct sorted *sorted, int jobs)
{
	static const struct belt_work steps = { take_range, make_range, write_range };
	size_t slots = jobs == 1 ? 1 : (size_t)jobs * 2;
	int result;

	sorted->made = mem_zero(slots, sizeof *sorted->made);
	sorted->next_range = 0;
	result = belt_run(&steps, jobs, slots, sorted);
	for (size_t i = 0; i < slots; i++) {
		buf_release(&sorted->made[i].text);
		free(sorted->made[i].item);
	}
	free(sorted->made);
	return result;
}

/* As it was when it was new. */
static void empty(struct sorted *sorted)
{
	for (size_t i = 0; i < sorted->count; i++)
		empty_part(&sorted->part[i]);
	for (size_t i = 0; i < sorted->spilled_count; i++)
		free(sorted->spilled[i].start);
	sorted->spilled_count = 0;
	free(sorted->bound);
	free(sorted->bound_prefix);
	sorted->bound = NULL;
	sorted->bound_prefix = NULL;
	arena_release(&sorted->keys);
	spill_empty(&sorted->file);
	sorted->memory = sorted->settled = 0;
}

int sorted_write(struct sorted *sorted, int jobs, struct output *out, struct diag *why)
{
	int result;

	if (sorted->bound == NULL)
		choose_bounds(sorted, sorted->part, sorted->count,
			within_bounds(count_keys(sorted) / ROWS_OF_RANGE));
	sorted->range_start = mem_zero(sorted->ranges * sorted->count, sizeof *sorted->range_start);
	run_each(jobs, sorted->count, count_part, sorted, why);
	sorted->item = mem_alloc(add_up(sorted) * sizeof *sorted->item);
	run_each(jobs, sorted->count, place_part, sorted, why);
	sorted->out = out;
	sorted->why = why;
	result = write_ranges(sorted, jobs);
	free(sorted->item);
	free(sorted->range_start);
	empty(sorted);
	return result;
}

void sorted_free(struct sorted *sorted)
{
	if (sorted == NULL)
		return;
	empty(sorted);
	free(sorted->part);
	free(sorted->spilled);
	spill_close(&sorted->file);
	pthread_mutex_destroy(&sorted->lock);
	free(sorted);
}
