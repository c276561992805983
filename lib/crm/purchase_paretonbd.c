/* SPDX-License-Identifier: MIT */
#include "crm/purchase_private.h"

#include <math.h>
#include <stddef.h>

#include "crm/leaving.h"
#include "stat/hyper.h"
#include "stat/quadrature.h"
#include "stat/special.h"

/*
 * Pareto/NBD: customers buy at a rate of their own, gamma (r, alpha), and leave at a rate of their
 * own, gamma (s, beta), both in continuous time. Schmittlein, Morrison, Colombo (1987).
 */

enum { R, ALPHA, S, BETA, PARAMETERS };

static const char *const names[PARAMETERS] = { "r", "alpha", "s", "beta" };

/* Half of all leave within the tenure, and those who buy do so as often as all have. */
static void start(double frequency, double tenure, double *parameter)
{
	parameter[R] = parameter[S] = 1;
	parameter[BETA] = tenure;
	parameter[ALPHA] = tenure * log(2) / frequency;
}

/* ln of the two ways in which a history comes about, without the common factor. */
struct ways {
	double stayed, left, either;
	struct leaving_means when_stayed, when_left;
};

static struct ways ways_of(const double *parameter, const struct purchase_history *history)
{
	struct leaving leaving = { history->frequency, parameter[R], parameter[ALPHA], parameter[S],
		parameter[BETA] };
	struct ways ways = { 0 };

	ways.left = -INFINITY;
	ways.stayed = leaving_not_log(&leaving, history->tenure, &ways.when_stayed);
	if (history->tenure > history->t_x)
		ways.left = leaving_log(&leaving, history->t_x, history->tenure, &ways.when_left);
	ways.either = special_log_add(ways.stayed, ways.left);
	return ways;
}

/*
 * The derivatives with respect to the logarithms of the parameters. Those of both ways have the
 * same form, but that who left at u did so at the rate s / (beta + u).
 */
static void add_gradient(const double *parameter, double x, double rise_slope,
	const struct ways *ways, double weight, double *gradient)
{
	const struct leaving_means *stayed = &ways->when_stayed, *left = &ways->when_left;
	double gone = exp(ways->left - ways->either), here = exp(ways->stayed - ways->either);
	double log_a = here * stayed->log_a + gone * left->log_a;
	double log_b = here * stayed->log_b + gone * left->log_b;
	double part_a = here * stayed->part_a + gone * left->part_a;
	double part_b = here * stayed->part_b + gone * left->part_b;

	gradient[R] += weight * parameter[R] * (rise_slope - log_a);
	gradient[ALPHA] += weight * (parameter[R] * part_a - x * (1 - part_a));
	gradient[S] += weight * (gone - parameter[S] * log_b);
	gradient[BETA] += weight * (parameter[S] * part_b - gone * (1 - left->part_b));
}

static double log_likelihood(
	const double *parameter, const struct purchase_group *group, size_t count, double *gradient)
{
	double sum = 0;

	for (int i = 0; gradient != NULL && i < PARAMETERS; i++)
		gradient[i] = 0;
	for (size_t i = 0; i < count; i++) {
		double weight = (double)group[i].customers, x = group[i].history.frequency;
		struct ways ways = ways_of(parameter, &group[i].history);
		double slope, rise = hyper_log_rise(parameter[R], x, &slope);

		sum += weight * (rise + ways.either);
		if (gradient != NULL)
			add_gradient(parameter, x, slope, &ways, weight, gradient);
	}
	return sum;
}

/* The parameters of the rates of a customer who is known to be there still after a history. */
struct rates {
	double parameter[PARAMETERS];
};

static struct rates learnt(const double *parameter, const struct purchase_history *history)
{
	return (struct rates){ { parameter[R] + history->frequency,
		parameter[ALPHA] + history->tenure, parameter[S],
		parameter[BETA] + history->tenure } };
}

