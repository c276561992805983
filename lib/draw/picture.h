/* SPDX-License-Identifier: MIT */
#ifndef DRAW_PICTURE_H
#define DRAW_PICTURE_H

/*
 * picture: any chart of a report as SVG, on a page or alone in a file.
 *
 *	picture_draw(&out, block, &frame);		one <svg>, for a page with svg_rules
 *	picture_alone(&out, block, &report, 760, true);	a file, to be made PNG or PDF
 */

#include "draw/report.h"
#include "draw/svg.h"

/* Append the chart of `block`, which must be one (report_is_chart). */
void picture_draw(struct buf *out, const struct report_block *block, const struct svg_frame *frame);

/* Append an SVG file with the chart and, if it is to be titled, its title and note. */
void picture_alone(struct buf *out, const struct report_block *block, const struct report *report,
	int width, bool titled);

#endif
