/* SPDX-License-Identifier: MIT */
/*
 * BG/NBD: customers may leave at each repeat purchase. So one who never bought again is there still
 * for certain: the weakness of the model.
 */
#include "crm/beta_geometric.h"
#include "crm/purchase_private.h"

static struct beta_geometric of(const double *parameter)
{
	return (struct beta_geometric){
		.r = parameter[0],
		.alpha = parameter[1],
		.a = parameter[2],
		.b = parameter[3],
		.first = 0,
	};
}

static double log_likelihood(
	const double *parameter, const struct purchase_group *group, size_t count, double *gradient)
{
	struct beta_geometric model = of(parameter);

	return beta_geometric_log_likelihood(&model, group, count, gradient);
}

static double there(const double *parameter, const struct purchase_history *history, double *gone)
{
	struct beta_geometric model = of(parameter);

	return beta_geometric_there(&model, history, gone);
}

static double stays(const double *parameter, const struct purchase_history *history, double ahead)
{
	struct beta_geometric model = of(parameter);

	return beta_geometric_stays(&model, history, ahead);
}

static void buys(const double *parameter, const struct purchase_history *history,
	const double *ahead, size_t count, double *bought)
{
	struct beta_geometric model = of(parameter);

	beta_geometric_buys(&model, history, ahead, count, bought);
}

static double idles(const double *parameter, const struct purchase_history *history, double ahead)
{
	struct beta_geometric model = of(parameter);

	return beta_geometric_idles(&model, history, ahead);
}

static double expected_new(const double *parameter, double time)
{
	static const struct purchase_history nothing = { 0, 0, 0 };

	double bought;

	buys(parameter, &nothing, &time, 1, &bought);
	return there(parameter, &nothing, NULL) * bought;
}

static double probability(const double *parameter, double time, double n)
{
	struct beta_geometric model = of(parameter);

	return beta_geometric_probability(&model, time, n);
}

static const char *const names[] = { "r", "alpha", "a", "b" };

const struct purchase_model purchase_bgnbd_model = {
	.name = "bgnbd",
	.title = "BG/NBD",
	.parameters = sizeof names / sizeof *names,
	.parameter = names,
	.start = beta_geometric_start,
	.log_likelihood = log_likelihood,
	.there = there,
	.stays = stays,
	.buys = buys,
	.idles = idles,
	.expected_new = expected_new,
	.probability = probability,
};
