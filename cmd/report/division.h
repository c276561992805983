/* SPDX-License-Identifier: MIT */
#ifndef REPORT_DIVISION_H
#define REPORT_DIVISION_H

/*
 * division: customers, or rows of a ledger, divided by the values of a column.
 *
 * Known values stand in their natural order, others in the order of their amount; from the
 * twentieth on, they are added up.
 */

#include "grid.h"

enum { DIVISION_ROWS = 20 };

struct division {
	struct slice column;
	struct figure label[DIVISION_ROWS];
	struct tally_entry entry[DIVISION_ROWS];
	size_t count;
	size_t own;             /* of them values; the one behind is the rest, added up */
	int64_t customers;      /* in all … */
	int128 amount;          /* … and what they bring */
	const char *count_word; /* text of the column of counts */
};

void division_of(
	struct sheet *sheet, struct division *division, struct tally *tally, struct slice column);

/* Bars of the shares of customers and amount, titled by the value that brings most. */
int division_bars(struct sheet *sheet, const struct division *division, const char *name, bool half,
	struct diag *why);

/* A grid with the columns value, count, share, amount, share, mean. */
void division_fill(struct grid *grid, const struct division *division);

/* What the chart shows: the part of the customers that brings most. */
struct slice division_finding(struct sheet *sheet, const struct division *division);

#endif
