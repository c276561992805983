#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Makes test_purchase_values.h: what mpmath (1.4) finds with 400 digits by the formulas as they are
# printed in the literature, with their differences of hypergeometric functions. Not run by the build.
import random
from mpmath import beta as B, binomial, exp, gamma as G, hyp2f1, hyperu, loggamma, log, mp, mpf

mp.dps = 400
rnd = random.Random(3)


def number(low, high):
    return float("%.4g" % (low * (high / low) ** rnd.random()))


def f21(a, b, c, z):
    return hyp2f1(a, b, c, z, maxterms=10**6, maxprec=10**5)


class Pareto:
    """Fader, Hardie (2005), "A Note on Deriving the Pareto/NBD Model"."""

    def __init__(self, r, alpha, s, beta):
        self.given = r, alpha, s, beta
        self.r, self.alpha, self.s, self.beta = map(mpf, self.given)

    def a0(self, x, u):
        r, alpha, s, beta = self.r, self.alpha, self.s, self.beta
        if alpha >= beta:
            f = f21(r + s + x, s + 1, r + s + x + 1, (alpha - beta) / (alpha + u))
            return f / (alpha + u) ** (r + s + x)
        f = f21(r + s + x, r + x, r + s + x + 1, (beta - alpha) / (beta + u))
        return f / (beta + u) ** (r + s + x)

    def parts(self, x, tx, T):
        r, alpha, s, beta = self.r, self.alpha, self.s, self.beta
        T, tx = mpf(T), mpf(tx)
        factor = exp(loggamma(r + x) - loggamma(r)) * alpha**r * beta**s
        here = factor / ((alpha + T) ** (r + x) * (beta + T) ** s)
        gone = factor * s / (r + s + x) * (self.a0(x, tx) - self.a0(x, T))
        return here, here + gone

    def expected(self, x, tx, T, t):
        r, alpha, s, beta = self.r, self.alpha, self.s, self.beta
        here, all_ = self.parts(x, tx, T)
        T = mpf(T)
        left = 1 - ((beta + T) / (beta + T + t)) ** (s - 1)
        return here / all_ * (r + x) * (beta + T) / ((alpha + T) * (s - 1)) * left

    def none(self, x, tx, T, t):
        """L(x, t_x, T + t) / L(x, t_x, T): the history goes on without a purchase."""
        return self.parts(x, tx, mpf(T) + mpf(t))[1] / self.parts(x, tx, T)[1]

    def dert(self, x, tx, T, d):
        r, alpha, s, beta = self.r, self.alpha, self.s, self.beta
        T, d = mpf(T), mpf(d)
        top = alpha**r * beta**s * d ** (s - 1) * G(r + x + 1) * hyperu(s, s, d * (beta + T))
        return top / (G(r) * (alpha + T) ** (r + x + 1) * self.parts(x, tx, T)[1])

    def pmf(self, t, n):
        r, alpha, s, beta = self.r, self.alpha, self.s, self.beta
        t = mpf(t)
        here = G(r + n) / (G(r) * G(n + 1)) * (alpha / (alpha + t)) ** r
        here *= (t / (alpha + t)) ** n * (beta / (beta + t)) ** s
        high, low, p = (alpha, beta, s + 1) if alpha >= beta else (beta, alpha, r + n)
        b1 = f21(r + s, p, r + s + n + 1, (high - low) / high) / high ** (r + s)
        b2 = mpf(0)
        for i in range(n + 1):
            f = f21(r + s + i, p, r + s + n + 1, (high - low) / (high + t))
            b2 += G(r + s + i) / G(r + s) * t**i / G(i + 1) * f / (high + t) ** (r + s + i)
        return here + alpha**r * beta**s * B(r + n, s + 1) / B(r, s) * (b1 - b2)


