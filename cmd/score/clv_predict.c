/* SPDX-License-Identifier: MIT */
#include "clv_predict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/amount.h"
#include "base/hash.h"
#include "base/mem.h"
#include "crm/value.h"

enum {
	CACHE_SLOTS = 1 << 14,
	ORDER_FIGURES = 4, /* that depend on the parameters of the purchase model and have an sd */
};

/* Of the logarithm of a parameter, to see what a figure makes of it. */
static const double STEP = 1e-5;

/* What follows from the history alone. */
enum { P_ALIVE, ORDERS, DISCOUNTED, RESIDUAL };

struct future {
	struct clv_history history;
	bool known;
	double figure[ORDER_FIGURES];
	double p_alive_later, p_no_order;
	/* The derivatives of each figure by the logarithm of each parameter. */
	double gradient[ORDER_FIGURES][PURCHASE_MOST_PARAMETERS];
};

struct clv_predictor {
	const struct clv_model *model;
	struct clv_question question;
	struct future cache[CACHE_SLOTS];
};

struct clv_predictor *clv_predictor_new(
	const struct clv_model *model, const struct clv_question *question)
{
	struct clv_predictor *predictor = mem_zero(1, sizeof *predictor);

	predictor->model = model;
	predictor->question = *question;
	return predictor;
}

void clv_predictor_free(struct clv_predictor *predictor)
{
	free(predictor);
}

static void reckon(const struct clv_predictor *predictor, const double *parameter,
	const struct purchase_history *history, double *figure)
{
	const struct purchase_model *purchase = predictor->model->purchase;
	const struct clv_question *question = &predictor->question;
	double units = span_unit_days(SPAN_YEAR) / span_unit_days(predictor->model->unit);
	double discount = value_discount(purchase, question->discount, units);

	figure[P_ALIVE] = purchase->alive(parameter, history, 0);
	figure[ORDERS] = purchase->expected(parameter, history, question->horizon);
	figure[DISCOUNTED] =
		value_orders(purchase, parameter, history, question->horizon, discount);
	figure[RESIDUAL] =
		question->residual ? purchase->residual(parameter, history, discount) : NAN;
}

/* By central differences. */
static void differentiate(const struct clv_predictor *predictor,
	const struct purchase_history *history, struct future *future)
{
	const struct clv_model *model = predictor->model;

	for (size_t i = 0; i < model->purchase->parameters; i++) {
		double parameter[PURCHASE_MOST_PARAMETERS], above[ORDER_FIGURES],
			below[ORDER_FIGURES];

		memcpy(parameter, model->fit.parameter, sizeof parameter);
		parameter[i] = model->fit.parameter[i] * exp(STEP);
		reckon(predictor, parameter, history, above);
		parameter[i] = model->fit.parameter[i] * exp(-STEP);
		reckon(predictor, parameter, history, below);
		for (int k = 0; k < ORDER_FIGURES; k++)
			future->gradient[k][i] = (above[k] - below[k]) / (2 * STEP);
	}
}

static const struct future *find_future(
	struct clv_predictor *predictor, const struct clv_history *history)
{
	const struct clv_model *model = predictor->model;
	const struct clv_question *question = &predictor->question;
	struct slice bytes = { (const char *)history, sizeof *history };
	struct future *future = &predictor->cache[hash_bytes(bytes) % CACHE_SLOTS];
	struct purchase_history own;

	if (future->known && memcmp(&future->history, history, sizeof *history) == 0)
		return future;
	own = clv_model_history(model, history);
	future->known = true;
	future->history = *history;
	reckon(predictor, model->fit.parameter, &own, future->figure);
	future->p_no_order = model->purchase->none(model->fit.parameter, &own, question->horizon);
	future->p_alive_later = question->later > 0 ? model->purchase->alive(model->fit.parameter,
							      &own, question->later)
						    : NAN;
	if (question->sd)
		differentiate(predictor, &own, future);
	return future;
}

/* The variance of a figure: its gradient on both sides of the covariance. */
static double variance_of(const double *gradient, const double *covariance, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < count; k++)
			sum += gradient[i] * covariance[i * count + k] * gradient[k];
	return sum > 0 ? sum : 0;
}

static double order_variance(
	const struct clv_predictor *predictor, const struct future *future, int figure)
{
	const struct clv_model *model = predictor->model;

	if (!predictor->question.sd || !model->fit.identified)
		return NAN;
	return variance_of(
		future->gradient[figure], model->fit.covariance, model->purchase->parameters);
}

static double spend_variance(
	const struct clv_predictor *predictor, const struct spend_history *history)
{
	const struct spend_fit *fit = &predictor->model->spend;
	double gradient[SPEND_PARAMETERS];

	if (!predictor->question.sd || !fit->identified)
		return NAN;
	for (int i = 0; i < SPEND_PARAMETERS; i++) {
		double above[SPEND_PARAMETERS], below[SPEND_PARAMETERS];

		memcpy(above, fit->parameter, sizeof above);
		memcpy(below, fit->parameter, sizeof below);
		above[i] *= exp(STEP);
		below[i] *= exp(-STEP);
		gradient[i] = (spend_expected(above, history) - spend_expected(below, history)) /
			      (2 * STEP);
	}
	return variance_of(gradient, fit->covariance, SPEND_PARAMETERS);
}

void clv_predict(struct clv_predictor *predictor, const struct clv_history *history, bool has_mean,
	int64_t mean, double margin, struct clv_prediction *prediction)
{
	const struct future *future = find_future(predictor, history);
	const struct spend_history paid = { (double)history->frequency / AMOUNT_UNIT,
		(double)mean / AMOUNT_UNIT };
	double discounted = future->figure[DISCOUNTED], spend, of_spend, of_orders;

	*prediction = (struct clv_prediction){
		.p_alive = { future->figure[P_ALIVE],
			sqrt(order_variance(predictor, future, P_ALIVE)) },
		.orders = { future->figure[ORDERS],
			sqrt(order_variance(predictor, future, ORDERS)) },
		.spend = { NAN, NAN },
		.clv = { NAN, NAN },
		.p_alive_later = future->p_alive_later,
		.p_no_order = future->p_no_order,
		.residual_orders = future->figure[RESIDUAL],
		.residual_value = NAN,
	};
	if (!predictor->model->has_spend || (paid.frequency > 0 && !has_mean))
		return;
	spend = spend_expected(predictor->model->spend.parameter, &paid);
	of_spend = spend_variance(predictor, &paid);
	of_orders = order_variance(predictor, future, DISCOUNTED);
	prediction->spend = (struct clv_estimate){ spend, sqrt(of_spend) };
	/* The two models are learnt apart from each other, so their errors are independent. */
	prediction->clv = (struct clv_estimate){
		discounted * spend * margin,
		fabs(margin) * sqrt(spend * spend * of_orders + discounted * discounted * of_spend),
	};
	prediction->residual_value = prediction->residual_orders * spend * margin;
}
