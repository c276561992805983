/* SPDX-License-Identifier: MIT */
#include "run/each.h"

#include <pthread.h>
#include <stdatomic.h>

#include "run/threads.h"

struct each {
	run_each_work work;
	void *context;
	size_t count;
	atomic_size_t next;
	atomic_bool stop;
	pthread_mutex_t lock; /* for what follows */
	size_t failed;        /* the lowest number that failed; count: none */
	struct diag *why;
};

static void note_failure(struct each *each, size_t index, const struct diag *why)
{
	atomic_store(&each->stop, true);
	pthread_mutex_lock(&each->lock);
	if (index < each->failed) {
		each->failed = index;
		*each->why = *why;
	}
	pthread_mutex_unlock(&each->lock);
}

static void work_on(void *context, int worker)
{
	struct each *each = context;
	struct diag why;
	size_t index;

	while (!atomic_load(&each->stop) &&
		(index = atomic_fetch_add(&each->next, 1)) < each->count)
		if (each->work(each->context, worker, index, &why) < 0)
			note_failure(each, index, &why);
}

int run_each(int jobs, size_t count, run_each_work work, void *context, struct diag *why)
{
	struct each each = {
		.work = work,
		.context = context,
		.count = count,
		.failed = count,
		.why = why,
	};

	pthread_mutex_init(&each.lock, NULL);
	threads_run((size_t)jobs < count ? jobs : (int)count, work_on, &each);
	pthread_mutex_destroy(&each.lock);
	return each.failed < count ? -1 : 0;
}

struct errand {
	pieces_work work;
	void *context;
};

static int do_piece(void *context, int worker, size_t index, struct diag *why)
{
	const struct errand *errand = context;

	(void)worker;
	(void)why;
	errand->work(errand->context, index);
	return 0;
}

static void do_pieces(const struct pieces *pieces, size_t count, pieces_work work, void *context)
{
	struct errand errand = { work, context };
	struct diag why = DIAG_EMPTY;

	run_each(pieces->threads, count, do_piece, &errand, &why);
}

struct pieces run_each_pieces(int jobs)
{
	return (struct pieces){ do_pieces, jobs };
}
