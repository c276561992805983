/* SPDX-License-Identifier: MIT */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

/*
 * progress: one line on standard error that says how far a long run has come.
 *
 * Nothing is drawn during the first second, at most ten drawings follow in each second, and the
 * end wipes the line. The drawing is plain text without colours. Used by one thread at a time.
 *
 *	struct progress bar = PROGRESS_OFF;
 *
 *	progress_start(&bar, "crm-profile");
 *	… progress_step(&bar, done, total); …
 *	progress_end(&bar);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct progress {
	const char *name; /* NULL: off, nothing is ever drawn */
	int64_t start;    /* in nanoseconds of a clock that only goes forward */
	int64_t drawn;    /* when the last drawing was made; 0: none yet */
	size_t columns;   /* that the last drawing takes */
};

#define PROGRESS_OFF          \
	{                     \
		NULL, 0, 0, 0 \
	}

void progress_start(struct progress *bar, const char *name);

/* `done` bytes of `total` (0: not known) are dealt with. Draws when it is time to. */
void progress_step(struct progress *bar, uint64_t done, uint64_t total);

/* Wipe the drawing; a later step may draw again. */
void progress_wipe(struct progress *bar);

/* Wipe the drawing and switch off. */
void progress_end(struct progress *bar);

/*
 * Append the drawing itself, of at most `columns` columns:
 *
 *	crm-profile   42% [########            ] 1.2 GB of 2.9 GB, 310 MB/s, 0:05 left
 *	crm-profile  1.2 GB, 310 MB/s, 0:04
 */
void progress_put(struct buf *out, const char *name, uint64_t done, uint64_t total, double seconds,
	size_t columns);

#endif
