/* SPDX-License-Identifier: MIT */
#include "base/mem.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/*
 * Of several threads that find no memory, the first one says so, and the others wait for the end.
 * It is a quick one: what libraries do at the end of a process may find no memory, too.
 */
static _Noreturn void give_up(const char *subject, const char *text)
{
	static atomic_flag said = ATOMIC_FLAG_INIT;

	while (atomic_flag_test_and_set(&said))
		pause();
	fprintf(stderr, "%s: %s%s\n", program_invocation_short_name, subject, text);
	quick_exit(1);
}

_Noreturn void mem_cannot_go_on(const char *library)
{
	give_up(library, " cannot go on, most likely for lack of memory");
}

void *mem_must(void *memory)
{
	if (memory == NULL)
		give_up("", "out of memory");
	return memory;
}

void *mem_alloc(size_t size)
{
	return mem_must(malloc(size ? size : 1));
}

void *mem_zero(size_t count, size_t size)
{
	return mem_must(calloc(count ? count : 1, size ? size : 1));
}

void *mem_aligned(size_t alignment, size_t size)
{
	void *memory;

	return mem_must(posix_memalign(&memory, alignment, size) == 0 ? memory : NULL);
}

void *mem_table(size_t count, size_t size)
{
	enum { LINE = 64, HUGE_PAGE = 2 * 1024 * 1024 };
	size_t bytes;
	void *table;

	if (__builtin_mul_overflow(count, size, &bytes))
		return mem_must(NULL);
	table = mem_aligned(bytes < HUGE_PAGE ? LINE : HUGE_PAGE, bytes);
	if (bytes >= HUGE_PAGE)
		madvise(table, bytes, MADV_HUGEPAGE); /* a wish: nothing hangs on it */
	return memset(table, 0, bytes);
}

void *mem_resize(void *old, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		return mem_must(NULL);
	return mem_must(realloc(old, bytes ? bytes : 1));
}

void *mem_grow_now(void *old, size_t *capacity, size_t count, size_t size)
{
	size_t wanted = *capacity < 8 ? 8 : *capacity;

	while (wanted < count)
		wanted = wanted > SIZE_MAX / 2 ? count : wanted * 2;
	old = mem_resize(old, wanted, size);
	*capacity = wanted;
	return old;
}

char *mem_text(const char *at, size_t length)
{
	char *text = mem_alloc(length + 1);

	if (length > 0)
		memcpy(text, at, length);
	text[length] = '\0';
	return text;
}
