/* SPDX-License-Identifier: MIT */
#ifndef REPORT_SALES_ROWS_H
#define REPORT_SALES_ROWS_H

/*
 * sales_rows: the columns of a ledger, and what a row says.
 */

#include "sales.h"

enum sales_field {
	FIELD_ID,
	FIELD_DATE,
	FIELD_AMOUNT,
	FIELD_ORDER,
	FIELD_PROFIT,
	FIELD_COST,
	SALES_FIELDS,
};

/* Where the columns stand in one stream. */
struct sales_layout {
	const char *name[SALES_FIELDS];
	int column[SALES_FIELDS]; /* -1: nowhere */
	int dimension[SALES_DIMENSIONS];
};

struct sales_row {
	struct slice id, order;
	int32_t date;
	int64_t amount, profit;
	bool has_profit;
};

/* Find the columns, and note in the ledger which there are. */
int sales_rows_resolve(struct sales *sales, struct sales_layout *layout,
	const struct columns *columns, struct diag *why);

int sales_rows_read(const struct sales_layout *layout, const struct row *row, struct sales_row *to,
	struct diag *why);

/* A field of the row; empty if it is missing. */
struct slice sales_rows_field(const struct row *row, int column);

#endif
