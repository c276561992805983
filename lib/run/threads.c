/* SPDX-License-Identifier: MIT */
#include "run/threads.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/mem.h"

struct thread {
	pthread_t id;
	threads_work work;
	void *context;
	int worker;
};

/* New threads take over what is blocked: signals that stop a run go to the first one. */
static void block_stops(sigset_t *before)
{
	sigset_t stops;

	sigemptyset(&stops);
	sigaddset(&stops, SIGHUP);
	sigaddset(&stops, SIGINT);
	sigaddset(&stops, SIGQUIT);
	sigaddset(&stops, SIGTERM);
	sigaddset(&stops, SIGXCPU);
	pthread_sigmask(SIG_BLOCK, &stops, before);
}

static void *start(void *argument)
{
	const struct thread *thread = argument;

	thread->work(thread->context, thread->worker);
	return NULL;
}

void threads_run(int jobs, threads_work work, void *context)
{
	struct thread *thread;
	sigset_t before;
	int made = 1;

	if (jobs <= 1) {
		work(context, 0);
		return;
	}
	thread = mem_zero((size_t)jobs, sizeof *thread);
	block_stops(&before);
	for (; made < jobs; made++) {
		thread[made] = (struct thread){ .work = work, .context = context, .worker = made };
		if (pthread_create(&thread[made].id, NULL, start, &thread[made]) != 0)
			break;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	work(context, 0);
	for (int i = 1; i < made; i++)
		pthread_join(thread[i].id, NULL);
	free(thread);
}
