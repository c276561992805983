/* SPDX-License-Identifier: MIT */
#include "stat/bins.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/mem.h"
#include "stat/bins_search.h"
#include "stat/draws.h"
#include "stat/roc.h"

/* Fine classes on their way to bins. */
struct classes {
	struct bins_count *sum; /* of the classes before each, and of all behind the last */
	double *from;           /* of numbers */
	size_t count;
	struct bins_count all; /* rows, those that miss the value included */
	const struct bins_options *options;
};

static uint64_t rows_of(struct bins_count count)
{
	return count.events + count.others;
}

static struct bins_count plus(struct bins_count a, struct bins_count b)
{
	return (struct bins_count){ a.events + b.events, a.others + b.others };
}

/* ---- evidence ---- */

static double share(uint64_t count, uint64_t all)
{
	return (count > 0 ? (double)count : 0.5) / (double)all;
}

double bins_woe(struct bins_count count, struct bins_count all)
{
	if (rows_of(count) == 0 || all.events == 0 || all.others == 0)
		return 0;
	return draws_log(share(count.events, all.events) / share(count.others, all.others));
}

double bins_iv(struct bins_count count, struct bins_count all)
{
	double woe = bins_woe(count, all);

	if (woe == 0)
		return 0;
	return (share(count.events, all.events) - share(count.others, all.others)) * woe;
}

static struct bin weigh(double from, struct bins_count count, struct bins_count all)
{
	return (struct bin){ from, count, bins_woe(count, all), bins_iv(count, all) };
}

/* ---- fine classes ---- */

static void classes_begin(struct classes *classes, const struct bins_options *options)
{
	assert(options->initial * BINS_MOST_CLASSES >= 1);
	assert(options->most >= 1 && options->most <= BINS_MOST);
	*classes = (struct classes){ .options = options };
	classes->sum = mem_zero(BINS_MOST_CLASSES + 2, sizeof *classes->sum);
	classes->from = mem_zero(BINS_MOST_CLASSES + 2, sizeof *classes->from);
}

static void classes_release(struct classes *classes)
{
	free(classes->sum);
	free(classes->from);
}

static void classes_add(struct classes *classes, double from, struct bins_count count)
{
	size_t number = classes->count++;

	classes->from[number] = from;
	classes->sum[number + 1] = plus(classes->sum[number], count);
}

/* A last class that is too small goes to the one before it. */
static void classify(struct classes *classes, const struct roc *roc)
{
	double least = classes->options->initial * (double)(roc->events + roc->others);
	struct bins_count open = { 0, 0 };
	double from = -INFINITY;

	for (size_t i = 0; i < roc->count; i++) {
		const struct roc_point *point = &roc->point[i];

		if (rows_of(open) == 0 && classes->count > 0)
			from = point->score;
		open = plus(open, (struct bins_count){ point->events, point->others });
		if ((double)rows_of(open) >= least) {
			classes_add(classes, from, open);
			open = (struct bins_count){ 0, 0 };
		}
	}
	if (rows_of(open) > 0 && classes->count > 0)
		classes->sum[classes->count] = plus(classes->sum[classes->count], open);
	else if (rows_of(open) > 0)
		classes_add(classes, from, open);
}

static void make_bins(struct bins *bins, const struct classes *classes, enum bins_trend trend)
{
	size_t first[BINS_MOST + 1];

	bins->count = bins_search_find(
		classes->sum, classes->count, classes->all, classes->options, trend, first);
	first[bins->count] = classes->count;
	bins->bin = mem_alloc(bins->count * sizeof *bins->bin);
	bins->iv = bins->missing.iv;
	for (size_t i = 0; i < bins->count; i++) {
		struct bins_count count = bins_search_rows(classes->sum, first[i], first[i + 1]);

		bins->bin[i] = weigh(classes->from[first[i]], count, classes->all);
		bins->iv += bins->bin[i].iv;
	}
}

/* ---- numbers ---- */

