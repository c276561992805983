/* SPDX-License-Identifier: MIT */
#ifndef RUN_SPILL_H
#define RUN_SPILL_H

/*
 * spill: what is too much for the memory, put in a temporary file by all threads.
 *
 *	struct spill spill;
 *
 *	spill_open(&spill);
 *	…
 *	spill_put(&spill, bytes, &offset, why);
 *	…
 *	spill_get(&spill, to, bytes.length, offset, why);
 *	spill_close(&spill);
 *
 * The file is made when it is first needed, has no name, and is gone when the process is. Pieces
 * are put and got by any thread, at the same time.
 */

#include <pthread.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/slice.h"

struct spill {
	pthread_mutex_t lock; /* for what follows */
	int fd;               /* -1: none yet */
	uint64_t written;
};

void spill_open(struct spill *spill);

/* Write `bytes`; `offset` says where they are. Returns 0 or -1. */
int spill_put(struct spill *spill, struct slice bytes, uint64_t *offset, struct diag *why);

/* Read `length` bytes from `offset` to `to`. Returns 0 or -1. */
int spill_get(
	const struct spill *spill, char *to, size_t length, uint64_t offset, struct diag *why);

/* Forget all pieces; others can be put. */
void spill_empty(struct spill *spill);

void spill_close(struct spill *spill);

#endif
