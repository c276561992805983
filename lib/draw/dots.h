/* SPDX-License-Identifier: MIT */
#ifndef DRAW_DOTS_H
#define DRAW_DOTS_H

/*
 * dots: named dots over two axes as SVG.
 *
 * With cuts it is the perception matrix: what matters to customers upwards, how well it is done to
 * the right, and so four fields with names. With a diagonal it shows whether a model's
 * probabilities came true. A name is written beside its dot unless it would cover another.
 */

#include "draw/report.h"
#include "draw/svg.h"

void dots_draw(struct buf *out, const struct report_dots *dots, const struct svg_frame *frame);

#endif
