/* SPDX-License-Identifier: MIT */
#ifndef DRAW_PAGESCRIPT_H
#define DRAW_PAGESCRIPT_H

/*
 * pagescript: the one script of a page, which is whole without it.
 *
 * With it, tables can be sorted and lists filtered, and charts show what is under the pointer. The
 * page's policy names the script by its hash, so that a browser runs this text and no other.
 */

#include "base/buf.h"

/* The hash as a content security policy has it: "'sha256-…'". */
extern const char pagescript_hash[];

/* Append the script element. */
void pagescript_put(struct buf *out);

#endif
