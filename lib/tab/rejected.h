/* SPDX-License-Identifier: MIT */
#ifndef TAB_REJECTED_H
#define TAB_REJECTED_H

/*
 * rejected: the records of a rejects file (tab/rejects), corrected and to be read again.
 *
 * The records of one file that are written in one way are one part. A part is read as the file
 * was, and a record keeps the place that it had there.
 *
 *	struct rejected rejected = REJECTED_EMPTY;
 *
 *	if (rejected_is(first_bytes) && rejected_read(&rejected, name, all_bytes, why) == 0)
 *		while (rejected_next(&rejected.part[0], &bytes, &offset))
 *			…
 *	rejected_release(&rejected);
 *
 * Bytes that a rejects file only shows, \0 and <D5>, become again what they were, so that a record
 * which nobody has corrected is rejected again.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

struct rejected_place {
	uint64_t line, offset; /* in the file that it was rejected from … */
	uint64_t at_line;      /* … and in the text, from 0 */
	size_t at;
	bool alone; /* has an odd number of quotes, and is kept away from others */
};

struct rejected_part {
	struct slice file, dialect, header;
	struct buf text; /* the records, with line ends */
	struct rejected_place *place;
	size_t count, capacity;
	uint64_t lines;
	size_t next; /* the next record to be given */
};

struct rejected {
	struct rejected_part *part;
	size_t count, capacity;
	struct arena texts;
};

#define REJECTED_EMPTY { NULL, 0, 0, ARENA_EMPTY }

/* Do these bytes begin a rejects file that says how its records were written? */
bool rejected_is(struct slice bytes);

/* Add the parts of one, of which these are all bytes. */
int rejected_read(
	struct rejected *rejected, const char *name, struct slice bytes, struct diag *why);

/* Give some records and where they are in the text; false behind the last. */
bool rejected_next(struct rejected_part *part, struct slice *bytes, uint64_t *offset);

/* The place that something in the text had: a line from 1, and an offset. */
uint64_t rejected_line(const struct rejected_part *part, uint64_t line);
uint64_t rejected_offset(const struct rejected_part *part, uint64_t offset);

void rejected_release(struct rejected *rejected);

#endif
