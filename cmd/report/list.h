/* SPDX-License-Identifier: MIT */
#ifndef REPORT_LIST_H
#define REPORT_LIST_H

/*
 * list: customers by name, in a table that can be filtered.
 *
 *	static const enum customer_field fields[] = { CUSTOMER_ID, CUSTOMER_NAME };
 *
 *	list_put(sheet, INTAKE_BEST, "best", fields, 2, &look, "rule.best");
 */

#include "grid.h"

/*
 * The columns are those of the fields that are in the stream, then the segments that say something
 * more. Nothing is put if the list is empty.
 */
void list_put(struct sheet *sheet, enum intake_list which, const char *name,
	const enum customer_field *field, size_t count, const struct grid_look *look,
	const char *rule);

#endif
