/* SPDX-License-Identifier: MIT */
#include "io/spool.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/temporary.h"

struct piece {
	char *memory; /* NULL: in the file */
	uint64_t offset;
	size_t length;
};

struct spool {
	struct piece *piece;
	size_t count, capacity;
	uint64_t memory_left;
	int fd; /* -1: none yet */
	uint64_t written;
	char *map;
};

struct spool *spool_new(uint64_t memory)
{
	struct spool *spool = mem_zero(1, sizeof *spool);

	spool->memory_left = memory;
	spool->fd = -1;
	return spool;
}

static int put_in_file(
	struct spool *spool, struct piece *piece, struct slice bytes, struct diag *why)
{
	if (spool->fd < 0 && (spool->fd = temporary_open(why)) < 0)
		return -1;
	piece->offset = spool->written;
	spool->written += bytes.length;
	return temporary_write(spool->fd, bytes, piece->offset, why);
}

int spool_put(struct spool *spool, struct slice bytes, struct diag *why)
{
	struct piece *piece;

	spool->piece =
		mem_grow(spool->piece, &spool->capacity, spool->count + 1, sizeof *spool->piece);
	piece = &spool->piece[spool->count++];
	*piece = (struct piece){ NULL, 0, bytes.length };
	if (bytes.length > spool->memory_left || spool->fd >= 0)
		return put_in_file(spool, piece, bytes, why);
	piece->memory = mem_alloc(bytes.length);
	if (bytes.length > 0)
		memcpy(piece->memory, bytes.at, bytes.length);
	spool->memory_left -= bytes.length;
	return 0;
}

int spool_get(struct spool *spool, size_t number, struct slice *bytes, struct diag *why)
{
	const struct piece *piece = &spool->piece[number];

	bytes->length = piece->length;
	bytes->at = piece->memory;
	if (piece->memory != NULL)
		return 0;
	if (spool->map == NULL) {
		void *map = mmap(NULL, spool->written, PROT_READ, MAP_SHARED, spool->fd, 0);

		if (map == MAP_FAILED)
			return diag_errno(why, "cannot map the temporary file");
		spool->map = map;
	}
	bytes->at = spool->map + piece->offset;
	return 0;
}

size_t spool_count(const struct spool *spool)
{
	return spool->count;
}

void spool_free(struct spool *spool)
{
	if (spool == NULL)
		return;
	if (spool->map != NULL)
		munmap(spool->map, spool->written);
	if (spool->fd >= 0)
		close(spool->fd);
	for (size_t i = 0; i < spool->count; i++)
		free(spool->piece[i].memory);
	free(spool->piece);
	free(spool);
}
