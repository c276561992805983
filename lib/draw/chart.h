/* SPDX-License-Identifier: MIT */
#ifndef DRAW_CHART_H
#define DRAW_CHART_H

/*
 * chart: values with labels as SVG, in horizontal bars or vertical columns.
 *
 * Every value of a bar is written beside it, so bars need no axis; columns have one, and carry
 * their values where there is room. A screen reader is told the values; whoever points at a bar
 * sees its full label. Long labels are shortened, the labels of many columns thinned out.
 *
 *	chart_bars(&out, &block->is.chart, &(struct svg_frame){ 760, report->language });
 *
 * The chart must have passed report_bars or report_columns, which check its values. The same
 * chart gives the same bytes.
 */

#include "draw/report.h"
#include "draw/svg.h"

void chart_bars(struct buf *out, const struct report_chart *chart, const struct svg_frame *frame);
void chart_columns(
	struct buf *out, const struct report_chart *chart, const struct svg_frame *frame);

#endif
