/* SPDX-License-Identifier: MIT */
#ifndef DRAW_HEAT_H
#define DRAW_HEAT_H

/*
 * heat: a table of colours as SVG, for what depends on two things at once.
 *
 * Recency by frequency, cohort by month, stage before by stage now. The value decides how strong a
 * cell's colour is, its text is written into it where there is room, and a screen reader or pointer
 * is told both labels and the text.
 */

#include "draw/report.h"
#include "draw/svg.h"

void heat_draw(struct buf *out, const struct report_heat *heat, const struct svg_frame *frame);

#endif
