/* SPDX-License-Identifier: MIT */
#ifndef TAB_STREAM_PRIVATE_H
#define TAB_STREAM_PRIVATE_H

/*
 * stream_private: what the parts of tab/stream share: the stream itself, its operands, and how one
 * input after the other is opened and brought to the columns of the first.
 */

#include "io/spool.h"
#include "tab/rejected.h"
#include "tab/stream.h"

/* What is known of a block that has been kept. */
struct kept {
	struct block block; /* bytes: of a mapped input, or none when they are spooled */
	bool spooled;
	size_t piece;
};

struct stream {
	struct stream_options options;
	char **path;
	struct origin
		*origin; /* of each input; open as long as it is read, a mapped one to the end */
	struct table *table;
	size_t *part;         /* which part of `rejected` it is, from 1; 0: none */
	bool *is_open;        /* its table is known, and it can be read */
	struct input *peeked; /* standard input, if it had to be looked at */
	struct rejected rejected;
	size_t count, capacity, current;
	struct columns columns;
	uint64_t done_before; /* bytes of the inputs before the current one */

	struct block first; /* read together with the header */
	bool has_first;

	bool keeping, replaying;
	struct spool *spool;
	struct kept *kept;
	size_t kept_count, kept_capacity, kept_next;
};

/* The operands become inputs; a rejects file, as many as it stands for. */
int stream_operands_add(struct stream *in, char *const *paths, size_t count, struct diag *why);

/* Is it a file that can be opened again? */
bool stream_operands_is_file(const char *path);

/* The records of an input that come from a rejects file, or NULL. */
static inline struct rejected_part *stream_part(const struct stream *in, size_t input)
{
	return in->part[input] > 0 ? &in->rejected.part[in->part[input] - 1] : NULL;
}

/* Open an input and find out how its table is written. The columns of the first must be known. */
int stream_inputs_open(struct stream *in, size_t input, struct diag *why);

/* An input is read, or was only looked at: let go of it, unless its bytes are still needed. */
void stream_inputs_leave(struct stream *in, size_t input);

/* The names of the columns of the first input: those of its header, or of an option. */
int stream_inputs_take_given(struct stream *in, struct diag *why);
int stream_inputs_learn(struct stream *in, struct block *first, struct diag *why);

/* Look at all other files: are their columns those of the first? Or make them of all. */
int stream_inputs_compare(struct stream *in, struct diag *why);

/* Take off what stands in front of the rows. */
int stream_inputs_cut(struct stream *in, struct block *block, struct diag *why);

/* The same of an input behind the first, which is checked. */
int stream_inputs_begin(struct stream *in, struct block *block, struct diag *why);

#endif
