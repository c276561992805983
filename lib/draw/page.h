/* SPDX-License-Identifier: MIT */
#ifndef DRAW_PAGE_H
#define DRAW_PAGE_H

/*
 * page: a report as one HTML file that needs nothing else.
 *
 * The page carries its own style, charts and script. It loads nothing and links to nothing; a
 * content security policy forbids it, and any script but its own, so that even a mistake in
 * escaping could do no harm. It is whole without the script. It fits telephones and desks, follows
 * the reader's choice of light or dark, and prints on paper.
 *
 *	struct buf out = BUF_EMPTY;
 *
 *	page_render(&report, PAGE_FILE, &out);
 *
 * In a mail there is no script, pictures are parts of the message, <img src="cid:NAME">, and the
 * figures of charts are left to its other form, the text.
 *
 * The same report gives the same bytes.
 */

#include "draw/report.h"

enum page_kind { PAGE_FILE, PAGE_MAIL };

/* Append the whole page, from <!doctype html> to </html>. */
void page_render(const struct report *report, enum page_kind kind, struct buf *out);

#endif
