/* SPDX-License-Identifier: MIT */
#ifndef LOG_NOTES_H
#define LOG_NOTES_H

/*
 * notes: what is to be said when the facts are in the ledger, taken down before it is closed.
 *
 *	struct notes notes = { .torn = BUF_EMPTY };
 *
 *	notes_take(&notes, work);
 *	if (append_commit(work->ledger, why) == 0)
 *		notes_say(&notes, work);
 *	buf_release(&notes.torn);
 */

#include "work.h"

struct notes {
	bool made, ended;
	uint64_t there_line;
	size_t torn_bytes;
	struct buf torn; /* without control characters */
};

void notes_take(struct notes *notes, const struct work *work);
void notes_say(const struct notes *notes, const struct work *work);

#endif
