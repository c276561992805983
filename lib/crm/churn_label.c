/* SPDX-License-Identifier: MIT */
#include "crm/churn_label.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "stat/quantile.h"

enum { WEEK = 7, WHOLE = 100, FEW_GAPS = 64, DIGITS = 6 };

static const double most_times = 1000;

static const char *const kind_name[] = {
	[CHURN_LABEL_DAYS] = "days",
	[CHURN_LABEL_BASE] = "base",
	[CHURN_LABEL_OWN] = "own",
	[CHURN_LABEL_ALIVE] = "alive",
};

#define PERCENTILES(kind, times)                                                            \
	{ kind, 50, times }, { kind, 75, times }, { kind, 90, times }, { kind, 95, times }, \
	{                                                                                   \
		kind, 100, times                                                            \
	}

const struct churn_label_rule churn_label_candidates[] = {
	{ CHURN_LABEL_DAYS, 30, 1 },
	{ CHURN_LABEL_DAYS, 60, 1 },
	{ CHURN_LABEL_DAYS, 90, 1 },
	{ CHURN_LABEL_DAYS, 120, 1 },
	{ CHURN_LABEL_DAYS, 180, 1 },
	{ CHURN_LABEL_DAYS, 270, 1 },
	{ CHURN_LABEL_DAYS, 365, 1 },
	PERCENTILES(CHURN_LABEL_BASE, 1),
	PERCENTILES(CHURN_LABEL_OWN, 1),
	PERCENTILES(CHURN_LABEL_OWN, 2),
	PERCENTILES(CHURN_LABEL_OWN, 3),
	{ CHURN_LABEL_ALIVE, 0.1, 1 },
	{ CHURN_LABEL_ALIVE, 0.2, 1 },
	{ CHURN_LABEL_ALIVE, 0.3, 1 },
	{ CHURN_LABEL_ALIVE, 0.4, 1 },
	{ CHURN_LABEL_ALIVE, 0.5, 1 },
	{ CHURN_LABEL_ALIVE, 0.6, 1 },
	{ CHURN_LABEL_ALIVE, 0.7, 1 },
	{ CHURN_LABEL_ALIVE, 0.8, 1 },
};
const size_t churn_label_candidate_count =
	sizeof churn_label_candidates / sizeof *churn_label_candidates;

static bool has_times(enum churn_label_kind kind)
{
	return kind == CHURN_LABEL_BASE || kind == CHURN_LABEL_OWN;
}

static bool is_in_range(const struct churn_label_rule *rule)
{
	double value = rule->value;

	if (rule->kind == CHURN_LABEL_ALIVE)
		return value > 0 && value < 1;
	if (value < 1 || value != floor(value))
		return false;
	return value <= (rule->kind == CHURN_LABEL_DAYS ? CHURN_LABEL_MOST_DAYS : WHOLE);
}

int churn_label_parse(struct slice text, struct churn_label_rule *rule, struct diag *why)
{
	struct slice rest = text, name = { NULL, 0 }, value = { NULL, 0 }, times;
	int kind = CHURN_LABEL_DAYS;

	slice_cut(&rest, ':', &name);
	while (kind <= CHURN_LABEL_ALIVE && !slice_is(name, kind_name[kind]))
		kind++;
	*rule = (struct churn_label_rule){ (enum churn_label_kind)kind, 0, 1 };
	times = rest;
	if (kind <= CHURN_LABEL_ALIVE && slice_cut(&times, 'x', &value) &&
		num_parse_real(value, &rule->value) && is_in_range(rule) &&
		(times.at == NULL ||
			(has_times(rule->kind) && num_parse_real(times, &rule->times) &&
				rule->times > 0 && rule->times <= most_times)))
		return 0;
	return diag_fail(why,
		"not a rule: '" SLICE "'; expected days:N, base:PERCENT, own:PERCENT (perhaps "
		"times a number, own:90x2) or alive:PROBABILITY",
		SLICE_ARG(text));
}

