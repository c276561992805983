/* SPDX-License-Identifier: MIT */
#include "stat/quadrature.h"

#include <math.h>
#include <stdbool.h>

/* A point and its image: rules are symmetrical about 0. */
#define BOTH(at, weight)   \
	{ -at, weight },   \
	{                  \
		at, weight \
	}

/* clang-format off */
const struct quadrature_point quadrature_8[8] = {
	BOTH(0.18343464249564980494, 0.36268378337836198297),
	BOTH(0.52553240991632898582, 0.31370664587788728734),
	BOTH(0.79666647741362673959, 0.22238103445337447054),
	BOTH(0.96028985649753623168, 0.10122853629037625915),
};

const struct quadrature_point quadrature_16[16] = {
	BOTH(0.095012509837637440185, 0.18945061045506849629),
	BOTH(0.28160355077925891323, 0.18260341504492358887),
	BOTH(0.45801677765722738634, 0.16915651939500253819),
	BOTH(0.61787624440264374845, 0.14959598881657673208),
	BOTH(0.7554044083550030339, 0.12462897125553387205),
	BOTH(0.86563120238783174388, 0.09515851168249278481),
	BOTH(0.94457502307323257608, 0.062253523938647892863),
	BOTH(0.9894009349916499326, 0.027152459411754094852),
};
/* clang-format on */

enum {
	MOST_HALVINGS = 10,
	FINE = 5,          /* halvings, after which no smooth function has anything to hide */
	MOST_STEPS = 1100, /* of a search that doubles or narrows */
};

/* A change of the sum so small that the error, its square, is below the last digit. */
static const double settled = 1e-9;

/* Changes that fall no more are noise: the function itself has no more digits than that. */
static const double noisy = 1e-4;

/* So little lower than the peak is on the peak. */
static const double flat = 0.05;

/* Terms below this part of the peak add nothing. */
static const double log_negligible = -42;

/* What is flatter than this has its bends, such as 1 / (1 + e^y) at 0, which must not be missed. */
static const double widest = 2;

struct peak {
	double at, height, width;
};

/* Go uphill in strides that double, until the way leads down: the peak is within two strides. */
static double climb(quadrature_function function, const void *context, double *stride)
{
	double at = 0, here = function(context, at);
	double ahead = function(context, at + *stride);

	if (!(ahead > here)) {
		*stride = -*stride;
		ahead = function(context, at + *stride);
	}
	for (int i = 0; i < MOST_STEPS && ahead > here; i++) {
		at += *stride;
		here = ahead;
		*stride *= 2;
		ahead = function(context, at + *stride);
	}
	return at;
}

struct point {
	double at, height;
};

static struct point point(quadrature_function function, const void *context, double at)
{
	return (struct point){ at, function(context, at) };
}

/* Narrow the peak down by the golden section, until the whole bracket is about as high. */
static double narrow(quadrature_function function, const void *context, double low, double high)
{
	static const double golden = 0.61803398874989485;
	struct point from = point(function, context, low), to = point(function, context, high);
	struct point left = point(function, context, high - golden * (high - low));
	struct point right = point(function, context, low + golden * (high - low));

	for (int i = 0; i < MOST_STEPS; i++) {
		if (fmax(left.height, right.height) - fmin(from.height, to.height) < flat)
			break;
		if (left.height > right.height) {
			to = right;
			right = left;
			left = point(function, context, to.at - golden * (to.at - from.at));
		} else {
			from = left;
			left = right;
			right = point(function, context, from.at + golden * (to.at - from.at));
		}
	}
	return left.height > right.height ? left.at : right.at;
}

/* How far to go until the function has fallen to about 1/e; `direction` is 1 or -1. */
static double fall(
	quadrature_function function, const void *context, const struct peak *peak, int direction)
{
	double near = 0, far = 1e-6;

	for (int i = 0; i < MOST_STEPS; i++) {
		if (function(context, peak->at + direction * far) < peak->height - 1)
			break;
		near = far;
		far *= 2;
	}
	for (int i = 0; i < 6; i++) {
		double middle = (near + far) / 2;

		if (function(context, peak->at + direction * middle) < peak->height - 1)
			far = middle;
		else
			near = middle;
	}
	return far;
}

static struct peak find_peak(quadrature_function function, const void *context)
{
	struct peak peak;
	double stride = 1, at = climb(function, context, &stride), before = at - fabs(stride);

	peak.at = narrow(function, context, before, at + fabs(stride));
	peak.height = function(context, peak.at);
	peak.width = fmin(fall(function, context, &peak, 1), fall(function, context, &peak, -1));
	peak.width = fmin(peak.width, widest);
	return peak;
}

/* The sum over the points first, first + step, … in units of the peak's width, going one way. */
static double sum_points(quadrature_function function, const void *context, const struct peak *peak,
	double first, double step)
{
	double sum = 0;

	for (double at = first;; at += step) {
		double height = function(context, peak->at + peak->width * sinh(at)) -
				peak->height + log(cosh(at));

		if (!(height > log_negligible))
			return sum;
		sum += exp(height);
	}
}

double quadrature_log(quadrature_function function, const void *context)
{
	struct peak peak = find_peak(function, context);
	double step = 0.25, before = 1, sum;

	if (!isfinite(peak.height))
		return NAN;
	sum = 1 + sum_points(function, context, &peak, step, step) +
	      sum_points(function, context, &peak, -step, -step);
	for (int i = 0; i < MOST_HALVINGS; i++) {
		double between = sum_points(function, context, &peak, step / 2, step) +
				 sum_points(function, context, &peak, -step / 2, -step);
		double change = fabs(between - sum) / sum;
		bool is_noise = i >= FINE && change < noisy && change > before / 2;

		sum += between;
		step /= 2;
		if (change < settled || is_noise)
			return peak.height + log(sum * step * peak.width);
		before = change;
	}
	return NAN;
}
