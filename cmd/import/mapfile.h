/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_MAPFILE_H
#define IMPORT_MAPFILE_H

/*
 * mapfile: a table that says what columns are called, made by --guess and edited by hand.
 *
 *	name	column	type	…
 *	order_id	InvoiceNo	id
 *		Remarks
 *
 * The column InvoiceNo is called order_id and must be an id; Remarks is left out. A row without
 * column says nothing. Further columns are for the reader only, and so is a missing type.
 */

#include "base/arena.h"
#include "base/diag.h"
#include "base/slice.h"

struct mapfile_row {
	struct slice name, column, type;
	uint64_t line;
};

struct mapfile {
	const char *path;
	struct mapfile_row *row;
	size_t count, capacity;
	struct arena texts;
};

int mapfile_read(struct mapfile *map, const char *path, struct diag *why);

void mapfile_release(struct mapfile *map);

#endif
