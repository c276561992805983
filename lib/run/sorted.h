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
 *	sorted_write(sorted, jobs, out, why);
 *
 * Keys are all different.
 */

#include "base/buf.h"
#include "base/diag.h"
#include "io/output.h"

struct sorted_entry;

/* To be used by one thread at a time. */
struct sorted_part {
	struct buf text;
	struct sorted_entry *entry;
	size_t count, capacity;
	size_t ended; /* bytes of `text` that belong to entries */
};

struct sorted;

struct sorted *sorted_new(size_t parts);
struct sorted_part *sorted_part(struct sorted *sorted, size_t part);

/* What was appended to the text since the last call belongs to the key at its start. */
void sorted_end(struct sorted_part *part, size_t key_length);

/* How many keys there are in all. */
size_t sorted_count(const struct sorted *sorted);

/* Write all rows. The parts are empty afterwards. */
int sorted_write(struct sorted *sorted, int jobs, struct output *out, struct diag *why);

void sorted_free(struct sorted *sorted);

#endif
