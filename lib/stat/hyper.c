/* SPDX-License-Identifier: MIT */
#include "stat/hyper.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/processor.h"
#include "stat/quadrature.h"
#include "stat/special.h"

enum {
	SHORT_RISE = 30,       /* so many factors of 1e8 do not overflow */
	MOST_TERMS = 30000000, /* of a series; reached by no parameters below a million */
	MOST_RAISED = 32,
};

static const double negligible = 1e-18;

/* Sums are kept below this, and what was divided away is counted. */
static const double big = 1e250;

double hyper_log_rise(double a, double n, double *slope)
{
	double product = 1, sum = 0;

	if (n > SHORT_RISE || a > 1e8) {
		if (slope != NULL)
			*slope = special_digamma_rise(a, n);
		return n > 0 ? special_log_gamma(n) - special_log_beta(a, n) : 0;
	}
	for (double i = 0; i < n; i++) {
		product *= a + i;
		sum += 1 / (a + i);
	}
	if (slope != NULL)
		*slope = sum;
	return log(product);
}

/* ---- 2F1 ---------------------------------------------------------------------------------------
 */

struct euler {
	double a, b, c, rest; /* rest: 1 - z */
};

/* ln of the series 1 + a b / c z + …, whose first terms at least are positive. */
static double log_series(double a, double b, double c, double z)
{
	double term = 1, sum = 1, divided = 0;

	for (double n = 0; n < MOST_TERMS; n++) {
		double ratio = (a + n) * (b + n) / ((c + n) * (n + 1)) * z;

		term *= ratio;
		sum += term;
		if (fabs(ratio) < 1 && fabs(term) < negligible * (1 - fabs(ratio)) * sum)
			return log(sum) + divided;
		if (sum > big) {
			term /= big;
			sum /= big;
			divided += log(big);
		}
	}
	return NAN;
}

/* ln(1 + e^y) */
static double log_one_plus_exp(double y)
{
	return y > 0 ? y + log1p(exp(-y)) : log1p(exp(y));
}

/* ln of t^b (1 - t)^(c - b) (1 - z t)^-a, where t = 1 / (1 + e^-y). */
static double euler_integrand(const void *context, double y)
{
	const struct euler *e = context;
	double log_t = -log_one_plus_exp(-y), log_s = -log_one_plus_exp(y);
	double log_reach = y < 0 ? log1p(e->rest * exp(y)) + log_s : log(e->rest + exp(-y)) + log_t;

	return e->b * log_t + (e->c - e->b) * log_s - e->a * log_reach;
}

/* Euler's integral, for c > b > 0: DLMF 15.6.1. */
static double log_integral(double a, double b, double c, double z)
{
	struct euler euler = { a, b, c, 1 - z };

	return quadrature_log(euler_integrand, &euler) - special_log_beta(b, c - b);
}

/*
 * For b >= c there is no integral, but one for c + k, from which k derivatives lead back, by
 * Leibniz' rule in positive terms: from DLMF 15.5.4 and 15.5.2.
 *
 *	2F1(a, b; c; z) = sum over j = 0 … k of
 *		binomial(k, j) (a)_j (b)_j / ((c)_j (c + k)_j) z^j 2F1(a + j, b + j; c + k + j; z)
 */
static double log_raised(double a, double b, double c, double z, int k)
{
	double factor = 0, sum = -INFINITY;

	for (int j = 0; j <= k; j++) {
		sum = special_log_add(sum, factor + log_integral(a + j, b + j, c + k + j, z));
		factor += log(z * (k - j) / (j + 1) * (a + j) * (b + j) / ((c + j) * (c + k + j)));
	}
	return sum;
}

/* Near z = 1, where the series takes its time. b is the lesser of the two. */
static double log_near_one(double a, double b, double c, double z)
{
	double raise = ceil(b - c + 0.25);

	if (raise > MOST_RAISED) /* terms fall like n^(c - a - b), beyond the power of 32 */
		return (c - a - b) * log1p(-z) + log_series(c - a, c - b, c, z);
	return raise > 0 ? log_raised(a, b, c, z, (int)raise) : log_integral(a, b, c, z);
}

double hyper_log_2f1(double a, double b, double c, double z)
{
	if (!(a > 0 && b > 0 && c > 0 && z >= 0 && z < 1) || !isfinite(a + b + c))
		return NAN;
	if (z > 0.95)
		return log_near_one(fmax(a, b), fmin(a, b), c, z);
	if (c > a && c > b && c - a - b < 0) /* Euler's transformation, DLMF 15.8.1 */
		return (c - a - b) * log1p(-z) + log_series(c - a, c - b, c, z);
	return log_series(a, b, c, z);
}

/* ---- purchases until one stops -----------------------------------------------------------------
 */

struct stopped {
	double k, y, a, b;
};

/*
 * Means over N, how often one would have bought without ever stopping, which is negative binomial:
 *
 *	share: of q_N	mean: of 1 + q_1 + … + q_(N - 1)
 *
 * where q_j = (b)_j / (a + b)_j is the probability not to have stopped after j purchases. Dividing
 * by the sum of the probabilities, although it is 1, keeps all digits where P(N = 0) is tiny.
 */
struct stopped_means {
	double share, mean;
};

static struct stopped_means stopped_series(const struct stopped *s)
{
	double z = s->y / (1 + s->y), probability = 1, stays = 1, bought = 0;
	double all = 1, share = 1, mean = 0;

	for (double n = 0; n < MOST_TERMS; n++) {
		double ratio = (s->k + n) / (n + 1) * z, less = 1 - ratio;

		probability *= ratio;
		bought += stays;
		stays *= (s->b + n) / (s->a + s->b + n);
		all += probability;
		share += probability * stays;
		mean += probability * bought;
		if (less > 0 && probability * (bought * less + 1) < negligible * less * less * mean)
			return (struct stopped_means){ share / all, mean / all };
		if (all > big) {
			probability /= big;
			all /= big;
			share /= big;
			mean /= big;
		}
	}
	return (struct stopped_means){ NAN, NAN };
}

