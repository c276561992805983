/* SPDX-License-Identifier: MIT */
#ifndef CRM_LEAVING_H
#define CRM_LEAVING_H

/*
 * leaving: the integral over when a customer has left, on which the Pareto/NBD model rests.
 *
 * Rates of buying have the gamma distribution (r, alpha), rates of leaving (s, beta). Up to the
 * factor gamma(r + x) / gamma(r), the likelihood of x purchases of somebody who left between `from`
 * and `to` is
 *
 *	alpha^r beta^s s * integral over u, from … to, of (alpha + u)^-(r + x) (beta + u)^-(s + 1)
 *
 * and of one who is there still at u it is the integrand without s / (beta + u). The literature
 * writes the integral as a difference of two 2F1, of one kind for alpha > beta and of another for
 * alpha < beta, which overflows, and loses its digits where `from` and `to` are close. The integral
 * itself has none of these troubles, and is differentiated under its sign: each derivative is a
 * mean of some function of u, with the integrand as its weight.
 */

struct leaving {
	double x, r, alpha, s, beta;
};

/* Means over the time u of leaving, or the values at one u. */
struct leaving_means {
	double log_a, log_b;   /* of ln(1 + u / alpha), ln(1 + u / beta) */
	double part_a, part_b; /* of u / (alpha + u), u / (beta + u) */
};

/* ln of the integral above; minus infinity if to = from. The means go into `means` unless NULL. */
double leaving_log(
	const struct leaving *leaving, double from, double to, struct leaving_means *means);

/* ln of the likelihood of being there still at u. */
double leaving_not_log(const struct leaving *leaving, double u, struct leaving_means *means);

#endif
