/* SPDX-License-Identifier: MIT */
#ifndef IO_LOCK_H
#define IO_LOCK_H

/*
 * lock: one program at a time at a file that is replaced as a whole.
 *
 *	int lock = lock_take("state.tsv", why);
 *
 *	if (lock < 0)
 *		return -1;
 *	… read the file, write a new one, rename it over the old one …
 *	lock_release(lock);
 *
 * A second program waits until the first has released the lock or ended, in whatever way, and then
 * finds the new file. A file that is not there yet is made, empty. Only programs that take the
 * lock are kept out.
 */

#include "base/diag.h"

/* Returns what lock_release wants, or -1. */
int lock_take(const char *path, struct diag *why);

/* A negative `lock` is none. */
void lock_release(int lock);

#endif
