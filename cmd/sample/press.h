/* SPDX-License-Identifier: MIT */
#ifndef SAMPLE_PRESS_H
#define SAMPLE_PRESS_H

/*
 * press: a table from its header to its last page, on its way out.
 */

#include "sample.h"

/* Print the table, and note what was spoilt. */
int press_print(struct sample *sample, struct diag *why);

#endif
