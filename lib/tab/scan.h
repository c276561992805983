/* SPDX-License-Identifier: MIT */
#ifndef TAB_SCAN_H
#define TAB_SCAN_H

/*
 * scan: where the separators are, many bytes at a time.
 *
 * The one place with vector instructions: 64 bytes at a step with AVX-512, 32 with AVX2, 16 with
 * SSE2, whichever the processor has, and plain C elsewhere. All give the same positions.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scan {
	size_t tabs; /* how many positions were written */
	size_t newlines;
	bool has_nul; /* a NUL byte is among the bytes */
};

/*
 * Find every TAB and LF in `length` bytes. Their positions, counted from `at` plus `base`, go to
 * `tab` and `newline`, which must have room for length + 64 each.
 */
struct scan scan_separators(
	const char *at, size_t length, uint32_t base, uint32_t *tab, uint32_t *newline);

/* How often `byte` occurs. */
size_t scan_count(const char *at, size_t length, char byte);

#endif
