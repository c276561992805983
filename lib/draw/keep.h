/* SPDX-License-Identifier: MIT */
#ifndef DRAW_KEEP_H
#define DRAW_KEEP_H

/*
 * keep: what a report is given, checked and copied.
 *
 * The caller of a report may reuse its arrays at once, and a renderer may trust what it finds. So
 * whatever becomes part of a report goes through here: numbers that are drawn must be finite and
 * within ±1e300, curves go to the right, and all that a chart points to is copied.
 *
 *	struct report_curve copy = *curve;
 *
 *	if (keep_curve(&report->memory, &copy, why) < 0)
 *		return -1;
 *
 * Copies live in `memory`. A chart that is refused leaves the one that was given as it was; what
 * was copied by then stays in `memory` unused.
 */

#include "draw/report.h"

struct slice keep_text(struct arena *memory, struct slice text);

/* A copy of `count` items of `size` bytes. */
void *keep_all(struct arena *memory, const void *items, size_t count, size_t size);

struct report_source keep_source(struct arena *memory, const struct report_source *source);
struct report_table keep_table(struct arena *memory, const struct report_table *table);
struct report_tile *keep_tiles(struct arena *memory, const struct report_tile *tile, size_t count);

/*
 * Check a chart, and replace all that it points to by copies.
 *
 * Returns 0, or -1 with the reason.
 */
int keep_chart(struct arena *memory, struct report_chart *chart, struct diag *why);
int keep_curve(struct arena *memory, struct report_curve *curve, struct diag *why);
int keep_heat(struct arena *memory, struct report_heat *heat, struct diag *why);
int keep_tiers(struct arena *memory, struct report_tiers *tiers, struct diag *why);
int keep_lines(struct arena *memory, struct report_lines *lines, struct diag *why);
int keep_parts(struct arena *memory, struct report_parts *parts, struct diag *why);
int keep_dots(struct arena *memory, struct report_dots *dots, struct diag *why);
int keep_funnel(struct arena *memory, struct report_funnel *funnel, struct diag *why);
int keep_sankey(struct arena *memory, struct report_sankey *sankey, struct diag *why);

#endif
