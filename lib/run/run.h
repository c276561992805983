/* SPDX-License-Identifier: MIT */
#ifndef RUN_RUN_H
#define RUN_RUN_H

/*
 * run: fold and map, the two functions that carry all tools.
 *
 * A tool says what is done with one row; run brings the rows. It cuts the stream into blocks,
 * gives them to worker threads, and puts what comes out together in the order of the stream, so
 * that the bytes are the same for any number of threads.
 *
 * A fold takes rows into a state. Each worker has a state of its own and gets whatever blocks
 * come along, hence what a row does to a state must not depend on which rows came before it:
 * whole numbers are added, sets are joined, keyed records are put aside (run/keyed). At the end
 * the states are handed back one by one to be merged.
 *
 *	static int add(void *state, const struct row *row, struct diag *why)
 *	{
 *		struct total *total = state;
 *		int64_t micros;
 *
 *		if (amount_parse(row_field(row, total->column), &micros, why) < 0)
 *			return diag_column(why, slice_of("amount"));
 *		total->micros += micros;
 *		return RUN_ROW_USED;
 *	}
 *
 * A map makes output of each row: it appends to a buf, and the bufs of the blocks are written in
 * order.
 *
 * Bad rows, in every tool: the first one stops the run with its file and line; or, if there is a
 * rejects output, each goes there and the run goes on.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "io/output.h"
#include "tab/stream.h"

/* What became of the rows: read = used + rejected + filtered. */
struct run_counts {
	uint64_t read, used, rejected, filtered;
};

/*
 * Somebody who wants to know what becomes of the rows while the run goes on. Called in the order
 * of the stream, by one thread at a time.
 */
struct run_watch {
	void *context;
	/* A row goes to the rejects, where it has this column and reason. */
	void (*reject)(void *context, size_t input, struct slice column, struct slice reason);
	/*
	 * A record that is no row, such as the header again, is left out: it counts as filtered.
	 * `what` is a code, `record` its bytes, escaped.
	 */
	void (*none)(
		void *context, size_t input, uint64_t line, struct slice what, struct slice record);
	/* What became of some rows of this input. */
	void (*rows)(void *context, size_t input, const struct run_counts *counts);
};

/* How to go about it; the same for all tools, mostly from the command line. */
struct run {
	int jobs;
	struct output *rejects;        /* NULL: the first bad row stops the run */
	const struct run_watch *watch; /* or NULL */
	bool numbers;                  /* there may be RUN_NUMBER in what a map makes of a row */
	bool withhold; /* the rejects tell places and reasons, but neither records nor tables */
	bool seen;     /* bad rows are dealt with in another pass over the same rows: go on */
	/* Called by one thread at a time, with bytes read and bytes in all (0: not known). */
	void (*progress)(void *context, uint64_t done, uint64_t total);
	void *progress_context;
};

/*
 * Where the number of the row goes, if run->numbers: that among all rows of the stream, from 1,
 * rejected and filtered ones too. The worker that makes the output does not know it yet.
 */
#define RUN_NUMBER '\0'

/*
 * What a row function returns; -1 with `why` for a bad row, RUN_STOP with `why` for what is not
 * the row's fault (a full disk), which stops the run even if bad rows do not. RUN_ROW_NONE with
 * `why` is for what is no row at all, as reader_next finds it: a filtered one that is told of.
 */
enum { RUN_ROW_FILTERED, RUN_ROW_USED, RUN_ROW_NONE = READER_NO_ROW, RUN_STOP = -2 };

struct run_fold {
	void *(*begin)(void *tool); /* a fresh state */
	int (*row)(void *state, const struct row *row, struct diag *why);
	/* Take in a worker's state and release it. Called for each, also after a failure. */
	void (*end)(void *tool, void *state);
	/*
	 * Behind the last row of each block, or NULL: for a state that has held back what rows
	 * point to. Not called when a row has stopped the run. Returns 0, or -1 to stop it.
	 */
	int (*settle)(void *state, struct diag *why);
};

/* Where a row stands. */
struct run_place {
	size_t input;
	uint64_t line; /* from 1 */
};

struct run_map {
	void *(*begin)(void *tool);
	int (*row)(void *state, const struct row *row, struct buf *out, struct diag *why);
	void (*end)(void *tool, void *state);
};

/* Fold all rows of `in`. `counts` may be NULL. Returns 0 or -1. */
int run_fold(const struct run *run, struct stream *in, const struct run_fold *fold, void *tool,
	struct run_counts *counts, struct diag *why);

/* Map all rows of `in` to `out`; the header is the tool's own affair. */
int run_map(const struct run *run, struct stream *in, const struct run_map *map, void *tool,
	struct output *out, struct run_counts *counts, struct diag *why);

/*
 * Decides what depends on the rows before, such as whether one has come already. Called for each
 * row that was used, in the order of the stream and by one thread at a time, with what the map made
 * of it. Returns as a row function does; what is not used is taken back.
 */
typedef int (*run_admit)(
	void *tool, const struct run_place *place, struct slice made, struct diag *why);

/* The same as run_map, but each row must be admitted by `admit`; NULL: all are. */
int run_map_admit(const struct run *run, struct stream *in, const struct run_map *map,
	run_admit admit, void *tool, struct output *out, struct run_counts *counts,
	struct diag *why);

#endif
