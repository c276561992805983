/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_H
#define FUZZ_H

/*
 * fuzz: what the fuzz targets share.
 *
 * A target is a file tests/fuzz/NAME.c with fuzz(bytes): it gives the bytes to one door of the
 * library, looks at all that comes out, and asserts what must hold of it. libFuzzer invents the
 * bytes, the sanitizers watch. What it has found worth keeping is in tests/fuzz/corpus/NAME.
 *
 *	static void fuzz(struct slice bytes)
 *	{
 *		unsigned how = fuzz_byte(&bytes);	the first byte chooses
 *		…
 *	}
 */

#include <assert.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/slice.h"

static void fuzz(struct slice bytes);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Memory of its own: one byte too far is seen, and so is a write. */
	char *copy = mem_text((const char *)data, size);

	copy = mem_resize(copy, size > 0 ? size : 1, 1);
	fuzz((struct slice){ copy, size });
	free(copy);
	return 0;
}

/* Take the first byte; 0 if there is none. */
static inline unsigned fuzz_byte(struct slice *bytes)
{
	unsigned first = 0;

	if (bytes->length > 0) {
		first = (unsigned char)bytes->at[0];
		bytes->at++;
		bytes->length--;
	}
	return first;
}

/* Take the first line, without its end. */
static inline struct slice fuzz_line(struct slice *bytes)
{
	struct slice line = { bytes->at, 0 };

	slice_cut(bytes, '\n', &line);
	return line;
}

/* Take what stands before the next byte RS, which divides files, or all that is left. */
static inline struct slice fuzz_part(struct slice *bytes)
{
	struct slice part = { bytes->at, 0 };

	slice_cut(bytes, '\x1e', &part);
	return part;
}

enum { FUZZ_FILES = 8 };

/* A file with these bytes. The path stays good; the next call of the number changes its bytes. */
static inline char *fuzz_numbered_file(unsigned number, struct slice bytes)
{
	static char path[FUZZ_FILES][40];
	static int made[FUZZ_FILES];
	int fd;

	assert(number < FUZZ_FILES);
	if (made[number] == 0)
		made[number] = memfd_create("fuzz", MFD_CLOEXEC);
	fd = made[number];
	if (ftruncate(fd, 0) != 0 || pwrite(fd, bytes.at, bytes.length, 0) != (ssize_t)bytes.length)
		abort();
	snprintf(path[number], sizeof path[number], "/proc/self/fd/%d", fd);
	return path[number];
}

static inline char *fuzz_file(struct slice bytes)
{
	return fuzz_numbered_file(0, bytes);
}

/* No control character, but line ends where they may be; U+0080 to U+009F are some, too. */
static inline void fuzz_safe(struct slice text, bool may_break)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.at[i];

		assert(byte >= 0x20 || (may_break && byte == '\n'));
		assert(byte != 0x7f);
		assert(byte != 0xc2 || i + 1 == text.length ||
			(unsigned char)text.at[i + 1] >= 0xa0 ||
			(unsigned char)text.at[i + 1] < 0x80);
	}
}

/* What is said can go to a terminal, in one line. */
static inline void fuzz_message(const struct diag *why)
{
	struct buf text = BUF_EMPTY;

	diag_format(why, &text);
	fuzz_safe(buf_slice(&text), false);
	assert(text.length > 0);
	buf_release(&text);
}

/* Some bytes of a text from the line on in which `at` is. */
static inline void fuzz_show(const char *name, const struct buf *text, size_t at)
{
	while (at > 0 && text->at[at - 1] != '\n')
		at--;
	fprintf(stderr, "%s, from byte %zu of %zu:\n", name, at, text->length);
	fwrite(text->at + at, 1, text->length - at < 2000 ? text->length - at : 2000, stderr);
	fputc('\n', stderr);
}

/* The same bytes, or the end, with both of them from where they differ. */
static inline void fuzz_same(const struct buf *a, const struct buf *b)
{
	size_t same = 0;

	if (slice_equal(buf_slice(a), buf_slice(b)))
		return;
	while (same < a->length && same < b->length && a->at[same] == b->at[same])
		same++;
	fuzz_show("first", a, same);
	fuzz_show("second", b, same);
	abort();
}

#endif
