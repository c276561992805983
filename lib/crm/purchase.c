/* SPDX-License-Identifier: MIT */
#include "crm/purchase.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crm/purchase_private.h"
#include "stat/likelihood.h"
#include "stat/optimum.h"

enum { MOST = PURCHASE_MOST_PARAMETERS };

/*
 * Where the standard error of a logarithm is above this, the data leave it open whether the
 * parameter is a thousand times greater or less.
 */
static const double most_uncertain = 3.5;

const struct purchase_model *const purchase_models[] = {
	&purchase_bgnbd_model,
	&purchase_mbgnbd_model,
	&purchase_paretonbd_model,
	&purchase_bgbb_model,
	NULL,
};

const struct purchase_model *purchase_find(const char *name)
{
	for (size_t i = 0; purchase_models[i] != NULL; i++)
		if (strcmp(purchase_models[i]->name, name) == 0)
			return purchase_models[i];
	return NULL;
}

double purchase_buys(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double ahead)
{
	double bought;

	model->buys(parameter, history, &ahead, 1, &bought);
	return bought;
}

double purchase_alive(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double ahead)
{
	return model->there(parameter, history, NULL) * model->stays(parameter, history, ahead);
}

double purchase_expected(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double ahead)
{
	return model->there(parameter, history, NULL) *
	       purchase_buys(model, parameter, history, ahead);
}

double purchase_none(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double ahead)
{
	double gone, there = model->there(parameter, history, &gone);

	return gone + there * model->idles(parameter, history, ahead);
}

double purchase_residual(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double discount)
{
	return model->there(parameter, history, NULL) * model->lasts(parameter, history, discount);
}

static int impossible(struct diag *why, const char *what, double value, const char *expected)
{
	diag_fail(why, "impossible history: %s is %.15g, expected %s", what, value, expected);
	return diag_code(why, "impossible-history");
}

static bool is_whole(double number)
{
	return floor(number) == number;
}

int purchase_history_check(const struct purchase_model *model,
	const struct purchase_history *history, struct diag *why)
{
	double frequency = history->frequency, t_x = history->t_x, tenure = history->tenure;

	if (!(isfinite(frequency) && frequency >= 0 && is_whole(frequency)))
		return impossible(why, "frequency", frequency, "a whole number from 0");
	if (!(isfinite(tenure) && tenure >= 0))
		return impossible(why, "tenure", tenure, "a number from 0");
	if (!(t_x >= 0 && t_x <= tenure))
		return impossible(why, "t_x", t_x, "a time within the tenure");
	if (frequency == 0 && t_x > 0)
		return impossible(why, "t_x", t_x, "0, as nothing was bought again");
	if (frequency > 0 && t_x == 0)
		return impossible(why, "t_x", t_x, "the time of the last purchase, above 0");
	if (!model->discrete)
		return 0;
	if (!is_whole(t_x) || !is_whole(tenure))
		return impossible(why, is_whole(t_x) ? "tenure" : "t_x",
			is_whole(t_x) ? tenure : t_x, "a whole number of chances");
	if (frequency > t_x)
		return impossible(why, "frequency", frequency, "one purchase a chance at most");
	return 0;
}

/* What a fit looks for an optimum of. */
struct sample {
	const struct purchase_model *model;
	const struct purchase_group *group;
	size_t count;
	const struct pieces *pieces;
	struct sample *part; /* some of very many groups, or NULL */
};

static double log_likelihood(
	const void *context, const double *parameter, size_t first, size_t end, double *gradient)
{
	const struct sample *sample = context;

	return sample->model->log_likelihood(
		parameter, sample->group + first, end - first, gradient);
}

/* The negative log-likelihood as a function of the logarithms of the parameters. */
static double unlikelihood(void *context, const double *logarithm, double *gradient)
{
	const struct sample *sample = context;
	double parameter[MOST], value;

	for (size_t i = 0; i < sample->model->parameters; i++) {
		parameter[i] = exp(logarithm[i]);
		if (!isnormal(parameter[i]))
			return INFINITY;
	}
	value = -likelihood_sum(sample->pieces, sample->count, sample->model->parameters,
		log_likelihood, sample, parameter, gradient);
	for (size_t i = 0; gradient != NULL && i < sample->model->parameters; i++)
		gradient[i] = -gradient[i];
	return value;
}

