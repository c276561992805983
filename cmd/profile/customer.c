/* SPDX-License-Identifier: MIT */
#include "customer.h"

#include "crm/history.h"

int customer_put_profile(struct customer *customer, const struct customer_rules *rules,
	struct slice id, struct buf *out, struct diag *why)
{
	const struct visits *visits = &customer->visits;
	struct profile profile;
	int made;

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
	buf_put(out, id);
	buf_char(out, '\t');
	if (history_put(&customer->visits, out, why) < 0)
		return -1;
	buf_char(out, '\n');
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
}
