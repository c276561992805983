/* SPDX-License-Identifier: MIT */
#include "signs.h"

#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "joined.h"
#include "past.h"
#include "sign_rules.h"

enum { MOST_DAYS = 36525, STRENGTH_DIGITS = 2, WARNING_DIGITS = 1 };

static const char *const output_names[] = { "signs", "sign_count", "warning", "newest_sign" };

enum { OUTPUTS = sizeof output_names / sizeof *output_names };

static struct {
	const char *rules;
	bool list;
	int64_t lately, past;
} opt = { .lately = 90, .past = 365 };

static const struct opt signs_options[] = {
	OPT_TEXT(0, "sign-rules", "FILE", &opt.rules,
		"which measures are a sign: a stream with sign, when, strength, date, weight and "
		"text"),
	OPT_FLAG(0, "list-rules", &opt.list, "write the rules that are built in, and no rows"),
	OPT_INT(0, "lately", "DAYS", &opt.lately, 1, MOST_DAYS,
		"how many days, up to --as-of, are compared with those before"),
	OPT_INT(0, "past", "DAYS", &opt.past, 1, MOST_DAYS,
		"how many days before these tell what is usual"),
	OPT_END,
};

static const char *const signs_shares[] = { "transactions", "contacts", "cases", "invoices",
	"points", "events", "line", "as-of", NULL };

/* A sign that a customer shows. */
struct shown {
	const struct sign_rule *rule;
	double strength;
	bool has_date;
	int32_t date;
};

/* What a worker needs for one customer after the other. */
struct desk {
	struct past_list list;
	struct expr_scratch scratch;
	struct buf measures; /* as texts */
	struct slice field[SIGNS_MEASURES];
	struct shown *shown;
	size_t count;
	struct buf out;
};

struct work {
	struct past past;
	struct sign_rules rules;
	struct signs_span span;
	struct joined *joined;
	struct desk *desk;
};

static void write_measures(struct desk *desk, const int64_t *value)
{
	size_t end[SIGNS_MEASURES], start = 0;

	buf_reset(&desk->measures);
	for (int i = 0; i < SIGNS_MEASURES; i++) {
		if (value[i] != SIGNS_UNKNOWN && signs_is_date((enum signs_measured)i))
			date_put(&desk->measures, (int32_t)value[i]);
		else if (value[i] != SIGNS_UNKNOWN)
			amount_put(&desk->measures, value[i]);
		end[i] = desk->measures.length;
	}
	/* Only now does the text keep still. */
	for (int i = 0; i < SIGNS_MEASURES; i++) {
		desk->field[i] = (struct slice){ desk->measures.at + start, end[i] - start };
		start = end[i];
	}
}

static double number_of(struct decimal number)
{
	double value = (double)number.units;

	for (int i = 0; i < number.scale; i++)
		value /= 10;
	return value;
}

/* Does the customer show the sign? */
static int judge(struct desk *desk, const struct sign_rule *rule, struct diag *why)
{
	struct shown shown = { .rule = rule };
	struct expr_value value;
	int holds = expr_test(rule->when, desk->field, &desk->scratch, why);

	if (holds <= 0)
		return holds;
	if (expr_eval(rule->strength, desk->field, &desk->scratch, &value, why) < 0)
		return -1;
	if (value.type == EXPR_NUMBER)
		shown.strength = number_of(value.number);
	shown.strength = shown.strength < 0 ? 0 : (shown.strength > 1 ? 1 : shown.strength);
	if (expr_eval(rule->date, desk->field, &desk->scratch, &value, why) < 0)
		return -1;
	shown.has_date = value.type == EXPR_DATE;
	if (shown.has_date)
		shown.date = value.date;
	desk->shown[desk->count++] = shown;
	return 0;
}

/* What tells most comes first; equals stay in the order of the rules. */
static void sort_shown(struct desk *desk)
{
	for (size_t i = 1; i < desk->count; i++) {
		struct shown moved = desk->shown[i];
		double told = moved.rule->weight * moved.strength;
		size_t to = i;

		for (; to > 0 &&
			desk->shown[to - 1].rule->weight * desk->shown[to - 1].strength < told;
			to--)
			desk->shown[to] = desk->shown[to - 1];
		desk->shown[to] = moved;
	}
}

