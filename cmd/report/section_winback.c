/* SPDX-License-Identifier: MIT */
#include "list.h"
#include "section.h"

/* How silence is told; NULL if it cannot be. */
static const char *rule_of_silence(const struct customer_layout *layout)
{
	if (layout->lifecycle >= 0)
		return "winback.stage";
	return layout->known[CUSTOMER_RECENCY] && layout->known[CUSTOMER_GAP_MEAN] &&
			       layout->known[CUSTOMER_GAP_SD]
		       ? "winback.gap"
		       : NULL;
}

static struct slice silent_text(struct sheet *sheet)
{
	const struct intake_part *all = &sheet->intake->all;
	bool is_abc = sheet->intake->layout.abc >= 0;
	const char *phrase =
		is_abc ? sheet_number(all->silent_count, "winback.best.one", "winback.best.many")
		       : sheet_number(
				 all->silent_count, "winback.silent.one", "winback.silent.many");

	if (all->silent_count == 0)
		return sheet_word(sheet, "winback.none");
	return SHEET_SAY(sheet, phrase, sheet_count(sheet, all->silent_count).shown,
		sheet_money(sheet, all->silent_amount, sheet->decimals).shown,
		sheet_share(sheet, all->silent_amount, sheet->summary->amount).shown);
}

/* Those to be won back, in the order that crm-churn --winback has found. */
static void put_order(struct sheet *sheet)
{
	static const enum customer_field fields[] = { CUSTOMER_ID, CUSTOMER_NAME, CUSTOMER_POLICY,
		CUSTOMER_AMOUNT, CUSTOMER_LAST_DATE, CUSTOMER_RECENCY, CUSTOMER_CHURN,
		CUSTOMER_LOSS, CUSTOMER_RETURN_CHANCE, CUSTOMER_CONTACT_WORTH };
	const struct intake_part *all = &sheet->intake->all;

	report_paragraph(&sheet->report,
		SHEET_SAY(sheet,
			sheet_number(all->winback_count, "winback.order.one", "winback.order.many"),
			sheet_count(sheet, all->winback_count).shown,
			sheet_money(sheet, all->winback_amount, sheet->decimals).shown,
			sheet_money(sheet, all->contact_worth, sheet->decimals).shown));
	list_put(sheet, INTAKE_WINBACK, "winback_order", fields, sizeof fields / sizeof *fields,
		&(struct grid_look){ .title = sheet_word(sheet, "winback.in_order"),
			.note = sheet_word(sheet, "winback.order_note") },
		"rule.winback");
}

/* Customers of value of whom nothing has been heard for too long. */
static void put_silent(struct sheet *sheet)
{
	static const enum customer_field fields[] = { CUSTOMER_ID, CUSTOMER_NAME, CUSTOMER_AMOUNT,
		CUSTOMER_LAST_DATE, CUSTOMER_RECENCY, CUSTOMER_GAP_MEAN, CUSTOMER_CHURN,
		CUSTOMER_LOSS };
	const char *rule = rule_of_silence(&sheet->intake->layout);

	if (rule == NULL || sheet->summary->amount <= 0)
		return;
	report_paragraph(&sheet->report, silent_text(sheet));
	list_put(sheet, INTAKE_SILENT, "winback", fields, sizeof fields / sizeof *fields,
		&(struct grid_look){ .title = sheet_word(sheet, "winback.first"),
			.note = sheet_word(sheet, rule) },
		rule);
}

int section_winback(struct sheet *sheet, struct diag *why)
{
	(void)why;
	if (sheet->intake->all.winback_count > 0)
		put_order(sheet);
	else
		put_silent(sheet);
	return 0;
}
