/* SPDX-License-Identifier: MIT */
#ifndef DRAW_MAILBOX_H
#define DRAW_MAILBOX_H

/*
 * mailbox: addresses, as people write them, for the head of a message (RFC 5322, 2047).
 *
 *	boss@example.com, 王小明 <wang@example.com>, "Board, The" <board@example.com>
 *
 * are written, one a line,
 *
 *	boss@example.com,
 *	 =?UTF-8?B?546L5bCP5piO?= <wang@example.com>,
 *	 "Board, The" <board@example.com>
 *
 * Names may be in any language: what is not plain ASCII becomes encoded words, and what could be
 * taken for something else is quoted. A name alone, such as root, is one that the machine's own
 * mail knows. Addresses themselves are ASCII: with other letters (RFC 6531) a message is only
 * taken where every machine on its way knows how, which nobody can tell beforehand, so these are
 * refused.
 */

#include "base/buf.h"
#include "base/diag.h"

/* Append the addresses of a list. Returns 0, or -1 with what is wrong with which of them. */
int mailbox_put(struct buf *out, struct slice list, struct diag *why);

#endif
