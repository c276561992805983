/* SPDX-License-Identifier: MIT */
#ifndef DRAW_PAGESTYLE_H
#define DRAW_PAGESTYLE_H

/*
 * pagestyle: how a page looks, on a desk, on a telephone, at night and on paper.
 */

#include "base/buf.h"

/* Append the style element. */
void pagestyle_put(struct buf *out);

#endif
