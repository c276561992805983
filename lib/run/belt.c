/* SPDX-License-Identifier: MIT */
#include "run/belt.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "run/threads.h"

struct belt {
	const struct belt_work *steps;
	void *context;
	size_t slots;

	pthread_mutex_t taking; /* held while a piece is taken */
	bool ended;

	pthread_mutex_t lock; /* for what follows */
	pthread_cond_t moved;
	bool *worked;        /* the piece in this slot can be put */
	size_t taken, given; /* numbers of the next piece to take and to put */
	bool putting, stop;
};

/* Is there a slot for the next piece? Waits for one; false if nothing more is to be done. */
static bool find_slot(struct belt *belt)
{
	bool found;

	pthread_mutex_lock(&belt->lock);
	while (!belt->stop && !belt->ended && belt->taken - belt->given == belt->slots)
		pthread_cond_wait(&belt->moved, &belt->lock);
	found = !belt->stop && !belt->ended;
	pthread_mutex_unlock(&belt->lock);
	return found;
}

static bool take(struct belt *belt, size_t *slot)
{
	bool found;

	pthread_mutex_lock(&belt->taking);
	*slot = belt->taken % belt->slots;
	found = find_slot(belt);
	if (found && !belt->steps->take(belt->context, *slot)) {
		belt->ended = true;
		found = false;
	}
	if (found) {
		pthread_mutex_lock(&belt->lock);
		belt->taken++;
		pthread_mutex_unlock(&belt->lock);
	}
	pthread_mutex_unlock(&belt->taking);
	return found;
}

/* Put what can be put: pieces are kept in order by whoever finds the next one ready. */
static void hand_in(struct belt *belt, size_t slot)
{
	pthread_mutex_lock(&belt->lock);
	belt->worked[slot] = true;
	while (!belt->putting && !belt->stop && belt->worked[belt->given % belt->slots]) {
		size_t next = belt->given % belt->slots;
		int result;

		belt->putting = true;
		pthread_mutex_unlock(&belt->lock);
		result = belt->steps->put(belt->context, next);
		pthread_mutex_lock(&belt->lock);
		belt->putting = false;
		belt->worked[next] = false;
		belt->given++;
		belt->stop |= result < 0;
		pthread_cond_broadcast(&belt->moved);
	}
	pthread_mutex_unlock(&belt->lock);
}

static void work_on(void *context, int worker)
{
	struct belt *belt = context;
	size_t slot;

	while (take(belt, &slot)) {
		belt->steps->work(belt->context, worker, slot);
		hand_in(belt, slot);
	}
}

int belt_run(const struct belt_work *steps, int jobs, size_t slots, void *context)
{
	struct belt belt = { .steps = steps, .context = context, .slots = slots };

	belt.worked = mem_zero(slots, sizeof *belt.worked);
	pthread_mutex_init(&belt.taking, NULL);
	pthread_mutex_init(&belt.lock, NULL);
	pthread_cond_init(&belt.moved, NULL);
	threads_run(jobs, work_on, &belt);
	pthread_mutex_destroy(&belt.taking);
	pthread_mutex_destroy(&belt.lock);
	pthread_cond_destroy(&belt.moved);
	free(belt.worked);
	return belt.stop ? -1 : 0;
}
