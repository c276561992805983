/* SPDX-License-Identifier: MIT */
#ifndef RUN_EACH_H
#define RUN_EACH_H

/*
 * each: independent pieces of work, numbered, on several threads.
 *
 *	static int square(void *context, int worker, size_t index, struct diag *why)
 *	{
 *		double *value = context;
 *
 *		value[index] *= value[index];
 *		return 0;
 *	}
 *
 *	run_each(jobs, count, square, value, why);
 *
 * Pieces are begun in order of their numbers; which thread does which is not determined, so a
 * piece touches nothing but what is its own or its worker's (0 … jobs - 1).
 */

#include <stddef.h>

#include "base/diag.h"
#include "base/pieces.h"

typedef int (*run_each_work)(void *context, int worker, size_t index, struct diag *why);

/* Returns 0, or -1 with the fault of the lowest number that failed; later ones may be undone. */
int run_each(int jobs, size_t count, run_each_work work, void *context, struct diag *why);

/* That so many threads do the pieces of a function that starts none. */
struct pieces run_each_pieces(int jobs);

#endif
