/* SPDX-License-Identifier: MIT */
#ifndef IO_PIPE_H
#define IO_PIPE_H

/*
 * pipe: room in a pipe for what a tool writes at once.
 *
 * Tools read and write blocks of a megabyte, and Linux gives a pipe room for a sixteenth of that:
 * the one that writes has to wait until the next one reads, which works on the block before, and so
 * all tools of a pipe take turns. With room for a block they work side by side.
 */

#include <fcntl.h>

/* It is a wish, and nothing hangs on it: not on whether `fd` is a pipe, either. */
static inline void pipe_widen(int fd)
{
#ifdef F_SETPIPE_SZ
	fcntl(fd, F_SETPIPE_SZ, 1 << 20);
#else
	(void)fd;
#endif
}

#endif
