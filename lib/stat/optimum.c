/* SPDX-License-Identifier: MIT */
#include "stat/optimum.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include <nlopt.h>

#include "base/mem.h"

enum {
	MOST = OPTIMUM_MOST_VARIABLES,
	ROUNDS = 4,          /* of all methods, one after the other */
	MOST_STEPS = 1000,   /* evaluations of one run of L-BFGS … */
	MOST_SEARCHES = 400, /* … and, for each variable, of one of Nelder-Mead's */
	NEWTON_STEPS = 20,
};

/* Derivatives vanish that are this small against the value, here or at the start, or against 1. */
static const double vanishing = 1e-9;

/* With derivatives this small against the value, another step changes no digit that means a thing.
 */
static const double settled = 1e-13;

/* Where L-BFGS makes way for Newton's steps, each of which doubles the digits. */
static const double near_enough = 1e-7;

/* Sums over many customers are not exact beyond this, relative to their size. */
static const double noise = 1e-12;

/* The cube root of the precision: the best width of central differences. */
static const double width = 6.055454452393343e-06;

/* A search under way, and the best place that it has seen. */
struct search {
	optimum_function function;
	void *context;
	size_t count;
	double scale; /* the minimiser sees the value divided by it */
	double best[MOST];
	double value; /* there; infinite if nothing finite was seen */
	double size;  /* of the value at the start, without its sign */
	int evaluations;
};

/* NaN becomes infinite: no optimum, and greater than all that are. */
static double evaluate(struct search *search, const double *x, double *gradient)
{
	double value = search->function(search->context, x, gradient);

	search->evaluations++;
	if (!isfinite(value))
		return INFINITY;
	for (size_t i = 0; gradient != NULL && i < search->count; i++)
		if (!isfinite(gradient[i]))
			return INFINITY;
	if (value < search->value) {
		search->value = value;
		memcpy(search->best, x, search->count * sizeof *x);
	}
	return value;
}

static double scaled(unsigned count, const double *x, double *gradient, void *data)
{
	struct search *search = data;
	double value = evaluate(search, x, gradient);

	for (unsigned i = 0; gradient != NULL && i < count; i++)
		gradient[i] /= search->scale;
	return value / search->scale;
}

/*
 * What NLopt returns is not looked at otherwise: L-BFGS reports failure at odd moments, often at
 * the optimum itself, and the search knows the best place anyhow. But a search that had no memory
 * was none.
 */
static void must(nlopt_result result)
{
	if (result == NLOPT_OUT_OF_MEMORY)
		mem_must(NULL);
}

/* Let NLopt go on from the best place. */
static void run(struct search *search, nlopt_algorithm algorithm, int most)
{
	nlopt_opt opt = mem_must(nlopt_create(algorithm, (unsigned)search->count));
	double x[MOST], value;

	memcpy(x, search->best, search->count * sizeof *x);
	must(nlopt_set_min_objective(opt, scaled, search));
	nlopt_set_maxeval(opt, most);
	must(nlopt_set_initial_step1(opt, 1));
	nlopt_set_ftol_rel(opt, near_enough * near_enough);
	nlopt_set_xtol_rel(opt, near_enough);
	must(nlopt_optimize(opt, x, &value));
	nlopt_destroy(opt);
}

static double norm_of(const double *gradient, size_t count)
{
	double norm = 0;

	for (size_t i = 0; i < count; i++)
		norm = fmax(norm, fabs(gradient[i]));
	return norm;
}

/* The first step of L-BFGS goes as far as the gradient is long: make that one unit. */
static void run_lbfgs(struct search *search)
{
	double gradient[MOST], norm;

	if (!isfinite(evaluate(search, search->best, gradient)))
		return;
	norm = norm_of(gradient, search->count);
	if (norm == 0)
		return;
	search->scale = norm;
	run(search, NLOPT_LD_LBFGS, MOST_STEPS);
	search->scale = 1;
}

/*
 * The second derivatives at `x` as central differences of the first, row by row, made symmetric.
 * Returns false if one is not finite.
 */
