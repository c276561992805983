/* SPDX-License-Identifier: MIT */
#ifndef RUN_BELT_H
#define RUN_BELT_H

/*
 * belt: pieces of work that come in order, are worked on by several threads, and leave in order.
 *
 * A piece is on its way in one of a few slots, which belong to the caller, as does all that is in
 * them. A slot is filled by `take`, worked on by `work`, emptied by `put`, and filled again:
 *
 *	static bool take(void *context, size_t slot)       read the next block into slot[slot]
 *	static void work(void *context, int worker, size_t slot)     make its output
 *	static int put(void *context, size_t slot)         write it
 *
 *	static const struct belt_work steps = { take, work, put };
 *
 *	belt_run(&steps, jobs, slots, context);
 *
 * `take` and `put` are called for one piece after the other, each by one thread at a time, and
 * need no lock for what only they touch; both may go on while others work. What goes wrong with a
 * piece is noted in its slot, and its `put` says that the belt stops: so the first fault in the
 * order of the pieces is the one that counts, whichever thread comes first.
 */

#include <stdbool.h>
#include <stddef.h>

struct belt_work {
	bool (*take)(void *context, size_t slot); /* false: there are no more */
	void (*work)(void *context, int worker, size_t slot);
	int (*put)(void *context, size_t slot); /* below 0: stop */
};

/* With three slots for a thread, it hardly ever waits. Returns 0, or -1 if `put` has stopped it. */
int belt_run(const struct belt_work *steps, int jobs, size_t slots, void *context);

#endif
