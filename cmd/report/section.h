/* SPDX-License-Identifier: MIT */
#ifndef REPORT_SECTION_H
#define REPORT_SECTION_H

/*
 * section: the parts of the page, in the order of a manager's questions.
 *
 * Each adds its blocks to the report of the sheet, or nothing where the streams do not tell; then
 * its heading is left out too. There must be a customer at least.
 */

#include "sheet.h"

struct section {
	const char *name; /* its title is the text "section.NAME" */
	int (*put)(struct sheet *sheet, struct diag *why);
};

/* In the usual order; one without a name behind the last. */
extern const struct section section_all[];

/* Returns NULL if there is none of this name. */
const struct section *section_find(struct slice name);

/* Append the names of all for a message: a, b, c. */
void section_put_list(struct buf *out);

int section_headline(struct sheet *sheet, struct diag *why);
int section_time(struct sheet *sheet, struct diag *why);
int section_pareto(struct sheet *sheet, struct diag *why);
int section_pyramid(struct sheet *sheet, struct diag *why);
int section_rfm(struct sheet *sheet, struct diag *why);
int section_lifecycle(struct sheet *sheet, struct diag *why);
int section_value(struct sheet *sheet, struct diag *why);
int section_risk(struct sheet *sheet, struct diag *why);
int section_model(struct sheet *sheet, struct diag *why);
int section_winback(struct sheet *sheet, struct diag *why);
int section_best(struct sheet *sheet, struct diag *why);

/* The seven questions. */
int section_profiling(struct sheet *sheet, struct diag *why);
int section_persistency(struct sheet *sheet, struct diag *why);
int section_profitability(struct sheet *sheet, struct diag *why);
int section_performance(struct sheet *sheet, struct diag *why);
int section_prospecting(struct sheet *sheet, struct diag *why);
int section_products(struct sheet *sheet, struct diag *why);
int section_promotion(struct sheet *sheet, struct diag *why);

#endif
