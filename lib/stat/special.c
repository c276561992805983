/* SPDX-License-Identifier: MIT */
#include "stat/special.h"

#include <float.h>
#include <math.h>
#include <stddef.h>

static const double half_log_two_pi = 0.918938533204672741780329736406;

/* From here on series in 1/x give all digits of a double. */
enum { LARGE = 10 };

/* c[0] + c[1] x + c[2] x^2 + … */
static double polynomial(const double *c, size_t count, double x)
{
	double sum = 0;

	while (count > 0)
		sum = sum * x + c[--count];
	return sum;
}

double special_log_gamma(double x)
{
	int sign;

	return lgamma_r(x, &sign);
}

/*
 * What Stirling's formula lacks, for x >= LARGE:
 * ln gamma(x) = (x - 1/2) ln x - x + ln(2 pi)/2 + the sum of B_2k / (2k (2k-1) x^(2k-1)).
 * Abramowitz, Stegun, "Handbook of Mathematical Functions" (1964), 6.1.40.
 */
static double stirling_rest(double x)
{
	static const double coefficient[] = { 1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680,
		1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400 };

	return polynomial(coefficient, sizeof coefficient / sizeof *coefficient, 1 / (x * x)) / x;
}

/*
 * digamma(x) = digamma(x + 1) - 1/x leads up to where ln x - 1/(2x) - the sum of B_2k / (2k x^2k)
 * is exact. Abramowitz, Stegun, 6.3.5 and 6.3.18.
 */
double special_digamma(double x)
{
	static const double coefficient[] = { 1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240,
		1.0 / 132, -691.0 / 32760, 1.0 / 12, -3617.0 / 8160 };
	double below = 0, square;

	for (; x < LARGE; x++)
		below += 1 / x;
	square = 1 / (x * x);
	return log(x) - 0.5 / x - below -
	       square * polynomial(coefficient, sizeof coefficient / sizeof *coefficient, square);
}

/* Where a is large, Stirling's formula leaves three terms. */
double special_digamma_rise(double a, double n)
{
	double b = a + n;

	if (a < 1e4)
		return special_digamma(b) - special_digamma(a);
	return log1p(n / a) + n / (2 * a * b) + n * (a + b) / (12 * a * a * b * b);
}

/*
 * Where a number is large, the large parts of its ln gamma and of that of a + b are taken out
 * before subtracting: only their difference, in which nothing cancels, and the rests of Stirling's
 * formula are left. DiDonato, Morris, "Significant Digit Computation of the Incomplete Beta
 * Function Ratios" (1992).
 */
double special_log_beta(double a, double b)
{
	double low = fmin(a, b), high = fmax(a, b), sum = low + high;
	double rest, shrink;

	if (high < LARGE)
		return special_log_gamma(low) + special_log_gamma(high) - special_log_gamma(sum);
	rest = stirling_rest(high) - stirling_rest(sum);
	shrink = log1p(-low / sum); /* ln(high / sum) */
	if (low < LARGE)
		return special_log_gamma(low) + rest + low - low * log(sum) + (high - 0.5) * shrink;
	return half_log_two_pi - 0.5 * log(high) + stirling_rest(low) + rest +
	       (low - 0.5) * log(low / sum) + high * shrink;
}

double special_log_add(double a, double b)
{
	double high = fmax(a, b), low = fmin(a, b);

	return isinf(high) ? high : high + log1p(exp(low - high));
}

double special_log_subtract(double a, double b)
{
	double gap = b - a;

	if (isinf(b))
		return a;
	return a + (gap > -0.69 ? log(-expm1(gap)) : log1p(-exp(gap)));
}

double special_normal_cdf(double x)
{
	return 0.5 * erfc(-x * M_SQRT1_2);
}

static double normal_density(double x)
{
	return exp(-0.5 * x * x - half_log_two_pi);
}

/*
 * The x > 0 with P(0 < Z < x) = share, and the x < 0 with P(Z < x) = p. Newton's method on concave
 * functions, from the left of the zero: no step can jump over it, each halves what is missing or
 * better, and the first that does not go up is the end.
 */
