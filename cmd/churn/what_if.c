/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "base/num.h"
#include "crm/winback.h"
#include "returning.h"

enum { MOST_PERIODS = 1000, DIGITS = 6, MONEY_DIGITS = 2 };

/* Nobody can be kept for sure. */
static const double most_retention = 0.999;

static struct {
	int64_t horizon;
	double discount;
} opt = { .horizon = 5, .discount = 0.1 };

static const struct opt what_if_options[] = {
	OPT_INT(0, "horizon", "N", &opt.horizon, 1, MOST_PERIODS,
		"look so many periods ahead; a period is what the probability to leave is of"),
	OPT_REAL(0, "discount", "RATE", &opt.discount, 0, 100,
		"money of one period later is worth 1 / (1 + RATE) of itself"),
	OPT_END,
};

/* retention=+5%, -2%, or 90%. */
struct change {
	double points; /* percentage points more, or … */
	bool is_level; /* … all at this level */
};

/* What is added up over all customers, now and then; money in micros, exact in any order. */
struct total {
	int64_t customers;
	int128 retention; /* in millionths */
	int128 kept;      /* customers at the end of the horizon, in millionths */
	int128 value;
};

struct worker {
	const struct what_if *what_if;
	struct total now, then;
};

struct what_if {
	struct returning_columns columns;
	struct change change;
	struct total now, then;
};

static bool is_change(const char *operand)
{
	return strncmp(operand, "retention=", strlen("retention=")) == 0;
}

static int parse_change(const char *operand, struct change *change, struct diag *why)
{
	struct slice text = slice_of(operand + strlen("retention="));
	bool has_sign = text.length > 0 && (text.at[0] == '+' || text.at[0] == '-');

	change->is_level = !has_sign;
	if (text.length > 0 && text.at[0] == '+')
		text.at++, text.length--;
	if (slice_ends(text, slice_of("%")) &&
		num_parse_real((struct slice){ text.at, text.length - 1 }, &change->points) &&
		fabs(change->points) <= 100)
		return 0;
	return diag_usage(why,
		"expected retention=+5%% (percentage points more), retention=-5%% or "
		"retention=90%%, got '%s'",
		operand);
}

static double changed(const struct change *change, double retention)
{
	double other = (change->is_level ? 0 : retention) + change->points / 100;

	return fmax(0, fmin(other, fmax(retention, most_retention)));
}

static void add(struct total *total, double value, double retention)
{
	int periods = (int)opt.horizon;

	total->customers++;
	total->retention += winback_share(retention, AMOUNT_UNIT);
	total->kept += winback_share(pow(retention, periods), AMOUNT_UNIT);
	total->value +=
		winback_share(winback_value(1, retention, opt.discount, periods), (int64_t)value);
}

/* Of those who are lost nothing is to be retained: they are filtered. */
static int fold_row(void *state, const struct row *row, struct diag *why)
{
	struct worker *worker = state;
	struct returning_row read;
	int known = returning_read(&worker->what_if->columns, row, &read, why);

	if (known < 0)
		return -1;
	if (known == 0 || read.is_lost)
		return RUN_ROW_FILTERED;
	add(&worker->now, (double)read.value, 1 - read.probability);
	add(&worker->then, (double)read.value,
		changed(&worker->what_if->change, 1 - read.probability));
	return RUN_ROW_USED;
}

static void *begin_fold(void *context)
{
	struct worker *worker = mem_zero(1, sizeof *worker);

	worker->what_if = context;
	return worker;
}

static void merge(struct total *total, const struct total *more)
{
	total->customers += more->customers;
	total->retention += more->retention;
	total->kept += more->kept;
	total->value += more->value;
}

static void end_fold(void *context, void *state)
{
	struct what_if *what_if = context;
	const struct worker *worker = state;

	merge(&what_if->now, &worker->now);
	merge(&what_if->then, &worker->then);
	free(state);
}

static void put_figure(struct buf *out, const char *name, double now, double then, int digits)
{
	buf_text(out, name);
	buf_char(out, '\t');
	num_put_real(out, now, digits);
	buf_char(out, '\t');
	num_put_real(out, then, digits);
	buf_char(out, '\t');
	num_put_real(out, then - now, digits);
	buf_char(out, '\n');
}

static void put_figures(struct buf *out, const struct total *now, const struct total *then)
{
	double customers = (double)now->customers, unit = AMOUNT_UNIT;
	double value = (double)now->value / unit, other = (double)then->value / unit;

	buf_text(out, "figure\tnow\tthen\tchange\n");
	put_figure(out, "customers", customers, customers, 0);
	put_figure(out, "retention", (double)now->retention / unit / customers,
		(double)then->retention / unit / customers, DIGITS);
	put_figure(out, "kept_for_a_period", (double)now->retention / unit,
		(double)then->retention / unit, MONEY_DIGITS);
	put_figure(out, "kept_for_the_horizon", (double)now->kept / unit, (double)then->kept / unit,
		MONEY_DIGITS);
	put_figure(out, "value", value, other, MONEY_DIGITS);
	put_figure(out, "value_per_customer", value / customers, other / customers, MONEY_DIGITS);
	/* What the change is worth, in customers as they are now. */
	put_figure(out, "as_new_customers", 0, (other - value) / (value / customers), MONEY_DIGITS);
}

static int reckon(struct what_if *what_if, struct filter *filter, struct diag *why)
{
	static const struct run_fold fold = { begin_fold, fold_row, end_fold, NULL };
	struct buf out = BUF_EMPTY;
	int result = returning_resolve(
		&what_if->columns, &returning_given, stream_columns(filter->in), why);

	if (result < 0)
		return diag_line(why, stream_input_name(filter->in, 0), 1);
	result = run_fold(&filter->run, filter->in, &fold, what_if, &filter->counts, why);
	if (result == 0 && what_if->now.customers == 0)
		result = diag_fail(why, "nobody is left to retain");
	if (result == 0) {
		put_figures(&out, &what_if->now, &what_if->then);
		result = output_write(filter->out, buf_slice(&out), why);
	}
	buf_release(&out);
	return result;
}

/* The change stands among the operands: --what-if retention=+5% profiles.tsv. */
static int run_what_if(char *const *paths, size_t count, struct diag *why)
{
	struct what_if what_if = { .now = { 0 } };
	char **rest = mem_zero(count + 1, sizeof *rest);
	struct filter filter;
	size_t kept = 0, changes = 0;
	int result = 0;

	for (size_t i = 0; result == 0 && i < count; i++) {
		if (!is_change(paths[i]))
			rest[kept++] = paths[i];
		else if (changes++ == 0)
			result = parse_change(paths[i], &what_if.change, why);
	}
	if (result == 0 && changes != 1)
		result = diag_usage(why, "what if what? give one change, like retention=+5%%");
	if (result == 0) {
		result = filter_open(&filter, &churn_given()->filter, NULL, rest, kept, why);
		if (result == 0)
			result = reckon(&what_if, &filter, why);
		if (result == 0)
			filter_note_counts(&filter, "used", false);
		result = filter_close(&filter, result, why);
	}
	free(rest);
	return result;
}

static const char *const what_if_shares[] = { "value", "probability", "lost", NULL };

const struct churn_part what_if_part = {
	.name = "what-if",
	.title = "What retention is worth (--what-if)",
	.help = "what a change like retention=+5% is worth, by the stream's own figures",
	.options = what_if_options,
	.shares = what_if_shares,
	.no_model = true,
	.run = run_what_if,
};
