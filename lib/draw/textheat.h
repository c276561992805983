/* SPDX-License-Identifier: MIT */
#ifndef DRAW_TEXTHEAT_H
#define DRAW_TEXTHEAT_H

/*
 * textheat: a table of colours for the terminal.
 *
 * A cell is a block, the higher the more, and its text; where there are too many columns for that,
 * the text alone, and for more the block alone.
 */

#include "draw/pen.h"
#include "draw/report.h"

void textheat_draw(const struct pen *pen, const struct report_heat *heat);

#endif
