/* SPDX-License-Identifier: MIT */
#include "crm/spend.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "stat/lanes.h"
#include "stat/likelihood.h"
#include "stat/optimum.h"
#include "stat/special.h"

enum { P = SPEND_P, Q = SPEND_Q, GAMMA = SPEND_GAMMA, PARAMETERS = SPEND_PARAMETERS };

const char *const spend_parameter[SPEND_PARAMETERS] = { "p", "q", "gamma" };

/* With q this near to 1 the mean of the population is a thousand times that of any customer. */
static const double bound = 1.001;

/* Where the standard error of a logarithm is above this, the parameter may as well be any. */
static const double most_uncertain = 3.5;

int spend_history_check(const struct spend_history *history, struct diag *why)
{
	if (!(history->frequency >= 0 && isfinite(history->frequency)))
		return diag_fail(why, "impossible frequency: %.15g, expected a whole number from 0",
			history->frequency);
	if (history->frequency > 0 && !(history->mean > 0 && isfinite(history->mean))) {
		diag_fail(why,
			"mean spend of repeat purchases is %.15g, expected an amount above 0; the "
			"model "
			"of spend knows no gifts and no returns",
			history->mean);
		return diag_code(why, "mean-not-positive");
	}
	return 0;
}

/* What a frequency makes of the parameters, for as many customers as have it. */
struct by_frequency {
	double x;
	double log_beta;             /* ln B(p x, q) */
	double digamma_p, digamma_q; /* digamma(p x + q) less that of p x, and that of q */
};

static struct by_frequency of_frequency(const double *parameter, double x)
{
	double p = parameter[P] * x, q = parameter[Q];

	return (struct by_frequency){ x, special_log_beta(p, q), special_digamma_rise(p, q),
		special_digamma_rise(q, p) };
}

/* So many customers at once that what is known of them stays near the processor. */
enum { BLOCK = 256 };

/* A row for each customer of a block. */
struct block {
	double spent[BLOCK];               /* all purchases together */
	double log_p[BLOCK], log_q[BLOCK]; /* ln(1 + gamma / spent), ln(1 + spent / gamma) */
	double log_mean[BLOCK];
};

static void look_up(
	const double *parameter, const struct spend_group *group, size_t count, struct block *block)
{
	for (size_t i = 0; i < count; i++) {
		const struct spend_history *history = &group[i].history;
		bool has_bought = history->frequency > 0;

		block->log_mean[i] = has_bought ? history->mean : 1;
		block->spent[i] = has_bought ? history->frequency * history->mean : 1;
		block->log_p[i] = parameter[GAMMA] / block->spent[i];
		block->log_q[i] = block->spent[i] / parameter[GAMMA];
	}
	lanes_log1p(block->log_p, block->log_p, count);
	lanes_log1p(block->log_q, block->log_q, count);
	lanes_log(block->log_mean, block->log_mean, count);
}

/*
 * ln gamma(p x + q) / (gamma(p x) gamma(q)) gamma^q m^(p x - 1) x^(p x) (gamma + m x)^-(p x + q),
 * put together such that nothing large is subtracted.
 */
static double add_block(const double *parameter, const struct spend_group *group, size_t count,
	const struct block *block, struct by_frequency *of, double *gradient)
{
	double p = parameter[P], q = parameter[Q], gamma = parameter[GAMMA], sum = 0;

	for (size_t i = 0; i < count; i++) {
		double x = group[i].history.frequency, weight = (double)group[i].customers;

		if (!(x > 0))
			continue;
		if (x != of->x)
			*of = of_frequency(parameter, x);
		sum += weight * (-of->log_beta - q * block->log_q[i] - p * x * block->log_p[i] -
					block->log_mean[i]);
		if (gradient != NULL) {
			double all = gamma + block->spent[i];

			gradient[P] += weight * p * x * (of->digamma_p - block->log_p[i]);
			gradient[Q] += weight * q * (of->digamma_q - block->log_q[i]);
			gradient[GAMMA] += weight * (q * block->spent[i] - p * x * gamma) / all;
		}
	}
	return sum;
}

double spend_log_likelihood(
	const double *parameter, const struct spend_group *group, size_t count, double *gradient)
{
	struct by_frequency of = { 0 };
	struct block block;
	double sum = 0;

	for (int i = 0; gradient != NULL && i < PARAMETERS; i++)
		gradient[i] = 0;
	for (size_t i = 0; i < count; i += BLOCK) {
		size_t now = count - i < BLOCK ? count - i : BLOCK;

		look_up(parameter, &group[i], now, &block);
		sum += add_block(parameter, &group[i], now, &block, &of, gradient);
	}
	return sum;
}

struct sample {
	const struct spend_group *group;
	size_t count;
	const struct pieces *pieces;
	double least_q; /* the variable of q is ln(q - least_q) */
};

