/* SPDX-License-Identifier: MIT */
#ifndef DRAW_FUNNEL_H
#define DRAW_FUNNEL_H

/*
 * funnel: how many are left from step to step, as SVG.
 *
 * Bars around one middle, each with its value and the share of the step before that came so far.
 */

#include "draw/report.h"
#include "draw/svg.h"

void funnel_draw(
	struct buf *out, const struct report_funnel *funnel, const struct svg_frame *frame);

#endif
