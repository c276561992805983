/* SPDX-License-Identifier: MIT */
#include "clv_predict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/amount.h"
#include "base/hash.h"
#include "base/mem.h"
#include "crm/value.h"

/* A cache begins small and grows with what is asked; places in a set where an answer may be. */
enum { FIRST_SETS = 1 << 10, MOST_SETS = 1 << 15, CACHE_WAYS = 2 };

/* Of the logarithm of a parameter, to see what a figure makes of it. */
static const double STEP = 1e-5;

/* What is to be expected of a customer who is there, and has an sd. */
enum { ORDERS, DISCOUNTED, FIGURES };

/*
 * What is to be expected of customers who are there, which follows from the frequency and the
 * tenure alone: many more customers have these two in common than all of a history.
 */
struct future {
	int64_t frequency, tenure;
	bool known;
	double figure[FIGURES];
	double stays, idles, lasts;
};

/* The derivatives of each figure by the logarithm of each parameter: only for an sd. */
struct slopes {
	double of[FIGURES][PURCHASE_MOST_PARAMETERS];
};

struct clv_predictor {
	const struct clv_model *model;
	struct clv_question question;
	double discount; /* as the purchase model takes it */
	size_t sets, found_out;
	struct future (*cache)[CACHE_WAYS];
	struct slopes (*slopes)[CACHE_WAYS]; /* NULL: not asked for */
};

/* An empty one: what was found out is found out again when it is asked for. */
static void make_cache(struct clv_predictor *predictor, size_t sets)
{
	free(predictor->cache);
	free(predictor->slopes);
	predictor->cache = mem_table(sets, sizeof *predictor->cache);
	predictor->slopes = NULL;
	if (predictor->question.sd)
		predictor->slopes = mem_table(sets, sizeof *predictor->slopes);
	predictor->sets = sets;
	predictor->found_out = 0;
}

struct clv_predictor *clv_predictor_new(
	const struct clv_model *model, const struct clv_question *question)
{
	struct clv_predictor *predictor = mem_zero(1, sizeof *predictor);
	double units = span_unit_days(SPAN_YEAR) / span_unit_days(model->unit);

	predictor->model = model;
	predictor->question = *question;
	make_cache(predictor, FIRST_SETS);
	predictor->discount = value_discount(model->purchase, question->discount, units);
	return predictor;
}

void clv_predictor_free(struct clv_predictor *predictor)
{
	free(predictor->cache);
	free(predictor->slopes);
	free(predictor);
}

static void reckon(const struct clv_predictor *predictor, const double *parameter,
	const struct purchase_history *history, double *figure)
{
	const struct purchase_model *purchase = predictor->model->purchase;
	struct value_buys buys = value_buys(
		purchase, parameter, history, predictor->question.horizon, predictor->discount);

	figure[ORDERS] = buys.all;
	figure[DISCOUNTED] = buys.discounted;
}

/* The parameters with the logarithm of one of them a step further. */
static void step(const struct clv_model *model, size_t which, double width, double *parameter)
{
	memcpy(parameter, model->fit.parameter, sizeof model->fit.parameter);
	parameter[which] *= exp(width);
}

/* By central differences. */
static void differentiate(const struct clv_predictor *predictor,
	const struct purchase_history *history, struct slopes *slopes)
{
	const struct clv_model *model = predictor->model;

	for (size_t i = 0; i < model->purchase->parameters; i++) {
		double parameter[PURCHASE_MOST_PARAMETERS], above[FIGURES], below[FIGURES];

		step(model, i, STEP, parameter);
		reckon(predictor, parameter, history, above);
		step(model, i, -STEP, parameter);
		reckon(predictor, parameter, history, below);
		for (int k = 0; k < FIGURES; k++)
			slopes->of[k][i] = (above[k] - below[k]) / (2 * STEP);
	}
}

/* The same of P(alive). */
static void differentiate_alive(
	const struct clv_model *model, const struct purchase_history *history, double *gradient)
{
	for (size_t i = 0; i < model->purchase->parameters; i++) {
		double parameter[PURCHASE_MOST_PARAMETERS], above;

		step(model, i, STEP, parameter);
		above = model->purchase->there(parameter, history, NULL);
		step(model, i, -STEP, parameter);
		gradient[i] =
			(above - model->purchase->there(parameter, history, NULL)) / (2 * STEP);
	}
}

static void find_out(const struct clv_predictor *predictor, const struct purchase_history *history,
	struct future *future)
{
	const struct clv_question *question = &predictor->question;
	const struct purchase_model *purchase = predictor->model->purchase;
	const double *parameter = predictor->model->fit.parameter;

	reckon(predictor, parameter, history, future->figure);
	future->idles = purchase->idles(parameter, history, question->horizon);
	future->stays =
		question->later > 0 ? purchase->stays(parameter, history, question->later) : NAN;
	future->lasts =
		question->residual ? purchase->lasts(parameter, history, predictor->discount) : NAN;
}

/* What is known of a customer's orders. */
struct outlook {
	double there, gone;
	double there_gradient[PURCHASE_MOST_PARAMETERS];
	const struct future *future;
	const struct slopes *slopes; /* NULL: not asked for */
};

