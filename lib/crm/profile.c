/* SPDX-License-Identifier: MIT */
#include "crm/profile.h"

#include <math.h>

#include "base/amount.h"

bool profile_is_purchase(const struct profile_day *day, enum profile_purchase rule)
{
	switch (rule) {
	case PROFILE_PURCHASE_SALE:
		return day->sales > 0;
	case PROFILE_PURCHASE_ANY:
		return true;
	case PROFILE_PURCHASE_NET:
	default:
		return day->amount > 0;
	}
}

/* What is summed up over days; amounts in 128 bits until it is known that they fit. */
struct sums {
	int128 amount, amount_90d, amount_365d, returned, repeat;
	int64_t gaps, gap_squares; /* of days */
	int64_t purchase_days;
	int32_t first_purchase, last_purchase;
};

static void add_purchase(struct sums *sums, const struct profile_day *day)
{
	if (sums->purchase_days++ == 0) {
		sums->first_purchase = day->date;
	} else {
		int64_t gap = (int64_t)day->date - sums->last_purchase;

		sums->gaps += gap;
		sums->gap_squares += gap * gap;
		sums->repeat += day->amount;
	}
	sums->last_purchase = day->date;
}

static void add_day(
	struct sums *sums, struct profile *profile, const struct profile_day *day, int32_t as_of)
{
	int64_t age = (int64_t)as_of - day->date;

	sums->amount += day->amount;
	sums->returned += day->returned_amount;
	profile->orders += day->orders;
	profile->returns += day->returns;
	if (age < 365) {
		sums->amount_365d += day->amount;
		profile->orders_365d += day->orders;
	}
	if (age < 90) {
		sums->amount_90d += day->amount;
		profile->orders_90d += day->orders;
	}
}

static bool fits(int128 sum, int64_t *amount)
{
	*amount = (int64_t)sum;
	return sum == *amount;
}

static int put_amounts(const struct sums *sums, struct profile *profile, struct diag *why)
{
	int64_t repeat;

	if (!fits(sums->amount, &profile->amount) ||
		!fits(sums->returned, &profile->returned_amount) ||
		!fits(sums->amount_90d, &profile->amount_90d) ||
		!fits(sums->amount_365d, &profile->amount_365d) || !fits(sums->repeat, &repeat)) {
		diag_fail(why, "the amounts of one customer add up to more than an amount can be");
		return diag_code(why, "too-large");
	}
	if (profile->orders > 0)
		profile->amount_mean = amount_mean(sums->amount, profile->orders);
	profile->has_repeat_amount_mean = profile->frequency > 0;
	if (profile->has_repeat_amount_mean)
		profile->repeat_amount_mean = amount_mean(sums->repeat, profile->frequency);
	return 0;
}

/* Gaps are whole days, so their sums are exact, and the results the same everywhere. */
static void put_gaps(const struct sums *sums, struct profile *profile)
{
	double n = (double)profile->frequency;
	int128 spread =
		(int128)profile->frequency * sums->gap_squares - (int128)sums->gaps * sums->gaps;

	profile->has_gap_mean = profile->frequency >= 1;
	profile->has_gap_sd = profile->frequency >= 2;
	if (profile->has_gap_mean)
		profile->gap_mean = (double)sums->gaps / n;
	if (profile->has_gap_sd)
		profile->gap_sd = sqrt((double)spread / (n * (n - 1)));
}

int profile_of(const struct profile_day *day, size_t count, enum profile_purchase rule,
	int32_t as_of, struct profile *profile, struct diag *why)
{
	struct sums sums = { 0 };

	*profile = (struct profile){ 0 };
	while (count > 0 && day[count - 1].date > as_of)
		count--;
	if (count == 0)
		return 0;
	for (size_t i = 0; i < count; i++) {
		add_day(&sums, profile, &day[i], as_of);
		if (profile_is_purchase(&day[i], rule))
			add_purchase(&sums, &day[i]);
	}
	profile->first_date = sums.purchase_days > 0 ? sums.first_purchase : day[0].date;
	profile->last_date = sums.purchase_days > 0 ? sums.last_purchase : day[count - 1].date;
	profile->recency = (int64_t)as_of - profile->last_date;
	profile->tenure = (int64_t)as_of - profile->first_date;
	profile->frequency = sums.purchase_days > 0 ? sums.purchase_days - 1 : 0;
	profile->t_x = sums.gaps;
	put_gaps(&sums, profile);
	return put_amounts(&sums, profile, why) < 0 ? -1 : 1;
}
