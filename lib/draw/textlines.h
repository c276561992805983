/* SPDX-License-Identifier: MIT */
#ifndef DRAW_TEXTLINES_H
#define DRAW_TEXTLINES_H

/*
 * textlines: lines for the terminal, each as a row of blocks with its first and last value.
 *
 *	new     ▁▂▃▅▇█▆▅  12 → 87
 */

#include "draw/pen.h"
#include "draw/report.h"

void textlines_draw(const struct pen *pen, const struct report_lines *lines);

/* `count` values as so many blocks, or fewer if `most` is less: then neighbours share one. */
void textlines_spark(const struct pen *pen, const double *value, size_t count, int most);

#endif
