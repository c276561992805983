/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_SAMPLE_H
#define IMPORT_SAMPLE_H

/*
 * sample: the first rows of an input, looked at before they are read.
 *
 *	struct sample sample = SAMPLE_EMPTY;
 *
 *	sample_take(&sample, in);
 *	sample_fits(&sample, 2, TYPE_AMOUNT, &missing);	may column 2 be an amount?
 *	sample_release(&sample);
 *
 * It is for guessing: rows that cannot be taken apart are passed over.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "tab/missing.h"
#include "tab/stream.h"
#include "tab/type.h"

enum { SAMPLE_ROWS = 100 };

struct sample {
	struct slice *field; /* row by row */
	size_t rows, columns;
	struct arena texts;
};

#define SAMPLE_EMPTY { NULL, 0, 0, ARENA_EMPTY }

/* Take the first rows of the first input; they are still there to be read. */
void sample_take(struct sample *sample, const struct stream *in);

void sample_release(struct sample *sample);

/* The first value that the column has; empty if it has none. */
struct slice sample_example(const struct sample *sample, size_t column);

/* Are all values of the column of this type, or missing? Also if there are none. */
bool sample_fits(
	const struct sample *sample, size_t column, enum type type, const struct missing *missing);

#endif
