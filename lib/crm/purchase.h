/* SPDX-License-Identifier: MIT */
#ifndef CRM_PURCHASE_H
#define CRM_PURCHASE_H

/*
 * purchase: how often customers buy, and whether they still do: the "buy till you die" models.
 *
 * What is seen of a customer is three numbers: x, how many purchases followed the first one
 * (frequency); t_x, when the last of them was; and T, until when the customer was watched (tenure),
 * both counted from the first purchase, in the model's unit of time. Each model says how purchases
 * and leaving come about and so gives the likelihood of the three numbers, of which its parameters
 * are learnt, and what is to be expected of a customer who has shown them.
 *
 *	struct purchase_fit fit;
 *	const struct purchase_model *model = purchase_find("bgnbd");
 *
 *	if (purchase_fit(model, groups, count, NULL, &fit, why) < 0)
 *		…
 *	struct purchase_history customer = { .frequency = 2, .t_x = 30.43, .tenure = 38.86 };
 *	purchase_alive(model, fit.parameter, &customer, 0);	the probability to be there still
 *	purchase_expected(model, fit.parameter, &customer, 39);	purchases in 39 units: 1.226
 *
 * Customers with the same three numbers are one group, so that a fit takes the time of the groups
 * and not of the customers. The groups are added up in their order, in pieces that depend on
 * nothing but how many there are, so that equal groups in equal order give equal bits, whoever does
 * the pieces (stat/pieces).
 *
 * Sources: Fader, Hardie, Lee, "Counting Your Customers the Easy Way" (2005), for bgnbd; Batislam,
 * Denizel, Filiztekin, "Empirical Validation and Comparison of Models for Customer Base Analysis"
 * (2007), for mbgnbd; Schmittlein, Morrison, Colombo, "Counting Your Customers" (1987), and Fader,
 * Hardie, "A Note on Deriving the Pareto/NBD Model" (2005), for paretonbd; Fader, Hardie, Shang,
 * "Customer-Base Analysis in a Discrete-Time Noncontractual Setting" (2010), for bgbb.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/pieces.h"

enum { PURCHASE_MOST_PARAMETERS = 4 };

/* For bgbb all three are whole numbers: chances taken, the last one taken, chances in all. */
struct purchase_history {
	double frequency, t_x, tenure;
};

struct purchase_group {
	struct purchase_history history;
	uint64_t customers;
};

struct purchase_model {
	const char *name;  /* "bgnbd" */
	const char *title; /* "BG/NBD" */
	bool discrete;     /* time comes in chances to buy, and is counted in whole numbers */
	size_t parameters;
	const char *const *parameter; /* their names: "r", "alpha", … */

	/* Where a search for the parameters may start, given the means over all customers. */
	void (*start)(double frequency, double tenure, double *parameter);

	/*
	 * ln of the likelihood of all customers of the groups together. The derivatives with
	 * respect to the *logarithms* of the parameters go into `gradient` unless that is NULL.
	 * Constants of the data are kept as in the literature, so that sums are the published ones.
	 */
	double (*log_likelihood)(const double *parameter, const struct purchase_group *group,
		size_t count, double *gradient);

	/*
	 * P(alive): is the customer there at the end of the history? The probability of the
	 * contrary, with all digits however small it is, goes into `gone` unless that is NULL.
	 */
	double (*there)(
		const double *parameter, const struct purchase_history *history, double *gone);

	/*
	 * What is to be expected of a customer who is there at the end of the history. It does not
	 * matter when the last purchase was: t_x is not looked at.
	 *
	 *	stays	the probability to be there still `ahead` units later
	 *	buys	purchases to be expected in these units, for each of `count` numbers of
	 *		units: several at once take less time
	 *	idles	the probability of no purchase in them
	 *	lasts	DERT: purchases to be expected in all the time to come, each worth
	 *		e^(-discount * its time from now); for a discrete model
	 *		(1 + discount)^-(chances from now). NULL: the model has none.
	 */
	double (*stays)(
		const double *parameter, const struct purchase_history *history, double ahead);
	void (*buys)(const double *parameter, const struct purchase_history *history,
		const double *ahead, size_t count, double *bought);
	double (*idles)(
		const double *parameter, const struct purchase_history *history, double ahead);
	double (*lasts)(
		const double *parameter, const struct purchase_history *history, double discount);

	/* Purchases of a new customer to be expected in the `time` units after the first one. */
	double (*expected_new)(const double *parameter, double time);

	/* The probability that a new customer purchases n times in these `time` units. */
	double (*probability)(const double *parameter, double time, double n);
};

/* All models, ended by NULL: bgnbd, mbgnbd, paretonbd, bgbb. */
extern const struct purchase_model *const purchase_models[];

/* Returns NULL if there is none of this name. */
const struct purchase_model *purchase_find(const char *name);

/* `buys` for one number of units. */
double purchase_buys(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double ahead);

/*
 * What is to be expected of a customer with a history, who may be there or not:
 *
 *	alive		P(alive), seen from now, `ahead` units after the end of the history
 *	expected	purchases in the `ahead` units behind the history
 *	none		the probability of no purchase in them
 *	residual	purchases in all the time to come, discounted; not for models without
 *`lasts`
 */
double purchase_alive(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double ahead);
double purchase_expected(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double ahead);
double purchase_none(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double ahead);
double purchase_residual(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double discount);

/* What a fit comes to. */
struct purchase_fit {
	double parameter[PURCHASE_MOST_PARAMETERS];
	double se[PURCHASE_MOST_PARAMETERS]; /* standard errors of the parameters, or NAN */
	/* Covariance of the logarithms of the parameters, row by row, or NANs. */
	double covariance[PURCHASE_MOST_PARAMETERS * PURCHASE_MOST_PARAMETERS];
	bool identified; /* the data tell one set of parameters from those far away */
	bool converged;
	double log_likelihood, aic, gradient_norm;
	int evaluations;
	uint64_t customers;
	size_t groups;
};

/*
 * Find the parameters of the greatest likelihood. Histories must be possible, as
 * purchase_history_check has it. Whatever the unit of time, the model is the same: alpha, and what
 * else is a time, comes in that unit.
 *
 * A fit that does not converge, or is not identified, is no failure, but says so in `fit`. Fails
 * if there is nothing to learn from: no customer, or none who bought again.
 */
int purchase_fit(const struct purchase_model *model, const struct purchase_group *group,
	size_t count, const struct pieces *pieces, struct purchase_fit *fit, struct diag *why);

/*
 * Is this a history that the model can have seen? 0 <= t_x <= tenure, and t_x = 0 if and only if
 * the frequency, a whole number, is 0; for a discrete model all three are whole, and there are no
 * more purchases than chances. Fails if not.
 */
int purchase_history_check(const struct purchase_model *model,
	const struct purchase_history *history, struct diag *why);

#endif
