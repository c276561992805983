/* SPDX-License-Identifier: MIT */
#include "clv_model.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/num.h"
#include "cli/app.h"
#include "run/each.h"

enum {
	MODEL_VERSION = 1,
	HELD_OUT_PARTS = 5, /* one of five customers is held out, in turn */
};

static const char kind[] = "clv";

/* Beyond it the assumption of the gamma-gamma model is in doubt. */
static const double MOST_CORRELATION = 0.15;

/* A P(alive) above it is as good as certain. */
static const double LEAST_THERE = 0.99;

/* ---- learning ---- */

static struct pieces all_threads(void)
{
	return run_each_pieces((int)app_common()->jobs);
}

struct purchase_history clv_model_history(
	const struct clv_model *model, const struct clv_history *history)
{
	double scale = model->times == model->unit
			       ? 1.0
			       : span_unit_days(model->times) / span_unit_days(model->unit);

	return (struct purchase_history){
		.frequency = (double)history->frequency / AMOUNT_UNIT,
		.t_x = (double)history->t_x / AMOUNT_UNIT * scale,
		.tenure = (double)history->tenure / AMOUNT_UNIT * scale,
	};
}

static struct purchase_group *make_groups(
	const struct clv_model *model, const struct clv_sample *sample)
{
	struct purchase_group *group = mem_alloc(sample->count * sizeof *group);

	for (size_t i = 0; i < sample->count; i++)
		group[i] = (struct purchase_group){
			clv_model_history(model, &sample->history[i].history),
			sample->history[i].customers,
		};
	return group;
}

/*
 * How many of a group's customers are in `part`: a fifth of them, and of what is left over one for
 * each of the parts that begin where the history says, so that no order of customers plays a role.
 */
static uint64_t share_of(const struct clv_histories *histories, unsigned part)
{
	struct slice bytes = { (const char *)&histories->history, sizeof histories->history };
	uint64_t start = hash_bytes(bytes) % HELD_OUT_PARTS;
	uint64_t turn = (part + HELD_OUT_PARTS - start) % HELD_OUT_PARTS;

	return (histories->customers + HELD_OUT_PARTS - 1 - turn) / HELD_OUT_PARTS;
}

/* Divide the groups into those to learn from and those held out. */
static void divide(const struct clv_sample *sample, const struct purchase_group *all, unsigned part,
	struct purchase_group *learn, size_t *learns, struct purchase_group *test, size_t *tests)
{
	*learns = *tests = 0;
	for (size_t i = 0; i < sample->count; i++) {
		uint64_t held_out = share_of(&sample->history[i], part);

		if (held_out > 0)
			test[(*tests)++] = (struct purchase_group){ all[i].history, held_out };
		if (all[i].customers > held_out)
			learn[(*learns)++] = (struct purchase_group){ all[i].history,
				all[i].customers - held_out };
	}
}

/* The mean log-likelihood of a customer whose part was held out; NAN if there is no fit. */
static double hold_out(const struct purchase_model *purchase, const struct clv_sample *sample,
	const struct purchase_group *all)
{
	struct purchase_group *learn = mem_alloc(2 * sample->count * sizeof *learn);
	struct purchase_group *test = learn + sample->count;
	const struct pieces pieces = all_threads();
	double total = 0;

	for (unsigned part = 0; part < HELD_OUT_PARTS; part++) {
		struct purchase_fit fit;
		size_t learns, tests;
		struct diag why;

		divide(sample, all, part, learn, &learns, test, &tests);
		if (purchase_fit(purchase, learn, learns, &pieces, &fit, &why) < 0)
			total = NAN;
		else
			total += purchase->log_likelihood(fit.parameter, test, tests, NULL);
	}
	free(learn);
	return total / (double)clv_sample_customers(sample);
}

