/* SPDX-License-Identifier: MIT */
#include "crm/winback.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const char *winback_policy_name(enum winback_policy policy)
{
	static const char *const name[WINBACK_POLICIES] = {
		[WINBACK_AT_ALL_COST] = "at_all_cost",
		[WINBACK_EFFORT] = "effort",
		[WINBACK_CONVENIENT] = "convenient",
		[WINBACK_LET_GO] = "let_go",
	};

	return name[policy];
}

static void add_days(int64_t **count, size_t *days, size_t day, int64_t silences)
{
	size_t capacity = *days;

	if (day >= *days) {
		*count = mem_grow(*count, &capacity, day + 1, sizeof **count);
		memset(*count + *days, 0, (capacity - *days) * sizeof **count);
		*days = capacity;
	}
	(*count)[day] += silences;
}

void winback_add_silence(struct winback_silences *silences, int32_t days, bool ended)
{
	if (ended)
		add_days(&silences->ended, &silences->ended_days, (size_t)days, 1);
	else
		add_days(&silences->open, &silences->open_days, (size_t)days, 1);
}

void winback_merge(struct winback_silences *silences, const struct winback_silences *other)
{
	for (size_t day = 0; day < other->ended_days; day++)
		add_days(&silences->ended, &silences->ended_days, day, other->ended[day]);
	for (size_t day = 0; day < other->open_days; day++)
		add_days(&silences->open, &silences->open_days, day, other->open[day]);
}

void winback_silences_release(struct winback_silences *silences)
{
	free(silences->ended);
	free(silences->open);
	*silences = (struct winback_silences){ NULL, NULL, 0, 0 };
}

void winback_learn(const struct winback_silences *silences, struct survival_curve *returns)
{
	size_t most = silences->ended_days + silences->open_days, count = 0;
	struct survival_case *cases = mem_alloc(most * sizeof *cases);

	for (size_t day = 0; day < silences->ended_days; day++)
		if (silences->ended[day] > 0)
			cases[count++] = (struct survival_case){ (double)day,
				(double)silences->ended[day], 0, true };
	for (size_t day = 0; day < silences->open_days; day++)
		if (silences->open[day] > 0)
			cases[count++] = (struct survival_case){ (double)day,
				(double)silences->open[day], 0, false };
	survival_sort(cases, count);
	survival_fit(returns, cases, count, SURVIVAL_LOG, 0.95);
	free(cases);
}

double winback_chance(const struct survival_curve *returns, double silence, double ahead)
{
	double now = survival_at(returns, silence);

	return now > 0 ? 1 - survival_at(returns, silence + ahead) / now : 0;
}

int64_t winback_share(double probability, int64_t amount)
{
	double share = round(probability * (double)amount);

	/* The nearest double of the greatest amount is above it. */
	if (!(fabs(share) < (double)INT64_MAX))
		return share > 0 ? INT64_MAX : -INT64_MAX;
	return (int64_t)share;
}

struct winback_case winback_judge(
	const struct winback_costs *costs, enum winback_policy policy, int64_t value, double chance)
{
	int64_t cost = policy == WINBACK_CONVENIENT ? costs->convenient : costs->effort;
	struct winback_case judged = { policy, 0, false };

	if (__builtin_sub_overflow(winback_share(chance, value), cost, &judged.worth))
		judged.worth = -INT64_MAX;
	judged.contact =
		policy == WINBACK_AT_ALL_COST || (policy != WINBACK_LET_GO && judged.worth > 0);
	return judged;
}

static int class_of(const struct winback_case *judged)
{
	if (!judged->contact)
		return 2;
	return judged->policy == WINBACK_AT_ALL_COST ? 0 : 1;
}

int winback_compare(const struct winback_case *one, struct slice id,
	const struct winback_case *other, struct slice other_id)
{
	if (class_of(one) != class_of(other))
		return class_of(one) - class_of(other);
	if (one->worth != other->worth)
		return one->worth > other->worth ? -1 : 1;
	return slice_compare(id, other_id);
}

double winback_value(double value, double retention, double discount, int periods)
{
	double kept = retention / (1 + discount), left = 1, sum = 0;

	for (int i = 0; i < periods; i++) {
		left *= kept;
		sum += left;
	}
	return value * sum;
}
