#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# crm-profile on the CDNOW data, on which purchase models are taught: the number of customers and
# of repeat transactions that the literature gives, and customer by customer the frequency, recency
# and tenure (in weeks), and the mean of repeat purchases, as others have published them. Skipped
# where the data are not at hand: they are no part of the project.
set -euo pipefail
shopt -s lastpipe # what is piped to a function counts faults here

export LC_ALL=C
PATH=$(realpath -m "${BIN:-bin}"):$PATH
data=$(realpath -m "${CRM_DATA:-../shared/data}/cdnow")
if [ ! -r "$data/cdnowElog.csv" ]; then
  echo "skipped: there is no ../shared/data/cdnow"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
faults=0

# same WHAT FOUND EXPECTED
same() {
  if [ "$2" != "$3" ]; then
    printf '%s: found %s, expected %s\n' "$1" "$2" "$3"
    faults=$((faults + 1))
  fi
}

# each WHAT EXPECTED <FOUND: the same lines.
each() {
  cat >found
  if ! diff "$2" found >differences; then
    printf '%s: %d lines differ; the first, published and found:\n' "$1" \
      "$(grep -c '^>' differences)"
    head -n 8 differences
    faults=$((faults + 1))
  fi
}

# A number of days in weeks, or an amount, to two decimals, half upwards, as the files have them.
round='function round(number) { return sprintf("%.2f", int(number * 100 + 0.5 + 1e-9) / 100) }'

tr -d '\r' <"$data/cdnowElog.csv" | awk -F , '
  BEGIN { print "customer_id\tdate\tquantity\tamount" }
  NR > 1 {
    printf "%04d\t%s-%s-%s\t%d\t%s\n", $2, substr($3, 1, 4), substr($3, 5, 2), substr($3, 7), $4, $5
  }
' >ledger.tsv
crm-profile --quiet --as-of 1997-09-30 --purchase-day any -o profile.tsv ledger.tsv

# customer_id, frequency, t_x, tenure, repeat_amount_mean
awk -F '\t' '
  NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
  {
    print $at["customer_id"] + 0, $at["frequency"], $at["t_x"], $at["tenure"],
      $at["repeat_amount_mean"] + 0
  }
' profile.tsv >figures

same "customers" "$(wc -l <figures)" 2357
same "repeat transactions" "$(awk '{ sum += $2 } END { print sum }' figures)" 2457
same "customers without any" "$(awk '$2 == 0' figures | wc -l)" 1411

tr -d '\r' <"$data/cdnow_customers_summary.csv" | awk -F , "$round"'
  NR > 1 { print $1, $2, round($3), round($4) }
' >published
awk "$round"'{ print $1, $2, round($3 / 7), round($4 / 7) }' figures |
  each "frequency, recency and T" published

tr -d '\r' <"$data/cdnow_customers_summary_with_transactions.csv" | awk -F , "$round"'
  NR > 1 { print $1, $2, round($5) }
' >published
awk "$round"'{ print $1, $2, round($5) }' figures | each "mean of repeat purchases" published

if [ "$faults" -gt 0 ]; then
  echo "$faults comparisons failed"
  exit 1
fi
echo "2357 customers as published"
