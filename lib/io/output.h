/* SPDX-License-Identifier: MIT */
#ifndef IO_OUTPUT_H
#define IO_OUTPUT_H

/*
 * output: a named place to write to, all or nothing.
 *
 * A file is written without a name and put in its place by output_commit, so that nobody ever
 * reads half of it, and a run that fails or is killed leaves the old file as it was, and nothing
 * beside it. Where the file system has no files without a name, it is written beside, under a name
 * that is noted in io/unfinished. Of a symbolic link, what it leads to is replaced. NULL or "-" is
 * standard output, which is written as it comes. A name that ends in ".gz" or ".zst" is compressed.
 *
 *	struct output *out;
 *	int result = output_open(&out, path, why);
 *
 *	if (result == 0)
 *		result = output_write(out, buf_slice(&rows), why);
 *	if (result == 0)
 *		result = output_commit(out, why);
 *	else
 *		output_discard(out);
 *
 * Small writes are gathered, large ones handed through. An output is used by one thread at a time.
 */

#include <stdbool.h>

#include "base/diag.h"
#include "base/slice.h"

struct output;

/*
 * Would two outputs get in each other's way: the same name, or two names of one file? NULL is no
 * output here; "-" is standard output.
 */
bool output_same(const char *path, const char *other);

/* On failure *out is NULL. */
int output_open(struct output **out, const char *path, struct diag *why);

int output_write(struct output *out, struct slice bytes, struct diag *why);

/* Can what has been written be taken back? It can where a file is replaced. */
bool output_can_restart(const struct output *out);

/* Take back all that has been written. */
int output_restart(struct output *out, struct diag *why);

/* Hand on what has been gathered, so that the next program in a pipe sees it; unless compressed. */
int output_flush(struct output *out, struct diag *why);

/* Write what is left, check it, put the file in its place. Releases `out`, also on failure. */
int output_commit(struct output *out, struct diag *why);

/*
 * The end of an output that is one text: write `bytes` and commit if `result` is 0, else give up.
 * Returns what the whole comes to.
 */
int output_finish(struct output *out, int result, struct slice bytes, struct diag *why);

/* Give up: the file that stood there before stays. Releases `out`, which may be NULL. */
void output_discard(struct output *out);

#endif