static bool hessian_at(struct search *search, const double *x, double *hessian)
{
	size_t count = search->count;
	double place[MOST], above[MOST], below[MOST];

	memcpy(place, x, count * sizeof *x);
	for (size_t i = 0; i < count; i++) {
		double step = width * fmax(1, fabs(x[i])), up = x[i] + step, down = x[i] - step;

		place[i] = up;
		if (!isfinite(evaluate(search, place, above)))
			return false;
		place[i] = down;
		if (!isfinite(evaluate(search, place, below)))
			return false;
		place[i] = x[i];
		for (size_t j = 0; j < count; j++)
			hessian[i * count + j] = (above[j] - below[j]) / (up - down);
	}
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			hessian[i * count + j] = hessian[j * count + i] =
				(hessian[i * count + j] + hessian[j * count + i]) / 2;
	return true;
}

/* A positive definite matrix as L times L transposed, its variables scaled to a diagonal of 1. */
struct factor {
	size_t count;
	double unit[MOST];
	double lower[MOST * MOST];
};

/* Returns false if the matrix is not positive definite, or so nearly not that digits are noise. */
static bool factorise(struct factor *factor, const double *matrix, size_t count)
{
	static const double flat = 1e-10;
	double *lower = factor->lower;

	factor->count = count;
	for (size_t i = 0; i < count; i++) {
		if (!(matrix[i * count + i] > 0))
			return false;
		factor->unit[i] = sqrt(matrix[i * count + i]);
	}
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j <= i; j++) {
			double rest = matrix[i * count + j] / factor->unit[i] / factor->unit[j];

			for (size_t k = 0; k < j; k++)
				rest -= lower[i * count + k] * lower[j * count + k];
			if (i == j && !(rest > flat))
				return false;
			lower[i * count + j] = i == j ? sqrt(rest) : rest / lower[j * count + j];
		}
	}
	return true;
}

/*
 * The same for a matrix that may be flat in some directions: there, steps are held back by a slope
 * of a little of the steepest.
 */
static bool factorise_flat(struct factor *factor, double *matrix, size_t count)
{
	static const double little = 1e-6;
	double steepest = 0;

	if (factorise(factor, matrix, count))
		return true;
	for (size_t i = 0; i < count; i++)
		steepest = fmax(steepest, matrix[i * count + i]);
	for (size_t i = 0; i < count; i++)
		matrix[i * count + i] += little * steepest;
	return factorise(factor, matrix, count);
}

/* Solve matrix * x = right; the solution takes the place of `right`. */
static void solve(const struct factor *factor, double *right)
{
	size_t count = factor->count;
	const double *lower = factor->lower;

	for (size_t i = 0; i < count; i++) {
		right[i] /= factor->unit[i];
		for (size_t k = 0; k < i; k++)
			right[i] -= lower[i * count + k] * right[k];
		right[i] /= lower[i * count + i];
	}
	for (size_t i = count; i-- > 0;) {
		for (size_t k = i + 1; k < count; k++)
			right[i] -= lower[k * count + i] * right[k];
		right[i] /= lower[i * count + i];
	}
	for (size_t i = 0; i < count; i++)
		right[i] /= factor->unit[i];
}

/* A place, its value and its gradient. */
struct place {
	double x[MOST], gradient[MOST];
	double value, norm;
};

static void look(struct search *search, struct place *place)
{
	place->value = evaluate(search, place->x, place->gradient);
	place->norm = isfinite(place->value) ? norm_of(place->gradient, search->count) : INFINITY;
}

/*
 * One step of Newton's, shortened until the gradient shrinks and the value is no greater, as far
 * as it is exact. Returns by what factor the gradient shrank; 1 and no step if none will do.
 */
static double step(struct search *search, const struct factor *factor, struct place *at)
{
	double direction[MOST];

	memcpy(direction, at->gradient, search->count * sizeof *direction);
	solve(factor, direction);
	for (double length = 1; length > 0.01; length /= 2) {
		struct place next;

		for (size_t i = 0; i < search->count; i++)
			next.x[i] = at->x[i] - length * direction[i];
		look(search, &next);
		if (next.norm < at->norm && next.value <= at->value + noise * fabs(at->value)) {
			double shrunk = next.norm / at->norm;

			*at = next;
			return shrunk;
		}
	}
	return 1;
}

static bool is_settled(const struct place *at)
{
	return at->norm <= settled * fabs(at->value);
}

/*
 * Newton's method from the best place: the last digits. The second derivatives are taken anew
 * only where those of the last place serve no more.
 */
