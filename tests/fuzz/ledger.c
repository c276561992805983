/* SPDX-License-Identifier: MIT */
/*
 * ledger: a ledger or a state on its way to profiles. What is made of the days of a customer is
 * the same when they are put into a state and read from it, days alone or as dealings.
 */
#include "ledger/ledger.h"

#include "fuzz.h"

struct visitors {
	struct visits visits, again;
	struct buf state;
	int32_t newest;
};

static void ck_same(const struct visits *visits, const struct visits *again)
{
	assert(visits->day_count == again->day_count);
	for (size_t i = 0; i < visits->day_count; i++) {
		const struct profile_day *a = &visits->day[i], *b = &again->day[i];

		assert(a->date == b->date && a->amount == b->amount && a->orders == b->orders &&
			a->sales == b->sales && a->returns == b->returns &&
			a->returned_amount == b->returned_amount);
	}
}

static int look_at(void *context, int worker, size_t partition, const struct keyed_group *group,
	size_t count, struct diag *why)
{
	struct visitors *all = context;

	(void)worker;
	(void)partition;
	for (size_t i = 0; i < count; i++) {
		struct visits *visits = &all->visits, *again = &all->again;
		struct history history;
		struct profile profile;
		struct slice text;

		ledger_visits(&group[i], visits);
		visits_compact(visits);
		for (int rule = 0; rule < 3; rule++)
			profile_of(visits->day, visits->day_count, (enum profile_purchase)rule,
				all->newest, &profile, why);
		buf_reset(&all->state);
		if (history_put(visits, &all->state, why) < 0)
			continue;
		text = buf_slice(&all->state);
		assert(slice_cut(&text, '\t', &history.days));
		history.order_ids = text;
		assert(history_days(&history, again, why) == 0);
		ck_same(visits, again);
		visits_reset(again);
		assert(history_dealings(&history, again, why) == 0);
		visits_compact(again);
		ck_same(visits, again);
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
	buf_release(&all.state);
}
