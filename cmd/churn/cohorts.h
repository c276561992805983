/* SPDX-License-Identifier: MIT */
#ifndef CHURN_COHORTS_H
#define CHURN_COHORTS_H

/*
 * cohorts: the part --retention, of those who came in one month, how many are still there.
 */

#include "part.h"

extern const struct churn_part cohorts_part;

#endif
