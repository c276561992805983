/* SPDX-License-Identifier: MIT */
#ifndef SCORE_CLV_PREDICT_H
#define SCORE_CLV_PREDICT_H

/*
 * clv_predict: what is to be expected of one customer after the other.
 *
 *	struct clv_predictor *predictor = clv_predictor_new(&model, &question);
 *
 *	for each customer
 *		clv_predict(predictor, &history, mean, has_mean, margin, &prediction);
 *	clv_predictor_free(predictor);
 *
 * Of customers who are still there, those with the same frequency and tenure have the same future
 * as to the number of orders, so answers are kept for the next one of the same. Each thread has
 * its own predictor.
 *
 * Standard deviations are of the prediction, not of the customer: they say how far it would move
 * if the model were learnt from other customers of the same kind (the delta method: the gradient
 * with respect to the logarithms of the parameters, on both sides of their covariance).
 */

#include <stdbool.h>

#include "clv_model.h"

/* What is asked, in the units of the model. */
struct clv_question {
	double horizon;
	double later;    /* when P(alive) is asked for too; 0: only now */
	double discount; /* rate of interest per year: 0.1 */
	bool residual;   /* all the time to come as well */
	bool sd;
};

/* A value and its standard deviation; NAN: not to be had. */
struct clv_estimate {
	double value, sd;
};

struct clv_prediction {
	struct clv_estimate p_alive, orders, spend, clv;
	double p_alive_later, p_no_order;
	double residual_orders, residual_value; /* NAN unless asked for */
};

struct clv_predictor;

struct clv_predictor *clv_predictor_new(
	const struct clv_model *model, const struct clv_question *question);

/* `mean` is what the customer pays per purchase day; without one only orders are predicted. */
void clv_predict(struct clv_predictor *predictor, const struct clv_history *history, bool has_mean,
	int64_t mean, double margin, struct clv_prediction *prediction);

void clv_predictor_free(struct clv_predictor *predictor);

#endif