static bool is_defined(const struct stopped *s)
{
	return s->k > 0 && s->y >= 0 && s->a > 0 && s->b > 0 && isfinite(s->k + s->y + s->a + s->b);
}

/* The series takes about so many terms as N may be; an integral takes as long as some thousands. */
static bool is_short(const struct stopped *s)
{
	return (s->k + 40) * s->y < 4000;
}

/* ln of p^a (1 - p)^b (1 - (1 + p y)^-k) / p, where p = 1 / (1 + e^-t). */
static double mean_integrand(const void *context, double t)
{
	const struct stopped *s = context;
	double log_p = -log_one_plus_exp(-t), log_q = -log_one_plus_exp(t);
	double bought = -expm1(-s->k * log1p(exp(log_p) * s->y));
	double mean = bought > 1e-17 ? log(bought) - log_p : log(s->k * s->y);

	return s->a * log_p + s->b * log_q + mean;
}

/* ln of p^a (1 - p)^b (1 + p y)^-k. */
static double share_integrand(const void *context, double t)
{
	const struct stopped *s = context;
	double log_p = -log_one_plus_exp(-t), log_q = -log_one_plus_exp(t);

	return s->a * log_p + s->b * log_q - s->k * log1p(exp(log_p) * s->y);
}

/* So many y at once: what does not depend on y is worked out once, the rest side by side. */
enum { LANES = 8 };

typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));

/* The sums over N so far, not divided by that of the probabilities. */
struct lane_sums {
	lanes z, probability, all, mean;
	double stays, bought;
};

/* Would all the terms from the one of n + 1 on change nothing? */
static bool is_enough(const struct stopped *s, const struct lane_sums *sums, double n)
{
	for (int i = 0; i < LANES; i++) {
		double less = 1 - (s->k + n) / (n + 1) * sums->z[i];

		if (!(less > 0 && sums->probability[i] * (sums->bought * less + 1) <=
					  negligible * less * less * sums->mean[i]))
			return false;
	}
	return true;
}

/* As stopped_series, where nothing grows big. */
FOR_EACH_PROCESSOR static void stopped_lanes(const struct stopped *s, const double *y, double *mean)
{
	enum { STRIDE = 8 };
	struct lane_sums sums = { .stays = 1 };
	double n = 0;

	for (int i = 0; i < LANES; i++) {
		sums.z[i] = y[i] / (1 + y[i]);
		sums.probability[i] = sums.all[i] = 1;
	}
	do {
		for (int i = 0; i < STRIDE; i++, n++) {
			sums.probability *= (s->k + n) / (n + 1) * sums.z;
			sums.bought += sums.stays;
			sums.stays *= (s->b + n) / (s->a + s->b + n);
			sums.all += sums.probability;
			sums.mean += sums.probability * sums.bought;
		}
	} while (!is_enough(s, &sums, n - 1));
	for (int i = 0; i < LANES; i++)
		mean[i] = sums.mean[i] / sums.all[i];
}

/* The probabilities add up to (1 + y)^k. */
static bool stays_small(const struct stopped *s)
{
	return is_short(s) && s->k * log1p(s->y) < 500;
}

void hyper_stopped_means(double k, const double *y, size_t count, double a, double b, double *mean)
{
	size_t i = 0;

	for (; i + LANES <= count; i += LANES) {
		struct stopped most = { k, 0, a, b };
		bool defined = true;

		for (size_t lane = 0; lane < LANES; lane++) {
			defined = defined && y[i + lane] >= 0;
			most.y = fmax(most.y, y[i + lane]);
		}
		if (!defined || !is_defined(&most) || !stays_small(&most))
			break;
		stopped_lanes(&most, y + i, mean + i);
	}
	for (; i < count; i++)
		mean[i] = hyper_stopped_mean(k, y[i], a, b);
}

double hyper_stopped_mean(double k, double y, double a, double b)
{
	struct stopped stopped = { k, y, a, b };

	if (!is_defined(&stopped))
		return NAN;
	if (y == 0)
		return 0;
	if (is_short(&stopped))
		return stopped_series(&stopped).mean;
	return exp(quadrature_log(mean_integrand, &stopped) - special_log_beta(a, b));
}

double hyper_stopped_share(double k, double y, double a, double b)
{
	struct stopped stopped = { k, y, a, b };

	if (!is_defined(&stopped))
		return NAN;
	if (y == 0)
		return 1;
	if (is_short(&stopped))
		return stopped_series(&stopped).share;
	return exp(quadrature_log(share_integrand, &stopped) - special_log_beta(a, b));
}

/* ---- U -----------------------------------------------------------------------------------------
 */

struct tricomi {
	double a, b, z;
};

/*
 * ln of e^(-z t) t^a (1 + t)^(b - a - 1), DLMF 13.4.4, where t = (a / z) e^y: so e^(-z t) t^a has
 * its peak at y = 0, and its height, (a / z)^a e^-a, is left out.
 */
static double tricomi_integrand(const void *context, double y)
{
	const struct tricomi *u = context;

	return u->a * (y - expm1(y)) + (u->b - u->a - 1) * log_one_plus_exp(log(u->a / u->z) + y);
}

double hyper_log_u(double a, double b, double z)
{
	struct tricomi tricomi = { a, b, z };

	if (!(a > 0 && z > 0) || !isfinite(a + b + z))
		return NAN;
	return quadrature_log(tricomi_integrand, &tricomi) + a * log(a / z) - a -
	       special_log_gamma(a);
}