/* Could the histories come from a model that counts time in chances to buy? */
static bool counts_chances(const struct clv_sample *sample)
{
	for (size_t i = 0; i < sample->count; i++) {
		const struct clv_history *history = &sample->history[i].history;

		if (history->t_x % AMOUNT_UNIT != 0 || history->tenure % AMOUNT_UNIT != 0 ||
			history->frequency > history->t_x)
			return false;
	}
	return true;
}

/*
 * Differences of the likelihood of all customers below 1 say nothing; then a model whose parameters
 * the data tell is better, and else the one before, which is the simpler.
 */
static bool is_better(
	const struct clv_candidate *candidate, const struct clv_candidate *than, uint64_t customers)
{
	double gain;

	if (than == NULL || isnan(than->held_out))
		return true;
	gain = (candidate->held_out - than->held_out) * (double)customers;
	if (fabs(gain) < 1)
		return candidate->identified && !than->identified;
	return gain > 0;
}

/*
 * Try all models and take the one that does best on customers it has not seen. A model of chances
 * is one of them only if all times are whole units: its likelihoods are those of other events.
 */
static int choose(struct clv_model *model, const struct clv_sample *sample,
	const struct purchase_group *group, struct diag *why)
{
	const struct clv_candidate *best = NULL;
	bool chances = model->times == model->unit && counts_chances(sample);
	const struct pieces pieces = all_threads();

	for (size_t i = 0; purchase_models[i] != NULL; i++) {
		struct clv_candidate *candidate = &model->candidate[model->candidates];
		struct purchase_fit fit;

		if (purchase_models[i]->discrete != chances)
			continue;
		assert(model->candidates < CLV_MOST_MODELS);
		if (purchase_fit(purchase_models[i], group, sample->count, &pieces, &fit, why) < 0)
			return -1;
		*candidate = (struct clv_candidate){
			.purchase = purchase_models[i],
			.held_out = hold_out(purchase_models[i], sample, group),
			.log_likelihood = fit.log_likelihood,
			.aic = fit.aic,
			.converged = fit.converged,
			.identified = fit.identified,
		};
		model->candidates++;
		if (is_better(candidate, best, fit.customers))
			best = candidate;
	}
	model->purchase = best->purchase;
	return 0;
}

static int fit_spend(struct clv_model *model, const struct clv_sample *sample, struct diag *why)
{
	struct spend_group *group = mem_alloc(sample->spends * sizeof *group);
	const struct pieces pieces = all_threads();
	int result;

	for (size_t i = 0; i < sample->spends; i++)
		group[i] = (struct spend_group){
			{ (double)sample->spend[i].frequency / AMOUNT_UNIT,
				(double)sample->spend[i].mean / AMOUNT_UNIT },
			sample->spend[i].customers,
		};
	result = spend_fit(group, sample->spends, &pieces, &model->spend, why);
	free(group);
	return result;
}

/* Is everybody there still, as far as the model can tell? */
static bool nobody_leaves(
	const struct clv_model *model, const struct purchase_group *group, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (model->purchase->there(model->fit.parameter, &group[i].history, NULL) <
			LEAST_THERE)
			return false;
	return true;
}

int clv_model_fit(struct clv_model *model, const struct clv_sample *sample, struct diag *why)
{
	struct purchase_group *group = make_groups(model, sample);
	const struct pieces pieces = all_threads();
	int result = 0;

	if (model->purchase == NULL)
		result = choose(model, sample, group, why);
	if (result == 0)
		result = purchase_fit(
			model->purchase, group, sample->count, &pieces, &model->fit, why);
	if (result == 0 && !model->fit.identified)
		model->nobody_leaves = nobody_leaves(model, group, sample->count);
	if (result == 0 && model->has_spend)
		result = fit_spend(model, sample, why);
	free(group);
	return result;
}

