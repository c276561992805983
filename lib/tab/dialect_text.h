/* SPDX-License-Identifier: MIT */
#ifndef TAB_DIALECT_TEXT_H
#define TAB_DIALECT_TEXT_H

/*
 * dialect_text: how a table is written, in a few words that can be read back.
 *
 *	tsv
 *	csv separator=; quote=" escape=\ comment=# cr-ends blank-after
 *	csv separator=tab quote=none no-header width=5
 *
 * A byte stands for itself, or is called blank, tab, none or, as 0x1f, by its number.
 */

#include "tab/table.h"

/* Append what it takes to read the records of this table, except its header. */
void dialect_text_put(const struct table *table, struct buf *out);

/* Read it back. Returns false if it is nothing of the sort. */
bool dialect_text_parse(struct slice text, struct table *table);

#endif
