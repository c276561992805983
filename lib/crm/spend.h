/* SPDX-License-Identifier: MIT */
#ifndef CRM_SPEND_H
#define CRM_SPEND_H

/*
 * spend: how much a customer spends on a purchase: the Gamma-Gamma model.
 *
 * What is seen of a customer is how many repeat purchases there were and the mean of what they came
 * to. With few purchases the mean says little about the customer, so what is to be expected lies
 * between it and the mean of all; with many it is the customer's own mean:
 *
 *	struct spend_fit fit;
 *	struct spend_history customer = { .frequency = 2, .mean = 22.35 };
 *
 *	if (spend_fit(groups, count, NULL, &fit, why) < 0)
 *		…
 *	spend_expected(fit.parameter, &customer);	24.65
 *	spend_expected(fit.parameter, &nobody);		35.17, the mean of the population
 *
 * Purchases of a customer have the gamma distribution (p, v), and v has the gamma distribution
 * (q, gamma). The model takes it that how much customers spend has nothing to do with how often
 * they buy; `correlation` says how far that is from true.
 *
 * Sources: Fader, Hardie, Lee, "RFM and CLV: Using Iso-Value Curves for Customer Base Analysis"
 * (2005); Fader, Hardie, "The Gamma-Gamma Model of Monetary Value" (2013), whose formulas are used.
 *
 * Against mpmath, log-likelihoods are within 1e-12 of themselves or of 1, whichever is larger, and
 * their derivatives within 1e-11, also where all customers spend nearly the same and p and q go to
 * a million.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/pieces.h"

enum { SPEND_P, SPEND_Q, SPEND_GAMMA, SPEND_PARAMETERS };

/* Their names: "p", "q", "gamma". */
extern const char *const spend_parameter[SPEND_PARAMETERS];

struct spend_history {
	double frequency; /* repeat purchases, a whole number */
	double mean;      /* of what they came to, above 0; means nothing if there were none */
};

struct spend_group {
	struct spend_history history;
	uint64_t customers;
};

/* Can the model have seen this? Fails on a mean that is not positive, and says so. */
int spend_history_check(const struct spend_history *history, struct diag *why);

/*
 * ln of the likelihood of the means of all customers who bought again. The derivatives with respect
 * to the logarithms of the parameters go into `gradient` unless that is NULL.
 */
double spend_log_likelihood(
	const double *parameter, const struct spend_group *group, size_t count, double *gradient);

/* What a fit comes to. */
struct spend_fit {
	double parameter[SPEND_PARAMETERS];
	double se[SPEND_PARAMETERS]; /* standard errors of the parameters, or NAN */
	/* Covariance of the logarithms of the parameters, row by row, or NANs. */
	double covariance[SPEND_PARAMETERS * SPEND_PARAMETERS];
	bool identified; /* the data tell one set of parameters from those far away */
	bool converged;
	bool at_bound;      /* the likelihood wants q <= 1, where the population has no mean */
	double correlation; /* of frequency and mean over customers who bought again; NAN: none */
	double log_likelihood, aic, gradient_norm;
	int evaluations;
	uint64_t customers; /* who bought again */
	size_t groups;
};

/*
 * Find the parameters of the greatest likelihood with q > 1, without which customers who have not
 * bought again would be expected to spend without limit. Customers who have not bought again are
 * passed over. Any currency will do: gamma comes in it.
 *
 * A fit that does not converge, is not identified or stands at the bound is no failure, but says so
 * in `fit`. Fails if nobody bought again. `pieces` says who does the work, and changes nothing in
 * what comes of it; groups of one frequency next to each other save much of it.
 */
int spend_fit(const struct spend_group *group, size_t count, const struct pieces *pieces,
	struct spend_fit *fit, struct diag *why);

/* What a customer's next purchase is expected to come to; of one without repeat purchases, too. */
double spend_expected(const double *parameter, const struct spend_history *history);

#endif
