/* SPDX-License-Identifier: MIT */
#ifndef LEDGER_HELD_H
#define LEDGER_HELD_H

/*
 * held: rows of a ledger that are put aside under their customers, those of an order as one.
 *
 * The rows of an order mostly follow each other. The last dealing is held back until a row comes
 * that is none of it, or the block of rows ends, to whose bytes it points:
 *
 *	struct held held = { .writer = keyed_writer(keyed) };
 *
 *	held_add(&held, customer_id, date, micros, order_id, why);
 *	…
 *	held_put(&held, why);		behind the last row of each block
 */

#include "crm/dealing.h"
#include "run/keyed.h"

struct held {
	struct keyed_writer *writer;
	struct slice id; /* whose dealing is held … */
	struct dealing dealing;
	bool is_one; /* … if there is one */
};

/* Returns 0, or -1 if it cannot be put aside, which is not the row's fault. */
int held_add(struct held *held, struct slice id, int32_t date, int64_t amount,
	struct slice order_id, struct diag *why);

/* Put aside what is held, if anything is. Returns 0 or -1. */
int held_put(struct held *held, struct diag *why);

/* Put this dealing aside under its customer. Returns 0 or -1. */
int held_put_dealing(struct keyed_writer *writer, struct slice id, const struct dealing *dealing,
	struct diag *why);

#endif
