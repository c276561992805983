/* SPDX-License-Identifier: MIT */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

/*
 * slice: some bytes that belong to somebody else.
 *
 * Fields of a row are slices into the block that was read; nothing is copied or terminated. A
 * slice lives as long as the bytes below it: copy it (arena, buf) to keep it. The empty slice
 * {0} is valid everywhere and stands for a missing field.
 *
 *	diag_fail(why, "not a number: '" SLICE "'", SLICE_ARG(field));
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *at;
	size_t length;
};

/* The bytes of a C string, without the NUL. */
static inline struct slice slice_of(const char *text)
{
	return (struct slice){ text, strlen(text) };
}

/* The same of a literal, where a constant is wanted. */
#define SLICE_LITERAL(text)              \
	{                                \
		(text), sizeof(text) - 1 \
	}

/* Are `length` bytes the same? Keys are short: two loads that may overlap settle most of them. */
static inline bool slice_same_bytes(const char *a, const char *b, size_t length)
{
	uint64_t a8, b8, a8_end, b8_end;
	uint32_t a4, b4, a4_end, b4_end;

	if (length > 16)
		return memcmp(a, b, length) == 0;
	if (length >= 8) {
		memcpy(&a8, a, 8);
		memcpy(&b8, b, 8);
		memcpy(&a8_end, a + length - 8, 8);
		memcpy(&b8_end, b + length - 8, 8);
		return ((a8 ^ b8) | (a8_end ^ b8_end)) == 0;
	}
	if (length >= 4) {
		memcpy(&a4, a, 4);
		memcpy(&b4, b, 4);
		memcpy(&a4_end, a + length - 4, 4);
		memcpy(&b4_end, b + length - 4, 4);
		return ((a4 ^ b4) | (a4_end ^ b4_end)) == 0;
	}
	for (size_t i = 0; i < length; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

/* Copy the bytes. They are few, mostly: moves that may overlap take all lengths without a call. */
static inline void slice_copy(char *to, struct slice a)
{
	uint64_t head, tail;
	uint32_t head4, tail4;

	if (a.length > 16) {
		memcpy(to, a.at, a.length);
	} else if (a.length >= 8) {
		memcpy(&head, a.at, 8);
		memcpy(&tail, a.at + a.length - 8, 8);
		memcpy(to, &head, 8);
		memcpy(to + a.length - 8, &tail, 8);
	} else if (a.length >= 4) {
		memcpy(&head4, a.at, 4);
		memcpy(&tail4, a.at + a.length - 4, 4);
		memcpy(to, &head4, 4);
		memcpy(to + a.length - 4, &tail4, 4);
	} else if (a.length > 0) {
		/* First, middle and last one: of fewer than three, some are the same. */
		to[0] = a.at[0];
		to[a.length / 2] = a.at[a.length / 2];
		to[a.length - 1] = a.at[a.length - 1];
	}
}

static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.length == b.length && slice_same_bytes(a.at, b.at, a.length);
}

/* How many bytes of it a message shows: not too many, and no part of a character of UTF-8. */
static inline int slice_shown(struct slice a)
{
	size_t most = 80;

	if (a.length <= most)
		return (int)a.length;
	while (most > 0 && ((unsigned char)a.at[most] & 0xc0) == 0x80)
		most--;
	return (int)most;
}

/* A long one ends in "…". */
#define SLICE "%.*s%s"
#define SLICE_ARG(slice)                                    \
	slice_shown(slice), ((slice).at ? (slice).at : ""), \
		((size_t)slice_shown(slice) < (slice).length ? "…" : "")

static inline bool slice_is(struct slice a, const char *text)
{
	return slice_equal(a, slice_of(text));
}

/* Byte order, the order of LC_ALL=C sort: below, equal or above 0. */
static inline int slice_compare(struct slice a, struct slice b)
{
	size_t common = a.length < b.length ? a.length : b.length;
	int order = common == 0 ? 0 : memcmp(a.at, b.at, common);

	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

/* The same of the items of an array, for qsort(3) and bsearch(3). */
static inline int slice_compare_items(const void *a, const void *b)
{
	return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static inline bool slice_starts(struct slice a, struct slice head)
{
	return a.length >= head.length && slice_equal((struct slice){ a.at, head.length }, head);
}

static inline bool slice_ends(struct slice a, struct slice tail)
{
	return a.length >= tail.length &&
	       slice_equal((struct slice){ a.at + (a.length - tail.length), tail.length }, tail);
}

/* Without the blanks and tabs at both ends. */
static inline struct slice slice_trim(struct slice a)
{
	while (a.length > 0 && (a.at[0] == ' ' || a.at[0] == '\t'))
		a.at++, a.length--;
	while (a.length > 0 && (a.at[a.length - 1] == ' ' || a.at[a.length - 1] == '\t'))
		a.length--;
	return a;
}

/*
 * Cut `rest` at the first `separator`: gives what stands before it, `rest` becomes what follows.
 *
 * Returns whether there was anything left to cut; a last piece without separator counts.
 *
 *	while (slice_cut(&list, ',', &item))
 *		…
 */
static inline bool slice_cut(struct slice *rest, char separator, struct slice *piece)
{
	const char *end;

	if (rest->at == NULL)
		return false;
	end = rest->length ? memchr(rest->at, separator, rest->length) : NULL;
	*piece = *rest;
	if (end == NULL) {
		*rest = (struct slice){ NULL, 0 };
	} else {
		piece->length = (size_t)(end - rest->at);
		rest->at = end + 1;
		rest->length -= piece->length + 1;
	}
	return true;
}

#endif
