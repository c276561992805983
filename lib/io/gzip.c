/* SPDX-License-Identifier: MIT */
#include "io/codec.h"

#include <isa-l.h>
#include <stdlib.h>

struct gzip_decoder {
	struct decoder codec;
	bool in_member, has_header;
	struct isal_gzip_header header;
	struct inflate_state state;
};

static void begin_member(struct gzip_decoder *self)
{
	isal_inflate_init(&self->state);
	self->state.crc_flag = ISAL_GZIP_NO_HDR_VER;
	isal_gzip_header_init(&self->header);
	self->has_header = false;
	self->in_member = true;
}

/*
 * The header, and what follows it. isal_inflate would read both, but forgets between two calls
 * which parts a header has, and so takes one with a name that comes in pieces for damaged.
 */
static int decode_member(struct gzip_decoder *self)
{
	int status;

	if (!self->has_header) {
		status = isal_read_gzip_header(&self->state, &self->header);
		self->has_header = status == ISAL_DECOMP_OK;
		if (!self->has_header)
			return status;
	}
	return isal_inflate(&self->state);
}

static int64_t decode(
	struct decoder *codec, struct slice *from, char *to, size_t room, struct diag *why)
{
	struct gzip_decoder *self = (struct gzip_decoder *)codec;
	size_t given = from->length < UINT32_MAX / 2 ? from->length : UINT32_MAX / 2;
	int status;

	if (!self->in_member) {
		if (given == 0)
			return 0;
		begin_member(self);
	}
	self->state.next_in = (uint8_t *)(uintptr_t)from->at;
	self->state.avail_in = (uint32_t)given;
	self->state.next_out = (uint8_t *)to;
	self->state.avail_out = (uint32_t)room;
	status = decode_member(self);
	if (status != ISAL_DECOMP_OK && status != ISAL_END_INPUT && status != ISAL_OUT_OVERFLOW)
		return diag_fail(why, "damaged gzip data");
	from->at += given - self->state.avail_in;
	from->length -= given - self->state.avail_in;
	if (self->state.block_state == ISAL_BLOCK_FINISH)
		self->in_member = false;
	return (int64_t)(room - self->state.avail_out);
}

static bool at_end(const struct decoder *codec)
{
	return !((const struct gzip_decoder *)codec)->in_member;
}

static void free_decoder(struct decoder *codec)
{
	free(codec);
}

struct decoder *gzip_decoder(void)
{
	struct gzip_decoder *self = mem_zero(1, sizeof *self);

	self->codec = (struct decoder){ decode, at_end, free_decoder };
	return &self->codec;
}

struct gzip_encoder {
	struct encoder codec;
	struct isal_zstream stream;
	uint8_t *work;
};

static int encode(
	struct encoder *codec, struct slice from, bool last, struct buf *to, struct diag *why)
{
	struct gzip_encoder *self = (struct gzip_encoder *)codec;
	enum { PIECE = 256 * 1024 };

	self->stream.next_in = (uint8_t *)(uintptr_t)from.at;
	self->stream.avail_in = (uint32_t)from.length;
	self->stream.end_of_stream = last;
	do {
		self->stream.next_out = (uint8_t *)buf_room(to, PIECE);
		self->stream.avail_out = PIECE;
		if (isal_deflate(&self->stream) != COMP_OK)
			return diag_fail(why, "cannot compress");
		to->length += PIECE - self->stream.avail_out;
	} while (self->stream.avail_out == 0);
	return 0;
}

static void free_encoder(struct encoder *codec)
{
	free(((struct gzip_encoder *)codec)->work);
	free(codec);
}

struct encoder *gzip_encoder(void)
{
	struct gzip_encoder *self = mem_zero(1, sizeof *self);

	self->codec = (struct encoder){ encode, free_encoder };
	isal_deflate_init(&self->stream);
	self->work = mem_alloc(ISAL_DEF_LVL1_DEFAULT);
	self->stream.level = 1;
	self->stream.level_buf = self->work;
	self->stream.level_buf_size = ISAL_DEF_LVL1_DEFAULT;
	self->stream.gzip_flag = IGZIP_GZIP;
	return &self->codec;
}
