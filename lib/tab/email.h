/* SPDX-License-Identifier: MIT */
#ifndef TAB_EMAIL_H
#define TAB_EMAIL_H

/*
 * email: addresses of mail, in lower case.
 *
 *	email_put(slice_of(" Wang.Fang@Example.COM "), &out, why)	wang.fang@example.com
 *
 * What is taken is what people have, not all that RFC 5322 allows: one @; before it letters,
 * digits and some marks, with single points inside; behind it a domain of at least two names, the
 * last of which is no number. Letters may be of any language. The part before the @ is written in
 * lower case too: no provider of note tells two customers apart by it, and people do not either.
 */

#include "base/buf.h"
#include "base/diag.h"

/* Append `text` in lower case. Returns 0, or -1 with a reason and the code not-an-email. */
int email_put(struct slice text, struct buf *out, struct diag *why);

#endif
