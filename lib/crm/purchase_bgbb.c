/* SPDX-License-Identifier: MIT */
#include "crm/purchase_private.h"

#include <math.h>
#include <stddef.h>

#include "stat/hyper.h"
#include "stat/special.h"

/*
 * BG/BB: at each chance who is still there buys with a probability p, beta (alpha, beta); before
 * each chance he leaves with a probability, beta (gamma, delta). Fader, Hardie, Shang (2010).
 *
 * With rising factorials (a)_n in place of beta functions all that is needed are products of few
 * factors, which neither overflow nor cancel:
 *
 *	B(alpha + x, beta + m) / B(alpha, beta) = (alpha)_x (beta)_m / (alpha + beta)_(x + m)
 */

enum { ALPHA, BETA, GAMMA, DELTA, PARAMETERS };

static const char *const names[PARAMETERS] = { "alpha", "beta", "gamma", "delta" };

/* Half of all leave within the chances, and those who are there buy as often as all have. */
static void start(double frequency, double tenure, double *parameter)
{
	double rate = fmin(frequency / (tenure * log(2)), 0.9);

	parameter[ALPHA] = parameter[GAMMA] = 1;
	parameter[BETA] = (1 - rate) / rate;
	parameter[DELTA] = tenure;
}

/* ln of a probability, and its derivatives with respect to the four parameters. */
struct way {
	double log, slope[PARAMETERS];
};

/* (alpha)_x (beta)_m / (alpha + beta)_(x + m), and where in `slope` alpha and beta are. */
static void add_beta(
	const double *parameter, double x, double m, int alpha, int beta, struct way *way)
{
	double slope_a, slope_b, slope_both;

	way->log += hyper_log_rise(parameter[alpha], x, &slope_a);
	way->log += hyper_log_rise(parameter[beta], m, &slope_b);
	way->log -= hyper_log_rise(parameter[alpha] + parameter[beta], x + m, &slope_both);
	way->slope[alpha] += slope_a - slope_both;
	way->slope[beta] += slope_b - slope_both;
}

/* x purchases at `chances` chances in a certain order, by somebody who left just behind them … */
static struct way way_of_leaver(const double *parameter, double x, double chances)
{
	struct way way = { 0 };

	add_beta(parameter, x, chances - x, ALPHA, BETA, &way);
	add_beta(parameter, 1, chances, GAMMA, DELTA, &way);
	return way;
}

/* … or is there still. */
static struct way way_of_stayer(const double *parameter, double x, double chances)
{
	struct way way = { 0 };

	add_beta(parameter, x, chances - x, ALPHA, BETA, &way);
	add_beta(parameter, 0, chances, GAMMA, DELTA, &way);
	return way;
}

/* From who left behind `chances` chances to who did so behind the next one. */
static void leave_later(const double *parameter, double x, double chances, struct way *way)
{
	double missed = parameter[BETA] + chances - x;
	double either = parameter[ALPHA] + parameter[BETA] + chances;
	double stays = parameter[DELTA] + chances;
	double stays_or_leaves = parameter[GAMMA] + parameter[DELTA] + chances + 1;

	way->log += log(missed / either * stays / stays_or_leaves);
	way->slope[ALPHA] -= 1 / either;
	way->slope[BETA] += 1 / missed - 1 / either;
	way->slope[GAMMA] -= 1 / stays_or_leaves;
	way->slope[DELTA] += 1 / stays - 1 / stays_or_leaves;
}

static void add_way(struct way *sum, const struct way *way)
{
	double both = special_log_add(sum->log, way->log);
	double old = exp(sum->log - both), new = exp(way->log - both);

	sum->log = both;
	for (int i = 0; i < PARAMETERS; i++)
		sum->slope[i] = old * sum->slope[i] + new * way->slope[i];
}

/* All ways in which a history may have come about. */
static struct way all_ways(const double *parameter, const struct purchase_history *history)
{
	double x = history->frequency;
	struct way sum = way_of_stayer(parameter, x, history->tenure);
	struct way left;

	if (history->t_x >= history->tenure)
		return sum;
	left = way_of_leaver(parameter, x, history->t_x);
	for (double chances = history->t_x; chances < history->tenure; chances++) {
		add_way(&sum, &left);
		leave_later(parameter, x, chances, &left);
	}
	return sum;
}

static double log_likelihood(
	const double *parameter, const struct purchase_group *group, size_t count, double *gradient)
{
	double sum = 0;

	for (int i = 0; gradient != NULL && i < PARAMETERS; i++)
		gradient[i] = 0;
	for (size_t i = 0; i < count; i++) {
		struct way way = all_ways(parameter, &group[i].history);
		double weight = (double)group[i].customers;

		sum += weight * way.log;
		for (int j = 0; gradient != NULL && j < PARAMETERS; j++)
			gradient[j] += weight * parameter[j] * way.slope[j];
	}
	return sum;
}

