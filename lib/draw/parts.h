/* SPDX-License-Identifier: MIT */
#ifndef DRAW_PARTS_H
#define DRAW_PARTS_H

/*
 * parts: wholes in their parts, as bars of one length in SVG.
 *
 * Grades in their colours, the three answers behind a net promoter score, debts by age. A part's
 * share is written into it where there is room.
 */

#include "draw/report.h"
#include "draw/svg.h"

void parts_draw(struct buf *out, const struct report_parts *parts, const struct svg_frame *frame);

#endif
