/* SPDX-License-Identifier: MIT */
#ifndef DRAW_TEXTTABLE_H
#define DRAW_TEXTTABLE_H

/*
 * texttable: a table for the terminal, with columns that line up in any script.
 *
 * A table that is too wide is made narrower where it is widest: names that are wider than what
 * stands below them first, then texts, numbers only when no text is left to be cut, and nothing to
 * less than six columns.
 */

#include "draw/pen.h"
#include "draw/report.h"

void texttable_draw(const struct pen *pen, const struct report_table *table);

#endif
