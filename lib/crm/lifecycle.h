/* SPDX-License-Identifier: MIT */
#ifndef CRM_LIFECYCLE_H
#define CRM_LIFECYCLE_H

/*
 * lifecycle: where a customer stands between the first purchase and the last.
 *
 * A customer is judged by the customer's own rhythm: whoever buys every week and was not seen for
 * two months is gone, whoever buys once a year is not. The silence that is still usual is
 *
 *	limit = gap + late × spread		at least the house's gap
 *
 * where gap is the mean of the days between purchases and spread their standard deviation, which
 * are known of customers who bought on three days. Of the others less is known, and it is
 *
 *	limit = late × gap
 *
 * where gap is the one gap of a customer who bought on two days, again at least the house's, and
 * the house's for one who bought on a single day. The house's gap keeps those who bought a few
 * times within a week from being taken for weekly customers.
 *
 * The first rule that holds gives the stage:
 *
 *	prospect   there is no order
 *	lost       silent for more than lost × limit
 *	dormant    silent for more than limit
 *	new        bought on one day only, or first bought at most new_days ago
 *	declining  last quarter: fewer orders than usual, amount down by `change` or more
 *	growing    last quarter: more orders than usual, amount up by `change` or more
 *	mature     bought again and again, as usual
 *
 * Usual is the rate of the last 365 days, or of all days since the first purchase if they are
 * fewer; the last quarter is the last 90 days. Two orders are the least that tells a trend: so
 * many are usual in the quarter of who is declining, and were made in that of who is growing. A
 * year whose amounts do not come to more than zero cannot grow.
 *
 * All numbers are in millionths (base/amount), so that days may have decimals and every
 * comparison is exact.
 */

#include <stdint.h>

#include "base/slice.h"

/* For what is not known of a customer. */
#define LIFECYCLE_UNKNOWN INT64_MIN

struct lifecycle_rules {
	int64_t new_days;
	int64_t gap;    /* of the house, days */
	int64_t late;   /* so many spreads beyond the gap … */
	int64_t lost;   /* … and so many times that */
	int64_t change; /* of the amount, in percent */
};

/* What rules may say, in whole numbers: 0 … MOST_DAYS, 1 … MOST_TIMES for late and lost. */
enum {
	LIFECYCLE_MOST_DAYS = 100000,
	LIFECYCLE_MOST_TIMES = 1000,
	LIFECYCLE_MOST_CHANGE = 100,
};

/* As in a profile (crm/profile); all but the first three may be unknown. */
struct lifecycle_facts {
	int64_t orders;          /* unknown is none */
	int64_t recency, tenure; /* must be known if there are orders */
	int64_t gap_mean, gap_sd;
	int64_t orders_90d, orders_365d;
	int64_t amount_90d, amount_365d;
};

enum lifecycle_stage {
	LIFECYCLE_PROSPECT,
	LIFECYCLE_NEW,
	LIFECYCLE_GROWING,
	LIFECYCLE_MATURE,
	LIFECYCLE_DECLINING,
	LIFECYCLE_DORMANT,
	LIFECYCLE_LOST,
	LIFECYCLE_STAGES,
};

enum lifecycle_stage lifecycle_of(
	const struct lifecycle_rules *rules, const struct lifecycle_facts *facts);

/* The name of a stage: "prospect", "new", … */
struct slice lifecycle_name(enum lifecycle_stage stage);

#endif
