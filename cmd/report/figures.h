/* SPDX-License-Identifier: MIT */
#ifndef REPORT_FIGURES_H
#define REPORT_FIGURES_H

/*
 * figures: every figure of a report as a row of a stream, crm-tsv(5).
 *
 *	section  chart     row  figure     value     unit    stream    columns    rule
 *	headline headline       customers  2000      count   profiles  customer_id …
 *	rfm      rfm_heat  R5 F5 amount    547476.1  amount  profiles  r, f, amount …
 *
 * A change since the time before is a figure of its own: customers_change.
 */

#include <stdbool.h>

#include "base/buf.h"
#include "draw/report.h"

/*
 * With `defuse`, a text that a spreadsheet would take for a formula has an apostrophe before it,
 * which makes it a text there; numbers stay as they are.
 */
void figures_render(const struct report *report, bool defuse, struct buf *out);

#endif
