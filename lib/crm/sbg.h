/* SPDX-License-Identifier: MIT */
#ifndef CRM_SBG_H
#define CRM_SBG_H

/*
 * sbg: how long customers under contract stay, projected beyond the data.
 *
 * At the end of each period a customer leaves with a probability that never changes, but is not the
 * same for all; among customers it is spread like a beta distribution of parameters alpha and beta.
 * So those who leave easily are gone first, and the share that stays rises from period to period
 * although nobody has become any more loyal:
 *
 *	share that stays in period t = (beta + t - 1) / (alpha + beta + t - 1)
 *
 * This is the shifted-beta-geometric distribution of Fader and Hardie, "How to Project Customer
 * Retention" (2007). It has two parameters, and goes on where a table of retention ends:
 *
 *	struct sbg_period seen[] = { { 1000, 369 }, { 631, 163 }, { 468, 86 } … };
 *	struct sbg_fit fit;
 *
 *	if (sbg_fit(seen, 7, &fit, why) < 0)
 *		…
 *	sbg_survival(fit.alpha, fit.beta, 12);		the share that is left after 12 periods
 *	sbg_remaining(fit.alpha, fit.beta, 7, 24);	periods more, of 24, of who has had 7
 *
 * Against mpmath, all figures are within 1e-13 of themselves, parameters of a fit within 1e-6.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

/* What was seen of a period, the first, second … of each customer, whenever that was. */
struct sbg_period {
	double customers; /* who were there at its start, and were watched to its end */
	double lost;      /* of these, who left */
};

struct sbg_fit {
	double alpha, beta;
	double alpha_se, beta_se; /* NAN if there are none */
	double log_likelihood;
	bool converged;
	bool identified; /* false: customers do not differ, or the data do not tell how */
};

/*
 * Find the parameters of the greatest likelihood; period[0] is the first one. Fails if nobody left,
 * or nobody stayed.
 */
int sbg_fit(const struct sbg_period *period, size_t count, struct sbg_fit *fit, struct diag *why);

/* The share of those who were there in period - 1 that stays in `period` (1, 2, …). */
double sbg_retention(double alpha, double beta, double period);

/*
 * The share that is left after so many periods, a whole number; 1 after 0. It is their product, not
 * the quotient of beta functions that the literature has, which loses its digits where customers
 * are nearly alike: alpha and beta are large then.
 */
double sbg_survival(double alpha, double beta, double periods);

/*
 * How many of the next `ahead` periods a customer is expected to stay who has stayed for `age`; of
 * all periods to come with INFINITY, which may be infinite.
 */
double sbg_remaining(double alpha, double beta, double age, double ahead);

/*
 * The same for all periods to come, each worth (1 + discount)^-(periods from now): the discounted
 * expected residual lifetime (Fader and Hardie, "Customer-Base Valuation in a Contractual Setting",
 * 2010). discount > 0.
 */
double sbg_residual(double alpha, double beta, double age, double discount);

#endif
