/* SPDX-License-Identifier: MIT */
#include "run/sorted.h"

#include <endian.h>
#include <stdlib.h>

#include "base/mem.h"
#include "run/each.h"

/* As many ranges of keys are sorted independently. */
enum { RANGES = 64, SAMPLE = 32 * RANGES };

struct sorted_entry {
	uint64_t prefix; /* the key's first bytes, as a number that compares as they do */
	size_t start;    /* in the part's text */
	uint32_t key_length;
	uint32_t length;
};

/* An entry on its way to be sorted, when its part's text no longer moves. */
struct item {
	uint64_t prefix;
	const char *at;
	uint32_t key_length;
	uint32_t length;
};

struct sorted {
	struct sorted_part *part;
	size_t count;
	struct item bound[RANGES]; /* where each range but the first begins */
	size_t ranges;
	struct item *item;   /* in order of ranges */
	size_t *range_start; /* of each range, and of each part in it */
	struct buf *text;    /* of the ranges being written */
	size_t first_range;
};

struct sorted *sorted_new(size_t parts)
{
	struct sorted *sorted = mem_zero(1, sizeof *sorted);

	sorted->part = mem_zero(parts, sizeof *sorted->part);
	sorted->count = parts;
	return sorted;
}

struct sorted_part *sorted_part(struct sorted *sorted, size_t part)
{
	return &sorted->part[part];
}

static uint64_t prefix_of(const char *key, size_t length)
{
	uint64_t prefix = 0;

	memcpy(&prefix, key, length < sizeof prefix ? length : sizeof prefix);
	return be64toh(prefix);
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

size_t sorted_count(const struct sorted *sorted)
{
	size_t count = 0;

	for (size_t i = 0; i < sorted->count; i++)
		count += sorted->part[i].count;
	return count;
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

/* Choose range bounds from an even sample of all entries. */
static void choose_bounds(struct sorted *sorted, size_t total)
{
	size_t step = total / SAMPLE + 1, taken = 0, skip = 0;
	struct item *sample = mem_alloc((total / step + 1) * sizeof *sample);

	for (size_t p = 0; p < sorted->count; p++) {
		size_t i = skip;

		for (; i < sorted->part[p].count; i += step)
			sample[taken++] = item_of(&sorted->part[p], i);
		skip = i - sorted->part[p].count;
	}
	qsort(sample, taken, sizeof *sample, compare);
	sorted->ranges = taken < RANGES * 4 ? 1 : RANGES;
	for (size_t r = 1; r < sorted->ranges; r++)
		sorted->bound[r] = sample[r * taken / sorted->ranges];
	free(sample);
}

/* The last range whose bound is not above `item`. */
static size_t range_of(const struct sorted *sorted, const struct item *item)
{
	size_t low = 0, high = sorted->ranges;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (compare(item, &sorted->bound[middle]) >= 0)
			low = middle;
		else
			high = middle;
	}
	return low;
}

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

/* From counts to positions: range by range, and in a range part by part. */
static void add_up(struct sorted *sorted)
{
	size_t sum = 0;

	for (size_t i = 0; i < sorted->ranges * sorted->count; i++) {
		size_t count = sorted->range_start[i];

		sorted->range_start[i] = sum;
		sum += count;
	}
}

/* Sort a range and put its rows together. After place_part, each start is the end of its items. */
static int make_range(void *context, int worker, size_t index, struct diag *why)
{
	struct sorted *sorted = context;
	size_t range = sorted->first_range + index;
	size_t end = *start_of(sorted, range, sorted->count - 1);
	size_t start = range == 0 ? 0 : *start_of(sorted, range - 1, sorted->count - 1);
	struct buf *text = &sorted->text[index];

	(void)worker;
	(void)why;
	qsort(sorted->item + start, end - start, sizeof *sorted->item, compare);
	buf_reset(text);
	for (size_t i = start; i < end; i++)
		buf_put(text, (struct slice){ sorted->item[i].at, sorted->item[i].length });
	return 0;
}

static int write_ranges(struct sorted *sorted, int jobs, struct output *out, struct diag *why)
{
	size_t at_once = (size_t)jobs * 2;
	int result = 0;

	sorted->text = mem_zero(at_once, sizeof *sorted->text);
	for (size_t r = 0; result == 0 && r < sorted->ranges; r += at_once) {
		size_t count = sorted->ranges - r < at_once ? sorted->ranges - r : at_once;

		sorted->first_range = r;
		result = run_each(jobs, count, make_range, sorted, why);
		for (size_t i = 0; result == 0 && i < count; i++)
			result = output_write(out, buf_slice(&sorted->text[i]), why);
	}
	for (size_t i = 0; i < at_once; i++)
		buf_release(&sorted->text[i]);
	free(sorted->text);
	return result;
}

static void empty_parts(struct sorted *sorted)
{
	for (size_t i = 0; i < sorted->count; i++) {
		buf_release(&sorted->part[i].text);
		free(sorted->part[i].entry);
		sorted->part[i] = (struct sorted_part){ 0 };
	}
}

int sorted_write(struct sorted *sorted, int jobs, struct output *out, struct diag *why)
{
	size_t total = sorted_count(sorted);
	int result;

	choose_bounds(sorted, total);
	sorted->item = mem_alloc(total * sizeof *sorted->item);
	sorted->range_start = mem_zero(sorted->ranges * sorted->count, sizeof *sorted->range_start);
	run_each(jobs, sorted->count, count_part, sorted, why);
	add_up(sorted);
	run_each(jobs, sorted->count, place_part, sorted, why);
	result = write_ranges(sorted, jobs, out, why);
	free(sorted->item);
	free(sorted->range_start);
	empty_parts(sorted);
	return result;
}

void sorted_free(struct sorted *sorted)
{
	if (sorted == NULL)
		return;
	empty_parts(sorted);
	free(sorted->part);
	free(sorted);
}
