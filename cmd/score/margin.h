/* SPDX-License-Identifier: MIT */
#ifndef SCORE_MARGIN_H
#define SCORE_MARGIN_H

/*
 * margin: which part of what customers pay is profit.
 *
 * It is a rate for all, as 0.3 or 30%, or a column that holds each customer's own.
 */

#include <stdbool.h>

#include "base/decimal.h"
#include "base/diag.h"

struct margin {
	const char *column; /* NULL: */
	struct decimal rate;
};

/* Read a rate: 0.1 or 10%. Returns false if it is none. */
bool margin_parse_rate(struct slice text, struct decimal *rate);

/* NULL: all of it. */
int margin_parse(struct margin *margin, const char *text, struct diag *why);

#endif
