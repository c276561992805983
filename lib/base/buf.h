/* SPDX-License-Identifier: MIT */
#ifndef BASE_BUF_H
#define BASE_BUF_H

/*
 * buf: bytes that grow.
 *
 * Output is built in a buf and handed on in one piece; a buf that is reset keeps its memory, so
 * one buf serves a million rows.
 *
 *	struct buf out = BUF_EMPTY;
 *	buf_put(&out, slice_of("total"));
 *	buf_char(&out, '\t');
 *	buf_printf(&out, "%d\n", 42);
 *	… buf_slice(&out) …
 *	buf_release(&out);
 *
 * For the innermost loops, buf_room makes sure that N bytes fit and returns where to write them;
 * what was written is then counted by adding to `length`.
 */

#include <stdarg.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/slice.h"

struct buf {
	char *at;
	size_t length;
	size_t capacity;
};

#define BUF_EMPTY { NULL, 0, 0 }

void buf_release(struct buf *buf);

/* Forget the content, keep the memory. */
static inline void buf_reset(struct buf *buf)
{
	buf->length = 0;
}

/* Make room for `more` bytes behind the content. Returns where they start. */
static inline char *buf_room(struct buf *buf, size_t more)
{
	if (buf->capacity - buf->length < more)
		buf->at = mem_grow(buf->at, &buf->capacity, buf->length + more, 1);
	return buf->at + buf->length;
}

static inline void buf_put(struct buf *buf, struct slice bytes)
{
	if (bytes.length > 0)
		memcpy(buf_room(buf, bytes.length), bytes.at, bytes.length);
	buf->length += bytes.length;
}

static inline void buf_char(struct buf *buf, char byte)
{
	*buf_room(buf, 1) = byte;
	buf->length++;
}

static inline void buf_text(struct buf *buf, const char *text)
{
	buf_put(buf, slice_of(text));
}

void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *buf, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/* The content. Lives until the next change of the buf. */
static inline struct slice buf_slice(const struct buf *buf)
{
	return (struct slice){ buf->at, buf->length };
}

/* The content as a C string: a NUL is kept behind it. Lives until the next change. */
const char *buf_string(struct buf *buf);

#endif
