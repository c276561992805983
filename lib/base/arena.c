/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>

#include "base/mem.h"

enum { CHUNK_SIZE = 64 * 1024 };

struct arena_chunk {
	struct arena_chunk *older;
	size_t size;
	alignas(max_align_t) char bytes[];
};

void *arena_alloc(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = arena->chunk;
	size_t align = alignof(max_align_t);
	size_t need = (size + align - 1) / align * align;
	void *memory;

	if (chunk == NULL || chunk->size - arena->used < need) {
		size_t room = need > CHUNK_SIZE ? need : CHUNK_SIZE;

		chunk = mem_alloc(sizeof *chunk + room);
		chunk->older = arena->chunk;
		chunk->size = room;
		arena->chunk = chunk;
		arena->used = 0;
	}
	memory = chunk->bytes + arena->used;
	arena->used += need;
	return memory;
}

struct slice arena_copy(struct arena *arena, struct slice bytes)
{
	char *copy = arena_alloc(arena, bytes.length + 1);

	if (bytes.length > 0)
		memcpy(copy, bytes.at, bytes.length);
	copy[bytes.length] = '\0';
	return (struct slice){ copy, bytes.length };
}

static void free_chunks(struct arena_chunk *chunk)
{
	while (chunk != NULL) {
		struct arena_chunk *older = chunk->older;

		free(chunk);
		chunk = older;
	}
}

void arena_forget(struct arena *arena)
{
	free_chunks(arena->chunk->older);
	arena->chunk->older = NULL;
	arena->used = 0;
}

void arena_release(struct arena *arena)
{
	free_chunks(arena->chunk);
	*arena = (struct arena)ARENA_EMPTY;
}
