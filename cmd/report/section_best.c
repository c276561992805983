/* SPDX-License-Identifier: MIT */
#include "list.h"
#include "section.h"

int section_best(struct sheet *sheet, struct diag *why)
{
	static const enum customer_field fields[] = { CUSTOMER_ID, CUSTOMER_NAME, CUSTOMER_AMOUNT,
		CUSTOMER_ORDERS, CUSTOMER_LAST_DATE, CUSTOMER_CLV };
	const struct best *best = &sheet->intake->all.list[INTAKE_BEST];
	size_t count = best->count;
	int128 amount = 0;
	struct grid_look look = { .title = sheet_word(sheet, "section.best") };

	(void)why;
	if (count == 0)
		return 0;
	for (size_t i = 0; i < count; i++)
		amount += best->row[i].amount;
	if (sheet->summary->amount > 0)
		look.title = SHEET_SAY(sheet,
			sheet_number((int64_t)count, "best.share.one", "best.share.many"),
			sheet_count(sheet, (int128)count).shown,
			sheet_money(sheet, amount, sheet->decimals).shown,
			sheet_share(sheet, amount, sheet->summary->amount).shown);
	list_put(sheet, INTAKE_BEST, "best", fields, sizeof fields / sizeof *fields, &look,
		"rule.best");
	return 0;
}
