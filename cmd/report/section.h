/* SPDX-License-Identifier: MIT */
#ifndef REPORT_SECTION_H
#define REPORT_SECTION_H

/*
 * section: the parts of the page, in the order of a manager's questions.
 *
 * Each adds its blocks to the report of the sheet, or nothing where the profiles do not tell.
 * There must be a customer at least.
 */

#include "sheet.h"

/* How much is it? Key figures. */
void section_totals(struct sheet *sheet);

/* Who brings how much? The Pareto curve. */
int section_spread(struct sheet *sheet, struct diag *why);

/* Who are the customers? Bars and a table for each segment. */
int section_segments(struct sheet *sheet, struct diag *why);

/* Who is at risk? Customers of value who have fallen silent. */
void section_silent(struct sheet *sheet);

/* Who is best? */
void section_best(struct sheet *sheet);

#endif
