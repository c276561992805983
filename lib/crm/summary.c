/* SPDX-License-Identifier: MIT */
#include "crm/summary.h"

#include "base/amount.h"

/* A period of so many days reaches from as-of back, as-of included. */
static bool is_within(const struct summary_customer *customer, int32_t days)
{
	return (customer->known & SUMMARY_RECENCY) != 0 && customer->recency < days;
}

static void add_dates(struct summary *summary, const struct summary_customer *customer)
{
	const unsigned both = SUMMARY_LAST_DATE | SUMMARY_RECENCY;
	struct summary one = { .known = customer->known,
		.first_date = customer->first_date,
		.last_date = customer->last_date };

	if ((customer->known & both) == both) {
		one.has_as_of = true;
		one.as_of = one.as_of_least = customer->last_date + customer->recency;
	}
	summary_merge(summary, &one);
}

void summary_add(struct summary *summary, const struct summary_customer *customer)
{
	unsigned known = customer->known;

	add_dates(summary, customer);
	summary->customers++;
	summary->amount += customer->amount;
	summary->has_fractions |= customer->amount % AMOUNT_UNIT != 0;
	if (known & SUMMARY_ORDERS)
		summary->orders += customer->orders;
	if (known & SUMMARY_FREQUENCY)
		summary->repeaters += customer->frequency >= 1;
	if (known & SUMMARY_RETURNED)
		summary->returned_amount += customer->returned_amount;
	if (known & SUMMARY_AMOUNT_90D)
		summary->amount_90d += customer->amount_90d;
	if (known & SUMMARY_AMOUNT_365D)
		summary->amount_365d += customer->amount_365d;
	summary->active_90d += is_within(customer, 90);
	summary->active_365d += is_within(customer, 365);
}

static void merge_dates(struct summary *summary, const struct summary *other)
{
	unsigned mine = summary->known, its = other->known;

	if ((its & SUMMARY_FIRST_DATE) &&
		(!(mine & SUMMARY_FIRST_DATE) || other->first_date < summary->first_date))
		summary->first_date = other->first_date;
	if ((its & SUMMARY_LAST_DATE) &&
		(!(mine & SUMMARY_LAST_DATE) || other->last_date > summary->last_date))
		summary->last_date = other->last_date;
	if (!other->has_as_of)
		return;
	if (!summary->has_as_of || other->as_of > summary->as_of)
		summary->as_of = other->as_of;
	if (!summary->has_as_of || other->as_of_least < summary->as_of_least)
		summary->as_of_least = other->as_of_least;
	summary->has_as_of = true;
}

void summary_merge(struct summary *summary, const struct summary *other)
{
	merge_dates(summary, other);
	summary->known |= other->known;
	summary->has_fractions |= other->has_fractions;
	summary->customers += other->customers;
	summary->amount += other->amount;
	summary->orders += other->orders;
	summary->repeaters += other->repeaters;
	summary->active_90d += other->active_90d;
	summary->active_365d += other->active_365d;
	summary->amount_90d += other->amount_90d;
	summary->amount_365d += other->amount_365d;
	summary->returned_amount += other->returned_amount;
}

bool summary_is_silent(const struct summary_customer *customer)
{
	const unsigned both = SUMMARY_RECENCY | SUMMARY_GAPS;

	return (customer->known & both) == both &&
	       customer->recency > customer->gap_mean + 2 * customer->gap_sd;
}
