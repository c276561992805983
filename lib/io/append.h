/* SPDX-License-Identifier: MIT */
#ifndef IO_APPEND_H
#define IO_APPEND_H

/*
 * append: lines at the end of a file, whole or not at all.
 *
 *	struct append *file;
 *	int result = append_open(&file, "ledger.tsv", why);
 *
 *	if (result == 0 && !is_there(append_content(file), line))
 *		result = append_put(file, line, why);
 *	if (result == 0)
 *		result = append_commit(file, why);
 *	else
 *		append_discard(file);
 *
 * From append_open on the file is ours: a second program that calls it waits (io/lock). Nothing
 * of what is put can be seen before the commit. Whoever reads the file meanwhile, with whatever
 * program and without any lock, sees whole lines.
 *
 * How that is done
 *
 * The obvious way, one write(2) at the end, is not good enough. The kernel copies the bytes page
 * by page and makes the file longer after each page, so a line that crosses from one page into
 * the next can be seen by half, and stays half when the process is killed or the disk is full
 * between the two. (A reader that looks at the end of a file on ext4 all the time, while lines of
 * 60 bytes are written, finds a half one in 3 of 100 looks.) The way that is always right, a copy
 * with the new lines that is renamed over the file, writes a gigabyte for one line in a large one.
 *
 * Within one page, however, a write is one copy and then one change of the length: there is no
 * moment in between to be seen or to be killed in, and room on the disk is found before or not at
 * all. Hence:
 *
 *	what fits into the last page of the file (or, if that is full, into a new one) is written
 *	in place by one write(2), and then fdatasync;
 *
 *	everything else is written into a copy beside the file, synced, and renamed over it. So
 *	is the first line of a file that is not there yet, so that no file is ever seen without
 *	it, and a file that has several names, whose other names keep what they have.
 *
 * Of facts of 60 bytes, 67 in 68 go in place; what the 68th costs is, spread over all of them,
 * less than looking through the file once for each. Where a file system shares blocks between
 * files, copy_file_range(2) makes the copy without writing it.
 *
 * What is promised, on a local file system (not over a network, where neither locks nor pages
 * are what they are here):
 *
 * - Success: append_commit returns 0 only when the lines, and the entry of the file in its folder,
 *   are on the disk: fdatasync, or fsync and rename, and fsync of the folder. This is done, too,
 *   when nothing was put: another program may have been killed behind its write and before its
 *   sync, and who finds a line and says "it is there" answers for it.
 * - Failure, of a full disk, a quota, a limit on the size of files: the file is as it was. If the
 *   disk itself fails behind the write, what is in the file is cut back.
 * - SIGKILL at any instant: all of the lines are there or none. What may be left behind is the
 *   copy, FILE.crm-new; the next append_open removes it.
 * - Power loss: what was committed is there. What was not is there, or is not, or (in place only)
 *   has left some bytes of its one page unwritten, which are NUL.
 * - Others: who takes no lock is not kept out, but noticed: a file that has changed since
 *   append_open is not touched.
 *
 * How a torn end is known
 *
 * The length of a file on the disk changes at once, by the whole write; the bytes come by
 * sectors, and where they did not come there are NULs. No text has NULs, so the lines from the
 * first NUL in the last page on were being written when the power went, by somebody who has never
 * been told that they were. They are no part of append_content, append_torn tells of them, and the
 * commit leaves them out. That means a copy: the file is never cut in place, since a reader may
 * have mapped it.
 *
 * An end without LF, on the other hand, comes from elsewhere: from an editor, or from another
 * program that died. Whether that line is whole only the caller can judge. If it goes on, the first
 * line that is put gets an LF in front, and the unfinished one stays as it was read by all.
 *
 * A file that is replaced keeps its permissions, and its owner and group as far as the process
 * may give them. A process that does not ignore SIGXFSZ is ended by it, with the file whole, when
 * a copy outgrows the limit on the size of files.
 */

#include <stdbool.h>

#include "base/diag.h"
#include "base/slice.h"

struct append;

/*
 * Wait for `path` to be ours, and find out whether it can be appended to. Of a symbolic link, what
 * it leads to is meant. The file need not be there; a folder, a device or a compressed file is
 * refused. On failure *append is NULL.
 */
int append_open(struct append **append, const char *path, struct diag *why);

/* Is there no file yet, or an empty one? */
bool append_is_new(const struct append *append);

/* What is in the file, without a torn end. Lives until the commit. */
struct slice append_content(const struct append *append);

/* The torn end that the commit will leave out: whole lines with NULs in them, or nothing. */
struct slice append_torn(const struct append *append);

/* How many bytes stand behind the last LF of append_content. */
size_t append_unfinished(const struct append *append);

/* Add `lines`, the last of which ends in LF. */
int append_put(struct append *append, struct slice lines, struct diag *why);

/* Make what has been put part of the file, and be sure of it. Releases `append`, on failure too. */
int append_commit(struct append *append, struct diag *why);

/* Give up: the file is as it was. Releases `append`, which may be NULL. */
void append_discard(struct append *append);

#endif
