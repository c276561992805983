/* SPDX-License-Identifier: MIT */
#ifndef STAT_QUADRATURE_H
#define STAT_QUADRATURE_H

/*
 * quadrature: integrals of smooth functions.
 *
 * Over the whole line of functions that have one peak:
 *
 *	static double bell(const void *context, double y)
 *	{
 *		(void)context;
 *		return -y * y / 2;
 *	}
 *
 *	quadrature_log(bell, NULL)	ln sqrt(2 pi)
 *
 * The function is given as its logarithm, and so is the integral: neither over- nor underflows.
 *
 * The trapezoidal rule, which is exact to all digits for analytic functions that vanish at both
 * ends: Trefethen, Weideman, "The Exponentially Convergent Trapezoidal Rule" (2014). Points lie at
 * peak + width * sinh(k h), so that tails that fall slowly take few of them: the double exponential
 * rule of Takahasi and Mori (1974). The step is halved until that changes nothing.
 */

/* The logarithm of the function at `y`; minus infinity where it is 0. */
typedef double (*quadrature_function)(const void *context, double y);

/*
 * The logarithm of the integral. The function has to rise up to one peak, fall behind it, and
 * vanish exponentially at both ends; and to be smooth on the scale of its peak, or on that of 1 if
 * the peak is wider, as functions of e^y are.
 *
 * Returns NAN if it does not settle.
 */
double quadrature_log(quadrature_function function, const void *context);

/*
 * Over a short stretch of what is much like a polynomial there: the rule of Gauss and Legendre, as
 * points and weights for the stretch from -1 to 1. With 8 points it is exact for polynomials of
 * degree 15, with 16 for those of degree 31.
 *
 *	for (int i = 0; i < 8; i++)
 *		sum += half * quadrature_8[i].weight * f(middle + half * quadrature_8[i].at);
 */
struct quadrature_point {
	double at, weight;
};

extern const struct quadrature_point quadrature_8[8], quadrature_16[16];

#endif
