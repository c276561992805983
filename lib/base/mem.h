/* SPDX-License-Identifier: MIT */
#ifndef BASE_MEM_H
#define BASE_MEM_H

/*
 * mem: memory, or the end of the program.
 *
 * A filter that has no memory left can do nothing useful but say so, hence these calls never
 * return NULL: they print "out of memory" and exit 1. It is the one place below lib/cli that may.
 *
 * Growing an array, where the struct holds `item`, `count` and `capacity`:
 *
 *	list->item = mem_grow(list->item, &list->capacity, list->count + 1, sizeof *list->item);
 *	list->item[list->count++] = what;
 *
 * Everything is released with free(3).
 */

#include <stddef.h>

/* Bytes with undefined content. `size` may be 0. */
void *mem_alloc(size_t size) __attribute__((malloc, returns_nonnull));

/* An array of `count` items of `size` bytes, all zero. */
void *mem_zero(size_t count, size_t size) __attribute__((malloc, returns_nonnull));

/* `size` bytes that begin at a multiple of `alignment`, a power of two. */
void *mem_aligned(size_t alignment, size_t size) __attribute__((returns_nonnull));

/*
 * The same for a table that is looked up all over: items of 64 bytes lie in one line of the cache
 * each, and a large table in huge pages, if the system has some, so that a look takes one miss.
 */
void *mem_table(size_t count, size_t size) __attribute__((returns_nonnull));

/* Change the size of `old` (or NULL), keeping its content. */
void *mem_resize(void *old, size_t count, size_t size) __attribute__((returns_nonnull));

/* The slow road of mem_grow. */
void *mem_grow_now(void *old, size_t *capacity, size_t count, size_t size)
	__attribute__((returns_nonnull));

/* Make room for at least `count` items; capacity at least doubles, so adding is cheap. */
static inline __attribute__((returns_nonnull)) void *mem_grow(
	void *old, size_t *capacity, size_t count, size_t size)
{
	return count <= *capacity && old != NULL ? old : mem_grow_now(old, capacity, count, size);
}

/* What somebody else has allocated, a library say: NULL ends the program here too. */
void *mem_must(void *memory) __attribute__((returns_nonnull));

/*
 * For a library in C++ that cannot go on, which would end the process by a signal and with words of
 * its own: C++ does so where there is no memory left for an exception. Says so and ends it,
 * whatever other threads are at.
 */
_Noreturn void mem_cannot_go_on(const char *library);

/* A copy of `length` bytes with a NUL behind it. */
char *mem_text(const char *at, size_t length) __attribute__((malloc, returns_nonnull));

#endif