void bins_of_numbers(struct bins *bins, const double *value, const unsigned char *event,
	size_t count, const struct bins_options *options)
{
	double *known = mem_alloc(count * sizeof *known);
	unsigned char *came = mem_alloc(count);
	struct bins_count missing = { 0, 0 };
	struct classes classes;
	struct roc roc;
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		if (isnan(value[i])) {
			missing.events += event[i] != 0;
			missing.others += event[i] == 0;
			continue;
		}
		known[found] = value[i];
		came[found++] = event[i];
	}
	roc_new(&roc, known, came, found);
	classes_begin(&classes, options);
	classes.all = plus(missing, (struct bins_count){ roc.events, roc.others });
	classify(&classes, &roc);
	*bins = (struct bins){ .rest = BINS_NONE, .missing = weigh(NAN, missing, classes.all) };
	make_bins(bins, &classes, options->trend);
	classes_release(&classes);
	roc_release(&roc);
	free(known);
	free(came);
}

size_t bins_find_number(const struct bins *bins, double value)
{
	size_t low = 0, high = bins->count;

	if (isnan(value))
		return BINS_MISSING;
	if (bins->count == 0)
		return BINS_NONE;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (value >= bins->bin[middle].from)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* ---- words ---- */

/* A word that is frequent enough to be alone, or all others together. */
struct unit {
	struct bins_count count;
	size_t word; /* the number of words: the rest */
};

/* By the share of events, then by number. */
static int compare_units(const void *a, const void *b)
{
	const struct unit *one = a, *other = b;
	uint128 left = (uint128)one->count.events * rows_of(other->count);
	uint128 right = (uint128)other->count.events * rows_of(one->count);

	if (left != right)
		return left < right ? -1 : 1;
	return (one->word > other->word) - (one->word < other->word);
}

/* Returns how many units there are, the rest among them if it has rows. */
static size_t make_units(
	struct unit *unit, const struct bins_count *word, size_t words, double least)
{
	struct unit rest = { { 0, 0 }, words };
	size_t count = 0;

	for (size_t i = 0; i < words; i++) {
		if (rows_of(word[i]) > 0 && (double)rows_of(word[i]) >= least)
			unit[count++] = (struct unit){ word[i], i };
		else
			rest.count = plus(rest.count, word[i]);
	}
	if (rows_of(rest.count) > 0)
		unit[count++] = rest;
	qsort(unit, count, sizeof *unit, compare_units);
	return count;
}

/* Tell each unit its bin: the last one that does not begin behind it. */
static void settle_words(struct bins *bins, const struct unit *unit, size_t units)
{
	size_t bin = 0;

	bins->rest = BINS_NONE;
	for (size_t i = 0; i < bins->words; i++)
		bins->home[i] = BINS_NONE;
	for (size_t i = 0; i < units; i++) {
		while (bin + 1 < bins->count && bins->bin[bin + 1].from <= (double)i)
			bin++;
		if (unit[i].word < bins->words)
			bins->home[unit[i].word] = bin;
		else
			bins->rest = bin;
	}
}

void bins_of_words(struct bins *bins, const struct bins_count *word, size_t words,
	struct bins_count missing, const struct bins_options *options)
{
	struct unit *unit = mem_alloc((words + 1) * sizeof *unit);
	struct bins_count known = { 0, 0 };
	struct classes classes;
	size_t units;

	for (size_t i = 0; i < words; i++)
		known = plus(known, word[i]);
	units = make_units(unit, word, words, options->initial * (double)rows_of(known));
	classes_begin(&classes, options);
	classes.all = plus(known, missing);
	for (size_t i = 0; i < units; i++)
		classes_add(&classes, (double)i, unit[i].count);
	*bins = (struct bins){ .words = words, .missing = weigh(NAN, missing, classes.all) };
	bins->home = mem_alloc(words * sizeof *bins->home);
	make_bins(bins, &classes, BINS_ANY);
	settle_words(bins, unit, units);
	classes_release(&classes);
	free(unit);
}

size_t bins_find_word(const struct bins *bins, size_t word)
{
	size_t home = word < bins->words ? bins->home[word] : BINS_NONE;

	return home != BINS_NONE ? home : bins->rest;
}

const struct bin *bins_at(const struct bins *bins, size_t number)
{
	static const struct bin none = { .from = NAN };

	if (number == BINS_MISSING)
		return &bins->missing;
	return number == BINS_NONE ? &none : &bins->bin[number];
}

void bins_release(struct bins *bins)
{
	free(bins->bin);
	free(bins->home);
	*bins = (struct bins){ 0 };
}
