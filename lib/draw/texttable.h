/* SPDX-License-Identifier: MIT */
#ifndef DRAW_TEXTTABLE_H
#define DRAW_TEXTTABLE_H

/*
 * texttable: a table for the terminal, with columns that line up in any script.
 *
 * In a table that is too wide the names of columns are broken into lines first, then texts are cut,
 * though not to nothing. Numbers are shown whole or not at all: columns at the right that have no
 * room are left out, and named below.
 */

#include "draw/pen.h"
#include "draw/report.h"

void texttable_draw(const struct pen *pen, const struct report_table *table);

#endif
