/* SPDX-License-Identifier: MIT */
#ifndef CRM_CHURN_LABEL_H
#define CRM_CHURN_LABEL_H

/*
 * churn_label: who is lost, where no contract says so.
 *
 * Who buys without a contract never says goodbye; there is only a silence, and the question from
 * which length on it means that the customer is gone. A rule gives that length, the limit:
 *
 *	days:180	so many days, for all
 *	base:90		the 90th percentile of all customers' gaps between purchases: nine of
 *			ten gaps are no longer
 *	own:90		the same of the customer's own gaps; of all customers' for who has
 *			fewer than CHURN_LABEL_LEAST_GAPS of them
 *	base:90x2	two times that, and own:90x1.5 likewise
 *	alive:0.2	after which P(alive) is below 0.2, by the model MBG/NBD (crm/purchase):
 *			it is the one in which who never came back may be gone too
 *
 * Who has been silent for longer is lost, since the day after the limit; the silence ratio is the
 * silence in limits: 0.5 is half-way, above 1 is lost.
 *
 * No rule is right; each takes some for lost who come back (false alarms), and some for customers
 * who do not (misses). How many is seen by going back in time: label as of a past day by what was
 * known then, and look who bought in the days behind it.
 *
 *	struct churn_label_base base;
 *
 *	if (churn_label_learn(&base, customers, count, then, true, why) < 0)
 *		…
 *	for each rule
 *		trial = churn_label_try(&base, &rule, customers, count, then, 180);
 *	churn_label_release(&base);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "crm/purchase.h"

enum {
	CHURN_LABEL_LEAST_GAPS = 3,
	CHURN_LABEL_MOST_DAYS = 36525, /* a silence of a century is one for ever */
};

enum churn_label_kind {
	CHURN_LABEL_DAYS,
	CHURN_LABEL_BASE,
	CHURN_LABEL_OWN,
	CHURN_LABEL_ALIVE,
};

struct churn_label_rule {
	enum churn_label_kind kind;
	double value; /* days, percentile (1 … 100, whole), or probability */
	double times; /* 1 unless said otherwise; for percentiles only */
};

/* Read a rule as written above. */
int churn_label_parse(struct slice text, struct churn_label_rule *rule, struct diag *why);

/* Append it as it is read. */
void churn_label_put(struct buf *out, const struct churn_label_rule *rule);

/* The purchase days of a customer: ascending, each once. */
struct churn_label_days {
	const int32_t *date;
	size_t count;
};

/* What rules know of all customers. */
struct churn_label_base {
	int64_t *gap; /* days between purchases, ascending */
	size_t gaps;
	bool has_model;
	struct purchase_fit fit; /* of MBG/NBD, in weeks */
};

/*
 * Learn from the days up to `as_of`. `with_model` also fits MBG/NBD, which rules of the kind alive
 * need; fails if that has nothing to learn from.
 */
int churn_label_learn(struct churn_label_base *base, const struct churn_label_days *customer,
	size_t count, int32_t as_of, bool with_model, struct diag *why);

void churn_label_release(struct churn_label_base *base);

struct churn_label {
	bool is_known; /* false: no purchase until then, or no gaps to go by */
	bool is_lost;
	int32_t lost_since;   /* if lost */
	int64_t silence;      /* days since the last purchase */
	int64_t limit;        /* days; CHURN_LABEL_MOST_DAYS: never lost */
	double silence_ratio; /* silence / limit */
};

/* Label a customer as of a day; later days do not count. */
struct churn_label churn_label_of(const struct churn_label_base *base,
	const struct churn_label_rule *rule, struct churn_label_days customer, int32_t as_of);

/* How a rule did: customers by what it said, and what they did. */
struct churn_label_trial {
	int64_t lost_bought; /* false alarms */
	int64_t lost_silent;
	int64_t kept_bought;
	int64_t kept_silent; /* misses */
	double false_alarms; /* the share of those who bought that was called lost */
	double misses;       /* the share of those who did not that was called kept */
	double error;        /* the mean of the two: 0.5 is no better than a coin */
};

/* Label as of `then`, and see who bought in the `window` days behind it. */
struct churn_label_trial churn_label_try(const struct churn_label_base *base,
	const struct churn_label_rule *rule, const struct churn_label_days *customer, size_t count,
	int32_t then, int32_t window);

/* Whether the first is better: less error, or as much, with fewer false alarms. */
bool churn_label_is_better(
	const struct churn_label_trial *one, const struct churn_label_trial *other);

/* Rules worth trying, of all kinds. */
extern const struct churn_label_rule churn_label_candidates[];
extern const size_t churn_label_candidate_count;

#endif
