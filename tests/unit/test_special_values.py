#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Makes test_special_values.h: what mpmath (1.4) finds with 60 digits for the functions of stat/special,
# on arguments over the whole range of a double, near zeros and poles, in both tails. Not run by the
# build.
import math
import random
from mpmath import betainc, erfc, erfinv, expm1, gammainc, log, loggamma, mp, mpf, psi, sqrt

mp.dps = 60
rnd = random.Random(8)


def number(low, high):
    return float("%.6g" % math.exp(rnd.uniform(math.log(low), math.log(high))))


def ln_gamma(x):
    return loggamma(x).real


def ln_beta(a, b):
    with mp.workdps(400):
        return loggamma(a).real + loggamma(b).real - loggamma(a + b).real


def normal_cdf(x):
    return erfc(-x / sqrt(2)) / 2


def normal_quantile(p):
    with mp.workdps(400):
        return sqrt(2) * erfinv(2 * p - 1)


def chi_square_tail(x, degrees):
    return gammainc(degrees / 2, x / 2, mp.inf, regularized=True)


def beta_cdf(a, b, odds):
    with mp.workdps(120):
        x, rest = odds / (1 + odds), 1 / (1 + odds)
        # The series that begins at the nearer end, so that digits suffice.
        if x < (a + 1) / (a + b + 2):
            return betainc(a, b, 0, x, regularized=True)
        return 1 - betainc(b, a, 0, rest, regularized=True)


def text(value):
    return "0" if abs(value) < mpf("1e-307") else mp.nstr(mpf(value), 20)


def table(name, fields, rows, function):
    print("static const struct {\n\tdouble %s, value;\n} %s[] = {" % (", ".join(fields), name))
    for row in rows:
        value = function(*map(mpf, row))
        print("\t{ %s, %s }," % (", ".join(map(repr, row)), text(value)), flush=True)
    print("};\n")


print("/* SPDX-License-Identifier: MIT */")
print("/* Made by test_special_values.py: arguments, and what the function is there. */\n")

near = [1 + s * 10.0**-k for k in (1, 3, 6, 9, 12, 15) for s in (1, -1)]
table(
    "log_gammas", ["x"],
    [(x,) for x in near + [2 * x for x in near] + [number(1e-300, 1e300) for _ in range(40)]
     + [number(0.01, 200) for _ in range(60)]], ln_gamma)
table(
    "digammas", ["x"],
    [(1.4616321449683622 + s * 10.0**-k,) for k in (1, 4, 8, 12) for s in (1, -1)]
    + [(number(1e-300, 1e300),) for _ in range(30)] + [(number(0.01, 200),) for _ in range(60)],
    lambda x: psi(0, x))
table(
    "digamma_rises", ["a", "n"],
    [(number(1e-3, 1e12), number(1e-3, 1e12)) for _ in range(60)]
    + [(number(9e3, 1e12), number(1e-6, 10)) for _ in range(40)], lambda a, n: psi(0, a + n) - psi(0, a))
table(
    "log_betas", ["a", "b"],
    [(number(1e-300, 1e300), number(1e-300, 1e300)) for _ in range(40)]
    + [(number(1e-3, 1e3), number(1e-3, 1e3)) for _ in range(80)]
    + [(number(1e-3, 30), number(1e3, 1e15)) for _ in range(40)]
    + [(number(1, 1e9),) * 2 for _ in range(20)], ln_beta)
table(
    "log_differences", ["a", "b"],
    [(a, a - number(1e-14, 800)) for a in [number(1e-6, 700) * rnd.choice([-1, 1]) for _ in range(60)]],
    lambda a, b: a + log(-expm1(b - a)))
table(
    "normal_cdfs", ["x"],
    [(-number(1e-12, 37.5),) for _ in range(60)] + [(number(1e-12, 12),) for _ in range(20)], normal_cdf)
table(
    "normal_quantiles", ["p"],
    [(number(1e-300, 0.5),) for _ in range(60)]
    + [(0.5 + s * number(1e-14, 0.49),) for _ in range(20) for s in (1, -1)], normal_quantile)
table(
    "chi_square_tails", ["x", "degrees"],
    [(number(1e-8, 1400), float(rnd.choice([1, 2, 3, 5, 17]))) for _ in range(80)]
    + [(float("%.6g" % (k * number(0.5, 2))), float(k)) for k in (10, 100, 1000, 10000) for _ in range(20)],
    chi_square_tail)
table(
    "beta_cdfs", ["a", "b", "odds"],
    [(number(1e-3, 1e3), number(1e-3, 1e3), number(1e-12, 1e12)) for _ in range(80)]
    + [(a, b, float("%.6g" % (a / b * number(0.5, 2))))
       for a, b in [(number(1, 1e4), number(1, 1e4)) for _ in range(60)]]
    + [(float(rnd.randint(1, 400)), number(0.01, 20), number(1e-3, 1e5)) for _ in range(40)], beta_cdf)
