/* SPDX-License-Identifier: MIT */
#ifndef DRAW_TEXTCURVE_H
#define DRAW_TEXTCURVE_H

/*
 * textcurve: a line over two axes for the terminal, in dots of braille, eight to a character.
 */

#include "draw/pen.h"
#include "draw/report.h"

void textcurve_draw(const struct pen *pen, const struct report_curve *curve);

/* Series `s` of a chart with at least two values, as a line from its first label to its last. */
void textcurve_series(const struct pen *pen, const struct report_chart *chart, size_t s);

#endif
