#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
Lifetime value of profiles by PyMC-Marketing: score-pymc.py PROFILES PARAMETERS OUTPUT

Its MAP fit, with flat priors, is the fit of maximum likelihood. What it has for lifetime value
itself takes a table of gigabytes for each month; orders times spend come near enough to it. The
output is that of crm-score: the profiles as they were, and the columns added.
"""

import logging
import sys
import warnings

warnings.filterwarnings("ignore")

import pandas
from pymc_extras.prior import Prior
from pymc_marketing import clv

logging.disable(logging.WARNING)
profiles, parameters, output = sys.argv[1:]
table = pandas.read_csv(profiles, sep="\t")
data = table[["customer_id", "frequency"]].copy()
data["recency"], data["T"] = table.t_x / 7, table.tenure / 7
data["monetary_value"] = table.repeat_amount_mean.fillna(0)


def flat(*names):
    return {name: Prior("HalfFlat") for name in names}


orders = clv.BetaGeoModel(
    data=data[["customer_id", "frequency", "recency", "T"]],
    model_config=flat("r", "alpha", "a", "b"),
)
orders.fit(method="map", progressbar=False)
again = data[data.frequency > 0]
spend = clv.GammaGammaModel(
    data=again[["customer_id", "frequency", "monetary_value"]],
    model_config=flat("p", "q", "v"),
)
spend.fit(method="map", progressbar=False)
table["p_alive"] = orders.expected_probability_alive().mean(("chain", "draw")).values
table["expected_orders"] = orders.expected_purchases(future_t=52).mean(("chain", "draw")).values
table["expected_spend"] = (
    spend.expected_customer_spend(data=data[["customer_id", "frequency", "monetary_value"]])
    .mean(("chain", "draw"))
    .values
)
table["clv"] = table.expected_orders * table.expected_spend
table.to_csv(output, sep="\t", index=False)
with open(parameters, "w") as file:
    for model, names in ((orders, "r alpha a b"), (spend, "p q v")):
        for name in names.split():
            value = float(model.fit_result[name].mean())
            print({"v": "gamma"}.get(name, name), value, file=file)