static double there(const double *parameter, const struct purchase_history *history, double *gone)
{
	struct ways ways = ways_of(parameter, history);

	if (gone != NULL)
		*gone = exp(ways.left - ways.either);
	return exp(ways.stayed - ways.either);
}

static double stays(const double *parameter, const struct purchase_history *history, double ahead)
{
	return exp(-parameter[S] * log1p(ahead / (parameter[BETA] + history->tenure)));
}

/* r beta / (alpha (s - 1)) (1 - (beta / (beta + t))^(s - 1)), which has a limit at s = 1. */
static double expected_new(const double *parameter, double time)
{
	double log_beta = log1p(time / parameter[BETA]), above = parameter[S] - 1;
	double years = above == 0 ? log_beta : -expm1(-above * log_beta) / above;

	return parameter[R] / parameter[ALPHA] * parameter[BETA] * years;
}

static void buys(const double *parameter, const struct purchase_history *history,
	const double *ahead, size_t count, double *bought)
{
	struct rates rates = learnt(parameter, history);

	for (size_t i = 0; i < count; i++)
		bought[i] = expected_new(rates.parameter, ahead[i]);
}

/* Who is there is like a new customer with the rates learnt. */
static double idles(const double *parameter, const struct purchase_history *history, double ahead)
{
	struct rates rates = learnt(parameter, history);
	struct purchase_history silence = { 0, 0, ahead };

	return exp(ways_of(rates.parameter, &silence).either);
}

struct bought {
	double n, time;
	const double *parameter;
};

/* ln of what makes n purchases up to u probable, without gamma(r + n) / (gamma(r) n!). */
static double log_bought(const struct bought *bought, double log_u)
{
	const double *parameter = bought->parameter;
	double u = exp(log_u);

	return bought->n * (log_u - log(parameter[ALPHA] + u)) -
	       parameter[R] * log1p(u / parameter[ALPHA]) -
	       parameter[S] * log1p(u / parameter[BETA]);
}

/* The same for somebody who left at u = time / (1 + e^-y), times du / dy. */
static double bought_and_left(const void *context, double y)
{
	const struct bought *bought = context;
	double log_part = y < 0 ? y - log1p(exp(y)) : -log1p(exp(-y));
	double log_rest = log_part - y, log_u = log(bought->time) + log_part;

	return log_bought(bought, log_u) + log_u + log_rest +
	       log(bought->parameter[S] / (bought->parameter[BETA] + exp(log_u)));
}

static double probability(const double *parameter, double time, double n)
{
	struct bought bought = { n, time, parameter };
	double ways = hyper_log_rise(parameter[R], n, NULL) - special_log_gamma(n + 1);

	if (time <= 0)
		return n == 0;
	return exp(ways + special_log_add(log_bought(&bought, log(time)),
				  quadrature_log(bought_and_left, &bought)));
}

/*
 * Who buys at the rate l and leaves at the rate m will buy l / (discount + m) times, discounted.
 * The mean over m is (beta + T) z^(s - 1) U(s, s, z), where z = discount (beta + T): Fader, Hardie,
 * Lee, "RFM and CLV: Using Iso-Value Curves for Customer Base Analysis" (2005).
 */
static double lasts(
	const double *parameter, const struct purchase_history *history, double discount)
{
	struct rates rates = learnt(parameter, history);
	double rate = rates.parameter[R] / rates.parameter[ALPHA];
	double s = parameter[S], beta = rates.parameter[BETA], z = discount * beta;
	double time = z > 0   ? exp((s - 1) * log(z) + hyper_log_u(s, s, z))
		      : s > 1 ? 1 / (s - 1)
			      : INFINITY;

	return rate * beta * time;
}

const struct purchase_model purchase_paretonbd_model = {
	.name = "paretonbd",
	.title = "Pareto/NBD",
	.parameters = PARAMETERS,
	.parameter = names,
	.start = start,
	.log_likelihood = log_likelihood,
	.there = there,
	.stays = stays,
	.buys = buys,
	.idles = idles,
	.lasts = lasts,
	.expected_new = expected_new,
	.probability = probability,
};
