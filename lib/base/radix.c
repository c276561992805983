/* SPDX-License-Identifier: MIT */
#include "base/radix.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BITS = 11, DIGITS = 1 << BITS };

/* Fewer are sorted by inserting, without the pains of counting. */
enum { FEW = 64 };

static int compare(const int64_t *a, const int64_t *b, size_t keys)
{
	for (size_t i = 0; i < keys; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

static void sort_few(int64_t *row, size_t count, size_t width, size_t keys)
{
	for (size_t i = 1; i < count; i++) {
		int64_t own[RADIX_MOST_WIDTH];
		size_t at = i;

		memcpy(own, row + i * width, width * sizeof *row);
		for (; at > 0 && compare(row + (at - 1) * width, own, keys) > 0; at--)
			memcpy(row + at * width, row + (at - 1) * width, width * sizeof *row);
		memcpy(row + at * width, own, width * sizeof *row);
	}
}

/* One digit of one key: how far above the least the number is, without the bits below `shift`. */
struct digit {
	size_t key;
	int64_t least;
	int shift;
};

static inline size_t digit_of(const struct digit *digit, const int64_t *row)
{
	uint64_t above = (uint64_t)row[digit->key] - (uint64_t)digit->least;

	return (size_t)(above >> digit->shift) % DIGITS;
}

/* From one array into the other. With a width that the compiler knows, rows move in registers. */
static inline __attribute__((always_inline)) void deal(
	const int64_t *from, int64_t *to, size_t count, size_t width, const struct digit *digit)
{
	size_t start[DIGITS] = { 0 }, sum = 0;

	for (size_t i = 0; i < count; i++)
		start[digit_of(digit, from + i * width)]++;
	for (size_t i = 0; i < DIGITS; i++) {
		size_t own = start[i];

		start[i] = sum;
		sum += own;
	}
	for (size_t i = 0; i < count; i++) {
		const int64_t *row = from + i * width;

		memcpy(to + start[digit_of(digit, row)]++ * width, row, width * sizeof *row);
	}
}

static void deal_by_digit(
	const int64_t *from, int64_t *to, size_t count, size_t width, const struct digit *digit)
{
	switch (width) {
	case 1:
		deal(from, to, count, 1, digit);
		break;
	case 2:
		deal(from, to, count, 2, digit);
		break;
	case 3:
		deal(from, to, count, 3, digit);
		break;
	default:
		deal(from, to, count, RADIX_MOST_WIDTH, digit);
	}
}

static void find_range(const int64_t *row, size_t count, size_t width, size_t key, int64_t *least,
	int64_t *greatest)
{
	*least = *greatest = row[key];
	for (size_t i = 1; i < count; i++) {
		int64_t number = row[i * width + key];

		*least = number < *least ? number : *least;
		*greatest = number > *greatest ? number : *greatest;
	}
}

void radix_sort(int64_t *row, size_t count, size_t width, size_t keys)
{
	int64_t *spare, *from = row, *to;

	assert(keys > 0 && keys <= width && width <= RADIX_MOST_WIDTH);
	if (count <= FEW) {
		sort_few(row, count, width, keys);
		return;
	}
	to = spare = mem_alloc(count * width * sizeof *spare);
	for (size_t key = keys; key-- > 0;) {
		struct digit digit = { .key = key };
		int64_t greatest;
		uint64_t span;

		find_range(from, count, width, key, &digit.least, &greatest);
		span = (uint64_t)greatest - (uint64_t)digit.least;
		for (; digit.shift < 64 && span >> digit.shift > 0; digit.shift += BITS) {
			int64_t *swap = from;

			deal_by_digit(from, to, count, width, &digit);
			from = to;
			to = swap;
		}
	}
	if (from != row)
		memcpy(row, from, count * width * sizeof *row);
	free(spare);
}
