/* SPDX-License-Identifier: MIT */
#ifndef CRM_WINBACK_H
#define CRM_WINBACK_H

/*
 * winback: whom of the lost and the leaving to go after, and what keeping them is worth.
 *
 * A contact is worth what the customer is worth, times the chance that it brings the customer back,
 * less what it costs. Not everybody is treated by that figure alone: a policy says how far to go
 * for a customer of each tier.
 *
 *	at_all_cost	a key customer: contacted, whatever it is worth
 *	effort		an ordinary one: contacted if it is worth it
 *	convenient	a small one: contacted if it is worth it with a cheap contact
 *	let_go		a bad one: not contacted
 *
 * How likely a silent customer is to return is learnt from silences that have ended, and from those
 * that have not, by Kaplan and Meier (stat/survival): a gap between two purchases is a silence with
 * a return at its end.
 *
 *	winback_add_silence(&silences, 45, true);	came back after 45 days
 *	winback_add_silence(&silences, 300, false);	has not until now
 *	winback_learn(&silences, &returns);
 *	winback_chance(&returns, 200, 90);	silent for 200 days: P(back within 90 more)
 *
 * Amounts are in micros (base/amount).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "stat/survival.h"

enum winback_policy {
	WINBACK_AT_ALL_COST,
	WINBACK_EFFORT,
	WINBACK_CONVENIENT,
	WINBACK_LET_GO,
	WINBACK_POLICIES,
};

/* "at_all_cost", "effort", … */
const char *winback_policy_name(enum winback_policy policy);

/* ---- the chance to return ---- */

struct winback_silences {
	int64_t *ended, *open; /* so many of each length in days */
	size_t ended_days, open_days;
};

void winback_add_silence(struct winback_silences *silences, int32_t days, bool ended);
void winback_merge(struct winback_silences *silences, const struct winback_silences *other);
void winback_silences_release(struct winback_silences *silences);

/* Make the curve of silences that go on; survival_curve_release is due. */
void winback_learn(const struct winback_silences *silences, struct survival_curve *returns);

/* Of those silent for `silence` days, the share that is back within `ahead` days more. */
double winback_chance(const struct survival_curve *returns, double silence, double ahead);

/* ---- what a contact is worth ---- */

struct winback_costs {
	int64_t effort;     /* of a contact */
	int64_t convenient; /* of a cheap one */
};

struct winback_case {
	enum winback_policy policy;
	int64_t worth; /* value × chance - cost */
	bool contact;
};

/* probability × amount, to the nearest micro. */
int64_t winback_share(double probability, int64_t amount);

struct winback_case winback_judge(const struct winback_costs *costs, enum winback_policy policy,
	int64_t value, double chance);

/*
 * Who comes first: those to be contacted at all cost, then others to be contacted, each by what it
 * is worth, then the rest; equal ones by id. Below 0: `one` comes first.
 */
int winback_compare(const struct winback_case *one, struct slice id,
	const struct winback_case *other, struct slice other_id);

/* ---- what retention is worth ---- */

/*
 * What a customer brings in `periods` periods to come who brings `value` in each, stays from one to
 * the next with the probability `retention`, and whose money is worth 1 / (1 + discount) of itself
 * one period later:
 *
 *	value (q + q^2 + … + q^periods), q = retention / (1 + discount)
 */
double winback_value(double value, double retention, double discount, int periods);

#endif
