/* SPDX-License-Identifier: MIT */
#ifndef IO_DIRECTORY_H
#define IO_DIRECTORY_H

/*
 * directory: the files of a folder, in the place of its name.
 *
 *	struct directory files = DIRECTORY_EMPTY;
 *
 *	if (directory_expand(&files, paths, count, why) == 0)
 *		… files.path[0 … files.count - 1] …
 *	directory_release(&files);
 *
 * A path that is a directory becomes the paths of its regular files, in the order of the bytes of
 * their names; any other path stays what it is. Hidden files (.name), those by which a spreadsheet
 * marks an open book (~$name), and directories within it are passed over.
 */

#include <stddef.h>

#include "base/diag.h"

struct directory {
	char **path; /* behind the last: NULL */
	size_t count, capacity;
	size_t expanded; /* how many of the paths were directories */
};

#define DIRECTORY_EMPTY { NULL, 0, 0, 0 }

/* Fails when a directory cannot be read, or has no file. */
int directory_expand(struct directory *files, char *const *paths, size_t count, struct diag *why);

void directory_release(struct directory *files);

#endif