static void put_candidates(const struct clv_model *model, struct buf *out)
{
	for (size_t i = 0; i < model->candidates; i++) {
		const struct clv_candidate *candidate = &model->candidate[i];

		buf_printf(out, "%-11s held-out log-likelihood per customer %.6f, AIC %.2f%s%s\n",
			candidate->purchase->title, candidate->held_out, candidate->aic,
			candidate->converged ? "" : ", did not converge",
			candidate->purchase == model->purchase ? "  (taken)" : "");
	}
}

static void put_spend_notes(const struct spend_fit *spend, struct buf *out)
{
	if (!spend->converged)
		buf_text(out, "the fit of the gamma-gamma model of spending did not converge\n");
	if (spend->at_bound)
		buf_text(out,
			"what customers pay differs so much that the gamma-gamma model has no mean "
			"of all: q stands at its bound of 1; expected_spend leans on the "
			"dearest\n");
	else if (!spend->identified)
		buf_text(out,
			"the parameters of the gamma-gamma model are not identified: other values "
			"explain what these customers pay as well, so there are no standard "
			"errors\n");
	if (fabs(spend->correlation) > MOST_CORRELATION)
		buf_printf(out,
			"what customers pay goes with how often they buy (correlation %.2f): the "
			"gamma-gamma model takes the two as independent, so values of frequent "
			"customers are too %s\n",
			spend->correlation, spend->correlation > 0 ? "low" : "high");
}

void clv_model_put_notes(const struct clv_model *model, struct buf *out)
{
	const struct purchase_fit *fit = &model->fit;

	put_candidates(model, out);
	if (!fit->converged)
		buf_printf(out,
			"the fit of %s did not converge: the likelihood still rises (gradient "
			"%.2g) after %d evaluations; look at the histories, or try another "
			"--purchase-model\n",
			model->purchase->title, fit->gradient_norm, fit->evaluations);
	if (!fit->identified)
		buf_printf(out,
			"the parameters of %s are not identified: other values explain these "
			"customers as well, so there are no standard errors\n",
			model->purchase->title);
	if (model->nobody_leaves)
		buf_printf(out,
			"nobody is seen to leave: p_alive is above %g for all customers, so all is "
			"expected to go on as it went; a longer ledger may tell who has left\n",
			LEAST_THERE);
	if (model->has_spend)
		put_spend_notes(&model->spend, out);
}

/* ---- keeping ---- */

static void put_fit(const struct clv_model *model, struct model *file)
{
	const struct purchase_fit *fit = &model->fit;
	struct buf today = BUF_EMPTY;

	date_put(&today, date_today());
	model_add(file, "fit", "date", buf_slice(&today));
	buf_release(&today);
	model_add_int(file, "fit", "customers", (int64_t)fit->customers);
	model_add_int(file, "fit", "histories", (int64_t)fit->groups);
	model_add_real(file, "fit", "log_likelihood", fit->log_likelihood, NAN);
	model_add_real(file, "fit", "aic", fit->aic, NAN);
	model_add_int(file, "fit", "converged", fit->converged);
	model_add_int(file, "fit", "identified", fit->identified);
	model_add_real(file, "fit", "gradient_norm", fit->gradient_norm, NAN);
	model_add_int(file, "fit", "evaluations", fit->evaluations);
}

/* "r,alpha": the upper half of the matrix, by the names of the parameters. */
static void put_covariance(struct model *file, const char *section, const char *const *name,
	size_t count, const double *covariance)
{
	struct buf pair = BUF_EMPTY;

	for (size_t i = 0; i < count; i++)
		for (size_t k = i; k < count; k++) {
			buf_reset(&pair);
			buf_printf(&pair, "%s,%s", name[i], name[k]);
			model_add_real(
				file, section, buf_string(&pair), covariance[i * count + k], NAN);
		}
	buf_release(&pair);
}

static void put_parameters(struct model *file, const char *section, const char *const *name,
	size_t count, const double *parameter, const double *se)
{
	for (size_t i = 0; i < count; i++)
		model_add_real(file, section, name[i], parameter[i], se[i]);
}

