/* SPDX-License-Identifier: MIT */
#ifndef IO_UNFINISHED_H
#define IO_UNFINISHED_H

/*
 * unfinished: names of files that must not outlive a run that is stopped.
 *
 * A file that is written beside the one that it will replace is noted here before it is made, and
 * dropped when it has been renamed or removed. Whoever ends the process in between, a signal, a
 * lack of memory, calls unfinished_remove.
 *
 *	unfinished_add(path);
 *	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
 *	…
 *	rename(path, target);
 *	unfinished_drop(path);
 *
 * Files are noted by the thread that receives the signals which stop a run: the first one.
 */

/* Note `path`, which is not copied, whether or not there is such a file yet. */
void unfinished_add(const char *path);

/* Take it back. A path that was never noted, or NULL, is allowed. */
void unfinished_drop(const char *path);

/* Remove the files that are noted. May be called by a signal handler. */
void unfinished_remove(void);

#endif
