/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "projection.h"
#include "stat/survival.h"
#include "survive.h"
#include "tab/escape.h"

enum { DIGITS = 6, MOST_GROUPS = 500, MOST_TIMES = 1000 };

/* The cases of each group, sorted. */
struct groups {
	const struct cases_column *by; /* or NULL: all are one group */
	size_t count;
	struct survival_case **of_group;
	size_t *cases;
	struct survival_case *all;
	size_t rows;
	double last; /* the last time of all */
};

static int divide(struct groups *groups, const struct cases *cases, struct diag *why)
{
	*groups = (struct groups){ .by = cases->columns > 0 ? &cases->column[0] : NULL,
		.rows = cases->rows };
	groups->count = groups->by != NULL ? groups->by->levels : 1;
	if (groups->count > MOST_GROUPS)
		return diag_fail(why, "--by: %zu different values are more than %d groups",
			groups->count, MOST_GROUPS);
	groups->of_group = mem_zero(groups->count, sizeof *groups->of_group);
	groups->cases = mem_zero(groups->count, sizeof *groups->cases);
	groups->all = mem_alloc(cases->rows * sizeof *groups->all);
	for (size_t i = 0; i < cases->rows; i++) {
		uint32_t group = groups->by != NULL ? groups->by->of_row[i] : 0;

		groups->all[i] = (struct survival_case){ cases->time[i], cases->weight[i], group,
			cases->event[i] };
		groups->cases[group]++;
	}
	for (size_t g = 0; g < groups->count; g++)
		groups->of_group[g] = mem_alloc(groups->cases[g] * sizeof **groups->of_group);
	survival_sort(groups->all, groups->rows);
	memset(groups->cases, 0, groups->count * sizeof *groups->cases);
	for (size_t i = 0; i < groups->rows; i++) {
		size_t group = groups->all[i].group;

		groups->of_group[group][groups->cases[group]++] = groups->all[i];
	}
	groups->last = groups->all[groups->rows - 1].time;
	return 0;
}

static void release_groups(struct groups *groups)
{
	for (size_t g = 0; groups->of_group != NULL && g < groups->count; g++)
		free(groups->of_group[g]);
	free(groups->of_group);
	free(groups->cases);
	free(groups->all);
}

static void put_number(struct buf *out, double value)
{
	buf_char(out, '\t');
	num_put_real(out, value, DIGITS);
}

/* The group's name and a tab, if there are groups. */
static void put_group(struct buf *out, const struct groups *groups, size_t group)
{
	if (groups->by == NULL)
		return;
	escape_put(out, groups->by->level[group]);
	buf_char(out, '\t');
}

static void put_names(struct buf *out, const struct groups *groups, const char *names)
{
	if (groups->by != NULL) {
		escape_put(out, groups->by->name);
		buf_char(out, '\t');
	}
	buf_text(out, names);
}

static void put_point(struct buf *out, double time, const struct survival_point *point)
{
	num_put_real(out, time, DIGITS);
	put_number(out, point->at_risk);
	put_number(out, point->events);
	put_number(out, point->censored);
	put_number(out, point->survival);
	put_number(out, point->se);
	put_number(out, point->low);
	put_number(out, point->high);
	put_number(out, point->hazard);
	put_number(out, point->hazard_se);
	buf_char(out, '\n');
}

/* What holds at a time that was asked for: the curve there, and what happened up to it. */
static void put_at(struct buf *out, const struct survival_curve *curve, double time)
{
	const struct survival_point *last = survival_point_at(curve, time);
	struct survival_point point = { .survival = 1, .low = 1, .high = 1 };
	double events = 0, censored = 0;

	for (size_t i = 0; i < curve->count && curve->point[i].time <= time; i++) {
		events += curve->point[i].events;
		censored += curve->point[i].censored;
	}
	if (last != NULL)
		point = *last;
	/* At risk just before the time, as above. */
	point.at_risk = curve->cases - events - censored;
	if (last != NULL && last->time >= time)
		point.at_risk = last->at_risk;
	point.events = events;
	point.censored = censored;
	put_point(out, time, &point);
}

/* The times of --at. */
static int read_times(const char *list, double *time, size_t *count, struct diag *why)
{
	struct slice rest = list != NULL ? slice_of(list) : (struct slice){ NULL, 0 }, text;

	*count = 0;
	while (slice_cut(&rest, ',', &text)) {
		if (*count == MOST_TIMES)
			return diag_usage(why, "--at: at most %d times", MOST_TIMES);
		if (!num_parse_real(text, &time[*count]) || time[*count] < 0)
			return diag_usage(why, "--at: not a time: '" SLICE "'", SLICE_ARG(text));
		++*count;
	}
	return 0;
}