/* In which set of the cache the answer is, or is to be. */
static size_t find_set(const struct clv_predictor *predictor, const struct clv_history *history)
{
	int64_t key[] = { history->frequency, history->tenure };

	return hash_bytes((struct slice){ (const char *)key, sizeof key }) & (predictor->sets - 1);
}

static bool is_of(const struct future *future, const struct clv_history *history)
{
	return future->known && future->frequency == history->frequency &&
	       future->tenure == history->tenure;
}

/* The latest answer of a set comes first in it; the one before it is kept. */
static void keep_future(struct clv_predictor *predictor, const struct clv_history *history,
	const struct purchase_history *own)
{
	size_t set;

	if (predictor->found_out++ > CACHE_WAYS * predictor->sets && predictor->sets < MOST_SETS)
		make_cache(predictor, predictor->sets * 4);
	set = find_set(predictor, history);
	predictor->cache[set][1] = predictor->cache[set][0];
	predictor->cache[set][0] =
		(struct future){ history->frequency, history->tenure, .known = true };
	find_out(predictor, own, &predictor->cache[set][0]);
	if (predictor->slopes != NULL) {
		predictor->slopes[set][1] = predictor->slopes[set][0];
		differentiate(predictor, own, &predictor->slopes[set][0]);
	}
}

static void find_future(struct clv_predictor *predictor, size_t set,
	const struct clv_history *history, const struct purchase_history *own,
	struct outlook *outlook)
{
	size_t way = 0;

	while (way < CACHE_WAYS && !is_of(&predictor->cache[set][way], history))
		way++;
	if (way == CACHE_WAYS) {
		keep_future(predictor, history, own);
		set = find_set(predictor, history);
		way = 0;
	}
	outlook->future = &predictor->cache[set][way];
	outlook->slopes = predictor->slopes != NULL ? &predictor->slopes[set][way] : NULL;
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

static bool has_sd(const struct clv_predictor *predictor)
{
	return predictor->question.sd && predictor->model->fit.identified;
}

static double alive_variance(const struct clv_predictor *predictor, const struct outlook *outlook)
{
	const struct clv_model *model = predictor->model;

	if (!has_sd(predictor))
		return NAN;
	return variance_of(
		outlook->there_gradient, model->fit.covariance, model->purchase->parameters);
}

/* Of P(alive) times a figure of those who are there. */
static double order_variance(
	const struct clv_predictor *predictor, const struct outlook *outlook, int figure)
{
	const struct clv_model *model = predictor->model;
	const struct future *future = outlook->future;
	double gradient[PURCHASE_MOST_PARAMETERS];

	if (!has_sd(predictor))
		return NAN;
	for (size_t i = 0; i < model->purchase->parameters; i++)
		gradient[i] = outlook->there * outlook->slopes->of[figure][i] +
			      outlook->there_gradient[i] * future->figure[figure];
	return variance_of(gradient, model->fit.covariance, model->purchase->parameters);
}

static void look_ahead(
	struct clv_predictor *predictor, const struct clv_history *history, struct outlook *outlook)
{
	const struct clv_model *model = predictor->model;
	struct purchase_history own = clv_model_history(model, history);
	size_t set = find_set(predictor, history);

	/* In cold memory mostly, on the way while P(alive) is worked out. */
	__builtin_prefetch(predictor->cache[set]);
	outlook->there = model->purchase->there(model->fit.parameter, &own, &outlook->gone);
	find_future(predictor, set, history, &own, outlook);
	if (has_sd(predictor))
		differentiate_alive(model, &own, outlook->there_gradient);
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
	const struct spend_history paid = { (double)history->frequency / AMOUNT_UNIT,
		(double)mean / AMOUNT_UNIT };
	double discounted, spend, of_spend, of_orders;
	const struct future *future;
	struct outlook outlook;

	look_ahead(predictor, history, &outlook);
	future = outlook.future;
	*prediction = (struct clv_prediction){
		.p_alive = { outlook.there, sqrt(alive_variance(predictor, &outlook)) },
		.orders = { outlook.there * future->figure[ORDERS],
			sqrt(order_variance(predictor, &outlook, ORDERS)) },
		.spend = { NAN, NAN },
		.clv = { NAN, NAN },
		.p_alive_later = outlook.there * future->stays,
		.p_no_order = outlook.gone + outlook.there * future->idles,
		.residual_orders = outlook.there * future->lasts,
		.residual_value = NAN,
	};
	if (!predictor->model->has_spend || (paid.frequency > 0 && !has_mean))
		return;
	discounted = outlook.there * future->figure[DISCOUNTED];
	spend = spend_expected(predictor->model->spend.parameter, &paid);
	of_spend = spend_variance(predictor, &paid);
	of_orders = order_variance(predictor, &outlook, DISCOUNTED);
	prediction->spend = (struct clv_estimate){ spend, sqrt(of_spend) };
	/* The two models are learnt apart from each other, so their errors are independent. */
	prediction->clv = (struct clv_estimate){
		discounted * spend * margin,
		fabs(margin) * sqrt(spend * spend * of_orders + discounted * discounted * of_spend),
	};
	prediction->residual_value = prediction->residual_orders * spend * margin;
}
