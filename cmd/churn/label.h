/* SPDX-License-Identifier: MIT */
#ifndef CHURN_LABEL_H
#define CHURN_LABEL_H

/*
 * label: the parts --label, who is lost, and --suggest, by which rule it is best told.
 */

#include "crm/churn_label.h"
#include "part.h"

extern const struct churn_part label_part, suggest_part;

/* The columns that --label adds. */
enum { LABEL_OUTPUTS = 3 };
extern const char *const label_outputs[LABEL_OUTPUTS];

/*
 * --label by what a column says: the date when a contract ended; a value, as COLUMN=VALUE; or the
 * probability to be still there, of which at least `least` is needed.
 */
int label_by_end(struct filter *filter, const char *end, struct diag *why);
int label_by_value(struct filter *filter, const char *churned, struct diag *why);
int label_by_alive(struct filter *filter, const char *alive, double least, struct diag *why);

/* Say so if a rule cannot be relied on. */
void label_note_base(const struct churn_label_base *base);

#endif
