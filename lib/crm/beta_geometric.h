/* SPDX-License-Identifier: MIT */
#ifndef CRM_BETA_GEOMETRIC_H
#define CRM_BETA_GEOMETRIC_H

/*
 * beta_geometric: customers who may leave at each purchase; what BG/NBD and MBG/NBD share.
 *
 * While a customer is there, purchases come at random at the customer's own rate; rates have a
 * gamma distribution (r, alpha). At a purchase the customer tosses the customer's own coin, and
 * leaves for good with its probability p; p has a beta distribution (a, b). The two models differ
 * in one thing alone: whether the coin is tossed at the first purchase too.
 *
 *	BG/NBD   first = 0: only at each repeat purchase
 *	MBG/NBD  first = 1: at the first purchase already
 *
 * After x repeat purchases the coin has been tossed k = x + first times. Rate and p being known,
 * the likelihood of a history (x, t_x, T) is
 *
 *	(1 - p)^k rate^x e^(-rate T)  +  p (1 - p)^(k - 1) rate^x e^(-rate t_x)	if k > 0
 *
 * for a customer who is still there, and one who left after the last purchase. Over all customers
 * that makes
 *
 *	gamma(r + x) / gamma(r) * (alpha / (alpha + T))^r / (alpha + T)^x	(purchases until T)
 *	* B(a, b + k) / B(a, b)							(no coin said leave)
 *	* (1 + odds), odds = a / (b + k - 1) * ((alpha + T) / (alpha + t_x))^(r + x)
 *
 * where `odds` are those of having left: equations (6) of Fader, Hardie, Lee (2005) and (4) of
 * Batislam, Denizel, Filiztekin (2007) in one.
 *
 * Of one who is there, rate and p are distributed as gamma (r + x, alpha + T) and beta (a, b + k),
 * independent of one another. That gives all that is to be expected.
 */

#include "crm/purchase.h"

struct beta_geometric {
	double r, alpha, a, b;
	double first;
};

/* One purchase in the mean time between two, and every other customer lost at each second one. */
void beta_geometric_start(double frequency, double tenure, double *parameter);

/* What struct purchase_model says, with `first`; parameters in the order above. */
double beta_geometric_log_likelihood(const struct beta_geometric *model,
	const struct purchase_group *group, size_t count, double *gradient);
double beta_geometric_there(
	const struct beta_geometric *model, const struct purchase_history *history, double *gone);
double beta_geometric_stays(
	const struct beta_geometric *model, const struct purchase_history *history, double ahead);
void beta_geometric_buys(const struct beta_geometric *model, const struct purchase_history *history,
	const double *ahead, size_t count, double *bought);
double beta_geometric_idles(
	const struct beta_geometric *model, const struct purchase_history *history, double ahead);
double beta_geometric_probability(const struct beta_geometric *model, double time, double n);

#endif
