#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Makes test_beta_geometric_values.h: what the formulas of Fader, Hardie, Lee (2005), and their
# MBG/NBD variants, come to with mpmath (1.4) and 80 digits or more, on parameters, histories and times
# over the whole range that may come up. Not run by the build.
import random
from mpmath import exp, hyp2f1, log, loggamma, mp, mpf

mp.dps = 80
rnd = random.Random(5)
purchases = [0, 0, 1, 2, 7, 50, 300, 5000]


def number(low, high):
    return float("%.4g" % (low * (high / low) ** rnd.random()))


def parameters(i):
    r, alpha, a, b = number(0.02, 50), number(0.01, 1e3), number(0.02, 20), number(0.02, 20)
    if i % 7 == 0:
        a = 1.0  # a pole of the formula
    if i % 11 == 0:
        a, b = number(0.05, 0.5), number(0.05, 0.4)  # a + b < 1
    if i % 13 == 0:
        r, alpha, a, b = 1e4 * r, 1e4 * alpha, 1e3 * a, 1e3 * b  # customers are nearly alike
    return [float("%.6g" % value) for value in (r, alpha, a, b)]


def history(i):
    x = rnd.choice(purchases)
    tenure = 0.0 if x == 0 and i % 3 == 0 else number(0.1, 5e3)
    if x == 0:
        return 0, 0.0, tenure
    return x, tenure if i % 5 == 0 else float("%.6g" % (tenure * (1 - rnd.random() ** 3))), tenure


def hyper(*given):
    return hyp2f1(*given, maxterms=10**7, maxprec=10**6)


def log_beta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def expectations(first, given, seen, ahead):
    r, alpha, a, b = map(mpf, given)
    x, t_x, tenure = map(mpf, seen)
    # 1 is moved a little, for the formula divides by 0 there, and the mean is smooth.
    a = a + mpf(10) ** -30
    ahead, k = mpf(ahead), x + first
    stays = log_beta(a, b + k) - log_beta(a, b)
    counts = loggamma(r + x) - loggamma(r) + r * log(alpha)
    there = (alpha + tenure) ** -(r + x)
    gone = a / (b + k - 1) * (alpha + t_x) ** -(r + x) if k > 0 else mpf(0)
    alive = there / (there + gone)
    z = ahead / (alpha + tenure + ahead)
    idle = ((alpha + tenure) / (alpha + tenure + ahead)) ** (r + x)
    c = a + b + k - 1
    return [
        counts + stays + log(there + gone),
        alive,
        alive * idle * hyper(r + x, b + k, a + b + k, z),
        alive * c / (a - 1) * (1 - idle * hyper(r + x, b + k, c, z)),
        gone / (there + gone) + alive * idle,
    ]


def probability(first, given, time, n):
    r, alpha, a, b = map(mpf, given)
    time, k = mpf(time), n + first
    z = time / (alpha + time)
    count, below = (1 - z) ** r, mpf(0)
    for j in range(n):
        below += count
        count *= (r + j) / (j + 1) * z
    stays = exp(log_beta(a, b + k) - log_beta(a, b))
    leaves = a / (b + k - 1) * (1 - below) if k > 0 else 0
    return stays * (count + leaves)


def text(value):
    return "0" if abs(value) < 1e-307 else mp.nstr(value, 20)


def row(first, given, numbers, values):
    given, numbers = (", ".join(map(repr, list_)) for list_ in (given, numbers))
    values = ", ".join(map(text, values))
    print("\t{ %d, { %s }, %s,\n\t\t%s }," % (first, given, numbers, values), flush=True)


print("/* SPDX-License-Identifier: MIT */")
print("/* Made by test_beta_geometric_values.py: what is given, and what is to come of it. */\n")
print("static const struct {\n\tdouble first, parameter[4], frequency, t_x, tenure, ahead;")
print("\tdouble log_likelihood, alive, alive_ahead, expected, none;\n} expectations[] = {")
for i in range(90):
    given, seen, ahead = parameters(i), history(i), number(1e-2, 5e3)
    row(i % 2, given, [*seen, ahead], expectations(i % 2, given, seen, ahead))
print("};\n")

print("static const struct {\n\tdouble first, parameter[4], time, n, probability;\n} counts[] = {")
mp.dps = 700  # for 1 - below
for i in range(60):
    given, time, n = parameters(i), number(1e-2, 5e3), rnd.choice(purchases[:-1])
    row(i % 2, given, [time, n], [probability(i % 2, given, time, n)])
print("};")
