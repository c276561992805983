/* SPDX-License-Identifier: MIT */
#ifndef BASE_PIECES_H
#define BASE_PIECES_H

/*
 * pieces: rows divided among those who have time.
 *
 * Functions of lib/stat and lib/crm start no threads, but those that walk over many rows do so in
 * pieces, which are independent of each other. Who calls them may say who does the pieces;
 * lib/run/each, for one:
 *
 *	const struct pieces pieces = run_each_pieces(jobs);
 *
 *	purchase_fit(model, group, count, &pieces, &fit, why);
 */

#include <stddef.h>

typedef void (*pieces_work)(void *context, size_t piece);

struct pieces {
	/* Do `work` for each piece below `count`, in any order, and return when all is done. */
	void (*run)(const struct pieces *pieces, size_t count, pieces_work work, void *context);
	int threads;
};

enum { PIECES_MOST = 64, PIECES_ROWS = 4096 };

/* Do the pieces as `pieces` says; one after the other if it is NULL, or has no `run`. */
static inline void pieces_run(
	const struct pieces *pieces, size_t count, pieces_work work, void *context)
{
	if (pieces != NULL && pieces->run != NULL)
		pieces->run(pieces, count, work, context);
	else
		for (size_t i = 0; i < count; i++)
			work(context, i);
}

/* Into how many pieces so many rows are divided: 1 to PIECES_MOST. */
static inline size_t pieces_of(size_t rows)
{
	size_t count = rows / PIECES_ROWS + 1;

	return count < PIECES_MOST ? count : PIECES_MOST;
}

/* The row where a piece begins, and the one before it ends. */
static inline size_t pieces_start(size_t rows, size_t count, size_t piece)
{
	size_t each = rows / count, longer = rows % count;

	return piece * each + (piece < longer ? piece : longer);
}

#endif
