/* SPDX-License-Identifier: MIT */
#ifndef RUN_FRAME_H
#define RUN_FRAME_H

/*
 * frame: columns of all rows of a stream in memory, to learn from.
 *
 * Each different value of a column is kept once and has a code; the values are sorted in byte
 * order, so that codes come from the values and not from the rows. A cell takes 4 bytes. A column
 * of which every value is a number has these as numbers too:
 *
 *	struct frame frame;
 *	const int position[] = { 2, 5 };
 *
 *	if (frame_read(&frame, &run, in, position, 2, &counts, why) == 0)
 *		for (size_t i = 0; i < frame.count; i++)
 *			… frame.column[0].code[i], frame.column[1].number[i] …
 *	frame_release(&frame);
 *
 * The rows stand in no order that means anything, and not in the same from run to run: use them
 * where order does not matter.
 */

#include <stdbool.h>

#include "run/run.h"

#define FRAME_MISSING UINT32_MAX

struct frame_column {
	uint32_t *code;     /* of each row; FRAME_MISSING */
	struct slice *text; /* of each code, without escapes, in byte order */
	size_t texts;
	double *number; /* of each row, NAN is missing; NULL: not all values are numbers */
};

struct frame {
	struct frame_column *column;
	size_t columns, count;
	struct arena *texts; /* of the columns */
};

/* Read the columns at these positions. frame_release is due in any case. */
int frame_read(struct frame *frame, const struct run *run, struct stream *in, const int *position,
	size_t columns, struct run_counts *counts, struct diag *why);

/* The code of a value; FRAME_MISSING if no row has it. */
uint32_t frame_find(const struct frame_column *column, struct slice text);

/* Leave out the rows whose `keep` is 0. */
void frame_keep(struct frame *frame, const unsigned char *keep);

void frame_release(struct frame *frame);

#endif
