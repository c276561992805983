/* SPDX-License-Identifier: MIT */
#ifndef LOG_LEDGER_H
#define LOG_LEDGER_H

/*
 * ledger: which of the facts the ledger has already.
 */

#include "work.h"

/* Look through the ledger once for the keys of all facts. */
int ledger_compare(struct work *work, struct diag *why);

/* Do two lines say the same? If not: where they begin to differ, and what they have there. */
bool ledger_same(struct work *work, struct slice a, struct slice b, size_t *column,
	struct slice *in_a, struct slice *in_b);

#endif
