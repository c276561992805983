#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Add to profiles the columns that scores and warnings have, made up of the others.
#
#   score.sh [--all] <profiles
#
# With --all also those of profit, grades, towns and the order of winning back.
awk -F '\t' -v OFS='\t' -v all="${1-}" '
  NR == 1 {
    for (i = 1; i <= NF; i++) at[$i] = i
    print $0, "p_alive", "expected_orders", "clv", "churn_probability", "reason_1", "signs", "warning",
      "newest_sign", "expected_loss", "referrals" (all ? "\tnet_profit\tgrade\ttown\treturn_chance" \
      "\tcontact_worth\tpolicy\twinback_rank" : "")
    next
  }
  {
    alive = 1 / (1 + $at["recency"] / 90)
    orders = $at["orders"] / 24 * alive
    clv = orders * $at["amount"] / ($at["orders"] ? $at["orders"] : 1) * 12
    warning = int((1 - alive) * 80)
    loss = sprintf("%.2f", clv * (1 - alive))
    more = ""
    if (all) {
      more = sprintf("\t%.2f", $at["amount"] * 0.3 - NR % 50)
      more = more "\t" (NR % 11 == 0 ? "" : substr("ABC", 1 + NR % 3, 1)) \
        "\ttown " NR * 7 % 31
      if (warning > 50)
        more = more sprintf("\t%.4f\t%.2f\t%s\t%d", alive, loss * alive - 5,
          NR % 2 ? "effort" : "at_all_cost", 5000 - NR)
      else
        more = more "\t\t\t\t"
    }
    print $0, sprintf("%.6f", alive), sprintf("%.4f", orders), sprintf("%.2f", clv),
      sprintf("%.5f", 1 - alive), "silent for " $at["recency"] " days",
      (warning > 40 ? "orders thinning 2025-11-02 0.9; amount falling 2025-10-01 0.5" : ""),
      (warning > 40 ? warning : 0), "2025-11-0" (1 + NR % 9), loss, (NR % 37 == 0 ? 2 : 0) more
  }'
