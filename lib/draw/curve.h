/* SPDX-License-Identifier: MIT */
#ifndef DRAW_CURVE_H
#define DRAW_CURVE_H

/*
 * curve: a line over two axes as SVG, with zones below it.
 *
 * Made for the Pareto curve: zones A, B, C are shaded paler and paler, and where one ends, the
 * values of both axes are written: "A  20.0% → 80.1%". A curve of a million points is drawn with
 * as many as can be told apart.
 *
 * The curve must have passed report_curve, which checks its points. The same curve gives the same
 * bytes.
 */

#include "draw/report.h"
#include "draw/svg.h"

void curve_draw(struct buf *out, const struct report_curve *curve, const struct svg_frame *frame);

#endif