void clv_model_put(const struct clv_model *model, struct model *file)
{
	const struct purchase_model *purchase = model->purchase;

	model_begin(file, kind, MODEL_VERSION);
	model_add(file, "model", "purchase_model", slice_of(purchase->name));
	model_add(file, "model", "spend_model", slice_of(model->has_spend ? "gammagamma" : "none"));
	model_add(file, "model", "unit", slice_of(span_unit_words[model->unit]));
	model_add(file, "model", "times_in", slice_of(span_unit_words[model->times]));
	put_fit(model, file);
	put_parameters(file, "parameter", purchase->parameter, purchase->parameters,
		model->fit.parameter, model->fit.se);
	if (model->fit.identified)
		put_covariance(file, "log_covariance", purchase->parameter, purchase->parameters,
			model->fit.covariance);
	if (model->has_spend) {
		put_parameters(file, "spend", spend_parameter, SPEND_PARAMETERS,
			model->spend.parameter, model->spend.se);
		if (model->spend.identified)
			put_covariance(file, "spend_log_covariance", spend_parameter,
				SPEND_PARAMETERS, model->spend.covariance);
		model_add_real(
			file, "spend_fit", "log_likelihood", model->spend.log_likelihood, NAN);
		model_add_int(file, "spend_fit", "customers", (int64_t)model->spend.customers);
		if (isfinite(model->spend.correlation))
			model_add_real(
				file, "spend_fit", "correlation", model->spend.correlation, NAN);
	}
	model_add(file, "column", "frequency", slice_of(model->column.frequency));
	model_add(file, "column", "t_x", slice_of(model->column.t_x));
	model_add(file, "column", "tenure", slice_of(model->column.tenure));
	if (model->has_spend)
		model_add(file, "column", "spend", slice_of(model->column.spend));
	for (size_t i = 0; i < model->candidates; i++)
		model_add_real(file, "candidate", model->candidate[i].purchase->name,
			model->candidate[i].held_out, NAN);
}

/* ---- reading ---- */

static int load_word(const struct model *file, const char *name, const char *const *words,
	size_t count, size_t *word, struct diag *why)
{
	const struct model_entry *entry;

	if (model_need(file, "model", name, &entry, why) < 0)
		return -1;
	for (*word = 0; *word < count; (*word)++)
		if (slice_is(entry->value, words[*word]))
			return 0;
	return model_fault(file, entry, why, "unknown word '" SLICE "'", SLICE_ARG(entry->value));
}

static int load_unit(
	const struct model *file, const char *name, enum span_unit *unit, struct diag *why)
{
	size_t word;

	if (load_word(file, name, span_unit_words, SPAN_UNITS, &word, why) < 0)
		return -1;
	*unit = (enum span_unit)word;
	return 0;
}

/* Chances are counted, and not converted. */
static int check_units(const struct clv_model *model, struct diag *why)
{
	const struct model_entry *entry;

	if (!model->purchase->discrete || model->unit == model->times)
		return 0;
	if (model_need(&model->file, "model", "times_in", &entry, why) < 0)
		return -1;
	return model_fault(&model->file, entry, why,
		"%s counts chances to buy, so it must be the unit of the model, '%s'",
		model->purchase->title, span_unit_words[model->unit]);
}

static int load_purchase_model(struct clv_model *model, struct diag *why)
{
	const struct model_entry *entry;

	if (model_need(&model->file, "model", "purchase_model", &entry, why) < 0)
		return -1;
	model->purchase = purchase_find(entry->value.at);
	if (model->purchase == NULL)
		return model_fault(&model->file, entry, why, "unknown model '" SLICE "'",
			SLICE_ARG(entry->value));
	return 0;
}

static int load_parameters(const struct model *file, const char *section, const char *const *name,
	size_t count, double *parameter, struct diag *why)
{
	for (size_t i = 0; i < count; i++)
		if (model_need_real(file, section, name[i], 1e-300, 1e300, &parameter[i], why) < 0)
			return -1;
	return 0;
}

