/* SPDX-License-Identifier: MIT */
#ifndef CRM_SCORECARD_RULE_H
#define CRM_SCORECARD_RULE_H

/*
 * scorecard_rule: the conditions of a scorecard (crm/scorecard), as text and back.
 *
 *	struct buf condition = BUF_EMPTY;
 *
 *	scorecard_rule_put_range(&condition, 18, 30);	18..30
 *	buf_reset(&condition);
 *	scorecard_rule_put_word(&condition, slice_of("A"));
 *	scorecard_rule_put_word(&condition, slice_of("b|c"));	A|"b|c"
 */

#include "crm/scorecard.h"

/* Read the rule's condition: sets kind, limits and words, which are freed by the caller. */
int scorecard_rule_parse(struct scorecard_rule *rule, struct arena *texts, struct diag *why);

/* Read "18..30", "..18" or "30.."; returns false for anything else. */
bool scorecard_rule_range(struct slice text, double *from, double *to);

/* Append a condition for a range, and one for a word behind others. */
void scorecard_rule_put_range(struct buf *out, double from, double to);
void scorecard_rule_put_word(struct buf *out, struct slice word);

#endif
