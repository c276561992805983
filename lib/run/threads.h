/* SPDX-License-Identifier: MIT */
#ifndef RUN_THREADS_H
#define RUN_THREADS_H

/*
 * threads: the same function on several threads, the calling one among them.
 *
 * With one job no thread is made. A thread that cannot be made is done without.
 */

typedef void (*threads_work)(void *context, int worker);

/* Call work(context, 0 … jobs - 1), each on its own thread, and wait for all. */
void threads_run(int jobs, threads_work work, void *context);

#endif