static double there(const double *parameter, const struct purchase_history *history, double *gone)
{
	struct way stayed = way_of_stayer(parameter, history->frequency, history->tenure);
	double here = exp(stayed.log - all_ways(parameter, history).log);

	if (gone != NULL)
		*gone = 1 - here;
	return here;
}

/* The parameters of the probabilities of a customer who is known to be there still. */
struct rates {
	double parameter[PARAMETERS];
};

static struct rates learnt(const double *parameter, const struct purchase_history *history)
{
	double missed = history->tenure - history->frequency;

	return (struct rates){ { parameter[ALPHA] + history->frequency, parameter[BETA] + missed,
		parameter[GAMMA], parameter[DELTA] + history->tenure } };
}

/* ln of the probability to stay for so many chances: (delta)_n / (gamma + delta)_n. */
static double log_stays(const double *parameter, double chances)
{
	return hyper_log_rise(parameter[DELTA], chances, NULL) -
	       hyper_log_rise(parameter[GAMMA] + parameter[DELTA], chances, NULL);
}

static double stays(const double *parameter, const struct purchase_history *history, double ahead)
{
	struct rates rates = learnt(parameter, history);

	return exp(log_stays(rates.parameter, floor(ahead)));
}

/*
 * The sum over j = 1 … chances of the probability to stay for j: how many chances are to be
 * expected. In closed form it is (delta - (delta + n) stays(n)) / (gamma - 1), which is no use near
 * gamma = 1.
 */
static double chances_to_come(const double *parameter, double chances)
{
	double gamma = parameter[GAMMA], delta = parameter[DELTA];
	double stays = 1, sum = 0;

	if (chances > 1000 && fabs(gamma - 1) > 1e-3)
		return -delta * expm1(log1p(chances / delta) + log_stays(parameter, chances)) /
		       (gamma - 1);
	for (double i = 0; i < chances; i++) {
		stays *= (delta + i) / (gamma + delta + i);
		sum += stays;
	}
	return sum;
}

static double expected_new(const double *parameter, double time)
{
	return parameter[ALPHA] / (parameter[ALPHA] + parameter[BETA]) *
	       chances_to_come(parameter, floor(time));
}

static void buys(const double *parameter, const struct purchase_history *history,
	const double *ahead, size_t count, double *bought)
{
	struct rates rates = learnt(parameter, history);

	for (size_t i = 0; i < count; i++)
		bought[i] = expected_new(rates.parameter, ahead[i]);
}

/* Who is there is like a new customer with the probabilities learnt. */
static double idles(const double *parameter, const struct purchase_history *history, double ahead)
{
	struct rates rates = learnt(parameter, history);
	struct purchase_history silence = { 0, 0, floor(ahead) };

	return exp(all_ways(rates.parameter, &silence).log);
}

/* n purchases at `chances` chances in any order: binomial(chances, n). */
static double log_orders(double chances, double n)
{
	return special_log_gamma(chances + 1) - special_log_gamma(n + 1) -
	       special_log_gamma(chances - n + 1);
}

static double probability(const double *parameter, double time, double n)
{
	double chances = floor(time), sum;
	struct way left = way_of_leaver(parameter, n, n);

	if (n > chances)
		return 0;
	sum = way_of_stayer(parameter, n, chances).log + log_orders(chances, n);
	for (double i = n; i < chances; i++) {
		sum = special_log_add(sum, left.log + log_orders(i, n));
		leave_later(parameter, n, i, &left);
	}
	return exp(sum);
}

/* Each chance to come counts by the probability to be there and by the discount: a series in v. */
static double lasts(
	const double *parameter, const struct purchase_history *history, double discount)
{
	struct rates rates = learnt(parameter, history);
	double alpha = rates.parameter[ALPHA], beta = rates.parameter[BETA];
	double gamma = rates.parameter[GAMMA], delta = rates.parameter[DELTA];
	double v = 1 / (1 + discount), chances;

	if (v < 1)
		chances = delta / (gamma + delta) * v *
			  exp(hyper_log_2f1(1, delta + 1, gamma + delta + 1, v));
	else
		chances = gamma > 1 ? delta / (gamma - 1) : INFINITY;
	return alpha / (alpha + beta) * chances;
}

const struct purchase_model purchase_bgbb_model = {
	.name = "bgbb",
	.title = "BG/BB",
	.discrete = true,
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
