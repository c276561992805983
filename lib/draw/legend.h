/* SPDX-License-Identifier: MIT */
#ifndef DRAW_LEGEND_H
#define DRAW_LEGEND_H

/*
 * legend: what the colours of a chart mean, above it, in as many lines as the names need.
 *
 *	struct legend_key key[] = { { "first", slice_of("Lifetime value") },
 *		{ "second", slice_of("Amount so far") } };
 *
 *	top = legend_height(key, 2, frame->width);
 *	…
 *	legend_put(out, key, 2, 0, frame->width);
 *
 * A name is only shortened where a whole line is too short for it. Keys without a name are left
 * out.
 */

#include "draw/svg.h"

struct legend_key {
	const char *class; /* of the small box; NULL: the name alone */
	struct slice name;
};

/* How far below the upper edge the chart begins, if its keys have `room` pixels; 0 without keys. */
double legend_height(const struct legend_key *key, size_t count, double room);

void legend_put(
	struct buf *out, const struct legend_key *key, size_t count, double left, double right);

#endif
