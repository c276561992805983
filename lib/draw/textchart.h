/* SPDX-License-Identifier: MIT */
#ifndef DRAW_TEXTCHART_H
#define DRAW_TEXTCHART_H

/*
 * textchart: values with labels for the terminal, as bars of block characters.
 *
 *	Champions        ████████████▌          350    8.3%
 *	Loyal customers  █████████████████████▎ 598   14.2%
 *
 * Bars grow by eighths of a column. Columns are drawn as bars too, since labels stay readable
 * that way; beyond 24 of them as a line.
 */

#include "draw/pen.h"
#include "draw/report.h"

void textchart_bars(const struct pen *pen, const struct report_chart *chart);
void textchart_columns(const struct pen *pen, const struct report_chart *chart);

#endif
