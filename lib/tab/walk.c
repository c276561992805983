/* SPDX-License-Identifier: MIT */
#include "tab/walk.h"

/* A pass, and how far it has come. */
struct walk {
	walk_row take;
	void *context;
	struct row row;
	uint64_t lines; /* of the stream, before the block */
};

static int take_block(
	struct walk *walk, struct reader *reader, const struct block *block, struct diag *why)
{
	int more;

	walk->lines += block->lines_before;
	reader_begin(reader, block);
	while ((more = reader_next(reader, &walk->row, why)) > 0)
		if (walk->take(walk->context, &walk->row, why) < 0)
			return -1;
	if (more == 0)
		walk->lines += reader_lines(reader);
	return more;
}

int walk_rows(struct stream *in, walk_row take, void *context, struct diag *why)
{
	struct walk walk = { .take = take, .context = context };
	struct reader *reader = reader_new(in);
	struct block block = BLOCK_EMPTY;
	int more;

	while ((more = stream_next(in, &block, why)) > 0) {
		if (take_block(&walk, reader, &block, why) == 0)
			continue;
		more = diag_line(why, stream_input_name(in, 0), walk.lines + walk.row.line + 1);
		break;
	}
	chunk_release(&block.chunk);
	reader_free(reader);
	return more;
}
