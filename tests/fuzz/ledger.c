/* SPDX-License-Identifier: MIT */
/*
 * ledger: a ledger or a state on its way to profiles. What is made of the days of a customer is
 * the same when they are summed up, as for a state, before they are looked at.
 */
#include "ledger/ledger.h"

#include "fuzz.h"

struct visitors {
	struct visits visits, again;
	struct buf ids;
	int32_t newest;
};

static int look_at(void *context, int worker, size_t partition, const struct keyed_group *group,
	size_t count, struct diag *why)
{
	struct visitors *all = context;

	(void)worker;
	(void)partition;
	for (size_t i = 0; i < count; i++) {
		struct visits *visits = &all->visits, *again = &all->again;
		struct profile once, twice;

		ledger_visits(&group[i], visits);
		ledger_visits(&group[i], again);
		buf_reset(&all->ids);
		visits_merge_days(again, &all->ids);
		visits_compact(again);
		visits_compact(visits);
		assert(visits->day_count == again->day_count);
		for (int rule = 0; rule < 3; rule++) {
			enum profile_purchase purchase = (enum profile_purchase)rule;
			int made = profile_of(
				visits->day, visits->day_count, purchase, all->newest, &once, why);

			assert(made == profile_of(again->day, again->day_count, purchase,
					       all->newest, &twice, why));
			if (made > 0)
				assert(once.orders == twice.orders && once.amount == twice.amount &&
					once.returns == twice.returns &&
					once.frequency == twice.frequency);
		}
	}
	return 0;
}

static void fuzz(struct slice bytes)
{
	const struct ledger_names names = LEDGER_NAMES;
	const struct run run = { .jobs = 1, .seen = fuzz_byte(&bytes) & 2 };
	bool is_state = bytes.length > 0 && bytes.at[0] == 's';
	char *paths[] = { NULL, NULL };
	struct ledger ledger = { .keyed = keyed_new(1 << 20), .names = &names };
	struct visitors all = { .newest = 0 };
	struct stream *in;
	struct diag why;

	if (is_state)
		fuzz_byte(&bytes);
	paths[0] = fuzz_file(bytes);
	if (stream_open(&in, paths, 1, NULL, &why) < 0 ||
		ledger_fold(&ledger, &run, in, is_state, NULL, &why) < 0) {
		fuzz_message(&why);
	} else {
		all.newest = ledger.newest;
		keyed_each(ledger.keyed, 1, look_at, &all, &why);
	}
	stream_close(in);
	keyed_free(ledger.keyed);
	visits_release(&all.visits);
	visits_release(&all.again);
	buf_release(&all.ids);
}
