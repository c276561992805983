/* SPDX-License-Identifier: MIT */
#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *memory)
{
	if (memory == NULL) {
		fputs("crm: out of memory\n", stderr);
		exit(1);
	}
	return memory;
}

void *mem_alloc(size_t size)
{
	return checked(malloc(size ? size : 1));
}

void *mem_zero(size_t count, size_t size)
{
	return checked(calloc(count ? count : 1, size ? size : 1));
}

void *mem_aligned(size_t alignment, size_t size)
{
	void *memory;

	return checked(posix_memalign(&memory, alignment, size) == 0 ? memory : NULL);
}

void *mem_resize(void *old, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		return checked(NULL);
	return checked(realloc(old, bytes ? bytes : 1));
}

void *mem_grow(void *old, size_t *capacity, size_t count, size_t size)
{
	size_t wanted = *capacity < 8 ? 8 : *capacity;

	if (count <= *capacity && old != NULL)
		return old;
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
