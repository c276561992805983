/* SPDX-License-Identifier: MIT */
#ifndef REPORT_CARD_H
#define REPORT_CARD_H

/*
 * card: everything that is known of one customer, on one page.
 *
 * Key figures, the risk with its reasons, the dealings month by month and one by one, and then all
 * columns of the customer's row as they stand.
 */

#include "sheet.h"

/*
 * Compose the card of the customer with this number in the list of the watched. The sheet is that
 * of the run, with an empty report. Fails if the customer is in none of the streams.
 */
int card_compose(struct sheet *sheet, size_t number, struct diag *why);

#endif
