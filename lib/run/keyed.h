/* SPDX-License-Identifier: MIT */
#ifndef RUN_KEYED_H
#define RUN_KEYED_H

/*
 * keyed: the fold for millions of keys.
 *
 * The rows of one key are scattered over the stream. Looking each row's key up in one large table
 * costs a wait for memory per row; instead each row becomes a small record that is put aside with
 * those of the same hash partition, and when all rows are in, the partitions, each small enough
 * for the cache, are grouped by key and worked on by all threads. Records beyond the memory limit
 * go to a temporary file, partition by partition.
 *
 *	fold, per row (each worker has its own writer):
 *		char *to = keyed_put(writer, customer_id, sizeof visit, why);
 *		memcpy(to, &visit, sizeof visit);
 *	then:
 *		keyed_each(keyed, jobs, work, context, why);
 *	which calls
 *		work(context, worker, partition, groups, count, why)
 *	for each partition; a group is a key and all that was put under it.
 *
 * The order of groups, and of what is in a group, is not determined: sort where it matters, and
 * give the output to run/sorted.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/slice.h"

enum { KEYED_PARTITIONS = 1024 };

struct keyed;
struct keyed_writer;

/* Keep at most about `memory` bytes of records in memory. */
struct keyed *keyed_new(uint64_t memory);

/* A writer for one worker; it belongs to `keyed`. May be called by any thread. */
struct keyed_writer *keyed_writer(struct keyed *keyed);

/*
 * Put `size` bytes aside under `key`, which is copied. Returns where to write them (not aligned),
 * NULL on failure.
 */
char *keyed_put(struct keyed_writer *writer, struct slice key, size_t size, struct diag *why);

/* A key and what was put under it. */
struct keyed_group {
	struct slice key;
	const struct slice *record;
	size_t count;
};

/* Have the records of a group brought near, some time before they are looked at. */
static inline void keyed_fetch(const struct keyed_group *group)
{
	for (size_t i = 0; i < group->count && i < 16; i++)
		__builtin_prefetch(group->record[i].at);
}

/* Groups live until `work` returns. */
typedef int (*keyed_work)(void *context, int worker, size_t partition,
	const struct keyed_group *group, size_t count, struct diag *why);

int keyed_each(struct keyed *keyed, int jobs, keyed_work work, void *context, struct diag *why);

void keyed_free(struct keyed *keyed);

#endif
