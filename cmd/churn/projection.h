/* SPDX-License-Identifier: MIT */
#ifndef CHURN_PROJECTION_H
#define CHURN_PROJECTION_H

/*
 * projection: what was seen of periods, and the curve that goes on behind them (crm/sbg), as a
 * table.
 */

#include "base/buf.h"
#include "crm/sbg.h"

enum { PROJECTION_MOST = 1000 };

/* Append the table of `count` periods seen and `ahead` more; the fit is noted. */
int projection_put(struct buf *out, const struct sbg_period *period, size_t count, size_t ahead,
	struct diag *why);

#endif
