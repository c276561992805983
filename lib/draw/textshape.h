/* SPDX-License-Identifier: MIT */
#ifndef DRAW_TEXTSHAPE_H
#define DRAW_TEXTSHAPE_H

/*
 * textshape: pyramids, parts of a whole, funnels, flows and dots for the terminal.
 *
 *	      ▲        VIP       20 customers     24.1%
 *	    ▟███▙      Major     80 customers     20.9%
 */

#include "draw/pen.h"
#include "draw/report.h"

void textshape_tiers(const struct pen *pen, const struct report_tiers *tiers);
void textshape_parts(const struct pen *pen, const struct report_parts *parts);
void textshape_funnel(const struct pen *pen, const struct report_funnel *funnel);
void textshape_sankey(const struct pen *pen, const struct report_sankey *sankey);
void textshape_dots(const struct pen *pen, const struct report_dots *dots);

#endif
