/* SPDX-License-Identifier: MIT */
#ifndef DRAW_PAGETABLE_H
#define DRAW_PAGETABLE_H

/*
 * pagetable: a table as HTML, aligned, safe, and ready to be sorted.
 *
 * Where a cell shows another text than streams have, that stands beside it for the script, so that
 * 1,203 comes behind 87. A list says how its filter is called.
 */

#include "draw/report.h"

void pagetable_put(struct buf *out, const struct report_table *table,
	const struct report_words *words, struct slice caption);

#endif
