/* SPDX-License-Identifier: MIT */
#ifndef CLI_WRAP_H
#define CLI_WRAP_H

/*
 * wrap: text in lines of at most WRAP_WIDTH columns, for --help.
 */

#include <stddef.h>

#include "base/buf.h"

enum { WRAP_WIDTH = 80 };

/* Columns that UTF-8 text takes on a terminal; Chinese characters and their kin take two. */
size_t wrap_columns(struct slice text);

/*
 * Append the words of `text`, broken before column WRAP_WIDTH, and end the line.
 *
 * The first line goes on at column `at`; the others are indented by `indent` blanks, and none of
 * them starts with a dash.
 */
void wrap_put(struct buf *out, struct slice text, size_t at, size_t indent);

/* Append lines of text: those that start with a blank as they are, the others wrapped. */
void wrap_put_lines(struct buf *out, struct slice lines);

#endif
