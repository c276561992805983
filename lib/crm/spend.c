/* SPDX-License-Identifier: MIT */
#include "crm/spend.h"

#include <math.h>

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

/*
 * ln gamma(p x + q) / (gamma(p x) gamma(q)) gamma^q m^(p x - 1) x^(p x) (gamma + m x)^-(p x + q),
 * put together such that nothing large is subtracted.
 */
static double add_customer(const double *parameter, const struct spend_history *history,
	double weight, double *gradient)
{
	double p = parameter[P], q = parameter[Q], gamma = parameter[GAMMA];
	double x = history->frequency, spent = x * history->mean;
	double log_q = log1p(spent / gamma), log_p = log1p(gamma / spent);

	if (gradient != NULL) {
		double all = special_digamma(p * x + q);
		double part = spent / (gamma + spent);

		gradient[P] += weight * p * x * (all - special_digamma(p * x) - log_p);
		gradient[Q] += weight * q * (all - special_digamma(q) - log_q);
		gradient[GAMMA] += weight * (q * part - p * x * (1 - part));
	}
	return weight *
	       (-special_log_beta(p * x, q) - q * log_q - p * x * log_p - log(history->mean));
}

double spend_log_likelihood(
	const double *parameter, const struct spend_group *group, size_t count, double *gradient)
{
	double sum = 0;

	for (int i = 0; gradient != NULL && i < PARAMETERS; i++)
		gradient[i] = 0;
	for (size_t i = 0; i < count; i++)
		if (group[i].history.frequency > 0)
			sum += add_customer(
				parameter, &group[i].history, (double)group[i].customers, gradient);
	return sum;
}

struct sample {
	const struct spend_group *group;
	size_t count;
	double least_q; /* the variable of q is ln(q - least_q) */
};

static double unlikelihood(void *context, const double *variable, double *gradient)
{
	const struct sample *sample = context;
	double above = exp(variable[Q]), value;
	double parameter[] = { exp(variable[P]), sample->least_q + above, exp(variable[GAMMA]) };

	for (int i = 0; i < PARAMETERS; i++)
		if (!isnormal(parameter[i]))
			return INFINITY;
	value = -spend_log_likelihood(parameter, sample->group, sample->count, gradient);
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

int spend_fit(
	const struct spend_group *group, size_t count, struct spend_fit *fit, struct diag *why)
{
	struct moments moments = moments_of(group, count);
	struct sample sample = { group, count, 1 };
	double variable[] = { log(2), log(2), log(moments.mean) };
	struct optimum found;

	*fit = (struct spend_fit){ .customers = (uint64_t)moments.customers, .groups = count };
	if (fit->customers == 0)
		return diag_fail(why, "nobody bought again: there is no spend to learn from");
	if (optimum_find(unlikelihood, &sample, PARAMETERS, variable, &found, why) < 0)
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
