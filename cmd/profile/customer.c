/* SPDX-License-Identifier: MIT */
#include "customer.h"

#include "base/amount.h"
#include "base/date.h"
#include "base/num.h"

static void put_int(struct buf *out, int64_t value)
{
	buf_char(out, '\t');
	num_put_int(out, value);
}

static void put_date(struct buf *out, int32_t date)
{
	buf_char(out, '\t');
	date_put(out, date);
}

static void put_amount(struct buf *out, int64_t micros)
{
	buf_char(out, '\t');
	amount_put(out, micros);
}

static int put_day(struct buf *out, struct slice id, const struct profile_day *day,
	struct slice order_ids, struct diag *why)
{
	int64_t amount = (int64_t)day->amount, returned = (int64_t)day->returned_amount;

	if (amount != day->amount || returned != day->returned_amount)
		return diag_fail(
			why, "the amounts of one day add up to more than an amount can be");
	buf_put(out, id);
	put_date(out, day->date);
	put_amount(out, amount);
	buf_char(out, '\t');
	buf_put(out, order_ids);
	put_int(out, day->sales);
	put_int(out, day->returns);
	put_amount(out, returned);
	put_int(out, day->orders);
	buf_char(out, '\n');
	return 0;
}

int customer_put_profile(struct customer *customer, const struct customer_rules *rules,
	struct slice id, struct buf *out, struct diag *why)
{
	struct visits *visits = &customer->visits;
	struct profile profile;
	int made;

	visits_compact(visits);
	for (size_t i = visits->day_count; i > 0 && visits->day[i - 1].date > rules->as_of; i--)
		customer->days_after++;
	made = profile_of(
		visits->day, visits->day_count, rules->purchase, rules->as_of, &profile, why);
	if (made <= 0)
		return made;
	buf_put(out, id);
	figures_put(rules->figures, &profile, out);
	buf_char(out, '\n');
	return 1;
}

int customer_put_state(
	struct customer *customer, struct slice id, struct buf *out, struct diag *why)
{
	struct visits *visits = &customer->visits;

	buf_reset(&customer->ids);
	visits_merge_days(visits, &customer->ids);
	for (size_t i = 0; i < visits->day_count; i++)
		if (put_day(out, id, &visits->day[i], visits->day_ids[i], why) < 0)
			return -1;
	return 0;
}

int customer_fail(struct slice id, struct diag *why)
{
	struct diag reason = *why;

	return diag_fail(why, "customer '" SLICE "': %s", SLICE_ARG(id), reason.text);
}

void customer_release(struct customer *customer)
{
	visits_release(&customer->visits);
	buf_release(&customer->ids);
}
