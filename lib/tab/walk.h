/* SPDX-License-Identifier: MIT */
#ifndef TAB_WALK_H
#define TAB_WALK_H

/*
 * walk: the rows of a small stream, one after the other, on one thread.
 *
 * For tables that say how to go about something, such as the rules of a segment or the points of a
 * card; what is worked on goes through lib/run.
 *
 *	static int take_rule(void *rules, const struct row *row, struct diag *why)
 *	{
 *		…
 *	}
 *
 *	walk_rows(in, take_rule, &rules, why);
 */

#include "tab/stream.h"

/* Returns 0, or -1 with the reason, to which the row's place is added. */
typedef int (*walk_row)(void *context, const struct row *row, struct diag *why);

/* Returns 0, or -1: the stream could not be read, or a row was refused. */
int walk_rows(struct stream *in, walk_row take, void *context, struct diag *why);

#endif
