#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
Lifetime value of profiles by lifetimes: score-lifetimes.py PROFILES PARAMETERS OUTPUT

The output is that of crm-score: the profiles as they were, and the columns added.
"""

import sys
import warnings

import pandas
from lifetimes import BetaGeoFitter, GammaGammaFitter

warnings.filterwarnings("ignore")
profiles, parameters, output = sys.argv[1:]
table = pandas.read_csv(profiles, sep="\t")
frequency, t_x, tenure = table.frequency, table.t_x / 7, table.tenure / 7
spent = table.repeat_amount_mean.fillna(0)

orders = BetaGeoFitter(penalizer_coef=0)
orders.fit(frequency, t_x, tenure)
table["p_alive"] = orders.conditional_probability_alive(frequency, t_x, tenure)
table["expected_orders"] = orders.conditional_expected_number_of_purchases_up_to_time(
    52, frequency, t_x, tenure
)
again = frequency > 0
spend = GammaGammaFitter(penalizer_coef=0)
spend.fit(frequency[again], spent[again])
table["expected_spend"] = spend.conditional_expected_average_profit(frequency, spent)
table["clv"] = spend.customer_lifetime_value(
    orders, frequency, t_x, tenure, spent, time=12, discount_rate=0.008, freq="W"
)
table.to_csv(output, sep="\t", index=False)
with open(parameters, "w") as file:
    for name, value in {**orders.params_, **spend.params_}.items():
        print({"v": "gamma"}.get(name, name), value, file=file)
