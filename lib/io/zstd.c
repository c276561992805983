/* SPDX-License-Identifier: MIT */
#include "io/codec.h"

#include <stdlib.h>
#include <zstd.h>

struct zstd_decoder {
	struct decoder codec;
	ZSTD_DStream *stream;
	size_t wanted; /* libzstd's hint: 0 at the end of a frame */
};

static int64_t decode(
	struct decoder *codec, struct slice *from, char *to, size_t room, struct diag *why)
{
	struct zstd_decoder *self = (struct zstd_decoder *)codec;
	ZSTD_inBuffer in = { from->at, from->length, 0 };
	ZSTD_outBuffer out = { to, room, 0 };

	if (self->wanted == 0 && from->length == 0)
		return 0;
	self->wanted = ZSTD_decompressStream(self->stream, &out, &in);
	if (ZSTD_isError(self->wanted))
		return diag_fail(why, "damaged zstd data");
	from->at += in.pos;
	from->length -= in.pos;
	return (int64_t)out.pos;
}

static bool at_end(const struct decoder *codec)
{
	return ((const struct zstd_decoder *)codec)->wanted == 0;
}

static void free_decoder(struct decoder *codec)
{
	ZSTD_freeDStream(((struct zstd_decoder *)codec)->stream);
	free(codec);
}

struct decoder *zstd_decoder(void)
{
	struct zstd_decoder *self = mem_zero(1, sizeof *self);

	self->codec = (struct decoder){ decode, at_end, free_decoder };
	self->stream = mem_must(ZSTD_createDStream());
	return &self->codec;
}

struct zstd_encoder {
	struct encoder codec;
	ZSTD_CStream *stream;
};

static int encode(
	struct encoder *codec, struct slice from, bool last, struct buf *to, struct diag *why)
{
	struct zstd_encoder *self = (struct zstd_encoder *)codec;
	ZSTD_inBuffer in = { from.at, from.length, 0 };
	enum { PIECE = 256 * 1024 };
	size_t left;

	do {
		ZSTD_outBuffer out = { buf_room(to, PIECE), PIECE, 0 };

		left = ZSTD_compressStream2(
			self->stream, &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
		if (ZSTD_isError(left))
			return diag_fail(why, "cannot compress");
		to->length += out.pos;
	} while (last ? left > 0 : in.pos < in.size);
	return 0;
}

static void free_encoder(struct encoder *codec)
{
	ZSTD_freeCStream(((struct zstd_encoder *)codec)->stream);
	free(codec);
}

struct encoder *zstd_encoder(void)
{
	struct zstd_encoder *self = mem_zero(1, sizeof *self);

	self->codec = (struct encoder){ encode, free_encoder };
	self->stream = mem_must(ZSTD_createCStream());
	/* As zstd(1) does: damage is found when the file is read. */
	ZSTD_CCtx_setParameter(self->stream, ZSTD_c_checksumFlag, 1);
	return &self->codec;
}