static double log_likelihood(
	const void *context, const double *parameter, size_t first, size_t end, double *gradient)
{
	const struct sample *sample = context;

	return spend_log_likelihood(parameter, sample->group + first, end - first, gradient);
}

static double unlikelihood(void *context, const double *variable, double *gradient)
{
	const struct sample *sample = context;
	double above = exp(variable[Q]), value;
	double parameter[] = { exp(variable[P]), sample->least_q + above, exp(variable[GAMMA]) };

	for (int i = 0; i < PARAMETERS; i++)
		if (!isnormal(parameter[i]))
			return INFINITY;
	value = -likelihood_sum(sample->pieces, sample->count, PARAMETERS, log_likelihood, sample,
		parameter, gradient);
	for (int i = 0; gradient != NULL && i < PARAMETERS; i++)
		gradient[i] = -gradient[i];
	if (gradient != NULL)
		gradient[Q] *= above / parameter[Q];
	return value;
}

/* The standard errors, and by them, whether the data tell the parameters: on ln q itself. */
static void judge(struct sample *sample, struct spend_fit *fit)
{
	double logarithm[PARAMETERS];

	for (int i = 0; i < PARAMETERS; i++)
		logarithm[i] = log(fit->parameter[i]);
	sample->least_q = 0;
	fit->identified = !fit->at_bound && optimum_covariance(unlikelihood, sample, PARAMETERS,
						    logarithm, fit->covariance);
	for (int i = 0; !fit->identified && i < PARAMETERS * PARAMETERS; i++)
		fit->covariance[i] = NAN;
	for (int i = 0; i < PARAMETERS; i++) {
		double uncertain = sqrt(fit->covariance[i * PARAMETERS + i]);

		fit->se[i] = fit->parameter[i] * uncertain; /* the delta method */
		fit->identified = fit->identified && uncertain < most_uncertain;
	}
}

struct moments {
	double customers, frequency, mean;     /* of all who bought again */
	double of_frequency, of_mean, of_both; /* sums of squares and products about them */
};

static struct moments moments_of(const struct spend_group *group, size_t count)
{
	struct moments all = { 0 };

	for (size_t i = 0; i < count; i++) {
		double weight = (double)group[i].customers;

		if (!(group[i].history.frequency > 0))
			continue;
		all.customers += weight;
		all.frequency += weight * group[i].history.frequency;
		all.mean += weight * group[i].history.mean;
	}
	all.frequency /= all.customers;
	all.mean /= all.customers;
	for (size_t i = 0; i < count; i++) {
		double weight = (double)group[i].customers;
		double frequency = group[i].history.frequency - all.frequency;
		double mean = group[i].history.mean - all.mean;

		if (!(group[i].history.frequency > 0))
			continue;
		all.of_frequency += weight * frequency * frequency;
		all.of_mean += weight * mean * mean;
		all.of_both += weight * frequency * mean;
	}
	return all;
}

static int find_optimum(
	struct sample *all, double *variable, struct optimum *found, struct diag *why)
{
	struct sample part = *all;
	struct spend_group *some = likelihood_part(all->group, all->count, sizeof *some,
		offsetof(struct spend_group, customers), &part.count);
	int result;

	part.group = some;
	result = some != NULL ? optimum_find_by_part(
					unlikelihood, all, &part, PARAMETERS, variable, found, why)
			      : optimum_find(unlikelihood, all, PARAMETERS, variable, found, why);
	free(some);
	return result;
}

int spend_fit(const struct spend_group *group, size_t count, const struct pieces *pieces,
	struct spend_fit *fit, struct diag *why)
{
	struct moments moments = moments_of(group, count);
	struct sample sample = { group, count, pieces, 1 };
	double variable[] = { log(2), log(2), log(moments.mean) };
	struct optimum found;

	*fit = (struct spend_fit){ .customers = (uint64_t)moments.customers, .groups = count };
	if (fit->customers == 0)
		return diag_fail(why, "nobody bought again: there is no spend to learn from");
	if (find_optimum(&sample, variable, &found, why) < 0)
		return -1;
	fit->parameter[P] = exp(variable[P]);
	fit->parameter[Q] = 1 + exp(variable[Q]);
	fit->parameter[GAMMA] = exp(variable[GAMMA]);
	fit->at_bound = fit->parameter[Q] < bound;
	fit->converged = found.converged;
	fit->log_likelihood = -found.value;
	fit->aic = 2 * (PARAMETERS + found.value);
	fit->gradient_norm = found.gradient_norm;
	fit->evaluations = found.evaluations;
	fit->correlation = moments.of_both / sqrt(moments.of_frequency * moments.of_mean);
	judge(&sample, fit);
	return 0;
}

double spend_expected(const double *parameter, const struct spend_history *history)
{
	double x = history->frequency, spent = x > 0 ? x * history->mean : 0;

	return parameter[P] * (parameter[GAMMA] + spent) / (parameter[P] * x + parameter[Q] - 1);
}
