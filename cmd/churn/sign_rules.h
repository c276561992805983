/* SPDX-License-Identifier: MIT */
#ifndef CHURN_SIGN_RULES_H
#define CHURN_SIGN_RULES_H

/*
 * sign_rules: which measures (crm/signs) are a sign of leaving, and how strong a one.
 *
 * Rules are a TSV stream with the columns
 *
 *	sign      what the rule is called in messages
 *	when      a condition over the names of measures
 *	strength  a number; what is above 1 counts as 1, what is below 0 as 0
 *	date      a date
 *	weight    0 to 1: how much the sign tells at full strength
 *	text      what is said of a customer who shows it
 *
 * where when, strength and date are expressions (tab/expr). Those that come with the tool are in
 * tables/signs.tsv, and built in.
 */

#include "base/arena.h"
#include "crm/signs.h"
#include "tab/expr.h"

struct sign_rule {
	const char *sign;
	struct expr *when, *strength, *date;
	double weight;
	struct slice text; /* a field */
};

struct sign_rules {
	struct sign_rule *rule;
	size_t count, capacity;
	struct arena texts;
};

/* Read the file, or take the built-in rules if `path` is NULL. sign_rules_release is due. */
int sign_rules_read(struct sign_rules *rules, const char *path, struct diag *why);

/* Append the built-in rules as a stream. */
void sign_rules_put_usual(struct buf *out);

void sign_rules_release(struct sign_rules *rules);

#endif
