/* SPDX-License-Identifier: MIT */
#include "io/unfinished.h"

#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

/* Far more than a tool has outputs: one that finds no place is done without. */
enum { MOST = 32 };

static _Atomic(const char *) noted[MOST];

void unfinished_add(const char *path)
{
	for (size_t i = 0; i < MOST; i++) {
		const char *none = NULL;

		if (atomic_compare_exchange_strong(&noted[i], &none, path))
			return;
	}
}

void unfinished_drop(const char *path)
{
	for (size_t i = 0; i < MOST; i++) {
		const char *same = path;

		if (path != NULL && atomic_compare_exchange_strong(&noted[i], &same, NULL))
			return;
	}
}

void unfinished_remove(void)
{
	for (size_t i = 0; i < MOST; i++) {
		const char *path = atomic_load(&noted[i]);

		if (path != NULL)
			unlink(path);
	}
}
