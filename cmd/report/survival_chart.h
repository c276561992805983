/* SPDX-License-Identifier: MIT */
#ifndef REPORT_SURVIVAL_CHART_H
#define REPORT_SURVIVAL_CHART_H

/*
 * survival_chart: how long customers stay, with the band that the estimate leaves open.
 *
 * A customer who has fallen silent was there from the first purchase to the last; of all others
 * only that much is known, that they are there still. The curve is estimated after Kaplan and
 * Meier.
 */

#include "sheet.h"

/* Nothing is put where it is not known of anybody. */
int survival_chart_put(struct sheet *sheet, struct diag *why);

#endif
