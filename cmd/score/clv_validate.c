/* SPDX-License-Identifier: MIT */
#include "clv_validate.h"

#include <math.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "clv_options.h"
#include "run/each.h"

enum {
	MOST_REPEATS = 7, /* customers with more are in one group with these */
	DECILES = 10,
};

/* A customer on both sides of the date. */
struct trial {
	struct clv_history history;
	int64_t mean; /* 0: none */
	uint64_t hash;
	int64_t orders, amount; /* what happened afterwards */
	double expected_orders, expected_amount;
};

struct trials {
	struct trial *item;
	size_t count, capacity;
};

struct test {
	struct clv_model *model;
	struct ledger ledger;
	int32_t date;
	struct trials *found; /* a worker's each */
	struct visits *visits;
	struct trials all;
	double horizon; /* in units of the model */
};

/* Customers taken together. */
struct sums {
	uint64_t customers;
	double orders, expected_orders, amount, expected_amount;
	double absolute, square; /* errors of orders … */
	double amount_absolute, amount_square;
};

/* ---- the customers ---- */

static int64_t to_amount(int64_t whole)
{
	return whole * AMOUNT_UNIT;
}

/* What the customer did behind the date. */
static int add_future(
	const struct test *test, const struct visits *visits, struct trial *found, struct diag *why)
{
	int128 amount = 0;

	for (size_t i = 0; i < visits->day_count; i++) {
		const struct profile_day *day = &visits->day[i];

		if (day->date <= test->date)
			continue;
		amount += day->amount;
		found->orders += profile_is_purchase(day, clv_options()->purchase);
	}
	found->amount = (int64_t)amount;
	if (found->amount != amount)
		return diag_fail(why, "the amounts add up to more than an amount can be");
	return 0;
}

/* Returns 1, or 0 if the customer came after the date only. */
static int make_trial(
	const struct test *test, const struct visits *visits, struct trial *found, struct diag *why)
{
	struct profile profile;
	int made = profile_of(
		visits->day, visits->day_count, clv_options()->purchase, test->date, &profile, why);

	if (made <= 0)
		return made;
	found->history = (struct clv_history){
		to_amount(profile.frequency),
		to_amount(profile.t_x),
		to_amount(profile.tenure),
	};
	found->mean = profile.has_repeat_amount_mean ? profile.repeat_amount_mean : 0;
	if (profile.has_repeat_amount_mean && found->mean <= 0)
		return diag_fail(why, "what is paid per purchase must be above zero to be learnt "
				      "from; --purchase-day says which days are purchases");
	return add_future(test, visits, found, why) < 0 ? -1 : 1;
}

static int make_trials(void *context, int worker, size_t partition, const struct keyed_group *group,
	size_t count, struct diag *why)
{
	struct test *test = context;
	struct trials *trials = &test->found[worker];
	struct visits *visits = &test->visits[worker];

	(void)partition;
	for (size_t i = 0; i < count; i++) {
		struct trial found = { .hash = hash_bytes(group[i].key) };
		int made;

		ledger_visits(&group[i], visits);
		visits_compact(visits);
		made = make_trial(test, visits, &found, why);
		if (made < 0) {
			struct diag reason = *why;

			return diag_fail(why, "customer '" SLICE "': %s", SLICE_ARG(group[i].key),
				reason.text);
		}
		if (made == 0)
			continue;
		trials->item = mem_grow(
			trials->item, &trials->capacity, trials->count + 1, sizeof *trials->item);
		trials->item[trials->count++] = found;
	}
	return 0;
}

static int compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/*
 * By what is foretold, so that tenths can be cut; equals by the hash of their ids, which has
 * nothing to do with what they did afterwards.
 */
static int compare_trials(const void *a, const void *b)
{
	const struct trial *x = a, *y = b;

	if (x->expected_amount != y->expected_amount)
		return x->expected_amount < y->expected_amount ? 1 : -1;
	if (x->expected_orders != y->expected_orders)
		return x->expected_orders < y->expected_orders ? 1 : -1;
	if (x->hash != y->hash)
		return x->hash < y->hash ? 1 : -1;
	return compare(x->history.t_x, y->history.t_x);
}

static void gather(struct test *test, int jobs)
{
	struct trials *all = &test->all;

	for (int i = 0; i < jobs; i++) {
		const struct trials *more = &test->found[i];

		if (more->count == 0)
			continue;
		all->item = mem_grow(
			all->item, &all->capacity, all->count + more->count, sizeof *all->item);
		memcpy(all->item + all->count, more->item, more->count * sizeof *more->item);
		all->count += more->count;
	}
}

/* ---- the model ---- */

