/* SPDX-License-Identifier: MIT */
#ifndef CHURN_SIGNS_H
#define CHURN_SIGNS_H

/*
 * signs: the part --signs, what ledgers tell of customers who are about to leave.
 */

#include "part.h"

extern const struct churn_part signs_part;

#endif
