/* SPDX-License-Identifier: MIT */
#ifndef DRAW_MEASURE_H
#define DRAW_MEASURE_H

/*
 * measure: what a number means, and so how people read it.
 *
 * A chart gets plain doubles; the measure beside them says their name, their unit and how many
 * digits matter, and every renderer writes them alike.
 *
 *	struct measure share = { .name = slice_of("share of amount"), .percent = true,
 *		.decimals = 1 };
 *	struct measure amount = { .name = slice_of("amount"), .before = slice_of("¥") };
 *
 *	measure_put(&out, &share, 0.7341);	73.4%
 *	measure_put(&out, &amount, 8300065.8);	¥8,300,066
 *
 * Values must be finite; lib/draw/report checks that before it takes them. From 1e15 on, which is
 * past what a double tells apart, they are written with an exponent.
 */

#include <stdbool.h>

#include "base/buf.h"

struct measure {
	struct slice name;   /* "amount": legend and axis; may be empty */
	struct slice before; /* "¥", "USD " */
	struct slice after;  /* " days" */
	bool percent;        /* 0.25 is written 25% */
	int decimals;        /* digits behind the point, 0 … 6, always written */
};

/* Append `value`: -¥1,234.50, 73.4%, 12 days. */
void measure_put(struct buf *out, const struct measure *measure, double value);

/* Whether two measures can share one scale. */
bool measure_same_unit(const struct measure *a, const struct measure *b);

#endif
