#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Makes test_hyper_values.h: what mpmath (1.4) finds with 60 digits, on parameters over the whole
# range that models of purchases may reach. Not run by the build.
import random
from mpmath import hyp2f1, hyperu, log, loggamma, mp, mpf

mp.dps = 60
rnd = random.Random(7)
near = [0.001, 0.05, 0.3, 0.6, 0.9, 0.94, 0.96, 0.99, 0.999, 0.9999, 1 - 1e-6, 1 - 1e-9, 1 - 1e-12]
often = [0, 1, 3, 10, 100, 1000, 5000]


def number(low, high):
    return float("%.4g" % (low * (high / low) ** rnd.random()))


def table(name, fields, rows):
    print("static const struct {\n\tdouble %s;\n} %s[] = {" % (fields, name))
    for *given, value in rows:
        print("\t{ %s, %s }," % (", ".join(map(repr, given)), mp.nstr(value, 20)))
    print("};\n")


def gauss():
    for i in range(200):
        r, a, b, s = (number(0.02, 20) for _ in range(4))
        x, z = rnd.choice(often), rnd.choice(near)
        shape = [
            (r + x, b + x, a + b + x - 1),
            (r + s + x, s + 1, r + s + x + 1),
            (r + s + x, r + x, r + s + x + 1),
            (1, s + x + 1, a + s + x + 1),
            (10 * r, 10 * b, a),
        ][i % 5]
        a, b, c = (float("%.8g" % value) for value in shape)
        if c > 0:
            yield a, b, c, z, log(hyp2f1(a, b, c, mpf(z), maxterms=10**7, maxprec=10**5))


def stopped():
    for i in range(150):
        r, a, b = (number(0.02, 20) for _ in range(3))
        if i % 10 == 0:
            a = 1.0
        x, y = rnd.choice(often), number(1e-4, 1e6)
        k, b = r + x, b + x
        # 1 is moved a little, for the formula divides by 0 there, and the mean is smooth.
        A, B, Y = mpf(a) + mpf(10) ** -25, mpf(b), mpf(y)
        f = hyp2f1(mpf(k), B, A + B - 1, Y / (1 + Y), maxterms=10**7, maxprec=10**5)
        yield k, y, a, b, (A + B - 1) / (A - 1) * (1 - (1 + Y) ** -mpf(k) * f)


def tricomi():
    for i in range(80):
        a, z = number(0.01, 100), number(1e-9, 1e6)
        b = a if i % 2 == 0 else number(0.01, 100) - 50
        yield a, b, z, log(hyperu(mpf(a), mpf(b), mpf(z)))


def rise():
    for i in range(40):
        a, n = number(1e-6, 1e12), rnd.choice([0, 1, 2, 5, 29, 30, 31, 100, 5000])
        yield a, n, loggamma(mpf(a) + n) - loggamma(mpf(a))


print("/* SPDX-License-Identifier: MIT */")
print("/* Made by test_hyper_values.py: arguments, and what the function is there. */\n")
table("gauss", "a, b, c, z, log", gauss())
table("stopped", "k, y, a, b, mean", stopped())
table("tricomi", "a, b, z, log", tricomi())
table("rise", "a, n, log", rise())
