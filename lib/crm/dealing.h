/* SPDX-License-Identifier: MIT */
#ifndef CRM_DEALING_H
#define CRM_DEALING_H

/*
 * dealing: what a customer did on one day under one order, small enough to keep a hundred million.
 *
 * A row of a ledger is a dealing; the rows of an order mostly follow each other and are summed up
 * as they come. A dealing is packed into a few bytes to be put aside, and unpacked when its
 * customer's turn comes (crm/visits).
 *
 *	if (!dealing_add_row(&held, date, micros, order_id)) {
 *		form = dealing_form(&held);
 *		dealing_pack(&held, form, room_for(form.size));
 *		dealing_of_row(&held, date, micros, order_id);
 *	}
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

enum dealing_kind {
	DEALING_ROW,  /* one row */
	DEALING_ROWS, /* several of one order */
	DEALING_DAY,  /* a day of a state whose order ids may be a list, see crm/visits */
};

struct dealing {
	enum dealing_kind kind;
	int32_t date;
	uint32_t sales, returns; /* rows above and below zero */
	uint32_t orders_without_id;
	int64_t amount, returned_amount; /* micros */
	struct slice order_ids;          /* belong to somebody else */
};

/* The dealing that one row of a ledger is; `order_id` may be empty. */
void dealing_of_row(struct dealing *dealing, int32_t date, int64_t amount, struct slice order_id);

/*
 * Add one row of the same customer, if it is of the same day and order, and the dealing no
 * DEALING_DAY. Returns whether it was added.
 */
bool dealing_add_row(struct dealing *dealing, int32_t date, int64_t amount, struct slice order_id);

/* How it is packed best, and how many bytes that takes. */
struct dealing_form {
	unsigned char code;
	size_t size;
};

struct dealing_form dealing_form(const struct dealing *dealing);

void dealing_pack(const struct dealing *dealing, struct dealing_form form, char *to);

/* The dealing that was packed; one row is told as rows. Its order ids point into `packed`. */
void dealing_unpack(struct slice packed, struct dealing *dealing);

#endif
