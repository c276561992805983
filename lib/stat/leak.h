/* SPDX-License-Identifier: MIT */
#ifndef STAT_LEAK_H
#define STAT_LEAK_H

/*
 * leak: does one column give the answer away?
 *
 * A column that tells almost by itself who has the event is rarely a discovery. As a rule it was
 * filled in afterwards: a date of cancellation, a reason for leaving, a last bill. A model that is
 * fitted with it looks splendid and is of no use, since those who will leave do not have it yet.
 *
 *	if (leak_auc(&set, 3, true, levels) > LEAK_AUC)
 *		… refuse column 3 …
 *
 * Taken is the greatest of several AUCs (stat/roc): of words, by the share of events that each word
 * has among other rows than those judged; of numbers, by their order, up or down, with the missing
 * ones at either end, and by the share of events that each value has, or if there are many of them,
 * each of 64 bins of as many rows.
 *
 * The first LEAK_ROWS rows of a dataset, whose order is one of lots, tell enough, or more of them,
 * until there are LEAK_EVENTS with the event and as many without it.
 */

#include "stat/dataset.h"

#define LEAK_AUC 0.999

enum { LEAK_ROWS = 100000, LEAK_EVENTS = 1000 };

/* `set` must be sorted. 0.5 or more, or NAN if all rows have the event, or none. */
double leak_auc(const struct dataset *set, size_t column, bool words, size_t levels);

#endif
