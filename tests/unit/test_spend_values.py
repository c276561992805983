#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Makes test_spend_values.h: what mpmath (1.4) finds with 120 digits for Gamma-Gamma, by equation (1) of
# Fader, Hardie (2013), and for sBG, by the formulas of Fader, Hardie (2007, 2010), on parameters and
# histories over the whole range that may come up; and where the likelihood of small data is greatest,
# which is the zero of its derivatives. Not run by the build.
import math
import random
from mpmath import exp, findroot, log, loggamma, mp, mpf, psi

mp.dps = 120
rnd = random.Random(13)


def number(low, high):
    return float("%.5g" % math.exp(rnd.uniform(math.log(low), math.log(high))))


def text(value):
    return "0" if abs(value) < mpf("1e-300") else mp.nstr(mpf(value), 20)


def spend(p, q, g, x, m):
    """ln of the likelihood of a mean m of x purchases, its derivatives by ln p, ln q, ln g, and E(M)."""
    p, q, g, x, m = map(mpf, (p, q, g, x, m))
    value = (loggamma(p * x + q) - loggamma(p * x) - loggamma(q) + q * log(g) + (p * x - 1) * log(m)
             + p * x * log(x) - (p * x + q) * log(g + m * x))
    by_p = x * (psi(0, p * x + q) - psi(0, p * x) + log(m) + log(x) - log(g + m * x))
    by_q = psi(0, p * x + q) - psi(0, q) + log(g) - log(g + m * x)
    by_g = q / g - (p * x + q) / (g + m * x)
    return [value, p * by_p, q * by_q, g * by_g, p * (g + m * x) / (p * x + q - 1)]


def survival(alpha, beta, n):
    return exp(loggamma(beta + n) - loggamma(beta) + loggamma(alpha + beta) - loggamma(alpha + beta + n))


def contract(alpha, beta, age, ahead, discount):
    """The share left after `age`, and of those who have stayed so long the periods to come, one by one."""
    alpha, beta, worth = mpf(alpha), mpf(beta), 1 / (1 + mpf(discount))
    past = survival(alpha, beta, age)
    remaining = residual = mpf(0)
    left, period, term = mpf(1), 0, mpf(1)
    with mp.workdps(40):
        while period < ahead or term > residual * mpf("1e-30"):
            period += 1
            left *= (beta + age + period - 1) / (alpha + beta + age + period - 1)
            term = left * worth**period
            residual += term
            remaining += left if period <= ahead else 0
    return [past, remaining, residual]


def fitted(left, start):
    """Parameters and log-likelihood of sBG for the numbers that are left after 0, 1, … periods."""
    pairs = [(mpf(a), mpf(a - b)) for a, b in zip(left, left[1:])]

    def slopes(log_alpha, log_beta):
        alpha, beta = exp(log_alpha), exp(log_beta)
        by_alpha = sum(lost / alpha - all_ / (alpha + beta + i) for i, (all_, lost) in enumerate(pairs))
        by_beta = sum((all_ - lost) / (beta + i) - all_ / (alpha + beta + i)
                      for i, (all_, lost) in enumerate(pairs))
        return alpha * by_alpha, beta * by_beta

    with mp.workdps(50):
        alpha, beta = map(exp, findroot(slopes, start, maxsteps=100))
    value = sum(lost * log(alpha / (alpha + beta + i)) + (all_ - lost) * log((beta + i) / (alpha + beta + i))
                for i, (all_, lost) in enumerate(pairs))
    return [alpha, beta, value]


def row(given, values):
    print("\t{ %s,\n\t\t%s }," % (", ".join(map(repr, given)), ", ".join(map(text, values))), flush=True)


print("/* SPDX-License-Identifier: MIT */")
print("/* Made by test_spend_values.py: what is given, and what is to come of it. */\n")
print("static const struct {\n\tdouble p, q, gamma, frequency, mean;")
print("\tdouble log_likelihood, slope[3], expected;\n} spends[] = {")
for i in range(120):
    p, q = number(1e-2, 300), number(1.01, 300)
    if i % 10 == 0:
        p, q = number(1e3, 1e6), number(1e3, 1e6)  # customers are nearly alike
    frequency = rnd.choice([1, 2, 3, 17, 250, 10000])
    given = p, q, number(1e-4, 1e8), float(frequency), number(1e-3, 1e9)
    value, by_p, by_q, by_g, mean = spend(*given)
    print("\t{ %s,\n\t\t%s, { %s },\n\t\t%s }," % (
        ", ".join(map(repr, given)), text(value), ", ".join(map(text, (by_p, by_q, by_g))), text(mean)))
print("};\n")

print("static const struct {\n\tdouble alpha, beta, age, ahead, discount;")
print("\tdouble survival, remaining, residual;\n} contracts[] = {")
for i in range(100):
    alpha, beta = number(1e-2, 100), number(1e-2, 100)
    if i % 10 == 0:
        alpha, beta = number(1e4, 1e9), number(1e4, 1e9)  # customers are nearly alike
    given = alpha, beta, rnd.choice([0, 1, 7, 60, 1000]), rnd.choice([1, 12, 365]), number(1e-3, 1)
    row(given, contract(*given))
print("};\n")

print("static const struct {\n\tdouble left[8], alpha, beta, log_likelihood;\n} fits[] = {")
for left, start in (([1000, 631, 468, 382, 326, 289, 262, 241], (-0.4, 0.2)),
                    ([1000, 869, 743, 653, 593, 551, 517, 491], (-0.4, 1.3)),
                    ([100, 50, 40, 36, 34, 33, 32, 31], (-1, -1)),
                    ([50000, 30000, 24000, 21000, 19200, 18000, 17100, 16500], (-0.7, -0.2))):
    print("\t{ { %s }, %s }," % (", ".join(map(str, left)), ", ".join(map(text, fitted(left, start)))))
print("};")