class BetaBernoulli:
    """Fader, Hardie, Shang (2010)."""

    def __init__(self, *given):
        self.given = given
        self.a, self.b, self.g, self.d = map(mpf, given)

    def parts(self, x, tx, n):
        a, b, g, d = self.a, self.b, self.g, self.d
        here = B(a + x, b + n - x) / B(a, b) * B(g, d + n) / B(g, d)
        gone = sum(
            B(a + x, b + tx - x + i) / B(a, b) * B(g + 1, d + tx + i) / B(g, d)
            for i in range(n - tx)
        )
        return here, here + gone

    def expected(self, x, tx, n, t):
        a, b, g, d = self.a, self.b, self.g, self.d
        rest = G(1 + d + n) / G(g + d + n) - G(1 + d + n + t) / G(g + d + n + t)
        top = B(a + x + 1, b + n - x) / B(a, b) * d / (g - 1) * G(g + d) / G(1 + d) * rest
        return top / self.parts(x, tx, n)[1]

    def none(self, x, tx, n, t):
        return self.parts(x, tx, n + t)[1] / self.parts(x, tx, n)[1]

    def dert(self, x, tx, n, rate):
        a, b, g, d = self.a, self.b, self.g, self.d
        rate = mpf(rate)
        top = B(a + x + 1, b + n - x) / B(a, b) * B(g, d + n + 1) / (B(g, d) * (1 + rate))
        f = f21(1, d + n + 1, g + d + n + 1, 1 / (1 + rate))
        return top * f / self.parts(x, tx, n)[1]

    def pmf(self, t, n):
        a, b, g, d = self.a, self.b, self.g, self.d
        if n > t:
            return mpf(0)
        here = binomial(t, n) * B(a + n, b + t - n) / B(a, b) * B(g, d + t) / B(g, d)
        return here + sum(
            binomial(i, n) * B(a + n, b + i - n) / B(a, b) * B(g + 1, d + i) / B(g, d)
            for i in range(n, t)
        )


def row(model, x, tx, T, t, discount, n):
    here, all_ = model.parts(x, tx, T)
    values = [
        log(all_),
        here / all_,
        model.expected(x, tx, T, t),
        model.none(x, tx, T, t),
        model.dert(x, tx, T, discount),
        model.pmf(t, n),
    ]
    lists = [", ".join(map(repr, given)) for given in (model.given, (x, tx, T), (t, discount, n))]
    print("\t{ { %s },\n\t\t{ %s }, %s," % tuple(lists))
    print("\t\t%s }," % ", ".join(mp.nstr(value if abs(value) > 1e-290 else mpf(0), 17) for value in values))


def table(name, rows):
    print("static const struct fact %s[] = {" % name)
    for fact in rows:
        row(*fact)
    print("};\n")


def pareto():
    for i in range(120):
        r, s = number(0.02, 20), number(0.02, 20)
        alpha, beta = number(0.01, 1000), number(0.01, 1000)
        if i % 6 == 0:
            beta = alpha
        x = rnd.choice([0, 1, 2, 5, 26, 221, 1000, 4000])
        T = number(0.1, 500)
        tx = 0 if x == 0 else T if i % 7 == 0 else float("%.6g" % (T * rnd.random()))
        t, d = number(0.01, 200), number(1e-5, 100)
        yield Pareto(r, alpha, s, beta), x, tx, T, t, d, rnd.choice([0, 1, 2, 10, 60])


def beta_bernoulli():
    for i in range(80):
        T = rnd.choice([0, 1, 2, 6, 12, 52, 400])
        tx = rnd.randint(0, T)
        x = rnd.randint(1, tx) if tx else 0
        t, d = rnd.choice([1, 5, 52]), number(1e-6, 10)
        model = BetaBernoulli(*(number(0.02, 50) for _ in range(4)))
        yield model, x, tx, T, t, d, rnd.choice([0, 1, 2, 5])


print("/* SPDX-License-Identifier: MIT */")
print("/* Made by test_purchase_values.py: parameters, a history, and what is to be found. */\n")
print(
    """#include "crm/purchase.h"

struct fact {
	double parameter[4];
	struct purchase_history history;
	double ahead, discount, n;
	double log_likelihood, alive, expected, none, residual, probability;
};
"""
)
table("pareto", pareto())
table("beta_bernoulli", beta_bernoulli())
