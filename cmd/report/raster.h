/* SPDX-License-Identifier: MIT */
#ifndef REPORT_RASTER_H
#define REPORT_RASTER_H

/*
 * raster: an SVG as PNG, by librsvg's rsvg-convert.
 */

#include <stdbool.h>

#include "base/buf.h"

/*
 * Append the picture. Returns false, appending nothing, if there is no rsvg-convert on the path, or
 * it cannot draw this. No shell is called, and the SVG goes through a pipe.
 */
bool raster_png(struct slice svg, struct buf *png);

#endif
