/* SPDX-License-Identifier: MIT */
#ifndef REPORT_RASTER_H
#define REPORT_RASTER_H

/*
 * raster: an SVG as PNG, by librsvg's rsvg-convert.
 */

#include "base/buf.h"
#include "base/diag.h"

/*
 * Append the picture. Returns 1, or 0 if there is no rsvg-convert on the path; -1, appending
 * nothing, if it or something on the way to it fails. No shell is called, and the SVG goes through
 * a file without a name.
 */
int raster_png(struct slice svg, struct buf *png, struct diag *why);

#endif
