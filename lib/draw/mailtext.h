/* SPDX-License-Identifier: MIT */
#ifndef DRAW_MAILTEXT_H
#define DRAW_MAILTEXT_H

/*
 * mailtext: any text, and any bytes, in a message of ASCII lines (RFC 2045, 2047).
 *
 *	mailtext_words(&out, slice_of("一月"));	=?UTF-8?B?5LiA5pyI?=
 */

#include "base/buf.h"

/* Append base64 without line ends. */
void mailtext_base64(struct buf *out, struct slice bytes);

/* Append encoded words, in as many lines as they need; none of them ends inside a character. */
void mailtext_words(struct buf *out, struct slice text);

#endif
