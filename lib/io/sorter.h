/* SPDX-License-Identifier: MIT */
#ifndef IO_SORTER_H
#define IO_SORTER_H

/*
 * sorter: rows of whole numbers put in order, more of them than there is memory for.
 *
 *	struct sorter *sorter = sorter_new(2, 1 << 20);
 *	const int64_t *row;
 *	int more;
 *
 *	sorter_add(sorter, (int64_t[]){ number, other });
 *	…
 *	while ((more = sorter_next(sorter, &row, why)) > 0)
 *		… row[0], row[1] …
 *	sorter_free(sorter);
 *
 * It is an external merge sort (Knuth, "The Art of Computer Programming", volume 3, 5.4). Rows are
 * collected until `memory` is full, sorted (base/radix), and written to a file without a name as a
 * run; in the end the runs are read side by side, the least of their first rows being the next, so
 * that all are read once and in order. As long as everything fits there is no file. The file is
 * gone when the process is, however that ends.
 *
 * Rows are ordered by all of their numbers, so those that compare equal are equal, and what comes
 * out does not tell in which order or in whose hands the rows came in. For falling order, add ~x
 * instead of x: it is the one turn that has no overflow.
 *
 * A sorter is used by one thread at a time. Threads fill one each, and then all are taken into one.
 *
 * A full disk is told by sorter_next; until then rows are taken without complaint.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

struct sorter;

/*
 * Rows of `width` (1 … RADIX_MOST_WIDTH) numbers. Takes about twice `memory` bytes while it sorts,
 * and for reading 4 KiB for each run if these are more.
 */
struct sorter *sorter_new(size_t width, uint64_t memory);

void sorter_add(struct sorter *sorter, const int64_t *row);

/* Take over all rows of another one of the same width, which is empty then. */
void sorter_take(struct sorter *sorter, struct sorter *other);

/* How many rows were added. */
uint64_t sorter_count(const struct sorter *sorter);

/*
 * The next row in rising order; the first call ends the adding.
 *
 * Returns 1, or 0 behind the last row, or -1 if the file could not be written or read.
 * The row lives until the next call.
 */
int sorter_next(struct sorter *sorter, const int64_t **row, struct diag *why);

void sorter_free(struct sorter *sorter);

#endif
