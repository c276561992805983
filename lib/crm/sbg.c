/* SPDX-License-Identifier: MIT */
#include "crm/sbg.h"

#include <math.h>

#include "stat/hyper.h"
#include "stat/optimum.h"

/* A logarithm with such a standard error says nothing: customers may as well be all alike. */
static const double vague = 3;

struct seen {
	const struct sbg_period *period;
	size_t count;
};

/* Minus the log-likelihood, of the logarithms of the parameters. */
static double loss(void *context, const double *x, double *gradient)
{
	const struct seen *seen = context;
	double alpha = exp(x[0]), beta = exp(x[1]);
	double log_likelihood = 0, by_alpha = 0, by_beta = 0;

	for (size_t i = 0; i < seen->count; i++) {
		double lost = seen->period[i].lost, kept = seen->period[i].customers - lost;
		double stays = beta + (double)i, all = alpha + stays;

		if (lost > 0)
			log_likelihood += lost * log(alpha / all);
		if (kept > 0)
			log_likelihood += kept * log(stays / all);
		by_alpha += lost / alpha - (lost + kept) / all;
		by_beta += kept / stays - (lost + kept) / all;
	}
	if (gradient != NULL) {
		gradient[0] = -by_alpha * alpha;
		gradient[1] = -by_beta * beta;
	}
	return -log_likelihood;
}

int sbg_fit(const struct sbg_period *period, size_t count, struct sbg_fit *fit, struct diag *why)
{
	struct seen seen = { period, count };
	struct optimum found;
	double x[] = { 0, 0 }, covariance[4], lost = 0, kept = 0;

	for (size_t i = 0; i < count; i++) {
		lost += period[i].lost;
		kept += period[i].customers - period[i].lost;
	}
	if (!(lost > 0))
		return diag_fail(why, "no customer has left: there is nothing to learn from");
	if (!(kept > 0))
		return diag_fail(why, "no customer has stayed for a period: take shorter ones");
	if (optimum_find(loss, &seen, 2, x, &found, why) < 0)
		return -1;
	*fit = (struct sbg_fit){ exp(x[0]), exp(x[1]), NAN, NAN, -found.value, found.converged,
		false };
	if (!optimum_covariance(loss, &seen, 2, x, covariance) ||
		!(sqrt(covariance[0]) < vague && sqrt(covariance[3]) < vague))
		return 0;
	/* The parameter times the error of its logarithm. */
	fit->identified = true;
	fit->alpha_se = fit->alpha * sqrt(covariance[0]);
	fit->beta_se = fit->beta * sqrt(covariance[3]);
	return 0;
}

double sbg_retention(double alpha, double beta, double period)
{
	return (beta + period - 1) / (alpha + beta + period - 1);
}

double sbg_survival(double alpha, double beta, double periods)
{
	double left = 1;

	for (double period = 1; period <= periods; period++)
		left *= sbg_retention(alpha, beta, period);
	return left;
}

double sbg_remaining(double alpha, double beta, double age, double ahead)
{
	double left = 1, sum = 0;

	if (isinf(ahead))
		return alpha > 1 ? (beta + age) / (alpha - 1) : INFINITY;
	for (double period = 1; period <= ahead; period++) {
		left *= sbg_retention(alpha, beta, age + period);
		sum += left;
	}
	return sum;
}

/* The sum of the survivals, discounted, is a hypergeometric series. */
double sbg_residual(double alpha, double beta, double age, double discount)
{
	double from = beta + age, worth = 1 / (1 + discount);

	return worth * from / (alpha + from) *
	       exp(hyper_log_2f1(1, from + 1, alpha + from + 1, worth));
}
