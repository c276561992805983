/* SPDX-License-Identifier: MIT */
#ifndef STAT_BINS_H
#define STAT_BINS_H

/*
 * bins: a number or a word cut into a few classes that tell events from others.
 *
 * Each bin has a weight of evidence,
 *
 *	WOE = ln(its share of all events / its share of all others)
 *
 * which is above 0 where events are more frequent than in all rows; and it adds
 * (share of events - share of others) * WOE to the information value IV. Usually below 0.02 is
 * called worthless, 0.1 weak, 0.3 fair, above that strong. A count of 0 is taken as half a row.
 * (Siddiqi, "Credit Risk Scorecards", 2006; others have the sign of WOE the other way round.)
 *
 *	struct bins_options options = BINS_DEFAULTS;
 *	struct bins bins;
 *
 *	bins_of_numbers(&bins, age, event, count, &options);
 *	woe = bins_at(&bins, bins_find_number(&bins, 33))->woe;
 *	bins_release(&bins);
 *
 * First come fine classes: of numbers, neighbouring values until a class has the share `initial` of
 * the rows; of words, each word alone, ordered by its share of events, and all words rarer than
 * that together, as the rest. Out of these, neighbours are put together to bins of at least the
 * share `smallest`, such that the IV is the greatest that so many bins can have (all ways are
 * weighed, by dynamic programming); there are as many bins as still raise it by more than `gain`,
 * but no more than `most`. With a trend, the share of events of numbers rises or falls from bin to
 * bin.
 *
 * Missing values, if there are any, are a bin of their own, outside all that; where there were
 * none to learn from, its WOE is 0. A word that was not there to learn from belongs to the rest;
 * where there is no rest, to no bin: its WOE is 0 too.
 *
 * Only counts matter, so the same comes out for any order of the rows. Where all rows have the
 * event, or none has, all WOE are 0.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum bins_trend {
	BINS_ANY,
	BINS_ASCENDING,  /* greater numbers, more events */
	BINS_DESCENDING, /* greater numbers, fewer events */
	BINS_MONOTONE,   /* the one of these with the greater IV */
};

enum { BINS_MOST = 20, BINS_MOST_CLASSES = 200 };

struct bins_options {
	double initial;  /* share of the rows that have a value, 1 / BINS_MOST_CLASSES or more */
	double smallest; /* share of all rows */
	double gain;     /* of IV by one more bin, as a part of it: 0.1 is a tenth more */
	size_t most;     /* 1 … BINS_MOST */
	enum bins_trend trend;
};

#define BINS_DEFAULTS { 0.02, 0.05, 0.01, 8, BINS_MONOTONE }

struct bins_count {
	uint64_t events, others;
};

struct bin {
	double from; /* of numbers: the least that belongs to it; -INFINITY for the first */
	struct bins_count count;
	double woe, iv;
};

struct bins {
	struct bin *bin; /* of numbers in their order, of words by their share of events */
	size_t count;
	struct bin missing;
	double iv;    /* of all, missing included */
	size_t *home; /* of words: the bin of each that is alone; BINS_NONE of a rare one */
	size_t words; /* 0: these are bins of numbers */
	size_t rest;  /* of words: the bin of all rare ones, or BINS_NONE */
};

/* In place of the number of a bin. */
#define BINS_MISSING ((size_t)-1)
#define BINS_NONE ((size_t)-2)

/* NAN is missing. */
void bins_of_numbers(struct bins *bins, const double *value, const unsigned char *event,
	size_t count, const struct bins_options *options);

/*
 * `word` has the count of each word. Words with the same share of events are taken in their order,
 * which must come from the words (byte order) and not from the rows.
 */
void bins_of_words(struct bins *bins, const struct bins_count *word, size_t words,
	struct bins_count missing, const struct bins_options *options);

void bins_release(struct bins *bins);

/* The bin of a number; BINS_MISSING for NAN. */
size_t bins_find_number(const struct bins *bins, double value);

/* The bin of a word; of one that was not there for a number beyond them. */
size_t bins_find_word(const struct bins *bins, size_t word);

/* A bin by its number; for BINS_NONE an empty one of WOE 0. */
const struct bin *bins_at(const struct bins *bins, size_t number);

/* WOE of a count, out of all rows, and what it adds to the IV. */
double bins_woe(struct bins_count count, struct bins_count all);
double bins_iv(struct bins_count count, struct bins_count all);

#endif