static void put_curves(struct buf *out, const struct survive_options *options,
	const struct groups *groups, const double *time, size_t times)
{
	put_names(out, groups,
		"time\tat_risk\tevents\tcensored\tsurvival\tse\tlow\thigh\thazard\thazard_se\n");
	for (size_t g = 0; g < groups->count; g++) {
		struct survival_curve curve;

		survival_fit(&curve, groups->of_group[g], groups->cases[g],
			(enum survival_interval)options->interval, options->level);
		for (size_t i = 0; options->at == NULL && i < curve.count; i++) {
			put_group(out, groups, g);
			put_point(out, curve.point[i].time, &curve.point[i]);
		}
		for (size_t i = 0; i < times; i++) {
			put_group(out, groups, g);
			put_at(out, &curve, time[i]);
		}
		survival_curve_release(&curve);
	}
}

static void put_groups(
	struct buf *out, const struct survive_options *options, const struct groups *groups)
{
	struct survival_group *seen = mem_zero(groups->count, sizeof *seen);
	struct survival_test test =
		survival_compare(groups->all, groups->rows, groups->count, seen);
	double until = isfinite(options->until) ? options->until : groups->last;

	put_names(out, groups,
		"cases\tevents\texpected\tmedian\tmedian_low\tmedian_high\tmean\tmean_se\tuntil\t"
		"chi_square\tdegrees\tp\n");
	for (size_t g = 0; g < groups->count; g++) {
		struct survival_curve curve;
		struct survival_estimate median;
		double mean, se;

		survival_fit(&curve, groups->of_group[g], groups->cases[g],
			(enum survival_interval)options->interval, options->level);
		median = survival_time_of(&curve, 0.5);
		mean = survival_mean(&curve, until, &se);
		put_group(out, groups, g);
		num_put_real(out, seen[g].cases, DIGITS);
		put_number(out, seen[g].observed);
		put_number(out, seen[g].expected);
		put_number(out, median.value);
		put_number(out, median.low);
		put_number(out, median.high);
		put_number(out, mean);
		put_number(out, se);
		put_number(out, until);
		put_number(out, test.degrees > 0 ? test.chi_square : NAN);
		put_number(out, test.degrees > 0 ? test.degrees : NAN);
		put_number(out, test.degrees > 0 ? test.p : NAN);
		buf_char(out, '\n');
		survival_curve_release(&curve);
	}
	free(seen);
}

/* Count who was watched to the end of each period, and who left in it. */
static int put_periods(struct buf *out, const struct survive_options *options,
	const struct groups *groups, struct diag *why)
{
	struct sbg_period *period;
	size_t most = (size_t)groups->last;
	int result;

	if (groups->last > PROJECTION_MOST)
		return diag_fail(why, "more than %d periods; take longer ones", PROJECTION_MOST);
	period = mem_zero(most, sizeof *period);
	for (size_t i = 0; i < groups->rows; i++) {
		const struct survival_case *one = &groups->all[i];
		size_t stayed = (size_t)one->time;

		for (size_t t = 0; t < stayed; t++)
			period[t].customers += one->weight;
		if (one->event && stayed > 0)
			period[stayed - 1].lost += one->weight;
	}
	result = projection_put(out, period, most, (size_t)options->project, why);
	free(period);
	return result;
}

int survive_curves(const struct survive_options *options, struct filter *filter, struct diag *why)
{
	struct cases_names names = { options->time, options->event, options->weight, options->by,
		NULL };
	struct groups groups = { .count = 0 };
	struct cases cases;
	struct buf out = BUF_EMPTY;
	double *time = mem_alloc(MOST_TIMES * sizeof *time);
	size_t times;
	int result = cases_read(&cases, &names, filter, why);

	if (result == 0)
		result = read_times(options->at, time, &times, why);
	if (result == 0)
		result = divide(&groups, &cases, why);
	if (result == 0 && options->project > 0)
		result = put_periods(&out, options, &groups, why);
	else if (result == 0 && options->groups)
		put_groups(&out, options, &groups);
	else if (result == 0)
		put_curves(&out, options, &groups, time, times);
	if (result == 0)
		result = output_write(filter->out, buf_slice(&out), why);
	release_groups(&groups);
	cases_release(&cases);
	buf_release(&out);
	free(time);
	return result;
}
