/* SPDX-License-Identifier: MIT */
#include "crm/lifecycle.h"

#include <stdbool.h>

#include "base/amount.h"

enum {
	QUARTER = 90, /* days */
	YEAR = 365,
	WHOLE = 100, /* percent */
	ENOUGH = 2,  /* orders */
};

/* The silence that is usual, in millionths of a millionth of a day. */
static int128 limit_of(const struct lifecycle_rules *rules, const struct lifecycle_facts *facts)
{
	int64_t house = rules->gap;
	int64_t gap = facts->gap_mean != LIFECYCLE_UNKNOWN ? facts->gap_mean : house;
	int128 limit, least = (int128)house * AMOUNT_UNIT;

	if (facts->gap_mean == LIFECYCLE_UNKNOWN || facts->gap_sd == LIFECYCLE_UNKNOWN)
		return (int128)rules->late * (gap > house ? gap : house);
	limit = (int128)gap * AMOUNT_UNIT + (int128)rules->late * facts->gap_sd;
	return limit > least ? limit : least;
}

/* Days of the year behind us in which the customer was one; in millionths. */
static int64_t known_days(const struct lifecycle_facts *facts)
{
	int64_t year = (int64_t)YEAR * AMOUNT_UNIT;

	return facts->tenure < year ? facts->tenure + AMOUNT_UNIT : year;
}

/*
 * Above or below 0: clearly more, or fewer, orders than the year's rate lets expect. Of less than
 * two orders, had or expected, nothing can be told.
 */
static int trend_of_orders(const struct lifecycle_facts *facts)
{
	int64_t days = known_days(facts);
	int128 found = (int128)facts->orders_90d * days;
	int128 usual = (int128)facts->orders_365d * QUARTER * AMOUNT_UNIT;
	int128 enough = (int128)ENOUGH * AMOUNT_UNIT * days;

	if (found > usual && found >= enough)
		return 1;
	return found < usual && usual >= enough ? -1 : 0;
}

/* The same of the amount, where only a change of `change` percent counts. */
static int trend_of_amount(const struct lifecycle_facts *facts, int64_t change)
{
	int64_t whole = (int64_t)WHOLE * AMOUNT_UNIT;
	int128 found = (int128)facts->amount_90d * known_days(facts) * WHOLE;
	int128 usual = (int128)facts->amount_365d * QUARTER;

	if (facts->amount_365d <= 0)
		return -1;
	if (found <= usual * (whole - change))
		return -1;
	return found >= usual * (whole + change) ? 1 : 0;
}

static bool has_trend(const struct lifecycle_facts *facts)
{
	return facts->orders_90d != LIFECYCLE_UNKNOWN && facts->orders_365d != LIFECYCLE_UNKNOWN &&
	       facts->amount_90d != LIFECYCLE_UNKNOWN && facts->amount_365d != LIFECYCLE_UNKNOWN;
}

static enum lifecycle_stage stage_by_trend(
	const struct lifecycle_rules *rules, const struct lifecycle_facts *facts)
{
	int orders, amount;

	if (!has_trend(facts))
		return LIFECYCLE_MATURE;
	orders = trend_of_orders(facts);
	amount = trend_of_amount(facts, rules->change);
	if (orders < 0 && amount < 0)
		return LIFECYCLE_DECLINING;
	return orders > 0 && amount > 0 ? LIFECYCLE_GROWING : LIFECYCLE_MATURE;
}

enum lifecycle_stage lifecycle_of(
	const struct lifecycle_rules *rules, const struct lifecycle_facts *facts)
{
	int128 silence, limit;

	if (facts->orders == LIFECYCLE_UNKNOWN || facts->orders <= 0)
		return LIFECYCLE_PROSPECT;
	silence = (int128)facts->recency * AMOUNT_UNIT;
	limit = limit_of(rules, facts);
	if (silence * AMOUNT_UNIT > limit * rules->lost)
		return LIFECYCLE_LOST;
	if (silence > limit)
		return LIFECYCLE_DORMANT;
	if (facts->gap_mean == LIFECYCLE_UNKNOWN || facts->tenure <= rules->new_days)
		return LIFECYCLE_NEW;
	return stage_by_trend(rules, facts);
}

struct slice lifecycle_name(enum lifecycle_stage stage)
{
	static const struct slice name[LIFECYCLE_STAGES] = {
		[LIFECYCLE_PROSPECT] = SLICE_LITERAL("prospect"),
		[LIFECYCLE_NEW] = SLICE_LITERAL("new"),
		[LIFECYCLE_GROWING] = SLICE_LITERAL("growing"),
		[LIFECYCLE_MATURE] = SLICE_LITERAL("mature"),
		[LIFECYCLE_DECLINING] = SLICE_LITERAL("declining"),
		[LIFECYCLE_DORMANT] = SLICE_LITERAL("dormant"),
		[LIFECYCLE_LOST] = SLICE_LITERAL("lost"),
	};

	return name[stage];
}