/* The standard errors, and by them, whether the data tell the parameters. */
static void judge(struct sample *sample, const double *logarithm, struct purchase_fit *fit)
{
	size_t count = sample->model->parameters;

	fit->identified =
		optimum_covariance(unlikelihood, sample, count, logarithm, fit->covariance);
	for (size_t i = 0; !fit->identified && i < MOST * MOST; i++)
		fit->covariance[i] = NAN;
	for (size_t i = 0; i < count; i++) {
		double uncertain = sqrt(fit->covariance[i * count + i]);

		fit->parameter[i] = exp(logarithm[i]);
		fit->se[i] = fit->parameter[i] * uncertain; /* the delta method */
		fit->identified = fit->identified && uncertain < most_uncertain;
	}
}

static int find_optimum(
	struct sample *sample, double *logarithm, struct optimum *found, struct diag *why)
{
	size_t count = sample->model->parameters;

	return sample->part != NULL
		       ? optimum_find_by_part(
				 unlikelihood, sample, sample->part, count, logarithm, found, why)
		       : optimum_find(unlikelihood, sample, count, logarithm, found, why);
}

/* Go from a start, `stretch` times the model's own, to the optimum. */
static int fit_from(struct sample *sample, const double *start, double stretch,
	struct purchase_fit *fit, struct diag *why)
{
	size_t count = sample->model->parameters;
	struct optimum found;
	double logarithm[MOST];

	for (size_t i = 0; i < count; i++)
		logarithm[i] = log(start[i] * stretch);
	if (find_optimum(sample, logarithm, &found, why) < 0)
		return diag_fail(why,
			"%s finds these customers impossible, whatever its parameters",
			sample->model->title);
	fit->converged = found.converged;
	fit->log_likelihood = -found.value;
	fit->aic = 2 * (double)count + 2 * found.value;
	fit->gradient_norm = found.gradient_norm;
	fit->evaluations += found.evaluations;
	judge(sample, logarithm, fit);
	return 0;
}

static bool is_better(const struct purchase_fit *fit, const struct purchase_fit *than)
{
	if (fit->converged != than->converged)
		return fit->converged;
	return fit->log_likelihood > than->log_likelihood;
}

/* Count the customers, and put the means that a search starts from into `start`. */
static int look_at(
	const struct sample *sample, struct purchase_fit *fit, double *start, struct diag *why)
{
	double frequency = 0, tenure = 0, customers;

	for (size_t i = 0; i < sample->count; i++) {
		const struct purchase_group *group = &sample->group[i];

		fit->customers += group->customers;
		frequency += (double)group->customers * group->history.frequency;
		tenure += (double)group->customers * group->history.tenure;
	}
	if (fit->customers == 0)
		return diag_fail(why, "no customers: there is nothing to learn from");
	if (frequency == 0)
		return diag_fail(why, "nobody bought again: there is nothing to learn from");
	customers = (double)fit->customers;
	fit->groups = sample->count;
	sample->model->start(frequency / customers, tenure / customers, start);
	return 0;
}

/* One start is enough if it leads to an optimum that stands out; if not, others are tried. */
static int fit_sample(struct sample *sample, struct purchase_fit *fit, struct diag *why)
{
	static const double stretches[] = { 1, 0.1, 10 };
	struct purchase_fit next = { 0 };
	double start[MOST];
	bool found = false;

	if (look_at(sample, &next, start, why) < 0)
		return -1;
	for (size_t i = 0; i < sizeof stretches / sizeof *stretches; i++) {
		if (fit_from(sample, start, stretches[i], &next, why) < 0)
			continue;
		if (!found || is_better(&next, fit))
			*fit = next;
		found = true;
		if (fit->converged && fit->identified)
			break;
	}
	fit->evaluations = next.evaluations;
	return found ? 0 : -1;
}

int purchase_fit(const struct purchase_model *model, const struct purchase_group *group,
	size_t count, const struct pieces *pieces, struct purchase_fit *fit, struct diag *why)
{
	struct sample part = { model, .pieces = pieces };
	struct sample sample = { model, group, count, pieces, NULL };
	struct purchase_group *some = likelihood_part(group, count, sizeof *group,
		offsetof(struct purchase_group, customers), &part.count);
	int result;

	if (some != NULL) {
		part.group = some;
		sample.part = &part;
	}
	result = fit_sample(&sample, fit, why);
	free(some);
	return result;
}
