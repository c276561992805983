/* SPDX-License-Identifier: MIT */
#ifndef IO_TEMPORARY_H
#define IO_TEMPORARY_H

/*
 * temporary: a file without a name, in $TMPDIR or /tmp.
 *
 * It is gone when it is closed or the process ends, however that happens.
 */

#include <stdint.h>

#include "base/diag.h"
#include "base/slice.h"

/* Returns a descriptor open for reading and writing, or -1. */
int temporary_open(struct diag *why);

/* Write all of `bytes` at `offset`. */
int temporary_write(int fd, struct slice bytes, uint64_t offset, struct diag *why);

/* Read `length` bytes at `offset` to `to`. */
int temporary_read(int fd, char *to, size_t length, uint64_t offset, struct diag *why);

#endif