void churn_label_put(struct buf *out, const struct churn_label_rule *rule)
{
	buf_printf(out, "%s:", kind_name[rule->kind]);
	num_put_real(out, rule->value, DIGITS);
	if (rule->times != 1) {
		buf_char(out, 'x');
		num_put_real(out, rule->times, DIGITS);
	}
}

/* How many of the days are up to `as_of`. */
static size_t days_until(struct churn_label_days customer, int32_t as_of)
{
	size_t low = 0, high = customer.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (customer.date[middle] <= as_of)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct purchase_history history_of(const int32_t *date, size_t count, int32_t as_of)
{
	return (struct purchase_history){ (double)(count - 1),
		(double)(date[count - 1] - date[0]) / WEEK, (double)(as_of - date[0]) / WEEK };
}

static int compare_groups(const void *left, const void *right)
{
	const struct purchase_history *a = &((const struct purchase_group *)left)->history;
	const struct purchase_history *b = &((const struct purchase_group *)right)->history;

	if (a->frequency != b->frequency)
		return a->frequency < b->frequency ? -1 : 1;
	if (a->t_x != b->t_x)
		return a->t_x < b->t_x ? -1 : 1;
	return (a->tenure > b->tenure) - (a->tenure < b->tenure);
}

static size_t merge_groups(struct purchase_group *group, size_t count)
{
	size_t kept = 0;

	if (count > 1)
		qsort(group, count, sizeof *group, compare_groups);
	for (size_t i = 0; i < count; i++)
		if (kept > 0 && compare_groups(&group[i], &group[kept - 1]) == 0)
			group[kept - 1].customers += group[i].customers;
		else
			group[kept++] = group[i];
	return kept;
}

static int fit_model(struct churn_label_base *base, const struct churn_label_days *customer,
	size_t count, int32_t as_of, struct diag *why)
{
	struct purchase_group *group = mem_alloc(count * sizeof *group);
	size_t groups = 0;
	int result;

	for (size_t i = 0; i < count; i++) {
		size_t days = days_until(customer[i], as_of);

		if (days > 0)
			group[groups++] =
				(struct purchase_group){ history_of(customer[i].date, days, as_of),
					1 };
	}
	result = purchase_fit(
		purchase_find("mbgnbd"), group, merge_groups(group, groups), NULL, &base->fit, why);
	base->has_model = result == 0;
	free(group);
	return result;
}

int churn_label_learn(struct churn_label_base *base, const struct churn_label_days *customer,
	size_t count, int32_t as_of, bool with_model, struct diag *why)
{
	size_t gaps = 0;

	*base = (struct churn_label_base){ NULL, 0, false, { .converged = false } };
	for (size_t i = 0; i < count; i++)
		gaps += customer[i].count;
	base->gap = mem_alloc(gaps * sizeof *base->gap);
	for (size_t i = 0; i < count; i++) {
		size_t days = days_until(customer[i], as_of);

		for (size_t day = 1; day < days; day++)
			base->gap[base->gaps++] = customer[i].date[day] - customer[i].date[day - 1];
	}
	quantile_sort(base->gap, base->gaps);
	return with_model ? fit_model(base, customer, count, as_of, why) : 0;
}

void churn_label_release(struct churn_label_base *base)
{
	free(base->gap);
	*base = (struct churn_label_base){ NULL, 0, false, { .converged = false } };
}

/* The percentile of gaps between days; 0 if there are too few. */
static int64_t own_percentile(const int32_t *date, size_t count, double percentile)
{
	int64_t few[FEW_GAPS], *gap = few, found;
	size_t gaps = count - 1;

	if (gaps < CHURN_LABEL_LEAST_GAPS)
		return 0;
	if (gaps > FEW_GAPS)
		gap = mem_alloc(gaps * sizeof *gap);
	for (size_t i = 0; i < gaps; i++)
		gap[i] = date[i + 1] - date[i];
	quantile_sort(gap, gaps);
	found = quantile_of(gap, gaps, (uint64_t)percentile, WHOLE);
	if (gap != few)
		free(gap);
	return found;
}

/* The last day of silence on which P(alive) is not yet below the threshold; it only falls. */
static int64_t limit_of_alive(
	const struct churn_label_base *base, double threshold, const int32_t *date, size_t count)
{
	const struct purchase_model *model = purchase_find("mbgnbd");
	int64_t low = -1, high = CHURN_LABEL_MOST_DAYS;

	assert(base->has_model);
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;
		struct purchase_history history =
			history_of(date, count, date[count - 1] + (int32_t)middle);

		if (purchase_alive(model, base->fit.parameter, &history, 0) < threshold)
			high = middle;
		else
			low = middle;
	}
	/* Where P(alive) is below it from the start, the purchase itself was the last sign. */
	return high < CHURN_LABEL_MOST_DAYS ? (low > 0 ? low : 1) : CHURN_LABEL_MOST_DAYS;
}

