/* SPDX-License-Identifier: MIT */
#ifndef IO_SPOOL_H
#define IO_SPOOL_H

/*
 * spool: bytes kept for a second reading, in memory or, when there are many, in a file.
 *
 * Pieces are numbered from 0 in the order in which they were put. The file has no name: it is
 * gone when the process is, however that ends.
 */

#include "base/diag.h"
#include "base/slice.h"

#include <stdint.h>

struct spool;

/* Keep at most `memory` bytes in memory. */
struct spool *spool_new(uint64_t memory);

/* Keep a piece. Fails when the temporary file cannot be written. */
int spool_put(struct spool *spool, struct slice piece, struct diag *why);

/* A piece, all having been put. Lives until spool_free. Fails when the file cannot be mapped. */
int spool_get(struct spool *spool, size_t number, struct slice *piece, struct diag *why);

size_t spool_count(const struct spool *spool);

void spool_free(struct spool *spool);

#endif
