/* SPDX-License-Identifier: MIT */
#include "crm/rfm_table.h"

#include <stdbool.h>
#include <string.h>

/* The codes of each segment, put together to as few boxes as hold exactly these. */
static const struct rfm_rule eleven[] = {
	{ { 4, 5 }, { 4, 5 }, { 5, 5 }, "champions" },
	{ { 4, 5 }, { 5, 5 }, { 4, 4 }, "champions" },
	{ { 5, 5 }, { 4, 4 }, { 4, 4 }, "champions" },
	{ { 5, 5 }, { 4, 4 }, { 3, 3 }, "loyal" },
	{ { 4, 4 }, { 4, 4 }, { 4, 4 }, "loyal" },
	{ { 3, 4 }, { 3, 3 }, { 5, 5 }, "loyal" },
	{ { 3, 3 }, { 4, 5 }, { 4, 5 }, "loyal" },
	{ { 3, 5 }, { 5, 5 }, { 3, 3 }, "potential_loyalist" },
	{ { 3, 5 }, { 4, 5 }, { 1, 2 }, "potential_loyalist" },
	{ { 4, 5 }, { 3, 3 }, { 1, 3 }, "potential_loyalist" },
	{ { 4, 4 }, { 2, 2 }, { 3, 3 }, "potential_loyalist" },
	{ { 3, 3 }, { 2, 3 }, { 3, 3 }, "potential_loyalist" },
	{ { 5, 5 }, { 1, 1 }, { 1, 2 }, "new" },
	{ { 4, 4 }, { 1, 2 }, { 1, 2 }, "new" },
	{ { 3, 3 }, { 1, 1 }, { 1, 1 }, "new" },
	{ { 5, 5 }, { 2, 2 }, { 1, 5 }, "promising" },
	{ { 3, 5 }, { 1, 1 }, { 3, 5 }, "promising" },
	{ { 4, 4 }, { 2, 2 }, { 4, 5 }, "promising" },
	{ { 5, 5 }, { 3, 3 }, { 5, 5 }, "need_attention" },
	{ { 3, 5 }, { 3, 3 }, { 4, 4 }, "need_attention" },
	{ { 3, 4 }, { 4, 4 }, { 3, 3 }, "need_attention" },
	{ { 3, 3 }, { 2, 2 }, { 4, 5 }, "need_attention" },
	{ { 3, 3 }, { 2, 3 }, { 1, 1 }, "about_to_sleep" },
	{ { 3, 3 }, { 1, 1 }, { 2, 2 }, "about_to_sleep" },
	{ { 2, 2 }, { 2, 5 }, { 1, 1 }, "about_to_sleep" },
	{ { 2, 2 }, { 1, 1 }, { 3, 3 }, "about_to_sleep" },
	{ { 2, 2 }, { 4, 5 }, { 4, 5 }, "at_risk" },
	{ { 1, 2 }, { 4, 5 }, { 2, 3 }, "at_risk" },
	{ { 1, 2 }, { 2, 3 }, { 4, 5 }, "at_risk" },
	{ { 1, 1 }, { 4, 4 }, { 5, 5 }, "at_risk" },
	{ { 1, 1 }, { 3, 3 }, { 3, 3 }, "at_risk" },
	{ { 1, 2 }, { 1, 1 }, { 4, 5 }, "cannot_lose" },
	{ { 1, 1 }, { 5, 5 }, { 5, 5 }, "cannot_lose" },
	{ { 1, 1 }, { 4, 5 }, { 4, 4 }, "cannot_lose" },
	{ { 1, 1 }, { 1, 1 }, { 3, 3 }, "cannot_lose" },
	{ { 1, 3 }, { 2, 3 }, { 2, 2 }, "hibernating" },
	{ { 2, 2 }, { 3, 3 }, { 3, 3 }, "hibernating" },
	{ { 1, 2 }, { 2, 2 }, { 3, 3 }, "hibernating" },
	{ { 2, 2 }, { 1, 1 }, { 1, 2 }, "hibernating" },
	{ { 1, 1 }, { 1, 5 }, { 1, 1 }, "lost" },
	{ { 1, 1 }, { 1, 1 }, { 2, 2 }, "lost" },
};

static const struct rfm_rule ten[] = {
	{ { 5, 5 }, { 4, 5 }, { 1, 5 }, "champions" },
	{ { 3, 4 }, { 4, 5 }, { 1, 5 }, "loyal" },
	{ { 4, 5 }, { 2, 3 }, { 1, 5 }, "potential_loyalist" },
	{ { 5, 5 }, { 1, 1 }, { 1, 5 }, "new" },
	{ { 4, 4 }, { 1, 1 }, { 1, 5 }, "promising" },
	{ { 3, 3 }, { 3, 3 }, { 1, 5 }, "need_attention" },
	{ { 3, 3 }, { 1, 2 }, { 1, 5 }, "about_to_sleep" },
	{ { 1, 2 }, { 3, 4 }, { 1, 5 }, "at_risk" },
	{ { 1, 2 }, { 5, 5 }, { 1, 5 }, "cannot_lose" },
	{ { 1, 2 }, { 1, 2 }, { 1, 5 }, "hibernating" },
};

static const struct rfm_table eleven_table = { eleven, sizeof eleven / sizeof *eleven };
static const struct rfm_table ten_table = { ten, sizeof ten / sizeof *ten };

const struct rfm_table *rfm_table_named(const char *name)
{
	if (strcmp(name, "eleven") == 0)
		return &eleven_table;
	return strcmp(name, "ten") == 0 ? &ten_table : NULL;
}

static bool holds(struct rfm_range range, int score)
{
	return score >= range.least && score <= range.most;
}

const struct rfm_rule *rfm_table_find(
	const struct rfm_table *table, int recency, int frequency, int money)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct rfm_rule *rule = &table->rule[i];

		if (holds(rule->recency, recency) && holds(rule->frequency, frequency) &&
			holds(rule->money, money))
			return rule;
	}
	return NULL;
}