static void polish(struct search *search, struct place *at)
{
	double hessian[MOST * MOST];
	struct factor factor;

	memcpy(at->x, search->best, search->count * sizeof *at->x);
	look(search, at);
	for (int i = 0; i < NEWTON_STEPS && !is_settled(at); i++) {
		double shrunk;

		if (!hessian_at(search, at->x, hessian) ||
			!factorise_flat(&factor, hessian, search->count))
			break;
		shrunk = step(search, &factor, at);
		if (shrunk > 0.5)
			break;
		while (shrunk < 0.1 && !is_settled(at))
			shrunk = step(search, &factor, at);
	}
	search->value = at->value;
	memcpy(search->best, at->x, search->count * sizeof *at->x);
}

/* The value at the start is looked at too, as a value that falls for ever grows in size. */
static bool vanishes(const struct search *search, const struct place *at)
{
	return at->norm <= vanishing * fmax(1, fmin(search->size, fabs(at->value)));
}

static void report(
	const struct search *search, const struct place *at, double *x, struct optimum *found)
{
	memcpy(x, at->x, search->count * sizeof *x);
	*found = (struct optimum){
		.value = at->value,
		.gradient_norm = at->norm,
		.evaluations = search->evaluations,
		.converged = vanishes(search, at),
	};
}

/* Down from the best place by gradients. */
static void descend(struct search *search, struct place *at)
{
	run_lbfgs(search);
	if (isfinite(search->value))
		polish(search, at);
}

static struct search begin(optimum_function function, void *context, size_t count)
{
	assert(count > 0 && count <= MOST);
	return (struct search){ function, context, count, .scale = 1, .value = INFINITY };
}

int optimum_find(optimum_function function, void *context, size_t count, double *x,
	struct optimum *found, struct diag *why)
{
	struct search search = begin(function, context, count);
	struct place at = { .norm = INFINITY };

	memcpy(search.best, x, count * sizeof *x);
	search.size = fabs(evaluate(&search, x, NULL));
	descend(&search, &at);
	for (int round = 1; round < ROUNDS && !vanishes(&search, &at); round++) {
		run(&search, NLOPT_LN_NELDERMEAD, MOST_SEARCHES * (int)count);
		descend(&search, &at);
	}
	if (!isfinite(at.norm))
		return diag_fail(why, "the function has no finite value near the start");
	report(&search, &at, x, found);
	return 0;
}

/* The optimum of a part of what a function is a sum over. */
struct part {
	double x[MOST], curvature[MOST * MOST];
	double value;
};

static bool find_part(optimum_function function, void *context, size_t count, const double *start,
	struct part *part)
{
	struct search search = begin(function, context, count);
	struct optimum found;
	struct diag why;

	memcpy(part->x, start, count * sizeof *start);
	if (optimum_find(function, context, count, part->x, &found, &why) < 0)
		return false;
	part->value = found.value;
	return found.converged && hessian_at(&search, part->x, part->curvature);
}

/*
 * Newton's steps from the optimum of the part, by its second derivatives as those of all are to be
 * expected: greater by as much as the value is. Returns whether the optimum of all was reached.
 */
static bool approach(struct search *search, struct part *part, struct place *at)
{
	struct factor factor;
	double shrunk = 0;

	memcpy(at->x, part->x, search->count * sizeof *at->x);
	look(search, at);
	search->size = fabs(at->value);
	for (size_t i = 0; i < search->count * search->count; i++)
		part->curvature[i] *= at->value / part->value;
	if (!isfinite(at->norm) || !factorise(&factor, part->curvature, search->count))
		return false;
	while (shrunk < 0.5 && !is_settled(at))
		shrunk = step(search, &factor, at);
	return vanishes(search, at);
}

int optimum_find_by_part(optimum_function function, void *all, void *some, size_t count, double *x,
	struct optimum *found, struct diag *why)
{
	struct search search = begin(function, all, count);
	struct place at;
	struct part part;

	if (!find_part(function, some, count, x, &part))
		return optimum_find(function, all, count, x, found, why);
	if (approach(&search, &part, &at)) {
		report(&search, &at, x, found);
		return 0;
	}
	memcpy(x, part.x, count * sizeof *x);
	return optimum_find(function, all, count, x, found, why);
}

bool optimum_covariance(
	optimum_function function, void *context, size_t count, const double *x, double *covariance)
{
	struct search search = begin(function, context, count);
	double hessian[MOST * MOST];
	struct factor factor;

	if (!hessian_at(&search, x, hessian) || !factorise(&factor, hessian, count))
		return false;
	for (size_t i = 0; i < count; i++) {
		double *row = covariance + i * count;

		memset(row, 0, count * sizeof *row);
		row[i] = 1;
		solve(&factor, row);
	}
	return true;
}
