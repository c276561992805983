/* SPDX-License-Identifier: MIT */
#ifndef DRAW_LINES_H
#define DRAW_LINES_H

/*
 * lines: what changes from label to label, as lines in SVG, perhaps with a band around one.
 *
 * For months, weeks, days since the first purchase. Where a value is not known the line has a gap.
 * Whoever points at the field is told all values at that label.
 *
 * A spark is a line without anything around it, small enough to stand in a tile.
 */

#include "draw/report.h"
#include "draw/svg.h"

void lines_draw(struct buf *out, const struct report_lines *lines, const struct svg_frame *frame);

/* `count` is at least 2. It is a decoration: the screen reader is told nothing. */
void lines_spark(struct buf *out, const double *value, size_t count);

#endif
