/* SPDX-License-Identifier: MIT */
#ifndef SEGMENT_RFM_RULES_H
#define SEGMENT_RFM_RULES_H

/*
 * rfm_rules: a table of segments (crm/rfm_table) from a file, to a model and back.
 *
 * The file is a TSV stream with the columns r, f, m and segment, others are left aside. A score
 * is a digit, a range like 1-2, or * for any; the first row that matches decides:
 *
 *	r	f	m	segment
 *	4-5	4-5	4-5	重要价值客户
 *	1	*	*	lost
 */

#include "base/arena.h"
#include "crm/rfm_table.h"
#include "tab/model.h"

struct rfm_rules {
	struct rfm_table table; /* of what is below */
	struct rfm_rule *rule;
	size_t count, capacity;
	struct arena texts;
};

void rfm_rules_release(struct rfm_rules *rules);

void rfm_rules_copy(struct rfm_rules *rules, const struct rfm_table *table);

/* Read a file whose scores go up to `bins`. */
int rfm_rules_read(struct rfm_rules *rules, const char *path, int bins, struct diag *why);

void rfm_rules_save(const struct rfm_rules *rules, struct model *model);
int rfm_rules_load(struct rfm_rules *rules, const struct model *model, int bins, struct diag *why);

#endif
