/* SPDX-License-Identifier: MIT */
#ifndef DRAW_SANKEY_H
#define DRAW_SANKEY_H

/*
 * sankey: who went from where to where, as SVG: bands between two columns of places.
 *
 * A place is as high as all that leaves or reaches it, a band as broad as what goes that way. At
 * each place the bands lie in the order of the places at their other ends, so that those that stay
 * on a level do not cross. Bands of a tone lie above the others: they are the news.
 */

#include "draw/report.h"
#include "draw/svg.h"

void sankey_draw(
	struct buf *out, const struct report_sankey *sankey, const struct svg_frame *frame);

#endif
