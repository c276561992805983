/* SPDX-License-Identifier: MIT */
#ifndef IO_INPUT_H
#define IO_INPUT_H

/*
 * input: the bytes of a file, a pipe or a compressed file, in chunks of whole records.
 *
 * A regular file is mapped and its chunks point into the map; a pipe, or what gzip or zstd
 * unpack, is read into the chunk's own memory, which the next call with the same chunk uses
 * again. What a record is, the caller says with a `cut` function: given some bytes that begin
 * with a record, it returns the length of the longest part that consists of whole records, or 0.
 *
 *	struct chunk chunk = CHUNK_EMPTY;
 *	int more = input_open(&in, path, why);
 *
 *	while (more == 0 && (more = input_next(in, CHUNK_SIZE, cut_lines, &chunk, why)) > 0) {
 *		… chunk.at, chunk.length …
 *		more = 0;
 *	}
 *	chunk_release(&chunk);
 *	input_close(in);
 *
 * Compression is known by the first bytes, whatever the name; "-" is standard input. A chunk may
 * outlive the next call (several chunks can be under way at once), but not input_close.
 *
 * Chunks hold the bytes as they are, until input_decode says which encoding they have: from then
 * on they are UTF-8. io/encoding.h tells how to find out which, and what becomes of bytes that do
 * not decode.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "io/encoding.h"

enum { CHUNK_SIZE = 1024 * 1024 };

struct chunk {
	const char *at;
	size_t length;
	uint64_t offset; /* of the first byte, in the unpacked, decoded input */
	bool is_last;    /* it was given because the input ends, whatever a cut says */
	bool has_faults; /* perhaps: marks of bytes that did not decode, see io/encoding.h */
	char *memory;    /* the chunk's own, when it is not mapped */
	size_t capacity;
};

#define CHUNK_EMPTY { NULL, 0, 0, false, false, NULL, 0 }

void chunk_release(struct chunk *chunk);

struct input;

/* Where the last whole record ends; `context` is what was given to input_next. */
typedef size_t (*input_cut)(const char *at, size_t length, const void *context);

/* Open `path`, or standard input for "-". On failure *in is NULL. */
int input_open(struct input **in, const char *path, struct diag *why);

/*
 * Look at the first bytes without taking them: at least one line, if there is one within
 * CHUNK_SIZE bytes. To be called before input_next. Lives until the next call.
 */
int input_peek(struct input *in, struct slice *bytes, struct diag *why);

/*
 * Look at more of them: at least `length` bytes, fewer only if that is all, `is_whole`; of a mapped
 * file all. It waits for a pipe until it has them, so that what they tell does not depend on when
 * they come.
 */
int input_sample(
	struct input *in, size_t length, struct slice *bytes, bool *is_whole, struct diag *why);

/*
 * The bytes are text of `encoding`: what comes from here on is UTF-8, without a byte order mark.
 * To be called before input_next. UTF-8 is passed on as it is, unchecked.
 *
 * Fails when this machine cannot decode it.
 */
int input_decode(struct input *in, const struct encoding *encoding, struct diag *why);

/*
 * Take `bytes` (away from the caller) in the place of what the input has: what a workbook or an
 * archive has been made into. To be called before input_next.
 */
void input_become(struct input *in, struct buf *bytes);

/*
 * Give the next chunk: about `size` bytes, more if a record is longer, and the rest at the end,
 * whether or not its last record is whole.
 *
 * Returns 1, 0 at the end, -1 on failure.
 */
int input_next(struct input *in, size_t size, input_cut cut, const void *context,
	struct chunk *chunk, struct diag *why);

/* What to call it in messages. */
const char *input_name(const struct input *in);

/* Can it be read a second time? Only a mapped file can, whose bytes are not decoded. */
bool input_can_rewind(const struct input *in);
void input_rewind(struct input *in);

/* How far the reading has come, in bytes of the file as it is stored; `total` 0 if unknown. */
void input_position(const struct input *in, uint64_t *done, uint64_t *total);

void input_close(struct input *in);

/* The cut for lines: behind the last LF; and for bytes: anywhere. */
size_t input_cut_lines(const char *at, size_t length, const void *context);
size_t input_cut_all(const char *at, size_t length, const void *context);

#endif