static double quantile_from_middle(double share)
{
	double x = share / normal_density(0);

	for (;;) {
		double step = (share - 0.5 * erf(x * M_SQRT1_2)) / normal_density(x);

		if (!(step > x * DBL_EPSILON))
			return x + step;
		x += step;
	}
}

static double quantile_of_tail(double p)
{
	double x = -sqrt(-2 * log(p));

	for (;;) {
		double cdf = special_normal_cdf(x), step;

		step = log(p / cdf) * cdf / normal_density(x);
		if (!(step > -x * DBL_EPSILON))
			return x + step;
		x += step;
	}
}

double special_normal_quantile(double p)
{
	if (!(p >= 0 && p <= 1))
		return NAN;
	if (p == 0 || p == 1)
		return p == 0 ? -INFINITY : INFINITY;
	if (p < 0.25)
		return quantile_of_tail(p);
	if (p > 0.75)
		return -quantile_of_tail(1 - p);
	return copysign(quantile_from_middle(fabs(p - 0.5)), p - 0.5);
}

/* x^a e^-x / gamma(a), which both series below begin with. */
static double gamma_peak(double a, double x)
{
	double above = (x - a) / a;

	if (a < LARGE)
		return exp(a * log(x) - x - special_log_gamma(a));
	return sqrt(a) * exp(a * (log1p(above) - above) - half_log_two_pi - stirling_rest(a));
}

/* P(a, x) of the incomplete gamma functions; Abramowitz, Stegun, 6.5.29. */
static double gamma_below(double a, double x)
{
	double term = 1 / a, sum = term;

	for (double n = a + 1; term > sum * DBL_EPSILON / 4; n++) {
		term *= x / n;
		sum += term;
	}
	return sum * gamma_peak(a, x);
}

/*
 * Q(a, x) for x > a: 1/(x+1-a- 1(1-a)/(x+3-a- 2(2-a)/(x+5-a- …))) from front to back. Abramowitz,
 * Stegun, 6.5.31 in its even form; Lentz, "Generating Bessel Functions in Mie Scattering
 * Calculations Using Continued Fractions" (1976).
 */
static double gamma_above(double a, double x)
{
	double b = x + 1 - a, c = INFINITY, d = 1 / b, value = d, change;
	double n = 0;

	do {
		double numerator;

		n++;
		numerator = n * (a - n);
		b += 2;
		d = 1 / (b + numerator * d);
		c = b + numerator / c;
		change = c * d;
		value *= change;
	} while (fabs(change - 1) > DBL_EPSILON);
	return value * gamma_peak(a, x);
}

double special_chi_square_tail(double x, double degrees)
{
	double a = degrees / 2, half = x / 2;

	if (!(degrees > 0) || isnan(x))
		return NAN;
	if (x <= 0)
		return 1;
	if (isinf(x))
		return 0;
	return half < a + 1 ? 1 - gamma_below(a, half) : gamma_above(a, half);
}

/*
 * The continued fraction of the incomplete beta function, DLMF 8.17.22, which is quick where x is
 * below the mean, and what stands before it. From front to back, as above.
 */
static double beta_below(double a, double b, double log_x, double log_rest)
{
	double x = exp(log_x), c = 1, d = 1 / (1 - (a + b) * x / (a + 1)), value = d, change;
	double front = a * log_x + b * log_rest - special_log_beta(a, b), n = 0;

	do {
		double even, odd;

		n++;
		even = n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n));
		d = 1 / (1 + even * d);
		c = 1 + even / c;
		value *= c * d;
		odd = -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1));
		d = 1 / (1 + odd * d);
		c = 1 + odd / c;
		change = c * d;
		value *= change;
	} while (fabs(change - 1) > DBL_EPSILON);
	return exp(front) * value / a;
}

double special_beta_cdf(double a, double b, double odds)
{
	double log_x = -log1p(1 / odds), log_rest = -log1p(odds);

	if (!(a > 0 && b > 0) || isnan(odds))
		return NAN;
	if (odds <= 0)
		return 0;
	if (isinf(odds))
		return 1;
	if (odds * (b + 1) < a + 1)
		return beta_below(a, b, log_x, log_rest);
	return 1 - beta_below(b, a, log_rest, log_x);
}
