/* SPDX-License-Identifier: MIT */
#ifndef IO_CODEC_H
#define IO_CODEC_H

/*
 * codec: compressed bytes in and out, one piece at a time.
 *
 * gzip.c (ISA-L) and zstd.c (libzstd) are the doors to the libraries; input and output know only
 * these two structs. Files that consist of several compressed members are one stream. A stream
 * that stops in the middle is an error, not an end.
 */

#include <stdbool.h>

#include "base/buf.h"
#include "base/diag.h"

/*
 * decode: take bytes from the front of *from (which moves on), write at most `room` bytes at `to`.
 * Returns how many were written, 0 when more input is needed, -1 when the input is damaged.
 */
struct decoder {
	int64_t (*decode)(struct decoder *decoder, struct slice *from, char *to, size_t room,
		struct diag *why);
	bool (*at_end)(const struct decoder *decoder); /* may the input end here? */
	void (*free)(struct decoder *decoder);
};

/* encode: append what `from` becomes to `to`; `last` closes the stream. */
struct encoder {
	int (*encode)(struct encoder *encoder, struct slice from, bool last, struct buf *to,
		struct diag *why);
	void (*free)(struct encoder *encoder);
};

struct decoder *gzip_decoder(void);
struct encoder *gzip_encoder(void);
struct decoder *zstd_decoder(void);
struct encoder *zstd_encoder(void);

#endif
