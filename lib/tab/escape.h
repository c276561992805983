/* SPDX-License-Identifier: MIT */
#ifndef TAB_ESCAPE_H
#define TAB_ESCAPE_H

/*
 * escape: how tab, newline, carriage return and backslash stand inside a field.
 *
 * A writer makes exactly four escapes: \t \n \r \\ . A reader undoes these. Any other backslash, as
 * in C:\users of a file that never heard of escapes, stays what it is: nothing is lost. Every value
 * is written in one way only, so fields can be compared, sorted and joined as bytes without undoing
 * anything.
 */

#include "base/buf.h"

/* Append `text` as a field. */
void escape_put(struct buf *out, struct slice text);

/* Append what `field` stands for. */
void escape_remove(struct buf *out, struct slice field);

/* Write what `field` stands for to `to`, which has room for its length. Returns the new length. */
size_t escape_remove_to(char *to, struct slice field);

/* Does `field` stand for itself? */
static inline bool escape_is_plain(struct slice field)
{
	return field.length == 0 || memchr(field.at, '\\', field.length) == NULL;
}

/* Is the field missing: empty, or \N as databases write it? */
static inline bool escape_is_missing(struct slice field)
{
	return field.length == 0 ||
	       (field.length == 2 && field.at[0] == '\\' && field.at[1] == 'N');
}

#endif
