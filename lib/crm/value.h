/* SPDX-License-Identifier: MIT */
#ifndef CRM_VALUE_H
#define CRM_VALUE_H

/*
 * value: what a customer is worth today: the orders to come, discounted, times what each brings.
 *
 *	double discount = value_discount(model, 0.10, 365.25 / 7);	10 % a year, by the week
 *	double orders = value_orders(model, parameter, &customer, 52, discount);
 *	double clv = orders * spend_expected(spend, &means) * margin;
 *
 * Lifetime value is the sum over all orders within the horizon of margin * spend, each discounted
 * by when it is to be expected: the integral from 0 to the horizon of e^(-discount t) dE(t), where
 * E(t) is what the model expects up to t. So it does not depend on the unit of time, and comes up
 * to the model's residual value as the horizon grows: Fader, Hardie, Lee, "RFM and CLV: Using
 * Iso-Value Curves for Customer Base Analysis" (2005). Packages that sum over months and discount
 * each at its end (customer_lifetime_value of lifetimes and PyMC-Marketing) find less by about half
 * a month's discount.
 *
 * A discrete model has orders at its chances only: the sum over j of (1 + discount)^-j times what
 * is to be expected of chance j, with a horizon in chances.
 */

#include "crm/purchase.h"

/*
 * The discount for a unit of time, as the models take it, of a rate for a year (0.10 is 10 %) that
 * has so many units: ln(1 + rate) / units, or (1 + rate)^(1 / units) - 1 for a discrete model.
 */
double value_discount(const struct purchase_model *model, double rate, double units);

/* The orders to be expected within the horizon, each counted by what it is worth today. */
double value_orders(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double horizon, double discount);

/* What is to be expected of a customer who is there at the end of the history, whenever t_x was. */
struct value_buys {
	double all;        /* orders within the horizon */
	double discounted; /* each counted by what it is worth today */
};

struct value_buys value_buys(const struct purchase_model *model, const double *parameter,
	const struct purchase_history *history, double horizon, double discount);

#endif
