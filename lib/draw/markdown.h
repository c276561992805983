/* SPDX-License-Identifier: MIT */
#ifndef DRAW_MARKDOWN_H
#define DRAW_MARKDOWN_H

/*
 * markdown: a report as Markdown, with the figures of its charts as tables.
 *
 * Values of a user's file are text there too: what Markdown or HTML would take for markup is
 * escaped.
 */

#include "draw/report.h"

void markdown_render(const struct report *report, struct buf *out);

#endif