/* Returns 1, or 0 if there is none, as for a model that is not identified. */
static int load_covariance(const struct model *file, const char *section, const char *const *name,
	size_t count, double *covariance, struct diag *why)
{
	struct buf pair = BUF_EMPTY;
	int result = 1;

	buf_printf(&pair, "%s,%s", name[0], name[0]);
	if (model_find(file, section, buf_string(&pair)) == NULL)
		result = 0;
	for (size_t i = 0; result == 1 && i < count; i++)
		for (size_t k = i; result == 1 && k < count; k++) {
			double *value = &covariance[i * count + k];

			buf_reset(&pair);
			buf_printf(&pair, "%s,%s", name[i], name[k]);
			if (model_need_real(file, section, buf_string(&pair), -1e300, 1e300, value,
				    why) < 0)
				result = -1;
			covariance[k * count + i] = *value;
		}
	buf_release(&pair);
	return result;
}

static int load_fit(struct clv_model *model, struct diag *why)
{
	const struct purchase_model *purchase = model->purchase;
	int found;

	if (load_parameters(&model->file, "parameter", purchase->parameter, purchase->parameters,
		    model->fit.parameter, why) < 0)
		return -1;
	found = load_covariance(&model->file, "log_covariance", purchase->parameter,
		purchase->parameters, model->fit.covariance, why);
	model->fit.identified = found > 0;
	return found < 0 ? -1 : 0;
}

static int load_spend(struct clv_model *model, struct diag *why)
{
	static const char *const words[] = { "none", "gammagamma" };
	size_t word;
	int found;

	if (load_word(&model->file, "spend_model", words, 2, &word, why) < 0)
		return -1;
	model->has_spend = word == 1;
	if (!model->has_spend)
		return 0;
	if (load_parameters(&model->file, "spend", spend_parameter, SPEND_PARAMETERS,
		    model->spend.parameter, why) < 0)
		return -1;
	/* With less there is no mean of all. */
	if (model_need_real(&model->file, "spend", spend_parameter[SPEND_Q], 1 + 1e-9, 1e300,
		    &model->spend.parameter[SPEND_Q], why) < 0)
		return -1;
	found = load_covariance(&model->file, "spend_log_covariance", spend_parameter,
		SPEND_PARAMETERS, model->spend.covariance, why);
	model->spend.identified = found > 0;
	return found < 0 ? -1 : 0;
}

static int load_column(
	const struct model *file, const char *name, const char **column, struct diag *why)
{
	const struct model_entry *entry;

	if (*column != NULL)
		return 0;
	if (model_need(file, "column", name, &entry, why) < 0)
		return -1;
	if (entry->value.length == 0)
		return model_fault(file, entry, why, "expected the name of a column");
	*column = entry->value.at;
	return 0;
}

static int load_columns(struct clv_model *model, struct diag *why)
{
	const struct model *file = &model->file;

	if (load_column(file, "frequency", &model->column.frequency, why) < 0 ||
		load_column(file, "t_x", &model->column.t_x, why) < 0 ||
		load_column(file, "tenure", &model->column.tenure, why) < 0)
		return -1;
	return model->has_spend ? load_column(file, "spend", &model->column.spend, why) : 0;
}

int clv_model_load(struct clv_model *model, const char *path, struct diag *why)
{
	if (model_read(&model->file, path, kind, MODEL_VERSION, why) < 0 ||
		load_purchase_model(model, why) < 0 ||
		load_unit(&model->file, "unit", &model->unit, why) < 0 ||
		load_unit(&model->file, "times_in", &model->times, why) < 0 ||
		check_units(model, why) < 0 || load_fit(model, why) < 0 ||
		load_spend(model, why) < 0)
		return -1;
	return load_columns(model, why);
}

void clv_model_release(struct clv_model *model)
{
	model_release(&model->file);
}
