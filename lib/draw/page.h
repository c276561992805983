/* SPDX-License-Identifier: MIT */
#ifndef DRAW_PAGE_H
#define DRAW_PAGE_H

/*
 * page: a report as one HTML file that needs nothing else.
 *
 * The page carries its own style and charts. It loads nothing, links to nothing and runs nothing:
 * a content security policy forbids it, so that even a mistake in escaping could do no harm. It
 * fits telephones and desks, follows the reader's choice of light or dark, and prints on paper.
 *
 *	struct buf out = BUF_EMPTY;
 *
 *	page_render(&report, &out);
 *
 * The same report gives the same bytes.
 */

#include "draw/report.h"

/* Append the whole page, from <!doctype html> to </html>. */
void page_render(const struct report *report, struct buf *out);

#endif
