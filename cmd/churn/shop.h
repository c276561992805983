/* SPDX-License-Identifier: MIT */
#ifndef CHURN_SHOP_H
#define CHURN_SHOP_H

/*
 * shop: on which days each customer of the ledgers bought.
 *
 *	struct shop shop;
 *
 *	if (shop_read(&shop, &filter.run, why) == 0)
 *		for (size_t i = 0; i < shop.count; i++)
 *			… shop.id[i], shop.days[i] …
 *	shop_release(&shop);
 *
 * Customers come in an order that is not determined; who never bought is left out.
 */

#include "crm/churn_label.h"
#include "past.h"

struct shop {
	struct slice *id;
	struct churn_label_days *days;
	size_t count;
	int32_t as_of;
	int32_t *date; /* of all customers */
	struct arena ids;
};

/* shop_release is due in any case. */
int shop_read(struct shop *shop, const struct run *run, struct diag *why);

/* The same of transactions that are operands, as of a tool that reads a ledger and no rows. */
int shop_read_operands(struct shop *shop, char *const *paths, size_t count, struct diag *why);

void shop_release(struct shop *shop);

#endif
