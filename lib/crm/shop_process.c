/* SPDX-License-Identifier: MIT */
#include "crm/shop_process.h"

#include <math.h>

#include "stat/draws.h"

static const double days_per_week = 7;

void shop_process_draw(struct shop_process *process,
	const struct shop_process_parameters *parameters, struct rng *rng)
{
	*process = (struct shop_process){ .parameters = parameters, .end = INFINITY };
	if (parameters->kind == SHOP_BGBB)
		process->buying = draws_beta(rng, parameters->alpha, parameters->beta);
	else
		process->buying = draws_gamma(rng, parameters->r, parameters->alpha);
	if (parameters->kind == SHOP_BGBB)
		process->leaving = draws_beta(rng, parameters->gamma, parameters->delta);
	else if (parameters->kind == SHOP_PARETONBD)
		process->leaving = draws_gamma(rng, parameters->s, parameters->beta);
	else
		process->leaving = draws_beta(rng, parameters->a, parameters->b);
}

/* Chances come at the same time of the day, of which the middle is as good as any. */
void shop_process_begin(struct shop_process *process, double time, struct rng *rng)
{
	switch (process->parameters->kind) {
	case SHOP_BGBB:
		process->time = (floor(time * days_per_week) + 0.5) / days_per_week;
		break;
	case SHOP_PARETONBD:
		process->time = time;
		process->end = time + draws_exponential(rng, process->leaving);
		break;
	default:
		process->time = time;
		process->may_leave = process->parameters->kind == SHOP_MBGNBD;
	}
}

/* After each purchase a coin, then a wait. */
static bool next_by_coins(struct shop_process *process, double until, struct rng *rng)
{
	if (process->may_leave && rng_chance(rng, process->leaving)) {
		process->end = process->time;
		return false;
	}
	process->may_leave = true;
	process->time += draws_exponential(rng, process->buying);
	return process->time < until;
}

static bool next_in_time(struct shop_process *process, double until, struct rng *rng)
{
	process->time += draws_exponential(rng, process->buying);
	return process->time < fmin(until, process->end);
}

static bool next_by_chances(struct shop_process *process, double until, struct rng *rng)
{
	double pause = (double)process->parameters->chance_days / days_per_week;

	while (process->time + pause < until) {
		process->time += pause;
		if (rng_chance(rng, process->leaving)) {
			process->end = process->time;
			return false;
		}
		if (rng_chance(rng, process->buying))
			return true;
	}
	return false;
}

bool shop_process_next(struct shop_process *process, double until, struct rng *rng)
{
	switch (process->parameters->kind) {
	case SHOP_PARETONBD:
		return next_in_time(process, until, rng);
	case SHOP_BGBB:
		return next_by_chances(process, until, rng);
	default:
		return next_by_coins(process, until, rng);
	}
}
