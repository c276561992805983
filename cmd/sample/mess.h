/* SPDX-License-Identifier: MIT */
#ifndef SAMPLE_MESS_H
#define SAMPLE_MESS_H

/*
 * mess: rows of an export as people spoil them.
 */

#include <stdbool.h>

#include "base/rng.h"
#include "sample.h"

/* The columns of an exported transaction. */
enum {
	EXPORT_INVOICE,
	EXPORT_DATE,
	EXPORT_CUSTOMER,
	EXPORT_CODE,
	EXPORT_DESCRIPTION,
	EXPORT_CATEGORY,
	EXPORT_CHANNEL,
	EXPORT_QUANTITY,
	EXPORT_PRICE,
	EXPORT_COLUMNS,
};

/*
 * Spoil line number `line` of an order, if its turn comes. `room` is there to build fields in.
 * Returns how many of its fields are left.
 */
size_t mess_make(const struct sample *sample, const struct shop_order *order, int line,
	struct slice field[EXPORT_COLUMNS], struct buf *room, struct page *page);

#endif
