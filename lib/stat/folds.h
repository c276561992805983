/* SPDX-License-Identifier: MIT */
#ifndef STAT_FOLDS_H
#define STAT_FOLDS_H

/*
 * folds: divide rows by lot, to learn from some and judge by the others.
 *
 * Lots are drawn by a row's key and a seed, never by its place, so the rows may come in any order.
 * Rows of one key stay together: what one customer did is never learnt from to judge the same
 * customer. And each part has its share of the events (stratified), which few events would not
 * have by chance.
 *
 *	unsigned char fold[ROWS];
 *
 *	folds_deal(key, event, ROWS, 5, seed, fold);
 *	for (unsigned char test = 0; test < 5; test++)
 *		… learn where fold[i] != test, judge where fold[i] == test …
 */

#include <stddef.h>
#include <stdint.h>

enum { FOLDS_MOST = 100 };

/*
 * Deal rows into 2 to FOLDS_MOST folds, numbered from 0: keys with an event first, in an order
 * drawn by lot, one to each fold in turn, then those without.
 */
void folds_deal(const uint64_t *key, const unsigned char *event, size_t count, int folds,
	uint64_t seed, unsigned char *fold);

/* Put the share of all keys in part 1, the others in part 0; with and without event alike. */
void folds_hold_out(const uint64_t *key, const unsigned char *event, size_t count, double share,
	uint64_t seed, unsigned char *part);

#endif