static int fit(struct test *test, struct diag *why)
{
	const struct pieces pieces = run_each_pieces((int)app_common()->jobs);
	struct clv_gatherer *gatherer = clv_gatherer_new();
	struct clv_sample sample;
	int result;

	for (size_t i = 0; i < test->all.count; i++) {
		const struct trial *one = &test->all.item[i];

		clv_gather(gatherer, &one->history, 1);
		if (one->mean > 0)
			clv_gather_spend(gatherer, one->history.frequency, one->mean, 1);
	}
	clv_sample_make(&sample, &gatherer, 1, &pieces);
	test->model->has_spend = true;
	result = clv_model_fit(test->model, &sample, why);
	clv_sample_release(&sample);
	return result;
}

static void foretell(struct test *test)
{
	const struct clv_question question = { .horizon = test->horizon };
	struct clv_predictor *predictor = clv_predictor_new(test->model, &question);

	for (size_t i = 0; i < test->all.count; i++) {
		struct trial *one = &test->all.item[i];
		struct clv_prediction prediction;

		clv_predict(predictor, &one->history, one->mean > 0, one->mean, 1, &prediction);
		one->expected_orders = prediction.orders.value;
		one->expected_amount = prediction.orders.value * prediction.spend.value;
	}
	clv_predictor_free(predictor);
	qsort(test->all.item, test->all.count, sizeof *test->all.item, compare_trials);
}

/* ---- the comparison ---- */

static void add(struct sums *sums, const struct trial *one)
{
	double amount = (double)one->amount / AMOUNT_UNIT;
	double error = one->expected_orders - (double)one->orders;
	double amount_error = one->expected_amount - amount;

	sums->customers++;
	sums->orders += (double)one->orders;
	sums->expected_orders += one->expected_orders;
	sums->amount += amount;
	sums->expected_amount += one->expected_amount;
	sums->absolute += fabs(error);
	sums->square += error * error;
	sums->amount_absolute += fabs(amount_error);
	sums->amount_square += amount_error * amount_error;
}

struct report {
	struct sums repeats[MOST_REPEATS + 1], decile[DECILES], all;
};

static void compare_all(const struct test *test, struct report *report)
{
	*report = (struct report){ 0 };
	for (size_t i = 0; i < test->all.count; i++) {
		const struct trial *one = &test->all.item[i];
		int64_t repeats = one->history.frequency / AMOUNT_UNIT;

		add(&report->repeats[repeats < MOST_REPEATS ? repeats : MOST_REPEATS], one);
		add(&report->decile[i * DECILES / test->all.count], one);
		add(&report->all, one);
	}
}

/* What is said of each group; a bias is a share of what happened. */
static const char *const figure_name[] = { "customers", "orders", "expected_orders", "bias", "mae",
	"rmse", "amount", "expected_amount", "amount_bias", "amount_mae", "amount_rmse" };

enum { FIGURES = sizeof figure_name / sizeof *figure_name };

static void list_figures(const struct sums *sums, double *value)
{
	double n = (double)sums->customers;
	const double list[FIGURES] = { n, sums->orders, sums->expected_orders,
		sums->expected_orders / sums->orders - 1, sums->absolute / n,
		sqrt(sums->square / n), sums->amount, sums->expected_amount,
		sums->expected_amount / sums->amount - 1, sums->amount_absolute / n,
		sqrt(sums->amount_square / n) };

	memcpy(value, list, sizeof list);
}

/* A group on its way out. */
typedef void (*put_group)(void *out, const char *by, const char *group, const double *value);

static void put_report(const struct report *report, put_group put, void *out)
{
	double value[FIGURES];
	char group[16];

	list_figures(&report->all, value);
	put(out, "all", "", value);
	for (int i = 0; i <= MOST_REPEATS; i++) {
		snprintf(group, sizeof group, "%d%s", i, i == MOST_REPEATS ? "+" : "");
		list_figures(&report->repeats[i], value);
		put(out, "repeats", group, value);
	}
	for (int i = 0; i < DECILES; i++) {
		snprintf(group, sizeof group, "%d", i + 1);
		list_figures(&report->decile[i], value);
		put(out, "value", group, value);
	}
}

/* A row of the stream. */
static void put_row(void *out, const char *by, const char *group, const double *value)
{
	buf_printf(out, "%s\t%s", by, group);
	for (int i = 0; i < FIGURES; i++) {
		buf_char(out, '\t');
		num_put_real(out, value[i], 6);
	}
	buf_char(out, '\n');
}