/* Returns 0 if there is none. */
static int64_t limit_of(const struct churn_label_base *base, const struct churn_label_rule *rule,
	const int32_t *date, size_t count)
{
	int64_t percentile = 0;
	double limit;

	if (rule->kind == CHURN_LABEL_ALIVE)
		return limit_of_alive(base, rule->value, date, count);
	if (rule->kind == CHURN_LABEL_DAYS)
		return (int64_t)rule->value;
	if (rule->kind == CHURN_LABEL_OWN)
		percentile = own_percentile(date, count, rule->value);
	if (percentile == 0 && base->gaps > 0)
		percentile = quantile_of(base->gap, base->gaps, (uint64_t)rule->value, WHOLE);
	if (percentile == 0)
		return 0;
	limit = ceil((double)percentile * rule->times);
	return limit < CHURN_LABEL_MOST_DAYS ? (int64_t)limit : CHURN_LABEL_MOST_DAYS;
}

struct churn_label churn_label_of(const struct churn_label_base *base,
	const struct churn_label_rule *rule, struct churn_label_days customer, int32_t as_of)
{
	size_t count = days_until(customer, as_of);
	struct churn_label label = { .is_known = false };

	if (count == 0)
		return label;
	label.silence = as_of - customer.date[count - 1];
	label.limit = limit_of(base, rule, customer.date, count);
	if (label.limit == 0)
		return label;
	label.is_known = true;
	label.is_lost = label.silence > label.limit && label.limit < CHURN_LABEL_MOST_DAYS;
	if (label.is_lost)
		label.lost_since = customer.date[count - 1] + (int32_t)label.limit + 1;
	label.silence_ratio = (double)label.silence / (double)label.limit;
	return label;
}

static double share_of(int64_t part, int64_t rest)
{
	return part + rest > 0 ? (double)part / (double)(part + rest) : 0;
}

struct churn_label_trial churn_label_try(const struct churn_label_base *base,
	const struct churn_label_rule *rule, const struct churn_label_days *customer, size_t count,
	int32_t then, int32_t window)
{
	struct churn_label_trial trial = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct churn_label label = churn_label_of(base, rule, customer[i], then);
		size_t before = days_until(customer[i], then);
		bool bought =
			before < customer[i].count && customer[i].date[before] - then <= window;

		if (!label.is_known)
			continue;
		if (label.is_lost)
			*(bought ? &trial.lost_bought : &trial.lost_silent) += 1;
		else
			*(bought ? &trial.kept_bought : &trial.kept_silent) += 1;
	}
	trial.false_alarms = share_of(trial.lost_bought, trial.kept_bought);
	trial.misses = share_of(trial.kept_silent, trial.lost_silent);
	trial.error = (trial.false_alarms + trial.misses) / 2;
	return trial;
}

bool churn_label_is_better(
	const struct churn_label_trial *one, const struct churn_label_trial *other)
{
	if (one->error != other->error)
		return one->error < other->error;
	return one->false_alarms < other->false_alarms;
}
