/* SPDX-License-Identifier: MIT */
#include "crm/value.h"

#include <math.h>
#include <stddef.h>

#include "stat/quadrature.h"

enum { POINTS = sizeof quadrature_8 / sizeof *quadrature_8 };

/* What is discounted by e to this power is worth nothing. */
static const double worthless = 40;

double value_discount(const struct purchase_model *model, double rate, double units)
{
	double continuous = log1p(rate) / units;

	return model->discrete ? expm1(continuous) : continuous;
}

static double by_chances(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double end, double discount)
{
	double sum = 0, before = 0, worth = 1;

	for (double chance = 1; chance <= end; chance++) {
		double until = purchase_buys(model, parameter, history, chance);

		worth /= 1 + discount;
		sum += worth * (until - before);
		before = until;
	}
	return sum;
}

/*
 * By parts: e^(-discount horizon) E(horizon) + the integral of discount e^(-discount t) E(t), which
 * is positive, and small for the usual discounts. E bends most at first, by a time like the tenure:
 * on v = ln(1 + t / bend) it is even.
 */
static double by_time(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double end, double bought, double discount)
{
	double bend = fmax(history->tenure, end / 50);
	double stretches = 1 + floor(discount * end / 2);
	double half = log1p(end / bend) / stretches / 2, sum = 0;

	for (double i = 0; i < stretches; i++) {
		double middle = (2 * i + 1) * half;
		double grown[POINTS], time[POINTS], until[POINTS];

		for (size_t j = 0; j < POINTS; j++) {
			grown[j] = exp(middle + half * quadrature_8[j].at);
			time[j] = bend * (grown[j] - 1);
		}
		model->buys(parameter, history, time, POINTS, until);
		for (size_t j = 0; j < POINTS; j++)
			sum += half * quadrature_8[j].weight * bend * grown[j] *
			       exp(-discount * time[j]) * until[j];
	}
	return exp(-discount * end) * bought + discount * sum;
}

struct value_buys value_buys(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double horizon, double discount)
{
	struct value_buys buys = { 0, 0 };
	double end = horizon;

	if (horizon <= 0)
		return buys;
	buys.all = buys.discounted = purchase_buys(model, parameter, history, horizon);
	if (discount <= 0)
		return buys;
	end = fmin(horizon, worthless / (model->discrete ? log1p(discount) : discount));
	if (model->discrete)
		buys.discounted = by_chances(model, parameter, history, end, discount);
	else
		buys.discounted = by_time(model, parameter, history, end,
			end < horizon ? purchase_buys(model, parameter, history, end) : buys.all,
			discount);
	return buys;
}

double value_orders(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double horizon, double discount)
{
	return model->there(parameter, history, NULL) *
	       value_buys(model, parameter, history, horizon, discount).discounted;
}