/* Entries of the model: "repeats.0.orders", and "orders" for all. */
static void put_entries(void *file, const char *by, const char *group, const double *value)
{
	struct buf name = BUF_EMPTY;

	for (int i = 0; i < FIGURES; i++) {
		buf_reset(&name);
		if (*group != '\0')
			buf_printf(&name, "%s.%s.", by, group);
		buf_text(&name, figure_name[i]);
		if (isfinite(value[i]))
			model_add_real(file, "quality", buf_string(&name), value[i], NAN);
	}
	buf_release(&name);
}

static int save(
	const struct test *test, const struct report *report, const char *path, struct diag *why)
{
	struct model file = MODEL_EMPTY;
	struct buf date = BUF_EMPTY;
	int result;

	clv_model_put(test->model, &file);
	date_put(&date, test->date);
	model_add(&file, "quality", "learnt_until", buf_slice(&date));
	buf_reset(&date);
	date_put(&date, test->ledger.newest);
	model_add(&file, "quality", "tested_until", buf_slice(&date));
	put_report(report, put_entries, &file);
	result = model_write(&file, path, why);
	buf_release(&date);
	model_release(&file);
	return result;
}

static int show(struct filter *filter, const struct report *report, struct diag *why)
{
	struct buf text = BUF_EMPTY;
	int result;

	buf_text(&text, "by\tgroup");
	for (int i = 0; i < FIGURES; i++)
		buf_printf(&text, "\t%s", figure_name[i]);
	buf_char(&text, '\n');
	result = filter_put_header(filter, buf_slice(&text), why);
	buf_reset(&text);
	put_report(report, put_row, &text);
	if (result == 0)
		result = output_write(filter->out, buf_slice(&text), why);
	buf_release(&text);
	return result;
}

static void note(const struct test *test)
{
	struct buf notes = BUF_EMPTY;

	buf_printf(&notes, "learnt from %zu customers known on ", test->all.count);
	date_put(&notes, test->date);
	buf_text(&notes, ", tested until ");
	date_put(&notes, test->ledger.newest);
	buf_char(&notes, '\n');
	clv_model_put_notes(test->model, &notes);
	app_note_lines(buf_slice(&notes));
	buf_release(&notes);
}

static int read_ledger(struct test *test, struct filter *filter, struct diag *why)
{
	int jobs = (int)app_common()->jobs;

	if (ledger_fold(&test->ledger, &filter->run, filter->in, false, &filter->counts, why) < 0)
		return -1;
	if (!test->ledger.has_rows || test->ledger.newest <= test->date)
		return diag_usage(why, "--validate: no row of the ledger is after that date, so "
				       "there is nothing to test against");
	if (keyed_each(test->ledger.keyed, jobs, make_trials, test, why) < 0)
		return -1;
	gather(test, jobs);
	if (test->all.count == 0)
		return diag_usage(why, "--validate: no row of the ledger is up to that date, so "
				       "there is nothing to learn from");
	return 0;
}

/* A model of chances to buy is none of a ledger, which has days. */
static int check_model(const struct test *test, struct diag *why)
{
	const struct purchase_model *purchase = test->model->purchase;

	if (purchase != NULL && purchase->discrete)
		return diag_usage(why,
			"--validate reads a ledger of days, and %s counts chances to buy",
			purchase->title);
	return 0;
}

static int work(struct test *test, struct filter *filter, const char *path, struct diag *why)
{
	struct report report;

	if (read_ledger(test, filter, why) < 0 || fit(test, why) < 0)
		return -1;
	test->horizon = (test->ledger.newest - test->date) / span_unit_days(test->model->unit);
	foretell(test);
	compare_all(test, &report);
	note(test);
	return path != NULL ? save(test, &report, path, why) : show(filter, &report, why);
}

int clv_validate(struct clv_model *model, const struct score_settings *settings, char *const *paths,
	size_t count, struct diag *why)
{
	size_t jobs = (size_t)app_common()->jobs;
	struct test test = {
		.model = model,
		.ledger = { .keyed = keyed_new(app_common()->memory),
			.names = &clv_options()->ledger },
		.date = clv_options()->validate.date,
		.found = mem_zero(jobs, sizeof *test.found),
		.visits = mem_zero(jobs, sizeof *test.visits),
	};
	struct filter filter;
	int result = check_model(&test, why);

	if (result == 0) {
		result = filter_open(&filter, &settings->filter, NULL, paths, count, why);
		if (result == 0)
			result = work(&test, &filter, settings->fit, why);
		result = filter_close(&filter, result, why);
		if (result == 0)
			filter_note_counts(&filter, "used", false);
	}
	for (size_t i = 0; i < jobs; i++) {
		free(test.found[i].item);
		visits_release(&test.visits[i]);
	}
	free(test.found);
	free(test.visits);
	free(test.all.item);
	keyed_free(test.ledger.keyed);
	return result;
}
