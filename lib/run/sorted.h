/* SPDX-License-Identifier: MIT */
#ifndef RUN_SORTED_H
#define RUN_SORTED_H

/*
 * sorted: rows that come from all sides, written in byte order of their keys.
 *
 * A keyed fold ends with one row, or a few, per key, made partition by partition. Each partition
 * appends them to its own part; sorted_write then puts them all in the order of LC_ALL=C sort on
 * the key, so that join(1) takes them as they are and the order of the input leaves no trace.
 *
 *	struct sorted_part *part = sorted_part(sorted, partition);
 *
 *	buf_put(&part->text, key);
 *	buf_text(&part->text, "\t42\n");
 *	sorted_end(part, key.length);
 *	…
 *	sorted_settle(sorted, partition, why);
 *	…
 *	sorted_write(sorted, jobs, out, why);
 *
 * Keys are all different. What is too much for the memory waits in a temporary file, divided into
 * ranges of keys: only a few ranges are in memory again when all is written.
 */

#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "io/output.h"

struct sorted_entry;

/* To be used by one thread at a time. */
struct sorted_part {
	struct buf text;
	struct sorted_entry *entry;
	size_t count, capacity;
	size_t ended;     /* bytes of `text` that belong to entries */
	uint64_t settled; /* what it took when it settled the last time */
};

struct sorted;

/* Keep at most about `memory` bytes of rows in memory, a few parts more while they are made. */
struct sorted *sorted_new(size_t parts, uint64_t memory);
struct sorted_part *sorted_part(struct sorted *sorted, size_t part);

/* What was appended to the text since the last call belongs to the key at its start. */
void sorted_end(struct sorted_part *part, size_t key_length);

/*
 * A part has its rows, or some of them: if there are too many rows in memory, those of this part go
 * to the file. May be called by several threads, for different parts.
 */
int sorted_settle(struct sorted *sorted, size_t part, struct diag *why);

/* Write all rows. The parts are empty afterwards, and can be filled again. */
int sorted_write(struct sorted *sorted, int jobs, struct output *out, struct diag *why);

void sorted_free(struct sorted *sorted);

#endif
