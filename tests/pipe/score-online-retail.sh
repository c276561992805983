#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# crm-score --clv on real data as somebody would use it who comes new to it: the UCI Online Retail
# export, a year of a wholesaler whose customers are not seen to leave, ranked by lifetime value and
# put to the test on its last quarter. Nothing is published of it, so figures are counted by other
# means here, or held to what is sane. Skipped where the data are not at hand: they are no part of
# the project.
set -euo pipefail

export LC_ALL=C
PATH=$(realpath -m "${BIN:-bin}"):$PATH
data=$(realpath -m "${CRM_DATA:-../shared/data}/online-retail/online-retail-by-day.tar.gz")
if [ ! -r "$data" ]; then
  echo "skipped: there is no ../shared/data/online-retail"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
faults=0

# holds WHAT CONDITION [NAME=VALUE …]
holds() {
  local what=$1 condition=$2 value values=()
  shift 2

  for value; do
    values+=(-v "$value")
  done
  awk "${values[@]}" "BEGIN { exit !($condition) }" || {
    printf '%s: %s, with %s\n' "$what" "$condition" "$*"
    faults=$((faults + 1))
  }
}

# of MODEL SECTION NAME
of() {
  awk -F '\t' -v section="$2" -v name="$3" '$1 == section && $2 == name { print $3 }' "$1"
}

# sum COLUMN FILE
sum() {
  awk -F '\t' -v name="$1" '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
    { sum += $at } END { printf "%.6f\n", sum }' "$2"
}

tar xOzf "$data" | awk 'NR == 1 || !/^InvoiceNo,/' |
  crm-import -q -k transactions -m customer_id=CustomerID -m order_id=InvoiceNo \
    -m date=InvoiceDate -s 'amount=Quantity*UnitPrice' --rejects rejects.tsv -o ledger.tsv
crm-profile -q -o profiles.tsv ledger.tsv
crm-score --clv --purchase-model auto --fit clv.tsv profiles.tsv 2>notes
crm-score -q --clv --model clv.tsv -o scored.tsv profiles.tsv

# Nobody leaves: then the likelihood is that of the negative binomial distribution alone.
holds "says that nobody leaves" 'said == 1' "said=$(grep -c 'nobody is seen to leave' notes)"
holds "takes the simplest of equals" 'said == 1' "said=$(grep -c '^crm-score: BG/NBD .*taken' notes)"
alone=$(awk -F '\t' -v r="$(of clv.tsv parameter r)" -v alpha="$(of clv.tsv parameter alpha)" '
  NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
  {
    x = $at["frequency"]
    weeks = $at["tenure"] / 7
    for (j = 0; j < x; j++)
      sum += log(r + j)
    sum += r * log(alpha / (alpha + weeks)) - x * log(alpha + weeks)
  }
  END { printf "%.4f\n", sum }' profiles.tsv)
holds "likelihood" 'found - known < 1e-3 && known - found < 1e-3' \
  "found=$(of clv.tsv fit log_likelihood)" "known=$alone"

# A year ahead goes on like the year behind, of which customers were there for half on average.
holds "orders to come" 'come > behind && come < 2 * behind' \
  "come=$(sum expected_orders scored.tsv)" "behind=$(sum frequency scored.tsv)"

# What every row keeps to: discounted by no more than a tenth, expected between 0 and 1.
awk -F '\t' '
  NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
  {
    whole = $at["expected_orders"] * $at["expected_spend"]
    alive = $at["p_alive"]
    idle = $at["p_no_order"]
    if ($at["expected_spend"] == "") {
      faults += $at["clv"] != ""
    } else if ($at["clv"] > whole + 0.01 || $at["clv"] < whole / 1.1 - 0.01) {
      faults++
    }
    if (alive < 0.99 || alive > 1 || idle < 0 || idle > 1)
      faults++
  }
  END {
    if (faults)
      print faults " rows are not in themselves what they should be"
    exit faults > 0
  }' scored.tsv || faults=$((faults + 1))

# The three who have bought for most are first, and the best 20 are worth a tenth of all or more.
awk -F '\t' '
  NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
  { print $at["clv"] "\t" $1 }' scored.tsv | sort -t $'\t' -k 1,1gr >ranked
holds "the first three" 'first == "14646.0 18102.0 17450.0"' \
  "first=$(head -n 3 ranked | cut -f 2 | paste -s -d ' ')"
holds "the first twenty" 'best > 0.1 * all && best < 0.5 * all' \
  "best=$(head -n 20 ranked | awk '{ sum += $1 } END { print sum }')" \
  "all=$(awk '{ sum += $1 } END { print sum }' ranked)"

# The last quarter, before Christmas: what happened is counted here as well, and more than the model,
# which knows of no seasons, has foretold.
crm-score -q --clv --validate 2011-09-01 -o validation.tsv ledger.tsv
read -r customers orders < <(awk -F '\t' '
  NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
  { sum[$at["customer_id"] "\t" $at["date"]] += $at["amount"] }
  END {
    for (key in sum) {
      split(key, part, "\t")
      if (part[2] <= "2011-09-01")
        known[part[1]] = 1
      else
        later[part[1]] += sum[key] > 1e-9
    }
    for (customer in known) {
      customers++
      orders += later[customer]
    }
    print customers, orders
  }' ledger.tsv)
read -r found_customers found_orders expected < <(awk -F '\t' '$1 == "all" { print $3, $4, $5 }' \
  validation.tsv)
holds "customers known before" 'found == known' "found=$found_customers" "known=$customers"
holds "orders afterwards" 'found == known' "found=$found_orders" "known=$orders"
holds "orders expected" 'expected > 0.6 * found && expected < found' "expected=$expected" \
  "found=$found_orders"

[ "$faults" -eq 0 ]