static void put_signs(struct desk *desk)
{
	struct buf *out = &desk->out;
	const struct shown *newest = NULL;
	double warning = 0;

	buf_reset(out);
	for (size_t i = 0; i < desk->count; i++) {
		const struct shown *shown = &desk->shown[i];

		buf_text(out, i > 0 ? "; " : "");
		buf_put(out, shown->rule->text);
		if (shown->has_date) {
			buf_char(out, ' ');
			date_put(out, shown->date);
			if (newest == NULL || shown->date > newest->date)
				newest = shown;
		}
		buf_char(out, ' ');
		num_put_real(out, shown->strength, STRENGTH_DIGITS);
		warning = signs_warning_add(warning, shown->rule->weight, shown->strength);
	}
	buf_char(out, '\t');
	num_put_int(out, (int64_t)desk->count);
	buf_char(out, '\t');
	num_put_real(out, warning, WARNING_DIGITS);
	buf_char(out, '\t');
	if (newest != NULL)
		date_put(out, newest->date);
}

static int look_at(const struct work *work, struct desk *desk, const struct keyed_group *group,
	struct diag *why)
{
	int64_t value[SIGNS_MEASURES];

	past_unpack(&work->past, group, &desk->list);
	signs_measure(desk->list.fact, desk->list.count, &work->span, value);
	write_measures(desk, value);
	expr_scratch_reset(&desk->scratch);
	desk->count = 0;
	for (size_t i = 0; i < work->rules.count; i++) {
		struct diag other = DIAG_EMPTY;

		if (judge(desk, &work->rules.rule[i], &other) == 0)
			continue;
		return diag_fail(why, "customer '" SLICE "': sign '%s': %s", SLICE_ARG(group->key),
			work->rules.rule[i].sign, other.text);
	}
	sort_shown(desk);
	put_signs(desk);
	return 0;
}

static int look_at_partition(void *context, int worker, size_t partition,
	const struct keyed_group *group, size_t count, struct diag *why)
{
	struct work *work = context;
	struct desk *desk = &work->desk[worker];

	for (size_t i = 0; i < count; i++) {
		if (look_at(work, desk, &group[i], why) < 0)
			return -1;
		joined_add(work->joined, partition, group[i].key, buf_slice(&desk->out));
	}
	return 0;
}

static struct desk *open_desks(const struct work *work, size_t jobs)
{
	struct desk *desk = mem_zero(jobs, sizeof *desk);

	for (size_t i = 0; i < jobs; i++)
		desk[i].shown = mem_zero(work->rules.count, sizeof *desk[i].shown);
	return desk;
}

static void close_desks(struct desk *desk, size_t jobs)
{
	for (size_t i = 0; desk != NULL && i < jobs; i++) {
		free(desk[i].list.fact);
		free(desk[i].shown);
		expr_scratch_release(&desk[i].scratch);
		buf_release(&desk[i].measures);
		buf_release(&desk[i].out);
	}
	free(desk);
}

static int find_signs(struct work *work, struct filter *filter, struct diag *why)
{
	size_t jobs = (size_t)app_common()->jobs;
	int result = past_read(&work->past, &filter->run, why);

	work->span =
		(struct signs_span){ work->past.as_of, (int32_t)opt.lately, (int32_t)opt.past };
	if (result == 0) {
		work->desk = open_desks(work, jobs);
		result = keyed_each(work->past.keyed, (int)jobs, look_at_partition, work, why);
	}
	if (result == 0)
		result = joined_map(work->joined, filter, why);
	if (result == 0)
		filter_note_counts(filter, "written", false);
	close_desks(work->desk, jobs);
	past_release(&work->past);
	return result;
}

static int judge_stream(char *const *paths, size_t count, struct diag *why)
{
	struct work work = { .joined = joined_new(output_names, OUTPUTS) };
	struct filter filter;
	int result = sign_rules_read(&work.rules, opt.rules, why);

	if (result == 0) {
		result = filter_open(&filter, &churn_given()->filter, NULL, paths, count, why);
		if (result == 0)
			result = find_signs(&work, &filter, why);
		result = filter_close(&filter, result, why);
	}
	joined_free(work.joined);
	sign_rules_release(&work.rules);
	return result;
}

static int list_rules(struct diag *why)
{
	struct output *out;
	struct buf text = BUF_EMPTY;
	int result = output_open(&out, app_common()->output, why);

	if (result < 0)
		return -1;
	sign_rules_put_usual(&text);
	result = output_finish(out, 0, buf_slice(&text), why);
	buf_release(&text);
	return result;
}

static int run_signs(char *const *paths, size_t count, struct diag *why)
{
	if (opt.list)
		return list_rules(why);
	if (opt.past < opt.lately)
		return diag_usage(why, "--past must be at least as long as --lately");
	if (!past_is_any())
		return diag_usage(why, "signs of what? give ledgers: --transactions FILE, …");
	return judge_stream(paths, count, why);
}

const struct churn_part signs_part = {
	.name = "signs",
	.title = "Warning signs (--signs)",
	.help = "add signs, sign_count, warning and newest_sign, from ledgers",
	.options = signs_options,
	.shares = signs_shares,
	.no_model = true,
	.run = run_signs,
};
