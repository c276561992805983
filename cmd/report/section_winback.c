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

/* Customers of value of whom nothing has been heard for too long. */
int section_winback(struct sheet *sheet, struct diag *why)
{
	static const enum customer_field fields[] = { CUSTOMER_ID, CUSTOMER_NAME, CUSTOMER_AMOUNT,
		CUSTOMER_LAST_DATE, CUSTOMER_RECENCY, CUSTOMER_GAP_MEAN, CUSTOMER_CHURN,
		CUSTOMER_LOSS };
	const char *rule = rule_of_silence(&sheet->intake->layout);

	(void)why;
	if (rule == NULL || sheet->summary->amount <= 0)
		return 0;
	report_paragraph(&sheet->report, silent_text(sheet));
	list_put(sheet, INTAKE_SILENT, "winback", fields, sizeof fields / sizeof *fields,
		&(struct grid_look){ .title = sheet_word(sheet, "winback.first"),
			.note = sheet_word(sheet, rule) },
		rule);
	return 0;
}
