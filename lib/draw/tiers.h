/* SPDX-License-Identifier: MIT */
#ifndef DRAW_TIERS_H
#define DRAW_TIERS_H

/*
 * tiers: a pyramid of customers as SVG, the few best at its top.
 *
 * Every tier has the same height; beside it stand its name, how many there are, and a bar for what
 * they bring: the point of the picture is that the bar of the small top is long.
 */

#include "draw/report.h"
#include "draw/svg.h"

void tiers_draw(struct buf *out, const struct report_tiers *tiers, const struct svg_frame *frame);

#endif
