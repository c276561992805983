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
	bool has_nul;    /* a NUL byte is among the bytes */
	bool has_escape; /* a backslash or CR is */
	bool has_high;   /* one that is no ASCII is */
};

/*
 * Find every TAB and LF in `length` bytes. Their positions, counted from `at` plus `base`, go to
 * `tab` and `newline`, which must have room for length + 64 each.
 */
struct scan scan_separators(
	const char *at, size_t length, uint32_t base, uint32_t *tab, uint32_t *newline);

/* What divides a file of another dialect. */
struct scan_bytes {
	char separator;
	char quote; /* '\0' if there is none: the NUL bytes are given then, which are odd anyway */
	bool cr_ends; /* a CR is a line end, whether or not a LF follows */
};

/* Where positions go; each needs room for length + 64. */
struct scan_places {
	uint32_t *separator, *newline, *quote;
};

struct scan_csv {
	size_t separators, newlines, quotes; /* how many positions were written */
	bool odd; /* perhaps there is a NUL byte, or a CR that ends no line */
};

/* Find every separator, line end and quote, as above. */
struct scan_csv scan_csv(const char *at, size_t length, uint32_t base, struct scan_bytes bytes,
	const struct scan_places *places);

/* How often `byte` occurs. */
size_t scan_count(const char *at, size_t length, char byte);

#endif
