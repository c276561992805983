/* SPDX-License-Identifier: MIT */
#ifndef DRAW_MAIL_H
#define DRAW_MAIL_H

/*
 * mail: a report as a message that sendmail -t takes (RFC 5322, MIME of RFC 2045 to 2047).
 *
 * A reader that shows HTML shows the page, whose pictures are parts of the message; any other shows
 * the text that a terminal would show. Nothing is loaded from anywhere. The date and the number of
 * the message are left to sendmail, so that the same report gives the same bytes.
 *
 *	struct mail_picture picture = { slice_of("pareto"), "image/png", png };
 *
 *	mailbox_put(&to, slice_of("boss@example.com"), why);
 *	mail_render(&report, buf_slice(&to), &picture, 1, &out);
 */

#include "draw/report.h"

/* A chart of the report, by its name. */
struct mail_picture {
	struct slice name;
	const char *type;
	struct slice bytes;
};

/* `to` is what mailbox_put writes. */
void mail_render(const struct report *report, struct slice to, const struct mail_picture *picture,
	size_t count, struct buf *out);

#endif
